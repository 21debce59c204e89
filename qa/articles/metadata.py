"""The names under which front matter, tables and documents state an article's title, date, author, source and URL."""

import re
from collections.abc import Mapping
from typing import Any

from qa.articles.documents import FIELDS

# In the order of preference; compared without capitals, blanks, "-", "_", ":" and ".".
SYNONYMS: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline", "hed", "articletitle", "ogtitle", "dctitle"),
    "published": (
        "published",
        "publishedat",
        "publishedon",
        "publishdate",
        "publishedtime",
        "publicationdate",
        "pubdate",
        "datepublished",
        "articlepublishedtime",
        "firstpublished",
        "dateline",
        "date",
        "dcdate",
        "dctermsissued",
        "issued",
        "posted",
        "postedon",
        "timestamp",
    ),
    "author": ("author", "authors", "byline", "by", "writer", "reporter", "creator", "dccreator"),
    "source": (
        "source",
        "publication",
        "publisher",
        "outlet",
        "newspaper",
        "agency",
        "site",
        "sitename",
        "ogsitename",
        "provider",
    ),
    "url": ("url", "link", "permalink", "canonical", "canonicalurl", "sourceurl", "weburl", "href", "uri"),
    "keywords": ("tags", "tag", "keywords", "keyword"),
    "text": (
        "text",
        "body",
        "content",
        "fulltext",
        "articlebody",
        "articletext",
        "article",
        "story",
        "maintext",
    ),
}
_JOINTS = re.compile(r"[\s\-_:.]")
_NOTHING = ("", "~", "null", "none", "nan")


def fields_of(values: Mapping[Any, Any], *, names: tuple[str, ...] = FIELDS) -> dict[str, str]:
    """Return the values of the fields that a mapping gives under any of their names.

    Lists name several authors or keywords; each keyword of a list ends its line.
    """
    known = {_JOINTS.sub("", str(key)).lower(): value for key, value in values.items()}
    found = {}
    for name in names:
        stated = (_written(name, known[synonym]) for synonym in SYNONYMS[name] if synonym in known)
        value = next((each for each in stated if each), None)
        if value:
            found[name] = value
    return found


def _written(name: str, value: Any) -> str | None:
    if name == "author" and isinstance(value, list):
        return ", ".join(filter(None, (_written(name, each) for each in value))) or None
    if name == "keywords" and isinstance(value, list):
        return "".join(f"{each}\n" for each in (_written(name, each) for each in value) if each) or None
    if name in ("author", "source") and isinstance(value, dict):
        return _written(name, value.get("name"))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    written = str(value)
    return None if written.strip().lower() in _NOTHING else written
