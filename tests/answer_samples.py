"""An answer in which every field is set, and the two articles that it cites."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

from qa.articles.loading import article_id
from qa.records import (
    Alternative,
    Answer,
    Article,
    Certainty,
    Citation,
    DateFilter,
    Hit,
    Passage,
    Reaction,
    ReactionKind,
    Reason,
    ResolvedDate,
    Scores,
    Span,
    Status,
)

_FERRY = "The ferry returned to Marlow Sound on Tuesday.\n\nIt was built in 1987, the owner said. “Ça va”, he added."
_HARBOUR = "The ferry returned on Wednesday, a clerk said."
FERRY = Article(
    article_id(_FERRY),
    "Ferry <b>back</b> in service",
    _FERRY,
    date(2031, 5, 8),
    "Sound Courier",
    "https://courier.example/ferry",
    "/news/ferry.txt",
)
HARBOUR = Article(article_id(_HARBOUR), "Harbour notes", _HARBOUR)


def cited(number: int, article: Article, quote: str, answer: str, scores: Scores) -> Citation:
    """Return a citation of a quote whose passage is the whole article."""
    start = article.text.index(quote)
    place = start + quote.index(answer)
    passage = Passage(article.id, 3, Span(0, len(article.text)), article.text)
    span = Span(start, start + len(quote))
    return Citation(number, article, span, Span(place, place + len(answer)), quote, passage, scores)


def full_answer() -> Answer:
    """Return an answer with alternatives, choices, parts and all the rest."""
    first = cited(
        1,
        FERRY,
        "The ferry returned to Marlow Sound on Tuesday.",
        "Tuesday",
        Scores(1, 0.712345678, 2, 11.25, 0.03125),
    )
    second = cited(
        2,
        HARBOUR,
        "The ferry returned on Wednesday, a clerk said.",
        "Wednesday",
        Scores(None, None, 1, 12.1234567),
    )
    resolved = ResolvedDate(
        "2031-05-06",
        "Tuesday 6 May 2031",
        "Tuesday",
        first.answer_span,
        FERRY.published,
        "the last Tuesday before the article’s date",
        Certainty.LIKELY,
        "2031-05-13",
    )
    other = Alternative("Wednesday", 0.412345678, (second,), None)
    hit = Hit(second.passage, 0.0312345678, 1, second.scores)
    days = DateFilter(
        "in May 2031", "May 2031", date(2031, 5, 1), date(2031, 5, 31), "When did the ferry return?"
    )
    match = replace(cited(1, HARBOUR, "a clerk said", "a clerk", Scores()), highlights=(Span(39, 44),))
    refused = Answer(
        "Who built it?",
        Status.NOT_FOUND,
        Reason.NO_ANSWER,
        None,
        0.0612345,
        best_candidate="the owner",
        matches=(match,),
        newest_day=date(2031, 5, 8),
        dated_question="Who built it in 2030?",
    )
    thanks = Answer(
        "thanks",
        Status.NO_QUESTION,
        None,
        None,
        1.0,
        reaction=Reaction(ReactionKind.SHOW_ARTICLE, "Here it is.", (FERRY.id,), "the ferry", 2),
    )
    return Answer(
        "And when did it return in May 2031?",
        Status.ANSWERED,
        None,
        "Tuesday",
        0.812345678,
        (first, second),
        (other,),
        (hit,),
        resolved,
        days,
        {"reading_seconds": 0.123456789, "total_seconds": 1.0},
        "When did the ferry return in May 2031?",
        (Alternative("Tuesday", 0.812345678, (first,), resolved), other),
        parts=(refused, thanks),
        best_candidate="on Tuesday",
    )


def with_changes(row: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Return a copy with other values; `…` removes one, and a dotted name leads to an inner one."""
    changed: dict[str, Any] = json.loads(json.dumps(row))
    for name, value in changes.items():
        *way, last = name.split(".")
        inner: Any = changed
        for step in way:
            inner = inner[int(step) if step.isdigit() else step]
        if value is ...:
            del inner[last]
        else:
            inner[last] = value
    return changed
