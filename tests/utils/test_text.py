import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.utils.text import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("plain words", "plain words", id="plain"),
        pytest.param("\x1b[2Jgone", "\ufffd[2Jgone", id="an escape"),
        pytest.param("two\nlines\tand\r\nmore", "two lines and more", id="one line"),
        pytest.param(os.fsdecode(b"caf\xe9.txt"), "caf\ufffd.txt", id="a file name that is no text"),
        pytest.param("\ud800", "\ufffd", id="half a pair that stands for no byte"),
        pytest.param("user\u202efdp.exe", "userfdp.exe", id="an override"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_lines_are_kept_when_asked() -> None:
    assert printable("a\r\nb\x07", one_line=False) == "a\nb\ufffd"


@given(st.text(st.characters()))
def test_anything_can_be_printed_in_one_line(text: str) -> None:
    shown = printable(text)
    assert shown.encode().decode() == shown
    assert len(shown.splitlines()) <= 1
    assert "\x1b" not in shown
