"""Kill workers and the process that stores in the middle of indexing: is anything lost, or stored twice?

    python -m benchmarks.killed_workers ARTICLES [--rounds 10] [--articles 12] [--workers 2] [--ray] [--library PLACE]

Three kinds of rounds, each with a new library of the same articles from the folder:

1. A worker is killed (SIGKILL) at a random moment of `index`, which must end as if nothing had happened.
2. `dateline index --workers N` is killed once or twice after a random number of articles, and then run to its end.
3. Two such commands run at the same time. One of them may be told that the library is busy.

After each round, the library must hold each article once, with the passages that one process stores, and pass the
checks of `dateline doctor`. With --ray, the workers of the first kind are those of a Ray cluster on this machine.
PLACE is where the libraries are made, such as lance:///tmp/rounds; by default they are embedded, in a temporary
folder.
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
from collections.abc import Iterator, Sequence
from pathlib import Path

from qa.engine import Engine
from qa.settings.settings import load_settings
from qa.workers import Workers, opened_workers

_DATELINE = [sys.executable, "-P", "-m", "qa.cli"]
_BUSY = 2  # the exit code if another process is writing


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--articles", dest="n_articles", type=int, default=12)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--ray", action="store_true")
    parser.add_argument("--library", metavar="PLACE")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        rounds = Rounds(Path(work), arguments)
        n_wrong = rounds.kill_workers() + rounds.kill_drivers() + rounds.compete()
    sys.exit(1 if n_wrong else 0)


class Rounds:
    """The rounds on one set of articles."""

    def __init__(self, work: Path, arguments: argparse.Namespace) -> None:
        self._folder = work / "articles"
        self._folder.mkdir()
        for file in sorted(each for each in arguments.articles.rglob("*") if each.is_file())[
            : arguments.n_articles
        ]:
            shutil.copy(file, self._folder)
        self._place = arguments.library or str(work / "libraries")
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
        """Kill a worker once in each round; return the number of wrong libraries."""
        n_wrong = n_killed = 0
        with opened_workers(self._n_workers, self._address) as workers:
            _index(workers, self._new(), self._folder)
            for _ in range(self._n_rounds):
                library = self._new()
                killer = threading.Timer(self._chance.uniform(0.05, 2), self._kill_one)
                killer.start()
                _index(workers, library, self._folder)
                n_killed += killer.finished.is_set()
                killer.cancel()
                n_wrong += self._is_wrong(library)
        print(
            f"a worker killed: {self._n_rounds} rounds, {n_killed} in the middle, {n_wrong} wrong libraries"
        )
        return n_wrong

    def kill_drivers(self) -> int:
        """Kill the command once or twice in each round; return the number of wrong libraries."""
        n_wrong = n_killed = 0
        for _ in range(self._n_rounds):
            library = self._new()
            for _ in range(self._chance.randint(1, 2)):
                n_killed += self._killed(library, self._chance.randrange(1, max(2, len(self._expected) - 2)))
            self._command(library).wait()
            n_wrong += self._is_wrong(library)
        print(f"the command killed: {self._n_rounds} rounds, {n_killed} kills, {n_wrong} wrong libraries")
        return n_wrong

    def compete(self) -> int:
        """Run two commands at once, once; return the number of wrong libraries."""
        library = self._new()
        commands = [self._command(library) for _ in range(2)]
        codes = sorted(each.wait() for each in commands)
        n_wrong = self._is_wrong(library) + (codes not in ([0, 0], [0, _BUSY]))
        print(f"two commands at once: exit codes {codes}, {n_wrong} wrong libraries")
        return n_wrong

    def _new(self) -> str:
        self._n_made += 1
        return f"{self._place}/{self._n_made}"

    def _command(self, library: str) -> "subprocess.Popen[str]":
        command = [*_DATELINE, "index", str(self._folder), "--library", library, "--verbose"]
        workers = ["--workers", str(self._n_workers)]
        return subprocess.Popen(
            [*command, *workers], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )

    def _killed(self, library: str, n_lines: int) -> bool:
        """Kill a command after it has printed lines; return whether it was still running."""
        command = self._command(library)
        assert command.stderr is not None  # noqa: S101 - it is a pipe
        for _, line in zip(range(n_lines), command.stderr, strict=False):
            _ = line
        time.sleep(self._chance.uniform(0, 0.1))
        was_running = command.poll() is None
        command.kill()
        command.wait()
        command.stderr.close()
        return was_running

    def _kill_one(self) -> None:
        if found := list(_worker_processes(is_ray=self._address is not None)):
            os.kill(self._chance.choice(found), signal.SIGKILL)

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


def _engine(library: str) -> Engine:
    return Engine(load_settings(library=library), n_threads=1)


def _index(workers: Workers, library: str, folder: Path) -> None:
    engine = _engine(library)
    engine.index([folder], workers=workers)
    engine.close()


def _contents(engine: Engine) -> Sequence[tuple[str, int]]:
    """Return id and number of passages of each article."""
    return sorted((each.id, each.n_passages) for each in engine.articles())


def _worker_processes(*, is_ray: bool) -> Iterator[int]:
    """Yield the processes that run workers below this one."""
    for process in _below(os.getpid()):
        line = Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        if line.startswith("ray::_called") if is_ray else "spawn_main" in line:
            yield process


def _below(process: int) -> Iterator[int]:
    for task in Path(f"/proc/{process}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield int(child)
            yield from _below(int(child))


if __name__ == "__main__":
    main()
