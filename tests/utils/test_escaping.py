"""No character that leaves the program acts on a terminal or reorders text, and JSON loses none."""

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.utils.escaping import escaped, json_text, visible

_ANY_CHARACTER = st.text(st.characters())

ACTIVE = [
    pytest.param("\x1b", "\\u001b", id="an escape"),
    pytest.param("\x07", "\\u0007", id="a bell"),
    pytest.param("\r", "\\u000d", id="a carriage return"),
    pytest.param("\x7f", "\\u007f", id="a delete"),
    pytest.param("\x9b", "\\u009b", id="a C1 control sequence introducer"),
    pytest.param("\x9d", "\\u009d", id="a C1 operating system command"),
    pytest.param("\u202e", "\\u202e", id="a right-to-left override"),
    pytest.param("\u2066", "\\u2066", id="an isolate"),
    pytest.param("\u200f", "\\u200f", id="a right-to-left mark"),
    pytest.param("\u2028", "\\u2028", id="a line separator"),
    pytest.param("\U000e0041", "\\udb40\\udc41", id="a tag character"),
    pytest.param(os.fsdecode(b"\xe9"), "\\udce9", id="a byte of a file name that is not text"),
]


@pytest.mark.parametrize(("char", "written"), ACTIVE)
def test_characters_that_act_on_something_are_written_as_escapes(char: str, written: str) -> None:
    assert visible(f"a{char}b") == "a\ufffdb"
    assert escaped(f"a{char}b") == f"a{written}b"
    assert json_text({f"k{char}": f"a{char}b"}).isprintable()
    assert json.loads(json_text({f"k{char}": f"a{char}b"})) == {f"k{char}": f"a{char}b"}


@pytest.mark.parametrize("text", ["two\nlines", "a\tb", "café", "میخواهم", "👩\u200d🚒", "नमस्ते", "it’s “so”"])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert visible(text) == escaped(text) == text
    assert json.loads(json_text(text)) == text


def test_numbers_that_json_does_not_have_are_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        json_text({"confidence": float("nan")})


@given(_ANY_CHARACTER)
def test_json_loses_nothing_and_visible_text_keeps_its_length(text: str) -> None:
    assert json.loads(json_text([text])) == [text]
    assert len(visible(text)) == len(text)
    assert visible(escaped(text)) == escaped(text)
