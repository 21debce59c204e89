"""LabelledQuestion questions asked, and what went wrong with each."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qa.answering.span_answers import refusal
from qa.batch.asking import ask_row
from qa.engine import Engine
from qa.errors import NoSuchDayError
from qa.evaluation.gold import LabelledQuestion, gold_ids, same_at_granularity
from qa.evaluation.measures import RIGHT_FROM, exact_match, f1, normalised
from qa.progress import Event, Read, Retrieved
from qa.records import Answer, AnswerSpan, Hit, Reason, Status

_NEVER_SILENT = float("-inf")


class Cause(StrEnum):
    """What went wrong, in the order of the way from a question to its answer."""

    NOT_RETRIEVED = "not retrieved"
    WRONGLY_REFUSED = "wrongly refused"
    NOT_READ = "not read"
    WRONG_DATE = "wrong date"
    WRONGLY_ANSWERED = "answered, but the articles do not say"


@dataclass(frozen=True, slots=True)
class Trial:
    """One labelled question and what it came to.

    `unsilenced` is the answer had nothing been refused; `reading` is what was read, None where nothing was or
    where the question was answered in several parts; `gold` are the ids of the articles that support the right
    answer.
    """

    labelled: LabelledQuestion
    answer: Answer
    unsilenced: Answer
    hits: tuple[Hit, ...]
    reading: Read | None
    gold: frozenset[str]
    seconds: float

    @property
    def spans(self) -> tuple[AnswerSpan, ...]:
        """All spans that were read, best first."""
        return self.reading.spans if self.reading else ()

    @property
    def answerable(self) -> bool:
        """Whether the articles say it."""
        return bool(self.labelled.answers)

    @property
    def answered(self) -> bool:
        """Whether there was an answer, right or wrong."""
        return self.answer.status is Status.ANSWERED

    @property
    def f1(self) -> float:
        """F1 of the answer; where the articles do not say, 1 for silence."""
        return f1(self.answer.text or "", self.labelled.answers)

    @property
    def exact(self) -> float:
        """Exact match of the answer."""
        return exact_match(self.answer.text or "", self.labelled.answers)

    @property
    def right(self) -> bool:
        """Whether the answer is right; a refusal never is."""
        return is_right(self.labelled, self.answer)

    @property
    def date_right(self) -> bool | None:
        """Whether the answer's date is gold's at gold's grain; None where there is no gold date."""
        if self.labelled.date is None:
            return None
        resolved = self.answer.resolved_date
        if resolved is None or resolved.value is None:
            return False
        return same_at_granularity(resolved.value, self.labelled.date)

    @property
    def rank(self) -> int | None:
        """The rank, from 1, of the first hit from a supporting article."""
        return next((hit.rank for hit in self.hits if hit.passage.article_id in self.gold), None)

    @property
    def retrieved(self) -> bool:
        """Whether a supporting article was read; where none is labelled, a passage with a gold answer."""
        if self.gold:
            return self.rank is not None
        golds = [normalised(gold) for gold in self.labelled.answers]
        texts = [normalised(hit.passage.text) for hit in self.hits]
        return any(gold in text for gold in golds for text in texts)

    @property
    def cause(self) -> Cause | None:
        """What went wrong, None where nothing did."""
        if not self.answerable:
            return Cause.WRONGLY_ANSWERED if self.answered else None
        if self.right:
            return Cause.WRONG_DATE if self.date_right is False else None
        if not self.retrieved:
            return Cause.NOT_RETRIEVED
        return Cause.NOT_READ if self.answered else Cause.WRONGLY_REFUSED


def is_right(labelled: LabelledQuestion, answer: Answer) -> bool:
    """Say whether an answer is one, and right."""
    gold = labelled.answers
    return answer.text is not None and bool(gold) and f1(answer.text, gold) >= RIGHT_FROM


def ask_labelled(
    engine: Engine, labelled: Sequence[LabelledQuestion], top_k: int | None = None
) -> Iterator[Trial]:
    """Ask the questions one after the other, so that their seconds are those that a person waits."""
    for each, gold in zip(labelled, gold_ids(labelled, engine.articles()), strict=True):
        read: list[Read] = []
        retrieved: list[Retrieved] = []
        began = time.perf_counter()
        try:
            answer = ask_row(engine, each.row, top_k=top_k, watch=_collecting(read, retrieved))
        except NoSuchDayError:  # told to a person, which here counts as refused
            answer = refusal(each.row.text, Reason.FILTERED_OUT)
        seconds = time.perf_counter() - began
        hits = retrieved[-1].hits if retrieved else ()
        reading = read[0] if len(read) == 1 else None
        unsilenced = answer_at(engine, hits, reading, _NEVER_SILENT) if reading else answer
        yield Trial(each, answer, unsilenced, hits, reading, gold, seconds)


def answer_at(engine: Engine, hits: Sequence[Hit], read: Read, threshold: float) -> Answer:
    """Return the answer that what was read gives at a threshold; nothing is read again."""
    return engine.answer_from(read.question, hits, read.spans, threshold)


def _collecting(read: list[Read], retrieved: list[Retrieved]) -> Callable[[Event], None]:
    def watch(event: Event) -> None:
        if isinstance(event, Read):
            read.append(event)
        elif isinstance(event, Retrieved):
            retrieved.append(event)

    return watch
