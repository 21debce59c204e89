"""Filters: set in a dialog, shown as chips, removed one by one, saved with their questions."""

from datetime import date

import pytest
from textual.widgets import Input

from qa import Filters, Reason, Settings
from tests.tui.app_driving import KEEPER, NARROW, WIDE, Driver, driven
from tui.screens.filters import FiltersScreen
from tui.widgets.filter_bar import FilterChip


async def narrowed(app: Driver, **written: str) -> None:
    await app.press("ctrl+l")
    await app.until(lambda: isinstance(app.app.screen, FiltersScreen))
    for name, value in written.items():
        app.app.screen.query_one(f"#{name}", Input).value = value
    await app.press("enter")


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_filters_apply_to_questions_until_they_are_removed(
    settings: Settings, size: tuple[int, int]
) -> None:
    async with driven(settings, size=size) as app:
        await app.ready()
        await narrowed(app, since="May 2031", source="*bridge*")
        await app.until(lambda: "Filters from 1 May 2031 ✕ in *bridge* ✕" in app.text())
        turn = await app.ask(KEEPER)
        assert turn.filters == Filters(since=date(2031, 5, 1), source="*bridge*")
        assert all(place.article.title.startswith("Bridge") for place in turn.places)
        assert "from 1 May 2031 · in *bridge*" in app.card_text()
        await app.pilot.click("#chip-since")
        await app.until(lambda: not app.asking.query("#chip-since"))
        assert app.asking.filters == Filters(source="*bridge*")
        app.asking.query_one(FilterChip).focus()
        await app.press("delete")
        await app.until(lambda: not app.asking.query(FilterChip))
        again = await app.ask(KEEPER)
        assert "Orla Finch" in app.listed_text()
        assert again.filters == Filters()


async def test_a_filter_without_matches_is_reported(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ready()
        await narrowed(app, until="2020-01-01")
        turn = await app.ask(KEEPER)
        assert turn.answer is not None
        assert turn.answer.reason is Reason.FILTERED_OUT
        assert "No article matches the filters." in app.card_text()


async def test_an_invalid_date_is_not_accepted(settings: Settings) -> None:
    async with driven(settings) as app:
        await narrowed(app, since="last [b]week")
        assert isinstance(app.app.screen, FiltersScreen)
        await app.until(
            lambda: (
                "“last [b]week” is not a date. Write it like 12 June 2031, June 2031 or 2031." in app.text()
            )
        )
        app.app.screen.query_one("#since", Input).value = "2031-02-29"
        await app.press("enter")
        await app.until(lambda: "“2031-02-29” is not a date: February 2031 has 28 days." in app.text())
        app.app.screen.query_one("#since", Input).value = "2031-05-02"
        app.app.screen.query_one("#until", Input).value = "2031-05-01"
        await app.press("enter")
        await app.until(lambda: "The first date is after the last date." in app.text())
        await app.press("escape")
        assert app.asking.filters == Filters()


async def test_filters_come_back_with_their_question(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ready()
        await narrowed(app, since="2031-01-01")
        await app.ask(KEEPER)
    async with driven(settings) as app:
        await app.until(lambda: app.turns)
        assert app.turns[0].filters == Filters(since=date(2031, 1, 1))
        await app.until(lambda: "Filters from 1 January 2031 ✕" in app.text())
        assert app.asking.filters == Filters(since=date(2031, 1, 1))
        await app.pilot.click("#chip-since")
        await app.until(lambda: not app.asking.query(FilterChip))
        await app.ask(KEEPER)
    async with driven(settings) as app:
        await app.until(lambda: len(app.turns) == 2)
        assert app.asking.filters == Filters()


async def test_dates_are_understood_as_people_write_them(settings: Settings) -> None:
    async with driven(settings, size=NARROW) as app:
        await app.ready()
        await app.press("ctrl+l")
        await app.until(lambda: isinstance(app.app.screen, FiltersScreen))
        await app.press(*"2 jan 2031")
        await app.until(lambda: "Published from Thursday 2 January 2031" in app.text())
        await app.press("tab", *"20 Dec 2031")
        await app.until(lambda: "Published until Saturday 20 December 2031" in app.text())
        await app.press("backspace", "backspace", "backspace", "backspace", "backspace", "backspace")
        await app.until(lambda: "Saturday 20 December 2031" not in app.text())
        await app.press(*"c 2031", "enter")
        await app.until(lambda: app.app.screen is app.asking)
        assert app.asking.filters == Filters(since=date(2031, 1, 2), until=date(2031, 12, 20))
