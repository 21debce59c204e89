"""Saved conversations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from qa.records import Answer, Article, Filters


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


@dataclass(frozen=True, slots=True)
class SavedConversation:
    """A conversation with all its turns, oldest first."""

    summary: ConversationSummary
    turns: tuple[SavedTurn, ...]
