"""The line of keys: whole keys only, the help always, and every one of them clickable."""

import pytest
from textual.widgets import Input

from qa import Settings
from tests.tui.app_driving import NARROW, WIDE, driven
from tui.screens.help import HelpScreen
from tui.screens.library import LibraryScreen
from tui.widgets.key_bar import KeyBar, KeyHint, fitting


def hint(words: str, *, stays: bool = False, shown: tuple[str, ...] = ("x",)) -> KeyHint:
    return KeyHint(tuple(f"key-{each}" for each in shown), shown, words, stays=stays)


COPY, OPEN, HELP, LEAVE = hint("Copy"), hint("Open"), hint("Help", stays=True), hint("Leave")


@pytest.mark.parametrize(
    ("n_cells", "shown", "why"),
    [
        (33, [COPY, OPEN, HELP, LEAVE], "there is room for all, to the cell"),
        (32, [COPY, OPEN, HELP], "the last does not fit whole"),
        (24, [COPY, OPEN, HELP], "again to the cell"),
        (23, [COPY, HELP], "the help stays, what stands before it goes"),
        (15, [HELP], "nothing else fits"),
        (3, [HELP], "the help stays even where it is cut"),
    ],
)
def test_whole_keys_from_the_first_and_the_help_always(n_cells: int, shown: list[KeyHint], why: str) -> None:
    assert fitting([COPY, OPEN, HELP, LEAVE], n_cells) == shown, why


def test_a_short_key_does_not_take_the_place_of_a_more_important_one() -> None:
    assert fitting([COPY, hint("A long description"), HELP, hint("Go")], 24) == [COPY, HELP]


def test_each_key_of_a_pair_can_be_clicked() -> None:
    pair = hint("Choose", shown=("↑", "↓"))
    assert [pair.key_at(x) for x in (0, 1, 2, 3, 8)] == ["key-↑", "key-↑", "key-↓", "key-↑", "key-↑"]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("keys", [(), ("tab",), ("tab", "tab"), ("f2",), ("f8",)])
async def test_no_key_is_cut_on_any_screen(
    settings: Settings, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    async with driven(settings, size=size) as app:
        await app.ready()
        await app.press(*keys)
        bar = app.app.screen.query_one(KeyBar)
        await app.until(lambda: bar.shown)
        assert sum(each.n_cells for each in bar.shown) <= bar.content_size.width
        text = app.text(bar)
        assert all(f"{''.join(each.shown)} {each.words}" in text for each in bar.shown)
        assert "f1 Help" in text


async def test_a_click_does_what_the_key_does(settings: Settings) -> None:
    async with driven(settings, size=NARROW) as app:
        await app.ready()
        bar = app.app.screen.query_one(KeyBar)
        await app.until(lambda: "f2 Library" in app.text(bar))
        x = bar.render().plain.index("f2") + bar.gutter.left
        await app.pilot.hover(KeyBar, offset=(x, 0))
        assert bar.hovered is not None
        assert "watch" in str(bar.tooltip)
        await app.pilot.click(KeyBar, offset=(x, 0))
        await app.until(lambda: isinstance(app.app.screen, LibraryScreen))
        app.app.screen.query_one(Input).focus()
        await app.press("f1")
        await app.until(lambda: isinstance(app.app.screen, HelpScreen))
