"""How a date was worked out, in words: in one line, or as labelled rows."""

from datetime import date
from typing import Protocol

from qa.dates.calendar import long_day
from qa.dates.wording import in_words
from qa.records import Certainty, TimeKind
from qa.utils.text import printable

_UNKNOWN = "unknown"


class WorkedOut(Protocol):
    """A date with how it was worked out: a TimeExpression or a ResolvedDate."""

    @property
    def value(self) -> str | None:
        """A TIMEX3 value, None if it is not known."""

    @property
    def reference(self) -> date | None:
        """The day it was counted from."""

    @property
    def rule(self) -> str:
        """The rule."""

    @property
    def certainty(self) -> Certainty:
        """How certain it is."""

    @property
    def alternative(self) -> str | None:
        """The value of the other reading."""


def explanation(words: str, found: WorkedOut) -> str:
    """Return in one line the words a date came from, its rule, the day it was counted from, and how certain it is.

    The day is left out if the rule names it.
    """
    steps = [printable(found.rule)]
    if found.reference is not None and long_day(found.reference) not in found.rule:
        steps.append(f"counted from {long_day(found.reference)}")
    if found.certainty is not Certainty.CERTAIN:
        other = f", or {in_words(found.alternative)}" if found.alternative else ""
        steps.append(f"{found.certainty}{other}")
    return f"“{printable(words)}”: {', '.join(filter(None, steps))}"


def explanation_rows(
    words: str, found: WorkedOut, kind: TimeKind = TimeKind.DATE
) -> tuple[tuple[str, str], ...]:
    """Return the steps by which a date was worked out, each with a label; `kind` is that of the expression."""
    rows = (
        ("words", f"“{printable(words)}”"),
        ("counted from", long_day(found.reference) if found.reference else ""),
        ("rule", printable(found.rule)),
        ("date", in_words(found.value, kind) if found.value else _UNKNOWN),
        ("other reading", in_words(found.alternative, kind) if found.alternative else ""),
        ("certainty", str(found.certainty)),
    )
    return tuple((label, text) for label, text in rows if text)
