"""Saved conversations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from qa.dates import days_of
from qa.records import Answer, Article, Filters, ResolvedDate


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """A conversation without its turns; `begun` and `changed` are in UTC."""

    id: str
    title: str
    begun: datetime
    changed: datetime
    n_turns: int


@dataclass(frozen=True, slots=True)
class SavedTurn:
    """One saved question with its result; `number` counts from 1 in its conversation.

    `id` is the same in every copy of the conversation. `articles` has, by id, the articles that the answer cites or
    lists as closest, as they were then. `error` was shown instead of an answer; if neither is set, the question was
    stopped. `note` was shown on the card.
    """

    id: str
    number: int
    question: str
    asked: datetime
    filters: Filters
    answer: Answer | None = None
    articles: Mapping[str, Article] = field(default_factory=dict)
    error: tuple[str, str] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class DeletedConversation:
    """A conversation that was deleted: its rows by table, each after its row id, to put them back."""

    id: str
    rows: Mapping[str, Sequence[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Note:
    """A pinned answer with the user's text; `pinned` is in UTC.

    Notes are ordered by `position`; None stands for the end.
    """

    id: str
    position: int | None
    pinned: datetime
    answer: Answer
    text: str = ""

    @property
    def question(self) -> str:
        """The question as it is understood without the conversation."""
        return self.answer.standalone_question or self.answer.question

    @property
    def dated(self) -> ResolvedDate | None:
        """The date that the answer, or its first part, is about; None if none was worked out."""
        found = self.answer.resolved_date or next(
            (part.resolved_date for part in self.answer.parts if part.resolved_date), None
        )
        return found if found is not None and found.value else None

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and last day of what the answer is about, or the day of its first article."""
        worked_out = days_of(self.dated.value) if self.dated and self.dated.value else None
        if worked_out is not None:
            return worked_out
        published = next((each.article.published for each in self.answer.citations), None)
        return (published, published) if published else None

    @property
    def is_quote(self) -> bool:
        """Whether the user picked a whole quote, and no answer was worked out."""
        quotes = [each.quote for each in self.answer.citations]
        return quotes == [self.answer.text] and self.answer.verdict is None


class PinResult(StrEnum):
    """What pinning an answer did to the notebook."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


def in_day_order(notes: Sequence[Note]) -> list[Note]:
    """Return notes by their days, those without a day last; notes about the same days keep their order."""
    last = (date.max, date.max)
    return sorted(notes, key=lambda note: note.days or last)


@dataclass(frozen=True, slots=True)
class SavedConversation:
    """A conversation with all its turns, oldest first."""

    summary: ConversationSummary
    turns: tuple[SavedTurn, ...]
