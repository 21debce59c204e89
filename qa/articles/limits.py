"""What the settings say about reading files: limits, and the columns of tables."""

from qa.articles.documents import Limits
from qa.settings.settings import Settings

_BYTES_PER_MEGABYTE = 1e6


def limits_of(settings: Settings) -> Limits:
    """Return the limits of the settings, and the defaults of what they don't set."""
    return Limits(
        text_bytes=int(settings.max_article_megabytes * _BYTES_PER_MEGABYTE),
        file_bytes=int(settings.max_file_megabytes * _BYTES_PER_MEGABYTE),
    )


def columns_of(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Return the columns of tables by the fields that they hold: ("text", "Story")."""
    pairs = (pair.partition("=") for pair in settings.table_columns.split(",") if pair.strip())
    return tuple((field.strip(), column.strip()) for field, _, column in pairs)
