"""The sample questions on the sample articles: right sentences, right refusals, seconds.

python -m benchmarks.samples [--misses]
"""

import argparse
import json
import tempfile
import time
from pathlib import Path
from typing import Any

from qa.config import load_settings
from qa.engine import Engine
from qa.records import Answer, Status

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
    right = sum(_holds_gold(*pair) for pair in answerable)
    refused = sum(answer.status is Status.NOT_FOUND for _, answer in others)
    wrongly = sum(answer.status is Status.NOT_FOUND for _, answer in answerable)
    print(f"{right} of {len(answerable)} answerable questions: the sentence holds a gold answer")
    print(f"{wrongly} of {len(answerable)} answerable questions refused")
    print(f"{refused} of {len(others)} questions without an answer refused")
    print(f"{1000 * seconds / len(pairs):.0f} ms a question")
    if show_misses:
        for question, answer in pairs:
            if not (_holds_gold(question, answer) if question["answers"] else answer.text is None):
                print(
                    f"{question['id']} {question['question']}\n     {question['answers']}\n     {answer.text}"
                )


def _holds_gold(question: dict[str, Any], answer: Answer) -> bool:
    return answer.text is not None and any(gold in answer.text for gold in question["answers"])


if __name__ == "__main__":
    main()
