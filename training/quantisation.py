"""What quantisation costs a reader: F1, logits and time against the weights that it was exported from.

    python -m training.quantisation FILE.json WEIGHTS.safetensors GRAPH.onnx [--limit N] [--base mpnet]

FILE is in SQuAD's format. All passages of a question's article are read once, and the span with the best margin over
no-answer is the answer. The weights are read at full precision. Times are of one core, without the tokenizer.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.open_questions import evenly
from benchmarks.squad import Question, read_squad
from qa.embedding import find_model
from qa.evaluation import exact_match, f1
from qa.indexing.passages import PassageSplitter
from qa.reading.decoding import PassageLogits, best_spans
from training.scoring import Scorer, scorer


@dataclass(frozen=True, slots=True)
class Read:
    """One question's passages as one reader scores them; `seconds` is the time of all of them."""

    question: Question
    logits: list[PassageLogits]
    answer: str
    seconds: float


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--limit", type=int, default=150, help="about how many questions are asked")
    parser.add_argument("--base", default="mpnet")
    arguments = parser.parse_args()
    questions = sample(list(read_squad(arguments.file)), arguments.limit)
    graph = read(questions, scorer(arguments.graph, arguments.base))
    report(str(arguments.graph), graph)
    full = read(questions, scorer(arguments.weights, arguments.base, exact=True))
    report(str(arguments.weights), full)
    compare(graph, full)


def sample(questions: Sequence[Question], limit: int) -> list[Question]:
    """Return every n-th answerable question, about `limit` of them."""
    return evenly([question for question in questions if question.answers], limit)


def read(questions: Sequence[Question], reader: Scorer) -> list[Read]:
    """Read each question's article once."""
    splitter = PassageSplitter(find_model("all-MiniLM-L6-v2").tokenizer())
    found = []
    for question in questions:
        texts = [span.of(question.article.text) for span in splitter.spans(question.article.text)]
        began = time.perf_counter()
        logits = reader.logits(question.text, texts)
        seconds = time.perf_counter() - began
        spans = best_spans(logits, texts, limit=1)
        answer = spans[0].span.of(texts[spans[0].passage]) if spans else ""
        found.append(Read(question, logits, answer, seconds))
    return found


def scores(reads: Sequence[Read]) -> tuple[float, float]:
    """Return the mean exact match and F1 (0–1)."""
    exact = np.mean([exact_match(each.answer, each.question.golds) for each in reads])
    overlap = np.mean([f1(each.answer, each.question.golds) for each in reads])
    return float(exact), float(overlap)


def report(name: str, reads: Sequence[Read]) -> None:
    """Print the scores and the time per passage."""
    exact, overlap = scores(reads)
    n_passages = sum(len(each.logits) for each in reads)
    milliseconds = 1000 * sum(each.seconds for each in reads) / n_passages
    print(
        f"{name}: {len(reads)} questions, EM {100 * exact:.1f}, F1 {100 * overlap:.1f}, "
        f"{milliseconds:.0f} ms per passage of {n_passages}",
        flush=True,
    )


def compare(some: Sequence[Read], others: Sequence[Read]) -> None:
    """Print how far the logits of two readers are apart."""
    pairs = [
        (one, other)
        for a, b in zip(some, others, strict=True)
        for one, other in zip(a.logits, b.logits, strict=True)
    ]
    cosines = [
        float(x @ y / np.sqrt((x @ x) * (y @ y)))
        for one, other in pairs
        for x, y in ((one.start, other.start), (one.end, other.end))
    ]
    furthest = max(
        float(np.abs(x - y).max())
        for one, other in pairs
        for x, y in ((one.start, other.start), (one.end, other.end))
    )
    null = np.mean([abs(one.null - other.null) for one, other in pairs])
    same = np.mean([a.answer == b.answer for a, b in zip(some, others, strict=True)])
    print(
        f"logits of {len(pairs)} passages: cosine {np.mean(cosines):.5f} on average, {min(cosines):.5f} at "
        f"worst; largest difference {furthest:.2f}; no-answer score {null:.3f} apart on average; "
        f"{100 * same:.1f} % of the answers are the same"
    )


if __name__ == "__main__":
    main()
