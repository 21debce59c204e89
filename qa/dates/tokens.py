"""Text → tokens, with one letter per token for its class.

The grammar matches these letters instead of the text: it stays short, its patterns run once along a string with one
letter per word, and no text can cause excessive backtracking.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.dates.holidays import FEASTS
from qa.dates.numerals import CARDINALS, ORDINAL_NUMBERS
from qa.dates.vocabulary import CAPITALISED, WORDS


def _escaped(name: str) -> str:
    return re.escape(name).replace("'", "['’]")


_TOKEN = re.compile(
    r"(?P<iso>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?)(?![\d-])"
    r"|(?P<numeric_date>\d{1,2}(?P<mark>[./])\d{1,2}(?P=mark)(?:\d{4}|\d\d))(?![\d/])"
    r"|(?P<clock>\d{1,2}[:.]\d\d)(?![\d.:%])"
    r"|(?P<fraction>\d/\d)(?![\d/])"
    r"|(?P<decade>\d{3}0s|['’]\d0s)\b"
    r"|(?P<ordinal>\d{1,2}(?:st|nd|rd|th))\b"
    r"|(?P<year>1[0-9]\d\d|20\d\d|21\d\d)(?![,.]?\d)(?!%)"
    r"|(?P<daynum>[12]\d|3[01]|0?[1-9])(?![\d%])(?![.,]\d)"
    r"|(?P<number>\d{1,9}(?:[,.]\d{1,9}){0,4})"
    r"|(?P<ampm>[AaPp]\.[Mm]\.?|[AaPp][Mm]\b)"
    r"|(?P<quarter_mark>Q[1-4])\b"
    r"|(?P<oclock>o['’]clock)\b"
    r"|(?P<abbreviation>(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.)"
    r"|(?P<possessive>['’]s?(?!\w))"
    rf"|(?P<feast>(?:{'|'.join(map(_escaped, FEASTS))})(?: Day)?)\b"
    r"|(?P<word>[^\W\d_]+(?:'t|’t)?)"
    r"|(?P<paragraph>\n[ \t]*\n\s*)"
    r"|(?P<mark_other>[^\w\s])"
)

_OWN_CLASSES = [
    "iso",
    "numeric_date",
    "clock",
    "fraction",
    "decade",
    "ordinal",
    "year",
    "daynum",
    "number",
    "ampm",
    "quarter_mark",
    "oclock",
    "feast",
    "possessive",
    "paragraph",
    "comma",
    "dash",
    "stop",
    "open",
    "close",
    "currency",
    "word",
    "capital",
    "other",
]
_MARKS = {
    ",": "comma",
    "-": "dash",
    "–": "dash",
    "—": "dash",
    ".": "stop",
    ";": "stop",
    "?": "stop",
    "!": "stop",
    "(": "open",
    ")": "close",
    "$": "currency",
    "£": "currency",
    "€": "currency",
    "₹": "currency",
}
_NAMES = [*_OWN_CLASSES, *sorted({*WORDS, *CAPITALISED} - set(_OWN_CLASSES))]
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + "".join(
    map(chr, range(0xC0, 0x140))
)
LETTER_OF = dict(zip(_NAMES, _LETTERS, strict=False))
NAME_OF = {letter: name for name, letter in LETTER_OF.items()}

_LOOKUP = {word: LETTER_OF[name] for name, words in WORDS.items() for word in words.split()}
_LOOKUP = {
    **dict.fromkeys(CARDINALS, LETTER_OF["number"]),
    **dict.fromkeys(ORDINAL_NUMBERS, LETTER_OF["ordinal"]),
    **_LOOKUP,
}
_CAPITALISED = {word: LETTER_OF[name] for name, words in CAPITALISED.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class Tokens:
    """Token n of a text covers `starts[n]` to `ends[n]`; `letters[n]` is its class."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    letters: str

    def word(self, number: int) -> str:
        """Return the text of a token."""
        return self.text[self.starts[number] : self.ends[number]]

    def named(self, number: int) -> str:
        """Return the name of a token's class."""
        return NAME_OF[self.letters[number]]

    def words(self, first: int, last: int) -> Iterator[str]:
        """Return the tokens from `first` to `last` (exclusive)."""
        return (self.word(number) for number in range(first, last))


def tokenised(text: str) -> Tokens:
    """Return the tokens of a text."""
    starts: list[int] = []
    ends: list[int] = []
    letters: list[str] = []
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        starts.append(start)
        ends.append(end)
        letters.append(_letter(found.lastgroup or "", found[0]))
    return Tokens(text, starts, ends, "".join(letters))


@lru_cache(maxsize=1 << 15)
def _letter(group: str, token: str) -> str:
    if group == "word":
        letter = _CAPITALISED.get(token) or _LOOKUP.get(token) or _LOOKUP.get(token.lower())
        if letter is None:
            return LETTER_OF["capital" if token[0].isupper() else "word"]
        return letter
    if group == "mark_other":
        return LETTER_OF[_MARKS.get(token, "other")]
    if group == "abbreviation":
        named = _CAPITALISED[token.rstrip(".")]
        return LETTER_OF["month"] if named == LETTER_OF["short_month"] else named
    return LETTER_OF[group]
