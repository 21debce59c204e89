"""The filters that options state."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.errors import SettingsError

if TYPE_CHECKING:
    from qa.engine import Engine
    from qa.records import Filters


def read_filters(
    engine: "Engine",
    since: str | None,
    until: str | None,
    source: str | None,
    tags: Sequence[str] | None = None,
    collection: str | None = None,
) -> "Filters":
    """Return the filters that options state; raises an error for wrong dates and for unknown names."""
    from qa.cli.dates import period_flags
    from qa.records import Filters

    first, last = period_flags(since, until)
    if first and last and first > last:
        raise SettingsError(f"--since {first} is after --until {last}.", "Swap the two dates.")
    return engine.checked(Filters(first, last, source, tags=tuple(tags or ()), collection=collection))
