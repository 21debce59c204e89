"""What two versions of a story have in common, sentence by sentence, and where their facts differ."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.dates.numerals import CARDINALS, ORDINAL_NUMBERS
from qa.indexing.passages import sentence_spans
from qa.records import Span

_WORD = re.compile(r"\w+(?:[.,:’'-]\w+)*+")
_FEWEST_WORDS = 5  # a shorter sentence says too little to be recognised
_SAME = 0.6  # similarity (0–1) from which two sentences say the same, or one is an update of the other
_MISSPELT = 0.7  # similarity from which two names are spellings of one
_TOLD_SHARE = 0.8  # of a passage's words
_DAYS_AND_HOURS = frozenset("monday tuesday wednesday thursday friday saturday sunday a.m p.m am pm".split())


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The sentence of another version that says the same; `differs` if a number, day or name is another one."""

    span: Span
    differs: bool


def counterpart_of(sentence: str, text: str, spans: Sequence[Span]) -> Counterpart | None:
    """Return the sentence of a text, given all its sentences, that corresponds to one of another version."""
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import extractOne

    words = _words(sentence)
    if len(words) < _FEWEST_WORDS:
        at = text.find(sentence)
        return Counterpart(Span(at, at + len(sentence)), differs=False) if at >= 0 else None
    found = extractOne(
        words,
        [_words(span.of(text)) for span in spans],
        scorer=Indel.normalized_similarity,
        score_cutoff=_SAME,
    )
    if found is None:
        return None
    _, _, number = found
    other = spans[number].of(text)
    return Counterpart(spans[number], differs=facts_differ(sentence, other))


def facts_differ(one: str, other: str) -> bool:
    """Return whether two wordings of one sentence have another number, day or name in the same place."""
    return any(_is_other_fact(before, after) for before, after in _changes(one, other))


def is_told_in(passage: str, text: str, spans: Sequence[Span]) -> bool:
    """Return whether a text, given all its sentences, says what a passage says, with the same facts."""
    n_told = n_words = 0
    for span in sentence_spans(passage):
        sentence = span.of(passage)
        found = counterpart_of(sentence, text, spans)
        if found is not None and found.differs:
            return False
        n_words += len(_words(sentence))
        n_told += len(_words(sentence)) if found is not None else 0
    return n_told >= _TOLD_SHARE * n_words


def replaced(sentence: str, words: Span, other: str) -> Span | None:
    """Return the words of another version's sentence that stand for some words of a sentence; None if there are none.

    `words` count in `sentence`, and the result in `other`.
    """
    from rapidfuzz.distance import Levenshtein

    mine, theirs = list(_WORD.finditer(sentence)), list(_WORD.finditer(other))
    numbers = [n for n, each in enumerate(mine) if each.start() < words.end and each.end() > words.start]
    if not numbers:
        return None
    first, last = numbers[0], numbers[-1]
    taken: list[int] = []
    for step in Levenshtein.opcodes(_lower(mine), _lower(theirs)):
        if step.src_end <= first or step.src_start > last:
            continue
        if step.tag == "equal":
            shift = step.dest_start - step.src_start
            taken += range(max(step.src_start, first) + shift, min(step.src_end, last + 1) + shift)
        else:
            taken += range(step.dest_start, step.dest_end)
    return Span(theirs[taken[0]].start(), theirs[taken[-1]].end()) if taken else None


def _changes(one: str, other: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the words that stand in the same place of two sentences and differ."""
    from rapidfuzz.distance import Levenshtein

    mine, theirs = list(_WORD.finditer(one)), list(_WORD.finditer(other))
    before: list[str] = []
    after: list[str] = []
    for step in Levenshtein.opcodes(_lower(mine), _lower(theirs)):
        if step.tag == "equal":
            if before and after:
                yield before, after
            before, after = [], []
            continue
        before += (each[0] for each in mine[step.src_start : step.src_end])
        after += (each[0] for each in theirs[step.dest_start : step.dest_end])
    if before and after:
        yield before, after


def _is_other_fact(before: Sequence[str], after: Sequence[str]) -> bool:
    numbers = [set(filter(_is_number, words)) for words in (before, after)]
    if all(numbers):
        return not numbers[0] & numbers[1]
    names = [[word for word in words if word[0].isupper()] for words in (before, after)]
    return all(names) and len(before) == len(after) and not _are_spellings(*names)


def _is_number(word: str) -> bool:
    small = word.casefold()
    parts = small.split("-")
    return (
        any(char.isdigit() for char in word)
        or small in ORDINAL_NUMBERS
        or small in _DAYS_AND_HOURS
        or all(part in CARDINALS for part in parts)
    )


def _are_spellings(one: Sequence[str], other: Sequence[str]) -> bool:
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(" ".join(one), " ".join(other)) >= _MISSPELT


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _lower(words: Sequence[re.Match[str]]) -> list[str]:
    return [word[0].casefold() for word in words]
