"""Rules that follow the reader are switched off one by one."""

import json
from pathlib import Path

import pytest

from benchmarks.rules import RULES, read_once, rows, switched_off
from qa.batch.question_files.reading import read_questions
from qa.evaluation.gold import labelled_of
from qa.reading.open import open_reader
from tests.conftest import EngineWith

ARTICLES = {
    "clinic.txt": (
        " date 2031-05-12 Talks at the clinic of Corr\n\n"
        "The chief secretary of Corr, Bo Lind, met twelve medics at the clinic on Monday."
    )
}
QUESTIONS = [
    {"question": "Who is the health secretary of Corr?", "answers": []},
    {"question": "How many medics did Bo Lind meet?", "answers": ["twelve"]},
]


def test_answers_without_a_rule_are_compared_with_those_of_all(
    engine_with: EngineWith, tmp_path: Path
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text("".join(f"{json.dumps(each)}\n" for each in QUESTIONS), encoding="utf-8")
    engine = engine_with(ARTICLES)
    cases = list(read_once(engine, labelled_of(read_questions(str(file)))))
    assert [case.labelled.row.text for case in cases] == [each["question"] for each in QUESTIONS]
    found = list(rows(cases, engine, open_reader("best")))
    assert [row["without"] for row in found] == list(RULES)
    changed = {row["without"]: row["worse"] for row in found if row["worse"]}
    assert changed == {"words that specify a role": 1}


@pytest.mark.parametrize("name", RULES)
def test_every_rule_is_replaced_and_comes_back(name: str) -> None:
    def attributes() -> list[object]:
        return [getattr(owner, attribute) for owner, attribute, _ in RULES[name]]

    before = attributes()
    with switched_off(RULES[name]):
        assert attributes() != before
    assert attributes() == before
