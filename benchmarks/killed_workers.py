"""Kill workers and the process that stores in the middle of indexing: is anything lost, or stored twice?

    python -m benchmarks.killed_workers ARTICLES [--rounds 10] [--articles 8] [--workers 2] [--ray]
                                                 [--library PLACE | --s3]

Three kinds of rounds, each with a new library of the same articles from the folder, a third of them in an archive:

1. A worker is killed (SIGKILL) at a random moment of `index`, which must end as if nothing had happened.
2. `dateline index --workers N` is killed once or twice, after a random number of articles or while it stores them,
   and then run to its end.
3. Two such commands run at the same time. One of them may be told that the library is busy.

After each round, the library must hold each article once, with the passages that one process stores, and pass the
checks of `dateline doctor`. No process that the round started may be left. With --ray, the workers are those of a Ray
cluster on this machine, one for each command. PLACE is where the libraries are made, such as lance:///tmp/rounds; by
default they are embedded, in a temporary folder. --s3 starts an S3 server in its own process and makes them there.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

from benchmarks.object_store import in_environment, running_object_store
from qa.engine import Engine
from qa.settings.settings import load_settings
from qa.workers import Workers, opened_workers

_DATELINE = [sys.executable, "-P", "-m", "qa.cli"]
_BUSY = 2  # the exit code if another process is writing
_MARK = "DATELINE_KILLED_WORKERS"  # in the environment of all processes that the rounds start
_PATIENCE_SECONDS = 120  # Ray's own processes notice the end of their parent after a while
_POLL_SECONDS = 0.2


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--articles", dest="n_articles", type=int, default=8)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--ray", action="store_true")
    parser.add_argument("--library", metavar="PLACE")
    parser.add_argument("--s3", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        place = arguments.library or str(work / "libraries")
        if arguments.s3:
            place = stack.enter_context(in_environment(stack.enter_context(running_object_store())))
        os.environ[_MARK] = str(os.getpid())
        rounds = Rounds(work, place, arguments)
        n_wrong = rounds.kill_workers() + rounds.kill_drivers() + rounds.compete()
    sys.exit(1 if n_wrong else 0)


class Rounds:
    """The rounds on one set of articles; libraries are made below `place`."""

    def __init__(self, work: Path, place: str, arguments: argparse.Namespace) -> None:
        self._folder = work / "articles"
        files = sorted(each for each in arguments.articles.rglob("*") if each.is_file())
        _fill(self._folder, files[: arguments.n_articles])
        self._place = place
        self._n_rounds, self._n_workers = arguments.rounds, arguments.workers
        self._address = "local" if arguments.ray else None
        self._chance = random.Random(arguments.seed)
        self._n_made = 0
        reference = _engine(str(work / "reference"))
        reference.index([self._folder])
        self._expected = _contents(reference)
        reference.close()
        print(f"{len(self._expected)} articles, {sum(n for _, n in self._expected)} passages", flush=True)

    def kill_workers(self) -> int:
        """Kill a worker once in each round; return the number of wrong libraries and processes left."""
        n_wrong = n_killed = 0
        with opened_workers(self._n_workers, self._address) as workers:
            self._index(workers)  # starts the workers and loads their models
            _, usual_seconds = self._index(workers)
            for _ in range(self._n_rounds):
                killer = _Killer(self._chance, usual_seconds, is_ray=self._address is not None)
                killer.start()
                library, _ = self._index(workers)
                n_killed += killer.stop()
                n_wrong += self._is_wrong(library)
        n_left = _n_left()
        print(
            f"a worker killed: {self._n_rounds} rounds, {n_killed} in the middle, {n_wrong} wrong libraries,"
            f" {n_left} processes left",
            flush=True,
        )
        return n_wrong + n_left

    def kill_drivers(self) -> int:
        """Kill the command once or twice in each round; return the number of wrong libraries and processes left."""
        n_wrong = n_killed = n_left = 0
        storing_seconds = self._seconds_after_last_line(self._new())
        for _ in range(self._n_rounds):
            library = self._new()
            for _ in range(self._chance.randint(1, 2)):
                n_lines = self._chance.randint(1, len(self._expected))
                n_killed += self._killed(library, n_lines, self._chance.uniform(0, storing_seconds))
                n_left += _n_left()
            self._command(library).wait()
            n_wrong += self._is_wrong(library)
            n_left += _n_left()
        print(
            f"the command killed: {self._n_rounds} rounds, {n_killed} kills, {n_wrong} wrong libraries,"
            f" {n_left} processes left",
            flush=True,
        )
        return n_wrong + n_left

    def compete(self) -> int:
        """Run two commands at once, once; return the number of wrong libraries and processes left."""
        library = self._new()
        commands = [self._command(library, subprocess.PIPE) for _ in range(2)]
        with ThreadPoolExecutor() as pool:
            said = list(pool.map(lambda each: each.communicate()[1], commands))
        codes = sorted(each.returncode for each in commands)
        for command, text in zip(commands, said, strict=True):
            if command.returncode not in (0, _BUSY):
                print(f"exit code {command.returncode}: {text[-2000:]}", flush=True)
        n_wrong = self._is_wrong(library) + (codes not in ([0, 0], [0, _BUSY]))
        n_left = _n_left()
        print(f"two commands at once: exit codes {codes}, {n_wrong} wrong libraries, {n_left} processes left")
        return n_wrong + n_left

    def _new(self) -> str:
        self._n_made += 1
        return f"{self._place}/{self._n_made}"

    def _index(self, workers: Workers) -> tuple[str, float]:
        """Index the articles with workers that run already; return the new library and the seconds it took."""
        library = self._new()
        engine = _engine(library)
        engine.warm_up()
        began = time.monotonic()
        engine.index([self._folder], workers=workers)
        seconds = time.monotonic() - began
        engine.close()
        return library, seconds

    def _command(self, library: str, stderr: int = subprocess.DEVNULL) -> "subprocess.Popen[str]":
        command = [*_DATELINE, "index", str(self._folder), "--library", library, "--verbose"]
        command += ["--workers", str(self._n_workers), *(["--ray", self._address] if self._address else [])]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=stderr, text=True)

    def _seconds_after_last_line(self, library: str) -> float:
        """Return how long a command still runs after it has printed the last article."""
        command = self._command(library, subprocess.PIPE)
        assert command.stderr is not None  # noqa: S101 - it is a pipe
        seen = [time.monotonic() for _, _ in zip(self._expected, command.stderr, strict=False)]
        command.stderr.read()
        command.wait()
        return time.monotonic() - seen[-1]

    def _killed(self, library: str, n_lines: int, delay_seconds: float) -> bool:
        """Kill a command some time after it has printed lines; return whether it was still running."""
        command = self._command(library, subprocess.PIPE)
        assert command.stderr is not None  # noqa: S101 - it is a pipe
        for _, line in zip(range(n_lines), command.stderr, strict=False):
            _ = line
        time.sleep(delay_seconds)
        was_running = command.poll() is None
        command.kill()
        command.wait()
        command.stderr.close()
        return was_running

    def _is_wrong(self, library: str) -> bool:
        engine = _engine(library)
        stored = _contents(engine)
        problems = [
            problem for part in engine.check_library() if part.part != "snapshot" for problem in part.problems
        ]
        engine.close()
        if stored != self._expected:
            lost, more = set(self._expected) - set(stored), len(stored) - len(set(stored))
            problems.append(f"{len(lost)} articles lost, {more} stored twice")
        for problem in problems:
            print(f"{library}: {problem}", flush=True)
        return bool(problems)


class _Killer(threading.Thread):
    """Kills a worker that is running, once, at a random moment."""

    def __init__(self, chance: random.Random, usual_seconds: float, *, is_ray: bool) -> None:
        super().__init__(daemon=True)
        self._chance, self._is_ray = chance, is_ray
        self._delay_seconds = chance.uniform(0.05, usual_seconds)
        self._stopped, self._has_killed = threading.Event(), False

    def run(self) -> None:
        """Wait, and kill the first worker that is found then."""
        is_late = self._stopped.wait(self._delay_seconds)
        while not (is_late or self._has_killed):
            with suppress(OSError):  # a process has just ended
                if found := list(_worker_processes(is_ray=self._is_ray)):
                    os.kill(self._chance.choice(found), signal.SIGKILL)
                    self._has_killed = True
            is_late = self._stopped.wait(_POLL_SECONDS / 10)

    def stop(self) -> bool:
        """Return whether a worker was killed."""
        self._stopped.set()
        self.join()
        return self._has_killed


def _fill(folder: Path, files: Sequence[Path]) -> None:
    """Copy files to a new folder, the last third of them into an archive, which is stored by more than one commit."""
    folder.mkdir()
    n_single = len(files) - len(files) // 3
    for file in files[:n_single]:
        shutil.copy(file, folder)
    with zipfile.ZipFile(folder / "archive.zip", "w", strict_timestamps=False) as archive:
        for file in files[n_single:]:
            archive.write(file, file.name)


def _engine(library: str) -> Engine:
    return Engine(load_settings(library=library), n_threads=1)


def _contents(engine: Engine) -> Sequence[tuple[str, int]]:
    """Return id and number of passages of each article."""
    return sorted((each.id, each.n_passages) for each in engine.articles())


def _worker_processes(*, is_ray: bool) -> Iterator[int]:
    """Yield the processes that run workers below this one."""
    for process in _below(os.getpid()):
        line = _command_line(process)
        if line.startswith("ray::_called") if is_ray else "spawn_main" in line:
            yield process


def _below(process: int) -> Iterator[int]:
    for task in Path(f"/proc/{process}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield int(child)
            yield from _below(int(child))


def _n_left() -> int:
    """Return how many processes of the rounds still run some time later, and name them."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while (left := list(_marked_processes())) and time.monotonic() < until:
        time.sleep(_POLL_SECONDS)
    for process in left:
        print(f"still running: {process} {_command_line(process)[:100]}", flush=True)
    return len(left)


def _marked_processes() -> Iterator[int]:
    """Yield the processes that the rounds have started, also those whose parents have ended."""
    mark = f"{_MARK}={os.getpid()}".encode()
    for folder in Path("/proc").iterdir():
        try:
            is_ours = folder.name.isdecimal() and mark in (folder / "environ").read_bytes().split(b"\0")
        except OSError:  # it has ended, or belongs to another user
            continue
        if is_ours and "resource_tracker" not in _command_line(int(folder.name)):
            yield int(folder.name)


def _command_line(process: int) -> str:
    try:
        line = Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return ""
    return line.replace(b"\0", b" ").decode(errors="replace")


if __name__ == "__main__":
    main()
