"""The checks find each kind of damage, and none in a sound library."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from qa.errors import LibraryBrokenError, LibraryDamagedError
from qa.library import EmbeddedLibrary
from qa.library.checks import PARTS, sampled_problems
from qa.progress import CheckAdvanced, Event
from tests.library import damage
from tests.library.damage import Harm
from tests.library.toy import TOY, article, dated, fill, put

ARTICLES = [
    article("The talks ended on 18 September 2024. Nobody signed. They go on.", "/news/talks.txt"),
    *(
        article(f"Élysée report {number}. It has two sentences.", f"/news/{number}.txt")
        for number in range(8)
    ),
]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    library = EmbeddedLibrary(folder)
    fill(library, ARTICLES[1:])
    with library.writing():
        put(library, ARTICLES[0], expressions=dated(ARTICLES[0]))
        library.save_vectors()
    library.close()
    return folder


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    return shutil.copytree(sound, tmp_path / "library")


@pytest.fixture
def library(folder: Path) -> Iterator[EmbeddedLibrary]:
    opened = EmbeddedLibrary(folder)
    yield opened
    opened.close()


def damaged_parts(library: EmbeddedLibrary) -> set[str]:
    return {report.part for report in library.check_parts(lambda _: None) if report.problems}


def test_a_sound_library_has_no_problems(library: EmbeddedLibrary) -> None:
    reports = list(library.check_parts(lambda _: None))
    assert [report.part for report in reports] == list(PARTS)
    assert not [report for report in reports if report.problems]
    assert all(report.finding for report in reports)
    library.refuse_damaged()


def test_a_library_with_removed_and_replaced_articles_has_no_problems(library: EmbeddedLibrary) -> None:
    with library.writing():
        library.removed.remove([ARTICLES[3].id])
        put(library, ARTICLES[5])
        library.save_vectors()
    assert damaged_parts(library) == set()
    library.refuse_damaged()


def test_nor_has_an_empty_one(tmp_path: Path) -> None:
    library = EmbeddedLibrary(tmp_path)
    with library.writing():
        assert damaged_parts(library) == set()
        library.refuse_damaged()
    library.close()


@pytest.mark.parametrize(
    ("harm", "parts"),
    [
        pytest.param(damage.ALTERED_TEXT, {"articles", "full text"}, id="an altered text"),
        pytest.param(damage.MISSING_FILE, {"articles"}, id="an article without a file"),
        pytest.param(damage.MISSING_WORDS, {"full text"}, id="a missing full-text row"),
        pytest.param(damage.OTHER_WORDS, {"full text"}, id="a full-text row of other words"),
        pytest.param(damage.SHORT_SPAN, {"passages", "full text"}, id="a span that is too short"),
        pytest.param(damage.LONG_SPAN, {"full text"}, id="a span that is too long"),
        pytest.param(damage.MISSING_PASSAGE, {"passages", "snapshot"}, id="a missing passage"),
        pytest.param(damage.vector(float("nan"), 8), {"vectors", "snapshot"}, id="NaN"),
        pytest.param(damage.vector(float("inf"), 8), {"vectors", "snapshot"}, id="infinity"),
        pytest.param(damage.vector(0.0, 8), {"vectors", "snapshot"}, id="zero"),
        pytest.param(damage.vector(1.0, 8), {"vectors", "snapshot"}, id="a long vector"),
        pytest.param(damage.vector(0.5, 4), {"vectors", "snapshot"}, id="too few dimensions"),
        pytest.param(damage.DATE_OUTSIDE, {"dates"}, id="a date outside its article"),
        pytest.param(damage.OTHER_DAY, {"dates"}, id="a date with another day than its value"),
        pytest.param(damage.UNKNOWN_KIND, {"dates"}, id="a date of an unknown kind"),
        pytest.param(damage.NEWEST_CHANGE, {"snapshot"}, id="a lost change"),
        pytest.param(damage.byte_of_snapshot, {"snapshot"}, id="a changed byte of the snapshot"),
        pytest.param(damage.FULL_TEXT_PAGE, {"structure", "full text"}, id="full-text pages"),
    ],
)
def test_damage_is_reported_for_the_parts_it_affects(
    folder: Path, library: EmbeddedLibrary, harm: Harm, parts: set[str]
) -> None:
    harm(folder)
    assert damaged_parts(library) == parts


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(damage.ALTERED_TEXT, id="an altered text"),
        pytest.param(damage.MISSING_WORDS, id="a missing full-text row"),
        pytest.param(damage.vector(0.5, 4), id="too few dimensions"),
        pytest.param(damage.vector(float("nan"), 8), id="NaN"),
        pytest.param(damage.MISSING_PASSAGE, id="a missing passage"),
        pytest.param(damage.FULL_TEXT_PAGE, id="full-text pages"),
        pytest.param(damage.table_page("articles"), id="a page of articles"),
    ],
)
def test_the_quick_check_refuses_a_damaged_library(
    folder: Path, library: EmbeddedLibrary, harm: Harm
) -> None:
    harm(folder)
    with pytest.raises(LibraryDamagedError) as caught:
        library.refuse_damaged()
    assert str(folder) in caught.value.message
    assert "dateline doctor --repair" in caught.value.hint


@pytest.mark.parametrize(
    ("harm", "problem"),
    [
        pytest.param(damage.ALTERED_TEXT, "texts altered", id="an altered text"),
        pytest.param(damage.MISSING_WORDS, "missing from the full-text index", id="a missing full-text row"),
        pytest.param(damage.SHORT_SPAN, "passages don't match", id="a span that is too short"),
        pytest.param(damage.vector(0.5, 4), "not unit vectors", id="too few dimensions"),
        pytest.param(damage.MISSING_PASSAGE, "passages don't match", id="a missing passage"),
    ],
)
def test_a_sample_finds_damage_in_its_articles(
    folder: Path, library: EmbeddedLibrary, harm: Harm, problem: str
) -> None:
    assert sampled_problems(library._database, 2 * len(ARTICLES)) == []
    harm(folder)
    assert problem in " ".join(sampled_problems(library._database, 2 * len(ARTICLES)))


def test_damaged_full_text_stays_reported_after_more_was_written(
    folder: Path, library: EmbeddedLibrary
) -> None:
    damage.FULL_TEXT_PAGE(folder)
    for number in range(20):  # enough for FTS5 to merge what it wrote, which the damage can prevent
        with suppress(LibraryBrokenError):
            put(library, article(f"A later report of number {number}.", f"/news/later-{number}.txt"))
    assert "full text" in damaged_parts(library)
    with pytest.raises(LibraryDamagedError):
        library.refuse_damaged()


def test_an_unreadable_part_affects_no_other_part(folder: Path, library: EmbeddedLibrary) -> None:
    damage.sql("DROP TABLE passage_words_data")(folder)
    reports = {report.part: report for report in library.check_parts(lambda _: None)}
    assert "cannot be read" in reports["full text"].problems[0]
    assert not reports["vectors"].problems


def test_progress_is_reported_for_every_part(library: EmbeddedLibrary) -> None:
    seen: list[Event] = []
    list(library.check_parts(seen.append))
    assert {event.part for event in seen if isinstance(event, CheckAdvanced)} == set(PARTS)
    assert TOY.dimensions == 8  # what the vectors of the damage above are made for


def test_a_copy_that_differs_from_the_stored_vectors_is_rewritten(
    folder: Path, library: EmbeddedLibrary
) -> None:
    damage.sql("UPDATE passages SET vector = (SELECT vector FROM passages WHERE id = 3) WHERE id = 2")(folder)
    assert damaged_parts(library) == {"snapshot"}
    with library.writing():
        library.rewrite_vectors()
    assert damaged_parts(library) == set()
