import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qa.engine import Engine
from qa.errors import CancelledError
from qa.progress import Event, FileStored
from qa.settings.settings import load_settings
from qa.workers import Workers, opened_workers

STORY = "HARBOUR, 4 May 2021. The pilots of Harbour met on Monday. They asked for {} new boats. It rained."
TABLES = ("articles", "files", "passages", "time_expressions", "versions", "changes", "removed_files")


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with opened_workers(2) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Plain files, a twin, a broken file, a page and archives with a broken member."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(8):
        (folder / f"{number}.txt").write_text(STORY.format(number))
    (folder / "8-twin.txt").write_text(STORY.format(3))
    (folder / "broken.txt").write_bytes(b"\0\1\2" * 50)
    (folder / "page.html").write_text(f"<article><h1>Boats</h1><p>{STORY.format('forty') * 3}</p></article>")
    rows = [json.dumps({"title": f"Boat {n}", "text": STORY.format(100 + n)}) for n in range(20)]
    (folder / "rows.jsonl").write_text("\n".join([*rows, "{"]))
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("a.txt", STORY.format("fifty"))
        archive.writestr("b.txt", STORY.format(2))
        archive.writestr("c.pdf", b"%PDF-broken")
    return folder


def opened(folder: Path) -> Engine:
    return Engine(load_settings(library=folder), n_threads=1)


def rows(engine: Engine) -> dict[str, list[Any]]:
    database = engine.library._database
    return {table: database.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in TABLES}


def test_the_library_is_the_same_as_that_of_one_process(
    folder: Path, tmp_path: Path, workers: Workers
) -> None:
    alone, shared = opened(tmp_path / "alone"), opened(tmp_path / "shared")
    events: list[list[Event]] = [[], []]

    def index_both() -> None:
        one = alone.index([folder], prune=True, watch=events[0].append)
        other = shared.index([folder], prune=True, watch=events[1].append, workers=workers)
        assert rows(shared) == rows(alone)
        for each in (one, other):
            each.seconds = 0.0
            each.failed = [(error.path, error.message) for error in each.failed]  # type: ignore[misc]
        assert one == other
        kinds = [[(type(each), getattr(each, "path", None)) for each in seen] for seen in events]
        assert kinds[0] == kinds[1]

    index_both()
    assert alone.size()[0] == 30
    index_both()  # nothing has changed
    (folder / "3.txt").unlink()
    (folder / "4.txt").rename(folder / "9.txt")
    (folder / "5.txt").write_text(STORY.format(3))
    (folder / "rows.jsonl").write_text((folder / "rows.jsonl").read_text().replace("105", "one hundred"))
    for engine in (alone, shared):
        engine.remove([str(folder / "6.txt")])
    index_both()
    alone.close()
    shared.close()


def test_what_was_stored_before_a_stop_is_kept(folder: Path, tmp_path: Path, workers: Workers) -> None:
    engine = opened(tmp_path / "library")
    stored: list[Event] = []

    def watch(event: Event) -> None:
        if isinstance(event, FileStored):
            stored.append(event)

    with pytest.raises(CancelledError):
        engine.index([folder], workers=workers, watch=watch, stopped=lambda: bool(stored))
    assert engine.size()[0] == len(stored) > 0
    engine.index([folder], workers=workers)
    assert engine.size()[0] == 30
    assert all(not report.problems for report in engine.check_library())
    engine.close()
