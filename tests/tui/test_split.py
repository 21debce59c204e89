"""The border between the conversation and its citations."""

import tomllib

import pytest

from qa import Settings, config_file
from tests.tui.app_driving import KEEPER, NARROW, WIDE, Driver, driven
from tui.formatting.answer_text import visible
from tui.widgets.citation_list import CitationList


def _cells(app: Driver) -> int:
    size = app.asking.query_one(CitationList).outer_size
    return size.width if app.app.size == WIDE else size.height


def _saved() -> dict[str, object]:
    path = config_file()
    return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}


@pytest.mark.parametrize(("size", "name"), [(WIDE, "citations_width"), (NARROW, "citations_height")])
async def test_keys_move_the_border_and_the_settings_remember_it(
    settings: Settings, size: tuple[int, int], name: str
) -> None:
    async with driven(settings, size=size) as app:
        await app.ask(KEEPER)
        before = _cells(app)
        app.asking.query_one(CitationList).focus()
        await app.press("less_than_sign", "less_than_sign")
        await app.until(lambda: _cells(app) > before)
        await app.press(*["greater_than_sign"] * 4)
        await app.until(lambda: _cells(app) < before)
        smaller = _cells(app)
        share = getattr(app.app.settings, name)
        assert share == getattr(settings, name) - 8
        await app.until(lambda: _saved().get(name) == share)
        remembered = app.app.settings
    async with driven(remembered, size=size) as again:
        await again.ready()
        await again.until(lambda: _cells(again) == smaller)


@pytest.mark.parametrize(("size", "by"), [(WIDE, (-9, 0)), (NARROW, (0, -3))])
async def test_the_mouse_moves_the_border(
    settings: Settings, size: tuple[int, int], by: tuple[int, int]
) -> None:
    async with driven(settings, size=size) as app:
        await app.ask(KEEPER)
        region = app.asking.query_one(CitationList).region
        start = (region.x, region.y + 2) if size == WIDE else (region.x + 2, region.y)
        before = _cells(app)
        await app.pilot.mouse_down(offset=start)
        await app.pilot.hover(offset=(start[0] + by[0], start[1] + by[1]))
        await app.pilot.mouse_up(offset=(start[0] + by[0], start[1] + by[1]))
        await app.until(lambda: _cells(app) == before - sum(by))
        await app.pilot.hover(offset=(4, 4))
        await app.pilot.pause()
        assert _cells(app) == before - sum(by)


async def test_both_panes_stay_usable(settings: Settings) -> None:
    async with driven(settings, size=NARROW) as app:
        await app.ask(KEEPER)
        app.asking.query_one(CitationList).focus()
        await app.press(*["less_than_sign"] * 20)
        assert app.asking.query_one("#conversation").outer_size.height >= 3
        await app.press(*["greater_than_sign"] * 30)
        assert app.asking.query_one(CitationList).scrollable_content_region.height >= 3


async def test_six_lines_of_the_passage_are_seen_on_a_small_terminal(settings: Settings) -> None:
    async with driven(settings, size=NARROW) as app:
        await app.ready()
        turn = await app.ask(KEEPER)
        await app.until(lambda: app.entries)
        listed = app.asking.query_one(CitationList)
        assert listed.scrollable_content_region.height >= 8  # two lines of heading
        assert visible(turn.places[0].passage.text)[:20] in app.listed_text()
