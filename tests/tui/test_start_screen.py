"""The start screen: example questions, recent conversations, and what an empty library offers."""

import pytest

from qa import Settings
from tests.tui.app_driving import KEEPER, NARROW, Driver, driven
from tui.formatting import start_text
from tui.screens.picker import PickerScreen
from tui.state import EntryKind, LibraryState, Stage, StartEntry, Work
from tui.widgets.citation_list import CitationList
from tui.widgets.start_view import StartView


def start_of(app: Driver) -> StartView:
    return app.asking.query_one(StartView)


def examples(app: Driver) -> list[StartEntry]:
    return [entry for entry in start_of(app).entries if entry.kind is EntryKind.QUESTION]


def conversations(app: Driver) -> list[StartEntry]:
    return [entry for entry in start_of(app).entries if entry.kind is EntryKind.CONVERSATION]


async def test_an_example_is_asked_by_its_number_and_answered(settings: Settings) -> None:
    async with driven(settings, size=NARROW) as app:
        await app.until(lambda: examples(app))
        shown = examples(app)[0].label
        assert f"1 {shown}" in app.text()
        assert not app.asking.query_one(CitationList).display
        await app.press("tab", "1")
        await app.until(lambda: app.turns and not app.turns[0].is_pending)
        assert app.turns[0].question == shown
        assert app.turns[0].stage is Stage.ANSWERED
        assert app.turns[0].answer is not None
        assert app.turns[0].answer.text
        assert not start_of(app).display
        assert app.asking.query_one(CitationList).display
        assert app.line.has_focus


async def test_every_example_is_answered(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.until(lambda: examples(app))
        await app.until(lambda: "Looking for" not in app.text())
        for question in [entry.value for entry in examples(app)]:
            await app.press("ctrl+n")
            turn = await app.ask(question)
            assert turn.answer is not None
            assert turn.answer.citations, question


async def test_it_returns_with_a_new_conversation_and_lists_the_last_one(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ask(KEEPER)
        assert not start_of(app).display
        await app.press("ctrl+n")
        await app.until(lambda: conversations(app))
        assert start_of(app).display
        assert KEEPER in app.text()
        assert "1 question" in app.text()
        await app.until(lambda: examples(app))
        number = start_of(app).entries.index(conversations(app)[0])
        await app.press("tab", str(number + 1))
        await app.until(lambda: len(app.turns) == 1)
        assert app.turns[0].question == KEEPER
        assert not start_of(app).display


async def test_down_on_an_empty_line_goes_to_the_list_and_enter_picks(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.until(lambda: examples(app))
        await app.press("down")
        assert start_of(app).has_focus
        wanted = examples(app)[0].value
        await app.press("down", "up", "enter")
        await app.until(lambda: app.turns)
        assert app.turns[0].question == wanted


async def test_letters_typed_in_the_list_begin_a_question(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ready()
        await app.press("tab", *"Who is")
        assert app.line.value == "Who is"
        assert app.line.has_focus


async def test_a_click_picks_an_entry(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.until(lambda: examples(app))
        await app.pilot.click("#start-list", offset=(8, 2))  # below the margin and the heading
        await app.until(lambda: app.turns)
        assert app.turns[0].question == examples(app)[0].value


async def test_an_empty_library_offers_to_add_articles(empty: Settings) -> None:
    async with driven(empty, size=NARROW) as app:
        await app.ready()
        await app.until(lambda: "There are no articles in the library yet." in app.text())
        await app.press("1")
        await app.until(lambda: isinstance(app.app.screen, PickerScreen))
        await app.press("escape")
        assert app.line.value == ""


async def test_the_sample_articles_can_be_opened(empty: Settings) -> None:
    async with driven(empty) as app:
        await app.ready()
        labels = [entry.label for entry in start_of(app).entries]
        await app.press(str(labels.index("Open the sample articles") + 1))
        await app.until(lambda: app.app.library.n_articles == 12)
        await app.ready()
        await app.until(lambda: examples(app))


async def test_a_digit_begins_a_question_when_there_are_articles(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.until(lambda: examples(app))
        await app.press("2")
        assert app.line.value == "2"
        assert not app.turns


async def test_examples_keep_to_the_filters(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ready()
        article = next(
            each for each in app.app.engine_worker.engine.articles() if each.path.endswith("bridge.txt")
        )
        app.asking.ask_only({article.id: article.title})
        await app.until(lambda: examples(app))
        other = next(
            each for each in app.app.engine_worker.engine.articles() if each.path.endswith("undated.txt")
        )
        app.asking.ask_only({other.id: other.title})
        await app.until(lambda: not examples(app) and "Looking for" not in app.text())


@pytest.mark.parametrize(
    ("library", "wanted", "unwanted"),
    [
        (LibraryState("g"), "You can start typing", "no articles"),
        (LibraryState("g", Work.RESTING, 3, 3), "exact quote", "You can start typing"),
        (LibraryState("g", Work.RESTING), "no articles in the library yet", "You can start typing"),
        (LibraryState("g", Work.INDEXING, first_articles=True), "You can start typing", "no articles"),
    ],
    ids=["opening", "ready", "empty", "first articles"],
)
def test_the_introduction_says_what_can_be_done(library: LibraryState, wanted: str, unwanted: str) -> None:
    shown = start_text.introduction(library).plain
    assert wanted in shown
    assert unwanted not in shown


def test_names_with_markup_are_shown_as_they_are() -> None:
    sections = start_text.sections(
        LibraryState("g", Work.RESTING, 1, 1), ["What did [red]Ada[/] say?"], (), is_complete=True
    )
    assert " 1  What did [red]Ada[/] say? " in start_text.listing(sections, None).plain.splitlines()
