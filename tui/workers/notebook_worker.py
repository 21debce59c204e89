"""Reading and writing the notebook in the background, in order with the conversations."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from uuid import NAMESPACE_OID, uuid5

from textual.message_pump import MessagePump

from qa import write_new_file
from tui.messages import NotebookExported, NotesListed, Pinned

if TYPE_CHECKING:
    from qa import Answer, ConversationStore, Note

Current: TypeAlias = "Callable[[Note], Note]"
Run: TypeAlias = "Callable[[Callable[[ConversationStore], object]], None]"

_ORDER, _BY_DAY = "order of the notebook", "by day"


class NotebookWorker:
    """Works on the notebook: `do` runs a task on the store, `save` retries it until it succeeds."""

    def __init__(self, do: Run, save: Run) -> None:
        self._do, self._save = do, save

    def pin(self, receiver: MessagePump, turn_id: str, answer: "Answer") -> None:
        """Append the answer of a turn, or update its entry, and post which it was."""
        note_id = uuid5(NAMESPACE_OID, f"{turn_id} {answer.text}").hex
        self._save(lambda store: receiver.post_message(Pinned(store.notebook.pin(note_id, answer))))

    def list_notes(
        self, receiver: MessagePump, current: Current, words: str = "", *, by_day: bool | None = None
    ) -> None:
        """Post the notes that contain all the words, in the user's order or by their days; None for the order kept.

        `current` returns a note with its articles as they are in the library now.
        """

        def work(store: "ConversationStore") -> None:
            in_days = store.preference(_ORDER) == _BY_DAY if by_day is None else by_day
            notes = _ordered(map(current, store.notebook.notes(words)), by_day=in_days)
            receiver.post_message(NotesListed(words, notes, in_days))

        self._do(work)

    def keep_order(self, *, by_day: bool) -> None:
        """Keep the order in which the notes are listed."""
        self._save(lambda store: store.remember(_ORDER, _BY_DAY if by_day else ""))

    def write(self, note_id: str, text: str) -> None:
        """Replace the text of a note."""
        self._save(lambda store: store.notebook.write(note_id, text))

    def move(self, note_id: str, step: int) -> None:
        """Exchange a note with the one above (−1) or below (1)."""
        self._save(lambda store: store.notebook.move(note_id, step))

    def delete(self, note_id: str) -> None:
        """Delete a note."""
        self._save(lambda store: store.notebook.delete(note_id))

    def restore(self, note: "Note") -> None:
        """Put a deleted note back."""
        self._save(lambda store: store.notebook.restore(note))

    def export(self, receiver: MessagePump, current: Current, path: Path, *, by_day: bool = False) -> None:
        """Export all notes to a new file in the format that its suffix names, else as Markdown."""

        def work(store: "ConversationStore") -> None:
            from qa import (
                notebook_bibtex,
                notebook_csl,
                notebook_csv,
                notebook_docx,
                notebook_html,
                notebook_markdown,
            )

            formats: Mapping[str, Callable[[Sequence[Note]], str | bytes]] = {
                ".csv": notebook_csv,
                ".html": partial(notebook_html, by_day=by_day),
                ".docx": partial(notebook_docx, by_day=by_day),
                ".json": notebook_csl,
                ".bib": notebook_bibtex,
            }
            written = formats.get(path.suffix.lower(), partial(notebook_markdown, by_day=by_day))
            write_new_file(path, written(_ordered(map(current, store.notebook.notes()), by_day=by_day)))
            receiver.post_message(NotebookExported(path))

        self._do(work)


def _ordered(notes: "Iterable[Note]", *, by_day: bool) -> "list[Note]":
    from qa import in_day_order

    return in_day_order(list(notes)) if by_day else list(notes)
