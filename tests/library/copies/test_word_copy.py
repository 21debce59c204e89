"""The words of a large library are searched in a file of postings: the same passages and scores as with FTS5."""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.errors import DeletionPendingError
from qa.library import EmbeddedLibrary
from qa.library.checks import check_part
from qa.library.postings import PostingsFile, read_postings, varints
from qa.library.snapshot import FILE_NAME, HEADER, WORDS_FILE_NAME
from qa.library.store import Store
from qa.records import Filters
from tests.library.test_searching import WORDS, any_filters, many
from tests.library.toy import NO_FILTERS, article, fill, marks, put

FEW = 20
_NO_WEIGHT = 1e-4  # scores that passages get for words that most passages contain
ARTICLES = [
    *many(150),
    article("At the Élysée, talks about ferries and a ferry.", "/n/e.txt", title="Ferries, ferry, FERRY"),
    article("The café’s doctor said no to R.G. Kar in 2024.", "/n/k.txt"),
]
NEW = [
    article(f"The {word} budget of ward {n}. Ferries, clinics: {word}.", f"/new/{n}.txt")
    for n, word in enumerate(WORDS[:4])
]
SPELLINGS = [*WORDS, "Ferries", "élysée", "elysee", "café", "kar", "2024", "report", "ward", "zebra", "²"]
queries = st.lists(st.sampled_from(SPELLINGS), min_size=1, max_size=7, unique=True).map(
    lambda words: " OR ".join(f'"{word}"' for word in words)
)


@pytest.fixture(scope="module")
def changed(sound: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedLibrary]:
    """A library that has changed a little since the file was written."""
    folder = Path(shutil.copytree(sound, tmp_path_factory.mktemp("changed") / "library"))
    library = opened(folder)
    library.search_words('"ferry"', NO_FILTERS, 5)  # opens the file before the changes
    for each in NEW:
        put(library, each)
    library.removed.remove([ARTICLES[7].id, NEW[1].id, ARTICLES[-2].id])
    put(library, ARTICLES[9])
    yield library
    library.close()


def opened(folder: Path) -> EmbeddedLibrary:
    return EmbeddedLibrary(folder, few_passages=FEW)


def file_of(library: EmbeddedLibrary) -> PostingsFile | None:
    return read_postings(library.folder / WORDS_FILE_NAME, marks(library, WORDS_FILE_NAME))


def with_fts5(library: EmbeddedLibrary, query: str, filters: Filters, limit: int) -> list[tuple[int, float]]:
    return Store(library._database, few_passages=1 << 60).match(query, filters, limit)


def assert_same(library: EmbeddedLibrary, query: str, filters: Filters, limit: int) -> None:
    found, right = library.search_words(query, filters, limit), with_fts5(library, query, filters, 5_000)
    if not found or found[0][1] > _NO_WEIGHT:  # otherwise all words are common, and FTS5 has found these
        right = [each for each in right if each[1] > _NO_WEIGHT]
    scores = dict(right)
    assert [score for _, score in found] == pytest.approx([score for _, score in right[:limit]], abs=1e-4)
    assert [score for _, score in found] == pytest.approx([scores[key] for key, _ in found], abs=1e-4)


@given(query=queries, filters=any_filters, limit=st.integers(1, 80))
def test_results_are_those_of_fts5(
    changed: EmbeddedLibrary, query: str, filters: Filters, limit: int
) -> None:
    assert_same(changed, query, filters, limit)


@given(query=queries, limit=st.integers(1, 80))
@settings(max_examples=30)
def test_another_process_finds_the_same_after_changes(
    changed: EmbeddedLibrary, query: str, limit: int
) -> None:
    fresh = opened(changed.folder)
    assert_same(fresh, query, NO_FILTERS, limit)
    fresh.close()


def test_the_file_is_searched_and_not_fts5(changed: EmbeddedLibrary) -> None:
    for query in ('"elysee" OR "talks"', '"ward"', '"zebra"'):
        assert changed._words._found(query, NO_FILTERS, 5) is not None
    assert changed._words._found('"talks" OR "a b"', NO_FILTERS, 5) is None
    day = Filters(since=date(2024, 2, 1), until=date(2024, 2, 9))
    assert changed._words._found('"ferry"', day, 5)


