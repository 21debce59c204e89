import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.articles.decoding import decode
from qa.utils.text import REPLACEMENT, clean

QUOTED = "“It’s over,” she said – for €5."
FRENCH = "Élysée, « déjà vu », œuvre, naïve, façade"


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        pytest.param(b"\xef\xbb\xbf" + FRENCH.encode(), "utf-8", FRENCH, id="UTF-8 with a mark, which goes"),
        pytest.param(FRENCH.encode("utf-16"), "utf-16", FRENCH, id="UTF-16 in this machine's order"),
        pytest.param(b"\xff\xfe" + FRENCH.encode("utf-16-le"), "utf-16", FRENCH, id="UTF-16, low byte first"),
        pytest.param(
            b"\xfe\xff" + FRENCH.encode("utf-16-be"), "utf-16", FRENCH, id="UTF-16, high byte first"
        ),
        pytest.param(
            b"\xff\xfe\x00\x00" + FRENCH.encode("utf-32-le"),
            "utf-32",
            FRENCH,
            id="UTF-32, whose mark begins like that of UTF-16",
        ),
        pytest.param(
            b"\x00\x00\xfe\xff" + FRENCH.encode("utf-32-be"), "utf-32", FRENCH, id="UTF-32, high byte first"
        ),
        pytest.param(FRENCH.encode(), "utf-8", FRENCH, id="UTF-8 without a mark"),
        pytest.param(
            QUOTED.encode("cp1252"),
            "cp1252",
            QUOTED,
            id="curly quotes of Windows, where latin-1 has controls",
        ),
        pytest.param(b"", "utf-8", "", id="nothing at all"),
    ],
)
def test_the_encoding_is_found(data: bytes, encoding: str, text: str) -> None:
    decoded = decode(data)
    assert decoded is not None
    assert (decoded.encoding, decoded.text, decoded.n_replaced) == (encoding, text, 0)


def test_one_bad_byte_does_not_garble_the_accents_of_a_utf8_file() -> None:
    decoded = decode(FRENCH.encode() + b" \xff end")
    assert decoded is not None
    assert decoded.encoding == "utf-8"
    assert decoded.text == f"{FRENCH} {REPLACEMENT} end"
    assert decoded.n_replaced == 1


def test_a_truncated_utf16_file_keeps_complete_characters() -> None:
    decoded = decode("abc".encode("utf-16")[:-1])
    assert decoded is not None
    assert decoded.text == f"ab{REPLACEMENT}"
    assert decoded.n_replaced == 1


def test_bytes_that_cp1252_leaves_undefined_are_still_read_as_something() -> None:
    decoded = decode("Привет, это обычный русский текст о погоде и о новостях.".encode("koi8-r"))
    assert decoded is not None
    assert decoded.text
    assert decoded.encoding != "utf-8"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", id="a picture"),
        pytest.param(b"text and then \x00 a zero byte", id="a zero byte is in no text"),
        pytest.param(bytes(range(1, 32)) * 50, id="mostly control characters"),
        pytest.param(b"PK\x03\x04\x14\x00\x06\x00", id="a zip archive, as a DOCX is"),
    ],
)
def test_binary_is_not_text(data: bytes) -> None:
    assert decode(data) is None


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        pytest.param("a\r\nb\rc\n", "a\nb\nc\n", id="line ends of Windows and of old Macs"),
        pytest.param(
            "a\u2028b\u2029c\x85d\x0be\x0cf", "a\nb\nc\nd\ne\nf", id="every other line end of Unicode"
        ),
        pytest.param("a\tb", "a\tb", id="a tab is text"),
        pytest.param(
            "\x1b[31mred\x07",
            f"{REPLACEMENT}[31mred{REPLACEMENT}",
            id="an escape and a bell lose their force",
        ),
        pytest.param("\x9b2J", f"{REPLACEMENT}2J", id="the one-byte form of an escape"),
        pytest.param("Cohen\u200f, Tel\u200e Aviv\u061c", "Cohen, Tel Aviv", id="marks of direction"),
        pytest.param(
            "user\u202efdp.exe\u2066x\u2069", "userfdp.exex", id="overrides that turn a sentence round"
        ),
        pytest.param("Kol\u00adka\u200bta\ufeff", "Kolkata", id="what hides a word from a search"),
        pytest.param("e\u0301te\u0301", "été", id="an accent apart becomes one letter"),
        pytest.param("\ud800x", f"{REPLACEMENT}x", id="half a pair cannot be written to any file"),
        pytest.param("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧", id="what holds an emoji together stays"),
    ],
)
def test_clean(dirty: str, cleaned: str) -> None:
    assert clean(dirty) == cleaned


_TRICKY = st.sampled_from("\r\n\x0b\x1b\x85\u2028\u200b\u202e\u0301\u0327eA가\u1100\u1161\ufeff\u2126 ")
_ANY_TEXT = st.text(st.one_of(st.characters(), _TRICKY))


@given(_ANY_TEXT)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once


@given(_ANY_TEXT)
def test_clean_text_is_normal_and_can_be_stored_and_shown(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned.encode().decode() == cleaned
    assert not [char for char in cleaned if unicodedata.category(char) == "Cc" and char not in "\n\t"]


@given(st.text(st.characters(codec="utf-8")).filter(lambda text: "\x00" not in text))
def test_utf8_is_read_as_it_was_written_unless_it_looks_binary(text: str) -> None:
    decoded = decode(text.encode())
    assert decoded is None or decoded.text == text.removeprefix("\ufeff")


@given(st.binary(max_size=300))
def test_any_bytes_are_handled(data: bytes) -> None:
    decoded = decode(data)
    assert decoded is None or isinstance(clean(decoded.text), str)
