"""Whether confidences mean what they say, in libraries of several sizes.

    python -m benchmarks.confidence FILE.json [--articles FOLDER] [--sizes 2 12 50] [--reader best|fast]
                                    [--weights FOLDER] [--limit N]

FILE is in SQuAD's format; all its contexts become one library, with the text files of FOLDER. Asked are questions of
the half of the articles that nothing is fitted on (see benchmarks.open_questions), of the whole library and of small
ones, each also without its article and without the passages that hold its answer. An answer that contains a gold one
is right. Printed for each size: the mean confidence and the share of right answers of the questions with their
article, the share of right answers above the threshold, refusals without the article and without the answer, and the
expected calibration error if seven of ten questions can be answered. Then the share of right answers by confidence.
"""

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.building import articles_in, build, encoder_at
from benchmarks.open_questions import Asked, Setting, ask_in, held_out
from benchmarks.readers import reader_named
from benchmarks.squad import read_squad
from benchmarks.timing import print_table
from qa.evaluation import expected_calibration_error
from qa.reading.calibration import Calibration
from qa.reading.reader_model import WEIGHTS

_ANSWERABLE = 0.7
_BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 1.01)


@dataclass(frozen=True, slots=True)
class Judged:
    """The best answer of one question: its confidence (0–1), whether it is right, and whether it is shown."""

    asked: Asked
    confidence: float
    right: bool
    shown: bool


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--articles", type=Path, help="a folder of articles beside those of FILE")
    parser.add_argument("--sizes", type=int, nargs="+", default=[2, 12, 50])
    parser.add_argument("--reader", choices=("best", "fast"), default="best")
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--limit", type=int)
    arguments = parser.parse_args()
    questions = [question for question in read_squad(arguments.file) if question.answers]
    chosen = held_out(questions, arguments.limit)
    encoder, reader = encoder_at("int8"), reader_named(arguments.reader, arguments.weights)
    calibration = reader.calibration()
    with tempfile.TemporaryDirectory() as folder:
        articles = chain((question.article for question in questions), articles_in(arguments.articles))
        library = build(Path(folder), articles, encoder)
        every = ask_in(chosen, library, encoder, reader.candidates, tuple(Setting), sizes=arguments.sizes)
        judged = [judge(asked, calibration) for asked in every if asked.candidates]
        n_articles = sum(1 for _ in library.articles())
        library.close()
    sizes = [*arguments.sizes, None]
    print_table(
        [row(size or n_articles, [each for each in judged if each.asked.size == size]) for size in sizes]
    )
    for line in reliability(mixed(judged)):
        print(line)


def judge(asked: Asked, calibration: Calibration) -> Judged:
    """Return the best answer and how sure it is."""
    best = max(asked.candidates, key=lambda each: calibration.score(each.features))
    shown = calibration.score(best.features) >= calibration.threshold
    return Judged(asked, calibration.confidence(best.features), asked.is_right(best.text), shown)


def mixed(judged: Sequence[Judged]) -> list[Judged]:
    """Return all questions with their article, and so many others that they are three of ten."""
    own = [each for each in judged if each.asked.own]
    absent = [each for each in judged if not each.asked.own]
    step = len(absent) * _ANSWERABLE / (len(own) * (1 - _ANSWERABLE))
    return own + absent[:: max(1, round(step))]


def row(n_articles: int, judged: Sequence[Judged]) -> dict[str, Any]:
    """Return the figures of one size of library."""
    own = [each for each in judged if each.asked.own]
    away = [each for each in judged if each.asked.setting in (Setting.AWAY, Setting.FEW_AWAY)]
    gap = [each for each in judged if each.asked.setting in (Setting.GAP, Setting.FEW_GAP)]
    asked = mixed(judged)
    error = expected_calibration_error(
        np.array([each.confidence for each in asked]), np.array([each.right for each in asked])
    )
    return {
        "articles": n_articles,
        "questions": len(own),
        "confidence": _percent([each.confidence for each in own]),
        "right": _percent([each.right for each in own]),
        "right answers kept": _percent([each.shown for each in own if each.right]),
        "refused without the article": _percent([not each.shown for each in away]),
        "without the answer": _percent([not each.shown for each in gap]),
        "calibration error": f"{100 * error:.1f}",
    }


def reliability(judged: Sequence[Judged]) -> list[str]:
    """Return a line for each range of confidences: its mean, and the share of right answers."""
    lines = []
    for low, high in pairwise(_BINS):
        members = [each for each in judged if low <= each.confidence < high]
        if members:
            mean = _percent([each.confidence for each in members])
            lines.append(
                f"confidence {mean}: {_percent([each.right for each in members])} of {len(members)} right"
            )
    return lines


def _percent(values: Sequence[float]) -> str:
    return f"{100 * float(np.mean(values)):.0f} %" if values else "–"


if __name__ == "__main__":
    main()
