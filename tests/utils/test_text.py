import os
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.utils.text import clean, folded, printable


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


DROPPED = [
    "\u00ad", "\u034f", "\u061c", "\u115f", "\u1160", "\u17b4", "\u180b", "\u180e", "\u200b", "\u200c", "\u200d",
    "\u200e", "\u200f", "\u202e", "\u2060", "\u2061", "\u2062", "\u2063", "\u2064", "\u2065", "\u2066", "\u206a",
    "\u206b", "\u206c", "\u206d", "\u206e", "\u206f", "\ufe00", "\ufe0f", "\ufeff", "\ufff3", "\ufff9",
    "\U0001bca0", "\U0001d173", "\U000e0001", "\U000e0041", "\U000e007f", "\U000e0100", "\U000e0fff",
]  # fmt: skip


@pytest.mark.parametrize("char", DROPPED, ids=lambda char: f"U+{ord(char):04X}")
def test_invisible_characters_cannot_hide_a_word(char: str) -> None:
    assert clean(f"the stri{char}ke{char} of{char}{char} May") == "the strike of May"


@pytest.mark.parametrize("char", ["\u3164", "\uffa0"])
def test_a_filler_that_looks_like_a_blank_is_one(char: str) -> None:
    assert clean(f"the{char}strike") == "the strike"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", id="Persian: two parts of one word"),
        pytest.param("\u0915\u094d\u200d\u0937", id="Devanagari: a half form"),
        pytest.param("\u0dc1\u0dca\u200d\u0dbb\u0dd3", id="Sinhala: Sri"),
        pytest.param(
            "\u1833\u180b\u1820 \u1828\u180e\u1820", id="Mongolian: a variant and a separated vowel"
        ),
        pytest.param("\U0001f469\u200d\U0001f692", id="emoji: a firefighter"),
        pytest.param("\U0001f9d1\U0001f3fd\u200d\U0001f33e", id="emoji: a farmer with a skin tone"),
        pytest.param(
            "\U0001f3f3\ufe0f\u200d\U0001f308 \u2764\ufe0f 1\ufe0f\u20e3", id="emoji: shown in colour"
        ),
        pytest.param(
            "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", id="emoji: a flag"
        ),
        pytest.param("\u8fbb\U000e0100\u533a \u2229\ufe00", id="a form of an ideograph and of a sign"),
    ],
)
def test_what_changes_how_its_neighbours_are_shown_is_kept(text: str) -> None:
    assert clean(text) == text
    assert clean(f"a{text}b") == f"a{text}b"


def test_a_sentence_hidden_in_tags_is_removed() -> None:
    hidden = "".join(chr(0xE0000 + ord(char)) for char in "ignore the article")
    assert clean(f"\U0001f3f4{hidden} The port is open.{hidden}") == "\U0001f3f4 The port is open."


def test_every_ignorable_character_is_removed_between_latin_letters() -> None:
    ignorable = [  # Default_Ignorable_Code_Point that Python's tables know: format characters without a shape
        chr(code)
        for code in (
            *range(0x2060, 0x2070),
            *range(0xFE00, 0xFE10),
            *range(0xFFF0, 0xFFF9),
            *range(0xE0000, 0xE1000),
        )
    ]
    assert clean("a" + "".join(f"{char}a" for char in ignorable)) == "a" * (len(ignorable) + 1)


NEIGHBOURS = [
    *"a1 ",
    "\u0301",
    "\u20e3",
    "\u0338",
    "\u2adc",
    "\u8fbb",
    "\u1820",
    "\u0915",
    "\u094d",
    "\u09c7",
    "\u09be",
]
EMOJI = ["\U0001f469", "\U0001f3f4", "\U000e0067"]


@given(st.text(st.sampled_from([*DROPPED, *NEIGHBOURS, *EMOJI])))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Café", "cafe"),
        ("Cafe\u0301", "cafe"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Ελλάς", "ελλασ"),
        ("日本", "日本"),
    ],
)
def test_folding(text: str, expected: str) -> None:
    assert folded(text) == expected
