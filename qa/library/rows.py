"""Articles and temporal expressions as rows of the database."""

import json
from datetime import date
from typing import Any

from qa.dates import days_of
from qa.records import Article, Certainty, OwnField, Section, Span, TimeExpression, TimeKind

ARTICLE_COLUMNS = (
    "id, title, text, published, source, url, path, author, sections, origins, raw_title, keywords,"
    " own_fields"
)


def read_article(row: tuple[Any, ...]) -> Article:
    """Return a row of ARTICLE_COLUMNS as an article; ValueError or TypeError if it makes no sense."""
    sections, origins = json.loads(row[8] or "[]"), dict(json.loads(row[9] or "{}"))
    keywords, own_fields = json.loads(row[11] or "[]"), dict(json.loads(row[12] or "{}"))
    return Article(
        id=row[0],
        title=row[1],
        text=row[2],
        published=read_day(row[3]),
        source=row[4],
        url=row[5],
        path=row[6],
        author=row[7],
        sections=tuple(Section(str(label), int(start)) for start, label in sections),
        origins=tuple((str(name), str(origin)) for name, origin in origins.items()),
        raw_title=row[10],
        keywords=tuple(map(str, keywords)),
        own_fields=tuple(
            OwnField(name, str(value), str(origin)) for name, (value, origin) in own_fields.items()
        ),
    )


def article_row(article: Article) -> tuple[Any, ...]:
    """Return an article as a row of ARTICLE_COLUMNS."""
    sections = [(section.start, section.label) for section in article.sections]
    own_fields = {each.name: (each.value, each.origin) for each in article.own_fields}
    return (
        article.id,
        article.title,
        article.text,
        stored_day(article.published),
        article.source,
        article.url,
        article.path,
        article.author,
        json.dumps(sections, ensure_ascii=False),
        json.dumps(dict(article.origins), ensure_ascii=False),
        article.raw_title,
        json.dumps(article.keywords, ensure_ascii=False),
        json.dumps(own_fields, ensure_ascii=False),
    )


def time_row(article_id: str, each: TimeExpression) -> tuple[Any, ...]:
    """Return a time expression as a row of its table."""
    days = days_of(each.value) or (None, None)
    return (
        article_id,
        *ends_of(each.article_span),
        str(each.kind),
        each.value,
        stored_day(each.reference),
        each.rule,
        str(each.certainty),
        each.alternative,
        *(stored_day(day) for day in days),
    )


def time_expression(row: tuple[Any, ...]) -> TimeExpression:
    """Return a row of the table as a time expression; ValueError or TypeError if it makes no sense."""
    return TimeExpression(
        Span(row[1], row[2]), TimeKind(row[3]), row[4], read_day(row[5]), row[6], Certainty(row[7]), row[8]
    )


def stored_day(day: date | None) -> str | None:
    """Return a day as it is stored."""
    return day.isoformat() if day else None


def read_day(stored: str | None) -> date | None:
    """Return a stored day; ValueError if it is none."""
    return date.fromisoformat(stored) if stored else None


def ends_of(span: Span) -> tuple[int, int]:
    """Return a span as it is stored."""
    return span.start, span.end
