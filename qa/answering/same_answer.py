"""Whether two answers say the same: in other words, with numbers in figures, abbreviated, or one within the other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.dates.numerals import CARDINALS, number_of, number_starts
from qa.english.opposites import Sense, sense_of
from qa.english.stemming import stem_of

_WORD = re.compile(r"(?:[^\W\d_]\.){2,10}|[^\W\d_][^\W\d_'’]*|\d+(?:[.,:]\d+)*+|[%$€£]")
_LIGHT = frozenset(
    """
    a an the in on at of by for to from with and or about around some over more than nearly almost only up as his her
    its their was were is are be been being had has have who which that it he she they after because due per us s
    """.split()
)
TITLES = frozenset(
    """
    mr mrs ms miss dr sir dame lord lady king queen prince princess pope president minister premier chancellor senator
    judge justice general colonel major captain sergeant secretary governor mayor professor prof bishop archbishop
    cardinal ambassador commissioner prime foreign deputy vice former ex chief
    """.split()
)
_NEGATIONS = frozenset("not no never none neither nor without cannot".split())
_SIGNS = {"%": "percent", "$": "dollar", "€": "euro", "£": "pound", "cent": "percent"}
_SCALES = {"million": 1e6, "billion": 1e9, "trillion": 1e12, "bn": 1e9}
_LONGEST_NUMBER = 10  # words; a longer run is a table
_ACRONYM = re.compile(r"\b(?:[A-Z]{2,6}|(?:[A-Z]\.){2,6})(?!\w)")
_INITIAL = re.compile(r"\b[A-Z](?=[^\W\d_]+)")
_NAME = re.compile(r"\b[A-Z][^\W\d_]+(?:[ -](?:(?:of|the|and|for) )*[A-Z][^\W\d_]+)+")


@dataclass(frozen=True, slots=True)
class _Content:
    """What an answer says: its words in order, without light ones, and their senses; numbers are words, too."""

    words: tuple[str, ...]
    senses: frozenset[Sense]
    numbers: frozenset[str]
    is_negated: bool
    is_name: bool


def same_answer(one: str, other: str) -> bool:
    """Return whether two answers are the same, or one says less than the other.

    The words of names must be in the same order. Others count in any order and form, as in "poisoned with polonium"
    and "polonium poisoning". Answers with different numbers are never the same.
    """
    mine, theirs = sorted((_content(one, other), _content(other, one)), key=lambda each: len(each.words))
    if not mine.words or mine.is_negated != theirs.is_negated:
        return False
    if (
        mine.numbers
        and theirs.numbers
        and not (mine.numbers <= theirs.numbers or theirs.numbers <= mine.numbers)
    ):
        return False
    if f" {' '.join(mine.words)} " in f" {' '.join(theirs.words)} ":
        return True
    return not (mine.is_name or theirs.is_name) and mine.senses <= theirs.senses


def has_numbers(answer: str) -> bool:
    """Return whether an answer has a number, in figures or in words."""
    return bool(_content(answer, "").numbers)


def is_name(answer: str) -> bool:
    """Return whether all words of an answer but light ones have a capital letter."""
    return _content(answer, "").is_name


def _content(answer: str, other: str) -> _Content:
    written = _WORD.findall(_abbreviated(answer, other))
    plains = [_SIGNS.get(word, word.casefold().replace("’", "'")) for word in _unpointed(written)]
    told, numbers = _with_numbers(plains)
    words = [word for word in told if word not in _LIGHT | TITLES]
    words = words or [word for word in told if word not in _LIGHT] or told
    is_negated = any(word in _NEGATIONS or word.endswith("n't") for word in plains)
    heavy = [word for word in written if word.casefold() not in _LIGHT]
    is_name = bool(heavy) and all(word[0].isupper() for word in heavy)
    stems = tuple(word if word in numbers else stem_of(word) for word in words)
    return _Content(stems, frozenset(map(_sense, words)), frozenset(numbers), is_negated, is_name)


def _unpointed(words: Sequence[str]) -> list[str]:
    """Return words with "U.N." as "UN"; points within numbers stay."""
    return [word if word[0].isdigit() else word.replace(".", "") for word in words]


def _with_numbers(words: Sequence[str]) -> tuple[list[str], set[str]]:
    """Return words with each number in one form, and these forms: "twenty-six" → "26", "2.5 million" → "2500000"."""
    found: list[str] = []
    numbers: set[str] = set()
    run: list[str] = []
    for word in [*words, ""]:
        if _is_number(word):
            run.append(word)
            continue
        if word == "and" and run[-1:] in (["hundred"], ["thousand"]):
            continue  # "one hundred and twenty"
        scale = _SCALES.get(word.rstrip("s")) if run else None
        values = _values(run, scale or 1.0)
        found += values
        numbers.update(values)
        run = []
        if word and scale is None:
            found.append(word)
    return found, numbers


def _values(run: Sequence[str], scale: float) -> list[str]:
    """Return the numbers of adjacent number words; the last one is counted in `scale`."""
    values: list[str] = []
    if len(run) > _LONGEST_NUMBER:
        return [f"{number_of([word]) or 0.0:.10g}" for word in run]
    while run:
        start = number_starts(run)
        value = (number_of(run[start:]) or 0.0) * (1.0 if values else scale)
        values.insert(0, f"{value:.10g}")
        run = run[:start]
    return values


def _is_number(word: str) -> bool:
    return word in CARDINALS or (word[:1].isdigit() and ":" not in word)


def _abbreviated(answer: str, other: str) -> str:
    """Return an answer with short forms for the names that the other one abbreviates, such as "UN"."""
    short = {found[0].replace(".", "") for found in _ACRONYM.finditer(other)}

    def shortened(name: re.Match[str]) -> str:
        initials = "".join(_INITIAL.findall(name[0]))
        return initials if initials in short else name[0]

    return _NAME.sub(shortened, answer) if short else answer


@lru_cache(maxsize=4096)
def _sense(word: str) -> Sense:
    sense = sense_of(word)
    return sense if sense.is_known else Sense(stem_of(word))
