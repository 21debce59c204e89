"""Line wrapping: no text lost, no line too wide, and breaks only at white space."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import get_character_cell_size

from tui.formatting.answer_text import visible
from tui.formatting.line_wrapping import wrap

TEXTS = st.text(st.sampled_from("ab c\n\té“—会é😀\u0301"), max_size=200)


@given(TEXTS, st.integers(2, 12))
@example("aaaa bbbb", 4)
@example("会会 会会", 4)
@example("\n\n", 5)
@example("\u0301 aa会", 3)
def test_every_line_fits_and_only_white_space_is_left_out(text: str, width: int) -> None:
    text = visible(text)
    lines = wrap(text, width)
    done = 0
    for y in range(len(lines)):
        span = lines.span(y)
        assert text[done : span.start].strip() == ""
        assert sum(map(get_character_cell_size, span.of(text))) <= width
        assert "\n" not in span.of(text)
        done = span.end
    assert text[done:].strip() == ""


@given(TEXTS, st.integers(2, 12), st.data())
def test_the_line_of_an_offset_is_the_last_that_begins_before_it(
    text: str, width: int, data: st.DataObject
) -> None:
    lines = wrap(visible(text), width)
    offset = data.draw(st.integers(0, len(text)))
    y = lines.line_of(offset)
    assert lines.starts[y] <= offset
    assert y + 1 == len(lines) or offset < lines.starts[y + 1]


@pytest.mark.parametrize(
    ("text", "width", "wanted", "reason"),
    [
        ("", 10, [""], "an empty text has one empty line"),
        ("one two three", 7, ["one two", "three"], "at white space"),
        ("one  two", 4, ["one ", "two"], "white space is not carried over"),
        ("  indented", 10, ["  indented"], "an indent is kept"),
        ("abcdefgh", 3, ["abc", "def", "gh"], "a word that is too long is cut"),
        ("a\n\nb", 5, ["a", "", "b"], "paragraphs stay apart"),
        ("会议在周三", 4, ["会议", "在周", "三"], "wide characters take two cells"),
        ("会 ab cd", 5, ["会 ab", "cd"], "and break at white space too"),
    ],
)
def test_lines(text: str, width: int, wanted: list[str], reason: str) -> None:
    lines = wrap(text, width)
    assert [lines.span(y).of(text) for y in range(len(lines))] == wanted, reason