def test_words_in_most_passages_are_left_to_fts5(library: EmbeddedLibrary) -> None:
    file = file_of(library)
    assert file is not None
    assert file.of(b"report") is None  # as each title has it
    assert library._words._found('"report"', NO_FILTERS, 5) is None
    assert_same(library, '"report"', NO_FILTERS, 5)
    assert_same(library, '"report" OR "ferry"', NO_FILTERS, 5)


def test_it_is_written_when_enough_has_changed(library: EmbeddedLibrary) -> None:
    written = file_of(library)
    fill(library, NEW[:1])
    again = file_of(library)
    assert written is not None
    assert again is not None
    assert again.header.sequence == written.header.sequence
    many_new = [article(f"Ward {n} has a ferry.", f"/w/{n}.txt") for n in range(40)]
    for each in many_new:
        put(library, each)
    assert library._words._found('"ferry"', NO_FILTERS, 5) is None  # too many changes to split into words
    assert_same(library, '"ferry" OR "ward"', NO_FILTERS, 80)
    fill(library, [])
    assert library._words._found('"ferry"', NO_FILTERS, 5) is not None
    assert_same(library, '"ferry" OR "ward"', NO_FILTERS, 80)


def test_a_library_that_has_become_small_needs_no_file(library: EmbeddedLibrary) -> None:
    library.removed.remove([each.id for each in ARTICLES[4:]])
    library.save_vectors()
    assert not (library.folder / WORDS_FILE_NAME).exists()
    assert_same(library, '"ferry"', NO_FILTERS, 5)


def test_words_that_are_permanently_deleted_leave_the_file(library: EmbeddedLibrary) -> None:
    assert b"elys" in (library.folder / WORDS_FILE_NAME).read_bytes()
    with library.writing():
        library.delete_permanently([ARTICLES[-2].id])
    assert b"elys" not in (library.folder / WORDS_FILE_NAME).read_bytes()


