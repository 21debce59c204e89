"""Recorded rows → answers, with every quote checked against its article again."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from qa.batch.asking import Result
from qa.batch.rows import FAILED, Json
from qa.errors import DatelineError, QuestionFileError
from qa.records import (
    Alternative,
    Answer,
    Article,
    Certainty,
    Citation,
    DateFilter,
    Passage,
    Reaction,
    ReactionKind,
    Reason,
    ResolvedDate,
    Scores,
    Span,
    Status,
)

FindArticle = Callable[[str], Article]


def recalled(row: Json, find: FindArticle) -> Result:
    """Return the answer or error that `row_json` was made from; `find` returns an article by id.

    Closest passages and timings are not recorded and stay empty. Raises what `find` raises, and CitationError if an
    article's text has changed.
    """
    return error_of(row["error"]) if row["status"] == FAILED else _answer(row, lru_cache(find))


def error_of(error: Json) -> DatelineError:
    """Return the error of a row; a file is named without its folder."""
    if error["file"] is None:
        return DatelineError(error["message"], error["hint"] or "")
    name = Path(error["file"]).name
    return QuestionFileError(
        name, error["message"], error["hint"] or "", line=error["line"], column=error["column"]
    )


def _answer(row: Json, find: FindArticle) -> Answer:
    return Answer(
        question=row["question"],
        status=Status(row["status"]),
        reason=Reason(row["reason"]) if row["reason"] else None,
        text=row["answer"],
        confidence=row["confidence"],
        citations=_citations(row, find),
        alternatives=_alternatives(row["alternatives"], find),
        resolved_date=_resolved(row["resolved_date"]),
        date_filter=_date_filter(row.get("date_filter")),
        standalone_question=row.get("standalone_question"),
        choices=_alternatives(row.get("choices", ()), find),
        parts=tuple(_answer(part, find) for part in row.get("parts", ())),
        reaction=_reaction(row.get("reaction")),
    )


def _alternatives(rows: Any, find: FindArticle) -> tuple[Alternative, ...]:
    return tuple(
        Alternative(row["answer"], row["confidence"], _citations(row, find), _resolved(row["resolved_date"]))
        for row in rows
    )


def _citations(row: Json, find: FindArticle) -> tuple[Citation, ...]:
    return tuple(_citation(each, find(each["article_id"])) for each in row["citations"])


def _citation(cited: Mapping[str, Any], article: Article) -> Citation:
    passage = Span(cited["passage_start"], cited["passage_end"])
    return Citation(
        cited["number"],
        article,
        Span(cited["start"], cited["end"]),
        Span(cited["answer_start"], cited["answer_end"]),
        cited["quote"],
        Passage(article.id, 0, passage, passage.of(article.text)),
        Scores(**cited["scores"]),
    )


def _resolved(found: Json | None) -> ResolvedDate | None:
    if found is None:
        return None
    return ResolvedDate(
        found["value"],
        found["text"],
        found["expression"],
        Span(found["start"], found["end"]),
        date.fromisoformat(found["reference"]) if found["reference"] else None,
        found["rule"],
        Certainty(found["certainty"]),
        found["alternative"],
    )


def _date_filter(days: Json | None) -> DateFilter | None:
    if days is None:
        return None
    since, until = date.fromisoformat(days["since"]), date.fromisoformat(days["until"])
    return DateFilter(days["expression"], days["text"], since, until, "")


def _reaction(found: Json | None) -> Reaction | None:
    if found is None:
        return None
    ids = tuple(found["article_ids"])
    return Reaction(ReactionKind(found["kind"]), found["reply"], ids, found["about"], found["number"])
