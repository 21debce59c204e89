"""Days as flags give them."""

from datetime import date

from qa.dates import why_no_day
from qa.errors import SettingsError


def day_flag(name: str, written: str | None) -> date | None:
    """Read `YYYY-MM-DD`, or raise an error that names the flag."""
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        why = why_no_day(written)
        what = f"“{written}” after {name} is not a day{f': {why}' if why else ''}."
        raise SettingsError(
            what, "Take a day that there is." if why else "Write it as 2024-09-18."
        ) from error
