"""A question file on the screen: asked, stopped, resumed, browsed, exported."""

import json
from pathlib import Path

import pytest
from textual.widgets import Input, Static

from qa import Engine, Settings
from tests.tui.app_driving import BRIDGE, KEEPER, NARROW, WIDE, Driver, driven
from tests.tui.test_article_screen import notified
from tui.batch_state import BatchStage, BatchState
from tui.formatting.batch_text import progress
from tui.messages import BatchAdvanced
from tui.screens.article import ArticleScreen
from tui.screens.ask import AskScreen
from tui.screens.batch import BatchScreen, KindChip
from tui.screens.batch_row import BatchRowScreen
from tui.screens.dialogs import ConfirmScreen, PromptScreen
from tui.screens.picker import ArticleTree, PickerScreen
from tui.state import Stage
from tui.widgets.answer_card import AnswerCard
from tui.widgets.citation_list import CitationEntry
from tui.widgets.table import Table

UNKNOWN = "Who won the Nobel Prize in Physics?"
MIXED = f'question,desk\n"{KEEPER}",sea\n?!,none\n"{BRIDGE}",roads\n"{UNKNOWN}",far\na,b,c\n'
N_ENDLESS = 2000


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    path = tmp_path / "questions.csv"
    path.write_text(MIXED, encoding="utf-8")
    return path


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    path = tmp_path / "endless.txt"
    path.write_text("".join(f"Who is keeper number {number} of Port Ember?\n" for number in range(N_ENDLESS)))
    return path


async def opened(app: Driver) -> BatchScreen:
    await app.ready()
    await app.press("f9")
    await app.until(lambda: isinstance(app.app.screen, BatchScreen))
    assert isinstance(app.app.screen, BatchScreen)
    return app.app.screen


async def choose(app: Driver, path: Path) -> None:
    await app.press("A")
    await app.until(lambda: isinstance(app.app.screen, PickerScreen))
    app.app.screen.query_one("#path", Input).value = str(path)
    app.app.screen.query_one("#path", Input).focus()
    await app.press("enter")


async def asked(app: Driver, path: Path) -> Table:
    """Choose a file and wait until all its questions are asked."""
    screen = await opened(app)
    await choose(app, path)
    await app.until(lambda: app.app.batch.stage is BatchStage.DONE)
    return screen.query_one(Table)


def column(table: Table, number: int) -> list[str]:
    return [row.cells[number] for row in table.rows]


def recorded(settings: Settings) -> list[int]:
    """Return the numbers of the rows in the record, in the order in which they were asked."""
    (record,) = (settings.library / "batches").glob("*.unfinished")
    return [json.loads(line)["number"] for line in record.read_text().splitlines()[1:]]


async def write(app: Driver, path: Path) -> None:
    await app.press("e")
    await app.until(lambda: isinstance(app.app.screen, PromptScreen))
    app.app.screen.query_one("#prompt", Input).value = str(path)
    await app.press("enter")


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_it_says_what_to_do_before_there_is_a_file(settings: Settings, size: tuple[int, int]) -> None:
    async with driven(settings, size=size) as app:
        screen = await opened(app)
        await app.until(lambda: "Ask a file of questions" in app.text())
        assert "a table with a “question” column" in app.text()
        assert "no question is asked twice" in app.text()
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, PickerScreen))
        await app.press("escape")
        assert app.app.screen is screen
        await app.press("escape")
        assert app.app.screen is app.asking


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_answers_refusals_and_bad_rows_stand_side_by_side(
    settings: Settings, mixed: Path, size: tuple[int, int]
) -> None:
    async with driven(settings, size=size) as app:
        table = await asked(app, mixed)
        assert column(table, 4) == ["answered", "error", "answered", "not found", "error"]
        assert column(table, 2)[0] == "Orla Finch"
        assert app.app.batch.n_answered == 2
        assert "5 of 5 · done" in app.text()
        assert "Answered 2" in app.text()
        assert "Errors 2" in app.text()
        await app.press("home", "down")
        await app.until(lambda: "questions.csv, line 3, column 1: The question has no words." in app.text())
        await app.press("end")
        await app.until(
            lambda: "line 6, column 3: This row has 3 fields, but the header has 2." in app.text()
        )
        await app.press("f")
        assert column(table, 1) == [KEEPER, BRIDGE]
        await app.pilot.click(app.app.screen.query(KindChip)[2])
        assert column(table, 1) == [UNKNOWN]
        await app.pilot.click(app.app.screen.query(KindChip)[0])
        await app.press("slash", *"bridge")
        await app.until(lambda: column(table, 1) == [BRIDGE])
        await app.press("escape")
        await app.until(lambda: len(table.rows) == 5)
        await app.press("s", "s", "s", "s")
        assert column(table, 4) == ["answered", "answered", "error", "error", "not found"]
        await app.press("S")
        assert column(table, 4)[0] == "not found"
        await app.pilot.click(Table, offset=(3, 0))
        assert column(table, 0) == ["1", "2", "3", "4", "5"]


