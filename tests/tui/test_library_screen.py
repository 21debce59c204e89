"""The library screen: list, sort, filter, add, watch and remove articles, and list failures."""

from pathlib import Path

import pytest
from textual.widgets import Input

from qa import Engine, Filters, Settings
from tests.tui.app_driving import KEEPER, NARROW, WIDE, Driver, driven
from tui.screens.article import ArticleScreen
from tui.screens.correction import CorrectionScreen
from tui.screens.dialogs import ConfirmScreen
from tui.screens.labels import LabelScreen
from tui.screens.library import LibraryScreen
from tui.screens.picker import ArticleTree, PickerScreen
from tui.screens.removed import RemovedScreen
from tui.state import Stage, Work
from tui.widgets.article_view import ArticleView
from tui.widgets.table import Table

TITLES = ["Bridge over the Sorrel closes", "Lighthouse of Port Ember gets a new keeper", "Marzipan fair"]


async def opened(app: Driver) -> Table:
    await app.ready()
    await app.press("f2")
    await app.until(lambda: isinstance(app.app.screen, LibraryScreen))
    return app.app.screen.query_one(Table)


def titles(table: Table) -> list[str]:
    return [row.cells[0] for row in table.rows]


async def pick(app: Driver, key: str, path: Path) -> None:
    await app.press(key)
    await app.until(lambda: isinstance(app.app.screen, PickerScreen))
    app.app.screen.query_one("#path", Input).value = str(path)
    await app.press("enter")


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_articles_are_listed_newest_first_sorted_and_filtered(
    settings: Settings, size: tuple[int, int]
) -> None:
    async with driven(settings, size=size) as app:
        table = await opened(app)
        await app.until(lambda: titles(table) == TITLES)
        assert "2031-05-12" in app.text(table)
        assert "undated" in app.text(table)
        assert "Ember Gaz" in app.text(table)
        await app.press("S")
        assert titles(table) == [TITLES[2], TITLES[1], TITLES[0]]
        await app.pilot.click(Table, offset=(3, 0))
        assert titles(table) == TITLES
        await app.pilot.click(Table, offset=(3, 0))
        assert titles(table) == TITLES[::-1]
        assert "Title ↓" in app.text(table)
        await app.press("slash", *"gazette")
        await app.until(lambda: titles(table) == [TITLES[1]])
        await app.press("x")
        await app.until(lambda: "No articles match" in app.text(table))
        await app.press("escape")
        await app.until(lambda: len(table.rows) == 3)
        await app.press("escape")
        assert app.app.screen is app.asking


async def test_the_chosen_article_is_described_and_opened(settings: Settings) -> None:
    async with driven(settings) as app:
        table = await opened(app)
        await app.until(lambda: len(table.rows) == 3)
        await app.press("down")
        await app.until(lambda: "keeper.md" in app.text() and "1 passage" in app.text())
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, ArticleScreen))
        view = app.app.screen.query_one(ArticleView)
        await app.until(lambda: "The new lighthouse keeper of Port Ember is Orla Finch" in app.text(view))
        await app.press("escape")
        assert isinstance(app.app.screen, LibraryScreen)


