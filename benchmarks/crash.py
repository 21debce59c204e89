"""Kill indexing at random moments and look whether anything that was reported as stored is missing.

    python -m benchmarks.crash FOLDER [--rounds 20] [--seed 0]

Each round starts `dateline index --verbose` on the folder, kills it (SIGKILL) after a random while, and then
checks: every file reported as stored is in the library with its whole text, FAISS and SQLite hold the same
passages, and the database is sound. The last round is left to finish; then nothing may be left to do.
"""

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from qa.engine import Engine
from qa.settings.settings import load_settings

_DATELINE = [sys.executable, "-m", "qa.cli"]
_STORED = re.compile(r"^(?:stored|unchanged) (.*?)(?: \(.*)?$")
_SHORTEST_SECONDS, _LONGEST_SECONDS = 0.8, 6.0
_MOST_GATHERING_SECONDS = 5.0


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as library:
        command = [*_DATELINE, "index", str(arguments.folder), "--library", library, "--verbose"]
        reported: set[str] = set()
        n_problems = 0
        for round_number in range(1, arguments.rounds + 1):
            reported |= _killed(command, chance.uniform(_SHORTEST_SECONDS, _LONGEST_SECONDS))
            problems, n_articles = _problems(Path(library), reported)
            n_problems += len(problems)
            state = "; ".join(problems) or "nothing missing"
            print(
                f"round {round_number:2}: {len(reported)} reported, {n_articles} articles: {state}",
                flush=True,
            )
        first, second = _finished(command), _finished(command)
        problems, n_articles = _problems(Path(library), reported)
        n_problems += len(problems)
        print(
            f"left to finish: {first['added']} added, {first['unchanged']} unchanged, {n_articles} articles"
        )
        n_redone = second["added"] + second["updated"]
        print(f"once more: {n_redone} stored again, {second['unchanged']} unchanged")
        print(f"{n_problems} problems in {arguments.rounds} rounds")
        sys.exit(bool(n_problems) or n_redone > 0)


def _killed(command: list[str], seconds: float) -> set[str]:
    """Run the command, kill it, and return the files it reported before."""
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        errors.seek(0)
        lines = errors.read().split("\n")[:-1]  # the last line may be half of one
    return {match[1] for line in lines if (match := _STORED.match(line))}


def _finished(command: list[str]) -> dict[str, int]:
    done = subprocess.run([*command, "--json"], check=True, capture_output=True, text=True)
    report: dict[str, int] = json.loads(done.stdout)
    return report


def _problems(library: Path, reported: set[str]) -> tuple[list[str], int]:
    engine = Engine(load_settings(library=library))
    if not engine.library.exists:
        return ([f"{len(reported)} reported, no library"] if reported else []), 0
    store = engine.library.store
    problems = [problem for report in engine.check_library() for problem in report.problems]
    problems += [f"{path} is missing" for path in sorted(reported) if store.file(Path(path)) is None]
    problems += [f"{summary.path} is not whole" for summary in engine.articles() if not summary.n_passages]
    began = time.perf_counter()
    if sorted(engine.library.vector_ids()) != sorted(store.passage_ids()):
        problems.append("FAISS and SQLite differ")
    if time.perf_counter() - began > _MOST_GATHERING_SECONDS:
        problems.append(f"gathering the vectors took over {_MOST_GATHERING_SECONDS:.0f} s")
    n_articles = len(engine.articles())
    engine.close()
    return problems, n_articles


if __name__ == "__main__":
    main()
