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
