"""Passages indexed a second, compared with SentenceTransformer.encode as it comes and other libraries' pipelines.

    python -m benchmarks.indexing_speed ARTICLES [--passages 300] [--rounds 5] [--rivals PYTHON]

All sides get the same passages of the articles in the folder and the same model, and take turns, one run each a
round; the medians are printed. "dateline index" reads the articles' files and stores passages, words, vectors and
dates in a new library; the others start from the passages in memory. PYTHON is an interpreter that has haystack-ai 2
and txtai.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benchmarks.building import encoder_at
from benchmarks.recombined import read_articles
from benchmarks.rival_process import RivalProcess
from benchmarks.timing import print_table
from qa.embedding import find_model
from qa.embedding.reference import load_reference
from qa.engine import Engine
from qa.indexing.passages import PassageSplitter
from qa.settings.settings import load_settings

RIVALS = ("haystack", "txtai")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("--passages", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rivals", type=Path, metavar="PYTHON")
    arguments = parser.parse_args()
    files, passages = files_with(arguments.articles, arguments.passages)
    model = find_model("all-MiniLM-L6-v2")
    rivals = [RivalProcess(arguments.rivals, name, model.path) for name in RIVALS if arguments.rivals]
    encoder, reference = encoder_at("int8"), load_reference(model)
    sides: dict[str, Callable[[], float]] = {
        "dateline index, from the files": lambda: indexed(files),
        "the fast encoder alone": lambda: _seconds(lambda: encoder.encode(passages, "passage")),
        "SentenceTransformer.encode": lambda: _seconds(
            lambda: reference.encode(passages, show_progress_bar=False)
        ),
        **{f"{rival.name}'s indexing pipeline": partial(rival.index, passages) for rival in rivals},
    }
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(arguments.rounds):
        for name, run in sides.items():
            seconds[name].append(run())
    for rival in rivals:
        rival.close()
    report(seconds, len(passages))


def files_with(folder: Path, n_passages: int) -> tuple[list[Path], list[str]]:
    """Return the first files of a folder that have about `n_passages` together, and their passages."""
    splitter = PassageSplitter(find_model("all-MiniLM-L6-v2").tokenizer())
    files: list[Path] = []
    passages: list[str] = []
    for article in sorted(read_articles(folder), key=lambda each: str(each.path)):
        if len(passages) >= n_passages:
            break
        files.append(Path(str(article.path)))
        passages += [passage.text for passage in splitter.split(article)]
    return files, passages


def indexed(files: Sequence[Path]) -> float:
    """Return how many seconds it takes to index files in a new library, with the models loaded."""
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(load_settings(library=Path(folder, "library")))
        engine.warm_up()
        seconds = _seconds(lambda: engine.index(files))
        engine.close()
    return seconds


def report(seconds: dict[str, list[float]], n_passages: int) -> None:
    medians = {name: statistics.median(taken) for name, taken in seconds.items()}
    ours = next(iter(medians.values()))
    print(f"{n_passages} passages, medians of {len(next(iter(seconds.values())))} runs")
    print_table(
        [
            {
                "side": name,
                "passages a second": f"{n_passages / median:.0f}",
                "dateline index is faster by": f"{median / ours:.2f}",
                "fastest · slowest run, s": f"{min(seconds[name]):.1f} · {max(seconds[name]):.1f}",
            }
            for name, median in medians.items()
        ]
    )


def _seconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