async def test_a_folder_is_added_with_the_picker_and_its_failures_are_shown(
    empty: Settings, articles: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "[b]bad"
    bad.mkdir()
    (bad / "[red]void.txt").write_bytes(b"")
    async with driven(empty) as app:
        table = await opened(app)
        await app.until(lambda: "No articles yet. Press A to add" in app.text(table))
        await pick(app, "A", articles)
        await app.until(lambda: titles(table) == TITLES)
        await app.ready()
        await pick(app, "A", bad)
        await app.until(lambda: "[red]void.txt" in titles(table))
        await app.press("home")
        while table.row is not None and table.row.cells[0] != "[red]void.txt":
            await app.press("down")
        error = app.app.library.failed[0]
        await app.until(lambda: error.message in app.text())
        assert "failed" in app.text(table)
        await pick(app, "A", articles)
        await app.ready()
        assert len(app.app.library.failed) == 1, "what failed elsewhere is still known"
        await app.press("escape")
        assert (await app.ask(KEEPER)).stage is Stage.ANSWERED


async def test_a_path_that_is_not_there_is_not_taken(settings: Settings, tmp_path: Path) -> None:
    async with driven(settings) as app:
        await opened(app)
        await pick(app, "A", tmp_path / "[b]nowhere")
        assert isinstance(app.app.screen, PickerScreen)
        await app.until(lambda: "This file or folder doesn't exist" in app.text())
        await app.press("escape")
        assert isinstance(app.app.screen, LibraryScreen)


async def test_a_name_that_cannot_be_shown_is_taken_from_the_tree(empty: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "news\x1b[31m\u202e"
    folder.mkdir()
    (folder / "a.txt").write_text("The keeper of Port Ember is Orla Finch.")
    async with driven(empty) as app:
        table = await opened(app)
        await app.press("A")
        await app.until(lambda: isinstance(app.app.screen, PickerScreen))
        picker = app.app.screen
        assert isinstance(picker, PickerScreen)
        picker._point_at(folder)
        assert picker.query_one("#path", Input).value == f"{tmp_path}/news\ufffd[31m\ufffd"
        picker.action_take()
        await app.until(lambda: "The keeper of Port Ember" in app.text(table))


async def test_a_removed_article_is_brought_back_with_one_key(settings: Settings) -> None:
    async with driven(settings) as app:
        table = await opened(app)
        await app.until(lambda: len(table.rows) == 3)
        await app.press("d")
        await app.until(lambda: titles(table) == TITLES[1:])
        await app.until(lambda: "Removed “Bridge over the Sorrel closes”" in app.text())
        assert app.app.library.n_articles == 2
        assert app.notified()[-1].endswith("The file is kept. Press Z to undo.")
        await app.press("Z")
        await app.until(lambda: titles(table) == TITLES)
        assert not app.notified()
        assert app.app.library.n_articles == 3
        await app.press("ctrl+z")
        assert titles(table) == TITLES


async def test_marked_articles_are_removed_together_and_undone_together(settings: Settings) -> None:
    async with driven(settings) as app:
        table = await opened(app)
        await app.until(lambda: len(table.rows) == 3)
        await app.press("space", "space", "d")
        await app.until(lambda: titles(table) == TITLES[2:])
        await app.until(
            lambda: app.notified() == ["Removed 2 articles. The files are kept. Press Z to undo."]
        )
        await app.press("z")
        await app.until(lambda: titles(table) == TITLES)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_removed_articles_are_listed_restored_and_deleted(
    settings: Settings, size: tuple[int, int]
) -> None:
    async with driven(settings, size=size) as app:
        table = await opened(app)
        await app.until(lambda: len(table.rows) == 3)
        await app.press("space", "space", "d")
        await app.until(lambda: len(table.rows) == 1)
        await app.press("r")
        await app.until(lambda: isinstance(app.app.screen, RemovedScreen))
        removed = app.app.screen.query_one(Table)
        await app.until(lambda: sorted(titles(removed)) == TITLES[:2])
        first, second = titles(removed)
        await app.press("r")
        await app.until(lambda: titles(removed) == [second])
        await app.press("x")
        assert isinstance(app.app.screen, ConfirmScreen)
        await app.press("y")
        await app.until(lambda: titles(removed) == ["(permanently deleted)"])
        await app.press("escape")
        await app.until(lambda: titles(table) == sorted([first, TITLES[2]]))


async def test_progress_is_shown_and_bringing_in_can_be_stopped(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(400):
        (folder / f"{number:03}.txt").write_text(
            f"Ferry number {number} left the harbour at {number} past noon."
        )
    async with driven(settings) as app:
        table = await opened(app)
        await app.until(lambda: len(table.rows) == 3)
        await pick(app, "A", folder)
        await app.until(lambda: app.app.library.n_done > 3)
        assert "of 400" in app.text()
        assert ".txt" in app.text(app.app.screen.query_one("#library-file"))
        await app.press("c")
        await app.ready()
        n_stored = app.app.engine_worker.engine.library.store.counts()[0]
        assert 3 < n_stored < 403
        await app.until(lambda: len(table.rows) == n_stored)
        assert app.app.library.n_articles == n_stored


async def test_a_watched_folder_is_followed_now_and_in_the_next_session(
    empty: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "watched"
    folder.mkdir()
    (folder / "first.txt").write_text("Lamp lit at Ember\n\nThe lamp was lit.")
    async with driven(empty) as app:
        table = await opened(app)
        await pick(app, "w", folder)
        await app.until(lambda: titles(table) == ["Lamp lit at Ember"])
        assert "watching" in app.text()
        (folder / "new").mkdir()
        (folder / "new" / "second.txt").write_text("Ferry sails at dawn\n\nThe ferry sailed.")
        await app.until(lambda: sorted(titles(table)) == ["Ferry sails at dawn", "Lamp lit at Ember"])
        (folder / "first.txt").unlink()
        await app.until(lambda: titles(table) == ["Ferry sails at dawn"])
        assert app.app.library.failed == ()
    (folder / "third.txt").write_text("Quay swept at noon\n\nThe quay was swept.")
    async with driven(empty) as app:
        table = await opened(app)
        await app.until(lambda: sorted(titles(table)) == ["Ferry sails at dawn", "Quay swept at noon"])
        await pick(app, "w", folder)
        await app.until(lambda: app.app.library.watched == ())
        assert app.app.library.work is Work.RESTING


async def test_articles_that_another_process_adds_are_shown(empty: Settings) -> None:
    async with driven(empty) as app:
        table = await opened(app)
        other = Engine(empty)
        other.add_text("Lamp lit at Ember\n\nThe lamp was lit.")
        await app.until(lambda: app.app.library.n_articles == 1)
        await app.until(lambda: titles(table) == ["Lamp lit at Ember"])
        article = other.add_text("Quay swept at noon\n\nThe quay was swept.").article
        await app.until(lambda: sorted(titles(table)) == ["Lamp lit at Ember", "Quay swept at noon"])
        other.remove([article.id])
        await app.until(lambda: titles(table) == ["Lamp lit at Ember"])
        other.close()


async def test_hostile_names_and_titles_are_plain_text_everywhere(empty: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "[b]news[" / "[@click=app.quit]deep"
    folder.mkdir(parents=True)
    title = "[bold red]Keeper[/] [@click=app.quit]named[/] \x1b[31mtoday"
    text = f"---\ntitle: {title!r}\nsource: '[link=x]Gazette[/link]'\n---\n\nThe keeper of Port Ember is Orla Finch."
    (folder / "[bold]x.md").write_text(text.replace("\\x1b", ""))
    async with driven(empty) as app:
        table = await opened(app)
        await app.press("A")
        await app.until(lambda: isinstance(app.app.screen, PickerScreen))
        app.app.screen.query_one(ArticleTree).path = folder.parent
        await app.until(lambda: "[@click=app.quit]deep" in app.text())
        app.app.screen.query_one("#path", Input).value = str(folder.parent)
        app.app.screen.query_one("#path", Input).focus()
        await app.press("enter")
        await app.until(lambda: "[bold red]Keeper[/] [@click=app.quit]na" in app.text(table))
        assert "[link=x]Gazette" in app.text(table)
        await app.press("escape")
        await app.ask("Who is the [b]keeper of Port Ember[/b]?")
        for key in ("f4", "f5", "f2"):
            await app.press(key)
            await app.until(
                lambda: "[b]keeper of Port Ember[/b]" in app.text() or "[bold red]Keeper[/]" in app.text()
            )
            assert "\x1b" not in app.text()
            assert app.app.is_running


async def test_versions_of_a_story_are_one_row_until_v_is_pressed(settings: Settings, tmp_path: Path) -> None:
    story = (
        "The bridge over the Sorrel closed on Monday after an inspector found 14 cracks in its third pier.\n\n"
        "Drivers have to cross at Fenwold, 9 miles upstream, until the pier has been mended, the county said."
    )
    news = tmp_path / "versions"
    news.mkdir()
    (news / "first.txt").write_text(f"date 2031-06-01 Bridge closed\n\n{story}", encoding="utf-8")
    second = story.replace("14 cracks", "19 cracks")
    (news / "second.txt").write_text(f"date 2031-06-02 More cracks in bridge\n\n{second}", encoding="utf-8")
    async with driven(settings, paths=(news,)) as app:
        table = await opened(app)
        await app.until(lambda: len(table.rows) == len(TITLES) + 1)
        assert titles(table)[0] == "More cracks in bridge"
        assert "2 versions" in app.text(table)
        await app.press("v")
        await app.until(lambda: titles(table)[:2] == ["More cracks in bridge", "Bridge closed"])
        await app.press("v", "slash", *"bridge closed")
        await app.until(lambda: titles(table) == ["Bridge closed"])  # found by its own words


async def test_actions_on_marked_articles_outside_the_filter_need_confirmation(
    settings: Settings,
) -> None:
    async with driven(settings) as app:
        table = await opened(app)
        await app.until(lambda: len(table.rows) == 3)
        await app.press("space", "space")
        await app.until(lambda: "2 marked" in app.text() and "shown" not in app.text())
        await app.press("slash", *"bridge", "enter")
        await app.until(lambda: titles(table) == TITLES[:1] and "2 marked, 1 shown" in app.text())
        await app.press("t")
        await app.until(lambda: isinstance(app.app.screen, LabelScreen))
        await app.until(lambda: "1 of them isn't shown now." in app.text())
        await app.press("escape", "d")
        await app.until(lambda: isinstance(app.app.screen, ConfirmScreen))
        assert "Remove 2 articles?" in app.text()
        assert "1 of them isn't shown now. The files are kept." in app.text()
        await app.press("n")
        assert app.app.library.n_articles == 3
        await app.press("d", "y")
        await app.until(lambda: app.app.library.n_articles == 1)
        await app.press("z")
        await app.until(lambda: app.app.library.n_articles == 3)
        await app.press("f")
        await app.until(lambda: app.app.screen is app.asking)
        assert app.notified()[-1] == "Asking only 2 articles. 1 of them isn't shown now."
        assert len(app.asking.filters.article_ids) == 2


async def test_a_new_filter_selects_the_first_row(settings: Settings) -> None:
    async with driven(settings) as app:
        table = await opened(app)
        await app.until(lambda: len(table.rows) == 3)
        await app.press("slash", *"keeper")
        await app.until(lambda: titles(table) == [TITLES[1]])
        await app.press("escape", "end")
        await app.press("slash", *"source:g")
        await app.until(lambda: len(table.rows) > 0)
        assert table.at == 0
        await app.press("escape")
        await app.press("end", "slash", "o")
        await app.until(lambda: len(table.rows) > 1)
        assert table.at == 0


async def test_a_date_is_corrected_kept_and_undone(settings: Settings) -> None:
    async with driven(settings) as app:
        table = await opened(app)
        await app.until(lambda: len(table.rows) == 3)
        await app.press("end", "i")
        await app.until(lambda: isinstance(app.app.screen, CorrectionScreen))
        await app.press(*"12/8/2031")
        await app.until(lambda: "This can mean" in app.text())
        await app.press("enter")
        await app.until(lambda: "can't be read" in app.text())
        await app.press("ctrl+u", *"12.8.2031")
        await app.until(lambda: "Tuesday 12 August 2031" in app.text())
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, LibraryScreen))
        await app.until(lambda: "2031-08-12" in app.text(table))
        await app.until(lambda: titles(table)[0] == TITLES[2])
        assert app.notified() == ["Changed date of “Marzipan fair” to 12 August 2031. Press Z to undo."]
        await app.until(lambda: "date set by you" in app.text())
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, ArticleScreen))
        await app.until(lambda: "12 August 2031 · date set by you" in app.text())
        await app.press("i", "tab", *"Fair News", "enter")
        await app.until(lambda: "Fair News · date and source set by you" in app.text())
        await app.press("z")
        await app.until(lambda: "12 August 2031 · date set by you" in app.text())
        await app.press("escape", "z")
        await app.until(lambda: titles(table)[2] == TITLES[2] and "undated" in app.text(table))


async def test_the_source_of_marked_articles_is_corrected_together(settings: Settings) -> None:
    async with driven(settings) as app:
        table = await opened(app)
        await app.until(lambda: len(table.rows) == 3)
        await app.press("asterisk", "i")
        await app.until(lambda: isinstance(app.app.screen, CorrectionScreen))
        assert "Correct 3 articles" in app.text()
        assert not app.app.screen.query("#correct-title")
        await app.press("ctrl+s")
        await app.until(lambda: app.notified() == ["Nothing was changed."])
        await app.press("i")
        await app.until(lambda: isinstance(app.app.screen, CorrectionScreen))
        await app.press("tab", *"Quay News", "ctrl+s")
        await app.until(lambda: app.text(table).count("Quay News") == 3)
        await app.press("i", "tab", "ctrl+u", "enter")
        await app.until(lambda: app.text(table).count("Quay News") == 0)
        assert "Ember Gaz" in app.text(table), "an emptied field is what the file states"


async def test_a_failed_file_is_reported_once(settings: Settings, tmp_path: Path) -> None:
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "void.txt").write_bytes(b"")
    for expected in (1, 0):
        async with driven(settings) as app:
            await app.ready()
            app.app.engine_worker.library_worker.add([bad])
            await app.until(lambda: app.app.library.failed)
            await app.ready()
            assert len(app.app.library.failed) == 1
            assert app.text().count("1 file could not be read") == expected
            assert "1 file failed" in app.text()


