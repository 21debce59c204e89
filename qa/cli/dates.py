"""Dates in options."""

from datetime import date

from qa.dates import why_no_day
from qa.errors import SettingsError


def day_flag(name: str, written: str | None) -> date | None:
    """Parse `YYYY-MM-DD`, or raise an error that names the option."""
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        why = why_no_day(written)
        what = f"“{written}” after {name} is not a date{f': {why}' if why else ''}."
        raise SettingsError(
            what, "Use a date that exists, like 2024-09-18." if why else "Use the form 2024-09-18."
        ) from error
