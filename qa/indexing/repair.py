"""A damaged library → a sound one, from the articles that can still be read."""

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from qa.articles.files import file_on_disk
from qa.dates import time_expressions
from qa.embedding import Encoder
from qa.errors import CancelledError
from qa.indexing.indexer import IndexReport, StopSign, Watcher
from qa.indexing.passages import PassageSplitter
from qa.library import EmbeddedLibrary
from qa.library.base import IDENTITY_SETTINGS, refuse_mismatch, stored_identity
from qa.library.checks import are_sound
from qa.library.database import FILE_NAME
from qa.library.recovery import DamagedDatabase, StoredFile
from qa.library.vectors import Vectors
from qa.progress import CheckAdvanced
from qa.records import Article, Passage
from qa.utils.salvage import back_up, remove_backup

REPAIR = "repair"  # the part that CheckAdvanced names during a repair
_WORK_FOLDER = "repair-"


@dataclass(slots=True)
class RepairReport:
    """What a repair did.

    `parts` were damaged; `n_articles` were kept, `n_encoded` of their passages got new vectors. `lost` are the
    files whose article could not be read; `indexed` is the report on those that were read from disk again.
    `backup` is a copy of the damaged database, kept unless every article in it was recovered.
    """

    parts: tuple[str, ...] = ()
    n_articles: int = 0
    n_encoded: int = 0
    lost: tuple[Path, ...] = ()
    backup: Path | None = None
    indexed: IndexReport | None = None

    @property
    def missing(self) -> tuple[Path, ...]:
        """The files of lost articles that could not be indexed again."""
        failed = {error.path for error in self.indexed.failed} if self.indexed else set()
        return tuple(path for path in self.lost if path in failed or not file_on_disk(path).is_file())


class LibraryRepairer:
    """Rebuilds everything that is derived from the articles; `budget` is the splitter's."""

    def __init__(
        self, library: EmbeddedLibrary, splitter: PassageSplitter, encoder: Encoder, budget: int
    ) -> None:
        self._library = library
        self._splitter = splitter
        self._encoder = encoder
        self._budget = budget

    def run(self, watch: Watcher, stopped: StopSign) -> RepairReport:
        """Rebuild the library; the caller holds the writer's lock.

        The new database is made beside the old one and takes its place when it is whole, so a repair that is
        stopped changes nothing. An article whose text is not the one that was stored is left out.
        """
        folder = self._library.folder
        for left_over in folder.glob(f"{_WORK_FOLDER}*"):
            shutil.rmtree(left_over, ignore_errors=True)
        report = RepairReport()
        with (
            self._library.naming_errors(),
            tempfile.TemporaryDirectory(dir=folder, prefix=_WORK_FOLDER) as work,
        ):
            sound = EmbeddedLibrary(Path(work))
            backup = back_up(folder / FILE_NAME)
            try:
                n_stored = self._rebuild(sound, report, watch, stopped)
            except BaseException:
                remove_backup(backup)
                raise
            self._library.replace_contents(sound)
        if n_stored == report.n_articles and not report.lost:
            remove_backup(backup)
        else:
            report.backup = backup
        return report

    def _rebuild(
        self, sound: EmbeddedLibrary, report: RepairReport, watch: Watcher, stopped: StopSign
    ) -> int | None:
        """Fill a sound library; return how many articles the damaged one holds, if that can be read."""
        with closing(DamagedDatabase(self._library.folder)) as damaged:
            with closing(sound), sound.writing():
                self._fill(sound, damaged, report, watch, stopped)
            return damaged.n_articles()

    def _fill(
        self,
        sound: EmbeddedLibrary,
        damaged: DamagedDatabase,
        report: RepairReport,
        watch: Watcher,
        stopped: StopSign,
    ) -> None:
        are_comparable = self._prepare(sound, damaged)
        files: dict[str, list[StoredFile]] = defaultdict(list)
        for file in damaged.files():
            files[file.article_id].append(file)
        n_total = damaged.n_articles() or len(files)
        for article in damaged.articles():
            if stopped():
                raise CancelledError
            watch(CheckAdvanced(REPAIR, report.n_articles, n_total))
            passages = self._splitter.split(article)
            stored = damaged.vectors(article.id) if are_comparable else {}
            vectors, n_encoded = self._vectors(passages, stored)
            _put(sound, article, files.pop(article.id, []), passages, vectors)
            report.n_articles += 1
            report.n_encoded += n_encoded
        sound.removed.take_over(damaged.removed())
        sound.labels.restore(*damaged.labels())
        report.lost = tuple(sorted(Path(file.path) for lost in files.values() for file in lost))

    def _prepare(self, sound: EmbeddedLibrary, damaged: DamagedDatabase) -> bool:
        """Copy the settings to the new library, and return whether the old vectors may be used."""
        settings = damaged.settings()
        is_complete = all(name in settings for name in IDENTITY_SETTINGS)
        if is_complete:
            stored = stored_identity(settings)
            refuse_mismatch(self._library.folder, stored, self._encoder.identity, self._budget)
        sound.store.write_without_waiting()
        sound.store.continue_after(damaged.last_numbers())
        kept = {name: value for name, value in settings.items() if name not in IDENTITY_SETTINGS}
        sound.store.remember(kept)
        sound.adopt(self._encoder.identity, self._budget)
        return is_complete

    def _vectors(
        self, passages: Sequence[Passage], stored: dict[tuple[int, int], bytes]
    ) -> tuple[Vectors, int]:
        """Return a vector for each passage, shape (n, dimensions), and how many had to be made."""
        dimensions = self._encoder.identity.dimensions
        found = [stored.get((each.article_span.start, each.article_span.end), b"") for each in passages]
        missing = [n for n, is_sound in enumerate(are_sound(found, dimensions)) if not is_sound]
        vectors = np.empty((len(passages), dimensions), dtype=np.float32)
        for row, vector in enumerate(found):
            if row not in missing:
                vectors[row] = np.frombuffer(vector, dtype="<f4")
        if missing:
            vectors[missing] = self._encoder.encode([passages[n].text for n in missing], "passage")
        return vectors, len(missing)


def _put(
    sound: EmbeddedLibrary,
    article: Article,
    files: Sequence[StoredFile],
    passages: Sequence[Passage],
    vectors: Vectors,
) -> None:
    """Store an article with the files that brought it; one without an entry is read again by the next index."""
    digests = {file.path: file.digest for file in files}
    dates = time_expressions(article.text, article.published)
    sound.put(article, digests.pop(str(article.path), ""), passages, vectors, dates)
    for path, digest in digests.items():
        sound.store.put_twin(Path(path), article.id, digest)
