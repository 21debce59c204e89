"""A library is exported and imported: empty, merged, with other settings, with files and conversations."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from qa.engine import Engine
from qa.errors import CancelledError, LibraryMissingError, TransferError
from qa.history import ConversationStore
from qa.library import EmbeddedLibrary
from qa.records import Answer, Filters
from qa.settings.settings import Settings
from qa.transfer import ExportReport, ImportReport, LibraryExporter, LibraryImporter
from tests.cli.commands import dateline
from tests.conftest import WITH_TORCH

BRIDGE = "The bridge over the Sorrel was closed by Lena Ortiz on Monday. It is to open again next week."
FERRY = "The ferry to Port Ember was late again on 4 March 2031. Nobody complained."
FLOOD = "The flood reached the quay on Friday. It rained for three days."


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "home" / "anna" / "news"
    (folder / "old").mkdir(parents=True)
    (folder / "bridge.txt").write_text(
        f"---\ndate: 2031-03-12\ntags: [roads]\n---\n{BRIDGE}", encoding="utf-8"
    )
    (folder / "old" / "ferry.txt").write_text(FERRY, encoding="utf-8")
    return folder


@pytest.fixture
def opened(cache: Path) -> Iterator[Callable[..., Engine]]:
    engines: list[Engine] = []

    def opened(folder: Path, **settings: object) -> Engine:
        engines.append(Engine(Settings(library=folder, cache=cache, **settings)))  # type: ignore[arg-type]
        return engines[-1]

    yield opened
    for engine in engines:
        engine.close()


@pytest.fixture
def source(opened: Callable[..., Engine], tmp_path: Path, news: Path) -> Engine:
    engine = opened(tmp_path / "source")
    engine.index([news])
    return engine


def export(engine: Engine, path: Path, **wishes: bool) -> ExportReport:
    return LibraryExporter(engine, lambda _: None, lambda: False).run(path, **wishes)


def bring(
    engine: Engine, path: Path, folder: Path | None = None, *, conversations: bool = False
) -> ImportReport:
    importer = LibraryImporter(engine, lambda _: None, lambda: False)
    return importer.run(path, folder=folder, conversations=conversations)


def problems(library: EmbeddedLibrary) -> list[str]:
    return [each for part in library.check_parts(lambda _: None) for each in part.problems]


def contents(engine: Engine) -> dict[str, object]:
    """Return everything that is stored of each article but its paths."""
    found: dict[str, object] = {}
    for summary in engine.articles():
        stored = engine.library.store.stored(summary.id)
        assert stored is not None
        spans = [each.article_span for each in stored.passages]
        article = replace(stored.article, path=None)
        found[summary.id] = (
            article,
            spans,
            stored.vectors.tobytes(),
            stored.expressions,
            list(stored.digests.values()),
        )
    return found


def test_an_empty_library_gets_everything(
    source: Engine, opened: Callable[..., Engine], tmp_path: Path, news: Path
) -> None:
    report = export(source, tmp_path / "moved.dateline")
    assert (report.n_articles, report.n_files, report.n_conversations) == (2, 0, 0)
    target = opened(tmp_path / "target")
    done = bring(target, tmp_path / "moved.dateline")
    assert (done.added, done.known, done.n_encoded) == (2, 0, 0)
    assert contents(target) == contents(source)
    assert problems(target.library) == []
    answer = target.ask("Who closed the bridge?")
    assert [each.quote for each in answer.citations] == [
        each.quote for each in source.ask("Who closed the bridge?").citations
    ]
    assert (bring(target, tmp_path / "moved.dateline").added, len(target.articles())) == (0, 2)
    data = (tmp_path / "moved.dateline").read_bytes()
    assert b"anna" not in data
    assert str(news).encode() not in data
    assert (tmp_path / "moved.dateline").stat().st_mode & 0o077 == 0


def test_with_the_folder_of_the_files_nothing_is_read_again(
    source: Engine, opened: Callable[..., Engine], tmp_path: Path, news: Path
) -> None:
    export(source, tmp_path / "moved")
    elsewhere = tmp_path / "elsewhere"
    news.rename(elsewhere)
    target = opened(tmp_path / "target")
    bring(target, tmp_path / "moved", elsewhere)
    assert {each.path for each in target.articles()} == {
        str(elsewhere / "bridge.txt"),
        str(elsewhere / "old" / "ferry.txt"),
    }
    report = target.index([elsewhere])
    assert (report.unchanged, report.added, report.updated) == (2, 0, 0)


def test_without_it_paths_are_in_the_librarys_folder(
    source: Engine, opened: Callable[..., Engine], tmp_path: Path, news: Path
) -> None:
    export(source, tmp_path / "moved", files=True)
    target = opened(tmp_path / "target")
    assert bring(target, tmp_path / "moved").n_files == 2
    for each in target.articles():
        path = Path(each.path)
        assert path.is_relative_to(tmp_path / "target" / "originals")
        assert (
            path.read_bytes()
            == (
                news / path.relative_to(path.parents[1] if path.parent.name == "old" else path.parent)
            ).read_bytes()
        )
        assert path.stat().st_mode & 0o077 == 0


def test_files_of_known_articles_are_not_written_to_another_folder(
    source: Engine, opened: Callable[..., Engine], tmp_path: Path, news: Path
) -> None:
    export(source, tmp_path / "moved", files=True)
    target = opened(tmp_path / "target")
    target.index([news / "bridge.txt"])
    report = bring(target, tmp_path / "moved")
    assert (report.known, report.added, report.n_files) == (1, 1, 1)
    assert not list((tmp_path / "target" / "originals").rglob("bridge.txt"))
    (ferry,) = (tmp_path / "target" / "originals").rglob("ferry.txt")
    ferry.unlink()
    assert bring(target, tmp_path / "moved").n_files == 1, "a file that was lost"


def test_files_that_are_there_are_not_overwritten(
    source: Engine, opened: Callable[..., Engine], tmp_path: Path, news: Path
) -> None:
    export(source, tmp_path / "moved", files=True)
    (news / "bridge.txt").write_text("Another text.", encoding="utf-8")
    (news / "old" / "ferry.txt").unlink()
    target = opened(tmp_path / "target")
    assert bring(target, tmp_path / "moved", news).n_files == 1
    assert (news / "bridge.txt").read_text(encoding="utf-8") == "Another text."
    assert (news / "old" / "ferry.txt").read_text(encoding="utf-8") == FERRY


def test_libraries_are_merged_and_removed_articles_stay_removed(
    source: Engine, opened: Callable[..., Engine], tmp_path: Path
) -> None:
    export(source, tmp_path / "moved")
    other = tmp_path / "other"
    other.mkdir()
    (other / "flood.txt").write_text(FLOOD, encoding="utf-8")
    (other / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (other / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    target = opened(tmp_path / "target")
    target.index([other])
    target.remove(["bridge.txt"])
    before = {each.id: each.path for each in target.articles()}
    done = bring(target, tmp_path / "moved")
    assert (done.added, done.known, done.left_out) == (0, 1, 1)
    assert {each.id: each.path for each in target.articles()} == before
    target.restore(["bridge.txt"])
    assert len(target.articles()) == 3
    assert problems(target.library) == []


def test_what_was_removed_there_is_left_out_here(
    source: Engine, opened: Callable[..., Engine], tmp_path: Path, news: Path
) -> None:
    source.remove(["ferry.txt"])
    export(source, tmp_path / "moved")
    assert FERRY[:20].encode() not in (tmp_path / "moved").read_bytes()
    target = opened(tmp_path / "target")
    assert bring(target, tmp_path / "moved", news).n_removed == 1
    assert target.index([news]).left_out == 1
    has_it = opened(tmp_path / "has it")
    has_it.index([news])
    assert bring(has_it, tmp_path / "moved").n_removed == 0
    assert len(has_it.articles()) == 2, "what is stored here is not removed"


def test_a_path_that_another_article_has_is_not_taken(
    source: Engine, opened: Callable[..., Engine], tmp_path: Path, news: Path
) -> None:
    export(source, tmp_path / "moved")
    (news / "bridge.txt").write_text(FLOOD, encoding="utf-8")
    target = opened(tmp_path / "target")
    target.index([news / "bridge.txt"])
    assert bring(target, tmp_path / "moved", news).added == 2
    paths = sorted(Path(each.path).name.partition("~")[0] for each in target.articles())
    assert paths == ["bridge.txt", "bridge.txt", "ferry.txt"]
    assert target.index([news / "bridge.txt"]).unchanged == 1
    assert problems(target.library) == []


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({"precision": "fp32"}, marks=pytest.mark.xdist_group(WITH_TORCH)),
        {"passage_pieces": 32},
    ],
)
def test_another_precision_or_passage_size_gets_new_vectors(
    source: Engine, opened: Callable[..., Engine], tmp_path: Path, news: Path, settings: dict[str, object]
) -> None:
    export(source, tmp_path / "moved")
    target = opened(tmp_path / "target", **settings)
    done = bring(target, tmp_path / "moved", news)
    assert done.added == 2
    assert done.n_encoded == target.library.store.counts()[1]
    indexed = opened(tmp_path / "indexed", **settings)
    indexed.index([news])
    assert contents(target) == contents(indexed)
    assert problems(target.library) == []


def test_tags_and_collections_come_along(
    source: Engine, opened: Callable[..., Engine], tmp_path: Path
) -> None:
    ids = {Path(each.path).stem: each.id for each in source.articles()}
    source.library.labels.tag([ids["ferry"]], ["Sea"])
    source.library.labels.untag([ids["bridge"]], ["roads"])
    source.library.labels.create_collection("To read")
    source.library.labels.collect([ids["ferry"]], "to read")
    export(source, tmp_path / "moved")
    target = opened(tmp_path / "target")
    bring(target, tmp_path / "moved")
    assert target.library.labels.tags_by_article() == {ids["ferry"]: ("Sea",)}
    assert target.library.labels.collections_by_article() == {ids["ferry"]: ("To read",)}


def saved(engine: Engine) -> Answer:
    answer = engine.ask("Who closed the bridge?")
    assert answer.citations
    with closing(ConversationStore(engine.library.folder)) as store:
        for name in ("one", "two"):
            store.keep_question(name, f"turn {name}", answer.question, Filters())
            store.keep_answer(name, f"turn {name}", answer, [])
        store.notebook.pin("note", answer)
        store.notebook.write("note", "Ask *her*.")
    return answer


def test_conversations_move_only_when_both_sides_ask_for_it(
    source: Engine, opened: Callable[..., Engine], tmp_path: Path
) -> None:
    answer = saved(source)
    assert export(source, tmp_path / "without").n_conversations == 0
    assert b"conversations.jsonl" not in (tmp_path / "without").read_bytes()
    report = export(source, tmp_path / "with", conversations=True)
    assert (report.n_conversations, report.n_notes) == (2, 1)
    target = opened(tmp_path / "target")
    done = bring(target, tmp_path / "with")
    assert (done.n_conversations, done.has_conversations) == (0, True)
    with closing(ConversationStore(target.library.folder)) as store:
        assert store.conversations() == []
    done = bring(target, tmp_path / "with", conversations=True)
    assert (done.n_conversations, done.n_notes) == (2, 1)
    with closing(ConversationStore(target.library.folder)) as store:
        (turn,) = store.conversation("one").turns
        assert turn.answer is not None
        assert [each.quote for each in turn.answer.citations] == [each.quote for each in answer.citations]
        assert str(turn.answer.citations[0].article.path).startswith(str(target.library.folder))
        assert [note.text for note in store.notebook.notes()] == ["Ask *her*."]
    assert bring(target, tmp_path / "with", conversations=True).n_conversations == 0


def test_stopped_it_leaves_nothing(source: Engine, opened: Callable[..., Engine], tmp_path: Path) -> None:
    with pytest.raises(CancelledError):
        LibraryExporter(source, lambda _: None, lambda: True).run(tmp_path / "moved")
    assert [path.name for path in tmp_path.iterdir() if "moved" in path.name] == []
    export(source, tmp_path / "moved", files=True)
    target = opened(tmp_path / "target")
    calls = iter(range(10**6))
    importer = LibraryImporter(target, lambda _: None, lambda: next(calls) >= 7)
    with pytest.raises(CancelledError):
        importer.run(tmp_path / "moved")
    assert target.articles() == []
    assert list((tmp_path / "target").rglob("*.txt")) == []


def test_only_a_new_file_is_written(source: Engine, tmp_path: Path, opened: Callable[..., Engine]) -> None:
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    with pytest.raises(TransferError, match="already exists"):
        export(source, tmp_path / "taken")
    with pytest.raises(TransferError, match="folder does not exist"):
        export(source, tmp_path / "nowhere" / "file")
    with pytest.raises(LibraryMissingError):
        export(opened(tmp_path / "none"), tmp_path / "file")


def test_the_commands(source: Engine, tmp_path: Path) -> None:
    source.close()
    done = dateline("export", tmp_path / "moved", "--files", "--library", tmp_path / "source")
    assert done.stdout.startswith(f"exported 2 articles, 2 files to {tmp_path / 'moved'} (")
    assert "not included" in done.stderr
    done = dateline("import", tmp_path / "moved", "--library", tmp_path / "target")
    assert done.stdout == "2 articles added, 2 files written\n"
    again = json.loads(
        dateline("import", tmp_path / "moved", "--json", "--library", tmp_path / "target").stdout
    )
    assert (again["added"], again["known"], again["files"]) == (0, 2, 0)
    wrong = dateline("import", tmp_path / "source" / "library.sqlite", "--library", tmp_path / "target")
    assert (wrong.returncode, "not a Dateline export" in wrong.stderr) == (2, True)
