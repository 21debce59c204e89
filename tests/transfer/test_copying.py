from pathlib import Path

import pytest

from qa.engine import Engine
from qa.errors import CancelledError, LibraryMissingError, SettingsError
from qa.settings.settings import load_settings
from qa.transfer.copying import LibraryCopier
from tests.cli.commands import dateline
from tests.conftest import WriteArticle


def opened(folder: Path) -> Engine:
    return Engine(load_settings(library=folder), n_threads=1)


@pytest.fixture
def source(write: WriteArticle, tmp_path: Path) -> Engine:
    for number in range(5):
        write(f"{number}.txt", f"4 May 2021. Ferry {number} left on Monday. Nobody was late.")
    engine = opened(tmp_path / "source")
    engine.index([tmp_path / "articles"])
    engine.labels.tag([each.id for each in engine.articles()][:2], ["harbour"])
    engine.labels.create_collection("Ferries")
    engine.labels.collect([each.id for each in engine.articles()][:3], "Ferries")
    engine.remove([str(tmp_path / "articles" / "4.txt")])
    engine.set_threshold(0.25)
    return engine


def test_a_copy_has_everything_and_nothing_is_encoded(
    source: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = opened(tmp_path / "target")
    monkeypatch.setattr(target, "split_and_encoded", None)
    report = LibraryCopier(source.library, target, lambda _: None, lambda: False).run()
    assert (report.copied, report.known, report.n_encoded, report.different) == (4, 0, 0, [])
    assert report.n_passages == source.size()[1]
    assert target.articles() == source.articles()
    assert target.labels.members() == source.labels.members()
    assert target.threshold() == 0.25
    for each in source.articles():
        one, other = (engine.library.store.stored(each.id) for engine in (source, target))
        assert one is not None
        assert other is not None
        assert one.vectors.tobytes() == other.vectors.tobytes()
    assert [each.id for each in target.removed()] == [each.id for each in source.removed()]
    index = target.index([tmp_path / "articles"])
    assert (index.added, index.unchanged, index.left_out) == (0, 4, 1)
    assert all(not part.problems for part in target.check_library())
    target.close()
    source.close()


def test_a_copy_that_was_stopped_is_continued(source: Engine, tmp_path: Path) -> None:
    target = opened(tmp_path / "target")
    with pytest.raises(CancelledError):
        LibraryCopier(source.library, target, lambda _: None, lambda: target.size()[0] > 0).run()
    report = LibraryCopier(source.library, target, lambda _: None, lambda: False).run()
    assert (report.copied + report.known, report.different) == (4, [])
    assert report.known > 0
    target.close()
    source.close()


def test_an_article_that_differs_is_named(source: Engine, tmp_path: Path) -> None:
    target = opened(tmp_path / "target")
    LibraryCopier(source.library, target, lambda _: None, lambda: False).run()
    changed = target.articles()[0]
    with target.library.writing():
        target.library._database.rows("UPDATE articles SET title = 'Other' WHERE id = ?", (changed.id,))
    report = LibraryCopier(source.library, target, lambda _: None, lambda: False).run()
    assert report.different == [changed.id]
    target.close()
    source.close()


def test_a_library_is_not_copied_onto_itself(source: Engine) -> None:
    with pytest.raises(SettingsError):
        LibraryCopier(source.library, source, lambda _: None, lambda: False).run()
    source.close()


def test_the_commands(source: Engine, tmp_path: Path) -> None:
    source.close()
    copied = dateline("copy", tmp_path / "source", tmp_path / "target")
    assert (copied.returncode, copied.stdout) == (
        0,
        "4 articles copied; compared 4 articles with 4 passages\n",
    )
    assert dateline("copy", tmp_path / "nothing", tmp_path / "target").returncode == 2
    maintained = dateline("maintain", "--library", tmp_path / "target")
    assert maintained.returncode == 0
    assert "Search by vector: 100.0% of the 10 nearest passages are found" in maintained.stdout
    assert "Vectors: wrote a copy of 4 vectors" in maintained.stdout


def test_a_missing_library_is_not_copied(tmp_path: Path) -> None:
    with pytest.raises(LibraryMissingError):
        LibraryCopier(
            opened(tmp_path / "nothing").library, opened(tmp_path / "target"), lambda _: None, lambda: False
        ).run()
