import io
import os
import shutil
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from qa import articles
from qa.articles.documents import Limits
from qa.articles.reader import ArticleReader
from qa.embedding import Encoder, Identity
from qa.embedding.encoder import Role, Vectors
from qa.engine import Engine
from qa.errors import ArticleError, CancelledError
from qa.indexing import indexer as indexing
from qa.indexing import sources
from qa.indexing.indexer import Indexer, IndexReport
from qa.indexing.passages import PassageSplitter
from qa.indexing.preparation import ArticlePreparer
from qa.indexing.sources import ThreadSource
from qa.library import EmbeddedLibrary
from qa.progress import Event, FileEncoding, FileFailed, FileRemoved, FileStored, FileUnchanged
from qa.records import Article, Filters, Passage
from qa.settings.settings import Settings
from qa.workers import ThreadWorkers
from tests.conftest import WriteArticle
from tests.unprivileged import run_unprivileged

MAX_BYTES = 200_000


class CountingEncoder:
    """The real encoder, counting the texts that it encodes."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.n_texts = 0

    @property
    def identity(self) -> Identity:
        return self._encoder.identity

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        self.n_texts += len(texts)
        return self._encoder.encode(texts, role)


@dataclass
class EngineWorker:
    """A library with an indexer, and the events of its last run."""

    library: EmbeddedLibrary
    encoder: CountingEncoder
    splitter: PassageSplitter
    events: list[Event] = field(default_factory=list)
    stop_after: int = 10**9
    stops_encoding: bool = False

    def index(self, *paths: Path, prune: bool = False) -> IndexReport:
        self.events.clear()
        self.encoder.n_texts = 0
        with self.library.writing():
            self.library.adopt(self.encoder.identity, 128)
            with ArticleReader(Limits(text_bytes=MAX_BYTES)) as reader:
                indexer = Indexer(self.library, self.splitter, self.encoder, reader)
                return indexer.run(paths, self.events.append, self._stopped, prune=prune)

    def _stopped(self) -> bool:
        n_stored = sum(isinstance(event, FileStored) for event in self.events)
        is_encoding = any(isinstance(event, FileEncoding) for event in self.events)
        return n_stored >= self.stop_after or (self.stops_encoding and is_encoding)

    def stored(self) -> set[str]:
        return {Path(each.path).name for each in self.library.articles()}

    def agrees(self) -> bool:
        ids = [row[0] for row in self.library._database.rows("SELECT id FROM passages ORDER BY id")]
        return sorted(self.library.vector_ids().tolist()) == ids


@pytest.fixture
def engine_worker(tmp_path: Path, encoder: Encoder, splitter: PassageSplitter) -> Iterator[EngineWorker]:
    library = EmbeddedLibrary(tmp_path / "library")
    yield EngineWorker(library, CountingEncoder(encoder), splitter)
    library.close()


@pytest.fixture
def folder(write: WriteArticle) -> Path:
    """A folder with three articles, one of them in a subfolder."""
    write("a.txt", "date 2024-09-19 Talks end\n\nThe second round ended on Wednesday night.")
    write("b.md", "# Ferries\n\nNo boat sailed on Thursday.")
    return write("sub/c.txt", "A note on clinics. Bandages came.").parents[1]


def counts(report: IndexReport) -> tuple[int, int, int, int, int]:
    return report.added, report.updated, report.unchanged, report.removed, len(report.failed)


def test_a_folder_is_stored_and_each_file_reported(engine_worker: EngineWorker, folder: Path) -> None:
    report = engine_worker.index(folder)
    assert counts(report) == (3, 0, 0, 0, 0)
    assert (report.articles, report.passages) == (3, 3)
    assert engine_worker.events == [
        FileStored(folder / "a.txt", 1, False, (), 1, 3),
        FileStored(folder / "b.md", 1, False, ("it has no date",), 2, 3),
        FileStored(folder / "sub" / "c.txt", 1, False, ("it has no date",), 3, 3),
    ]
    assert engine_worker.agrees()


def test_the_same_folder_again_encodes_nothing_and_writes_nothing(
    engine_worker: EngineWorker, folder: Path
) -> None:
    engine_worker.index(folder)
    sequence = engine_worker.library.store.sequence()
    report = engine_worker.index(folder, folder / "a.txt")
    assert counts(report) == (0, 0, 3, 0, 0)
    assert engine_worker.encoder.n_texts == 0
    assert engine_worker.library.store.sequence() == sequence


def test_a_touched_file_is_unchanged(engine_worker: EngineWorker, folder: Path) -> None:
    engine_worker.index(folder)
    os.utime(folder / "a.txt", (0, 0))
    assert counts(engine_worker.index(folder)) == (0, 0, 3, 0, 0)
    assert engine_worker.encoder.n_texts == 0


def test_a_changed_file_replaces_its_article(engine_worker: EngineWorker, folder: Path) -> None:
    engine_worker.index(folder)
    (folder / "a.txt").write_text(
        "date 2024-09-20 Talks go on\n\nA third round was called.", encoding="utf-8"
    )
    report = engine_worker.index(folder)
    assert counts(report) == (0, 1, 2, 0, 0)
    assert (report.articles, engine_worker.encoder.n_texts) == (3, 1)
    assert engine_worker.library.search_words('"Wednesday"', Filters(), 9) == []
    assert len(engine_worker.library.search_words('"third"', Filters(), 9)) == 1
    assert engine_worker.agrees()


def test_a_change_of_the_date_alone_is_a_change(engine_worker: EngineWorker, folder: Path) -> None:
    engine_worker.index(folder)
    path = folder / "a.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("2024-09-19", "2024-09-18"), encoding="utf-8")
    assert counts(engine_worker.index(folder)) == (0, 1, 2, 0, 0)
    assert str(engine_worker.library.named("a.txt").published) == "2024-09-18"


def test_only_the_changed_passages_of_an_edited_file_are_encoded(
    engine_worker: EngineWorker, write: WriteArticle
) -> None:
    paragraphs = [f"The crew of ferry {n} waited in the harbour for a calmer day. " * 8 for n in range(9)]
    path = write("ferries.txt", "\n\n".join(paragraphs))
    engine_worker.index(path)
    n_before = engine_worker.encoder.n_texts
    paragraphs[4] = "The last ferry sailed."
    write("ferries.txt", "\n\n".join(paragraphs))
    assert counts(engine_worker.index(path)) == (0, 1, 0, 0, 0)
    assert 0 < engine_worker.encoder.n_texts < n_before / 2
    stored = engine_worker.library.store.passage_vectors(engine_worker.library.named("ferries.txt").id)
    fresh = engine_worker.encoder.encode([text for text, _ in stored], "passage")
    assert [vector for _, vector in stored] == [vector.tobytes() for vector in fresh]


@pytest.mark.parametrize(("prune", "expected"), [(True, (1, 0, 4, 1, 0)), (False, (0, 1, 4, 0, 0))])
def test_no_text_that_the_library_has_is_encoded_again(
    engine_worker: EngineWorker,
    folder: Path,
    write: WriteArticle,
    expected: tuple[int, ...],
    *,
    prune: bool,
) -> None:
    engine_worker.index(folder)
    article = engine_worker.library.named("c.txt")
    engine_worker.library.removed.remove([article.id])
    engine_worker.index(folder)
    engine_worker.library.removed.restore([article.id])
    (folder / "a.txt").rename(folder / "renamed.txt")
    shutil.copy(folder / "b.md", folder / "copy.md")
    write("copies.zip", archive(one="A note on clinics. Bandages came."))
    assert counts(engine_worker.index(folder, prune=prune)) == expected
    assert engine_worker.encoder.n_texts == 0


def test_a_damaged_vector_is_not_used_again(engine_worker: EngineWorker, write: WriteArticle) -> None:
    path = write("ferries.txt", "The ferry sailed. " * 60)
    engine_worker.index(path)
    engine_worker.library._database.rows("UPDATE passages SET vector = x'00' WHERE ordinal = 0")
    write("ferries.txt", "The ferry sailed. " * 60 + "It came back.")
    engine_worker.index(path)
    key = engine_worker.library.named("ferries.txt").id
    assert {len(vector) for _, vector in engine_worker.library.store.passage_vectors(key)} == {1536}


# The same text twice


def test_a_duplicate_file_is_stored_once_and_reported(
    engine_worker: EngineWorker, folder: Path, write: WriteArticle
) -> None:
    twin = write("z.txt", (folder / "a.txt").read_bytes())
    report = engine_worker.index(folder)
    assert counts(report) == (3, 0, 1, 0, 0)
    assert FileUnchanged(twin, folder / "a.txt", 3, 4) in engine_worker.events
    assert engine_worker.stored() == {"a.txt", "b.md", "c.txt"}
    assert counts(engine_worker.index(folder)) == (0, 0, 4, 0, 0)


def test_a_text_stays_with_its_twin_when_its_file_is_removed(
    engine_worker: EngineWorker, folder: Path, write: WriteArticle
) -> None:
    write("z.txt", "---\ndate: 2025-01-01\n---\nTalks end\n\nThe second round ended on Wednesday night.")
    engine_worker.index(folder)
    (folder / "a.txt").unlink()
    report = engine_worker.index(folder, prune=True)
    assert report.removed == 1
    assert engine_worker.stored() == {"z.txt", "b.md", "c.txt"}
    assert str(engine_worker.library.named("z.txt").published) == "2025-01-01"
    assert counts(engine_worker.index(folder, prune=True)) == (0, 0, 3, 0, 0)
    assert engine_worker.agrees()


def test_a_changed_twin_does_not_make_its_owner_look_changed(
    engine_worker: EngineWorker, folder: Path, write: WriteArticle
) -> None:
    text = (folder / "a.txt").read_text(encoding="utf-8")
    write("z.txt", text)
    engine_worker.index(folder)
    write("z.txt", text.replace("2024-09-19", "2024-09-18"))
    engine_worker.index(folder)
    assert counts(engine_worker.index(folder)) == (0, 0, 4, 0, 0)
    assert engine_worker.encoder.n_texts == 0


# Pruning


def test_a_file_that_is_gone_stays_until_pruned(engine_worker: EngineWorker, folder: Path) -> None:
    engine_worker.index(folder)
    (folder / "a.txt").unlink()
    assert counts(engine_worker.index(folder)) == (0, 0, 2, 0, 0)
    assert engine_worker.stored() == {"a.txt", "b.md", "c.txt"}
    assert counts(engine_worker.index(folder, prune=True)) == (0, 0, 2, 1, 0)
    assert FileRemoved(folder / "a.txt") in engine_worker.events
    assert engine_worker.stored() == {"b.md", "c.txt"}
    assert engine_worker.agrees()


def test_a_folder_that_is_missing_prunes_nothing(engine_worker: EngineWorker, folder: Path) -> None:
    engine_worker.index(folder)
    folder.rename(folder.with_name("unmounted"))
    report = engine_worker.index(folder, prune=True)
    assert (report.removed, report.articles) == (0, 3)
    assert [error.path for error in report.failed] == [folder]


def test_pruning_one_folder_leaves_the_others_alone(engine_worker: EngineWorker, folder: Path) -> None:
    engine_worker.index(folder)
    (folder / "a.txt").unlink()
    (folder / "sub" / "c.txt").unlink()
    assert engine_worker.index(folder / "sub", prune=True).removed == 1
    assert engine_worker.stored() == {"a.txt", "b.md"}


def test_a_renamed_file_is_moved_and_not_copied(engine_worker: EngineWorker, folder: Path) -> None:
    engine_worker.index(folder)
    (folder / "a.txt").rename(folder / "renamed.txt")
    report = engine_worker.index(folder, prune=True)
    assert counts(report) == (1, 0, 2, 1, 0)
    assert engine_worker.stored() == {"renamed.txt", "b.md", "c.txt"}


def test_vectors_of_removed_files_are_kept_up_to_a_number(
    engine_worker: EngineWorker, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "_MOST_KEPT", 2)
    engine_worker.index(folder)
    for name in ("a.txt", "b.md", "sub/c.txt"):
        (folder / name).rename(folder / f"moved-{Path(name).name}")
    assert counts(engine_worker.index(folder, prune=True)) == (3, 0, 0, 3, 0)
    assert engine_worker.encoder.n_texts == 1
    assert engine_worker.agrees()


def test_a_file_that_became_unreadable_is_not_pruned(engine_worker: EngineWorker, folder: Path) -> None:
    engine_worker.index(folder)
    (folder / "a.txt").write_bytes(b"\x00\x01 now a binary")
    report = engine_worker.index(folder, prune=True)
    assert counts(report) == (0, 0, 2, 0, 1)
    assert engine_worker.stored() == {"a.txt", "b.md", "c.txt"}


# Bad files


def test_each_bad_file_is_reported_and_the_rest_stored(
    engine_worker: EngineWorker, folder: Path, write: WriteArticle
) -> None:
    write("d-empty.txt", b"")
    write("e-binary.txt", b"\x89PNG\r\n\x1a\n\x00\x00")
    write("f-large.txt", "words " * (MAX_BYTES // 4))
    os.mkfifo(folder / "g-pipe.txt")
    (folder / "h-dangling.txt").symlink_to(folder / "gone.txt")
    (folder / "i-folder.txt").mkdir()
    write("k-last.txt", "The last article is stored.")
    report = engine_worker.index(folder, folder / "nowhere.txt", folder / "sub" / "picture.png")
    assert counts(report) == (4, 0, 0, 0, 7)
    assert engine_worker.stored() == {"a.txt", "b.md", "c.txt", "k-last.txt"}
    said = {error.path.name: error.message for error in report.failed}
    assert said == {
        "d-empty.txt": "This file has no text.",
        "e-binary.txt": "This is not a text file.",
        "f-large.txt": "This file has 0.3 MB; the maximum is 0.2 MB.",
        "g-pipe.txt": "This is not a regular file.",
        "h-dangling.txt": "This link points to a file that doesn't exist.",
        "nowhere.txt": "This file or folder doesn't exist.",
        "picture.png": "This file or folder doesn't exist.",
    }
    assert all(error.hint for error in report.failed)
    assert [event.error for event in engine_worker.events if isinstance(event, FileFailed)] == report.failed
    assert engine_worker.agrees()


def test_a_file_that_vanishes_during_indexing_is_reported_with_advice(
    engine_worker: EngineWorker, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = folder / "b.md"
    read = ArticleReader.bytes_of

    def vanishing(reader: ArticleReader, path: Path) -> bytes:
        if path == gone:
            gone.unlink()
        return read(reader, path)

    monkeypatch.setattr(ArticleReader, "bytes_of", vanishing)
    report = engine_worker.index(folder)
    (error,) = report.failed
    assert (error.path, error.message) == (gone, "This file no longer exists.")
    assert error.hint == "If it was moved, add it from its new folder."
    assert engine_worker.stored() == {"a.txt", "c.txt"}


@pytest.mark.skipif(sys.platform == "darwin", reason="file names there are always Unicode")
def test_an_undecodable_name_does_not_stop_other_files(engine_worker: EngineWorker, folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_text("Words.", encoding="utf-8")
    report = engine_worker.index(folder, prune=True)
    assert counts(report) == (3, 0, 0, 0, 1)
    closed = Path(os.fsdecode(os.fsencode(folder) + b"/\xff"))
    closed.mkdir()
    assert counts(engine_worker.index(closed, prune=True)) == (0, 0, 0, 0, 0)


def test_hostile_titles_and_names_are_stored(
    engine_worker: EngineWorker, folder: Path, write: WriteArticle
) -> None:
    write("surrogate.txt", '---\ntitle: "\\ud800"\nsource: "\\udfff x"\n---\nWords that are fine.')
    write("x'; DROP TABLE articles; --.txt", "A name that is no statement.")
    write("new\nline.txt", "A name of two lines.")
    assert counts(engine_worker.index(folder)) == (6, 0, 0, 0, 0)
    assert engine_worker.agrees()


def test_a_file_is_read_up_to_the_size_that_is_set(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    path.write_text("The talks went on and on, " * 40_000, encoding="utf-8")
    assert len(articles.read_bytes(path, 2_000_000)) > 1_000_000
    with pytest.raises(ArticleError, match=r"1\.0 MB; the maximum is 0\.5"):
        articles.read_bytes(path, 500_000)


def test_a_folder_without_rights_is_reported_and_its_articles_are_not_pruned(
    engine_worker: EngineWorker, folder: Path, tmp_path: Path
) -> None:
    engine_worker.index(folder)
    (folder / "sub").chmod(0)
    code = """
