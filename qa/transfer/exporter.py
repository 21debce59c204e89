"""A library → one file that another machine can import."""

import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import uuid4

from qa.articles.files import file_on_disk
from qa.engine import Engine
from qa.errors import CancelledError, LibraryMissingError, TransferError
from qa.history.database import FILE_NAME as CONVERSATIONS
from qa.history.store import ConversationStore
from qa.library.database import FILE_NAME
from qa.library.stored_articles import StoredArticle
from qa.progress import CopyAdvanced
from qa.transfer import conversation_codec
from qa.transfer.article_codec import encoded
from qa.transfer.container import ExportWriter, Json, StopSign, Watcher
from qa.transfer.paths import PathExporter
from qa.utils.database_copy import require_room, size_of

ARTICLES, VECTORS, REMOVED = "articles.jsonl", "vectors.f32", "removed.jsonl"
COLLECTIONS, TALKS, NOTES, FILES = "collections.jsonl", "conversations.jsonl", "notes.jsonl", "files.jsonl"
_CHUNK_BYTES = 1 << 20
_AT_ONCE = 64  # articles that are read by one query


@dataclass(slots=True)
class ExportReport:
    """What an export has; `missing` are files that should have been included and could not be read."""

    path: Path
    n_articles: int = 0
    n_passages: int = 0
    n_removed: int = 0
    n_conversations: int = 0
    n_notes: int = 0
    n_files: int = 0
    missing: tuple[Path, ...] = ()
    n_bytes: int = 0


