"""What every reader does, whatever it is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from qa.questions.answer_type import TypedQuestion
from qa.records import AnswerSpan, Article, Hit

ArticleSource = Callable[[str], Article]


@dataclass(frozen=True, slots=True)
class Reading:
    """Candidate answers, best first, and the score below which silence is the better answer."""

    spans: tuple[AnswerSpan, ...]
    null_score: float


class Reader(Protocol):
    """Finds the spans of retrieved passages that answer a question."""

    @property
    def identity(self) -> str:
        """What makes two scores comparable: a digest of what they are computed with."""

    def read(self, question: TypedQuestion, hits: Sequence[Hit], article: ArticleSource) -> Reading:
        """Return spans scored on one scale over all the hits; `article` gives the article of an id."""

    def confidence(self, score: float) -> float:
        """Return the probability (0–1) that a span with this score answers its question."""
