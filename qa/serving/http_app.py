"""The HTTP interface: routes, errors as JSON, progress as server-sent events."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any, TypeVar

from fastapi import Depends, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, StreamingResponse
from fastapi.security import HTTPBearer
from fastapi_offline import FastAPIOffline
from starlette.exceptions import HTTPException

from qa.answer_codec import AnswerJson
from qa.composing.chat_model import LanguageModelError
from qa.errors import (
    CancelledError,
    DatelineError,
    LibraryError,
    NoSuchDayError,
    QuestionError,
    SettingsError,
    UnknownArticleError,
)
from qa.progress import Event
from qa.serving.access import Access, BodyTooLongError, Guard, RateLimit
from qa.serving.requests import (
    HAPPENED_SINCE,
    HAPPENED_UNTIL,
    AskRequest,
    BatchRequest,
    RequestError,
    SearchRequest,
    TimelineRequest,
    checked,
    first_problem,
)
from qa.serving.service import Json, Service, error_json, progress_json
from qa.utils.escaping import json_text
from qa.utils.parallel import n_processors

_MAX_WAITING = 32  # requests that wait for a free processor; more are refused
_SSE = "text/event-stream"
_JSON_LINES = "application/jsonl"
_POLL_SECONDS = 0.2
_STATUSES: tuple[tuple[type[DatelineError], int], ...] = (
    (RequestError, 422),
    (QuestionError, 422),
    (NoSuchDayError, 422),
    (SettingsError, 422),
    (UnknownArticleError, 404),
    (LanguageModelError, 502),
    (LibraryError, 503),
)
_Result = TypeVar("_Result")


class TooBusyError(DatelineError):
    """More requests wait than the server keeps."""

    def __init__(self) -> None:
        super().__init__("Too many questions are waiting.", "Try again in a few seconds.")


class Workers:
    """Runs calls on threads, as many at a time as there are processors."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(n_processors())
        self._n_waiting = 0

    async def run(self, call: Callable[[Callable[[], bool]], _Result], request: Request) -> _Result:
        """Run a call, which is told to stop when the client goes away. Raises TooBusyError."""
        if self._n_waiting >= _MAX_WAITING:
            raise TooBusyError
        self._n_waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._n_waiting -= 1
        gone = threading.Event()
        try:
            running = asyncio.ensure_future(asyncio.to_thread(call, gone.is_set))
            try:
                while not (await asyncio.wait([running], timeout=_POLL_SECONDS))[0]:
                    if await request.is_disconnected():
                        gone.set()
            finally:
                gone.set()
            return await running
        finally:
            self._free.release()


def http_app(service: Service, access: Access, version: str, rate: RateLimit | None = None) -> Any:
    """Return the ASGI application."""
    app: FastAPI = FastAPIOffline(
        title="Dateline",
        version=version,
        description="Exact, cited answers from your own news articles.",
        redoc_url=None,
        swagger_ui_parameters={"validatorUrl": "none"},
        dependencies=[Depends(HTTPBearer(auto_error=False))],  # Guard checks it; this is its description
        telemetry={"tracing": False, "metrics": False},
        lifespan=partial(_loading, service),
    )
    workers = Workers()
    _add_answers(app, service, workers)
    _add_articles(app, service, workers)
    app.add_exception_handler(DatelineError, _failed)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(BodyTooLongError, _too_long)
    app.add_exception_handler(Exception, _unexpected)
    return Guard(app, access, rate)


@asynccontextmanager
async def _loading(service: Service, _: FastAPI) -> AsyncIterator[None]:
    """Load the models behind the open port."""
    warm = asyncio.create_task(asyncio.to_thread(service.warm_up))
    yield
    await warm


def _add_answers(app: FastAPI, service: Service, workers: Workers) -> None:
    @app.post("/ask", responses={200: {"model": AnswerJson, "content": {_SSE: {}}}})
    async def ask(question: AskRequest, request: Request) -> Response:
        """Answer a question. With `Accept: text/event-stream`, progress comes first, then the answer."""
        if _SSE in request.headers.get("accept", ""):
            return StreamingResponse(_events(service, workers, question, request), media_type=_SSE)
        return _json(await workers.run(lambda stopped: service.ask(question, stopped=stopped), request))

    @app.post("/search")
    async def search(query: SearchRequest, request: Request) -> Response:
        """Return the passages that match best, without an answer."""
        return _json(await workers.run(lambda _: service.search(query), request))

    @app.post("/batch", responses={200: {"content": {_JSON_LINES: {}}}})
    async def batch(questions: BatchRequest, request: Request) -> Response:
        """Answer up to 1,000 questions; one line of JSON each, with the question's index, as they are done."""
        return StreamingResponse(_lines(service, workers, questions, request), media_type=_JSON_LINES)

    @app.get("/timeline")
    async def timeline(
        request: Request,
        query: str | None = None,
        since: Annotated[str | None, Query(description=HAPPENED_SINCE)] = None,
        until: Annotated[str | None, Query(description=HAPPENED_UNTIL)] = None,
        limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    ) -> Response:
        """Return dated events in order; the dates are those on which they happened."""
        given = {"query": query, "since": since, "until": until}
        wanted = checked(TimelineRequest, limit=limit, **{k: v for k, v in given.items() if v is not None})
        return _json(await workers.run(lambda stopped: service.timeline(wanted, stopped), request))