class LibraryExporter:
    """Exports one library, as it is at one moment."""

    def __init__(self, engine: Engine, watch: Watcher, stopped: StopSign) -> None:
        self._library = engine.library
        self._watch = watch
        self._stopped = stopped

    def run(self, path: Path, *, conversations: bool = False, files: bool = False) -> ExportReport:
        """Write an export, or nothing if this is stopped or fails.

        The articles' files are included with `files`, conversations and notes with `conversations`. Raises
        TransferError, NoRoomError, LibraryError and CancelledError.
        """
        if not self._library.exists:
            raise LibraryMissingError(self._library.location)
        if path.exists() or not path.parent.is_dir():
            what = "It already exists." if path.exists() else "Its folder does not exist."
            raise TransferError(path, what, "Choose another name.")
        self._library.refuse_damaged()
        require_room(path.parent, self._most_bytes(conversations=conversations))
        report = ExportReport(path)
        try:
            with ExportWriter(path) as writer, self._library.reading():
                self._write(writer, report, conversations=conversations, files=files)
        except OSError as error:
            raise TransferError(
                path, f"It can't be written ({error.strerror or error}).", "Free some space."
            ) from error
        return report

    def _write(self, writer: ExportWriter, report: ExportReport, *, conversations: bool, files: bool) -> None:
        summaries = self._library.articles()
        paths = PathExporter(self._library.folder, [each.path for each in summaries])
        article_ids = [each.id for each in summaries]
        report.n_articles = len(summaries)
        self._write_articles(writer, article_ids, paths)
        report.n_passages = self._write_vectors(writer, article_ids)
        report.n_removed = self._write_removed(writer)
        self._write_collections(writer)
        if conversations:
            report.n_conversations, report.n_notes = self._write_conversations(writer, paths)
        if files:
            self._write_files(writer, [each.path for each in summaries], paths, report)
        report.n_bytes = writer.finish(self._description(report))

    def _write_articles(self, writer: ExportWriter, article_ids: Sequence[str], paths: PathExporter) -> None:
        tags = self._library.labels.changed_tags()
        with writer.member(ARTICLES) as member:
            for stored in self._read("Articles", article_ids):
                line = encoded(stored, paths)
                member.write_line({**line, "tags": tags.get(stored.article.id, [])})

    def _write_vectors(self, writer: ExportWriter, article_ids: Sequence[str]) -> int:
        n_passages = 0
        with writer.member(VECTORS, packed=False) as member:
            for stored in self._read("Vectors", article_ids):
                member.write(stored.vectors.astype("<f4").tobytes())
                n_passages += len(stored.passages)
        return n_passages

    def _read(self, what: str, article_ids: Sequence[str]) -> Iterator[StoredArticle]:
        """Yield the articles in order, and report the progress."""
        for start in range(0, len(article_ids), _AT_ONCE):
            group = article_ids[start : start + _AT_ONCE]
            found = self._library.store.several_stored(group)
            for n_done, article_id in enumerate(group, start=start + 1):
                self._advance(what, n_done, len(article_ids))
                if article_id in found:
                    yield found[article_id]

    def _write_removed(self, writer: ExportWriter) -> int:
        """Write the ids of the removed articles, without their texts."""
        removed = self._library.removed.listed()
        with writer.member(REMOVED) as member:
            for each in removed:
                member.write_line({"id": each.id, "removed": each.removed.isoformat()})
        return len(removed)

    def _write_collections(self, writer: ExportWriter) -> None:
        members = self._library.labels.members()
        with writer.member(COLLECTIONS) as member:
            for name, article_ids in members.items():
                member.write_line({"name": name, "articles": article_ids})

    def _write_conversations(self, writer: ExportWriter, paths: PathExporter) -> tuple[int, int]:
        store = ConversationStore(self._library.folder)
        try:
            summaries = store.conversations()
            with writer.member(TALKS) as member:
                for each in summaries:
                    member.write_line(conversation_codec.encoded(store.rows_of(each.id), paths))
            rows = store.notebook.rows()
            with writer.member(NOTES) as member:
                for row in rows:
                    member.write_line(conversation_codec.encoded_note(row, paths))
        finally:
            store.close()
        return len(summaries), len(rows)

    def _write_files(
        self, writer: ExportWriter, article_paths: Sequence[str], paths: PathExporter, report: ExportReport
    ) -> None:
        """Copy each file that has articles, once, and write which part has which file."""
        names: list[tuple[str, str]] = []
        missing = []
        on_disk = sorted({file_on_disk(Path(path)) for path in article_paths})
        for n_done, path in enumerate(on_disk, start=1):
            self._advance("Files", n_done, len(on_disk))
            member_name = f"files/{n_done}"
            if _is_regular(path):
                with writer.member(member_name) as member, path.open("rb") as file:
                    while chunk := file.read(_CHUNK_BYTES):
                        member.write(chunk)
                names.append((member_name, paths.exported(str(path))))
            else:
                missing.append(path)
        with writer.member(FILES) as member:
            for name, exported in names:
                member.write_line({"part": name, "path": exported})
        report.n_files, report.missing = len(names), tuple(missing)

    def _description(self, report: ExportReport) -> Json:
        identity = self._library.identity()
        vectors: Mapping[str, Any] | None = None
        if identity is not None:
            model, budget = identity
            vectors = {
                "model": model.model,
                "sha256": model.digest,
                "precision": model.precision,
                "dimensions": model.dimensions,
                "passage_pieces": budget,
            }
        return {
            "id": uuid4().hex,
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "dateline": version("dateline-qa"),
            "vectors": vectors,
            "articles": report.n_articles,
            "passages": report.n_passages,
            "conversations": report.n_conversations,
            "notes": report.n_notes,
            "files": report.n_files,
        }

    def _advance(self, what: str, n_done: int, n_total: int) -> None:
        if self._stopped():
            raise CancelledError
        self._watch(CopyAdvanced(what, n_done, n_total))

    def _most_bytes(self, *, conversations: bool) -> int:
        n_bytes = size_of(self._library.folder / FILE_NAME)
        return n_bytes + (size_of(self._library.folder / CONVERSATIONS) if conversations else 0)


def _is_regular(path: Path) -> bool:
    """Return whether a path is a file that can be read, and no pipe or device."""
    with suppress(OSError):
        if stat.S_ISREG(path.stat().st_mode):
            path.open("rb").close()
            return True
    return False