from qa import articles
from qa.articles.files import is_gone
path = Path(sys.argv[1]) / "sub" / "c.txt"
print(is_gone(path))
for found in qa.articles.find([path.parents[1]]):
    if not isinstance(found, Path):
        print(found.path.name, found.message)
"""
    output = run_unprivileged(code, folder, opened=tmp_path)
    (folder / "sub").chmod(0o755)
    assert output.splitlines() == ["False", "sub Can't read this folder (Permission denied)."]


# Stopping


def test_stopping_keeps_what_was_stored_and_the_next_run_continues(
    engine_worker: EngineWorker, write: WriteArticle
) -> None:
    names = [f"{number:02}.txt" for number in range(70)]  # more than are stored together
    for name in names:
        write(name, f"Boat {name} sails.")
    engine_worker.stop_after = 2
    with pytest.raises(CancelledError):
        engine_worker.index(write("99.md", "No boat sails.").parent)
    n_stored = len(engine_worker.stored())
    assert 2 <= n_stored == len(engine_worker.events)
    assert engine_worker.stored() == set(names[:n_stored])
    assert engine_worker.agrees()
    engine_worker.stop_after = 10**9
    report = engine_worker.index(write("99.md", "No boat sails.").parent)
    assert counts(report) == (71 - n_stored, 0, n_stored, 0, 0)


class SpySplitter(PassageSplitter):
    """The real splitter, noting the lengths of the texts that it splits on threads other than this one."""

    def __init__(self, splitter: PassageSplitter) -> None:
        super().__init__(splitter._tokenizer)
        self._here = threading.get_ident()
        self.lengths_elsewhere: list[int] = []

    def split(self, article: Article) -> list[Passage]:
        if threading.get_ident() != self._here:
            self.lengths_elsewhere.append(len(article.text))
        return super().split(article)


@pytest.mark.parametrize("is_archive", [False, True])
def test_long_articles_are_left_to_the_thread_that_can_stop(
    engine_worker: EngineWorker, write: WriteArticle, *, is_archive: bool
) -> None:
    long = "\n\n".join(f"Ferry {number} left the pier for the island at noon." for number in range(1_200))
    path = write("short.txt", "The pier is shut.")
    if is_archive:
        path.unlink()
        path.with_name("all.zip").write_bytes(archive(short="The pier is shut.", tall=long))
    else:
        write("tall.txt", long)
    engine_worker.splitter = spy = SpySplitter(engine_worker.splitter)
    engine_worker.stops_encoding = True
    with pytest.raises(CancelledError):
        engine_worker.index(path.parent)
    assert len(long) > 50_000
    assert spy.lengths_elsewhere == [len("The pier is shut.")]
    assert [type(event) for event in engine_worker.events] == [FileStored, FileEncoding]
    assert engine_worker.encoder.n_texts < 100
    assert engine_worker.agrees()


def test_files_are_read_ahead_up_to_a_number_of_characters(
    engine_worker: EngineWorker,
    tmp_path: Path,
    splitter: PassageSplitter,
    encoder: Encoder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sources, "_CHARACTERS_AHEAD", 3_000)
    paths = [tmp_path / f"{number}.txt" for number in range(9)]
    for path in paths:
        path.write_text(f"Boat {path.stem} sails. " * 60)  # 1,020 characters each
    read: list[Path] = []

    class SpyReader(ArticleReader):
        def bytes_of(self, path: Path) -> bytes:
            read.append(path)
            return super().bytes_of(path)

    with closing(ThreadWorkers(4)) as threads, engine_worker.library.writing():
        engine_worker.library.adopt(encoder.identity, 128)
        reader = SpyReader(Limits())
        indexer = Indexer(engine_worker.library, splitter, encoder, reader)
        source = ThreadSource(threads, ArticlePreparer(splitter, encoder, 0), reader, indexer, lambda: False)
        for n_stored, _ in enumerate(source.batches(paths)):
            assert len(set(read)) <= n_stored + 4
    assert set(read) == set(paths)


def test_stopping_within_a_long_article_keeps_the_others(
    engine_worker: EngineWorker, folder: Path, write: WriteArticle
) -> None:
    write(
        "b2-long.txt", "".join(f"Sentence {number} of a long report about nothing. " for number in range(380))
    )
    asked = 0

    def stopped() -> bool:
        nonlocal asked
        asked += 1
        return engine_worker.encoder.n_texts > 4

    with engine_worker.library.writing():
        engine_worker.library.adopt(engine_worker.encoder.identity, 16)
        splitter = PassageSplitter(engine_worker.splitter._tokenizer, 16)
        reader = ArticleReader(Limits(text_bytes=MAX_BYTES))  # plain text starts no process
        indexer = Indexer(engine_worker.library, splitter, engine_worker.encoder, reader)
        with pytest.raises(CancelledError):
            indexer.run([folder], engine_worker.events.append, stopped)
    assert engine_worker.stored() == {"a.txt", "b.md"}
    assert engine_worker.encoder.n_texts < 100
    assert engine_worker.agrees()


WRITER = """
import sys
from pathlib import Path
from qa import Engine, FileStored, load_settings
engine = Engine(load_settings(library=Path(sys.argv[1])))
def tell(event):
    if isinstance(event, FileStored):
        print(event.path.name, flush=True)
