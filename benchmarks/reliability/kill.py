"""kill -9 while indexing, updating, removing, chatting and answering a batch."""

import json
import random
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.reliability.checks import (
    N_KEPT,
    KeptConversations,
    Outcome,
    World,
    answer_problems,
    every,
    library_problems,
)
from benchmarks.reliability.commands import Acknowledged, doctor, killed, run, started
from benchmarks.reliability.samples import SAMPLES, Sample
from benchmarks.reliability.terminal import AppInTerminal, is_answered, is_asked, is_ready
from qa.errors import DatelineError
from qa.history import ConversationStore, SavedTurn

_N_MODEL_LINES = 2  # what `index --verbose` prints besides the files
_N_REMOVED = 8
_N_QUESTIONS = 12
_TURNS_PER_LIBRARY = 10
_POLL_SECONDS = 0.002
_LONGEST_WAIT_SECONDS = 60.0


class _Rounds:
    """One library through many rounds, with the versions that are allowed for each file."""

    def __init__(self, world: World, name: str, chance: random.Random) -> None:
        self.world = world
        self.library = world.folder / name.replace(" ", "-")
        self.chance = chance
        self.outcome = Outcome(name)
        self.allowed: dict[str, frozenset[int | None]] = {}
        self.kept: KeptConversations | None = None

    def begin(self, version: int | None) -> None:
        """Start with a library that holds every article in one version, or with none."""
        shutil.rmtree(self.library, ignore_errors=True)
        if version is not None:
            shutil.copytree(self.world.folder / f"reference-{version}", self.library)
            self.world.write(version)
        self.kept = KeptConversations(self.world, self.library)
        self.allowed = every(self.world.paths, version)

    def note(self, acknowledged: Acknowledged, version: int, removable: frozenset[str] = frozenset()) -> None:
        """Record what a killed command reported. Other articles may be in the old or the new version."""
        for path, before in self.allowed.items():
            if path in acknowledged.removed:
                self.allowed[path] = frozenset({None})
            elif path in removable:
                self.allowed[path] = before | {None}
            elif path in acknowledged.stored:
                self.allowed[path] = frozenset({version})
            else:
                self.allowed[path] = before | {version}

    def check(self) -> None:
        """Compare everything with what is allowed, and let the doctor look."""
        wrong, findings = doctor(self.library)
        losses = library_problems(self.world, self.library, self.allowed)
        losses += self.kept.problems(self.library) if self.kept else []
        samples = self.chance.sample(SAMPLES, len(SAMPLES))
        findings += [f"doctor: {each}" for each in wrong]
        findings += answer_problems(self.world, self.library, samples)
        self.outcome.add(losses, findings)


def indexing(world: World, n_rounds: int, chance: random.Random) -> Outcome:
    """Kill `dateline index` on new articles, and continue with the same library until it is complete."""
    rounds = _Rounds(world, "kill while indexing", chance)
    world.write(1)
    for _ in range(n_rounds):
        if rounds.kept is None or set(rounds.allowed.values()) == {frozenset({1})}:
            rounds.begin(None)
            world.write(1)
        _index(rounds, 1)
    return rounds.outcome


def updating(world: World, n_rounds: int, chance: random.Random) -> Outcome:
    """Kill `dateline index` on articles that have changed."""
    rounds = _Rounds(world, "kill while updating", chance)
    rounds.begin(1)
    version = 1
    for _ in range(n_rounds):
        if set(rounds.allowed.values()) == {frozenset({version})}:
            version = 3 - version
            world.write(version)
        _index(rounds, version)
    world.write(1)
    return rounds.outcome


def _index(rounds: _Rounds, version: int) -> None:
    rounds.outcome.rounds += 1
    n_lines = len(SAMPLES) + _N_MODEL_LINES
    command = ("index", rounds.world.articles, "--library", rounds.library, "--verbose")
    rounds.note(killed(command, rounds.chance, n_lines), version)
    rounds.check()


