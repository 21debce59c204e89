"""What the timeline opens on: the topic of the last question, and the days of its answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qa import Answer, Status, days_of, events_query
from tui.formatting.date_ranges import Days
from tui.state import Turn

_AROUND = timedelta(days=7)  # shown before and after the days of an answer


@dataclass(frozen=True, slots=True)
class Opening:
    """A search, "" for all events, and the days to show.

    `is_guess` is set if the question doesn't name the days: they are dropped if they have no events. `article_ids`
    are the cited articles, and `day` is what the answer is about; an event of theirs is selected.
    """

    query: str = ""
    days: Days | None = None
    is_guess: bool = False
    article_ids: tuple[str, ...] = ()
    day: date | None = None


def opening_of(turns: Sequence[Turn], question: str) -> Opening:
    """Return what to open on for a conversation's question; nothing in particular if nothing was asked."""
    turn = next((each for each in reversed(turns) if each.question == question), None)
    if turn is None or turn.answer is None or turn.answer.reaction is not None:
        return Opening()
    answer = turn.answer
    cited = tuple(dict.fromkeys(each.article.id for each in answer.citations))
    if (named := answer.date_filter) is not None:
        days = (named.since, named.until)
        return Opening(
            events_query(named.rest), days, article_ids=cited, day=_answered_days(answer, named.since)
        )
    query = events_query(answer.standalone_question or question)
    day = _answered_days(answer, None)
    if day is None:
        return Opening(query, article_ids=cited)
    return Opening(query, _around(day), is_guess=True, article_ids=cited, day=day)


def _answered_days(answer: Answer, default: date | None) -> date | None:
    """Return the day that an answer is about: the date that it gives, or else that of the cited article."""
    if answer.status is not Status.ANSWERED:
        return default
    first = answer.parts[0] if answer.parts else answer
    resolved = days_of(first.resolved_date.value) if first.resolved_date else None
    if resolved is not None:
        return resolved[0]
    return default or next((each.article.published for each in first.citations), None)


def _around(day: date) -> Days:
    since = day - _AROUND if day - date.min >= _AROUND else date.min
    until = day + _AROUND if date.max - day >= _AROUND else date.max
    return since, until
