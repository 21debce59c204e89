"""How fast ten passages are read: the shipped model beside the same weights in transformers at full precision.

    python -m benchmarks.reading_speed READER.safetensors [--rounds 15]

READER.safetensors are the weights that `training.export` made the shipped model of. Both sides take turns in one
process, on as many threads as there are processors; the medians are compared. transformers reads the ten passages
as one batch, which is its fastest way.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from qa.embedding import find_model
from qa.indexing.passages import PassageSplitter
from qa.reading.decoding import best_spans
from qa.reading.reader_model import ReaderModel

QUESTION = "When was the second round of talks?"
N_PASSAGES = 10
SEEDS = Path(__file__).parent.parent / "seeds"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("weights", type=Path)
    parser.add_argument("--rounds", type=int, default=15)
    arguments = parser.parse_args()
    passages = sample_passages()
    ours, theirs = shipped(passages), full_precision(passages, arguments.weights)
    ours(), theirs()
    ours_seconds, theirs_seconds = [], []
    for _ in range(arguments.rounds):
        ours_seconds.append(timed(ours))
        theirs_seconds.append(timed(theirs))
    mine, other = statistics.median(ours_seconds), statistics.median(theirs_seconds)
    print(f"{N_PASSAGES} passages: shipped int8, decoded {1000 * mine:.0f} ms,")
    print(f"  transformers fp32 without decoding {1000 * other:.0f} ms: {other / mine:.2f} times as long")


def sample_passages() -> list[str]:
    """Return the longest passages of the sample articles."""
    splitter = PassageSplitter(find_model("all-MiniLM-L6-v2").tokenizer())
    found = []
    for path in sorted(SEEDS.glob("*.txt")) + sorted(SEEDS.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        found += [span.of(text) for span in splitter.spans(text)]
    return sorted(found, key=len, reverse=True)[:N_PASSAGES]


def shipped(passages: list[str]) -> Callable[[], object]:
    """Return a call that reads with the shipped model and decodes."""
    model = ReaderModel()
    return lambda: best_spans(model.logits(QUESTION, passages), passages, limit=20)


def full_precision(passages: list[str], weights: Path) -> Callable[[], object]:
    """Return a call that runs the same weights in transformers."""
    import torch
    from transformers import AutoTokenizer

    from training.train import new_model

    tokenizer: Any = AutoTokenizer.from_pretrained(find_model("all-MiniLM-L6-v2").path)
    model: Any = new_model(weights)
    model.eval()
    model.set_attn_implementation("sdpa")

    def run() -> object:
        batch = tokenizer([QUESTION] * len(passages), passages, padding=True, return_tensors="pt")
        with torch.no_grad():
            return model(**batch)

    return run


def timed(call: Callable[[], object]) -> float:
    """Return how many seconds a call takes."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
