"""What to ask an archive whose newest article is older than the dates asked for."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from qa.dates import day_in_words
from qa.library import Library
from qa.questions.dates import date_filter_of
from qa.records import Answer, DateFilter, Filters, Status

# a possessive that the date had, and a comma that a date at the end would be on the wrong side of
_NEEDS_DATE = re.compile(r"(?:\A|\s)['’]s?\b|,")


def with_newest_day(answer: Answer, filters: Filters, as_of: date, library: Library) -> Answer:
    """Return a refusal with the day of the newest article searched, if all dates asked for are after it.

    It also has the question counted from that day. The dates asked for are those that the question names, or else
    the filter `since`. Dates after `as_of` don't count, because no library has articles of them.
    """
    if answer.status is not Status.NOT_FOUND:
        return answer
    days = answer.date_filter
    since = days.since if days else filters.since
    newest = newest_day(library, filters) if since else None
    if since is None or newest is None or not newest < since <= as_of:
        return answer
    question = answer.standalone_question or answer.question
    return replace(
        answer, newest_day=newest, dated_question=counted_from(question, days, newest) if days else None
    )


def newest_day(library: Library, filters: Filters) -> date | None:
    """Return the day of the newest dated article that matches the filters other than `since`, or None."""
    if not library.exists:
        return None
    others = replace(filters, since=None, speaks_of=None)
    if others.narrowing:
        return max((each.published for each in library.articles(others) if each.published), default=None)
    newest = library.store.newest()
    return library.article(newest).published if newest else None


def counted_from(question: str, days: DateFilter, newest: date) -> str | None:
    """Return a question with its relative dates as counted from `newest` and written out; None if it has none.

    "Who resigned last year?" becomes "Who resigned in 2005?". The wording is checked: it names those dates only.
    """
    meant = date_filter_of(question, newest)
    if (
        meant is None
        or (meant.since, meant.until) == (days.since, days.until)
        or _NEEDS_DATE.search(meant.rest)
    ):
        return None
    for period in _periods(meant):
        words = meant.rest.rstrip(" ?.!")
        wording = f"{words} {period}{meant.rest[len(words) :].strip()}"
        wording = wording[0].upper() + wording[1:] if question[0].isupper() else wording
        found = date_filter_of(wording, days.until)
        if found is not None and (found.since, found.until) == (meant.since, meant.until):
            return wording
    return None


def _periods(meant: DateFilter) -> Iterator[str]:
    """Yield the ways to write dates: "in 2005", "on 29 November 2006", "from 20 to 26 November 2006"."""
    yield f"{'on' if meant.since == meant.until else 'in'} {meant.text}"
    yield f"from {' to '.join(day_in_words((day, day)) for day in (meant.since, meant.until))}"
