"""Saving conversations: one thread, so that everything is saved in order."""

import json
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.message_pump import MessagePump

from qa import Article, DatelineError, ExportError, write_new_file
from tui.formatting.error_text import error_text
from tui.messages import (
    ConversationCopied,
    ConversationExported,
    ConversationOpened,
    ConversationRestored,
    ConversationsListed,
    FoldersRemembered,
    SavingFailed,
    SavingRecovered,
    ScreenshotSaved,
)
from tui.state import OpenConversation, Turn
from tui.workers.notebook_worker import NotebookWorker
from tui.workers.save_queue import SaveQueue

if TYPE_CHECKING:
    from qa import Answer, ConversationStore, DeletedConversation

_WATCHED, _FAILURES = "watched folders", "reported failures"
_MOST_FAILURES = 1000


class HistoryWorker:
    """Reads and writes the saved conversations in the background; `notebook` does so for the notebook.

    If they can't be read or written, it reports that once, and questions still work. Failed saves are retried.
    """

    def __init__(self, app: App[Any], folder: Path) -> None:
        self._app = app
        self._folder = folder
        self._pool = ThreadPoolExecutor(1, "history")
        self._opened: ConversationStore | None = None
        self._has_reported = False
        self._deleted: list[DeletedConversation] = []
        self._saves = SaveQueue(self._pool, self._print_error, self._post_recovery)
        self.notebook = NotebookWorker(self._do, self._save)

    def close(self) -> DatelineError | None:
        """Finish saving and close the file; return the error if something was not saved."""
        error = self._saves.close()
        if self._opened is not None:
            self._opened.close()
        if error is None:
            return None
        return DatelineError(f"Some questions of this session were not saved. {error.message}", error.hint)

    def switch(self, folder: Path) -> DatelineError | None:
        """Finish saving and continue with the file of another library; blocks.

        If something can't be saved, the file stays open, and the error is returned.
        """
        return self._pool.submit(self._switch, folder).result()

    def _switch(self, folder: Path) -> DatelineError | None:
        if (error := self._saves.try_now()) is not None:
            return error
        if self._opened is not None:
            self._opened.close()
        self._folder, self._opened, self._has_reported = folder, None, False
        self._deleted.clear()
        return None

    # Posted to the asking screen

    def restore(self, receiver: MessagePump) -> None:
        """Post the last conversation and the questions asked so far."""
        self._pool.submit(self._restore, receiver)

    def open(self, receiver: MessagePump, conversation_id: str) -> None:
        """Post one conversation with all its turns."""
        self._do(lambda store: receiver.post_message(ConversationOpened(store.conversation(conversation_id))))

    def list_conversations(self, receiver: MessagePump, words: str = "") -> None:
        """Post the conversations that contain all the words."""
        self._do(lambda store: receiver.post_message(ConversationsListed(words, store.conversations(words))))

    def export(self, receiver: MessagePump, conversation_id: str, path: Path) -> None:
        """Export a conversation to a new file: as JSON if its name ends in .json, else as Markdown."""
        self._do(partial(_export, receiver, conversation_id, path))

    def save_screenshot(self, path: Path, picture: str) -> None:
        """Save an SVG picture of the screen to a new file."""

        def save() -> None:
            try:
                write_new_file(path, picture)
                self._app.post_message(ScreenshotSaved(path))
            except ExportError as error:
                self._print_error(error)

        self._pool.submit(save)

    # Saving

    def keep_question(
        self, receiver: MessagePump, conversation: OpenConversation, turn: Turn, before: Sequence[Turn]
    ) -> None:
        """Save a question. If other turns than `before` are above it in the file, start a copy."""
        after = [each.id for each in before]

        def keep(store: "ConversationStore") -> None:
            saved_in = store.keep_question(conversation.id, turn.id, turn.question, turn.filters, after=after)
            if saved_in != conversation.id:
                conversation.id = saved_in
                receiver.post_message(ConversationCopied(conversation))

        self._save(keep)

    def keep_answer(self, conversation: OpenConversation, turn: Turn, answer: "Answer") -> None:
        """Save the answer to a question."""
        articles: list[Article] = [place.article for place in turn.places]
        self._save(lambda store: store.keep_answer(conversation.id, turn.id, answer, articles, turn.note))

    def keep_error(self, conversation: OpenConversation, turn: Turn, error: DatelineError) -> None:
        """Save the error that was shown instead of an answer."""
        self._save(lambda store: store.keep_error(conversation.id, turn.id, error.message, error.hint))

    def rename(self, conversation_id: str, title: str) -> None:
        """Rename a conversation."""
        self._save(lambda store: store.rename(conversation_id, title))

    def delete(self, conversation_id: str) -> None:
        """Delete a conversation; until the app is closed, it can be restored."""
        self._save(lambda store: self._deleted.append(store.delete(conversation_id)))

    def restore_deleted(self) -> None:
        """Restore the conversation that was deleted last."""

        def restore(store: "ConversationStore") -> None:
            if self._deleted:
                store.restore(self._deleted[-1])
                self._deleted.pop()

        self._save(restore)

    def remember_folders(self, folders: Sequence[Path]) -> None:
        """Save which folders are watched."""
        value = json.dumps([str(folder) for folder in folders])
        self._save(lambda store: store.remember(_WATCHED, value))

    def remember_failures(self, failures: Collection[str]) -> None:
        """Save which failures of files the user was told about."""
        value = json.dumps(sorted(failures)[:_MOST_FAILURES])
        self._save(lambda store: store.remember(_FAILURES, value))

    def recall_folders(self) -> None:
        """Post the watched folders and the known failures to the app."""

        def recall(store: "ConversationStore") -> None:
            failures = frozenset(map(str, json.loads(store.preference(_FAILURES) or "[]")))
            self._app.post_message(FoldersRemembered(_folders(store), failures))

        self._do(recall)

    def _restore(self, receiver: MessagePump) -> None:
        message = ConversationRestored(None, ())
        try:
            store = self._store()
            message = ConversationRestored(store.latest(), tuple(store.questions()))
        except Exception as error:  # noqa: BLE001 - asking must survive any error
            self._print_error(error)
        receiver.post_message(message)

    def _save(self, work: "Callable[[ConversationStore], object]") -> None:
        self._saves.add(lambda: work(self._store()))

    def _post_recovery(self) -> None:
        self._has_reported = False
        self._app.post_message(SavingRecovered())

    def _do(self, work: "Callable[[ConversationStore], object]") -> None:
        self._pool.submit(self._done, work)

    def _done(self, work: "Callable[[ConversationStore], object]") -> None:
        try:
            work(self._store())
        except Exception as error:  # noqa: BLE001 - asking must survive any error
            self._print_error(error)

    def _print_error(self, error: Exception) -> None:
        shown = error_text(error)
        if isinstance(error, ExportError) or not self._has_reported:
            self._has_reported = self._has_reported or not isinstance(error, ExportError)
            self._app.post_message(SavingFailed(shown))

    def _store(self) -> "ConversationStore":
        if self._opened is None:
            from qa import ConversationStore

            self._opened = ConversationStore(self._folder)
        return self._opened


def _export(receiver: MessagePump, conversation_id: str, path: Path, store: "ConversationStore") -> None:
    from qa import conversation_json, conversation_markdown, json_text

    kept = store.conversation(conversation_id)
    if path.suffix.lower() == ".json":
        text = json_text(conversation_json(kept), indent=2) + "\n"
    else:
        text = conversation_markdown(kept)
    write_new_file(path, text)
    receiver.post_message(ConversationExported(path))


def _folders(store: "ConversationStore") -> tuple[Path, ...]:
    return tuple(Path(name) for name in json.loads(store.preference(_WATCHED) or "[]"))
