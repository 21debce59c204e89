"""The days of what a sentence reports, compared with those of another sentence."""

import re
from collections.abc import Iterable, Sequence

from qa.answering.event_dates import belongs_to_saying
from qa.answering.event_distances import TimeSource
from qa.attribution.words import DAYS, TIMES
from qa.dates import dates_an_event, days_of
from qa.dates.calendar import Days
from qa.english.stemming import stem_of, stems_of
from qa.questions.mentions import content_words
from qa.records import Alternative, Span, TimeExpression

_WHICH = re.compile(r"\b(?P<which>last|previous|earlier|another)\s(?P<thing>[^\W\d_]+)", re.IGNORECASE)
# "the worst flood since 1998" doesn't happen in 1998.
_ONLY_LIMITS = re.compile(r"\b(?:since|until|till|before|after|than)(?:\s(?:the|in|on))?\s\Z", re.IGNORECASE)


def are_of_different_events(one: Alternative, other: Alternative, times: TimeSource) -> bool:
    """Return whether the first cited sentences of two answers report other days, or one of them "the last flood"."""
    quotes = [each.citations[0].quote for each in (one, other)]
    return _differ(*(_days_of_alternative(each, times) for each in (one, other))) or _are_told_apart(*quotes)


def _are_told_apart(one: str, other: str) -> bool:
    """Return whether both sentences mention a flood, but only one calls it "the last flood"."""
    told = [
        {
            (each["which"].lower(), stem_of(each["thing"].lower()))
            for each in _WHICH.finditer(text)
            if each["thing"].lower() not in DAYS | TIMES
        }
        for text in (one, other)
    ]
    common = stems_of(set(content_words(one))) & stems_of(set(content_words(other)))
    return any(thing in common for _, thing in told[0] ^ told[1])


def _differ(one: Sequence[Days], other: Sequence[Days]) -> bool:
    return bool(one and other) and not _overlap(one, other)


def _overlap(some: Sequence[Days], others: Sequence[Days]) -> bool:
    return any(first <= end and start <= last for first, last in some for start, end in others)


def _days_of_alternative(answer: Alternative, times: TimeSource) -> list[Days]:
    cited = answer.citations[0]
    return _days_reported(cited.quote, cited.article_span.start, times(cited.article.id))


def _days_reported(sentence: str, start: int, times: Sequence[TimeExpression]) -> list[Days]:
    """Return the days in a sentence that starts at `start` in its article, without those of statements and limits."""
    whole = Span(start, start + len(sentence))
    return _known_days(
        each
        for each in times
        if whole.contains(each.article_span)
        and dates_an_event(each)
        and not _ONLY_LIMITS.search(sentence[: each.article_span.start - start])
        and not belongs_to_saying("", sentence, each.article_span.shifted(-start))
    )


def _known_days(times: Iterable[TimeExpression]) -> list[Days]:
    return [days for each in times if (days := days_of(each.value)) is not None]
