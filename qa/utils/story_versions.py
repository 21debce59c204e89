"""Whether two articles are versions of one story: a copy, an edited copy, or an update."""

import re
from dataclasses import dataclass

from qa.utils.near_duplicates import shingles

_MOST_CHARACTERS = 200_000  # of an article that are compared
_FEWEST_MARKS = 12  # in shorter texts, a formula is enough to look like a copy
# Chosen with benchmarks.near_duplicates; see docs/decisions/0019-near-duplicates.md.
LEAST_CONTAINED = 0.5  # share of the shorter text's marks
LEAST_SIMILAR = 0.2  # Jaccard similarity: a short report is no version of the digest that repeats it
LEAST_FACTS = 0.5  # share of the numbers, and of the names, of the text with fewer of them
_FEWEST_FACTS = 4  # fewer say nothing
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*+")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z]\w+")  # a capital within a sentence


@dataclass(frozen=True, slots=True)
class Sketch:
    """What texts are compared by: their runs of four words, and the numbers and names in them."""

    marks: frozenset[str]
    numbers: frozenset[str]
    names: frozenset[str]

    @property
    def is_comparable(self) -> bool:
        """Whether the text is long enough to recognise versions of it."""
        return len(self.marks) >= _FEWEST_MARKS


def sketch_of(text: str) -> Sketch:
    """Return the sketch of an article's text, of its first 200,000 characters if it is longer."""
    read = text[:_MOST_CHARACTERS]
    marks = frozenset(" ".join(words) for words in shingles(read))
    return Sketch(marks, frozenset(_NUMBER.findall(read)), frozenset(_NAME.findall(read)))


def are_versions(one: Sketch, other: Sketch) -> bool:
    """Return whether two articles are versions of one story.

    Reports of one form, such as those of a stock exchange, have most words in common, but not their numbers or names.
    """
    if not (one.is_comparable and other.is_comparable):
        return False
    shared = len(one.marks & other.marks)
    contained = shared / min(len(one.marks), len(other.marks))
    similar = shared / (len(one.marks) + len(other.marks) - shared)
    return (
        contained >= LEAST_CONTAINED
        and similar >= LEAST_SIMILAR
        and _share_facts(one.numbers, other.numbers)
        and _share_facts(one.names, other.names)
    )


def _share_facts(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    fewer = min(len(mine), len(theirs))
    return fewer < _FEWEST_FACTS or len(mine & theirs) >= LEAST_FACTS * fewer
