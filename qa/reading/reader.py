"""The interface of all readers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from qa.records import AnswerSpan, Article, Hit

if TYPE_CHECKING:
    from qa.questions.answer_type import TypedQuestion

ArticleSource = Callable[[str], Article]


@dataclass(frozen=True, slots=True)
class Reading:
    """Candidate answers, best first, and the score below which the answer is refused.

    `n_read` is the number of hits that were read if they settled the answer; None for all.
    """

    spans: tuple[AnswerSpan, ...]
    null_score: float
    n_read: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One interpretation of a question with its passages; `prior` is the log of its probability."""

    question: "TypedQuestion"
    hits: Sequence[Hit]
    prior: float = 0.0


class Reader(Protocol):
    """Finds the spans of retrieved passages that answer a question."""

    @property
    def identity(self) -> str:
        """A digest of everything that scores depend on; equal digests mean comparable scores."""

    def read(
        self,
        question: "TypedQuestion",
        hits: Sequence[Hit],
        article: ArticleSource,
        *,
        all_hits: bool = False,
    ) -> Reading:
        """Return spans scored on one scale over all hits; `article` returns an article by id.

        Unless `all_hits` is set, reading may end when the first hits settle the answer.
        """

    def read_several(self, asked: Sequence[Asked], article: ArticleSource) -> list[Reading]:
        """Return what `read` finds for each interpretation of one question, in less time."""

    def confidence(self, score: float) -> float:
        """Return the probability (0–1) that a span with this score answers its question."""
