"""Keys that arrive in one burst are handled in the order in which they were typed, in every text input."""

import pytest
from textual.events import Key
from textual.widgets import Input, TextArea

from qa import Settings
from tests.tui.app_driving import NARROW, Driver, driven

OPENING = {
    "question": (),
    "search": ("ctrl+f",),
    "filters": ("ctrl+l",),
    "library": ("f2", "slash"),
    "history": ("f4", "slash"),
    "notebook": ("ctrl+o", "slash"),
    "timeline": ("f7", "slash"),
}
BURSTS = [
    (("abcd", "left", "left", "XY"), "abXYcd"),
    (("abc", "ctrl+u", "hello"), "hello"),
    (("abc", "backspace", "d", "home", "e"), "eabd"),
]


def send(app: Driver, *parts: str) -> None:
    """Send keys, and texts letter by letter, without waiting in between, as a terminal does."""
    for part in parts:
        is_key = part in ("left", "home", "backspace") or "+" in part
        for key in [Key(part, None)] if is_key else [Key(char, char) for char in part]:
            app.app.post_message(key)


@pytest.mark.parametrize("screen", OPENING)
async def test_letters_do_not_overtake_editing_keys(settings: Settings, screen: str) -> None:
    async with driven(settings, size=NARROW) as app:
        await app.ready()
        for key in OPENING[screen]:
            before = app.app.screen, app.app.focused
            await app.press(key)
            await app.until(lambda before=before: (app.app.screen, app.app.focused) != before)
        await app.until(lambda: isinstance(app.app.focused, Input))
        line = app.app.focused
        assert isinstance(line, Input)
        for parts, expected in BURSTS:
            line.value = ""
            send(app, *parts)
            await app.until(lambda expected=expected: line.value == expected)


async def test_letters_do_not_overtake_editing_keys_in_a_long_text(empty: Settings) -> None:
    async with driven(empty, size=NARROW) as app:
        await app.ready()
        app.app.action_paste_article()
        await app.until(lambda: isinstance(app.app.focused, TextArea))
        area = app.app.focused
        assert isinstance(area, TextArea)
        send(app, "abcd", "left", "left", "XY")
        await app.until(lambda: area.text == "abXYcd")
