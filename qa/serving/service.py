"""The calls that other programs make, as JSON; the same engine and the same shapes as the command line."""

from collections.abc import Callable, Iterator
from typing import Any

from qa.batch.asking import ask_all
from qa.batch.question_files import QuestionRow
from qa.engine import Engine
from qa.errors import DatelineError
from qa.json_output import (
    answer_json,
    article_json,
    composition_json,
    event_json,
    hit_json,
    summary_json,
)
from qa.progress import EncoderLoading, Event, Read, Retrieved
from qa.serving.requests import AskRequest, BatchRequest, SearchRequest, TimelineRequest

Json = dict[str, Any]


def _ignore(event: Event) -> None:
    """Do nothing."""


class Service:
    """One engine, used by several clients at once.

    `watch` and `stopped` are those of Engine: the first receives progress events, and when the second returns True
    the call raises CancelledError. All errors that concern a request are DatelineErrors.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def warm_up(self) -> None:
        """Load the models; without a library there is nothing to load them for yet."""
        if self.engine.has_articles:
            self.engine.warm_up()

    def ask(
        self,
        request: AskRequest,
        watch: Callable[[Event], None] = _ignore,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Json:
        """Return an answer as `dateline ask --json` prints it."""
        answer = self.engine.ask(
            request.question,
            history=request.turns(),
            filters=request.filters(),
            as_of=request.as_of,
            any_date=request.any_date,
            as_typed=request.as_typed,
            top_k=request.top_k,
            watch=watch,
            stopped=stopped,
        )
        if not request.compose:
            return answer_json(answer)
        composition = self.engine.compose(answer, stopped=stopped)
        return {**answer_json(answer), "composition": composition_json(composition)}

    def search(self, request: SearchRequest) -> Json:
        """Return the passages that match best, as `dateline search --json` prints them."""
        hits = self.engine.search(request.query, filters=request.filters(), top_k=request.top_k)
        found = [hit_json(hit, self.engine.article_by_id(hit.passage.article_id)) for hit in hits]
        return {"query": request.query, "hits": found}

    def batch(self, request: BatchRequest, stopped: Callable[[], bool] = lambda: False) -> Iterator[Json]:
        """Yield the answers as they are found, each with the `index` of its question in the request."""
        rows = [
            QuestionRow(number, each.question, number, filters=each.filters(), history=each.turns())
            for number, each in enumerate(request.questions)
        ]
        for number, result in ask_all(self.engine, rows, top_k=request.top_k, stopped=stopped):
            if isinstance(result, DatelineError):
                yield {"index": number, "error": error_json(result)}
            else:
                yield {"index": number, "answer": answer_json(result)}

    def articles(self, offset: int = 0, limit: int = 100) -> Json:
        """Return articles without their text, newest first, and how many there are."""
        found = self.engine.articles()
        chosen = found[offset : offset + limit]
        return {"total": len(found), "offset": offset, "articles": [summary_json(each) for each in chosen]}

    def article(self, name: str) -> Json:
        """Return an article with its text; `name` is an id or its start, a path, a file name or a title."""
        return article_json(self.engine.article(name))

    def timeline(self, request: TimelineRequest, stopped: Callable[[], bool] = lambda: False) -> Json:
        """Return dated events in order, the first `limit` of them, and how many there are."""
        events = self.engine.timeline(
            request.query, since=request.since, until=request.until, stopped=stopped
        )
        return {
            "query": request.query,
            "total": len(events),
            "events": [event_json(event) for event in events[: request.limit]],
        }

    def health(self) -> Json:
        """Return whether there is a library to ask."""
        return {"status": "ok", "has_articles": self.engine.has_articles}


def error_json(error: DatelineError) -> Json:
    """Return what happened and what to do about it."""
    return {"message": error.message, "hint": error.hint}


def progress_json(event: Event) -> Json | None:
    """Return a step of answering; None for events that no client waits for."""
    if isinstance(event, EncoderLoading):
        return {"step": "loading", "model": event.model}
    if isinstance(event, Retrieved):
        return {"step": "retrieved", "passages": len(event.hits)}
    if isinstance(event, Read):
        return {"step": "read", "question": event.question, "spans": len(event.spans)}
    return None
