"""kill -9 while importing, while restoring a snapshot, and while upgrading a library of an older format."""

import random
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

import apsw

from benchmarks.reliability.checks import (
    KeptConversations,
    Outcome,
    World,
    answer_problems,
    engine_on,
    every,
    library_problems,
)
from benchmarks.reliability.commands import doctor, run, started
from benchmarks.reliability.samples import SAMPLES
from qa.errors import DatelineError
from qa.history.database import FILE_NAME as CONVERSATIONS
from qa.library import EmbeddedLibrary
from qa.library.database import FILE_NAME
from qa.library.migrations import SCHEMA_VERSION
from qa.library.named_snapshots import NamedSnapshots
from qa.library.restoring import restore_snapshot
from qa.transfer import LibraryImporter

_FORMAT_3 = ("settings", "articles", "files", "passages", "changes", "time_expressions")
_COLUMNS_3 = "id title published source url path text author sections origins".split()
_POLL_SECONDS = 0.001
_LONGEST_WAIT_SECONDS = 120.0
_LOOKED_AT = 10  # rounds between two visits of the doctor; the library itself is checked after each round
_MARGIN = 1.2  # some kills come just after the work is done


class _Killer:
    """Kills a command at a random moment between a first sign of work and its end."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._longest = 0.0
        self.n_killed = 0

    def run(self, arguments: tuple[str | Path, ...], has_begun: Callable[[], bool]) -> bool:
        """Run a command and return whether it ended before it was killed; the first is only measured."""
        process = started(*arguments)
        end = time.monotonic() + _LONGEST_WAIT_SECONDS
        while process.poll() is None and not has_begun() and time.monotonic() < end:
            time.sleep(_POLL_SECONDS)
        began = time.monotonic()
        if self._longest:
            time.sleep(self._chance.uniform(0, self._longest))
            process.kill()
        _, errors = process.communicate()
        if process.returncode not in (0, -signal.SIGKILL):
            raise RuntimeError(f"{arguments[0]} ended with {process.returncode}: {errors[-500:]}")
        self._longest = self._longest or _MARGIN * (time.monotonic() - began)
        self.n_killed += process.returncode != 0
        return process.returncode == 0


def importing(world: World, n_rounds: int, chance: random.Random) -> Outcome:
    """Kill `dateline import` into an empty library and into one with a third of the articles, in turns.

    All or none of the other articles must be there. The same import, run again, must complete it.
    """
    outcome, killer = Outcome("kill while importing"), _Killer(chance)
    export, library = world.folder / "moved.dateline", world.folder / "importing"
    kept = _exported(world, export)
    command = ("import", export, "--folder", world.articles, "--conversations", "--library", library)
    for number in range(n_rounds + 1):
        outcome.rounds = number
        few = world.paths[:: 3 if number % 2 else 1000]
        _begin(world, library, few if number % 2 else ())
        before = every(world.paths, None) | (every(few, 1) if number % 2 else {})
        has_ended = killer.run(command, lambda: _size(library / f"{FILE_NAME}-wal") > 0)
        whole = every(world.paths, 1)
        states = (whole,) if has_ended else (before, whole)
        outcome.add(_none_of(world, library, states))
        outcome.add(findings=_left_over(library))
        _import_here(export, world, library)
        outcome.add(library_problems(world, library, whole))
        outcome.add(kept.problems(library), _findings(world, library, chance, number))
    outcome.remark = f"{killer.n_killed} killed"
    return outcome


def restoring(world: World, n_rounds: int, chance: random.Random) -> Outcome:
    """Kill `dateline snapshot restore` between two versions of all articles; one of them must be there, whole.

    The snapshots must stay as they were, and the restoring, run again, must complete it.
    """
    outcome, killer = Outcome("kill while restoring"), _Killer(chance)
    library = world.folder / "restoring"
    shutil.rmtree(library, ignore_errors=True)
    shutil.copytree(world.folder / "reference-1", library)
    for version in (1, 2):
        _snapshot_of(world, version, library)
    kept = KeptConversations(world, library)
    version = 1
    for number in range(n_rounds + 1):
        outcome.rounds = number
        wanted = 3 - version
        command = ("snapshot", "restore", f"version {wanted}", "--library", library)
        n_before = len(NamedSnapshots(library).listed())
        has_ended = killer.run(command, partial(_has_begun, library, n_before))
        states = [every(world.paths, each) for each in ((wanted,) if has_ended else (version, wanted))]
        outcome.add(_none_of(world, library, states))
        with closing(EmbeddedLibrary(library)) as opened:
            restore_snapshot(
                opened, NamedSnapshots(library, (CONVERSATIONS,)), f"version {wanted}", (), _ignore, _never
            )
        outcome.add(library_problems(world, library, every(world.paths, wanted)))
        outcome.add(_snapshot_losses(library), _findings(world, library, chance, number))
        outcome.add(kept.problems(library), _left_over(library))
        _delete_safety_copies(library)
        version = wanted
    outcome.remark = f"{killer.n_killed} killed"
    return outcome


def migrating(world: World, n_rounds: int, chance: random.Random) -> Outcome:
    """Kill the first command on a library of format 3; nothing may be lost, and the backup must be whole."""
    outcome, killer = Outcome("kill while upgrading"), _Killer(chance)
    library, old = world.folder / "migrating", world.folder / "format-3"
    shutil.rmtree(old, ignore_errors=True)
    shutil.copytree(world.folder / "reference-1", old)
    _make_old(old / FILE_NAME)
    for number in range(n_rounds + 1):
        outcome.rounds = number
        shutil.rmtree(library, ignore_errors=True)
        shutil.copytree(old, library)
        killer.run(("articles", "--library", library), (library / "snapshots").exists)
        if _format(library / FILE_NAME) not in (3, SCHEMA_VERSION):
            outcome.add([f"the library has format {_format(library / FILE_NAME)}"])
        outcome.add(library_problems(world, library, every(world.paths, 1)))
        outcome.add(_snapshot_losses(library), _findings(world, library, chance, number))
        backups = [each for each in NamedSnapshots(library).listed() if each.format == 3]  # noqa: PLR2004
        if len(backups) != 1 or backups[0].n_articles != len(SAMPLES):
            outcome.add([f"there are {len(backups)} backups of format 3"])
    outcome.remark = f"{killer.n_killed} killed"
    return outcome


MOVING: tuple[Callable[[World, int, random.Random], Outcome], ...] = (importing, restoring, migrating)


def _exported(world: World, export: Path) -> KeptConversations:
    """Write an export of all articles in version 1, with conversations, and return these."""
    library = world.folder / "exported"
    shutil.rmtree(library, ignore_errors=True)
    shutil.copytree(world.folder / "reference-1", library)
    kept = KeptConversations(world, library)
    export.unlink(missing_ok=True)
    ended = run("export", export, "--conversations", "--library", library)
    if ended.code:
        raise RuntimeError(ended.message)
    return kept


def _begin(world: World, library: Path, few: tuple[str, ...] | list[str]) -> None:
    """Start without a library, or with one that has a few articles."""
    shutil.rmtree(library, ignore_errors=True)
    world.write(1)
    if few:
        ended = run("index", *few, "--library", library)
        if ended.code:
            raise RuntimeError(ended.message)


def _snapshot_of(world: World, version: int, library: Path) -> None:
    """Put a snapshot of all articles in one version into a library's folder."""
    source = world.folder / f"reference-{version}"
    name = f"version {version}"
    with suppress(DatelineError):
        NamedSnapshots(source).delete(name)
    NamedSnapshots(source).create(name, _ignore, _never)
    target = library / "snapshots" / name
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source / "snapshots" / name, target)
    NamedSnapshots(source).delete(name)