def removing(world: World, n_rounds: int, chance: random.Random) -> Outcome:
    """Kill `dateline index --prune` after files were deleted, and `dateline remove`, in turns."""
    rounds = _Rounds(world, "kill while removing", chance)
    rounds.begin(1)
    for number in range(n_rounds):
        rounds.outcome.rounds += 1
        samples = chance.sample(SAMPLES, _N_REMOVED)
        if number % 2:
            _remove(rounds, samples)
        else:
            _prune(rounds, samples)
        rounds.check()
        world.write(1)
        world.index(rounds.library)
        rounds.allowed = every(world.paths, 1)
        rounds.outcome.add(library_problems(world, rounds.library, rounds.allowed))
    return rounds.outcome


def _prune(rounds: _Rounds, samples: list[Sample]) -> None:
    paths = frozenset(map(rounds.world.path, samples))
    for path in paths:
        Path(path).unlink()
    n_lines = _N_REMOVED + _N_MODEL_LINES
    command = ("index", rounds.world.articles, "--prune", "--library", rounds.library, "--verbose")
    rounds.note(killed(command, rounds.chance, n_lines), 1, removable=paths)


def _remove(rounds: _Rounds, samples: list[Sample]) -> None:
    """Kill `remove` some milliseconds after it has begun to write; it removes all of the articles or none."""
    log = rounds.library / "library.sqlite-wal"
    log.unlink(missing_ok=True)
    process = started(
        "remove", *(sample.file_name for sample in samples), "--library", rounds.library, "--json"
    )
    end = time.monotonic() + _LONGEST_WAIT_SECONDS
    while process.poll() is None and not _size(log) and time.monotonic() < end:
        time.sleep(_POLL_SECONDS)
    time.sleep(rounds.chance.uniform(0, 0.03))
    process.kill()
    output, errors = process.communicate()
    if process.returncode not in (0, -signal.SIGKILL):
        raise RuntimeError(f"remove ended with {process.returncode}: {errors[-500:]}")
    paths = list(map(rounds.world.path, samples))
    for whole in ({None}, {1}):
        allowed = rounds.allowed | every(paths, *whole)
        if not library_problems(rounds.world, rounds.library, allowed):
            rounds.allowed = allowed
            if output and whole == {1}:
                rounds.outcome.add([f"{_N_REMOVED} articles were reported as removed and are still there"])
            return
    rounds.outcome.add(findings=["only some of the articles that one command removes are gone"])
    rounds.allowed |= every(paths, None, 1)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def chatting(world: World, n_rounds: int, chance: random.Random) -> Outcome:
    """Kill the app around an answer; what its screen had shown must be saved, and be shown again."""
    rounds = _Rounds(world, "kill while chatting", chance)
    shown: list[tuple[Sample, bool]] = []
    for number in range(n_rounds):
        rounds.outcome.rounds += 1
        if number % _TURNS_PER_LIBRARY == 0:
            rounds.begin(1)
            shown = []
        app = AppInTerminal(f"dateline-reliability-{time.monotonic_ns()}", rounds.library)
        try:
            if not app.until(is_ready):
                rounds.outcome.add(
                    findings=[f"the app did not begin: {' '.join(app.screen().split())[-200:]}"]
                )
                continue
            if shown and not app.until(partial(is_asked, shown[-1][0])):
                rounds.outcome.add([f"the app no longer shows “{shown[-1][0].question}”"])
            # A question that is on the screen already would seem to have been asked.
            sample = chance.choice(
                [each for each in SAMPLES[N_KEPT:] if each not in {old for old, _ in shown}]
            )
            app.ask(sample.question)
            if chance.random() < 0.5:  # noqa: PLR2004 - half of the rounds end just after the answer is shown
                app.until(partial(is_answered, sample))
                time.sleep(chance.uniform(0, 0.2))
            else:
                time.sleep(chance.uniform(0, 2.0))
            screen = app.kill()
        finally:
            app.close()
        if is_asked(sample, screen):
            shown.append((sample, is_answered(sample, screen)))
        rounds.outcome.add(_turn_losses(rounds.library, shown))
        rounds.check()
    return rounds.outcome


