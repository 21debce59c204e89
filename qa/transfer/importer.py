"""An export → a library: new, or merged by the ids of the articles."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from qa.articles.files import file_on_disk
from qa.embedding import Identity
from qa.engine import Engine
from qa.errors import CancelledError, TransferError
from qa.history.store import ConversationStore
from qa.library import ORIGINALS
from qa.library.checks import are_sound
from qa.library.labels import label_name
from qa.library.stored_articles import StoredArticle
from qa.library.vectors import Vectors
from qa.progress import CopyAdvanced
from qa.transfer import conversation_codec
from qa.transfer.article_codec import ExportedArticle, decoded, is_article_id
from qa.transfer.container import ExportReader, StopSign, Watcher
from qa.transfer.exporter import ARTICLES, COLLECTIONS, FILES, NOTES, REMOVED, TALKS, VECTORS
from qa.transfer.paths import PathImporter
from qa.utils.database_copy import require_room
from qa.utils.private_files import make_private_folder

_WORK = ".partial-"
_ROOM = 3  # a database with its write-ahead log, and what SQLite adds to it
_MOST_DIMENSIONS = 8_192
_N_ID_DIGITS = 8
_WRONG = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError)


@dataclass(slots=True)
class ImportReport:
    """What an import did. `known` articles were there already; `left_out` had been removed here and stay so.

    `n_encoded` passages got new vectors. `n_conversations` and `n_notes` are those that are new here.
    """

    added: int = 0
    known: int = 0
    left_out: int = 0
    n_removed: int = 0
    n_encoded: int = 0
    n_conversations: int = 0
    n_notes: int = 0
    n_files: int = 0
    has_conversations: bool = False


class LibraryImporter:
    """Imports exports into one library."""

    def __init__(self, engine: Engine, watch: Watcher, stopped: StopSign) -> None:
        self._engine = engine
        self._library = engine.library
        self._watch = watch
        self._stopped = stopped

    def run(self, path: Path, *, folder: Path | None = None, conversations: bool = False) -> ImportReport:
        """Add the articles of an export that the library doesn't have, in one transaction.

        `folder` is where the articles' files are on this machine; included files are written there unless they
        exist. Without it, they are written to the library's folder, except those of articles that the library has
        from elsewhere. Conversations and notes are added if wanted, in a second transaction. The whole file is
        checked first. If this is stopped, fails or is killed, no article was added, or all of them. Raises
        TransferError, NoRoomError, LibraryError and CancelledError.
        """
        try:
            with ExportReader(path) as reader:
                reader.verify(self._watch, self._stopped)
                self._require_room(reader)
                return self._import(reader, folder, conversations=conversations)
        except OSError as error:
            what = f"It can't be read ({error.strerror or error})."
            raise TransferError(path, what, "Check the file's permissions.") from error

    def _import(self, reader: ExportReader, folder: Path | None, *, conversations: bool) -> ImportReport:
        report = ImportReport(has_conversations=reader.has(TALKS) or reader.has(NOTES))
        own = self._library.folder / ORIGINALS / _name_of(reader)
        paths = PathImporter(own, folder or own)
        talks = _Talks(reader, paths) if conversations else None
        stated = _stored_identity(reader)
        with self._library.writing():
            self._library.refuse_damaged()
            may_take = self._adopt(stated)
            wanted = None if folder else self._files_of_new(reader, paths)
            with self._files(reader, paths, own, report, wanted):
                with self._library.together():
                    self._add_articles(reader, paths, report, may_take=may_take)
                    self._add_collections(reader)
                    report.n_removed = self._library.removed.leave_out(_removed(reader))
                self._library.save_vectors()
        if talks is not None:
            with closing(ConversationStore(self._library.folder)) as store:
                report.n_conversations, report.n_notes = store.take_over(talks.conversations, talks.notes)
        return report

    def _adopt(self, stated: tuple[Identity, int] | None) -> bool:
        """Store whose vectors the library has if it has none; return whether those of the export may be stored."""
        identity, budget = self._engine.vector_identity(self._watch)
        self._library.adopt(identity, budget)
        return stated is not None and (replace(stated[0], model=identity.model), stated[1]) == (
            identity,
            budget,
        )

    def _add_articles(
        self,
        reader: ExportReader,
        paths: PathImporter,
        report: ImportReport,
        *,
        may_take: bool,
    ) -> None:
        known = set(self._library.store.article_ids())
        removed = {each.id for each in self._library.removed.listed()}
        n_total = int(reader.manifest.get("articles") or 0)
        with _vectors_of(reader) as vectors_for:
            for n_done, (value, article) in enumerate(_articles(reader, paths), start=1):
                self._advance("Importing", n_done, n_total)
                stated = vectors_for(len(article.passages))
                if article.article.id in removed:
                    report.left_out += 1
                    continue
                if article.article.id in known:
                    report.known += 1
                else:
                    self._library.add(self._whole(article, stated, report, taken=may_take))
                    known.add(article.article.id)
                    report.added += 1
                with _refusing(reader):
                    tags = _tags(value.get("tags", []))
                self._library.labels.take_over_tags(article.article.id, tags)

    def _add_collections(self, reader: ExportReader) -> None:
        for value in reader.lines(COLLECTIONS):
            with _refusing(reader):
                name = _label(value["name"])
                article_ids = [key for key in value["articles"] if is_article_id(key)]
            self._library.labels.take_over_collection(name, article_ids)

    def _whole(
        self, article: ExportedArticle, stated: Vectors, report: ImportReport, *, taken: bool
    ) -> StoredArticle:
        """Return the article with the export's vectors, or with new ones of the present settings."""
        if taken:
            return article.with_vectors(article.passages, stated)
        passages, vectors = self._engine.split_and_encoded(article.article, self._watch)
        report.n_encoded += len(passages)
        return article.with_vectors(passages, vectors)

    def _files_of_new(self, reader: ExportReader, paths: PathImporter) -> frozenset[Path]:
        """Return the files of articles that the library doesn't have, as placed by `paths`."""
        known = set(self._library.store.article_ids())
        with _refusing(reader):
            articles = (value["article"] for value in reader.lines(ARTICLES))
            placed = [paths.placed(each["path"]) for each in articles if each["id"] not in known]
        return frozenset(file_on_disk(Path(path)) for path in placed)

    @contextmanager
    def _files(
        self,
        reader: ExportReader,
        paths: PathImporter,
        own: Path,
        report: ImportReport,
        wanted: frozenset[Path] | None,
    ) -> Iterator[None]:
        """Write the included files, and remove them again if the block fails. Existing files are never changed.

        Of files that are not `wanted` (None: all are), only those are written that the library has under that path.
        """
        written: list[Path] = []
        with ExitStack() as unless_done:
            unless_done.callback(_remove, written, own)
            for value in reader.lines(FILES):
                with _refusing(reader):
                    part, target = str(value["part"]), Path(paths.placed(value["path"]))
                    base = paths.folder_of(value["path"])
                if not reader.has(part) or not part.startswith("files/"):
                    raise reader.refused("a file is missing")
                self._advance("Files", len(written), len(reader.members))
                if (
                    wanted is not None
                    and target not in wanted
                    and not self._library.store.files_of(str(target))
                ):
                    continue
                if _write(reader, part, target, base):
                    written.append(target)
            yield
            unless_done.pop_all()
        report.n_files = len(written)

    def _require_room(self, reader: ExportReader) -> None:
        folder = self._library.folder
        while not folder.is_dir():
            folder = folder.parent
        require_room(folder, _ROOM * reader.n_bytes)

    def _advance(self, what: str, n_done: int, n_total: int) -> None:
        if self._stopped():
            raise CancelledError
        self._watch(CopyAdvanced(what, n_done, n_total))