def _import_here(export: Path, world: World, library: Path) -> None:
    engine = engine_on(library)
    LibraryImporter(engine, _ignore, _never).run(export, folder=world.articles, conversations=True)
    engine.close()


def _has_begun(library: Path, n_before: int) -> bool:
    log = library / f"{FILE_NAME}-wal"
    made = len(list((library / "snapshots").glob("*/snapshot.json"))) > n_before
    return made or any((library / "snapshots").glob(".partial-*")) or _size(log) > 0


def _none_of(world: World, library: Path, states: object) -> list[str]:
    """Return the problems of the first state, if the library is in none of the allowed ones."""
    found = [library_problems(world, library, state) for state in list(states)]  # type: ignore[call-overload]
    return [] if any(not problems for problems in found) else found[0]


def _snapshot_losses(library: Path) -> list[str]:
    """Return the snapshots that are not whole."""
    snapshots = NamedSnapshots(library, (CONVERSATIONS,))
    losses = []
    for each in snapshots.listed():
        try:
            snapshots.verified(each.name)
        except DatelineError as error:
            losses.append(error.message)
    return losses


def _delete_safety_copies(library: Path) -> None:
    snapshots = NamedSnapshots(library)
    for each in snapshots.listed():
        if each.name.startswith("before-restore-"):
            snapshots.delete(each.name)


def _left_over(library: Path) -> list[str]:
    """Return files of interrupted work that the next command has not removed; those of the last one may be there."""
    return [f"left behind: {path.name}" for path in library.glob("*.partial*") if path.is_file()]


def _findings(world: World, library: Path, chance: random.Random, number: int) -> list[str]:
    """Let the doctor look and ask questions, after every few rounds."""
    if number % _LOOKED_AT:
        return []
    wrong, findings = doctor(library)
    samples = chance.sample(SAMPLES, len(SAMPLES))
    return [*(f"doctor: {each}" for each in wrong), *findings, *answer_problems(world, library, samples)]


def _make_old(path: Path) -> None:
    """Take out what format 3 did not have."""
    with closing(apsw.Connection(str(path))) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        new = [
            name
            for name in tables
            if name not in _FORMAT_3 and not name.startswith(("passage_words", "sqlite_"))
        ]
        columns = [row[1] for row in connection.execute("PRAGMA table_info(articles)")]
        connection.execute("PRAGMA foreign_keys = OFF")
        for name in new:
            connection.execute(f"DROP TABLE {name}")
        for name in columns:
            if name not in _COLUMNS_3:
                connection.execute(f"ALTER TABLE articles DROP COLUMN {name}")
        connection.execute("PRAGMA user_version = 3")


def _format(path: Path) -> int:
    with closing(apsw.Connection(str(path))) as connection:
        ((version,),) = connection.execute("PRAGMA user_version")
        return int(version)


def _ignore(event: object) -> None:
    """Watch nothing."""


def _never() -> bool:
    return False


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
