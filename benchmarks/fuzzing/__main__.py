"""Run the fuzz targets under atheris, one after another, and print the result of each.

    python -m benchmarks.fuzzing [TARGET …] [--seconds 600] [--folder .dateline/fuzz]

Each target keeps its corpus and its findings in a folder of its own. A target ends at its first finding: the input
that caused it is named in the table, and `python -m benchmarks.fuzzing.run TARGET FILE` runs it again.
"""

import argparse
import random
import re
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.fuzzing.format_targets import FORMAT_TARGETS, seeds
from benchmarks.fuzzing.targets import TARGETS

_RUN = [sys.executable, "-m", "benchmarks.fuzzing.run"]
_MAX_BYTES, _MAX_DOCUMENT_BYTES = 1024, 65_536
_MAX_MEGABYTES, _MAX_SECONDS_PER_INPUT = 6000, 300
_SLOW_SECONDS_PER_INPUT = 60  # on a busy machine, importing a library can take ten
_N_SEEDS, _MAX_SEED_BYTES = 100, 60
_N_RUNS = re.compile(r"stat::number_of_executed_units:\s*(\d+)")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}; default: all")
    parser.add_argument("--seconds", type=int, default=600, help="for each target")
    parser.add_argument("--folder", type=Path, default=Path(".dateline/fuzz"))
    arguments = parser.parse_args()
    unknown = set(arguments.targets) - set(TARGETS)
    if unknown:
        parser.error(f"unknown target: {', '.join(sorted(unknown))}")
    print("| target | seconds | inputs | findings |\n|---|---|---|---|", flush=True)
    n_findings = 0
    for name in arguments.targets or TARGETS:
        n_findings += _fuzzed(name, arguments.seconds, arguments.folder / name)
    sys.exit(bool(n_findings))


def _fuzzed(name: str, seconds: int, folder: Path) -> int:
    """Fuzz one target, print its row, and return how many findings there were."""
    corpus, findings = folder / "corpus", folder / "findings"
    for each in (corpus, findings):
        each.mkdir(parents=True, exist_ok=True)
    known = set(findings.iterdir())
    _sow(corpus, name)
    options = [
        f"-max_total_time={seconds}",
        f"-artifact_prefix={findings}/",
        f"-timeout={_MAX_SECONDS_PER_INPUT}",
        f"-report_slow_units={_SLOW_SECONDS_PER_INPUT}",
        f"-rss_limit_mb={_MAX_MEGABYTES}",
        f"-max_len={_MAX_DOCUMENT_BYTES if name in FORMAT_TARGETS else _MAX_BYTES}",
        "-print_final_stats=1",
    ]
    log = folder / "log.txt"
    began = time.monotonic()
    with log.open("w", encoding="utf-8") as file:
        ended = subprocess.run([*_RUN, name, str(corpus), *options], stderr=file, stdout=file, check=False)
    took = time.monotonic() - began
    counted = _N_RUNS.search(log.read_text(encoding="utf-8", errors="replace"))
    found = sorted(set(findings.iterdir()) - known)
    n_runs = f"{int(counted[1]):,}" if counted else "unknown"
    told = ", ".join(map(str, found)) or ("0" if ended.returncode == 0 else f"ended with an error, see {log}")
    print(f"| {name} | {took:.0f} | {n_runs} | {told} |", flush=True)
    return len(found) or int(ended.returncode != 0)


def _sow(corpus: Path, target: str) -> None:
    """Begin a corpus with documents and random inputs, which the fuzzer would need long to make from an empty one."""
    if any(corpus.iterdir()):
        return
    for number, document in enumerate(seeds(target)):
        (corpus / f"document-{number:03}").write_bytes(document[:_MAX_DOCUMENT_BYTES])
    chance = random.Random(0)
    for number in range(_N_SEEDS):
        data = bytes(chance.choices(range(256), k=chance.randint(1, _MAX_SEED_BYTES)))
        (corpus / f"seed-{number:03}").write_bytes(data)


if __name__ == "__main__":
    main()
