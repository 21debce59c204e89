"""Kill `dateline batch` repeatedly, resume it, and compare the file with that of an uninterrupted run.

    python -m benchmarks.resume FOLDER [--questions 1000] [--kills 2] [--library LIBRARY] [--s3] [--ray]

The questions are drafts about the articles of FOLDER. A run is killed (SIGKILL) at a random row and resumed
by --resume. Both files must be the same to the last byte, and no recorded row may be asked again. With --ray, what is
killed and resumed uses a Ray cluster of two processes on this machine, and the other run is one process. LIBRARY is
kept and used again. --s3 starts an S3 server in its own process, and copies the library there.
"""

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from benchmarks.drafted import drafted, library_of, write_questions
from benchmarks.object_store import in_environment, running_object_store

_DATELINE = [sys.executable, "-P", "-m", "qa.cli"]
_BEFORE = re.compile(r"\((\d+) in an earlier run\)")
_POLL_SECONDS = 0.05


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--library")
    parser.add_argument("--s3", action="store_true")
    parser.add_argument("--ray", action="store_true")
    arguments = parser.parse_args()
    with ExitStack() as stack:
        work = stack.enter_context(tempfile.TemporaryDirectory())
        library = arguments.library or str(Path(work, "library"))
        engine = library_of(arguments.folder, library)
        questions = drafted(engine, arguments.questions)
        engine.close()
        if arguments.s3:
            bucket = stack.enter_context(in_environment(stack.enter_context(running_object_store())))
            library, source = f"{bucket}/library", library
            subprocess.run([*_DATELINE, "copy", source, library], check=True)
        asked, whole, broken = (Path(work, name) for name in ("asked.jsonl", "whole.jsonl", "broken.jsonl"))
        write_questions(asked, questions)
        command = [*_DATELINE, "batch", str(asked), "--library", library]
        by = ["--ray", "local", "--workers", "2"] if arguments.ray else []
        chance = random.Random(arguments.seed)
        at = sorted(chance.sample(range(1, len(questions)), arguments.kills))
        n_recorded = 0
        for row in at:
            n_recorded = _killed([*command, *by, "--out", str(broken), "--resume"], broken, row)
            print(f"killed with {n_recorded} of {len(questions)} rows recorded, no answer file", flush=True)
        n_before = _finished([*command, *by, "--out", str(broken), "--resume"])
        began = time.perf_counter()
        _finished([*command, "--out", str(whole)])
        seconds = time.perf_counter() - began
        same = whole.read_bytes() == broken.read_bytes()
        rows = [json.loads(line) for line in whole.read_text(encoding="utf-8").splitlines()]
        n_answered = sum(row["status"] == "answered" for row in rows)
    print(
        f"the last run went on after {n_before} rows; {n_recorded - n_before} recorded rows were asked again"
    )
    print(f"{len(rows)} rows, {n_answered} answered; the files are {'the same' if same else 'DIFFERENT'}")
    print(f"uninterrupted: {seconds:.0f} s, {len(rows) / seconds:.2f} questions a second, start included")
    sys.exit(0 if same and n_recorded == n_before else 1)


def _killed(command: list[str], out: Path, row: int) -> int:
    """Kill a run once so many rows are recorded; return how many whole rows the record holds then."""
    record = out.with_name(f"{out.name}.unfinished")
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while _n_rows(record) < row and process.poll() is None:
        time.sleep(_POLL_SECONDS)
    process.kill()
    process.wait()
    if out.exists():
        raise RuntimeError("there is an answer file that is not whole")
    return _n_rows(record)


def _n_rows(record: Path) -> int:
    return record.read_bytes().count(b"\n") - 1 if record.exists() else 0


def _finished(command: list[str]) -> int:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr)
    before = _BEFORE.search(done.stderr)
    return int(before[1]) if before else 0


if __name__ == "__main__":
    main()
