"""The other versions of a story in words: what each is called, and where it disagrees."""

from datetime import date
from typing import Protocol

from qa.records import Citation, OtherVersion
from qa.utils.text import printable, shortened

_N_NAMED = 4
_TITLE_CHARACTERS = 60


class _Named(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def published(self) -> date | None: ...
    @property
    def source(self) -> str | None: ...


def also_in(citation: Citation) -> str:
    """Return “also in …” with the versions that say the same, "" if there are none."""
    names = [version_name(each, citation.article) for each in citation.versions if not each.differs]
    more = len(names) - _N_NAMED
    listed = "; ".join(names[:_N_NAMED]) + (f"; {more} more" if more > 0 else "")
    return f"also in {listed}" if names else ""


def disagreements(citation: Citation) -> list[str]:
    """Return what the versions say that have another number, day or name in the cited sentence."""
    return [
        f"{version_name(each, citation.article)} says: “{printable(each.quote)}”"
        for each in citation.versions
        if each.differs
    ]


def version_name(version: OtherVersion, of: _Named) -> str:
    """Return what tells a version from an article: source, title and date, each only if it is another one."""
    source = version.source if version.source != of.source else None
    title = f"“{shortened(version.title, _TITLE_CHARACTERS)}”" if version.title != of.title else None
    day = _day(version.published) if version.published != of.published else None
    named = ", ".join(printable(each) for each in (source, title, day) if each)
    return named or f"a copy at {printable(version.path or version.article_id)}"


def _day(published: date | None) -> str:
    return f"{published.day} {published:%B %Y}" if published else "undated"
