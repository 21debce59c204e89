"""Dates in options."""

from datetime import date, datetime

from qa.errors import SettingsError
from qa.utils.text import printable


def day_flag(name: str, written: str | None) -> date | None:
    """Parse a date as people type it, or raise an error that names the option; None if nothing is written."""
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        return _typed(name, written)


def _typed(name: str, written: str) -> date | None:
    from qa.questions.typed_days import typed_day  # loads the whole date grammar

    try:
        return typed_day(written, datetime.now().astimezone().date())
    except ValueError as error:
        what = f"“{printable(written)}” after {name} is not a date."
        raise SettingsError(what, str(error)) from error
