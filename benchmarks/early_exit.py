"""What an early exit saves and costs: each question is read completely, and until the answer is settled.

    python -m benchmarks.early_exit FILE.json [--limit 40] [--weights FOLDER] [--all]

FILE is in SQuAD's format; all its contexts become one library. Each question is asked with and without its own
article, as in benchmarks.open_domain: those of articles that `training.calibrate` does not fit on, or `--all`.
The two sides take turns, and nothing is kept between them. Printed for each: F1 of the best span, the share of right
answers above the threshold, the share of questions without their article that are refused, and milliseconds of
reading, median and 95th percentile; `processor` adds up all threads. Then: how often reading ended early, how often
the answer changed, and how often another article's answer, about as likely as the first, was left unread.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.building import build, encoder_at
from benchmarks.open_questions import RIGHT_FROM, Asked, ask_twice, held_out
from benchmarks.squad import read_squad
from benchmarks.timing import p50_p95, print_table
from qa.evaluation import f1
from qa.library import Library
from qa.questions.answer_type import typed
from qa.reading.best_reader import BestReader
from qa.reading.fast_reader import FastReader
from qa.reading.reader import Reading
from qa.reading.reader_model import WEIGHTS

_RIVAL_SHARE = 0.8  # share of the first answer's confidence from which another is offered beside it


@dataclass(frozen=True, slots=True)
class Read:
    """A question's reading, and the milliseconds that it took: by the clock, and of all processors."""

    asked: Asked
    reading: Reading
    clock: float
    processor: float

    @property
    def text(self) -> str:
        """The best span."""
        return self.reading.spans[0].text if self.reading.spans else ""

    @property
    def is_answered(self) -> bool:
        """Whether the best span reaches the threshold."""
        return bool(self.reading.spans) and self.reading.spans[0].score >= self.reading.null_score

    @property
    def f1(self) -> float:
        """The F1 of the best span, whether it would be refused or not."""
        return self.asked.f1_of(self.text)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--limit", type=int, default=40)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--all", action="store_true", help="measure on all articles")
    arguments = parser.parse_args()
    questions = [question for question in read_squad(arguments.file) if question.answers]
    chosen = held_out(questions, arguments.limit, everything=arguments.all)
    encoder, reader = encoder_at("int8"), BestReader(arguments.weights)
    pairs: list[tuple[Read, Read]] = []
    with tempfile.TemporaryDirectory() as folder:
        library = build(Path(folder), (question.article for question in questions), encoder)
        for number, asked in enumerate(ask_twice(chosen, library, encoder, lambda *_: [])):
            order = (True, False) if number % 2 else (False, True)
            found = {all_hits: timed_reading(reader, asked, library, all_hits=all_hits) for all_hits in order}
            pairs.append((found[True], found[False]))
        library.close()
    print_table(
        [row("all hits", [pair[0] for pair in pairs]), row("early exit", [pair[1] for pair in pairs])]
    )
    _print_exits(pairs, reader)


def timed_reading(
    reader: BestReader | FastReader, asked: Asked, library: Library, *, all_hits: bool = False
) -> Read:
    """Read the hits of a question as if it were the first one."""
    reader.forget()
    clock, processor = time.perf_counter(), time.process_time()
    reading = reader.read(typed(asked.question.text), asked.hits, library.article, all_hits=all_hits)
    taken = (1000 * (time.perf_counter() - clock), 1000 * (time.process_time() - processor))
    return Read(asked, reading, *taken)


def row(name: str, reads: Sequence[Read]) -> dict[str, Any]:
    """Return a row of the table."""
    own = [each for each in reads if each.asked.own]
    right = [each.is_answered for each in own if each.f1 >= RIGHT_FROM]
    refused = [not each.is_answered for each in reads if not each.asked.own]
    return {
        "reading": name,
        "F1": f"{100 * statistics.mean(each.f1 for each in own):.1f}",
        "right answers kept": f"{100 * statistics.mean(right):.1f} %",
        "refused": f"{100 * statistics.mean(refused):.1f} %" if refused else "",
        "ms": p50_p95([each.clock for each in own]),
        "processor, ms": p50_p95([each.processor for each in own]),
    }


def _print_exits(pairs: Sequence[tuple[Read, Read]], reader: BestReader) -> None:
    for name, is_own in (("with their article", True), ("without it", False)):
        asked = [pair for pair in pairs if pair[0].asked.own is is_own]
        ended = [pair for pair in asked if pair[1].reading.n_read is not None]
        changed = sum(f1(early.text, [complete.text]) < RIGHT_FROM for complete, early in ended)
        rivals = sum(_has_rival(*pair, reader) for pair in ended)
        print(
            f"{len(asked)} questions {name}: {len(ended)} ended early, {changed} with another answer, "
            f"{rivals} without another article's rival answer"
        )


def _has_rival(complete: Read, early: Read, reader: BestReader) -> bool:
    """Return whether another article than the answer's had an answer about as likely, which was not read."""
    best = early.reading.spans[0]
    least = _RIVAL_SHARE * reader.confidence(best.score)
    seen = {span.hit.passage for span in early.reading.spans}
    return any(
        span.hit.passage.article_id != best.hit.passage.article_id
        and span.hit.passage not in seen
        and reader.confidence(span.score) >= least
        for span in complete.reading.spans
    )


if __name__ == "__main__":
    main()
