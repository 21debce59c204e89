"""A large library is searched in a quantised file: the same results, and changes cost only themselves."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.library import EmbeddedLibrary, quantised
from qa.library.checks import check_part
from qa.library.inverted_file import InvertedFile, Quantiser, read_inverted_file, write_inverted_file
from qa.library.quantised import N_PROBES, QuantisedIndex, built_lists, n_lists_for, train_quantiser
from qa.library.snapshot import FILE_NAME, SnapshotHeader, read_snapshot
from qa.library.vectors import ExactIndex, Ids, Vectors
from qa.records import Article, Filters
from tests.library import damage
from tests.library.test_searching import any_filters, many, passes
from tests.library.toy import NO_FILTERS, TOY, agrees, article, fill, marks, passages, texts, vector

EXACT_UP_TO = 20
ARTICLES = many(200)
QUERY = vector("a question")


def opened(folder: Path) -> EmbeddedLibrary:
    return EmbeddedLibrary(folder, exact_up_to=EXACT_UP_TO)


def lists_of(library: EmbeddedLibrary) -> InvertedFile:
    path = library.folder / FILE_NAME
    file = read_inverted_file(path, marks(library, FILE_NAME), TOY.dimensions)
    assert file is not None
    return file


def expected(articles: list[Article], query: str, limit: int) -> list[float]:
    cosines = (float(vector(query) @ vector(p.text)) for each in articles for p in passages(each))
    return sorted(cosines, reverse=True)[:limit]


def scores(library: EmbeddedLibrary, query: str = "a question", limit: int = 10) -> list[float]:
    return [score for _, score in library.search_vectors(vector(query), NO_FILTERS, limit)]


@given(st.text(min_size=1, max_size=5), st.integers(1, 200), any_filters)
def test_the_nearest_vectors_are_those_of_brute_force(
    sound: Path, query: str, limit: int, filters: Filters
) -> None:
    library = opened(sound)
    allowed = [each for each in ARTICLES if passes(each, filters)]
    found = library.search_vectors(vector(query), filters, limit)
    assert [score for _, score in found] == pytest.approx(expected(allowed, query, limit), abs=1e-5)
    assert set(texts(library, found)) <= {p.text for each in allowed for p in passages(each)}
    library.close()


def test_most_of_the_nearest_are_found_in_a_few_of_many_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        quantised, "N_COMPARED", 0
    )  # so that a small library is searched like a very large one
    drawn = np.random.default_rng(3)
    topics = drawn.normal(size=(60, 8))
    vectors = topics[drawn.integers(0, 60, 9000)] + 0.2 * drawn.normal(size=(9000, 8))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    quantiser = train_quantiser(vectors, len(vectors))
    ids = np.arange(9000)
    exact = ExactIndex(8)
    exact.add(ids, vectors)
    index = in_file(quantiser, ids, vectors)
    assert len(index.file.sizes) == n_lists_for(9000) > N_PROBES
    n_found = 0
    for query in vectors[::90]:
        found, right = index.search(query, 10, None), exact.search(query, 10, None)
        n_found += len({each for each, _ in found} & {each for each, _ in right})
        assert [score for _, score in found] == pytest.approx([vectors[each] @ query for each, _ in found])
    assert n_found >= 970


def in_file(quantiser: Quantiser, ids: Ids, vectors: Vectors) -> QuantisedIndex:
    """Write vectors, whose ids are their row numbers, to a quantised file and open it."""
    with tempfile.TemporaryDirectory() as folder:
        header = SnapshotHeader("0" * 32, 1, len(ids), 8)
        write_inverted_file(
            Path(folder), lambda: header, quantiser, built_lists(quantiser, len(ids), [(ids, vectors)])
        )
        file = read_inverted_file(Path(folder, FILE_NAME), {header.mark}, 8)
        assert file is not None
        return QuantisedIndex(file, lambda found: (np.array(found), vectors[found]))


def test_an_added_article_is_found_without_writing_the_file(library: EmbeddedLibrary) -> None:
    before = lists_of(library)
    new = article("Quite new. Never seen before.", "/news/new.txt")
    fill(library, [new])
    assert texts(library, library.search_vectors(vector("Quite new."), NO_FILTERS, 1)) == ["Quite new."]
    assert before.is_current
    assert agrees(library)
    again = opened(library.folder)
    assert scores(again, "Quite new.") == scores(library, "Quite new.")


def test_removing_an_article_does_not_rewrite_the_file(library: EmbeddedLibrary) -> None:
    before, gone = lists_of(library), ARTICLES[7]
    with library.writing():
        library.removed.delete([gone.id])
        library.save_vectors()
    left = [each for each in ARTICLES if each is not gone]
    assert scores(library, limit=900) == pytest.approx(expected(left, "a question", 900), abs=1e-5)
    assert before.is_current
    again = opened(library.folder)
    assert scores(again, limit=900) == scores(library, limit=900)
    assert agrees(again)


def test_many_changes_are_written_with_the_same_quantiser(library: EmbeddedLibrary) -> None:
    before = lists_of(library)
    new = [article(f"New {n}. It is said.", f"/news/new{n}.txt") for n in range(30)]
    with library.writing():
        library.removed.delete([each.id for each in ARTICLES[:20]])
    fill(library, new)
    after = lists_of(library)
    assert not before.is_current
    assert (after.quantiser.centroids == before.quantiser.centroids).all()
    assert after.header.sequence == library.store.sequence()
    left = [*ARTICLES[20:], *new]
    assert scores(library, limit=900) == pytest.approx(expected(left, "a question", 900), abs=1e-5)
    assert not check_part(library._database, "snapshot", print).problems


def test_a_library_that_has_grown_is_quantised_again(library: EmbeddedLibrary) -> None:
    before = lists_of(library)
    fill(library, [article(" ".join(f"New is {n}." for n in range(3000)), "/news/new.txt")])
    assert len(lists_of(library).sizes) > len(before.sizes)
    assert agrees(library)


def test_a_library_that_has_shrunk_is_searched_exactly(library: EmbeddedLibrary) -> None:
    with library.writing():
        library.removed.delete([each.id for each in ARTICLES[5:]])
        library.save_vectors()
    assert read_snapshot(library.folder, marks(library, FILE_NAME), TOY.dimensions) is not None
    assert scores(library) == pytest.approx(expected(ARTICLES[:5], "a question", 10), abs=1e-5)


def test_a_process_that_has_the_library_open_follows_another(folder: Path) -> None:
    reading, writing = opened(folder), opened(folder)
    scores(reading)
    new = [article(f"New {n}. It is said.", f"/news/new{n}.txt") for n in range(60)]
    fill(writing, new)
    wanted = expected([*ARTICLES, *new], "a question", 900)
    assert scores(reading, limit=900) == pytest.approx(wanted, abs=1e-5)
    assert agrees(reading)


@pytest.mark.parametrize("is_missing", [True, False], ids=["missing", "cut short"])
def test_a_lost_file_is_made_again(folder: Path, *, is_missing: bool) -> None:
    path = folder / FILE_NAME
    if is_missing:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-9])
    library = opened(folder)
    assert scores(library, limit=900) == pytest.approx(expected(ARTICLES, "a question", 900), abs=1e-5)
    assert lists_of(library).are_lists_sound()


@given(st.integers(0, 10_000_000), st.integers(1, 255))
def test_a_changed_byte_never_gives_a_wrong_score(sound: Path, place: int, change: int) -> None:
    path = sound / FILE_NAME
    whole = path.read_bytes()
    data = bytearray(whole)
    data[place % len(data)] ^= change
    path.write_bytes(data)
    try:
        library = opened(sound)
        found = library.search_vectors(QUERY, NO_FILTERS, 30)
        assert [score for _, score in found] == pytest.approx(
            [float(QUERY @ vector(text)) for text in texts(library, found)], abs=1e-5
        )
        library.close()
    finally:
        path.write_bytes(whole)


def test_a_changed_list_is_reported(folder: Path) -> None:
    damage.byte_of_snapshot(folder)
    library = opened(folder)
    assert check_part(library._database, "snapshot", print).problems


def test_a_library_changes_to_quantised_lists_without_new_vectors(folder: Path) -> None:
    exact = EmbeddedLibrary(folder)
    with exact.writing():
        exact.save_vectors()
    assert read_snapshot(folder, marks(exact, FILE_NAME), TOY.dimensions) is not None
    vectors = exact._database.rows("SELECT id, vector FROM passages")
    library = opened(folder)
    with library.writing():
        library.save_vectors()
    assert lists_of(library).header.n_vectors == len(vectors)
    assert library._database.rows("SELECT id, vector FROM passages") == vectors
