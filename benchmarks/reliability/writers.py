"""Several processes on one library: two writers at once, and a reader during a write."""

import random
import shutil
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

from benchmarks.reliability.checks import (
    Outcome,
    World,
    citation_problems,
    engine_on,
    every,
    library_problems,
)
from benchmarks.reliability.commands import acknowledged, doctor, run, started
from benchmarks.reliability.samples import SAMPLES
from benchmarks.reliability.terminal import AppInTerminal, is_answered, is_ready
from qa.errors import DatelineError
from qa.history import ConversationStore

_BUSY_CODE = 2
_N_TURNS = 20
_N_APP_ROUNDS = 3


def two_indexers(world: World, n_rounds: int, chance: random.Random) -> Outcome:
    """Index the same articles twice at the same moment; the second may be refused, and nothing is lost."""
    outcome = Outcome("two processes index")
    library = world.folder / "two-writers"
    shutil.copytree(world.folder / "reference-1", library)
    version, n_refused = 1, 0
    for _ in range(n_rounds):
        outcome.rounds += 1
        version = 3 - version
        world.write(version)
        processes = [started("index", world.articles, "--library", library, "--verbose") for _ in range(2)]
        losses, findings, reported = [], [], frozenset[str]()
        for process in processes:
            errors = process.communicate()[1]
            reported |= acknowledged(errors).stored
            n_refused += process.returncode == _BUSY_CODE
            is_fair = process.returncode == 0 or (
                process.returncode == _BUSY_CODE and "Traceback" not in errors
            )
            findings += [] if is_fair else [f"index ended with {process.returncode}: {errors[-200:]}"]
        allowed = every(world.paths, 1, 2) | every(reported, version)
        losses += library_problems(world, library, allowed)
        run("index", world.articles, "--library", library)
        losses += library_problems(world, library, every(world.paths, version))
        wrong, doctor_findings = doctor(library)
        outcome.add(losses, [*findings, *doctor_findings, *(f"doctor: {each}" for each in wrong)])
    outcome.remark = f"{n_refused} of {2 * n_rounds} were refused because the other was writing"
    world.write(1)
    del chance
    return outcome


def two_chats(world: World, n_rounds: int, chance: random.Random) -> Outcome:
    """Save turns of one conversation from two processes; in some rounds from two windows of the app."""
    outcome = Outcome("two processes save turns")
    for number in range(n_rounds):
        outcome.rounds += 1
        library = world.folder / f"two-chats-{number}"
        shutil.copytree(world.folder / "reference-1", library)
        wrong: list[str] = []
        findings: list[str] = []
        if number < _N_APP_ROUNDS:
            losses = _two_windows(library, chance)
        else:
            losses = _two_savers(library)
            wrong, findings = doctor(library)
        outcome.add(losses, [*findings, *(f"doctor: {each}" for each in wrong)])
        shutil.rmtree(library)
    outcome.remark = f"{min(n_rounds, _N_APP_ROUNDS)} of the rounds in two windows of the app"
    return outcome


def _two_savers(library: Path) -> list[str]:
    command = [sys.executable, "-m", "benchmarks.reliability.turns", str(library), "shared"]
    processes = [
        subprocess.Popen([*command, name, str(_N_TURNS)], stdout=subprocess.PIPE, text=True)
        for name in ("one", "two")
    ]
    saved = [process.communicate()[0].splitlines() for process in processes]
    questions = _questions(library)
    losses = [f"“{each}” is not saved" for each in [*saved[0], *saved[1]] if each not in questions]
    if any(process.returncode for process in processes):
        losses.append("a process could not save its turns")
    return losses


def _two_windows(library: Path, chance: random.Random) -> list[str]:
    apps = [AppInTerminal(f"dateline-windows-{number}", library) for number in range(2)]
    losses, asked = [], chance.sample(SAMPLES, 4)
    try:
        for app in apps:
            if not app.until(is_ready):
                return ["the app did not begin"]
        for number, sample in enumerate(asked):
            app = apps[number % 2]
            app.ask(sample.question)
            if not app.until(partial(is_answered, sample)):
                losses.append(f"“{sample.question}” was not answered")
        for app in apps:
            app.press("C-q")
            app.until(lambda _: False)
    finally:
        for app in apps:
            app.close()
    questions = _questions(library)
    return losses + [f"“{each.question}” is not saved" for each in asked if each.question not in questions]


def _questions(library: Path) -> list[str]:
    """Return the questions of all conversations that have an answer."""
    store = ConversationStore(library)
    try:
        return [
            turn.question
            for summary in store.conversations()
            for turn in store.conversation(summary.id).turns
            if turn.answer is not None
        ]
    finally:
        store.close()


def reader_during_write(world: World, n_rounds: int, chance: random.Random) -> Outcome:
    """Ask without a pause while another process updates every article."""
    outcome = Outcome("questions during a write")
    library = world.folder / "read"
    shutil.copytree(world.folder / "reference-1", library)
    engine = engine_on(library)
    version, n_asked = 1, 0
    for _ in range(n_rounds):
        outcome.rounds += 1
        version = 3 - version
        world.write(version)
        has_ended = threading.Event()

        def index(ended: threading.Event = has_ended) -> None:
            run("index", world.articles, "--library", library)
            ended.set()

        thread = threading.Thread(target=index)
        thread.start()
        findings = []
        while not has_ended.is_set():
            try:
                findings += citation_problems(world, engine.ask(chance.choice(SAMPLES).question))
            except DatelineError as error:
                findings.append(f"a question could not be asked: {error.message}")
            n_asked += 1
        thread.join()
        outcome.add(library_problems(world, library, every(world.paths, version)), findings)
    engine.close()
    outcome.remark = f"{n_asked} questions"
    world.write(1)
    return outcome


def two_batches(world: World, n_rounds: int, chance: random.Random) -> Outcome:
    """Start two batches with the same answer file; one is refused or both write the same whole file."""
    outcome = Outcome("two batches, one file")
    library = world.folder / "reference-1"
    questions, out = world.folder / "both.txt", world.folder / "both.jsonl"
    asked = chance.sample(SAMPLES, 4)
    questions.write_text("".join(f"{each.question}\n" for each in asked), encoding="utf-8")
    for _ in range(n_rounds):
        outcome.rounds += 1
        out.unlink(missing_ok=True)
        processes = [started("batch", questions, "--library", library, "--out", out) for _ in range(2)]
        findings = []
        for process in processes:
            errors = process.communicate()[1]
            if process.returncode not in (0, 1, _BUSY_CODE) or "Traceback" in errors:
                findings.append(f"batch ended with {process.returncode}: {errors[-200:]}")
        rows = out.read_text(encoding="utf-8").splitlines() if out.exists() else []
        outcome.add([] if len(rows) == len(asked) else [f"{len(rows)} rows of {len(asked)}"], findings)
    return outcome


WRITERS = (two_indexers, two_chats, reader_during_write, two_batches)
