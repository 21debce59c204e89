"""A snapshot file is only used by a database that has all changes that the file knows."""

import shutil
from pathlib import Path

import pytest

from qa.errors import LibraryError
from qa.library import EmbeddedLibrary
from qa.library.database import FILE_NAME as DATABASE
from qa.library.snapshot import FILE_NAME, WORDS_FILE_NAME, mark_of
from qa.records import Article
from tests.library.toy import NO_FILTERS, article, fill, marks, texts, vector

LIMITS = {"exact": 1_000, "quantised": 5}
STORED = [article(f"Ward {n} has a clinic. It opened.", f"/n/{n}.txt") for n in range(12)]
LOST = [article(f"A zebra crossed road {n}. It was lost.", f"/lost/{n}.txt") for n in range(3)]
NEW = [article(f"A quokka swam in lake {n}. It was found.", f"/new/{n}.txt") for n in range(3)]


def opened(folder: Path, kind: str = "exact") -> EmbeddedLibrary:
    return EmbeddedLibrary(folder, exact_up_to=LIMITS[kind], few_passages=5)


def filled(folder: Path, kind: str, articles: list[Article]) -> int:
    library = opened(folder, kind)
    fill(library, articles)
    sequence = library.store.sequence()
    library.close()
    return sequence


@pytest.mark.parametrize("kind", LIMITS)
def test_files_of_lost_changes_are_not_used_for_later_ones(folder: Path, tmp_path: Path, kind: str) -> None:
    filled(folder, kind, STORED)
    shutil.copytree(folder, tmp_path / "backup")
    of_lost = filled(folder, kind, LOST)
    for name in (FILE_NAME, WORDS_FILE_NAME):
        shutil.copy(folder / name, tmp_path / name)
    shutil.copy(tmp_path / "backup" / DATABASE, folder)
    assert filled(folder, kind, NEW) == of_lost
    for name in (FILE_NAME, WORDS_FILE_NAME):
        shutil.copy(tmp_path / name, folder)
    library = opened(folder, kind)
    found = texts(library, library.search_words('"crossed" OR "quokka"', NO_FILTERS, 3))
    assert sorted(found) == [each.text.removesuffix(" It was found.") for each in NEW]
    ((best, score),) = library.search_vectors(vector("A quokka swam in lake 1."), NO_FILTERS, 1)
    assert texts(library, [(best, score)]) == ["A quokka swam in lake 1."]
    assert score == pytest.approx(1.0, abs=1e-5)
    library.close()


def test_the_file_stays_valid_if_the_next_one_cannot_be_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(folder, "exact", STORED)
    library = opened(folder)
    (before,) = marks(library, FILE_NAME)
    with monkeypatch.context() as patch:
        patch.setattr("qa.library.snapshot.os.fsync", _full)
        with pytest.raises(LibraryError):
            fill(library, NEW)
    assert before in marks(library, FILE_NAME)
    fill(library, [])
    assert mark_of(folder / FILE_NAME) in marks(library, FILE_NAME) - {before}
    library.close()


def _full(_: int) -> None:
    raise OSError(28, "No space left on device")
