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


def period_flags(since: str | None, until: str | None) -> tuple[date | None, date | None]:
    """Parse the values of --since and --until; a month or a year means its first or its last day."""
    return _limit("--since", since, is_last=False), _limit("--until", until, is_last=True)


def _limit(name: str, written: str | None, *, is_last: bool) -> date | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        return _typed(name, written, is_last=is_last)


def _typed(name: str, written: str, *, is_last: bool | None = None) -> date | None:
    """Parse a day, or the limit of a period if `is_last` says which."""
    from qa.questions.typed_days import typed_day, typed_limit  # load the whole date grammar

    today = datetime.now().astimezone().date()
    try:
        return typed_day(written, today) if is_last is None else typed_limit(written, today, is_last=is_last)
    except ValueError as error:
        what = f"“{printable(written)}” after {name} is not a date."
        raise SettingsError(what, str(error)) from error
