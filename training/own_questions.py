"""The development questions of tests/data/conversations.jsonl as a question file in SQuAD's format.

    python -m training.own_questions ARTICLES OUT.json

Only conversations with an even number are used, which were in view while the rules were made; the others are kept
aside for `python -m benchmarks.conversation`. Each turn becomes its written-out question. ARTICLES is the folder of
the articles that they are about.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from qa.articles import load

_CONVERSATIONS = Path(__file__).parent.parent / "tests" / "data" / "conversations.jsonl"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    lines = _CONVERSATIONS.read_text(encoding="utf-8").splitlines()
    documents = list(documents_of([json.loads(line) for line in lines], arguments.articles))
    arguments.out.write_text(json.dumps({"data": documents}), encoding="utf-8")
    print(f"{sum(len(each['paragraphs'][0]['qas']) for each in documents)} questions")


def documents_of(conversations: Sequence[dict[str, Any]], folder: Path) -> Iterator[dict[str, Any]]:
    """Yield one document for each article in the folder that answers a question."""
    asked: dict[str, list[dict[str, Any]]] = {}
    for conversation in conversations:
        if int(conversation["id"].lstrip("c")) % 2 == 0:
            for turn in conversation["turns"]:
                asked.setdefault(turn["articles"][0], []).append(turn)
    for name, turns in asked.items():
        path = folder / name
        if path.exists():
            article = load(path, path.read_bytes()).article
            questions = [each for turn in turns if (each := _question(turn, article.text))]
            yield {"title": article.title, "paragraphs": [{"context": article.text, "qas": questions}]}


def _question(turn: dict[str, Any], text: str) -> dict[str, Any] | None:
    places = [(gold, text.find(gold)) for gold in turn["answers"]]
    answers = [{"text": gold, "answer_start": start} for gold, start in places if start >= 0]
    question = turn["written_out"]
    return {"id": f"{len(text)}-{question}", "question": question, "answers": answers} if answers else None


if __name__ == "__main__":
    main()
