"""Corrections of articles in words."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from tui.formatting import answer_text

if TYPE_CHECKING:
    from qa import Article, ArticleSummary, Correction

INTRODUCTION = (
    "Relative dates in the text (“on Wednesday”) are counted from the date. The file is not changed."
)
_FIELDS = ("published", "source", "title")


def shared_fields(articles: "Sequence[Article | ArticleSummary]") -> dict[str, str | None]:
    """Return the fields that can be corrected as they are written; None where the articles differ.

    Several articles have no title in common.
    """
    names = _FIELDS if len(articles) == 1 else _FIELDS[:-1]
    found = {name: {_written(getattr(each, name)) for each in articles} for name in names}
    return {name: values.pop() if len(values) == 1 else None for name, values in found.items()}


def named(articles: "Sequence[Article | ArticleSummary]") -> str:
    """Return the title of one article, or how many there are."""
    one = f"“{answer_text.shortened(articles[0].title, 50)}”"
    return one if len(articles) == 1 else answer_text.counted(len(articles), "article")


def corrected(corrections: "Sequence[Correction]") -> str:
    """Return what was changed, and how to undo it."""
    if not corrections:
        return "Nothing was changed."
    names = list(dict.fromkeys(name for each in corrections for name in each.changed))
    articles = [each.after for each in corrections]
    (day,) = {each.after.published for each in corrections} if names == ["published"] else {None}
    to = f" to {answer_text.day(day)}" if day else ""
    return f"Changed {answer_text.field_words(names)} of {named(articles)}{to}. Press Z to undo."


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else answer_text.line(str(value or ""))
