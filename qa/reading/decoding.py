"""Start and end logits → spans, over all passages together.

A span's score is its start logit plus its end logit, minus the same sum at [CLS], which the model was trained to
raise if a passage doesn't answer. There is no softmax per passage: it would make the best span of an irrelevant
passage look as certain as a good one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.records import Span

MAX_PIECES = 30
_ABBREVIATION = re.compile(r"\.[A-Za-z]\.$")
_EDGES = " \t\n,;:.?!\"'“”‘’()[]–—-…"


@dataclass(frozen=True, slots=True)
class PassageLogits:
    """The model's output for one passage.

    `start` and `end` have shape (n,), one logit per word piece of the passage; `offsets` has shape (n, 2), the
    characters of each piece; `null` is the sum of both logits at [CLS]; `sentences` are spans of the passage.
    """

    start: NDArray[np.float32]
    end: NDArray[np.float32]
    offsets: NDArray[np.int64]
    null: float
    sentences: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoredSpan:
    """A candidate: its passage, its characters, and how far its score exceeds that of no answer."""

    passage: int
    span: Span
    score: float


def best_spans(
    passages: Sequence[PassageLogits], texts: Sequence[str], limit: int, max_pieces: int = MAX_PIECES
) -> list[ScoredSpan]:
    """Return the `limit` best spans of all passages, best first, without overlaps within a passage.

    A span has at most `max_pieces` word pieces and lies inside one sentence. Whitespace and punctuation at its
    edges are removed; empty spans are dropped.
    """
    found: list[ScoredSpan] = []
    for number, (logits, text) in enumerate(zip(passages, texts, strict=True)):
        floor = found[-1].score if len(found) == limit else -np.inf
        found += _of_passage(number, logits, text, (limit, floor), max_pieces)
        found = sorted(found, key=lambda each: (-each.score, each.passage, each.span))[:limit]
    return found


def _of_passage(
    number: int, logits: PassageLogits, text: str, wanted: tuple[int, float], max_pieces: int
) -> list[ScoredSpan]:
    """Return the best spans of one passage; `wanted` is the maximum number and the lowest score."""
    limit, floor = wanted
    scores = _pair_scores(logits, max_pieces)
    found: list[ScoredSpan] = []
    while scores.size and len(found) < limit:
        first, last = divmod(int(np.argmax(scores)), scores.shape[1])
        score = float(scores[first, last]) - logits.null
        if not np.isfinite(score) or score < floor:
            break
        scores[first, last] = -np.inf
        span = trimmed(text, Span(int(logits.offsets[first, 0]), int(logits.offsets[last, 1])))
        if len(span) and not any(span.overlaps(other.span) for other in found):
            found.append(ScoredSpan(number, span, score))
            _bar(scores, logits.offsets, text, span)
    return found


def _bar(scores: NDArray[np.float64], offsets: NDArray[np.int64], text: str, span: Span) -> None:
    """Remove the pairs that overlap a chosen span as a block, instead of testing each of them."""
    inner = span.of(text).rstrip(_EDGES)
    pieces = np.searchsorted(offsets[:, 0], (span.start, span.start + len(inner) - 1), side="right") - 1
    scores[: pieces[1] + 1, pieces[0] :] = -np.inf


def _pair_scores(logits: PassageLogits, max_pieces: int) -> NDArray[np.float64]:
    """Return the scores of all (first, last) pairs, shape (n, n); minus infinity where no span is possible."""
    n_pieces = len(logits.start)
    scores = logits.start[:, None].astype(np.float64) + logits.end[None, :]
    length = np.arange(n_pieces)[None, :] - np.arange(n_pieces)[:, None]
    allowed = (length >= 0) & (length < max_pieces)
    if logits.sentences:
        starts = np.array([span.start for span in logits.sentences])
        sentence = np.searchsorted(starts, logits.offsets[:, 0], side="right")
        allowed &= sentence[:, None] == sentence[None, :]
    scores[~allowed] = -np.inf
    return scores


def trimmed(text: str, span: Span) -> Span:
    """Remove whitespace and punctuation at the edges, but keep closing marks that belong to the text inside."""
    start, end = span.start, span.end
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES and not _belongs(text, start, end):
        end -= 1
    return Span(start, end)


def _belongs(text: str, start: int, end: int) -> bool:
    """Return whether the last character closes an abbreviation or something that opened inside the span."""
    last = text[end - 1]
    pairs = {")": "(", "]": "[", "”": "“", "’": "‘"}
    if last in pairs:
        return pairs[last] in text[start : end - 1]
    if last == '"':
        return text[start : end - 1].count('"') % 2 == 1
    return _ABBREVIATION.search(text[start:end]) is not None
