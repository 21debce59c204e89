"""What every engine promises; see qa.library.interface."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from qa.errors import (
    CancelledError,
    LibraryMismatchError,
    UnknownArticleError,
    UnknownLabelError,
)
from qa.library import Library
from qa.library.opening import open_library
from qa.records import Filters
from qa.settings.library_location import LanceAddress, LibraryLocation, lance_address
from tests.library.engines.conftest import files_in
from tests.library.engines.samples import ALL, BRIDGE, FERRY, HOSTILE, UNDATED, stored
from tests.library.toy import BUDGET, NO_FILTERS, TOY, article, dated, put, texts, vector


def found_by(library: Library, filters: Filters) -> set[str]:
    """Return the paths of the articles that both searches, the list and the counts agree on."""
    dense = [key for key, _ in library.search_vectors(vector("any"), filters, 10)]
    words = [key for key, _ in library.search_words('"the" OR "storms" OR "late" OR "prize"', filters, 10)]
    assert sorted(dense) == sorted(words)
    assert library.n_allowed(filters) == len(dense) == len(library.store.some_allowed(filters, 10))
    assert library.store.matching(dense, filters) == set(dense)
    assert library.store.has_passages(filters) == bool(dense)
    owners = set(library.store.article_ids_of(dense).values())
    assert {key for key, _ in library.store.passage_spans(filters)} == owners
    return {str(library.article(key).path) for key in owners}


def test_articles_come_back_as_they_were_stored(stocked: Library) -> None:
    library = stocked
    assert library.exists
    assert library.store.counts() == (3, 5)
    for each in ALL:
        assert library.article(each.id) == each
        assert library.time_expressions(each.id) == dated(each)
        whole = library.store.stored(each.id)
        assert whole is not None
        assert whole.digests == {each.path: "1:x"}
        ids = library.store.passage_ids_of(each.id)
        assert list(library.store.passages(ids).values()) == whole.passages
        np.testing.assert_array_equal(library.store.vectors_of(ids), whole.vectors)
        kept = [np.frombuffer(stored, "<f4") for _, stored in library.store.passage_vectors(each.id)]
        np.testing.assert_array_equal(kept, [vector(p.text) for p in whole.passages])
    several = library.store.several_stored([*(each.id for each in ALL), "0" * 32])
    assert {key: each.article for key, each in several.items()} == {each.id: each for each in ALL}
    library.store.read_ahead([each.id for each in ALL])
    assert [library.article(each.id) for each in ALL] == list(ALL)
    assert [each.id for each in library.articles()] == [each.id for each in ALL]
    assert library.store.newest() == BRIDGE.id
    assert library.store.article_ids() == sorted(each.id for each in ALL)
    with pytest.raises(UnknownArticleError):
        library.article("0" * 32)


def test_both_searches_rank_the_nearest_first(stocked: Library) -> None:
    library = stocked
    (first, cosine), *_ = library.search_vectors(vector(UNDATED.text), NO_FILTERS, 3)
    assert library.store.article_ids_of([first]) == {first: UNDATED.id}
    assert cosine == pytest.approx(1, abs=1e-5)
    by_words = library.search_words('"storm" OR "cafe"', NO_FILTERS, 5)
    found = texts(library, by_words)
    # The title of the first article has one of the words.
    assert set(found) == {
        "Storms were blamed.",
        "The café by the bridge opened on Monday.",
        "It was running late.",
    }
    assert all(score > 0 for _, score in by_words)
    assert library.search_words('"zebra"', NO_FILTERS, 5) == []


@pytest.mark.parametrize("name", ["dates", "sources", "days", "labels"])
def test_filters_restrict_both_searches(stocked: Library, name: str) -> None:
    library = stocked
    bridge, ferry, undated = (str(each.path) for each in ALL)
    tables: dict[str, dict[Filters, set[str]]] = {
        "dates": {
            Filters(since=date(2024, 9, 18)): {bridge},
            Filters(until=date(2024, 9, 17)): {ferry},
            Filters(since=date(2024, 1, 5), until=date(2024, 9, 18)): {bridge, ferry},
        },
        "sources": {
            Filters(source="valley*"): {bridge},
            Filters(source="BRIDGE.txt"): {bridge},
            Filters(source="/news/*"): {bridge, ferry},
            Filters(source="[!v]*post*"): {ferry, undated},
            Filters(source="?alley herald"): {bridge},
            Filters(source="alley"): set(),
            Filters(source="' OR TRUE --"): set(),
            Filters(source="*O'Brien's \"Post\"*"): {ferry, undated},
            Filters(source="["): set(),
        },
        "days": {
            Filters(speaks_of=(date(2023, 7, 1), date(2023, 7, 31))): {ferry},
            Filters(speaks_of=(date(2023, 7, 2), date(2023, 7, 31))): set(),
            Filters(speaks_of=(date(2024, 9, 1), date(2024, 9, 30))): {bridge},
        },
        "labels": {
            Filters(tags=("citta",)): {bridge},
            Filters(tags=("Città", "TRAFFIC")): {bridge},
            Filters(tags=("' OR TRUE --",)): set(),
            Filters(article_ids=(FERRY.id, "' OR TRUE --")): {ferry},
            Filters(collection="none"): set(),
        },
    }
    for filters, expected in tables[name].items():
        assert found_by(library, filters) == expected, filters


def test_storing_again_changes_nothing_and_a_changed_file_replaces_its_article(library: Library) -> None:
    assert (library.exists, library.state()) == (False, "none")
    stored(library)
    before = library.state()
    changed = article("The ferry runs again.", str(FERRY.path), "2024-02-01")
    with library.writing():
        put(library, BRIDGE, "1:x", dated(BRIDGE))
        assert library.store.counts() == (3, 5)
        put(library, changed, "2:y")
    assert library.state() != before
    assert library.store.counts() == (3, 4)
    assert library.store.file(Path(str(FERRY.path))) == (changed.id, "2:y")
    assert library.store.article(FERRY.id) is None
    assert library.search_words('"blamed"', NO_FILTERS, 5) == []


def test_several_files_can_have_one_article(library: Library) -> None:
    stored(library, [BRIDGE])
    path, twin = Path(str(BRIDGE.path)), Path("/news/copy of it.txt")
    with library.writing():
        library.store.put_twin(twin, BRIDGE.id, "2")
        library.store.settle([str(twin)], "2", "3")
        assert library.store.files_below(Path("/news")) == [path, twin]
        assert library.store.files_of(str(twin)) == {str(twin): (BRIDGE.id, "3")}
        library.store.release(path)
        assert library.article(BRIDGE.id).path == str(twin)
        assert library.store.file(twin) == (BRIDGE.id, "")  # its own title and date are read next time
        library.store.release(twin)
    assert library.store.counts() == (0, 0)


def test_a_block_that_fails_stores_nothing(library: Library) -> None:
    stored(library, [BRIDGE])
    with library.writing(), suppress(CancelledError), library.together():
        put(library, FERRY)
        raise CancelledError
    assert library.store.counts() == (1, 2)
    assert library.store.file(Path(str(FERRY.path))) is None


def test_removed_articles_stay_out_and_can_be_restored(library: Library) -> None:
    stored(library)
    with library.writing():
        library.removed.remove([FERRY.id])
        assert library.store.counts() == (2, 3)
        assert library.removed.has(FERRY.id)
        assert [each.title for each in library.removed.listed()] == [FERRY.title]
        assert library.named_removed("ferry.txt").n_passages == 2
        assert library.removed.files_of(str(FERRY.path)) == {FERRY.path: (FERRY.id, "1:x")}
        library.removed.note_file("/news/second.txt", FERRY.id, "4")
        library.removed.forget_files(["/news/second.txt"])
        library.removed.restore([FERRY.id])
    assert library.removed.listed() == []
    assert library.article(FERRY.id) == FERRY
    assert library.time_expressions(FERRY.id) == dated(FERRY)
    assert library.store.file(Path(str(FERRY.path))) == (FERRY.id, "1:x")


def test_a_permanently_deleted_text_is_in_no_file(library: Library, location: LibraryLocation) -> None:
    words = [f"{start}xqjvzw{'kwq' * 9}" for start in ("stored", "gone", "title", "label")]
    secrets = [
        article(f"Of {words[0]} nothing is left. Nobody knew {words[2]}.", f"/news/{words[2]}.txt"),
        article(f"Of {words[1]} nothing is left.", "/news/gone.txt", title=words[2], source=words[2]),
    ]
    stored(library, [BRIDGE, *secrets, FERRY])
    with library.writing():
        library.labels.tag([secrets[0].id], [words[3]])
        library.removed.remove([secrets[1].id])
    if isinstance(location, LanceAddress):  # another program has tagged a version
        from qa.library.lance.library import LanceLibrary

        assert isinstance(library, LanceLibrary)
        passages = library.tables.table("passages")
        passages.tags.create("kept", passages.version)
    before = files_in(location)
    assert [word for word in words if not _is_in(before, word)] == []
    with library.writing():
        library.delete_permanently([each.id for each in secrets])
    after = files_in(location)
    assert [word for word in words if _is_in(after, word)] == []
    if isinstance(location, LanceAddress):
        # Columns and indexes may be compressed. But all files are new, so they were made from the rows that are left.
        same = [name for name in before.keys() & after.keys() if "/settings.lance/" not in name]
        assert [name for name in same if not name.endswith("/latest_version_hint.json")] == []
    assert [each.is_deleted for each in library.removed.listed()] == [True, True]
    assert [each.id for each in library.articles()] == [BRIDGE.id, FERRY.id]
    assert library.article(FERRY.id) == FERRY
    assert len(library.search_words('"storm" OR "cafe"', NO_FILTERS, 5)) == 3
    assert library.search_words(f'"{words[0]}"', NO_FILTERS, 5) == []


@pytest.mark.parametrize("step", ["removed.delete", "_complete_deletion"])
def test_an_interrupted_deletion_is_reported_and_completed_by_maintaining(
    library: Library, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if step == "removed.delete" and not isinstance(library.location, LanceAddress):
        pytest.skip("SQLite notes the deletion in the same transaction")
    stored(library)
    with monkeypatch.context() as patch, library.writing():
        *owner, name = step.split(".")
        patch.setattr(library.removed if owner else library, name, lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            library.delete_permanently([FERRY.id])
    (report,) = (each for each in library.check_parts(lambda _: None) if each.problems)
    assert FERRY.id[:8] in report.problems[0]
    assert "dateline maintain" in report.remedy
    with library.writing():
        list(library.maintain())
    assert not [each for each in library.check_parts(lambda _: None) if each.problems]
    assert FERRY.id not in [each.id for each in library.articles()]


def test_an_article_that_is_indexed_again_survives_an_interrupted_deletion(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored(library)
    with monkeypatch.context() as patch, library.writing():
        patch.setattr(library, "_complete_deletion", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            library.delete_permanently([FERRY.id])
    with library.writing():
        library.removed.restore([FERRY.id])
        put(library, FERRY)
        list(library.maintain())
    assert FERRY.id in [each.id for each in library.articles()]


def _is_in(files: dict[str, bytes], word: str) -> bool:
    return any(word.encode() in contents for contents in files.values())


def test_labels(library: Library) -> None:
    stored(library)
    labels = library.labels
    with library.writing():
        labels.tag([BRIDGE.id, FERRY.id], ["Sea’s"])
        labels.untag([BRIDGE.id], ["traffic"])
        labels.create_collection("To 'check'")
        labels.collect([UNDATED.id, FERRY.id], "to 'CHECK'")
        labels.uncollect([FERRY.id], "To 'check'")
    assert [(each.name, each.n_articles) for each in labels.tags()] == [("Città", 1), ("Sea’s", 2)]
    assert [(each.name, each.n_articles) for each in labels.collections()] == [("To 'check'", 1)]
    assert labels.members() == {"To 'check'": [UNDATED.id]}
    assert labels.changed_tags()[BRIDGE.id] == [("Sea’s", False), ("Traffic", True)]
    assert found_by(library, Filters(tags=("sea’s",))) == {BRIDGE.path, FERRY.path}
    assert found_by(library, Filters(collection="to 'check'")) == {UNDATED.path}
    assert library.articles(Filters(collection="to 'check'"))[0].collections == ("To 'check'",)
    with pytest.raises(UnknownLabelError):
        labels.tag_named("traffic")
    edited = article("A bakery won the first prize.", str(UNDATED.path))
    with library.writing():
        put(library, edited)  # the labels pass to the next article of the file
    assert labels.members() == {"To 'check'": [edited.id]}


def test_articles_are_found_by_name(stocked: Library) -> None:
    library = stocked
    names = (BRIDGE.id[:6], "bridge.txt", str(UNDATED.path), HOSTILE, "*herald*")
    found = [library.all_named(name)[0].id for name in names]
    assert found == [BRIDGE.id, BRIDGE.id, UNDATED.id, UNDATED.id, BRIDGE.id]
    with pytest.raises(UnknownArticleError):
        library.named("' OR TRUE --")


def test_versions_of_a_story_are_linked(library: Library) -> None:
    story = " ".join(f"The harbour of Lindell closed pier {n} after storm number {n}." for n in range(20))
    first, second = article(f"{story} One.", "/a.txt"), article(f"{story} Two.", "/b.txt")
    stored(library, [BRIDGE, first])
    with library.writing():
        put(library, second)
    versions = library.store.versions
    assert versions.of(first.id) == [second.id]
    assert versions.stories_of([first.id, second.id, BRIDGE.id]) == dict.fromkeys(
        [first.id, second.id], min(first.id, second.id)
    )
    assert [each.n_versions for each in library.articles()] == [1, 2, 1]
    assert versions.missing() == []


def test_misspelt_words_are_near_those_of_the_library(stocked: Library) -> None:
    library = stocked
    store = library.store
    assert (store.has_word("storm"), store.has_word("cafe"), store.has_word("zebra")) == (True, True, False)
    assert store.stems_near("bakrey")["bakeri"] == 1
    assert store.written_forms("bakeri") == {"bakery"}
    assert store.n_passages_with("storm", ["blamed"], 50) == 1
    assert store.n_passages_with("storm", ["zebra", "blamed"], 50) == 0


def test_models_and_threshold_are_remembered(library: Library, location: LibraryLocation) -> None:
    stored(library, [BRIDGE])
    library.set_threshold("reader", -1.5)
    other = open_library(location)
    try:
        assert other.identity() == (TOY, BUDGET)
        assert (other.threshold("reader"), other.threshold("another")) == (-1.5, None)
        with pytest.raises(LibraryMismatchError):
            other.check(replace(TOY, precision="fp32"), BUDGET)
        with library.writing():
            put(library, FERRY)
        assert other.state() == library.state()
        assert other.store.counts() == (2, 4)  # without being opened again
    finally:
        other.close()


def test_an_intact_library_passes_its_checks(stocked: Library) -> None:
    library = stocked
    reports = list(library.check_parts(lambda _: None))
    assert [problem for report in reports for problem in report.problems] == []
    assert len(reports) >= 3


def test_maintaining_keeps_versions_that_another_program_has_tagged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lance = pytest.importorskip("qa.library.lance.library", reason="needs dateline-qa[scale]")
    pytest.importorskip("lancedb", reason="needs dateline-qa[scale]")
    monkeypatch.setattr("qa.library.lance.maintenance._KEPT_FOR", timedelta(milliseconds=1))
    library = lance.LanceLibrary(lance_address(f"lance://{tmp_path}/archive"))
    stored(library, [BRIDGE])
    passages = library.tables.table("passages")
    passages.tags.create("kept", passages.version)
    stored(library, [FERRY])
    with library.writing():
        steps = list(library.maintain())
    assert steps[-1].endswith("are kept, with all later ones: kept.")
    passages.checkout("kept")
    assert passages.count_rows() == 2
    passages.checkout_latest()
    assert library.store.counts() == (2, 4)
    library.close()


def test_maintaining_changes_no_result(library: Library, engine: str) -> None:
    if engine == "lance-bucket":
        pytest.skip("takes as long as all other tests")
    stored(library)
    before = library.search_words('"storm" OR "ferry"', NO_FILTERS, 5)
    with library.writing():
        steps = list(library.maintain())
    assert steps
    assert all(step.endswith(".") for step in steps)
    after = library.search_words('"storm" OR "ferry"', NO_FILTERS, 5)
    assert [key for key, _ in after] == [key for key, _ in before]
    assert library.store.counts() == (3, 5)
    if engine.startswith("lance"):
        assert "Search by vector: exact, because every vector is compared." in steps
        with library.writing():
            assert "The indexes are up to date." in list(library.maintain())
