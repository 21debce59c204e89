"""Time expressions: found in a text, and worked out against its dateline."""

from qa.dates.calendar import days_of, unit_of
from qa.dates.resolver import time_expressions
from qa.dates.wording import in_words

__all__ = ["days_of", "in_words", "time_expressions", "unit_of"]