async def test_a_wide_screen_shows_the_selected_article_beside_the_list(settings: Settings) -> None:
    async with driven(settings, size=(160, 45)) as app:
        table = await opened(app)
        await app.until(lambda: "The old stone bridge over the river Sorrel" in app.text())
        await app.press("down")
        await app.until(lambda: "The new lighthouse keeper of Port Ember is Orla Finch" in app.text())
        await app.pilot.resize_terminal(120, 36)
        await app.until(lambda: not app.app.screen.query_one("#library-article").display)
        assert len(titles(table)) == 3


async def test_a_tag_applies_to_all_versions_in_a_row(settings: Settings, tmp_path: Path) -> None:
    story = (
        "The ferries of Ulvarre stay in port until Friday because the crews voted to stop work, the union said. "
        "Nine boats and four hundred passengers wait at the quay, and the council of Ulvarre has opened a school."
    )
    for day, end in ((8, "Talks begin at noon."), (9, "Talks began at noon, the union said.")):
        (tmp_path / f"{day}.txt").write_text(f" date 2031-06-0{day} Ferries {day}\n\n{story} {end}")
    async with driven(settings, [tmp_path / "8.txt", tmp_path / "9.txt"]) as app:
        table = await opened(app)
        await app.until(lambda: "2 versions" in app.text(table))
        assert titles(table)[0] == "Ferries 9"
        await app.press("home", "t")
        await app.until(lambda: isinstance(app.app.screen, LabelScreen))
        await app.press(*"strike", "enter")
        await app.until(lambda: app.notified() == ["Tagged 2 articles “strike”."])
        articles = app.app.engine_worker.engine.articles(Filters(tags=("strike",)))
        assert sorted(each.title for each in articles) == ["Ferries 8", "Ferries 9"]
