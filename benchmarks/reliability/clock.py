"""The system's clock set backwards, before a command starts and while it runs (needs libfaketime)."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.reliability.checks import Outcome, World, answer_problems, every, library_problems
from benchmarks.reliability.commands import acknowledged, doctor, run, started
from benchmarks.reliability.samples import SAMPLES
from qa.history import ConversationStore

_LIBRARIES = ("/usr/lib/*/faketime/libfaketimeMT.so.1", "/usr/lib*/faketime/libfaketimeMT.so.1")
_N_TURNS = 3
_MOST_DAYS = 400


def clock_backwards(world: World, n_rounds: int, chance: random.Random) -> Outcome:
    """Update a library, and save turns, while the clock goes back by days or years."""
    outcome = Outcome("clock set backwards")
    faked = [path for pattern in _LIBRARIES for path in Path("/").glob(pattern.lstrip("/"))]
    if not faked:
        outcome.remark = "not run: libfaketime is not installed"
        return outcome
    library, clock = world.folder / "clock", world.folder / "clock.txt"
    shutil.copytree(world.folder / "reference-1", library)
    environment = {
        "LD_PRELOAD": str(faked[0]),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "DONT_FAKE_MONOTONIC": "1",
    }
    version = 1
    for _ in range(n_rounds):
        outcome.rounds += 1
        version = 3 - version
        world.write(version)
        losses = _update(world, library, version, (clock, environment), chance)
        losses += _turns(outcome.rounds, library, (clock, environment), chance)
        wrong, findings = doctor(library)
        findings += [f"doctor: {each}" for each in wrong]
        clock.write_text(f"-{chance.randint(1, _MOST_DAYS)}d\n", encoding="utf-8")
        asked = run("ask", chance.choice(SAMPLES).question, "--library", library, environment=environment)
        findings += [f"ask: {each}" for each in asked.problems]
        findings += answer_problems(world, library, chance.sample(SAMPLES, len(SAMPLES)))
        outcome.add(losses, findings)
    world.write(1)
    return outcome


def _update(
    world: World, library: Path, version: int, clock: tuple[Path, dict[str, str]], chance: random.Random
) -> list[str]:
    """Update all articles; the clock goes back after one of them, or before the start."""
    file, environment = clock
    wanted = chance.randint(0, len(SAMPLES))
    file.write_text("-1d\n" if wanted == 0 else "+0d\n", encoding="utf-8")
    process = started("index", world.articles, "--library", library, "--verbose", environment=environment)
    lines: list[str] = []
    for line in process.stderr or ():
        lines.append(line)
        if len(lines) == wanted:
            file.write_text(f"-{chance.randint(1, _MOST_DAYS)}d\n", encoding="utf-8")
    process.communicate()
    problems = [] if process.returncode == 0 else [f"index ended with {process.returncode}: {lines[-1:]}"]
    reported = acknowledged("".join(lines)).stored
    problems += [f"{path} was not reported as stored" for path in world.paths if path not in reported]
    return problems + library_problems(world, library, every(world.paths, version))


def _turns(
    number: int, library: Path, clock: tuple[Path, dict[str, str]], chance: random.Random
) -> list[str]:
    """Save turns in one of two conversations, each with an earlier clock. The app must resume that one."""
    file, environment = clock
    conversation = f"clock-{number % 2}"
    file.write_text(f"-{chance.randint(1, _MOST_DAYS)}d\n", encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.reliability.turns"]
    done = subprocess.run(
        [*command, str(library), conversation, f"round {number}", str(_N_TURNS)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    store = ConversationStore(library)
    latest = store.latest()
    turns = [turn.question for turn in store.conversation(conversation).turns]
    store.close()
    saved = done.stdout.splitlines()
    problems = [] if done.returncode == 0 else [f"saving ended with {done.returncode}: {done.stderr[-200:]}"]
    if turns[-len(saved) :] != saved:
        problems.append(f"the last turns of {conversation} are not those that were saved last")
    if latest is None or latest.summary.id != conversation:
        problems.append(f"{conversation} was changed last, but another conversation is resumed")
    return problems
