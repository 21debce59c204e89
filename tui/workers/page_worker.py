"""Drawing and saving pages of PDF articles in the background."""

import io
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.message_pump import MessagePump

from qa import write_new_file
from tui.formatting.error_text import error_text
from tui.messages import PageDrawn, PageRefused, PageSaved
from tui.state import Place

if TYPE_CHECKING:
    from qa import Engine, PagePicture


class PageWorker:
    """Draws one page at a time; of several requests that wait, only the last is drawn."""

    def __init__(self, app: App[Any], engine: "Callable[[], Engine]") -> None:
        self._app = app
        self._engine = engine
        self._drawing = threading.Lock()
        self._n_requests = 0

    def draw(self, receiver: MessagePump, place: Place, page: int) -> None:
        """Post a page with the part of the quote that is on it highlighted."""
        self._n_requests += 1
        self._run(partial(self._draw, receiver, place, page, self._n_requests))

    def save(self, receiver: MessagePump, picture: "PagePicture", path: Path) -> None:
        """Write a page to a new file."""

        def work() -> None:
            write_new_file(path, picture.png)
            receiver.post_message(PageSaved(path))

        self._run(partial(_posting_errors, self._app, work))

    def deliver(self, app: App[Any], picture: "PagePicture", name: str) -> None:
        """Let the browser download a page."""
        app.deliver_binary(io.BytesIO(picture.png), save_filename=name, mime_type="image/png")

    def _draw(self, receiver: MessagePump, place: Place, page: int, number: int) -> None:
        from qa import pages_of

        with self._drawing:
            if number != self._n_requests:
                return
            try:
                is_quoted = page in pages_of(place.article, place.mark)
                span = place.mark if is_quoted and len(place.mark) else None
                receiver.post_message(PageDrawn(self._engine().page_picture(place.article, page, span)))
            except Exception as error:  # noqa: BLE001 - the app must survive any error
                receiver.post_message(PageRefused(error_text(error)))

    def _run(self, work: Callable[[], None]) -> None:
        self._app.run_worker(work, thread=True, group="pages", exit_on_error=False)


def _posting_errors(app: App[Any], work: Callable[[], None]) -> None:
    from tui.messages import SavingFailed

    try:
        work()
    except Exception as error:  # noqa: BLE001 - the app must survive any error
        app.post_message(SavingFailed(error_text(error)))
