"""Points of F1 against milliseconds: what each way to read the retrieved passages brings and costs.

    python -m benchmarks.reading_choices FILE.json [--articles FOLDER] [--limit 100] [--weights FOLDER] [--all]

FILE is in SQuAD's format; all its contexts become one library, with the text files of FOLDER. Asked are the questions
of articles that `training.calibrate` does not fit on, or `--all`. The ways take turns, and nothing is kept between
them: the small model alone on ten passages; both models, where the large one reads 1 to 4 of ten, with and without an
early exit; and 4 chosen from 20 or 30 passages. The columns are those of benchmarks.early_exit.
"""

import argparse
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path

from benchmarks.building import articles_in, build, encoder_at
from benchmarks.early_exit import Read, row, timed_reading
from benchmarks.open_questions import TOP_K, Asked, Setting, ask_in, held_out
from benchmarks.squad import read_squad
from benchmarks.timing import print_table
from qa.library import Library
from qa.reading.best_reader import BestReader
from qa.reading.candidates import N_REREAD
from qa.reading.early_exit import N_FIRST
from qa.reading.fast_reader import FastReader
from qa.reading.reader_model import WEIGHTS

_N_HITS = (20, 30)
Way = Callable[[Asked, Library], Read]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--articles", type=Path, help="a folder of articles beside those of FILE")
    parser.add_argument("--limit", type=int, default=100)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--all", action="store_true", help="measure on all articles")
    arguments = parser.parse_args()
    questions = [question for question in read_squad(arguments.file) if question.answers]
    chosen = held_out(questions, arguments.limit, everything=arguments.all)
    encoder, ways = encoder_at("int8"), ways_to_read(arguments.weights)
    found: dict[str, list[Read]] = {name: [] for name in ways}
    with tempfile.TemporaryDirectory() as folder:
        articles = chain((question.article for question in questions), articles_in(arguments.articles))
        library = build(Path(folder), articles, encoder)
        every = ask_in(chosen, library, encoder, lambda *_: [], (Setting.OWN,), top_k=max(_N_HITS))
        for number, asked in enumerate(every):
            names = list(ways)[number % len(ways) :] + list(ways)[: number % len(ways)]
            for name in names:
                found[name].append(ways[name](asked, library))
        library.close()
    print_table([row(name, reads) for name, reads in found.items()])


def ways_to_read(weights: Path) -> Mapping[str, Way]:
    """Return the ways that are compared, each with a reader of its own count of passages."""
    fast = FastReader(weights)
    best = {n: BestReader(weights, n_reread=n) for n in range(1, N_REREAD + 1)}
    ways = {f"small model, {TOP_K} passages": _way(fast, TOP_K, all_hits=True)}
    for n, reader in best.items():
        ways[f"both, {n} of {TOP_K}"] = _way(reader, TOP_K, all_hits=True)
        if n >= N_FIRST:
            ways[f"both, {n} of {TOP_K}, early exit"] = _way(reader, TOP_K, all_hits=False)
    for n_hits in _N_HITS:
        ways[f"both, {N_REREAD} of {n_hits}"] = _way(best[N_REREAD], n_hits, all_hits=True)
    return ways


def _way(reader: BestReader | FastReader, n_hits: int, *, all_hits: bool) -> Way:
    return lambda asked, library: timed_reading(
        reader, replace(asked, hits=asked.hits[:n_hits]), library, all_hits=all_hits
    )


if __name__ == "__main__":
    main()
