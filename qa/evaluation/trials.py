"""Asking labelled questions and classifying the errors."""

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
    """The kind of error, in pipeline order."""

    NOT_RETRIEVED = "not retrieved"
    WRONGLY_REFUSED = "wrongly refused"
    NOT_READ = "not read"
    WRONG_DATE = "wrong date"
    WRONGLY_ANSWERED = "answered without support"


@dataclass(frozen=True, slots=True)
class Trial:
    """One labelled question and its result.

    `unsilenced` is the answer without refusal. `reading` is what was read, None if nothing was or if the question was
    answered in parts. `gold` are the ids of supporting articles.
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
        """Whether the articles answer the question."""
        return bool(self.labelled.answers)

    @property
    def answered(self) -> bool:
        """Whether there was an answer, right or wrong."""
        return self.answer.status is Status.ANSWERED

    @property
    def f1(self) -> float:
        """F1 of the answer; 1 for a refusal if the articles don't answer."""
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
        """Whether the answer's date matches the gold date at its granularity; None without a gold date."""
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
        """Whether a supporting article was read; if none is labelled, whether a passage with a gold answer was."""
        if self.gold:
            return self.rank is not None
        golds = [normalised(gold) for gold in self.labelled.answers]
        texts = [normalised(hit.passage.text) for hit in self.hits]
        return any(gold in text for gold in golds for text in texts)

    @property
    def cause(self) -> Cause | None:
        """The error, None if there is none."""
        if not self.answerable:
            return Cause.WRONGLY_ANSWERED if self.answered else None
        if self.right:
            return Cause.WRONG_DATE if self.date_right is False else None
        if not self.retrieved:
            return Cause.NOT_RETRIEVED
        return Cause.NOT_READ if self.answered else Cause.WRONGLY_REFUSED


def is_right(labelled: LabelledQuestion, answer: Answer) -> bool:
    """Return whether an answer is given and right."""
    gold = labelled.answers
    return answer.text is not None and bool(gold) and f1(answer.text, gold) >= RIGHT_FROM


def ask_labelled(
    engine: Engine, labelled: Sequence[LabelledQuestion], top_k: int | None = None
) -> Iterator[Trial]:
    """Ask the questions one after the other, so that the timings are what a user would see."""
    for each, gold in zip(labelled, gold_ids(labelled, engine.articles()), strict=True):
        read: list[Read] = []
        retrieved: list[Retrieved] = []
        began = time.perf_counter()
        try:
            answer = ask_row(engine, each.row, top_k=top_k, watch=_collecting(read, retrieved))
        except NoSuchDayError:  # shown to a user as an error, so it counts as refused here
            answer = refusal(each.row.text, Reason.FILTERED_OUT)
        seconds = time.perf_counter() - began
        hits = retrieved[-1].hits if retrieved else ()
        reading = read[0] if len(read) == 1 else None
        unsilenced = answer_at(engine, hits, reading, _NEVER_SILENT) if reading else answer
        yield Trial(each, answer, unsilenced, hits, reading, gold, seconds)


def answer_at(engine: Engine, hits: Sequence[Hit], read: Read, threshold: float) -> Answer:
    """Return the answer that a previous reading gives at a threshold; nothing is read again."""
    return engine.answer_from(read.question, hits, read.spans, threshold)


def _collecting(read: list[Read], retrieved: list[Retrieved]) -> Callable[[Event], None]:
    def watch(event: Event) -> None:
        if isinstance(event, Read):
            read.append(event)
        elif isinstance(event, Retrieved):
            retrieved.append(event)

    return watch
