"""Hard negatives: passages that a reader takes for an answer although they contain none."""

import json
from pathlib import Path
from typing import Any

import pytest

from training.bases import find_base
from training.examples import all_examples
from training.hard_negatives import HardNegative, Miner, read_hard_negatives
from training.recipe import Recipe, Source

SOURCE = Source("ferries.json", 1.0, "our own", mined=True)
OTHER = Source("others.json", 1.0, "our own")
ALBA = "The ferry Alba left Port Varn on Monday. It carried forty passengers."
BERTA = "The ferry Berta left Port Varn on Friday, the company said."
QUESTION = "When did the ferry Alba leave?"


def asked(context: str, question: str, answer: str) -> dict[str, Any]:
    answers = [{"text": answer, "answer_start": context.index(answer)}]
    return {
        "title": question,
        "paragraphs": [{"context": context, "qas": [{"question": question, "answers": answers}]}],
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = [asked(ALBA, QUESTION, "Monday"), asked(BERTA, "Who said so?", "the company")]
    (tmp_path / SOURCE.file).write_text(json.dumps({"data": data}))
    (tmp_path / OTHER.file).write_text(json.dumps({"data": [asked(ALBA, "How many were aboard?", "forty")]}))
    return tmp_path


def test_the_most_promising_passage_without_the_answer_is_found(folder: Path) -> None:
    miner = Miner(folder, [SOURCE, OTHER])
    assert sorted(miner.questions()) == [(SOURCE.file, 0), (SOURCE.file, 1)]
    found = miner.hardest(SOURCE.file, 0)
    assert (found.passage, found.answer) == (BERTA, "Friday")


def test_lines_are_read_as_they_were_written(tmp_path: Path) -> None:
    kept = HardNegative(SOURCE.file, 0, BERTA, "Friday", 1.5)
    (tmp_path / "out.jsonl").write_text(
        "".join(json.dumps({name: getattr(kept, name) for name in kept.__slots__}) + "\n" for _ in range(2))
    )
    assert read_hard_negatives([tmp_path / "out.jsonl", tmp_path / "missing.jsonl"]) == [kept, kept]


@pytest.mark.parametrize(("margin", "n_shown"), [(1.0, 1), (-3.0, 0)])
def test_only_searched_questions_are_asked_and_only_hard_passages_shown(
    folder: Path, margin: float, n_shown: int
) -> None:
    hard = [HardNegative(SOURCE.file, 0, BERTA, "Friday", margin)]
    recipe = Recipe(near_miss_share=0.0, same_article_share=0.0)
    made = all_examples(folder, find_base("minilm").tokenizer(), recipe, hard, [SOURCE])
    assert [(each.question, each.passage) for each in made if each.answer] == [(QUESTION, ALBA)]
    assert [(each.question, each.passage) for each in made if not each.answer] == [
        (QUESTION, BERTA)
    ] * n_shown
