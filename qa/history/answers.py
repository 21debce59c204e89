"""Answers, articles and filters ↔ JSON in the conversations' file, lossless.

Answers of the first two formats are still read: there a citation has its article's id in `article`.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from qa.answer_codec import decoded, encoded
from qa.records import Answer, Article, Citation, Filters

Json = dict[str, Any]


def packed_answer(answer: Answer) -> str:
    """Return an answer as JSON, with ids in place of the cited articles."""
    return json.dumps(encoded(answer, exact=True), ensure_ascii=False)


def unpacked_answer(packed: str, articles: Mapping[str, Article]) -> Answer:
    """Return the answer; every quote is checked against its article again. Raises ValueError or KeyError."""
    plain = json.loads(packed)
    is_old = isinstance(plain, dict) and "text" in plain
    return _old_answer(plain, articles) if is_old else decoded(plain, articles.__getitem__)


def cited_articles(answer: Answer) -> dict[str, Article]:
    """Return the articles of every citation of an answer and its parts, by id."""
    return {citation.article.id: citation.article for citation in _all_citations(answer)}


def _all_citations(answer: Answer) -> Iterator[Citation]:
    yield from (*answer.citations, *answer.matches)
    for other in (*answer.alternatives, *answer.choices):
        yield from other.citations
    for part in answer.parts:
        yield from _all_citations(part)


def packed(record: Article | Filters) -> str:
    """Return a record as JSON."""
    kind: Any = type(record)
    return str(_adapter(kind).dump_json(record).decode())


def unpacked_article(text: str) -> Article:
    """Return an article."""
    article: Article = _adapter(Article).validate_json(text, strict=True)
    return article


def unpacked_filters(text: str) -> Filters:
    """Return filters."""
    filters: Filters = _adapter(Filters).validate_json(text, strict=True)
    return filters


def _old_answer(plain: Json, articles: Mapping[str, Article]) -> Answer:
    for citation in _citations(plain):
        citation["article"] = articles[citation["article"]]
    answer: Answer = _adapter(Answer).validate_python(plain)
    return answer


def _citations(answer: Json) -> Iterator[Json]:
    yield from answer["citations"]
    for other in (*answer["alternatives"], *answer.get("choices", ())):
        yield from other["citations"]
    for part in answer.get("parts", ()):
        yield from _citations(part)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
