"""Sentences that report one event in different words."""

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.dates.numerals import CARDINALS
from qa.english.stemming import stem_of
from qa.questions.mentions import content_words
from qa.records import OtherVersion
from qa.timeline.events import DatedEvent, version_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The mean of two similarities from 0 to 1: the cosine of the sentences, and the share of the rarer words of the
# shorter sentence that the longer one has. Pairs of the same day in news were judged by hand.
_SAME = 0.5
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*+|[a-z]+")
_SENTENCE_ENDS = (".", "!", "?", "”", '"', "’", "'", ")")


class SameEvents:
    """Recognises reports of one event among those of a timeline; `encode` returns unit vectors, shape (n, dim)."""

    def __init__(
        self, events: Sequence[DatedEvent], encode: "Callable[[Sequence[str]], NDArray[np.float32]]"
    ) -> None:
        self._encode = encode
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self._stems = {quote: _stems(quote) for quote in {event.quote for event in events}}
        self._counts = Counter(stem for stems in self._stems.values() for stem in stems)

    def grouped(self, events: Sequence[DatedEvent]) -> list[DatedEvent]:
        """Return the events of the same days with those that report one event as a single one.

        Complete sentences are kept rather than headlines. The other articles become versions.
        """
        if len(events) < 2:  # noqa: PLR2004 - nothing to compare
            return list(events)
        self._prepare([event.quote for event in events])
        groups: list[list[DatedEvent]] = []
        for event in sorted(events, key=lambda each: not each.quote.endswith(_SENTENCE_ENDS)):
            near = [(self._likeness(group[0], event), number) for number, group in enumerate(groups)]
            best, number = max(near, default=(0.0, 0))
            if best >= _SAME:
                groups[number].append(event)
            else:
                groups.append([event])
        heads = [_merged(group) for group in groups]
        order = {id(event): number for number, event in enumerate(events)}
        first = {
            id(head): min(order[id(each)] for each in group)
            for head, group in zip(heads, groups, strict=True)
        }
        return sorted(heads, key=lambda head: first[id(head)])

    def _prepare(self, quotes: Sequence[str]) -> None:
        new = [quote for quote in dict.fromkeys(quotes) if quote not in self._vectors]
        if new:
            self._vectors |= dict(zip(new, self._encode(new), strict=True))

    def _likeness(self, one: DatedEvent, other: DatedEvent) -> float:
        """Return how alike two sentences are, from 0 to 1; 0 if each has a number that the other lacks."""
        mine, theirs = _numbers(one), _numbers(other)
        if mine - theirs and theirs - mine:
            return 0.0
        cosine = float(self._vectors[one.quote] @ self._vectors[other.quote])
        return (cosine + self._overlap(one.quote, other.quote)) / 2

    def _overlap(self, one: str, other: str) -> float:
        mine, theirs = self._stems[one], self._stems[other]
        least = min(self._weight(mine), self._weight(theirs))
        return self._weight(mine & theirs) / least if least else 0.0

    def _weight(self, stems: frozenset[str]) -> float:
        return sum(math.log(1 + len(self._stems) / self._counts[stem]) for stem in stems)


def _stems(quote: str) -> frozenset[str]:
    return frozenset(stem_of(word) for word in content_words(quote))


def _numbers(event: DatedEvent) -> set[str]:
    """Return the numbers of a sentence outside its date, but not "one"."""
    time = event.expression.article_span
    text = event.article.text
    outside = text[event.article_span.start : time.start], text[time.end : event.article_span.end]
    words = (word for part in outside for word in _NUMBER.findall(part.lower()))
    return {str(CARDINALS.get(word, word)) for word in words if word[0].isdigit() or word in CARDINALS} - {
        "1"
    }


def _merged(group: Sequence[DatedEvent]) -> DatedEvent:
    head = group[0]
    versions: dict[str, OtherVersion] = {each.article_id: each for each in head.versions}
    for event in group[1:]:
        for version in (version_of(event), *event.versions):
            versions.setdefault(version.article_id, version)
    versions.pop(head.article.id, None)
    return replace(head, versions=tuple(versions.values()))
