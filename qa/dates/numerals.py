"""Numbers written as words."""

from collections.abc import Sequence

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
_TENS_VALUES = tuple(range(20, 100, 10))
_SCALE_WORDS = ("hundred", "thousand", "dozen")
_HUNDRED = 100
_TEENS = (11, 12, 13)

CARDINALS = {
    **{word: number for number, word in enumerate(_SMALL)},
    **{word: 10 * number for number, word in enumerate(_TENS, start=2)},
    "hundred": _HUNDRED,
    "thousand": 1000,
    "dozen": 12,
}
ORDINAL_NUMBERS = {
    **{word: number for number, word in enumerate(_ORDINALS) if number},
    "thirtieth": 30,
    "thirty-first": 31,
}


def ordinal_ending(number: int) -> str:
    """Return the ending of a number in "1st", "2nd", "11th"."""
    return "th" if number % 100 in _TEENS else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def number_of(words: Sequence[str]) -> float | None:
    """Return the number of some words ("twenty", "four" → 24; "nineteen", "ninety", "seven" → 1997).

    Other words are skipped; None if there is no number.
    """
    total, current, said = 0.0, 0.0, False
    for word in words:
        value = _value(word)
        if value is None:
            continue
        if word.lower() == "dozen":
            current = max(1.0, current) * value
        elif value in (_HUNDRED, 1000) and not word[0].isdigit():
            current = max(1.0, current) * value
            if value > _HUNDRED:
                total, current = total + current, 0.0
        elif said and 10 <= value < _HUNDRED and 10 <= current < _HUNDRED:  # noqa: PLR2004 - "nineteen ninety"
            current = current * _HUNDRED + value
        else:
            current += value
        said = True
    return total + current if said else None


def number_starts(words: Sequence[str]) -> int:
    """Return where the last number of some number words starts: 1 for "six", "24"; 0 for "twenty", "four"."""
    start = 0
    for place in range(1, len(words)):
        if not _continues(words[place - 1], words[place]):
            start = place
    return start


def _continues(before: str, word: str) -> bool:
    """Return whether a number word continues the one before: "twenty four", "two hundred", "3 1/2", not "six 24"."""
    one, other = _value(before), _value(word)
    if one is None or other is None:
        return False
    if word.lower() in _SCALE_WORDS or "/" in word:
        return True
    if before.lower() in _SCALE_WORDS:
        return other < one
    if word[0].isdigit() or before[0].isdigit():
        return False
    spoken_year = 10 <= one < _HUNDRED and 10 <= other < _HUNDRED  # noqa: PLR2004 - "nineteen ninety"
    return spoken_year or (one in _TENS_VALUES and other < 10)  # noqa: PLR2004


def _value(word: str) -> float | None:
    lowered = word.lower()
    if lowered in CARDINALS:
        return float(CARDINALS[lowered])
    if "/" in lowered:
        top, _, bottom = lowered.partition("/")
        return int(top) / int(bottom) if bottom.isdigit() and int(bottom) else None
    try:
        return float(lowered.replace(",", "")) if lowered[0].isdigit() else None
    except ValueError:
        return None
