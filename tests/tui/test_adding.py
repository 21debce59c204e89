"""Articles that are pasted, and files that are dropped on the terminal."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.events import Paste
from textual.widgets import Input, Static, TextArea

from qa import Settings
from tests.tui.app_driving import NARROW, Driver, driven
from tui.formatting.dropped_paths import readings_of
from tui.screens.dialogs import ConfirmScreen
from tui.screens.paste import PasteScreen

HEADLINE = "Salt works of Pellinor closes"
BODY = (
    "The salt works of Pellinor closed on Tuesday after two hundred years.\n\n"
    "Its owner, Ines Varga, said that the pans had run dry."
)
ARTICLE = f"{HEADLINE}\n12 June 2031\n\n{BODY}"


def field(app: Driver, name: str) -> Input:
    return app.app.screen.query_one(f"#paste-{name}", Input)


def note(app: Driver) -> str:
    return str(app.app.screen.query_one("#paste-note", Static).content)


async def open_dialog(app: Driver) -> None:
    await app.ready()
    app.app.action_paste_article()
    await app.until(lambda: isinstance(app.app.screen, PasteScreen))


async def paste(app: Driver, text: str) -> None:
    """Paste as a terminal does."""
    app.app.post_message(Paste(text))
    await app.pilot.pause()


async def test_a_pasted_article_is_stored_with_its_own_fields(empty: Settings) -> None:
    async with driven(empty, size=NARROW) as app:
        await open_dialog(app)
        await paste(app, ARTICLE)
        await app.until(lambda: field(app, "title").value == HEADLINE)
        assert field(app, "published").value == "2031-06-12"
        await app.until(lambda: note(app) == "Thursday 12 June 2031")
        field(app, "source").value = "Pellinor Gazette"
        await app.press("ctrl+s")
        await app.until(lambda: app.app.screen is app.asking)
        await app.until(lambda: app.app.library.n_articles == 1)
        [stored] = app.app.engine_worker.engine.articles()
        assert (stored.title, stored.source, str(stored.published)) == (
            HEADLINE,
            "Pellinor Gazette",
            "2031-06-12",
        )
        await app.until(lambda: f"Added “{HEADLINE}”." in app.text())
        turn = await app.ask("Who owns the salt works of Pellinor?")
        assert turn.places
        place = turn.places[0]
        assert BODY.split("\n", maxsplit=1)[0] in place.article.text


async def test_corrected_fields_are_kept_when_the_text_changes(empty: Settings) -> None:
    async with driven(empty) as app:
        await open_dialog(app)
        await paste(app, ARTICLE)
        await app.until(lambda: field(app, "title").value == HEADLINE)
        field(app, "title").value = "End of the salt works"
        app.app.screen.query_one(TextArea).insert("\n\nThe gulls stay.", location=(6, 0))
        await app.until(lambda: field(app, "published").value == "2031-06-12")
        await app.pilot.pause(0.6)
        assert field(app, "title").value == "End of the salt works"


async def test_a_date_that_cannot_be_read_is_explained_and_nothing_is_lost(empty: Settings) -> None:
    async with driven(empty) as app:
        await open_dialog(app)
        await paste(app, BODY)
        field(app, "published").value = "some day in June"
        await app.until(lambda: "Write it like" in note(app))
        await app.press("ctrl+s")
        await app.until(lambda: "The date “some day in June” can't be read." in note(app))
        assert app.app.screen.query_one(TextArea).text == BODY
        assert app.app.library.n_articles == 0


async def test_an_empty_text_is_not_added_and_discarding_a_text_needs_confirmation(empty: Settings) -> None:
    async with driven(empty) as app:
        await open_dialog(app)
        await app.press("ctrl+s")
        await app.until(lambda: "text first" in note(app))
        await paste(app, BODY)
        await app.press("escape")
        await app.until(lambda: isinstance(app.app.screen, ConfirmScreen))
        await app.press("n")
        await app.until(lambda: isinstance(app.app.screen, PasteScreen))
        await app.press("escape", "y")
        await app.until(lambda: app.app.screen is app.asking)


async def test_an_article_pasted_into_the_question_opens_the_dialog(settings: Settings) -> None:
    async with driven(settings) as app:
        await paste(app, ARTICLE + "\n\n" + "The sea stayed calm. " * 40)
        await app.until(lambda: isinstance(app.app.screen, PasteScreen))
        assert app.line.value == ""
        await app.until(lambda: field(app, "title").value == HEADLINE)


async def test_a_dropped_file_is_offered_and_added(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "salt works.txt"
    file.write_text(BODY, encoding="utf-8")
    async with driven(settings) as app:
        await app.ready()
        await paste(app, f"'{file}' ")
        await app.until(lambda: isinstance(app.app.screen, ConfirmScreen))
        assert "Add this file?" in app.text()
        await app.press("enter")
        await app.until(lambda: app.app.library.n_articles == 4)
        assert app.line.value == ""


async def test_a_path_to_nothing_stays_a_question(settings: Settings, tmp_path: Path) -> None:
    async with driven(settings) as app:
        await paste(app, f"{tmp_path}/nowhere.txt")
        await app.until(lambda: app.line.value == f"{tmp_path}/nowhere.txt")
        assert app.app.screen is app.asking


async def test_a_web_address_is_not_fetched_unless_that_is_allowed(settings: Settings) -> None:
    async with driven(settings) as app:
        await paste(app, "https://news.example/salt")
        await app.until(lambda: "allow_network" in app.text())
        assert app.line.value == "https://news.example/salt"
    async with driven(replace(settings, allow_network=True)) as app:
        await paste(app, "http://127.0.0.1:9/salt")
        await app.until(lambda: "Fetch and add this page?" in app.text())
        await app.press("enter")
        await app.until(lambda: "is not on the public internet" in app.card_text())


@pytest.mark.parametrize(
    ("pasted", "wanted"),
    [
        ("/news/a.txt", [("/news/a.txt",)]),
        ("'/news/old a.txt' ", [("/news/old a.txt",)]),
        ("/news/old\\ a.txt", [("/news/old\\ a.txt",), ("/news/old a.txt",)]),
        ("/news/a b.txt", [("/news/a b.txt",)]),
        ("/news/a.txt /news/b.txt", [("/news/a.txt /news/b.txt",), ("/news/a.txt", "/news/b.txt")]),
        ("'/news/a b.txt' '/news/c.txt'", [("/news/a b.txt", "/news/c.txt")]),
        ("/news/a.txt\n/news/b c.txt\n", [("/news/a.txt", "/news/b c.txt")]),
        ("file:///news/a%20b.txt", [("/news/a b.txt",)]),
        ("file://localhost/news/a.txt", [("/news/a.txt",)]),
        ("file://elsewhere/news/a.txt", []),
        ("Who said /news/a.txt?", []),
        ('/search for salt and "fish', [('/search for salt and "fish',)]),
        ("news/a.txt", []),
        ("", []),
    ],
)
def test_pasted_paths_are_read_as_terminals_write_them(pasted: str, wanted: list[tuple[str, ...]]) -> None:
    found = [tuple(map(str, paths)) for paths in readings_of(pasted)]
    assert [paths for paths in found if "\n" not in paths[0]] == wanted
