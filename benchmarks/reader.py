"""The reader with the article given: EM and F1.

    python -m benchmarks.reader FILE.json [--reader best|fast] [--weights FOLDER] [--predictions OUT.json] [--limit N]

FILE is in SQuAD's format. The small model reads every passage of a question's article, as the library cuts it. `fast`
rereads the best passage with the text around it; `best` lets the large model read the best passages and decide. For
files with unanswerable questions the SQuAD 2.0 figures are printed too: at margin 0, and at the margin that would
have been best. OUT receives one JSON object, {question id: {"answer", "score", "null_score"}}; the answer is always
the best span.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.squad import Question, read_squad
from qa.embedding import find_model
from qa.evaluation import exact_match, f1
from qa.indexing.passages import PassageSplitter
from qa.reading.candidates import N_REREAD, N_SPANS
from qa.reading.decoding import ScoredSpan, best_spans
from qa.reading.reader_model import WEIGHTS, ReaderModel, best_model, fast_model
from qa.reading.reread import reread
from qa.records import Span


@dataclass(frozen=True, slots=True)
class Predicted:
    """The best span of a question's article, and how it did."""

    question: Question
    answer: str
    score: float


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--predictions", type=Path)
    parser.add_argument("--reader", choices=("best", "fast"), default="best")
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--limit", type=int, help="only every n-th question, about this many")
    arguments = parser.parse_args()
    questions = list(read_squad(arguments.file))
    if arguments.limit:
        questions = questions[:: max(1, len(questions) // arguments.limit)]
    fast = fast_model(arguments.weights)
    best = best_model(arguments.weights) if arguments.reader == "best" else None
    predictions = predict(questions, fast, best)
    report(arguments.reader, predictions)
    if arguments.predictions:
        saved = {
            each.question.id: {"answer": each.answer, "score": each.score, "null_score": 0.0}
            for each in predictions
        }
        arguments.predictions.write_text(json.dumps(saved, ensure_ascii=False, indent=1), encoding="utf-8")


def predict(
    questions: Sequence[Question], fast: ReaderModel, best: ReaderModel | None, n_reread: int = N_REREAD
) -> list[Predicted]:
    """Read each question's whole article with the small model, and its best passages again."""
    splitter = PassageSplitter(find_model("all-MiniLM-L6-v2").tokenizer())
    passages: dict[str, list[Span]] = {}
    predictions = []
    for question in questions:
        text = question.article.text
        if question.article.id not in passages:
            passages[question.article.id] = list(splitter.spans(text))
        places = passages[question.article.id]
        texts = [place.of(text) for place in places]
        spans = best_spans(fast.logits(question.text, texts), texts, N_SPANS)
        if not spans:
            predictions.append(Predicted(question, "", float("-inf")))
        elif best is None:
            answer = _reread(fast, question, spans[0], places[spans[0].passage])
            predictions.append(Predicted(question, answer, spans[0].score))
        else:
            chosen = list(dict.fromkeys(span.passage for span in spans))[:n_reread]
            texts = [texts[number] for number in chosen]
            decided = best_spans(best.logits(question.text, texts), texts, limit=1)[0]
            predictions.append(Predicted(question, decided.span.of(texts[decided.passage]), decided.score))
    return predictions


def _reread(model: ReaderModel, question: Question, first: ScoredSpan, passage: Span) -> str:
    text = question.article.text
    again = reread(model, question.text, text, passage)
    return (again or first.span.shifted(passage.start)).of(text)


def report(name: str, predictions: Sequence[Predicted]) -> None:
    """Print the figures."""
    answerable = [each for each in predictions if each.question.answers]
    exact = sum(exact_match(each.answer, each.question.golds) for each in answerable) / len(answerable)
    overlap = sum(f1(each.answer, each.question.golds) for each in answerable) / len(answerable)
    print(
        f"{name}: {len(answerable)} answerable questions, EM {100 * exact:.2f}, F1 {100 * overlap:.2f}",
        flush=True,
    )
    if len(answerable) < len(predictions):
        at_zero, (best, threshold) = _squad2(predictions, 0.0), _best_squad2(predictions)
        print(f"{name}: SQuAD 2.0 F1 {100 * at_zero:.2f} at 0, {100 * best:.2f} at {threshold:.2f}, the best")


def _squad2(predictions: Sequence[Predicted], threshold: float) -> float:
    gained = (f1(each.answer if each.score >= threshold else "", each.question.golds) for each in predictions)
    return sum(gained) / len(predictions)


def _best_squad2(predictions: Sequence[Predicted]) -> tuple[float, float]:
    thresholds = sorted({round(each.score, 1) for each in predictions})
    return max((_squad2(predictions, threshold), threshold) for threshold in thresholds)


if __name__ == "__main__":
    main()
