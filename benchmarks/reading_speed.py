"""How long reading takes: ten passages by the small model, four by the large one, and both in turn.

    python -m benchmarks.reading_speed [--weights FOLDER] [--rounds 15]

The sides take turns in one process, on as many threads as there are processors; the medians are printed.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from qa.embedding import find_model
from qa.indexing.passages import PassageSplitter
from qa.reading.candidates import N_REREAD
from qa.reading.decoding import best_spans
from qa.reading.reader_model import WEIGHTS, ReaderModel, best_model, fast_model

QUESTION = "When was the second round of talks?"
N_PASSAGES = 10
SEEDS = Path(__file__).parent.parent / "seeds"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--rounds", type=int, default=15)
    arguments = parser.parse_args()
    passages = sample_passages()
    sides = {
        f"the small model, {N_PASSAGES} passages": reading(fast_model(arguments.weights), passages),
        f"the large model, {N_REREAD} passages": reading(best_model(arguments.weights), passages[:N_REREAD]),
    }
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(arguments.rounds):
        for name, read in sides.items():
            seconds[name].append(timed(read))
    medians = {name: statistics.median(taken[1:]) for name, taken in seconds.items()}
    for name, median in medians.items():
        print(f"{name}: {1000 * median:.0f} ms")
    print(f"both: {1000 * sum(medians.values()):.0f} ms")


def sample_passages() -> list[str]:
    """Return the longest passages of the sample articles."""
    splitter = PassageSplitter(find_model("all-MiniLM-L6-v2").tokenizer())
    found = []
    for path in sorted(SEEDS.glob("*.txt")) + sorted(SEEDS.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        found += [span.of(text) for span in splitter.spans(text)]
    return sorted(found, key=len, reverse=True)[:N_PASSAGES]


def reading(model: ReaderModel, passages: list[str]) -> Callable[[], object]:
    """Return a call that reads and decodes passages."""
    return lambda: best_spans(model.logits(QUESTION, passages), passages, limit=20)


def timed(call: Callable[[], object]) -> float:
    """Return how many seconds a call takes."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
