"""A damaged library is rebuilt from its articles, and nothing undamaged is lost."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from qa.embedding import Identity
from qa.embedding.encoder import Role, Vectors
from qa.errors import CancelledError, LibraryBrokenError, LibraryMismatchError, LibraryNewerError
from qa.indexing.passages import PassageSplitter
from qa.indexing.repair import LibraryRepairer, RepairReport
from qa.library import EmbeddedLibrary
from qa.library.database import FILE_NAME
from qa.progress import Event
from qa.records import Filters
from tests.library import damage
from tests.library.damage import Harm
from tests.library.toy import BUDGET, NO_FILTERS, TOY, agrees, article, dated, texts, vector

TALKS = article("The talks ended on 18 September 2024. Nobody signed.", "/news/talks.txt", "2024-09-19")
ARTICLES = [
    TALKS,
    *(article(f"Élysée report {n}. It has two sentences.", f"/news/{n}.txt") for n in range(8)),
    article("A long report. " + "It goes on and on about harbours and ferries. " * 150, "/news/long.txt"),
]


class ToyEncoder:
    """Encodes texts as tests.library.toy does, and records them."""

    def __init__(self) -> None:
        self.encoded: list[str] = []

    @property
    def identity(self) -> Identity:
        return TOY

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:  # noqa: ARG002 - as the protocol has it
        self.encoded += texts
        return np.array([vector(text) for text in texts], dtype=np.float32).reshape(-1, TOY.dimensions)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, splitter: PassageSplitter) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    library = EmbeddedLibrary(folder)
    with library.writing():
        library.adopt(TOY, BUDGET)
        library.set_threshold("a reader", 0.25)
        for each in ARTICLES:
            passages = splitter.split(each)
            vectors = np.array([vector(passage.text) for passage in passages])
            library.put(each, "1:x", passages, vectors, dated(each))
        library.store.put_twin(Path("/news/twin.txt"), TALKS.id, "1:y")
        library.save_vectors()
    library.close()
    return folder


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    return shutil.copytree(sound, tmp_path / "library")


@pytest.fixture
def encoder() -> ToyEncoder:
    return ToyEncoder()


@pytest.fixture
def repair(
    folder: Path, splitter: PassageSplitter, encoder: ToyEncoder
) -> Iterator[Callable[[], RepairReport]]:
    library = EmbeddedLibrary(folder)

    def run(stopped: Callable[[], bool] = lambda: False) -> RepairReport:
        with library.writing():
            return LibraryRepairer(library, splitter, encoder, BUDGET).run(_ignore, stopped)

    yield run
    library.close()


def _ignore(event: Event) -> None:
    """Do nothing."""


def contents(folder: Path) -> dict[str, object]:
    """Return the contents of a library without the numbers of its passages; it must pass every check."""
    library = EmbeddedLibrary(folder)
    try:
        assert not [report for report in library.check_parts(_ignore) if report.problems]
        assert agrees(library)
        rows = library._database.rows
        return {
            "articles": library.articles(),
            "texts": {each.id: library.article(each.id) for each in library.articles()},
            "files": rows("SELECT path, article_id, digest FROM files ORDER BY path"),
            "settings": rows(
                "SELECT name, value FROM settings WHERE name NOT LIKE 'marks of %' ORDER BY name"
            ),
            "passages": rows(
                "SELECT article_id, ordinal, article_start, article_end, vector FROM passages ORDER BY 1, 2"
            ),
            "dates": rows("SELECT * FROM time_expressions ORDER BY article_id, article_start"),
            "words": texts(library, library.search_words('"talks" OR "report"', NO_FILTERS, 50)),
            "nearest": texts(library, library.search_vectors(vector("a question"), NO_FILTERS, 5)),
        }
    finally:
        library.close()


@pytest.mark.parametrize(
    ("harm", "n_encoded"),
    [
        pytest.param(damage.MISSING_WORDS, 0, id="a missing full-text row"),
        pytest.param(damage.OTHER_WORDS, 0, id="a full-text row of other words"),
        pytest.param(damage.FULL_TEXT_PAGE, 0, id="full-text pages"),
        pytest.param(damage.sql("DROP TABLE passage_words_data"), 0, id="no full-text pages"),
        pytest.param(damage.vector(float("nan"), 8), 1, id="NaN"),
        pytest.param(damage.vector(0.5, 4), 1, id="too few dimensions"),
        pytest.param(damage.MISSING_PASSAGE, 1, id="a missing passage"),
        pytest.param(damage.SHORT_SPAN, 1, id="a span that is too short"),
        pytest.param(damage.OTHER_DAY, 0, id="a date with another day than its value"),
        pytest.param(damage.sql("DELETE FROM time_expressions"), 0, id="no dates"),
        pytest.param(damage.byte_of_snapshot, 0, id="a changed byte of the snapshot"),
        pytest.param(damage.table_page("time_expressions"), 0, id="a page of dates"),
        pytest.param(damage.table_page("sqlite_autoindex_articles_1"), 0, id="a page of an index"),
    ],
)
def test_what_is_derived_from_the_articles_is_rebuilt_and_the_rest_stays(
    sound: Path,
    folder: Path,
    repair: Callable[[], RepairReport],
    encoder: ToyEncoder,
    harm: Harm,
    n_encoded: int,
) -> None:
    before = contents(sound)
    harm(folder)
    report = repair()
    assert contents(folder) == before
    assert (report.n_articles, report.n_encoded) == (len(ARTICLES), n_encoded)
    assert len(encoder.encoded) == n_encoded
    assert (report.lost, report.backup) == ((), None)
    assert not list(folder.glob("*damaged*")) + list(folder.glob("repair-*"))


def test_an_altered_article_is_taken_out_and_its_files_are_named(
    folder: Path, repair: Callable[[], RepairReport]
) -> None:
    damage.ALTERED_TEXT(folder)
    report = repair()
    assert report.n_articles == len(ARTICLES) - 1
    assert report.lost == (Path("/news/talks.txt"), Path("/news/twin.txt"))
    assert TALKS.id not in contents(folder)["texts"]  # type: ignore[operator]
    assert report.backup is not None
    kept = folder.with_name("kept")
    kept.mkdir()
    shutil.copy(report.backup, kept / FILE_NAME)
    library = EmbeddedLibrary(kept)
    assert "singed" in library.article(TALKS.id).text
    library.close()


def test_articles_on_sound_pages_are_recovered_from_a_damaged_table(
    folder: Path, repair: Callable[[], RepairReport]
) -> None:
    damage.table_page("articles")(folder)
    report = repair()
    assert 0 < report.n_articles < len(ARTICLES)
    assert report.backup is not None
    library = EmbeddedLibrary(folder)
    there = {each.path for each in library.articles()}
    library.close()
    assert there | {str(path) for path in report.lost} >= {each.path for each in ARTICLES}
    contents(folder)


def test_articles_are_recovered_from_a_file_that_was_cut(
    folder: Path, repair: Callable[[], RepairReport]
) -> None:
    path = folder / FILE_NAME
    os.truncate(path, path.stat().st_size - 4096)
    report = repair()
    assert 0 < report.n_articles < len(ARTICLES)
    assert len(contents(folder)["articles"]) == report.n_articles  # type: ignore[arg-type]


def test_a_file_that_is_no_library_is_not_touched(folder: Path, repair: Callable[[], RepairReport]) -> None:
    (folder / FILE_NAME).write_bytes(b"this is no database " * 1000)
    with pytest.raises(LibraryBrokenError):
        repair()
    assert (folder / FILE_NAME).read_bytes() == b"this is no database " * 1000
    assert not list(folder.glob("*damaged*"))


def test_a_library_of_a_later_format_is_not_touched(folder: Path, repair: Callable[[], RepairReport]) -> None:
    damage.sql("PRAGMA user_version = 99")(folder)
    with pytest.raises(LibraryNewerError, match="99"):
        repair()


def test_a_repair_that_is_stopped_changes_nothing(
    folder: Path, splitter: PassageSplitter, encoder: ToyEncoder
) -> None:
    damage.MISSING_WORDS(folder)
    library = EmbeddedLibrary(folder)
    before = library.state()
    calls = iter(range(100))
    with library.writing(), pytest.raises(CancelledError):
        LibraryRepairer(library, splitter, encoder, BUDGET).run(_ignore, lambda: next(calls) > 3)
    assert library.state() == before
    assert {path.name for path in folder.iterdir()} <= {
        "library.sqlite",
        "library.sqlite-wal",
        "library.sqlite-shm",
        "vectors.snapshot",
        "writer.lock",
    }
    library.close()


def test_vectors_of_another_model_are_not_mixed_in(folder: Path, repair: Callable[[], RepairReport]) -> None:
    damage.sql("UPDATE settings SET value = 'fp32' WHERE name = 'precision'")(folder)
    with pytest.raises(LibraryMismatchError, match=str(folder)):
        repair()


def test_without_a_known_model_everything_is_encoded_again(
    folder: Path, repair: Callable[[], RepairReport], encoder: ToyEncoder
) -> None:
    damage.sql("DELETE FROM settings WHERE name = 'model_sha256'")(folder)
    report = repair()
    assert report.n_encoded == len(encoder.encoded) > len(ARTICLES)
    contents(folder)


def test_a_process_that_has_the_library_open_sees_the_repaired_one(
    folder: Path, repair: Callable[[], RepairReport]
) -> None:
    damage.MISSING_PASSAGE(folder)
    other = EmbeddedLibrary(folder)
    other.search_vectors(vector("a question"), NO_FILTERS, 5)  # it holds a copy of the vectors now
    repair()
    assert agrees(other)
    found = other.search_vectors(vector("a question"), NO_FILTERS, 100)
    assert len(texts(other, found)) == len(found) == len(other.store.passage_ids())
    other.close()


def test_removed_articles_stay_removed_and_can_still_be_restored(
    folder: Path, splitter: PassageSplitter
) -> None:
    library = EmbeddedLibrary(folder)
    library.removed.remove([ARTICLES[1].id])
    with library.writing():
        library.delete_permanently([ARTICLES[2].id])
    library.close()
    damage.sql("DELETE FROM passages WHERE id = 1")(folder)
    library = EmbeddedLibrary(folder)
    with library.writing():
        LibraryRepairer(library, splitter, ToyEncoder(), BUDGET).run(lambda _: None, lambda: False)
    assert {each.id for each in library.removed.listed()} == {ARTICLES[1].id, ARTICLES[2].id}
    library.removed.restore([ARTICLES[1].id])
    assert library.article(ARTICLES[1].id) == ARTICLES[1]
    assert [each for part in library.check_parts(lambda _: None) for each in part.problems] == []


def test_labels_survive(folder: Path, splitter: PassageSplitter, encoder: ToyEncoder) -> None:
    library = EmbeddedLibrary(folder)
    library.labels.tag([TALKS.id], ["Élysée"])
    library.labels.create_collection("Autumn")
    library.labels.collect([TALKS.id], "autumn")
    library.removed.remove([ARTICLES[1].id])
    with library.writing():
        LibraryRepairer(library, splitter, encoder, BUDGET).run(lambda _: None, lambda: False)
    (talks,) = library.articles(Filters(tags=("elysee",), collection="Autumn"))
    assert (talks.id, talks.tags, talks.collections) == (TALKS.id, ("Élysée",), ("Autumn",))
    library.close()
