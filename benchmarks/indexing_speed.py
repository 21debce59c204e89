"""Passages indexed a second, compared with SentenceTransformer.encode as it comes and other libraries' pipelines.

    python -m benchmarks.indexing_speed ARTICLES [--passages 300] [--rounds 5] [--rivals PYTHON] [--workers 2]

All sides get the same passages of the articles in the folder and the same model, and take turns, one run each a
round; the medians are printed. Libraries are imported and models loaded before, on all sides. What a side does:

- dateline index, everything: reads the files, splits them, encodes, resolves dates, finds versions of a story, and
  stores all of it and the words in a new library on disk.
- dateline index --workers N: the same with N processes; their start is included, because each run needs it.
- dateline, encode and store: begins with the passages in memory, and resolves no dates.
- the fast encoder, and SentenceTransformer.encode: passages in memory → vectors in memory.
- rivals: passages in memory → Haystack's store in memory, or txtai's index and its SQLite database.

Processor time is printed too: it says what a side costs if other programs use the machine. PYTHON is an interpreter
that has haystack-ai 2 and txtai.
"""

import argparse
import statistics
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.building import encoder_at
from benchmarks.recombined import read_articles
from benchmarks.rival_process import RivalProcess
from benchmarks.timing import Cost, cost_of, print_table
from qa.embedding import Encoder, find_model
from qa.embedding.reference import load_reference
from qa.engine import Engine
from qa.indexing.passages import PassageSplitter
from qa.library import EmbeddedLibrary
from qa.records import Article, Passage
from qa.settings.settings import load_settings
from qa.workers import opened_workers

RIVALS = ("haystack", "txtai")
Split = list[tuple[Article, list[Passage]]]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("--passages", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rivals", type=Path, metavar="PYTHON")
    parser.add_argument("--workers", type=int, help="also index with this many processes")
    arguments = parser.parse_args()
    split = articles_with(arguments.articles, arguments.passages)
    costs = measured(split, arguments.workers, arguments.rivals, arguments.rounds)
    report(costs, sum(len(passages) for _, passages in split))


def articles_with(folder: Path, n_passages: int) -> Split:
    """Return the first articles of a folder that have about `n_passages` together, with their passages."""
    splitter = PassageSplitter(find_model("all-MiniLM-L6-v2").tokenizer())
    found: Split = []
    for article in sorted(read_articles(folder), key=lambda each: str(each.path)):
        if sum(len(passages) for _, passages in found) >= n_passages:
            break
        found.append((article, splitter.split(article)))
    return found


def measured(
    split: Split, n_workers: int | None, python: Path | None, n_rounds: int
) -> dict[str, list[Cost]]:
    """Return what each round cost each side, the first of which is "dateline index"."""
    model = find_model("all-MiniLM-L6-v2")
    files = [Path(str(article.path)) for article, _ in split]
    texts = [passage.text for _, passages in split for passage in passages]
    encoder, reference = encoder_at("int8"), load_reference(model)
    rivals = [RivalProcess(python, name, model.path) for name in RIVALS if python]
    sides: dict[str, Callable[[], Cost]] = {
        "dateline index, everything": lambda: indexed(files),
        "dateline, encode and store": lambda: stored(split, encoder),
        "the fast encoder": lambda: cost_of(lambda: encoder.encode(texts, "passage")),
        "SentenceTransformer.encode": lambda: cost_of(
            lambda: reference.encode(texts, show_progress_bar=False)
        ),
        **{f"{rival.name}'s indexing pipeline": partial(rival.index, texts) for rival in rivals},
    }
    if n_workers:
        sides[f"dateline index --workers {n_workers}"] = lambda: indexed(files, n_workers)
    costs: dict[str, list[Cost]] = {name: [] for name in sides}
    for _ in range(n_rounds):
        for name, run in sides.items():
            costs[name].append(run())
    for rival in rivals:
        rival.close()
    return costs


def indexed(files: Sequence[Path], n_workers: int | None = None) -> Cost:
    """Return what it costs to index files in a new library, with the models loaded."""
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(load_settings(library=Path(folder, "library")))
        engine.warm_up()
        cost = cost_of(lambda: _index(engine, files, n_workers))
        engine.close()
    return cost


def _index(engine: Engine, files: Sequence[Path], n_workers: int | None) -> None:
    if n_workers is None:
        engine.index(files)
        return
    with opened_workers(n_workers) as workers:
        engine.index(files, workers=workers)


def stored(split: Split, encoder: Encoder) -> Cost:
    """Return what it costs to encode passages and to store them in a new library, in one transaction."""
    with tempfile.TemporaryDirectory() as folder:
        library = EmbeddedLibrary(Path(folder, "library"))
        cost = cost_of(lambda: _encode_and_store(library, split, encoder))
        library.close()
    return cost


def _encode_and_store(library: EmbeddedLibrary, split: Split, encoder: Encoder) -> None:
    vectors = iter(encoder.encode([each.text for _, passages in split for each in passages], "passage"))
    with library.writing():
        library.adopt(encoder.identity, 128)
        with library.together():
            for article, passages in split:
                library.put(article, "", passages, np.stack([next(vectors) for _ in passages]))
        library.save_vectors()


def report(costs: dict[str, list[Cost]], n_passages: int) -> None:
    """Print the median of each side, and how many times as fast "dateline index" and "encode and store" are."""
    medians = {name: statistics.median(cost.seconds for cost in each) for name, each in costs.items()}
    index, encode_and_store = list(medians.values())[:2]
    print(f"{n_passages} passages, medians of {len(next(iter(costs.values())))} runs")
    print_table(
        [
            {
                "side": name,
                "passages a second": f"{n_passages / median:.0f}",
                "index, everything: times as fast": f"{median / index:.2f}",
                "encode and store: times as fast": f"{median / encode_and_store:.2f}",
                "processor ms a passage": _milliseconds(costs[name], n_passages),
                "fastest · slowest run, s": _extremes(costs[name]),
            }
            for name, median in medians.items()
        ]
    )


def _milliseconds(costs: Sequence[Cost], n_passages: int) -> str:
    return f"{1000 * statistics.median(cost.processor_seconds for cost in costs) / n_passages:.1f}"


def _extremes(costs: Sequence[Cost]) -> str:
    seconds = [cost.seconds for cost in costs]
    return f"{min(seconds):.1f} · {max(seconds):.1f}"


if __name__ == "__main__":
    main()