async def test_a_row_opens_as_a_card_and_its_citation_as_an_article(settings: Settings, mixed: Path) -> None:
    async with driven(settings) as app:
        table = await asked(app, mixed)
        await app.press("home", "enter")
        await app.until(lambda: isinstance(app.app.screen, BatchRowScreen) and "Orla Finch" in app.text())
        assert "Lighthouse of Port Ember gets a new keeper" in app.text()
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, ArticleScreen))
        await app.press("escape", "n")
        await app.until(lambda: "questions.csv, line 3, column 1" in app.text())
        assert "Write one" in app.text()
        await app.press("n")
        await app.until(lambda: "piers are cracked" in app.text())
        await app.pilot.click(app.app.screen.query(CitationEntry)[0])
        await app.until(lambda: isinstance(app.app.screen, ArticleScreen))
        await app.press("escape")
        await app.pilot.click("#batch-next")
        await app.until(lambda: "Not in these articles" in app.text() and "Closest passages" in app.text())
        assert app.app.screen.query(CitationEntry)
        await app.press("p", "p", "p", "p", "p")
        await app.until(lambda: "Question 1 · 1 of 5" in app.text() and "Orla Finch" in app.text())
        await app.press("escape")
        assert isinstance(app.app.screen, BatchScreen)
        await app.pilot.click(table, offset=(12, 3))
        await app.pilot.click(table, offset=(12, 3), times=2)
        await app.until(lambda: isinstance(app.app.screen, BatchRowScreen))


async def test_a_run_that_is_stopped_and_resumed_asks_nothing_twice(
    settings: Settings, endless: Path
) -> None:
    async with driven(settings) as app:
        await opened(app)
        await choose(app, endless)
        await app.until(lambda: app.app.batch.n_done > 2)
        await app.press("escape")
        assert app.app.screen is app.asking
        await app.until(lambda: f"/{N_ENDLESS:,}" in app.text())
        assert (await app.ask(KEEPER)).stage is Stage.ANSWERED
        assert app.app.batch.is_running
        await app.pilot.click("#status-batch")
        await app.until(lambda: isinstance(app.app.screen, BatchScreen))
        n_before = await stopped(app)
        assert len(recorded(settings)) == n_before
    async with driven(settings) as app:
        screen = await opened(app)
        await choose(app, endless)
        await app.until(lambda: app.app.batch.can_go_on)
        table = screen.query_one(Table)
        assert column(table, 4).count("–") == N_ENDLESS - n_before
        await app.pilot.click("#batch-go-on")
        await app.until(lambda: app.app.batch.n_done > n_before + 2)
        n_after = await stopped(app)
        assert app.app.batch.n_before == n_before
        assert len(recorded(settings)) == len(set(recorded(settings))) == n_after


async def stopped(app: Driver) -> int:
    """Stop the run, and return how many of its questions are done."""
    await app.press("c")
    await app.until(lambda: app.app.batch.stage is BatchStage.STOPPED)
    n_done = app.app.batch.n_done
    assert 2 < n_done < N_ENDLESS
    left = f"G: resume ({N_ENDLESS - n_done:,} questions left)"
    await app.until(lambda: f"of {N_ENDLESS:,} · stopped" in app.text() or left in app.text())
    return n_done


async def test_quitting_during_a_run_keeps_finished_rows(settings: Settings, endless: Path) -> None:
    async with driven(settings) as app:
        await opened(app)
        await choose(app, endless)
        await app.until(lambda: app.app.batch.n_done > 2)
    kept = recorded(settings)
    assert len(kept) > 2
    assert len(kept) == len(set(kept))
    async with driven(settings) as app:
        await opened(app)
        await choose(app, endless)
        await app.until(lambda: app.app.batch.can_go_on)
        assert app.app.batch.n_done == len(kept)


async def test_another_file_is_taken_after_a_question(settings: Settings, endless: Path, mixed: Path) -> None:
    async with driven(settings) as app:
        await opened(app)
        await choose(app, endless)
        await app.until(lambda: app.app.batch.n_done > 0)
        await app.press("A")
        await app.until(lambda: isinstance(app.app.screen, ConfirmScreen))
        await app.press("n")
        assert app.app.batch.is_running
        await app.press("A", "y")
        await app.until(lambda: isinstance(app.app.screen, PickerScreen))
        app.app.screen.query_one("#path", Input).value = str(mixed)
        await app.press("enter")
        await app.until(lambda: app.app.batch.path == mixed and app.app.batch.stage is BatchStage.DONE)
        assert len(app.app.screen.query_one(Table).rows) == 5


