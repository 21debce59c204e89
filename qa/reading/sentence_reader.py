"""The first reader: the sentence that answers best, as it stands.

A sentence is scored by a logistic regression on five features; its weights are the ones that
`python -m benchmarks.fit_sentence_reader` prints, and the score is the log-odds that the sentence holds
the answer. Beside them stand the threshold below which silence is better, and the line that turns the best
sentence's log-odds into those of its being right.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from qa.encoder import Encoder
from qa.passages import sentence_spans
from qa.reading.expectation import Expectation, expectation_of, holds
from qa.reading.reader import Reading
from qa.records import AnswerSpan, Hit, Span
from qa.retrieval import telling_words

_WORD = re.compile(r"\w+")
_ENDING = re.compile(r"(?<=\w{3})(?:ing|edly|ed|es|s|ly)$")
_N_SPANS = 10


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of one sentence as an answer; each 0–1 but for the cosines (−1 to 1)."""

    sentence_cosine: float
    passage_cosine: float
    sentence_coverage: float
    passage_coverage: float
    expectation_met: float


WEIGHTS = Features(6.325, 2.568, 6.436, 0.022, 1.151)
BIAS = -10.690
NULL_SCORE = -3.026
CALIBRATION = (0.831, 1.061)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit, before it is scored."""

    hit: Hit
    span: Span
    features: Features


class SentenceReader:
    """Picks whole sentences."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def read(self, question: str, hits: Sequence[Hit]) -> Reading:
        """Return the best sentences of the hits, best first, with their log-odds."""
        spans = [
            AnswerSpan(each.hit, each.span, score(each.features)) for each in self.candidates(question, hits)
        ]
        spans.sort(key=lambda span: -span.score)
        return Reading(tuple(spans[:_N_SPANS]), NULL_SCORE)

    def confidence(self, score: float) -> float:
        """Return the probability (0–1) that a sentence with this score holds the answer."""
        slope, offset = CALIBRATION
        return 1 / (1 + math.exp(-(slope * score + offset)))

    def candidates(self, question: str, hits: Sequence[Hit]) -> list[Candidate]:
        """Return each sentence of the hits once, with its features."""
        places = _sentences(hits)
        if not places:
            return []
        sentences = [span.of(hit.passage.text) for hit, span in places]
        vectors = self._encoder.encode([question, *sentences], "query")
        cosines = vectors[1:] @ vectors[0]
        coverage = Coverage(question, sentences)
        kind = expectation_of(question)
        return [
            Candidate(
                hit,
                span,
                Features(
                    sentence_cosine=float(cosine),
                    passage_cosine=hit.why.dense_score if hit.why.dense_score is not None else 0.0,
                    sentence_coverage=coverage.of(sentence),
                    passage_coverage=coverage.of(hit.passage.text),
                    expectation_met=float(kind is Expectation.ANY or holds(kind, sentence)),
                ),
            )
            for (hit, span), sentence, cosine in zip(places, sentences, cosines, strict=True)
        ]


class Coverage:
    """How much of a question's words a text holds, rare words counting more than common ones."""

    def __init__(self, question: str, sentences: Sequence[str]) -> None:
        stemmed = [_stems(sentence) for sentence in sentences]
        self._weights = {
            stem: math.log(1 + len(sentences) / (0.5 + sum(stem in stems for stems in stemmed)))
            for stem in {_stem(word) for word in telling_words(question)}
        }
        self._total = sum(self._weights.values()) or 1.0

    def of(self, text: str) -> float:
        """Return the share (0–1) of the question's weight that the text holds."""
        stems = _stems(text)
        return sum(weight for stem, weight in self._weights.items() if stem in stems) / self._total


def score(features: Features) -> float:
    """Return the log-odds that a sentence with these features holds the answer."""
    pairs = zip(astuple(WEIGHTS), astuple(features), strict=True)
    return math.fsum((BIAS, *(weight * value for weight, value in pairs)))


def _sentences(hits: Sequence[Hit]) -> list[tuple[Hit, Span]]:
    """Return the sentences of the hits; where passages overlap, a sentence counts in the better one."""
    places: dict[tuple[str, Span], tuple[Hit, Span]] = {}
    for hit in hits:
        for span in sentence_spans(hit.passage.text):
            place = (hit.passage.article_id, span.shifted(hit.passage.article_span.start))
            places.setdefault(place, (hit, span))
    return list(places.values())


def _stems(text: str) -> set[str]:
    return {_stem(word.lower()) for word in _WORD.findall(text)}


def _stem(word: str) -> str:
    return _ENDING.sub("", word)
