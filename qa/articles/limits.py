"""The limits on files that the settings give."""

from qa.articles.documents import Limits
from qa.settings.settings import Settings

_BYTES_PER_MEGABYTE = 1e6


def limits_of(settings: Settings) -> Limits:
    """Return the limits of the settings, and the defaults of what they don't set."""
    return Limits(
        text_bytes=int(settings.max_article_megabytes * _BYTES_PER_MEGABYTE),
        file_bytes=int(settings.max_file_megabytes * _BYTES_PER_MEGABYTE),
    )
