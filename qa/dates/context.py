"""The context of a mention: the dateline, the dates mentioned before, the tense of its clause."""

import re
from collections import deque
from dataclasses import dataclass, field
from datetime import date, timedelta

from qa.dates.calendar import days_of, long_day, unit_of
from qa.dates.expressions import Mention
from qa.dates.tense import tense_around
from qa.dates.verbs import Tense
from qa.records import Certainty, TimeKind

_REMEMBERED = 100  # number of values; earlier ones are forgotten
_SENTENCE_END = re.compile(r"[.!?][\"”’')]{0,2}\s|\n\s*\n")
_MONTHS = re.compile(r"P([2-9]|1[01])M")
_NEAR = 1200  # characters in which "the quarter" still refers to the one mentioned before


@dataclass(frozen=True, slots=True)
class Reading:
    """The resolution of a mention; see qa.records.TimeExpression."""

    kind: TimeKind
    value: str | None
    rule: str
    certainty: Certainty = Certainty.CERTAIN
    reference: date | None = None
    alternative: str | None = None


@dataclass(frozen=True, slots=True)
class ToldDay:
    """The day that a story has reached; `is_close` if the same sentence names it, or the one before."""

    day: date
    is_close: bool


@dataclass(slots=True)
class Context:
    """The state while the mentions of one article are resolved in order."""

    published: date | None
    named: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    latest: Reading | None = None  # the reading mentioned last
    months: tuple[int, int] | None = None  # position and number of "the first nine months"
    expected: set[int] = field(default_factory=set)  # position of a day that may be in the future
    compared: set[int] = field(default_factory=set)  # position of a period that is only used for comparison
    years: dict[str, int] = field(
        default_factory=dict
    )  # of days and months, as stated or by tense: "11-20" → 1997

    def remember(self, mention: Mention, reading: Reading) -> None:
        """Remember a dated reading, for mentions relative to it."""
        if reading.value and reading.kind in (TimeKind.DATE, TimeKind.TIME) and days_of(reading.value):
            self.named.append((mention.span.start, reading.value))
            self.latest = reading
            is_day = unit_of(reading.value) == "day"
            may_come = (reading.alternative or "") > str(self.published or "")
            if is_day and (may_come or tense_of(mention) is Tense.FUTURE):
                self.expected.add(mention.span.start)
            if is_day and reading.reference is None:
                self.years[reading.value[5:10]] = int(reading.value[:4])
            if mention.has("ago", "earlier") and not mention.has("this"):
                self.compared.add(mention.span.start)

    def remember_months(self, mention: Mention, reading: Reading) -> None:
        """Remember "the first nine months", which "the same period" can refer to."""
        found = _MONTHS.fullmatch(reading.value or "")
        if reading.kind is TimeKind.DURATION and found and mention.has("first"):
            self.months = (mention.span.start, int(found[1]))

    def first_months(self, mention: Mention) -> int | None:
        """Return how many first months of a year were mentioned nearby; None if a quarter or half was since."""
        if self.months is None or mention.span.start - self.months[0] > _NEAR:
            return None
        start, count = self.months
        since = (unit_of(value) for place, value in self.named if place > start)
        return None if any(unit in ("quarter", "half") for unit in since) else count

    def last_named(self, mention: Mention, *units: str) -> str | None:
        """Return the value last mentioned, of one of these units if any are given."""
        for start, value in reversed(self.named):
            if mention.span.start - start > _NEAR:
                return None
            if not units or unit_of(value) in units:
                return value
        return None

    def own_period(self, unit: str, mention: Mention | None = None) -> str | None:
        """Return the last period that the text is about, not one used for comparison.

        With a mention, only periods mentioned near it count.
        """
        for start, value in reversed(self.named):
            if mention and mention.span.start - start > _NEAR:
                return None
            if unit_of(value) == unit and start not in self.compared:
                return value
        return None

    def told_day(self, mention: Mention) -> "ToldDay | None":
        """Return the day that a story has reached before a mention: the last one that is named nearby.

        A future day counts only if the mention's clause is about the future.
        """
        past = tense_of(mention) is not Tense.FUTURE
        for start, value in reversed(self.named):
            if mention.span.start - start > _NEAR:
                return None
            days = days_of(value)
            if unit_of(value) != "day" or days is None:
                continue
            if past and (start in self.expected or (self.published and days[0] > self.published)):
                continue
            between = mention.tokens.text[start : mention.span.start]
            return ToldDay(days[0], is_close=len(_SENTENCE_END.findall(between)) <= 1)
        return None


def tense_of(mention: Mention) -> Tense:
    """Return the tense of the clause around a mention."""
    return tense_around(mention.tokens.text, mention.span.start, mention.span.end)


def unresolved(kind: TimeKind = TimeKind.DATE) -> Reading:
    """Return the reading of a relative expression without a dateline."""
    return Reading(kind, None, "the article has no date to count from", Certainty.AMBIGUOUS)


def counted(day: date, published: date, how: str, **more: Certainty | str | None) -> Reading:
    """Return a day counted from the dateline."""
    certainty = more.get("certainty") or Certainty.CERTAIN
    alternative = more.get("alternative")
    return Reading(
        TimeKind.DATE,
        day.isoformat(),
        f"{how} {long_day(published)}",
        Certainty(certainty),
        published,
        str(alternative) if alternative else None,
    )


def day_later(day: date, count: int) -> date:
    """Return the day `count` days later."""
    return day + timedelta(days=count)
