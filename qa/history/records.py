"""Conversations as they are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

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
    """One question with what became of it; `number` counts from 1 in its conversation.

    `id` is the same in every copy of the conversation. `articles` holds, by id, the articles that the answer cites
    or comes near to, as they were then. `error` is what was shown instead of an answer; without either the question
    was stopped. `note` was on the card.
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
class SavedConversation:
    """A conversation with all its turns, oldest first."""

    summary: ConversationSummary
    turns: tuple[SavedTurn, ...]
