"""What is needed to add single articles: looking at pasted texts, dates and paths in the background."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from textual.app import App
from textual.message_pump import MessagePump

from tui.messages import ArticleRefused, DayRead, FieldsStated, PathsDropped, PathsMissing
from tui.workers.library_worker import LibraryWorker


class AddingWorker:
    """Adds texts to the library; each task runs in its own thread."""

    def __init__(self, app: App[Any], library_worker: LibraryWorker) -> None:
        self._app = app
        self._library_worker = library_worker

    def find_fields(self, receiver: MessagePump, text: str) -> None:
        """Post the title, date and source that a text states."""

        def work() -> None:
            from qa import stated_fields

            receiver.post_message(FieldsStated(stated_fields(text)))

        self._run(work)

    def read_day(self, receiver: MessagePump, written: str) -> None:
        """Post the day that a typed date means."""

        def work() -> None:
            from qa import in_words, typed_day

            try:
                day = typed_day(written, _today())
            except ValueError as error:
                receiver.post_message(DayRead(written, str(error), is_wrong=True))
            else:
                receiver.post_message(DayRead(written, in_words(day.isoformat()) if day else ""))

        self._run(work)

    def add_text(self, receiver: MessagePump, text: str, title: str, published: str, source: str) -> None:
        """Store a text with its fields as they were typed, and post what became of it."""

        def work() -> None:
            from qa import ArticleFields, DatelineError, typed_day

            try:
                day = typed_day(published, _today())
            except ValueError as error:
                refusal = DatelineError(f"The date “{published}” can't be read.", str(error))
                receiver.post_message(ArticleRefused(refusal))
                return
            fields = ArticleFields(title=title or None, published=day, source=source or None)
            self._library_worker.add_text(receiver, text, fields)

        self._run(work)

    def correct(self, receiver: MessagePump, article_ids: Sequence[str], typed: Mapping[str, str]) -> None:
        """Change fields of articles as they were typed, and post the changes; emptied ones go back to the files'."""

        def work() -> None:
            from qa import ArticleFields, DatelineError, typed_day

            written = typed.get("published", "")
            try:
                day = typed_day(written, _today())
            except ValueError as error:
                receiver.post_message(
                    ArticleRefused(DatelineError(f"The date “{written}” can't be read.", str(error)))
                )
                return
            fields = ArticleFields(typed.get("title") or None, day, source=typed.get("source") or None)
            emptied = [name for name, value in typed.items() if not value]
            self._library_worker.correct(receiver, article_ids, fields, emptied)

        self._run(work)

    def find_paths(self, readings: Sequence[Sequence[Path]], text: str) -> None:
        """Post to the app the paths of the first reading of a pasted text that all exist, or else the text."""

        def work() -> None:
            there = next((paths for paths in readings if all(map(_exists, paths))), None)
            self._app.post_message(PathsDropped(tuple(there)) if there else PathsMissing(text))

        self._run(work)

    def _run(self, work: Callable[[], None]) -> None:
        self._app.run_worker(work, thread=True, group="adding", exit_on_error=False)


def _today() -> date:
    return datetime.now().astimezone().date()


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
