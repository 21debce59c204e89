"""Temporal expressions: recognition in a text, and normalisation against its dateline."""

from qa.dates.calendar import days_of, unit_of
from qa.dates.explanation import explanation, explanation_rows
from qa.dates.impossible_dates import no_such_day, why_no_day
from qa.dates.resolver import PUBLICATION_DAY, dates_an_event, speaks_of_time, time_expressions
from qa.dates.wording import day_in_words, in_words

__all__ = [
    "PUBLICATION_DAY",
    "dates_an_event",
    "day_in_words",
    "days_of",
    "explanation",
    "explanation_rows",
    "in_words",
    "no_such_day",
    "speaks_of_time",
    "time_expressions",
    "unit_of",
    "why_no_day",
]
