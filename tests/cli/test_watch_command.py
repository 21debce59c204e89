"""`dateline watch`: as a process, beside other processes that write to the library."""

import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from qa.library import EmbeddedLibrary
from tests.cli.commands import command, dateline
from tests.conftest import WriteArticle

SECONDS = 60.0


class Watch:
    """A running `dateline watch` and the lines that it has printed."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self.process, self._log = process, log

    def text(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def until(self, *words: str) -> None:
        end = time.monotonic() + SECONDS
        while not all(each in self.text() for each in words):
            assert time.monotonic() < end, self.text()
            assert self.process.poll() is None, self.text()
            time.sleep(0.1)

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(SECONDS)


@contextmanager
def watch(log: Path, *arguments: str | Path) -> Iterator[Watch]:
    with log.open("w") as file:
        process = subprocess.Popen(command("watch", *arguments), stdout=file, stderr=file, text=True)
        try:
            yield Watch(process, log)
        finally:
            process.kill()
            process.wait()


def test_the_library_follows_the_folder_until_the_command_is_stopped(
    write: WriteArticle, tmp_path: Path
) -> None:
    library = tmp_path / "library"
    first = write("first.txt", "date 2031-05-06 Crews stop\n\nThe crews voted.")
    with watch(tmp_path / "log", first.parent, "--library", library) as running:
        running.until(f"added {first}")
        second = write("deep/second.txt", "The talks failed.")
        running.until(f"added {second}")
        broken = write("broken.pdf", b"no document")
        running.until(f"failed {broken}")
        first.rename(moved := first.with_name("moved.txt"))
        running.until(f"updated {moved}")
        second.unlink()
        running.until(f"removed {second}")
        assert running.end(signal.SIGINT) == 0
        assert "The library has 1 article." in running.text()
    assert "Traceback" not in running.text()
    assert [
        each["path"] for each in json.loads(dateline("articles", "--library", library, "--json").stdout)
    ] == [str(moved)]


def test_another_process_that_writes_is_waited_for(write: WriteArticle, tmp_path: Path) -> None:
    path = write("a.txt", "The crews voted.")
    with watch(tmp_path / "log", path.parent, "--library", tmp_path / "library") as running:
        running.until(f"added {path}")
        library = EmbeddedLibrary(tmp_path / "library")
        with library.writing(wait=lambda: True):
            other = write("b.txt", "The talks failed.")
            running.until("Waiting for another process")
            assert f"added {other}" not in running.text()
        running.until(f"added {other}")
        library.close()
        assert running.end(signal.SIGINT) == 0


def test_a_waiting_command_can_be_stopped(write: WriteArticle, tmp_path: Path) -> None:
    library = EmbeddedLibrary(tmp_path / "library")
    with (
        library.writing(),
        watch(tmp_path / "log", write("a.txt", "Words.").parent, "--library", library.folder) as running,
    ):
        running.until("Waiting for another process")
        assert running.end(signal.SIGTERM) == 0
    library.close()


def test_events_are_lines_of_json_until_the_process_is_terminated(
    write: WriteArticle, tmp_path: Path
) -> None:
    path = write("a.txt", "The crews voted.")
    with watch(tmp_path / "log", path.parent, "--library", tmp_path / "library", "--json") as running:
        running.until('"added"')
        assert running.end(signal.SIGTERM) == 0
        events = [json.loads(line) for line in running.text().splitlines()]
    assert [event["event"] for event in events] == ["note", "added", "stopped"]
    assert (events[1]["path"], events[1]["passages"], events[2]["articles"]) == (str(path), 1, 1)


def once(library: Path, *paths: Path, quiet: bool = False) -> tuple[object, str]:
    done = dateline("watch", "--once", "--library", library, *(["--quiet"] if quiet else []), *paths)
    return done.returncode, done.stderr


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


def test_once_brings_the_library_up_to_date_and_ends(write: WriteArticle, library: Path) -> None:
    good, bad = write("a.txt", "The crews voted."), write("b.pdf", b"no document")
    code, printed = once(library, good.parent)
    assert code == 1
    assert f"added {good}" in printed
    assert f"failed {bad}" in printed
    code, printed = once(library, good.parent, quiet=True)
    assert code == 1
    assert f"failed {bad}" in printed
    assert str(good) not in printed
    good.unlink()
    bad.unlink()
    write("c.txt", "The talks failed.")
    assert f"removed {good}" in once(library, good.parent)[1]


def test_an_empty_folder_keeps_its_articles(write: WriteArticle, library: Path) -> None:
    path = write("a.txt", "The crews voted.")
    once(library, path.parent)
    path.unlink()
    code, printed = once(library, path.parent)
    assert code == 0
    assert "is empty. Its articles are kept" in printed
    assert "The crews voted." in dateline("show", "a.txt", "--library", library).stdout


Made = Callable[[Path], Path]


@pytest.mark.parametrize(("name", "reason"), [("nowhere", "doesn't exist"), ("a.dwg", "Unsupported format")])
def test_what_can_not_be_watched_is_refused(name: str, reason: str, tmp_path: Path, library: Path) -> None:
    (tmp_path / "a.dwg").touch()
    code, printed = once(library, tmp_path / name)
    assert code == 2
    assert reason in printed
