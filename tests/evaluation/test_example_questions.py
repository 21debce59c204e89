"""Example questions: several kinds, drawn from the articles, and answered by them."""

from pathlib import Path

import pytest

from qa import Engine, Filters, Status, load_settings
from qa.evaluation.example_questions import example_questions
from tests.conftest import EngineWith

MARKET = """\
---
title: Market hall of Ostrevik reopens
date: 2031-06-12
source: Ostrevik Courier
---

The market hall of Ostrevik reopened on Thursday. Council leader Mirela Tavish said that the repairs cost two million
crowns.

"We have waited three winters for this day," said Tavish. Baker Joss Pellerin said that he had sold out by noon.

Mirela Tavish, the leader of the council, cut the ribbon.
"""
FAIR = """\
---
title: Boat fair in Ostrevik
date: 2031-05-02
source: Ostrevik Courier
---

Dame Odile Marchetti opened the boat fair of Ostrevik on Friday. Odile Marchetti said that sailing had saved the town.
"""


@pytest.fixture(scope="module")
def engine(engine_with: EngineWith) -> Engine:
    """Return an engine with both articles."""
    return engine_with({"market.md": MARKET, "fair.md": FAIR})


def test_each_is_answered_when_it_is_asked(engine: Engine) -> None:
    questions = list(example_questions(engine, 4))
    assert questions
    for question in questions:
        answer = engine.ask(question)
        assert answer.status is Status.ANSWERED, question
        assert answer.citations


def test_the_most_quoted_person_comes_first_without_her_office(engine: Engine) -> None:
    assert next(example_questions(engine, 4)) == "What did Mirela Tavish say?"


def test_they_are_of_several_kinds(engine: Engine) -> None:
    openings = {question.split()[0:2][1] for question in example_questions(engine, 4)}
    assert len(openings) > 1


def test_they_keep_to_the_filters(engine: Engine) -> None:
    fair = next(each.id for each in engine.articles() if "fair" in each.title)
    questions = list(example_questions(engine, 4, filters=Filters(article_ids=(fair,))))
    assert questions
    assert not any("Tavish" in question for question in questions)


def test_no_more_than_wanted_and_none_after_stopping(engine: Engine) -> None:
    assert len(list(example_questions(engine, 1))) == 1
    assert list(example_questions(engine, 4, stopped=lambda: True)) == []


def test_a_missing_library_has_none(tmp_path: Path) -> None:
    engine = Engine(load_settings(library=tmp_path / "nowhere"))
    assert list(example_questions(engine, 4)) == []
    engine.close()