class _Talks:
    """The conversations and notes of an export, checked before anything is stored."""

    def __init__(self, reader: ExportReader, paths: PathImporter) -> None:
        with _refusing(reader):
            self.conversations = [conversation_codec.decoded(value, paths) for value in reader.lines(TALKS)]
            self.notes = [conversation_codec.decoded_note(value, paths) for value in reader.lines(NOTES)]


def _articles(reader: ExportReader, paths: PathImporter) -> Iterator[tuple[Any, ExportedArticle]]:
    for value in reader.lines(ARTICLES):
        with _refusing(reader):
            article = decoded(value, paths)
        yield value, article


@contextmanager
def _vectors_of(reader: ExportReader) -> Iterator[Callable[[int], Vectors]]:
    """Yield a function that returns the next n vectors, shape (n, dimensions); all of them must be read."""
    identity = _stored_identity(reader)
    dimensions = identity[0].dimensions if identity else 0
    with reader.stream(VECTORS) as read:

        def following(n_vectors: int) -> Vectors:
            data = read(4 * dimensions * n_vectors)
            parts = [
                data[start : start + 4 * dimensions] for start in range(0, len(data), 4 * dimensions or 1)
            ]
            if len(parts) != n_vectors or not all(are_sound(parts, dimensions)):
                raise reader.refused("vectors are missing or no unit vectors")
            return np.frombuffer(data, dtype="<f4").reshape(n_vectors, dimensions)

        yield following
        if read(1):
            raise reader.refused("it has more vectors than passages")


