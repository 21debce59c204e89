"""Questions per second: a loop of `ask` compared with `dateline batch`, in one process, with the same answers.

    python -m benchmarks.batch FOLDER [--questions 200] [--rounds 3] [--library DIR]

The questions are drafts about the articles of FOLDER. Both ways alternate, one round each, and the medians
are compared. Every answer of the second way is compared with the first.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.drafted import drafted, library_of
from qa.batch import ask_all
from qa.batch.question_files import QuestionRow
from qa.engine import Engine
from qa.json_output import answer_json
from qa.records import Answer
from qa.utils.parallel import n_processors


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--library", type=Path, help="keep the library there, and use it again")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        looped = library_of(arguments.folder, arguments.library or Path(folder))
        questions = drafted(looped, arguments.questions)
        side_by_side = Engine(looped.settings, n_threads=1)
        for engine in (looped, side_by_side):
            engine.warm_up()
            engine.ask(questions[0])
        rates: dict[str, list[float]] = {"loop": [], "batch": []}
        n_different = 0
        for _ in range(arguments.rounds):
            began = time.perf_counter()
            answers = [looped.ask(question) for question in questions]
            between = time.perf_counter()
            batched = _batched(side_by_side, questions)
            done = time.perf_counter()
            rates["loop"].append(len(questions) / (between - began))
            rates["batch"].append(len(questions) / (done - between))
            n_different += sum(
                _told(one) != _told(other) for one, other in zip(answers, batched, strict=True)
            )
        looped.close()
        side_by_side.close()
    loop, batch = (statistics.median(rates[name]) for name in ("loop", "batch"))
    print(f"{len(questions)} questions, {n_processors()} processors, load {os.getloadavg()[0]:.1f}")
    print(
        f"a loop of ask: {loop:.2f} questions a second; batch: {batch:.2f}; {batch / loop:.2f} times as many"
    )
    print(f"{n_different} answers differ")


def _batched(engine: Engine, questions: Sequence[str]) -> list[Answer]:
    rows = [QuestionRow(number, question, number) for number, question in enumerate(questions)]
    found = dict(ask_all(engine, rows))
    return [answer for number in range(len(rows)) if isinstance(answer := found[number], Answer)]


def _told(answer: Answer) -> dict[str, object]:
    return {name: value for name, value in answer_json(answer).items() if name != "timings"}


if __name__ == "__main__":
    main()