def test_a_deletion_that_a_reader_delays_is_completed_by_the_next_writer(
    library: EmbeddedLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.library.database._BUSY_MILLISECONDS", 1)
    deleting, reader = opened(library.folder), opened(library.folder)
    with reader.reading():
        reader.articles()
        with deleting.writing(), pytest.raises(DeletionPendingError) as caught:
            deleting.delete_permanently([ARTICLES[-2].id])
        assert "isn't complete" in str(caught.value)
        copies = [library.folder / name for name in (WORDS_FILE_NAME, FILE_NAME)]
        assert not any(path.exists() and b"elys" in path.read_bytes() for path in copies)
        assert any("Élysée".encode() in path.read_bytes() for path in library.folder.glob("library.sqlite*"))
    with deleting.writing():
        deleting.save_vectors()
    held = b"".join(path.read_bytes() for path in library.folder.iterdir() if path.is_file())
    assert b"elys" not in held
    assert "Élysée".encode() not in held
    assert not deleting.store.setting("deletion pending")
    assert_same(library, '"ferry"', NO_FILTERS, 5)
    deleting.close()
    reader.close()


def test_a_deletion_that_is_killed_leaves_no_words_in_the_file(
    library: EmbeddedLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch, library.writing():
        patch.setattr(library, "_complete_deletion", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            library.delete_permanently([ARTICLES[-2].id])
        assert not (library.folder / WORDS_FILE_NAME).exists()
        assert not (library.folder / FILE_NAME).exists()
    fill(library, [])
    assert b"elys" not in b"".join(path.read_bytes() for path in library.folder.glob("*.s*"))


def test_a_file_of_changes_that_were_lost_is_not_used(library: EmbeddedLibrary) -> None:
    shutil.copy(library.folder / WORDS_FILE_NAME, library.folder / "before")
    library._database.rows("DELETE FROM changes WHERE sequence = (SELECT max(sequence) FROM changes)")
    assert library._words._found('"ferry"', NO_FILTERS, 5) is None
    with library.writing():
        assert not (library.folder / WORDS_FILE_NAME).exists()


def test_a_word_that_one_passage_repeats_counts_as_in_the_file(library: EmbeddedLibrary) -> None:
    library.search_words('"ferry"', NO_FILTERS, 5)
    put(library, article("Zebra " * 300 + "ferry.", "/z/z.txt", title="Zebra"))
    in_memory = library._words._found('"zebra"', NO_FILTERS, 5)
    with library.writing():
        library.rewrite_vectors()
    assert in_memory
    assert in_memory == library._words._found('"zebra"', NO_FILTERS, 5)


def test_a_change_during_a_search_counts_once(
    library: EmbeddedLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = opened(library.folder)
    library.search_words('"ferry"', NO_FILTERS, 5)
    put(other, NEW[0])
    read = library.store.sequence

    def overtaken() -> int:
        found = read()
        monkeypatch.undo()
        put(other, NEW[1])
        return found

    monkeypatch.setattr(library.store, "sequence", overtaken)
    library.search_words('"ferry"', NO_FILTERS, 5)
    assert_same(library, f'"{WORDS[1]}" OR "ward"', NO_FILTERS, 5)
    other.close()


def test_another_process_notices_a_restored_library(library: EmbeddedLibrary) -> None:
    before = opened(Path(shutil.copytree(library.folder, library.folder.with_name("before"))))
    reader = opened(library.folder)
    put(library, article("Zebras cross. A zebra.", "/z/z.txt"))
    assert_same(reader, '"zebra"', NO_FILTERS, 5)
    with library.writing():
        library.replace_contents(before)
    assert reader.search_words('"zebra"', NO_FILTERS, 5) == []
    put(library, article("The quokka sleeps.", "/q/q.txt"))  # its numbers are those of the lost article
    for query in ('"zebra"', '"quokka"', '"zebra" OR "quokka" OR "ferry"'):
        assert_same(reader, query, NO_FILTERS, 5)
    reader.close()


def test_changes_are_a_share_of_the_passages_and_not_of_the_ids(library: EmbeddedLibrary) -> None:
    with library.writing():
        for each in ARTICLES * 2:
            put(library, each)
        library.rewrite_vectors()
    file = file_of(library)
    assert file is not None
    n_passages = file.header.n_vectors
    assert len(file.lengths) > 2 * n_passages
    for each in ARTICLES[: n_passages // 40]:
        library.removed.remove([each.id])
    assert library._words._found('"ferry"', NO_FILTERS, 5) is None


def test_the_checksum_covers_the_header(library: EmbeddedLibrary) -> None:
    path = library.folder / WORDS_FILE_NAME
    content = bytearray(path.read_bytes())
    content[HEADER.size - 24] ^= 1  # of the newest change
    path.write_bytes(content)
    assert file_of(library) is None


def test_damaged_ids_are_no_error_after_a_removal(library: EmbeddedLibrary) -> None:
    file = file_of(library)
    assert file is not None
    path = library.folder / WORDS_FILE_NAME
    content = bytearray(path.read_bytes())
    start = content.index(file.ids.tobytes())
    content[start + 3 : start + 4 * len(file.ids) : 4] = b"\x40" * len(file.ids)
    path.write_bytes(content)
    library.removed.remove([ARTICLES[3].id])
    assert_same(library, '"ferry"', NO_FILTERS, 5)


@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), cut=st.booleans())
@settings(max_examples=60)
def test_a_damaged_file_is_noticed_and_never_an_error(
    sound: Path, place: float, bit: int, *, cut: bool
) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(shutil.copytree(sound, Path(scratch) / "library"))
        path = folder / WORDS_FILE_NAME
        content = bytearray(path.read_bytes())
        at = int(place * len(content))
        content[at] ^= 1 << bit
        path.write_bytes(content[:at] if cut else content)
        library = opened(folder)
        library.removed.remove([ARTICLES[3].id])
        library.search_words(" OR ".join(f'"{word}"' for word in WORDS), NO_FILTERS, 50)
        report = check_part(library._database, "snapshot", lambda _: None)
        is_padding = not cut and file_of(library) is not None and not report.problems
        assert (
            report.problems == (f"{WORDS_FILE_NAME} is damaged, or of another library or state",)
            or is_padding
        )
        library.close()


def test_integers_of_variable_length() -> None:
    assert varints(bytes([0x05, 0x81, 0x00, 0x82, 0x80, 0x01])) == [5, 128, 32_769]
