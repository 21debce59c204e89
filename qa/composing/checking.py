"""Whether a sentence says only what the quotes that it cites say.

The check is strict rather than clever. Names, numbers and dates must occur in the cited quotes or their resolved
dates, nearly all other words must occur there too, and a negation may be neither added nor dropped. It can't notice
everything, for example who did what to whom. Therefore the quotes stand above, and the sentence is only an addition.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from qa.dates.numerals import CARDINALS, ORDINAL_NUMBERS
from qa.english.question_words import JOINING, PREPOSITIONS, SMALL, TOKEN, plain
from qa.english.stemming import stems_of
from qa.indexing.passages import sentence_spans

_CITED = re.compile(r"\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")
_NEGATIONS = frozenset(
    "not no never none nobody nothing neither nor without cannot hardly barely refused failed denied".split()
)
_REACH = 3  # words after a negation that it is taken to concern
_MOST_NEW = 0.25  # share of the other words that the quotes may lack
_ENDS = re.compile(r"[.!?][\"'”’)]*$")


@dataclass(frozen=True, slots=True)
class Source:
    """A quote that a sentence may cite, and the resolved dates of its words, in words and as ISO 8601."""

    quote: str
    dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence without its citation marks, the numbers it cites, and why it is not shown (None if it is)."""

    text: str
    cited: tuple[int, ...]
    problem: str | None


def checked_sentences(text: str, sources: Mapping[int, Source]) -> list[CheckedSentence]:
    """Split a composed text, and check each sentence against the quotes that it cites, or else against each quote."""
    return [_checked(sentence, sources) for sentence in _sentences(text)]


def _checked(sentence: str, sources: Mapping[int, Source]) -> CheckedSentence:
    numbers = [int(each) for found in _CITED.findall(sentence) for each in found.split(",")]
    cited = tuple(dict.fromkeys(numbers))
    text = " ".join(_CITED.sub(" ", sentence).split())
    text = re.sub(r" ([.,;:!?])", r"\1", text)
    if cited:
        return CheckedSentence(text, cited, _problem(text, cited, sources))
    # Small models forget the marks. A quote that supports the whole sentence is what it would have cited.
    supporting = next((number for number in sources if _problem(text, (number,), sources) is None), None)
    if supporting is None:
        return CheckedSentence(text, (), "cites no quote, and none supports it")
    return CheckedSentence(text, (supporting,), None)


def _problem(text: str, cited: Sequence[int], sources: Mapping[int, Source]) -> str | None:
    unknown = [number for number in cited if number not in sources]
    if unknown:
        return f"cites quote {unknown[0]}, which doesn't exist"
    if not _ENDS.search(text):
        return "is not complete"
    said = _Said([sources[number] for number in cited])
    return said.negated_differently(text) or said.lacks(text)


class _Said:
    """The words and numbers of some quotes."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._quotes = [source.quote for source in sources]
        given = " ".join((*self._quotes, *(each for source in sources for each in source.dates)))
        self._words = {plain(word) for word in _words(given)}
        self._numbers = {number for word in _words(given) if (number := _number(word)) is not None}

    @cached_property
    def _stems(self) -> set[str]:
        return stems_of(self._words)

    def lacks(self, text: str) -> str | None:
        """Return what a sentence says beyond the quotes, None if it stays within them."""
        new: list[str] = []
        n_others = 0
        for word in _words(text):
            if plain(word) in self._words or plain(word) in SMALL:
                n_others += plain(word) not in SMALL
                continue
            number = _number(word)
            if number is not None:
                if number not in self._numbers:
                    return f"has the number {word}, which is not in the quotes"
                continue
            is_known = bool(stems_of({plain(word)}) & self._stems)
            if not is_known and (any(map(str.isdigit, word)) or (word[0].isupper() and word != "I")):
                return f"has “{word}”, which is not in the quotes"
            n_others += 1
            if not is_known:
                new.append(word)
        if len(new) > _MOST_NEW * n_others:
            return f"says more than the quotes ({', '.join(new[:3])})"
        return None

    def negated_differently(self, text: str) -> str | None:
        """Return whether a sentence adds a negation, or drops the one before a word that it repeats."""
        mine = [plain(word) for word in _words(text)]
        if any(map(_negates, mine)):
            there = any(_negates(plain(word)) for quote in self._quotes for word in _words(quote))
            return None if there else "denies something that the quotes don't deny"
        stems = stems_of(set(mine) - SMALL)
        for quote in self._quotes:
            if stems & stems_of(set(_negated(quote))):
                return "leaves out a “not” of the quotes"
        return None


def _negated(quote: str) -> Iterator[str]:
    """Yield the words that a negation concerns: those shortly after it, up to a preposition or conjunction."""
    words = [plain(word) for word in _words(quote)]
    for place, word in enumerate(words):
        if _negates(word):
            after = words[place + 1 : place + 1 + _REACH]
            ends = (number for number, each in enumerate(after) if number and each in PREPOSITIONS | JOINING)
            yield from (each for each in after[: next(ends, _REACH)] if each not in SMALL)


def _negates(word: str) -> bool:
    return word in _NEGATIONS or word.endswith(("n't", "n’t"))


def _number(word: str) -> float | None:
    """Return the value of a number in digits or of one word: "1,900", "18th", "twelve"."""
    if digits := re.fullmatch(r"(\d[\d,]*(?:\.\d+)?)(?:st|nd|rd|th|s|%)?", word):
        return float(digits[1].replace(",", ""))
    value = CARDINALS.get(plain(word), ORDINAL_NUMBERS.get(plain(word)))
    return None if value is None else float(value)


def _words(text: str) -> list[str]:
    return [each.group() for each in TOKEN.finditer(text)]


def _sentences(text: str) -> list[str]:
    """Return sentences; citation marks after a full stop belong to the sentence before it."""
    joined = re.sub(r"([.!?][\"”’]?)\s*((?:\[\d[\d,\s]*\]\s*)+)", _mark_first, text)
    spans = sentence_spans(joined)
    return [sentence for span in spans if (sentence := span.of(joined).strip())]


def _mark_first(found: re.Match[str]) -> str:
    return f" {found[2].strip()}{found[1]} "
