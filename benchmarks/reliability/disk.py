"""A disk that is full: small file systems in memory, from far too small to large enough."""

import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.reliability.checks import (
    KeptConversations,
    Outcome,
    World,
    answer_problems,
    engine_on,
    every,
    library_problems,
)
from benchmarks.reliability.commands import acknowledged, doctor, run
from benchmarks.reliability.samples import SAMPLES
from qa.errors import DatelineError
from qa.history import ConversationStore

_SMALLEST_KIB, _LARGEST_KIB, _ENOUGH_KIB = 32, 4096, 64 * 1024
_N_TURNS, _N_BATCH = 6, 4
_ERROR_CODE = 2


def full_disk(world: World, n_sizes: int, chance: random.Random) -> Outcome:
    """Index, chat and answer a batch on disks of several sizes; then make room, and go on."""
    outcome = Outcome("disk full")
    world.write(1)
    mount = world.folder / "disk"
    mount.mkdir()
    n_full = 0
    for number in range(n_sizes):
        size = _SMALLEST_KIB + (_LARGEST_KIB - _SMALLEST_KIB) * number // max(n_sizes - 1, 1)
        try:
            with _file_system(mount, size):
                outcome.rounds += 1
                n_full += _round(world, mount, outcome, chance)
        except subprocess.CalledProcessError as error:
            outcome.remark = f"not run: {' '.join(str(error.stderr).split())}"
            return outcome
    outcome.remark = f"{_SMALLEST_KIB} to {_LARGEST_KIB} KiB; indexing ran out of space in {n_full}"
    return outcome


def _round(world: World, mount: Path, outcome: Outcome, chance: random.Random) -> bool:
    library = mount / "library"
    ended = run("index", world.articles, "--library", library, "--verbose")
    is_full = ended.code != 0
    findings = [f"index: {each}" for each in ended.problems]
    findings += _message_findings("index", ended.code, ended.message)
    reported = acknowledged(ended.errors)
    allowed = every(world.paths, 1, None) | every(reported.stored, 1)
    losses = [f"after index: {each}" for each in library_problems(world, library, allowed)]
    kept, chat_findings = _chat(world, library)
    batch_findings = _batch(world, mount, library)
    losses += [f"while full: {each}" for each in kept.problems(library)]
    subprocess.run(["mount", "-o", f"remount,size={_ENOUGH_KIB}k", str(mount)], check=True)  # noqa: S607
    wrong, doctor_findings = doctor(library)
    findings += [*chat_findings, *batch_findings, *doctor_findings, *(f"doctor: {each}" for each in wrong)]
    losses += library_problems(world, library, allowed)
    again = run("index", world.articles, "--library", library)
    findings += [f"index with room: {each}" for each in again.problems]
    if again.code != 0:
        findings.append(f"index with room ends with {again.code}: {again.message}")
    losses += library_problems(world, library, every(world.paths, 1)) + kept.problems(library)
    findings += answer_problems(world, library, chance.sample(SAMPLES, len(SAMPLES)))
    left_over = [path.name for path in library.glob("*.partial*")]
    findings += [f"left behind: {', '.join(left_over)}"] if left_over else []
    outcome.add(losses, findings)
    return is_full


def _chat(world: World, library: Path) -> tuple[KeptConversations, list[str]]:
    """Save turns until the disk is full; what a call said it saved is expected from then on."""
    kept = KeptConversations(world, library, 0)
    findings = []
    engine = engine_on(world.folder / "reference-1")
    store = ConversationStore(library)
    try:
        for sample in SAMPLES[:_N_TURNS]:
            kept.save(store, "on a full disk", sample.question, engine.ask(sample.question))
    except DatelineError as error:
        findings += _message_findings("conversations", _ERROR_CODE, f"{error.message} {error.hint}")
    finally:
        store.close()
        engine.close()
    return kept, findings


def _batch(world: World, mount: Path, library: Path) -> list[str]:
    """Answer a batch into the full disk; the answer file is whole or not there."""
    questions, out = world.folder / "few.txt", mount / "answers.jsonl"
    questions.write_text("".join(f"{each.question}\n" for each in SAMPLES[:_N_BATCH]), encoding="utf-8")
    ended = run("batch", questions, "--library", library, "--out", out)
    findings = [f"batch: {each}" for each in ended.problems]
    if out.exists() and len(out.read_text(encoding="utf-8").splitlines()) != _N_BATCH:
        findings.append("batch: the answer file is not whole")
    if ended.code == _ERROR_CODE:
        findings += _message_findings("batch", ended.code, ended.message)
    for left_over in (*mount.glob("answers.jsonl*"), *mount.glob(".answers*"), *mount.glob("*.partial")):
        if left_over.suffix not in (".jsonl", ".unfinished"):
            findings.append(f"batch: left behind {left_over.name}")
        left_over.unlink(missing_ok=True)
    return findings


def _message_findings(what: str, code: int, message: str) -> list[str]:
    """Return the complaint that an error on a full disk does not name the disk."""
    words = ("full", "no space", "room", "no library", "no articles", "there is nothing")
    if code == 0 or any(word in message.lower() for word in words):
        return []
    return [f"{what} does not say that the disk is full: {message}"]


@contextmanager
def _file_system(mount: Path, kib: int) -> Iterator[None]:
    """Mount a file system in memory; CalledProcessError if that is not permitted."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={kib}k", "tmpfs", str(mount)]
    subprocess.run(command, check=True, capture_output=True, text=True)
    try:
        yield
    finally:
        shutil.rmtree(mount / "library", ignore_errors=True)
        subprocess.run(["umount", "-l", str(mount)], check=True)  # noqa: S607