async def test_answers_are_exported_and_no_file_is_lost(
    settings: Settings, mixed: Path, tmp_path: Path
) -> None:
    async with driven(settings) as app:
        await asked(app, mixed)
        await app.press("e")
        await app.until(lambda: isinstance(app.app.screen, PromptScreen))
        assert app.app.screen.query_one("#prompt", Input).value.endswith("questions-answers.csv")
        await app.press("escape")
        for ending, begins in (
            ("jsonl", '{"id"'),
            ("csv", "id,question"),
            ("md", "# Answers"),
            ("html", "<!"),
        ):
            out = tmp_path / f"out.{ending}"
            await write(app, out)
            await app.until(out.exists)
            assert out.read_text().startswith(begins)
        rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
        assert [row["status"] for row in rows] == ["answered", "error", "answered", "not_found", "error"]
        assert rows[0]["desk"] == "sea"
        out = tmp_path / "out.csv"
        out.write_text("mine")
        await write(app, out)
        await app.until(lambda: isinstance(app.app.screen, ConfirmScreen))
        await app.press("n")
        assert out.read_text() == "mine"
        await write(app, out)
        await app.until(lambda: isinstance(app.app.screen, ConfirmScreen))
        await app.press("y")
        await app.until(lambda: out.read_text().startswith("id,question"))
        for path, reported in (
            (tmp_path / "out.pdf", "Use one of these extensions"),
            (tmp_path / "no" / "such" / "out.md", "can't be written"),
        ):
            await write(app, path)
            await app.until(lambda reported=reported: reported in notified(app))  # type: ignore[misc]
            assert not path.exists()
        await write(app, mixed)
        await app.press("y")
        await app.until(lambda: "overwrite the questions" in app.text())
        assert mixed.read_text() == MIXED