def _stored_identity(reader: ExportReader) -> tuple[Identity, int] | None:
    """Return whose vectors the export has, and the passage budget; None if it has no articles."""
    value = reader.manifest.get("vectors")
    if value is None:
        return None
    with _refusing(reader):
        dimensions, budget = value["dimensions"], value["passage_pieces"]
        texts = (value["model"], value["sha256"], value["precision"])
        if type(dimensions) is not int or not 0 < dimensions <= _MOST_DIMENSIONS or type(budget) is not int:
            raise ValueError("the vectors have no size")
        if not all(isinstance(text, str) and text.isprintable() for text in texts):
            raise ValueError("the vectors have no model")
        return Identity(*texts, dimensions), budget


def _removed(reader: ExportReader) -> dict[str, str]:
    """Return the ids of what was removed on the other machine, with the moments."""
    removed = {}
    for value in reader.lines(REMOVED):
        with _refusing(reader):
            if not is_article_id(value["id"]) or datetime.fromisoformat(value["removed"]).tzinfo is None:
                raise ValueError("a removed article has no id")
            removed[value["id"]] = value["removed"]
    return removed


def _tags(value: Sequence[Any]) -> list[tuple[str, bool]]:
    return [(_label(tag), bool(is_removed)) for tag, is_removed in value]


def _label(name: Any) -> str:
    """Return the name of a tag or collection; ValueError if it can't be one."""
    if not isinstance(name, str) or label_name(name, "label") != name:
        raise ValueError("a label can't be one")
    return name


def _name_of(reader: ExportReader) -> str:
    """Return the name of the folder for an export's files: the start of its id."""
    with _refusing(reader):
        name = str(reader.manifest["id"])[:_N_ID_DIGITS]
        int(name, 16)
        return name


@contextmanager
def _refusing(reader: ExportReader) -> Iterator[None]:
    """Turn values that are not as they must be into a TransferError."""
    try:
        yield
    except _WRONG as error:
        detail = str(error) if type(error) is ValueError else "a value is missing or of the wrong kind"
        raise reader.refused(detail) from error


def _write(reader: ExportReader, part: str, target: Path, base: Path) -> bool:
    """Write an included file below a folder unless it exists; return whether it was written."""
    make_private_folder(target.parent)
    if not target.parent.resolve().is_relative_to(base.resolve()):
        raise reader.refused("a path leads out of its folder through a link")
    if target.is_symlink() or target.exists():
        return False
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=_WORK)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(reader.chunks(part))
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)
    return True


def _remove(written: Sequence[Path], own: Path) -> None:
    """Remove files that were written, and the library's folder for them if it is empty by then."""
    for path in written:
        path.unlink(missing_ok=True)
    with suppress(OSError):
        if own.is_dir() and not any(each.is_file() for each in own.rglob("*")):
            shutil.rmtree(own)