def _add_articles(app: FastAPI, service: Service, workers: Workers) -> None:
    @app.get("/articles")
    async def articles(
        request: Request,
        offset: Annotated[int, Query(ge=0)] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> Response:
        """List articles without their text, newest first."""
        return _json(await workers.run(lambda _: service.articles(offset, limit), request))

    @app.get("/articles/{article_id}")
    async def article(article_id: str, request: Request) -> Response:
        """Return an article with its text; positions in answers count characters of it."""
        return _json(await workers.run(lambda _: service.article(article_id), request))

    @app.get("/health")
    async def health() -> Response:
        """Return whether the server runs and has articles. Needs no token."""
        return _json(await asyncio.to_thread(service.health))


async def _events(
    service: Service, workers: Workers, question: AskRequest, request: Request
) -> AsyncIterator[str]:
    """Yield server-sent events: `progress` several times, then `answer` or `error`."""
    loop = asyncio.get_running_loop()
    steps: asyncio.Queue[Json | None] = asyncio.Queue()

    def watch(event: Event) -> None:
        if (step := progress_json(event)) is not None:
            loop.call_soon_threadsafe(steps.put_nowait, step)

    asked = asyncio.ensure_future(workers.run(lambda stopped: service.ask(question, watch, stopped), request))
    asked.add_done_callback(lambda _: steps.put_nowait(None))
    while (step := await steps.get()) is not None:
        yield _event("progress", step)
    error = asked.exception()
    if error is None:
        yield _event("answer", asked.result())
    elif not isinstance(error, CancelledError):
        yield _event("error", _told(error))


async def _lines(
    service: Service, workers: Workers, questions: BatchRequest, request: Request
) -> AsyncIterator[str]:
    """Yield one line of JSON for each question, in the order in which they are answered."""
    loop = asyncio.get_running_loop()
    results: asyncio.Queue[Json | None] = asyncio.Queue()

    def answer(stopped: Callable[[], bool]) -> None:
        for result in service.batch(questions, stopped):
            loop.call_soon_threadsafe(results.put_nowait, result)

    asked = asyncio.ensure_future(workers.run(answer, request))
    asked.add_done_callback(lambda _: results.put_nowait(None))
    while (result := await results.get()) is not None:
        yield f"{json_text(result)}\n"
    if (error := asked.exception()) is not None and not isinstance(error, CancelledError):
        yield f"{json_text({'error': _told(error)})}\n"


def _event(name: str, value: Json) -> str:
    return f"event: {name}\ndata: {json_text(value)}\n\n"


def _json(value: Json, status: int = 200) -> Response:
    return Response(json_text(value), status, media_type="application/json")


def _told(error: BaseException) -> Json:
    if isinstance(error, DatelineError):
        return error_json(error)
    return {
        "message": f"Unexpected error ({type(error).__name__}).",
        "hint": "This is a bug. Please report it.",
    }


async def _failed(_: Request, error: Any) -> Response:
    status = next((code for kind, code in _STATUSES if isinstance(error, kind)), 500)
    if isinstance(error, TooBusyError):
        return JSONResponse({"error": error_json(error)}, 503, {"Retry-After": "2"})
    return _json({"error": error_json(error)}, status)


async def _invalid(_: Request, error: Any) -> Response:
    return _json({"error": {"message": first_problem(error.errors()), "hint": ""}}, 422)


async def _http_error(_: Request, error: Any) -> Response:
    missing = error.status_code == HTTPStatus.NOT_FOUND
    message = "There is nothing at this address." if missing else f"{error.detail}."
    return _json({"error": {"message": message, "hint": "See /docs." if missing else ""}}, error.status_code)


async def _too_long(_: Request, error: Any) -> Response:  # noqa: ARG001 - the handler's signature
    return _json({"error": {"message": "The request is too long.", "hint": "Send fewer questions."}}, 413)


async def _unexpected(_: Request, error: Any) -> Response:
    return _json({"error": _told(error)}, 500)
