"""Tags and collections in the app: given by key, shown in the library, offered as filters, named in chips."""

import pytest
from textual.widgets import Input

from qa import Filters, Settings
from tests.tui.app_driving import KEEPER, NARROW, WIDE, Driver, driven
from tui.screens.filters import FiltersScreen
from tui.screens.labels import LabelScreen
from tui.screens.library import LibraryScreen
from tui.widgets.filter_bar import FilterChip
from tui.widgets.table import Table


async def opened(app: Driver) -> Table:
    await app.ready()
    await app.press("f2")
    await app.until(lambda: isinstance(app.app.screen, LibraryScreen))
    table = app.app.screen.query_one(Table)
    await app.until(lambda: len(table.rows) == 3)
    return table


async def labelled(app: Driver, key: str, name: str) -> None:
    """Open the dialog of a key, type a name, and choose what is then first."""
    await app.press(key)
    await app.until(lambda: isinstance(app.app.screen, LabelScreen))
    app.app.screen.query_one(Input).value = name
    await app.pilot.pause()
    await app.press("enter")
    await app.until(lambda: isinstance(app.app.screen, LibraryScreen))


def tags(table: Table) -> list[str]:
    return [row.cells[3] for row in table.rows]


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_marked_articles_are_tagged_and_filtered_by_the_tag(
    settings: Settings, size: tuple[int, int]
) -> None:
    async with driven(settings, size=size) as app:
        table = await opened(app)
        assert "space Mark" in app.text()
        assert "f Ask t Tag + Collect" in app.text()
        await app.press("space", "space")
        await labelled(app, "t", "Café [b]")
        await app.until(lambda: tags(table) == ["Café [b]", "Café [b]", ""])
        await app.until(lambda: "Tagged 2 articles “Café [b]”." in app.text())
        await app.press("slash", *"tag:cafe")
        await app.until(lambda: len(table.rows) == 2)
        await app.press("escape", "escape", "ctrl+l")
        await app.until(lambda: isinstance(app.app.screen, FiltersScreen) and "Café [b] (2)" in app.text())
        app.app.screen.query_one("#tags", Input).value = "caffe [b]"
        app.app.screen.query_one("#tags", Input).focus()
        await app.press("enter")
        await app.until(lambda: "Did you mean “Café [b]”?" in app.text())
        app.app.screen.query_one("#tags", Input).value = "CAF"
        await app.press("enter")
        await app.until(lambda: "tagged “Café [b]” ✕" in app.text())
        turn = await app.ask(KEEPER)
        assert turn.filters == Filters(tags=("Café [b]",))
        app.asking.query_one(FilterChip).focus()
        await app.press("delete")
        await app.until(lambda: app.asking.filters == Filters())


async def test_a_tag_is_taken_away_in_the_same_dialog(settings: Settings) -> None:
    async with driven(settings) as app:
        table = await opened(app)
        await labelled(app, "t", "harbour")
        await app.until(lambda: tags(table) == ["harbour", "", ""])
        await app.press("t")
        await app.until(lambda: isinstance(app.app.screen, LabelScreen) and "all" in app.text())
        await app.press(*"harbour", "enter")
        assert "Already given: “harbour”" in app.notified()[-1]
        assert isinstance(app.app.screen, LabelScreen), "typing a name takes nothing away"
        await app.press("tab", "d")
        await app.until(lambda: tags(table) == ["", "", ""])
        await app.until(lambda: "Removed the tag “harbour” from 1 article." in app.text())


async def test_the_first_row_is_used_regardless_of_the_earlier_selection(settings: Settings) -> None:
    async with driven(settings) as app:
        table = await opened(app)
        await labelled(app, "t", "harbour")
        await app.until(lambda: tags(table) == ["harbour", "", ""])
        await app.press("down", "t")
        await app.until(lambda: isinstance(app.app.screen, LabelScreen))
        await app.press(*"harx", "backspace")
        await app.until(lambda: app.app.screen.query_one(Table).n_rows == 2)
        await app.press("enter")
        await app.until(lambda: tags(table) == ["harbour", "harbour", ""])


async def test_a_tag_that_only_some_have_is_given_to_all(settings: Settings) -> None:
    async with driven(settings) as app:
        table = await opened(app)
        await labelled(app, "t", "harbour")
        await app.until(lambda: tags(table) == ["harbour", "", ""])
        await app.press("asterisk", "t")
        await app.until(lambda: isinstance(app.app.screen, LabelScreen) and "1 of 3" in app.text())
        await app.press("enter")
        await app.until(lambda: tags(table) == ["harbour"] * 3)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_collections_are_made_filled_and_asked(settings: Settings, size: tuple[int, int]) -> None:
    async with driven(settings, size=size) as app:
        table = await opened(app)
        await app.press("down")
        await labelled(app, "plus", "Port Ember")
        await app.until(lambda: "Added 1 article to “Port Ember”." in app.text())
        await app.until(lambda: "in: Port Ember" in app.text())
        await app.press("slash", *'in:"port')
        await app.until(lambda: len(table.rows) == 1)
        collected = table.rows[0].key
        await app.press("escape", "escape", "ctrl+l")
        await app.until(lambda: isinstance(app.app.screen, FiltersScreen) and "Port Ember (1)" in app.text())
        app.app.screen.query_one("#collection", Input).focus()
        await app.press(*"port", "right")
        assert app.app.screen.query_one("#collection", Input).value == "Port Ember"
        await app.press("enter")
        await app.until(lambda: "in “Port Ember” ✕" in app.text())
        turn = await app.ask(KEEPER)
        assert turn.filters == Filters(collection="Port Ember")
        assert {place.article.id for place in turn.places} == {collected}


async def test_a_name_that_cannot_be_one_is_refused_with_the_reason(settings: Settings) -> None:
    async with driven(settings) as app:
        table = await opened(app)
        await labelled(app, "t", "…")
        await app.until(lambda: "can't be the name of a tag" in app.text())
        assert tags(table) == ["", "", ""]
