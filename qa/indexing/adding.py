"""Single articles → library: files that are named, and texts and data that have no file of their own."""

import os
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from qa.articles.documents import ArticleFields
from qa.articles.files import file_on_disk
from qa.articles.loading import with_given
from qa.errors import ArticleError, DatelineError
from qa.indexing.indexer import Indexer, StopSign, Watcher
from qa.library import ORIGINALS, Library
from qa.progress import Event, FileLeftOut, FileStored, FileUnchanged
from qa.records import Article
from qa.utils.private_files import create_private_file, make_private_folder

FOLDER = "added"  # in the library's folder: the files of what was added without one
_LONGEST_SLUG = 40
_N_DIGITS = 12
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")


class Outcome(StrEnum):
    """What became of an article.

    It is new, has new content or fields, was removed before and is back, or was already there.
    """

    ADDED = "added"
    UPDATED = "updated"
    RESTORED = "restored"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Addition:
    """An article as it is stored now; `notes` are for the user."""

    article: Article
    outcome: Outcome
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class AddReport:
    """The articles of everything that was added, and what could not be read."""

    additions: list[Addition] = field(default_factory=list)
    failed: list[ArticleError] = field(default_factory=list)


class ArticleAdder:
    """Adds articles to a library; the caller holds the writer's lock. `given` are the indexer's fields."""

    def __init__(self, library: Library, indexer: Indexer, given: ArticleFields) -> None:
        self._library = library
        self._indexer = indexer
        self._given = given

    def add_files(self, paths: Sequence[Path], watch: Watcher, stopped: StopSign) -> AddReport:
        """Store the articles of files, and give duplicates the user's fields.

        Articles that were removed are restored, because the user asks for them.
        """
        events: list[Event] = []

        def listen(event: Event) -> None:
            watch(event)
            events.append(event)

        report = self._indexer.run(paths, listen, stopped)
        removed = {event.article_id for event in events if isinstance(event, FileLeftOut)}
        if removed:
            self._library.removed.restore(sorted(removed))
            events.clear()
            report = self._indexer.run(paths, listen, stopped)
        stored = [event for event in events if isinstance(event, FileStored | FileUnchanged)]
        failed = report.failed or ([] if stored else [_questions(path) for path in report.passed_over])
        return AddReport([self._addition(event, removed) for event in stored], failed)

    def add_data(self, data: bytes, words: str, suffix: str, watch: Watcher, stopped: StopSign) -> AddReport:
        """Store the articles of a file's bytes; `suffix` tells the format, and `words` name the file.

        The bytes become a file in the library's folder, so that the article can be read again, shown and opened like
        any other. The file is removed if no article comes from it.
        """
        with self._kept_file(data, _file_name(data, words, suffix)) as path:
            return self.add_files([path], watch, stopped)

    def _addition(self, event: FileStored | FileUnchanged, restored: Collection[str]) -> Addition:
        article_id, _ = self._library.store.file(event.path) or ("", "")
        article = self._library.article(article_id)
        outcome, notes = Outcome.DUPLICATE, tuple[str, ...]()
        if isinstance(event, FileStored):
            outcome, notes = (Outcome.UPDATED if event.updated else Outcome.ADDED), event.notes
        elif (amended := with_given(article, self._given)) != article:
            article, outcome = amended, Outcome.UPDATED
            _, digest = self._library.store.file(Path(str(article.path))) or ("", "")
            self._indexer.store(article, digest)
            self._library.save_vectors()
        return Addition(article, Outcome.RESTORED if article_id in restored else outcome, notes)

    @contextmanager
    def _kept_file(self, data: bytes, name: str) -> Iterator[Path]:
        """Yield the path of a new private file with these bytes, which is removed if no article owns it then."""
        folder = self._library.folder / FOLDER
        path = folder / name
        with self._library.naming_errors():
            make_private_folder(folder)
            if not path.exists():
                _write(path, data)
        try:
            yield path
        finally:
            with suppress(DatelineError, OSError):
                self._drop_unused(path)

    def _drop_unused(self, path: Path) -> None:
        store = self._library.store
        places = store.files_below(path)
        entries = {str(place): store.file(place) for place in places}
        owned = [
            entry and (article := store.article(entry[0])) and article.path == place
            for place, entry in entries.items()
        ]
        if any(owned):
            return
        for place in places:
            store.release(place)
        path.unlink(missing_ok=True)


def _questions(path: Path) -> ArticleError:
    return ArticleError(
        path, "This file has questions, not articles.", "Answer them with: dateline batch FILE"
    )


def remove_kept_files(library: Library, paths: Iterable[str]) -> None:
    """Delete the files in the library's folder that articles with these paths came from, unless others did too."""
    for file in {file_on_disk(Path(path)) for path in paths}:
        is_needed = library.store.files_below(file) or library.removed.files_of(str(file))
        is_kept = file.parent == library.folder / FOLDER or file.is_relative_to(library.folder / ORIGINALS)
        if is_kept and not is_needed:
            with library.naming_errors():
                file.unlink(missing_ok=True)


def _file_name(data: bytes, words: str, suffix: str) -> str:
    """Return a file name made from words; it differs for other bytes."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    slug = _NOT_IN_SLUG.sub("-", plain)[:_LONGEST_SLUG].strip("-") or "article"
    return f"{slug}-{sha256(data).hexdigest()[:_N_DIGITS]}{suffix}"


def _write(path: Path, data: bytes) -> None:
    partial = path.with_name(f".{path.name}.partial")
    create_private_file(partial).close()
    with partial.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