def _turn_losses(library: Path, shown: list[tuple[Sample, bool]]) -> list[str]:
    """Return what the app had shown that is not saved, in any conversation."""
    store = ConversationStore(library)
    try:
        turns: list[SavedTurn] = []
        for summary in reversed(store.conversations()):
            turns += store.conversation(summary.id).turns
    except DatelineError as error:
        return [f"conversations: {error.message}"]
    finally:
        store.close()
    losses = []
    left = iter(turns)
    for sample, was_answered in shown:
        turn = next((turn for turn in left if turn.question == sample.question), None)
        if turn is None:
            losses.append(f"the question “{sample.question}” was shown and is not saved")
            left = iter(turns)
        elif was_answered and turn.answer is None:
            losses.append(f"the answer to “{sample.question}” was shown and is not saved")
    return losses


def batch(world: World, n_rounds: int, chance: random.Random) -> Outcome:
    """Kill `dateline batch`, resume it, and compare the file with that of an uninterrupted run."""
    rounds = _Rounds(world, "kill during a batch", chance)
    rounds.begin(1)
    questions, whole, out = (world.folder / name for name in ("asked.txt", "whole.jsonl", "broken.jsonl"))
    asked = chance.sample(SAMPLES, _N_QUESTIONS)
    questions.write_text("".join(f"{sample.question}\n" for sample in asked), encoding="utf-8")
    ended = run("batch", questions, "--library", rounds.library, "--out", whole)
    rounds.outcome.add(findings=[*ended.problems, *_row_problems(world, whole)])
    record = out.with_name(f"{out.name}.unfinished")
    for _ in range(n_rounds):
        rounds.outcome.rounds += 1
        recorded = _killed_batch(
            lambda: started("batch", questions, "--library", rounds.library, "--out", out, "--resume"),
            record,
            chance,
        )
        if out.exists():
            if out.read_bytes() != whole.read_bytes():
                rounds.outcome.add(["the answer file differs from that of an uninterrupted run"])
            out.unlink()
            record.unlink(missing_ok=True)
        elif lost := recorded - _recorded(record):
            rounds.outcome.add([f"{len(lost)} recorded rows are gone"])
        rounds.check()
    ended = run("batch", questions, "--library", rounds.library, "--out", out, "--resume")
    if ended.problems or out.read_bytes() != whole.read_bytes():
        rounds.outcome.add(["the last run does not give the same file as an uninterrupted one"])
    return rounds.outcome


def _killed_batch(
    start: "Callable[[], subprocess.Popen[str]]", record: Path, chance: random.Random
) -> frozenset[str]:
    """Run a batch, kill it after some rows or at a random moment, and return the rows that were recorded."""
    before = len(_recorded(record))
    process = start()
    threading.Thread(target=process.communicate, daemon=True).start()
    wanted = before + chance.randint(0, 4)
    end = time.monotonic() + (chance.uniform(0.2, 3.0) if wanted == before else _LONGEST_WAIT_SECONDS)
    while process.poll() is None and time.monotonic() < end:
        if wanted > before and len(_recorded(record)) >= wanted:
            time.sleep(chance.uniform(0, 0.05))
            break
        time.sleep(_POLL_SECONDS)
    recorded = _recorded(record)
    process.kill()
    process.wait()
    return recorded


def _recorded(record: Path) -> frozenset[str]:
    """Return the whole lines of a batch's record."""
    try:
        return frozenset(record.read_text(encoding="utf-8").split("\n")[:-1])
    except FileNotFoundError:
        return frozenset()


def _row_problems(world: World, out: Path) -> list[str]:
    """Return the citations of an answer file that are not in their article."""
    problems = []
    for line in out.read_text(encoding="utf-8").splitlines():
        row: Any = json.loads(line)
        for each in row["citations"]:
            quoted = {text[each["start"] : each["end"]] for text in world.texts(each["path"])}
            if each["quote"] not in quoted:
                problems.append(f"row {row['id']} quotes what is not in {each['path']}")
    return problems


ACTIVITIES: tuple[Callable[[World, int, random.Random], Outcome], ...] = (
    indexing,
    updating,
    removing,
    chatting,
    batch,
)
