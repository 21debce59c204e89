"""The sample questions on the sample articles: right answers, right citations, right refusals, seconds.

python -m benchmarks.samples [--misses]
"""

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qa.engine import Engine
from qa.evaluation import exact_match, f1
from qa.records import Answer, Certainty, Status
from qa.settings.settings import load_settings

_RIGHT_FROM = 0.5
SEEDS = Path(__file__).parent.parent / "seeds"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--misses", action="store_true", help="print the questions that went wrong")
    show_misses = parser.parse_args().misses
    lines = (SEEDS / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions: list[dict[str, Any]] = [json.loads(line) for line in lines]
    with tempfile.TemporaryDirectory() as library:
        engine = Engine(load_settings(library=Path(library)))
        engine.index([SEEDS])
        began = time.perf_counter()
        answers = [engine.ask(question["question"]) for question in questions]
        seconds = time.perf_counter() - began
        engine.close()
    pairs = list(zip(questions, answers, strict=True))
    answerable = [pair for pair in pairs if pair[0]["answers"]]
    others = [pair for pair in pairs if not pair[0]["answers"]]
    exact = sum(exact_match(answer.text or "", question["answers"]) for question, answer in answerable)
    overlap = sum(f1(answer.text or "", question["answers"]) for question, answer in answerable)
    cited = sum(_cites_gold(*pair) for pair in answerable)
    refused = sum(answer.status is Status.NOT_FOUND for _, answer in others)
    wrongly = sum(answer.status is Status.NOT_FOUND for _, answer in answerable)
    print(f"{len(answerable)} answerable questions: EM {100 * exact / len(answerable):.1f}", end=", ")
    print(
        f"F1 {100 * overlap / len(answerable):.1f}; {cited} of them quote a sentence that holds a gold answer"
    )
    print(f"{wrongly} of {len(answerable)} answerable questions refused")
    print(f"{refused} of {len(others)} questions without an answer refused")
    print(f"{1000 * seconds / len(pairs):.0f} ms a question")
    _print_dates(pairs, show_misses=show_misses)
    if show_misses:
        for question, answer in pairs:
            if not (f1(answer.text or "", question["answers"]) >= _RIGHT_FROM):
                print(
                    f"{question['id']} {question['question']}\n     {question['answers']}\n     {answer.text}"
                )


def _print_dates(pairs: Sequence[tuple[dict[str, Any], Answer]], *, show_misses: bool) -> None:
    """Print how many resolved dates match the gold dates, compared at the precision of the gold date."""
    dated = [
        (question, answer.resolved_date) for question, answer in pairs if question["date"] and answer.text
    ]
    right = wrong = ambiguous = 0
    for question, resolved in dated:
        if resolved is None or resolved.value is None:
            continue
        if resolved.value.startswith(question["date"]):
            right += 1
        elif resolved.certainty is Certainty.AMBIGUOUS:
            ambiguous += 1
        else:
            wrong += 1
            if show_misses:
                print(f"{question['id']} {question['date']}, resolved {resolved.value} by {resolved.rule}")
    print(
        f"{len(dated)} answers with a gold date: {right} resolved right, {ambiguous} ambiguous, {wrong} wrong"
    )


def _cites_gold(question: dict[str, Any], answer: Answer) -> bool:
    return any(gold in citation.quote for gold in question["answers"] for citation in answer.citations)


if __name__ == "__main__":
    main()
