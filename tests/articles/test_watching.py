"""Watching folders: what is reported, when it has settled, and what happens when a folder goes and comes back."""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from qa.articles import settling as settling_times
from qa.articles import watching as watching_times
from qa.articles.settling import FolderChanges, Settling
from qa.articles.watching import FolderWatcher

SECONDS = 60.0


@dataclass
class Watched:
    """The changes that a watcher in a thread has yielded, and what it said."""

    there: list[Path] = field(default_factory=list)
    gone: list[Path] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    batches: list[FolderChanges] = field(default_factory=list)

    def until(self, holds: Callable[[], object]) -> None:
        end = time.monotonic() + SECONDS
        while not holds():
            assert time.monotonic() < end, f"there {self.there}, gone {self.gone}, said {self.said}"
            time.sleep(0.05)


@contextmanager
def watching(*paths: Path) -> Iterator[Watched]:
    watched, stop = Watched(), threading.Event()

    def run() -> None:
        for changes in FolderWatcher(paths, watched.said.append).changes(stop):
            watched.batches.append(changes)
            watched.there += changes.there
            watched.gone += changes.gone

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield watched
    finally:
        stop.set()
        thread.join(SECONDS)
        assert not thread.is_alive()


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look and settle in a fifth of the usual time, in tests of what is reported rather than when."""
    monkeypatch.setattr(watching_times, "_TICK_SECONDS", 0.1)
    monkeypatch.setattr(settling_times, "_QUIET_SECONDS", 0.2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "news"
    made.mkdir()
    return made


def settled(settling: Settling, *times: float) -> list[FolderChanges]:
    return [settling.take(now) for now in times]


def test_a_file_settles_when_it_stays_the_same_for_a_second(folder: Path) -> None:
    path = folder / "a.txt"
    path.write_text("one")
    settling = Settling()
    settling.report([path], 10.0)
    assert settled(settling, 10.5) == [FolderChanges()]
    path.write_text("one, two")
    assert settled(settling, 10.9, 11.2, 11.8) == [FolderChanges()] * 3
    assert settled(settling, 12.0, 13.0) == [FolderChanges((path,)), FolderChanges()]


def test_files_that_settle_together_come_together(folder: Path) -> None:
    first, second = folder / "a.txt", folder / "b.txt"
    for path in (first, second):
        path.write_text("words")
    settling = Settling()
    settling.report([first], 10.0)
    settling.report([second], 10.8)
    assert settled(settling, 11.2, 11.9) == [FolderChanges(), FolderChanges((first, second))]


def test_a_file_that_never_settles_holds_up_no_other_for_long(folder: Path) -> None:
    done, growing = folder / "a.txt", folder / "b.txt"
    settling = Settling()
    done.write_text("words")
    settling.report([done, growing], 0.0)
    given = []
    for tick in range(12):
        growing.write_text("x" * tick)
        given.append(settling.take(tick / 2))
    assert given[-2:] == [FolderChanges((done,)), FolderChanges()]


def test_a_folder_settles_with_all_that_is_in_it(folder: Path) -> None:
    inner = folder / "new"
    inner.mkdir()
    settling = Settling()
    settling.report([inner, inner / "a.txt"], 0.0)
    (inner / "a.txt").write_text("words")
    assert settled(settling, 0.9, 1.5, 2.0) == [FolderChanges(), FolderChanges(), FolderChanges((inner,))]


def test_a_path_that_goes_and_comes_back_is_there(folder: Path) -> None:
    path = folder / "a.txt"
    settling = Settling()
    settling.report([path], 0.0)
    path.write_text("words")
    assert settled(settling, 0.5, 1.6) == [FolderChanges(), FolderChanges((path,))]
    path.unlink()
    settling.report([path], 2.0)
    assert settled(settling, 3.0) == [FolderChanges(gone=(path,))]


@pytest.mark.usefixtures("hurried")
def test_new_changed_and_removed_articles_are_reported(folder: Path) -> None:
    with watching(folder) as watched:
        watched.until(lambda: watched.there == [folder])
        (folder / "a.txt").write_text("words")
        (folder / "b.dwg").write_text("words")
        (folder / ".hidden.txt").write_text("words")
        watched.until(lambda: folder / "a.txt" in watched.there)
        (folder / "deep" / "er").mkdir(parents=True)
        (folder / "deep" / "er" / "c.md").write_text("words")
        watched.until(lambda: folder / "deep" in watched.there)
        (folder / "a.txt").unlink()
        shutil.rmtree(folder / "deep")
        watched.until(lambda: {folder / "a.txt", folder / "deep"} <= set(watched.gone))
    assert set(watched.there) <= {folder, folder / "a.txt", folder / "deep"}
    assert watched.said == []


def test_many_files_at_once_are_few_changes(folder: Path) -> None:
    with watching(folder) as watched:
        watched.until(lambda: watched.there)
        for number in range(300):
            (folder / f"{number}.txt").write_text("words")
        watched.until(lambda: len(watched.there) == 301)
    assert len(watched.batches) <= 4


@pytest.mark.usefixtures("hurried")
def test_links_that_lead_out_of_the_folder_are_ignored(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("words")
    with watching(folder) as watched:
        watched.until(lambda: watched.there)
        (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
        (folder / "a.txt").write_text("words")
        (folder / "in.txt").symlink_to(folder / "a.txt")
        watched.until(lambda: folder / "in.txt" in watched.there)
    assert set(watched.there) == {folder, folder / "a.txt", folder / "in.txt"}


@pytest.mark.usefixtures("hurried")
def test_articles_of_a_folder_that_is_gone_are_kept_until_it_is_back(folder: Path, tmp_path: Path) -> None:
    (folder / "a.txt").write_text("words")
    with watching(folder) as watched:
        watched.until(lambda: watched.there)
        folder.rename(tmp_path / "unplugged")
        watched.until(lambda: any("is not there" in sentence for sentence in watched.said))
        (tmp_path / "unplugged").rename(folder)
        watched.until(lambda: watched.there == [folder, folder])
        (folder / "b.txt").write_text("words")
        watched.until(lambda: folder / "b.txt" in watched.there)
    assert watched.gone == []
    assert len(watched.said) == 2


@pytest.mark.usefixtures("hurried")
def test_a_single_file_is_watched_also_when_it_is_replaced(folder: Path) -> None:
    path = folder / "a.txt"
    path.write_text("words")
    with watching(path) as watched:
        watched.until(lambda: watched.there == [path])
        (folder / "b.txt").write_text("other words")
        (folder / "b.txt").rename(path)
        watched.until(lambda: watched.there == [path, path])
        path.unlink()
        watched.until(lambda: watched.gone == [path])
        path.write_text("words again")
        watched.until(lambda: watched.there == [path] * 3)
    assert watched.said == []


_FEW_WATCHES = """
import sys, threading
from pathlib import Path
Path("/proc/sys/user/max_inotify_watches").write_text("1")
from qa.articles.watching import FolderWatcher
folder, stop = Path(sys.argv[1]), threading.Event()
for number, changes in enumerate(FolderWatcher([folder], print).changes(stop)):
    print(*changes.there)
    if number:
        stop.set()
    (folder / "deep" / "a.txt").write_text("words")
"""


def test_without_enough_watches_of_the_system_the_folder_is_polled(folder: Path) -> None:
    """A user namespace has its own limit."""
    (folder / "deep").mkdir()
    unshare = shutil.which("unshare")
    if not unshare or subprocess.run([unshare, "-Ur", "true"], capture_output=True, check=False).returncode:
        pytest.skip("needs a user namespace")
    done = subprocess.run(
        [unshare, "-Ur", sys.executable, "-c", _FEW_WATCHES, folder],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )
    lines = done.stdout.splitlines()
    assert "limit reached" in lines[0]
    assert "every 2 seconds" in lines[0]
    assert lines[1:] == [str(folder), str(folder / "deep" / "a.txt")], done.stderr
