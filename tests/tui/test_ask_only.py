"""Ask only this: from a citation, an article and the library, shown as a chip that can be removed."""

import pytest

from qa import Filters, Settings
from tests.tui.app_driving import BRIDGE, KEEPER, NARROW, WIDE, Driver, driven
from tui.screens.article import ArticleScreen
from tui.screens.filters import FiltersScreen
from tui.screens.library import LibraryScreen
from tui.widgets.filter_bar import FilterChip
from tui.widgets.table import Table

ONLY_KEEPER = "only “Lighthouse of Port Ember gets a…” ✕"


def only(app: Driver) -> tuple[str, ...]:
    return app.asking.filters.article_ids


async def cited(app: Driver) -> str:
    """Ask a question, go to its first citation, and return the article's id."""
    await app.ready()
    turn = await app.ask(KEEPER)
    await app.until(lambda: app.entries)
    app.asking.query_one("#citations").focus()
    return turn.places[0].article.id


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_citation_restricts_the_questions_to_its_article(
    settings: Settings, size: tuple[int, int]
) -> None:
    async with driven(settings, size=size) as app:
        keeper = await cited(app)
        await app.press("f")
        await app.until(lambda: ONLY_KEEPER in app.text())
        assert app.asking.focused is app.line
        turn = await app.ask(BRIDGE)
        assert turn.filters == Filters(article_ids=(keeper,))
        assert {place.article.id for place in turn.places} <= {keeper}
        assert "only 1 article" in app.card_text()
        await app.pilot.click("#chip-articles")
        await app.until(lambda: not app.asking.query(FilterChip))
        turn = await app.ask(BRIDGE)
        assert turn.places[0].article.title.startswith("Bridge")


async def test_an_open_article_restricts_the_questions_and_closes(settings: Settings) -> None:
    async with driven(settings) as app:
        keeper = await cited(app)
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, ArticleScreen))
        await app.press("f")
        await app.until(lambda: only(app) == (keeper,))
        assert app.app.screen is app.asking
        app.asking.query_one(FilterChip).focus()
        await app.press("delete")
        await app.until(lambda: only(app) == ())


async def test_marked_library_rows_restrict_the_questions(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ready()
        await app.press("f2")
        await app.until(lambda: isinstance(app.app.screen, LibraryScreen))
        table = app.app.screen.query_one(Table)
        await app.until(lambda: len(table.rows) == 3)
        first, second = table.rows[0].key, table.rows[1].key
        await app.press("space", "space")
        await app.until(lambda: "●Bridge" in app.text(table) and "●Lighthouse" in app.text(table))
        await app.press("f")
        await app.until(lambda: "only 2 articles ✕" in app.text())
        assert only(app) == (first, second)


async def test_without_marks_the_selected_row_is_asked(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ready()
        await app.press("f2")
        await app.until(lambda: isinstance(app.app.screen, LibraryScreen))
        table = app.app.screen.query_one(Table)
        await app.until(lambda: len(table.rows) == 3)
        await app.press("space", "up", "space", "f")
        await app.until(lambda: ONLY_KEEPER in app.text())


async def test_the_dialog_keeps_the_articles_and_clears_them_on_request(settings: Settings) -> None:
    async with driven(settings) as app:
        keeper = await cited(app)
        await app.press("f", "ctrl+l")
        await app.until(lambda: isinstance(app.app.screen, FiltersScreen))
        await app.press("enter")
        await app.until(lambda: app.app.screen is app.asking)
        assert only(app) == (keeper,)
        await app.press("ctrl+l")
        await app.until(lambda: isinstance(app.app.screen, FiltersScreen))
        await app.pilot.click("#clear")
        await app.until(lambda: app.asking.filters == Filters())


async def test_the_restriction_is_restored_after_a_restart(settings: Settings) -> None:
    async with driven(settings) as app:
        keeper = await cited(app)
        await app.press("f")
        await app.until(lambda: only(app) == (keeper,))
        await app.ask(BRIDGE)
    async with driven(settings) as app:
        await app.until(lambda: ONLY_KEEPER in app.text())
        assert only(app) == (keeper,)