@pytest.mark.parametrize(
    ("name", "content", "reported"),
    [
        ("q.csv", b"ask,desk\nWho?,a\n", "q.csv, line 1, column 1: There is no column “question”"),
        ("q.csv", b"question,question\nWho?,a\n", "line 1, column 2: The column “question” appears twice"),
        ("q.txt", b"# nothing\n", "This file has no questions."),
        ("q.xlsx", b"PK no workbook", "This is not an .xlsx workbook."),
        ("q.md", b"Who?", "Unsupported extension"),
        ("[red]q.txt", b"\x00\x01\x02\xff\xfe" * 50, "[red]q.txt: This is not a text file."),
    ],
)
async def test_an_invalid_file_is_reported_with_its_position(
    settings: Settings, tmp_path: Path, name: str, content: bytes, reported: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    async with driven(settings, size=(200, 30)) as app:
        await opened(app)
        await choose(app, path)
        await app.until(lambda: reported in app.text())
        assert "Ask a file of questions" in app.text()
        assert not app.app.batch.is_running


async def test_a_broken_file_leaves_the_one_before(settings: Settings, mixed: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_text("nothing,here\n")
    async with driven(settings, size=NARROW) as app:
        table = await asked(app, mixed)
        await choose(app, broken)
        await app.until(lambda: "There is no column" in app.text())
        assert len(table.rows) == 5
        assert app.app.batch.path == mixed
        await app.press("home", "enter")
        await app.until(lambda: isinstance(app.app.screen, BatchRowScreen) and "Orla Finch" in app.text())


async def test_only_question_files_are_offered_and_a_typed_folder_is_opened(
    settings: Settings, mixed: Path, tmp_path: Path
) -> None:
    (tmp_path / "article.md").write_text("No question.")
    async with driven(settings) as app:
        await opened(app)
        await choose(app, tmp_path)
        picker = app.app.screen
        assert isinstance(picker, PickerScreen)
        await app.until(lambda: "questions.csv" in app.text(picker.query_one(ArticleTree)))
        assert "article.md" not in app.text()
        while "questions.csv" not in picker.query_one("#path", Input).value:
            await app.press("down")
        await app.press("enter")
        await app.until(lambda: app.app.batch.path == mixed)


async def test_thousands_of_rows_need_few_messages(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "bad.txt"
    path.write_text("?!\n" * 5000)
    async with driven(settings) as app:
        table = await asked(app, path)
        assert len(table.rows) == 5000
        assert app.app.batch.n_failed == 5000
        assert sum(isinstance(message, BatchAdvanced) for message in app.heard) < 250
        await app.press("end")
        await app.until(lambda: "bad.txt, line 5000" in app.text())


def test_reading_a_long_file_says_how_far_it_is_and_can_be_stopped() -> None:
    state = BatchState(BatchStage.READING, n_read=12_000)
    assert progress(state).plain == "reading the file… 12,000 rows"
    assert state.can_stop


async def test_answers_from_changed_articles_are_shown_and_asked_again(
    settings: Settings, mixed: Path, articles: Path
) -> None:
    async with driven(settings) as app:
        await asked(app, mixed)
    engine = Engine(settings)
    engine.remove([str(articles / "keeper.md")])
    engine.close()
    async with driven(settings) as app:
        screen = await opened(app)
        await choose(app, mixed)
        await app.until(lambda: "the articles have changed · R: ask all again" in app.text())
        table = screen.query_one(Table)
        assert column(table, 2)[0] == "Orla Finch"
        await app.press("g")
        assert not app.app.batch.is_running
        await app.press("home", "enter")
        await app.until(lambda: "The answer was “Orla Finch”, but its article" in app.text())
        await app.press("escape", "r")
        await app.until(lambda: isinstance(app.app.screen, ConfirmScreen))
        await app.press("y")
        await app.until(lambda: app.app.batch.stage is BatchStage.DONE and app.app.batch.is_current)
        assert column(table, 2)[0] != "Orla Finch"


async def test_changed_articles_are_reported_when_a_run_is_resumed(settings: Settings, endless: Path) -> None:
    async with driven(settings) as app:
        await opened(app)
        await choose(app, endless)
        await app.until(lambda: app.app.batch.n_done > 0)
        await app.press("c")
        await app.until(lambda: app.app.batch.can_go_on)
        n_done = app.app.batch.n_done
        app.app.engine_worker.library_worker.remove([app.app.engine_worker.engine.articles()[0].id])
        await app.until(lambda: app.app.library.n_articles == 2)
        await app.press("g")
        await app.until(lambda: "the articles have changed · R: ask all again" in app.text())
        assert (app.app.batch.n_done, app.app.batch.is_running) == (n_done, False)


async def test_an_empty_library_is_reported_once_and_not_in_every_row(empty: Settings, mixed: Path) -> None:
    async with driven(empty) as app:
        screen = await opened(app)
        await choose(app, mixed)
        await app.until(lambda: "There are no articles in the library yet." in app.text())
        assert app.app.batch.n_done == 0
        assert len(screen.query_one(Table).rows) == 5
        await app.press("enter")
        await app.until(lambda: "hasn't been answered yet" in app.text())


async def test_hostile_text_is_plain_everywhere(empty: Settings, tmp_path: Path) -> None:
    news = tmp_path / "[b]news"
    news.mkdir()
    (news / "[red]keeper.md").write_text(
        "---\ntitle: '[bold red]Keeper[/] [@click=app.quit]named[/]'\n---\n\n"
        "The keeper of Port Ember is [@click=app.quit]Orla Finch[/], they said."
    )
    path = tmp_path / "[@click=app.quit]q.csv"
    path.write_text(
        "question,[b]desk\nWho is the keeper of Port Ember?,\x1b[31mred\n"
        "[@click=app.quit]Who[/] \x1b]8;;x\x07is \u202eit?,=cmd|1\n[/]?!,a,b\n",
        encoding="utf-8",
    )
    async with driven(empty, [news]) as app:
        table = await asked(app, path)
        assert "[@click=app.quit]Who[/]" in app.text(table)
        assert "[@click=app.quit]q.csv" in str(app.app.screen.query_one("#batch-file", Static).visual)
        for row in ("home", "down", "down"):
            await app.press(row, "enter")
            await app.until(lambda: isinstance(app.app.screen, BatchRowScreen))
            await app.until(lambda: app.app.screen.query(AnswerCard))
            await app.pilot.pause(0.3)
            assert not {"\x1b", "\x07", "\u202e"} & set(app.text())
            await app.pilot.click(AnswerCard, offset=(6, 0))
            await app.press("escape")
        assert app.app.is_running
        await app.press("e")
        await app.until(lambda: isinstance(app.app.screen, PromptScreen))
        await app.press("escape")
        assert not {"\x1b", "\x07", "\u202e"} & set(app.text())


async def test_the_end_of_a_run_is_notified_on_other_screens(settings: Settings, endless: Path) -> None:
    async with driven(settings) as app:
        await opened(app)
        await choose(app, endless)
        await app.until(lambda: app.app.batch.n_done > 0)
        await app.press("escape")
        assert isinstance(app.app.screen, AskScreen)
        app.app.engine_worker.batch_worker.stop()
        # The message breaks its lines by how many questions were done, so its own words are looked at.
        await app.until(lambda: list(app.app._notifications))
        (reported,) = app.app._notifications
        assert reported.message.startswith("endless.txt: ")
        assert "of 2,000 questions done" in reported.message