engine.index([Path(sys.argv[2])], watch=tell)
print("done", flush=True)
"""


@pytest.mark.usefixtures("encoder")
def test_killing_it_at_any_moment_loses_nothing_that_was_reported(
    write: WriteArticle, tmp_path: Path
) -> None:
    n_files = 120
    for number in range(n_files):
        write(
            f"{number:03}.txt",
            f"Report {number}. " + f"The {number} delegates met again and parted again. " * 8,
        )
    reported: set[str] = set()
    for n_lines in (1, 7, 23):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, tmp_path / "library", tmp_path / "articles"],
            stdout=subprocess.PIPE,
            text=True,
        ) as writer:
            assert writer.stdout is not None
            reported.update(writer.stdout.readline().strip() for _ in range(n_lines))
            writer.send_signal(signal.SIGKILL)
            reported.update(line.strip() for line in writer.stdout)
        assert writer.returncode == -signal.SIGKILL
        library = EmbeddedLibrary(tmp_path / "library")
        assert reported <= {Path(each.path).name for each in library.articles()}
        ids = [row[0] for row in library._database.rows("SELECT id FROM passages ORDER BY id")]
        assert sorted(library.vector_ids().tolist()) == ids
        library.close()
    assert 31 <= len(reported) < n_files
    engine = Engine(Settings(library=tmp_path / "library"))
    report = engine.index([tmp_path / "articles"])
    assert report.articles == n_files
    assert report.unchanged >= len(reported)
    assert sorted(path.name for path in (tmp_path / "library").glob("*.partial")) == []
    engine.close()


# Files in other formats


def test_a_web_page_is_indexed_like_a_text(
    engine_worker: EngineWorker, folder: Path, write: WriteArticle
) -> None:
    write("d.html", "<title>Quay march</title><body><p>The march on the quay ended at noon on Friday.</p>")
    write("e.html", "")
    write("f.xyz", "An unknown format.")
    report = engine_worker.index(folder)
    assert counts(report) == (4, 0, 0, 0, 1)
    assert [path.name for path in report.passed_over] == ["f.xyz"]
    assert counts(engine_worker.index(folder)) == (0, 0, 4, 0, 1)
    assert engine_worker.library.named("d.html").title == "Quay march"


def archive(**files: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as opened:
        for name, text in files.items():
            opened.writestr(f"{name}.txt", text)
    return made.getvalue()


def test_the_articles_of_an_archive_are_kept_in_step_with_it(
    engine_worker: EngineWorker, folder: Path, write: WriteArticle
) -> None:
    path = write("z.zip", archive(one="The first report.", two="The second report.", bad=""))
    assert counts(engine_worker.index(folder)) == (5, 0, 0, 0, 1)
    assert engine_worker.library.named("two.txt").path == f"{path}/two.txt"
    engine_worker.encoder.n_texts = 0
    assert counts(engine_worker.index(folder)) == (0, 0, 5, 0, 1)
    assert engine_worker.encoder.n_texts == 0

    write("z.zip", archive(one="The first report.", two="Another second report.", three="The third report."))
    assert counts(engine_worker.index(folder)) == (1, 1, 4, 0, 0)
    write("z.zip", archive(two="Another second report.", three="The third report."))
    assert counts(engine_worker.index(folder)) == (0, 0, 5, 1, 0)
    assert counts(engine_worker.index(folder)) == (0, 0, 5, 0, 0)
    assert engine_worker.stored() == {"a.txt", "b.md", "c.txt", "two.txt", "three.txt"}

    path.unlink()
    assert counts(engine_worker.index(folder)) == (0, 0, 3, 0, 0)
    assert counts(engine_worker.index(folder, prune=True)) == (0, 0, 3, 2, 0)
    assert engine_worker.agrees()


def test_a_broken_archive_keeps_its_articles(
    engine_worker: EngineWorker, folder: Path, write: WriteArticle
) -> None:
    write("z.zip", archive(one="The first report."))
    engine_worker.index(folder)
    write("z.zip", b"PK\x03\x04 broken")
    assert counts(engine_worker.index(folder, prune=True)) == (0, 0, 3, 0, 1)
    assert "one.txt" in engine_worker.stored()


def test_rows_that_move_up_in_a_table_keep_one_copy(engine_worker: EngineWorker, write: WriteArticle) -> None:
    rows = ["The first row.", "The second row.", "The third row."]
    path = write("t.csv", "\n".join(["text", *rows]))
    engine_worker.index(path)
    write("t.csv", "\n".join(["text", *rows[1:]]))
    engine_worker.index(path)
    assert counts(engine_worker.index(path)) in ((0, 0, 2, 0, 0), (0, 1, 1, 0, 0), (0, 2, 0, 0, 0))
    assert counts(engine_worker.index(path)) == (0, 0, 2, 0, 0)
    assert sorted(each.path for each in engine_worker.library.articles()) == [f"{path}#1", f"{path}#2"]
    path.unlink()
    assert engine_worker.index(path, prune=True).removed == 2
    assert engine_worker.library.articles() == []


def test_an_archive_that_was_renamed_is_moved(
    engine_worker: EngineWorker, folder: Path, write: WriteArticle
) -> None:
    path = write("z.zip", archive(one="The first report."))
    engine_worker.index(path)
    path.rename(path.with_name("y.zip"))
    engine_worker.index(folder)
    assert engine_worker.library.named("one.txt").path == str(path.with_name("y.zip") / "one.txt")
