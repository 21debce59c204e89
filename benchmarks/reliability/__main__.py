"""Kill, fill, damage and race Dateline, and check after each round that nothing was lost.

    python -m benchmarks.reliability [--only kill disk damage clock writers moving] [--rounds 200] [--seed 0]

`--rounds` is how many rounds of kill -9 there are in all, shared by five activities. Full disks, the clock, and
each of importing, restoring and upgrading (`moving`) have a tenth of it, four kinds of writers a twentieth each, and
each database is damaged in each way at a fortieth of it as many places.
After each round everything that was acknowledged must be there, every citation must be in its article,
`dateline doctor` must find nothing, and the conversations must be whole. After damage the doctor must find it, and
`--repair` must mend it or say what is lost. Needs tmux for the app; `disk` needs the right to mount.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.reliability import kill
from benchmarks.reliability.checks import Outcome, World
from benchmarks.reliability.clock import clock_backwards
from benchmarks.reliability.damage import damaged
from benchmarks.reliability.disk import full_disk
from benchmarks.reliability.moving import MOVING
from benchmarks.reliability.writers import WRITERS
from qa.settings.locations import cache_folder

Activity = Callable[[World, int, random.Random], Outcome]
_SHARE, _PER_PLACE = 10, 40
_SECTIONS = ("kill", "disk", "damage", "clock", "writers", "moving")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", choices=_SECTIONS, default=_SECTIONS, metavar="SECTION")
    parser.add_argument("--activities", nargs="+", metavar="NAME", help="of kill: indexing, updating, …")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    began = time.monotonic()
    outcomes = []
    with tempfile.TemporaryDirectory(prefix="dateline-reliability-") as folder:
        os.environ |= {"DATELINE_CACHE": str(cache_folder()), "DATELINE_CONFIG": f"{folder}/config.toml"}
        world = World(Path(folder))
        print("| what | rounds | losses | findings | |\n|---|---|---|---|---|", flush=True)
        for outcome in _outcomes(world, arguments):
            outcomes.append(outcome)
            print(_row(outcome), flush=True)
    print(f"\n{sum(each.rounds for each in outcomes)} rounds in {time.monotonic() - began:.0f} s")
    for outcome in outcomes:
        for kind, found in (("loss", outcome.losses), ("finding", outcome.findings)):
            for each in found:
                print(f"{kind}: {outcome.name}: {each}")
    sys.exit(any(outcome.losses or outcome.findings for outcome in outcomes))


def _outcomes(world: World, arguments: argparse.Namespace) -> Iterator[Outcome]:
    chance = random.Random(arguments.seed)
    n_rounds = max(arguments.rounds // _SHARE, 1)
    if "kill" in arguments.only:
        for activity in _wanted(kill.ACTIVITIES, arguments.activities):
            yield activity(world, max(arguments.rounds // len(kill.ACTIVITIES), 1), chance)
    if "disk" in arguments.only:
        yield full_disk(world, n_rounds, chance)
    if "damage" in arguments.only:
        yield damaged(world, max(arguments.rounds // _PER_PLACE, 1), chance)
    if "clock" in arguments.only:
        yield clock_backwards(world, n_rounds, chance)
    if "moving" in arguments.only:
        yield from (activity(world, n_rounds, chance) for activity in _wanted(MOVING, arguments.activities))
    if "writers" in arguments.only:
        for activity in WRITERS:
            yield activity(world, max(n_rounds // 2, 1), chance)


def _wanted(activities: Sequence[Activity], names: Sequence[str] | None) -> list[Activity]:
    return [each for each in activities if not names or each.__name__ in names]


def _row(outcome: Outcome) -> str:
    n_losses, n_findings = len(outcome.losses), len(outcome.findings)
    return f"| {outcome.name} | {outcome.rounds} | {n_losses} | {n_findings} | {outcome.remark} |"


if __name__ == "__main__":
    main()
