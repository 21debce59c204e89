"""Texts that name the other versions of a story and their differences."""

from collections.abc import Sequence
from datetime import date

from qa.records import Article, OtherVersion
from qa.utils.text import printable, shortened

_N_NAMED = 4
_TITLE_CHARACTERS = 60


def version_lines(versions: Sequence[OtherVersion], of: Article) -> list[str]:
    """Return a line that names the versions that say the same, and one for each that says something else.

    `of` is the article that the quote is cited from.
    """
    return [*filter(None, (also_in(versions, of),)), *disagreements(versions, of)]


def also_in(versions: Sequence[OtherVersion], of: Article) -> str:
    """Return “Also in: …” with the versions that say the same, "" if there are none."""
    names = [version_name(each, of) for each in versions if not each.differs]
    return f"Also in: {_listed(names)}" if names else ""


def disagreements(versions: Sequence[OtherVersion], of: Article) -> list[str]:
    """Return what the versions say that have another number, day or name in the quoted sentence."""
    by_quote: dict[str, list[str]] = {}
    for each in versions:
        if each.differs:
            by_quote.setdefault(printable(each.quote), []).append(version_name(each, of))
    return [f"Differs in {_listed(names)}: “{quote}”" for quote, names in by_quote.items()]


def version_name(version: OtherVersion, of: Article) -> str:
    """Return a version's source, title and date, each only if it differs from the article's."""
    source = version.source if version.source != of.source else None
    title = f"“{shortened(version.title, _TITLE_CHARACTERS)}”" if version.title != of.title else None
    day = _day(version.published) if version.published != of.published else None
    named = ", ".join(printable(each) for each in (source, title, day) if each)
    return named or f"the file {printable(version.path or version.article_id)}"


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _N_NAMED
    return "; ".join(names[:_N_NAMED]) + (f"; {more} more" if more > 0 else "")


def _day(published: date | None) -> str:
    return f"{published.day} {published:%B %Y}" if published else "undated"
