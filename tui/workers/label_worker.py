"""Tags and collections: listed and changed in the background."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.message_pump import MessagePump

from qa import LibraryMissingError
from tui.formatting.error_text import error_text
from tui.messages import LabelsChanged, LabelsListed, WorkFailed
from tui.state import LabelChange, LabelKind

if TYPE_CHECKING:
    from qa import Engine


class LabelWorker:
    """Reads and changes the labels of articles; changes don't wait for the indexing of articles."""

    def __init__(self, app: App[Any], engine: "Callable[[], Engine]") -> None:
        self._app = app
        self._engine = engine

    def list_labels(self, receiver: MessagePump) -> None:
        """Post all tags and collections."""
        self._run(lambda: self._list(receiver))

    def change(self, receiver: MessagePump, change: LabelChange) -> None:
        """Make a change, and post it when it is stored, then all labels."""

        def work() -> None:
            self._change(change)
            receiver.post_message(LabelsChanged(change))
            self._list(receiver)

        self._run(work)

    def _run(self, work: Callable[[], None]) -> None:
        def posting_errors() -> None:
            try:
                work()
            except Exception as error:  # noqa: BLE001 - the app must survive any error
                self._app.post_message(WorkFailed(error_text(error)))

        self._app.run_worker(posting_errors, thread=True, group="labels", exit_on_error=False)

    def _list(self, receiver: MessagePump) -> None:
        try:
            labels = self._engine().labels
        except LibraryMissingError:
            receiver.post_message(LabelsListed((), ()))
            return
        receiver.post_message(LabelsListed(tuple(labels.tags()), tuple(labels.collections())))

    def _change(self, change: LabelChange) -> None:
        labels, ids = self._engine().labels, change.article_ids
        if change.kind is LabelKind.TAG:
            (labels.tag if change.is_added else labels.untag)(ids, [change.name])
            return
        if change.is_new:
            labels.create_collection(change.name)
        (labels.collect if change.is_added else labels.uncollect)(ids, change.name)
