"""Every file of a library, damaged in five ways: the doctor must find it, and mend it or say what is lost."""

import random
import shutil
from collections import Counter
from collections.abc import Callable
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
from benchmarks.reliability.commands import doctor, run
from benchmarks.reliability.samples import SAMPLES
from qa.history import ConversationStore
from qa.records import Answer, Reason, Status

_PAGE = 4096
_N_FLIPPED = 16
_N_CHANGED = 3
_DATABASES = ("library.sqlite", "conversations.sqlite3", "vectors.snapshot")


def _truncate(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))] if data else data


def _zero_a_page(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) // _PAGE + 1) * _PAGE
    end = min(start + _PAGE, len(data))
    return data[:start] + bytes(end - start) + data[end:]


def _flip_bits(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(_N_FLIPPED if data else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _empty(data: bytes, chance: random.Random) -> bytes:
    del data, chance
    return b""


_WAYS: dict[str, Callable[[bytes, random.Random], bytes] | None] = {
    "truncated": _truncate,
    "a page zeroed": _zero_a_page,
    "bits flipped": _flip_bits,
    "emptied": _empty,
    "deleted": None,
}


def damaged(world: World, n_places: int, chance: random.Random) -> Outcome:
    """Damage each file in each way, databases at `n_places` random places, and see what the doctor makes of it."""
    outcome = Outcome("damaged files")
    sound, kept, allowed = _sound_library(world)
    library = world.folder / "damaged"
    results: Counter[str] = Counter()
    for path in sorted(sound.iterdir()):
        for way, change in _WAYS.items():
            for _ in range(1 if change in (None, _empty) or path.name not in _DATABASES else n_places):
                shutil.rmtree(library, ignore_errors=True)
                shutil.copytree(sound, library)
                _damage(library / path.name, change, chance)
                outcome.rounds += 1
                case = _Case(world, library, kept, allowed)
                results[case.examine()] += 1
                name = f"{path.name} {way}"
                outcome.add(
                    [f"{name}: {each}" for each in case.losses], [f"{name}: {x}" for x in case.findings]
                )
    outcome.remark = ", ".join(f"{n} {name}" for name, n in results.most_common())
    world.write(1)
    return outcome


def _damage(
    path: Path, change: Callable[[bytes, random.Random], bytes] | None, chance: random.Random
) -> None:
    if change is None:
        path.unlink()
    else:
        path.write_bytes(change(path.read_bytes(), chance))


class _Case:
    """One damaged library."""

    def __init__(
        self, world: World, library: Path, kept: KeptConversations, allowed: dict[str, frozenset[int | None]]
    ) -> None:
        self._world = world
        self._library = library
        self._kept = kept
        self._allowed = allowed
        self.losses: list[str] = []
        self.findings: list[str] = []

    def examine(self) -> str:
        """Let the doctor look and repair; return in a few words how it ended."""
        self._ask()
        wrong = self._doctor()
        problems = self._problems()
        if not wrong:
            if problems and not self._says_there_is_no_library():
                self.losses += [f"the doctor finds nothing, but {each}" for each in problems[:3]]
                return "not found"
            return "harmless" if not problems else "reported as no library"
        repaired = run("doctor", "--library", self._library, "--repair")
        self.findings += [f"doctor --repair: {each}" for each in repaired.problems]
        left = self._doctor()
        after = self._problems()
        if not left and not after:
            return "mended by --repair"
        if after and not left and not _tells_a_loss(repaired.output + repaired.errors):
            self.losses += [f"--repair does not say that {each}" for each in after[:3]]
        return self._index_again()

    def _index_again(self) -> str:
        """Bring the articles in again from their files, as the doctor's hints say."""
        again = run("index", self._world.articles, "--library", self._library)
        self.findings += [f"index after --repair: {each}" for each in again.problems]
        if again.code != 0:
            return "not mended, and said so"
        missing = library_problems(self._world, self._library, self._allowed)
        self.findings += [f"after --repair and index: {each}" for each in missing[:3]]
        self.findings += [f"after --repair and index, doctor: {each}" for each in self._doctor()]
        is_whole = not self._kept.problems(self._library)
        return "mended by --repair and index" if is_whole else "articles mended, conversations reported lost"

    def _problems(self) -> list[str]:
        problems = library_problems(self._world, self._library, self._allowed)
        return problems + self._kept.problems(self._library)

    def _doctor(self) -> list[str]:
        wrong, findings = doctor(self._library)
        self.findings += findings
        return wrong

    def _ask(self) -> None:
        ended = run("ask", SAMPLES[0].question, "--library", self._library)
        self.findings += [f"ask: {each}" for each in ended.problems]
        # An error is a fair answer here; a quote from nowhere is not.
        problems = answer_problems(self._world, self._library, SAMPLES[:1])
        self.losses += [each for each in problems if "could not be asked" not in each]

    def _says_there_is_no_library(self) -> bool:
        return "none yet" in run("doctor", "--library", self._library).output


def _tells_a_loss(report: str) -> bool:
    words = ("lost", "could not", "cannot", "missing", "not be restored", "index again", "is kept as")
    return any(word in report.lower() for word in words)


def _sound_library(world: World) -> tuple[Path, KeptConversations, dict[str, frozenset[int | None]]]:
    """Make a library as a killed process leaves it: part of it is still in the write-ahead logs."""
    busy, sound, tried = (world.folder / name for name in ("busy", "sound", "tried"))
    shutil.copytree(world.folder / "reference-1", busy)
    kept = KeptConversations(world, busy)
    world.write(1)
    world.write(2, SAMPLES[:_N_CHANGED])
    engine, store = engine_on(busy), ConversationStore(busy)
    engine.index([world.articles])
    kept.save(
        store, "kept-0", "Who else?", Answer("Who else?", Status.NOT_FOUND, Reason.NO_ANSWER, None, 0.1)
    )
    for copy in (sound, tried):
        shutil.copytree(busy, copy)
    engine.close()
    store.close()
    allowed = every(world.paths, 1) | every(world.paths[:_N_CHANGED], 2)
    if library_problems(world, tried, allowed) or kept.problems(tried):
        raise RuntimeError("the library to be damaged is not whole")
    return sound, kept, allowed
