"""The key bar: only complete keys, always the help, and all of them clickable."""

import pytest
from textual.command import CommandPalette
from textual.widgets import Input

from qa import Settings
from tests.tui.app_driving import NARROW, WIDE, driven
from tui.screens.help import HelpScreen
from tui.screens.library import LibraryScreen
from tui.widgets.key_bar import KeyBar, KeyHint, fitting


def hint(words: str, *, stays: bool = False, shown: tuple[str, ...] = ("x",)) -> KeyHint:
    return KeyHint(tuple(f"key-{each}" for each in shown), shown, words, stays=stays)


def screen(key: str, words: str) -> KeyHint:
    return KeyHint((key,), (key,), words, is_screen=True)


def words(hints: list[KeyHint]) -> str:
    return " · ".join(f"{''.join(each.shown)} {each.words}" for each in hints)


COPY, OPEN, HELP, LEAVE = hint("Copy"), hint("Open"), hint("Help", stays=True), hint("Leave")
SCREENS = [screen("f2", "Library"), screen("f4", "History"), screen("f5", "Why?"), screen("f7", "Timeline")]
COMMANDS = KeyHint(("ctrl+p",), ("^p",), "Commands", is_commands=True)


@pytest.mark.parametrize(
    ("n_cells", "shown", "why"),
    [
        (33, "x Copy · x Open · x Help · x Leave", "there is room for all, to the cell"),
        (32, "x Copy · x Open · x All keys", "Help says that some are left out"),
        (28, "x Copy · x Open · x All keys", "again to the cell"),
        (27, "x Copy · x All keys", "Help stays, and the key before it is left out"),
        (17, "x All keys", "nothing else fits"),
        (3, "x All keys", "Help stays even when it is cut"),
    ],
)
def test_complete_keys_first_and_always_help(n_cells: int, shown: str, why: str) -> None:
    assert words(fitting([COPY, OPEN, HELP, LEAVE], n_cells)) == shown, why


@pytest.mark.parametrize(
    ("n_cells", "shown", "why"),
    [
        (
            75,
            "x Copy · x Help · f2 Library · f4 History · f5 Why? · f7 Timeline · ^p Commands",
            "room for all",
        ),
        (
            74,
            "x Copy · x Help · f2 Library · f4 History · f5 Why? · f7 Timeline",
            "the commands name the screens too",
        ),
        (61, "x Copy · x Help · f2 Library · f4 History · f5–f7 More", "the last screens become one"),
        (49, "x Copy · x Help · f2 Library · f4–f7 More", "as few as need be"),
        (39, "x Copy · x Help · f2–f7 Screens", "or all of them"),
        (29, "x Copy · x All keys", "or they are left out, too"),
    ],
)
def test_left_out_screens_are_always_indicated(n_cells: int, shown: str, why: str) -> None:
    assert words(fitting([COPY, HELP, *SCREENS, COMMANDS], n_cells)) == shown, why


def test_screens_that_do_not_fit_are_in_a_tooltip_and_the_commands() -> None:
    *_, fold = fitting([COPY, HELP, *SCREENS, COMMANDS], 61)
    assert fold.tooltip == "f5 Why? · f7 Timeline"
    assert fold.key_at(2) == "ctrl+p"


def test_labels_are_cut_to_one_word_before_keys_are_left_out() -> None:
    hints = [hint("Copy"), hint("Read the article"), hint("Ask these"), hint("Ask only this"), HELP]
    assert words(fitting(hints, 60)) == "x Copy · x Read · x Ask these · x Ask only this · x Help"
    assert "x Read ·" in words(fitting(hints, 50))


def test_a_short_key_does_not_replace_a_more_important_one() -> None:
    shown = fitting([COPY, hint("Administration"), HELP, hint("Go")], 24)
    assert words(shown) == "x Copy · x All keys"


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
        assert "f1 Help" in text or "f1 All keys" in text
        assert any(words in text for words in ("f9 Batch", "–f9 More", "–f9 Screens", "f1 All keys"))


async def test_a_click_does_what_the_key_does(settings: Settings) -> None:
    async with driven(settings, size=WIDE) as app:
        await app.ready()
        bar = app.app.screen.query_one(KeyBar)
        await app.until(lambda: "^f Search f2 Library" in app.text(bar))
        assert "–f9 More" in app.text(bar)
        x = bar.render().plain.index("f2") + bar.gutter.left
        await app.pilot.hover(KeyBar, offset=(x, 0))
        assert bar.hovered is not None
        assert "watch" in str(bar.tooltip)
        await app.pilot.click(KeyBar, offset=(x, 0))
        await app.until(lambda: isinstance(app.app.screen, LibraryScreen))
        app.app.screen.query_one(Input).focus()
        await app.press("f1")
        await app.until(lambda: isinstance(app.app.screen, HelpScreen))


async def test_a_click_on_the_mark_shows_all_keys(settings: Settings) -> None:
    async with driven(settings, size=NARROW) as app:
        await app.ready()
        bar = app.app.screen.query_one(KeyBar)
        await app.until(lambda: "^f Search f2–f9 Screens" in app.text(bar))
        x = bar.render().plain.index("f2") + bar.gutter.left
        await app.pilot.hover(KeyBar, offset=(x, 0))
        assert "f7 Timeline · f8 Settings · f9 Batch" in str(bar.tooltip)
        await app.pilot.click(KeyBar, offset=(x, 0))
        await app.until(lambda: isinstance(app.app.screen, CommandPalette))
