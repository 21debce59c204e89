"""Answer ↔ JSON, lossless.

Articles are long and often cited more than once, so an answer's JSON refers to them by id and each is saved once.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from qa.records import Answer, Article, Filters

Json = dict[str, Any]


def packed_answer(answer: Answer) -> str:
    """Return an answer as JSON, with ids in place of the cited articles."""
    packed = _adapter(Answer).dump_python(answer, mode="json")
    for citation in _citations(packed):
        citation["article"] = citation["article"]["id"]
    return json.dumps(packed, ensure_ascii=False)


def unpacked_answer(packed: str, articles: Mapping[str, Article]) -> Answer:
    """Return the answer; every quote is checked against its article again."""
    plain = json.loads(packed)
    for citation in _citations(plain):
        citation["article"] = articles[citation["article"]]
    answer: Answer = _adapter(Answer).validate_python(plain)
    return answer


def packed(record: Article | Filters) -> str:
    """Return a record as JSON."""
    kind: Any = type(record)
    return str(_adapter(kind).dump_json(record).decode())


def unpacked_article(text: str) -> Article:
    """Return an article."""
    article: Article = _adapter(Article).validate_json(text)
    return article


def unpacked_filters(text: str) -> Filters:
    """Return filters."""
    filters: Filters = _adapter(Filters).validate_json(text)
    return filters


def _citations(answer: Json) -> Iterator[Json]:
    yield from answer["citations"]
    for other in (*answer["alternatives"], *answer.get("choices", ())):
        yield from other["citations"]
    for part in answer.get("parts", ()):
        yield from _citations(part)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
