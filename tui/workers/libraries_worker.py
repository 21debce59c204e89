"""The user's libraries: listed in the background, and one left for another."""

import asyncio
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.message_pump import MessagePump

from qa import DatelineError, LibraryLocation, folder_of
from tui.formatting.error_text import error_text
from tui.messages import LibrariesListed, LibraryLeft, WorkFailed

if TYPE_CHECKING:
    from tui.workers.engine_worker import EngineWorker
    from tui.workers.history_worker import HistoryWorker

_GROUP = "libraries"


class LibrariesWorker:
    """Lists libraries, and ends the work on the open one so that another can be opened."""

    def __init__(self, app: App[Any], engine_worker: "EngineWorker", history_worker: "HistoryWorker") -> None:
        self._app = app
        self._engine_worker, self._history_worker = engine_worker, history_worker

    def list_libraries(self, receiver: MessagePump, current: LibraryLocation) -> None:
        """Post the libraries that were used."""

        def work() -> None:
            from qa import known_libraries

            try:
                receiver.post_message(LibrariesListed(tuple(known_libraries(current))))
            except Exception as error:  # noqa: BLE001 - the app must survive any error
                self._app.post_message(WorkFailed(error_text(error)))

        self._app.run_worker(work, thread=True, group=_GROUP, exit_on_error=False)

    def forget(self, receiver: MessagePump, path: LibraryLocation, current: LibraryLocation) -> None:
        """Take a library off the list, and post the rest."""

        def work() -> None:
            from qa import forget_library, known_libraries

            forget_library(path)
            receiver.post_message(LibrariesListed(tuple(known_libraries(current))))

        self._app.run_worker(work, thread=True, group=_GROUP, exit_on_error=False)

    def leave(self, path: LibraryLocation) -> None:
        """End all work on the open library, save its conversations, and post that the one at `path` can be opened."""
        self._app.run_worker(self._leave(path), group=_GROUP, exit_on_error=False)

    async def _leave(self, path: LibraryLocation) -> None:
        error: DatelineError | None = None
        try:
            self._engine_worker.stop()
            await self._work_has_ended()
            error = await asyncio.to_thread(self._history_worker.switch, folder_of(path))
            await asyncio.to_thread(self._engine_worker.close)
        except Exception as caught:  # noqa: BLE001 - the app must survive any error and keep its library
            error = error_text(caught)
        self._app.post_message(LibraryLeft(path, error))

    async def _work_has_ended(self) -> None:
        working = [each for each in self._app.workers if each.group != _GROUP and not each.is_finished]
        await asyncio.gather(*(each.wait() for each in working), return_exceptions=True)
