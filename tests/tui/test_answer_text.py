"""Texts on the screen."""

from datetime import date

import pytest

from qa import Span, confidence_words
from tui.formatting import answer_text


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (0.97, "very likely (97%)"),
        (0.6, "likely (60%)"),
        (0.5, "uncertain (50%)"),
        (0.0, "doubtful (0%)"),
    ],
)
def test_confidence_is_a_word_with_its_number(value: float, wanted: str) -> None:
    assert confidence_words(value) == wanted


@pytest.mark.parametrize(
    ("text", "wanted", "reason"),
    [
        ("a\x1b[31mb", "a\ufffd[31mb", "an escape is seen and does nothing"),
        ("a\tb", "a b", "a tab takes one cell"),
        ("\u202eabc\u2066", "\ufffdabc\ufffd", "nothing turns a line round"),
        ("\udcff", "\ufffd", "a byte of a file name that is no text"),
        ("a\nb", "a\nb", "paragraphs stay"),
        ("[bold]x[/]", "[bold]x[/]", "markup is text"),
    ],
)
def test_visible_text_is_harmless_and_keeps_its_length(text: str, wanted: str, reason: str) -> None:
    assert answer_text.visible(text) == wanted, reason
    assert len(wanted) == len(text)


def test_a_line_is_one_line() -> None:
    assert answer_text.line(" a\n\u200bb\x07 ") == "a b\ufffd"


def test_dates_in_words() -> None:
    assert answer_text.day(date(2024, 9, 8)) == "8 September 2024"
    assert answer_text.day(None) == "undated"


def test_counts_agree_with_their_nouns() -> None:
    assert answer_text.counted(1, "article") == "1 article"
    assert answer_text.counted(1234, "passage") == "1,234 passages"


def test_a_quote_is_highlighted_in_place() -> None:
    text = "the lamp [b]was[/b] lit"
    shown = answer_text.marked(text, 100, Span(109, 119))
    assert shown.plain == text
    assert [shown.plain[span.start : span.end] for span in shown.spans] == ["[b]was[/b]"]


def test_a_shortened_text_ends_at_a_word() -> None:
    assert answer_text.shortened("one two three", 9) == "one two…"
    assert answer_text.shortened("one two", 9) == "one two"
