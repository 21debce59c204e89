"""Choosing among the interpretations of a question by what the reader finds for each."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.questions.analysis import QuestionAnalysis
from qa.questions.variants import InterpretationKind
from qa.reading import Reader, Reading

_TIE = 0.05  # log-odds within which the question as typed wins
_NOTHING_FOUND = -12.0  # log-odds


@dataclass(frozen=True, slots=True)
class Tried:
    """An interpretation that was read: its best candidate, "" if there was none, and that one's confidence.

    `score` is the sum of the prior (the log of a probability) and of how far the candidate is above the threshold, in
    log-odds.
    """

    analysis: QuestionAnalysis
    text: str
    confidence: float
    score: float

    @property
    def is_as_typed(self) -> bool:
        """Whether the wording is that of the question."""
        return self.analysis.made is InterpretationKind.AS_TYPED


def tried(reader: Reader, analysis: QuestionAnalysis, reading: Reading) -> Tried:
    """Return an interpretation with its score."""
    best = max(reading.spans, key=lambda span: span.score, default=None)
    confidence = reader.confidence(best.score) if best else 0.0
    above = best.score - reading.null_score if best else _NOTHING_FOUND
    return Tried(analysis, best.text if best else "", confidence, analysis.prior + above)


def number_of_best(found: Sequence[Tried]) -> int:
    """Return the number of the best interpretation; as typed wins ties."""
    return max(range(len(found)), key=lambda number: found[number].score + _TIE * found[number].is_as_typed)
