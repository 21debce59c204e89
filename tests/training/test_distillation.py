"""Distillation: a small reader learns a large one's probabilities."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from qa.reading.reader_model import BEST, FAST, WEIGHTS, best_model, fast_model
from qa.records import Span
from tests.training.test_trainer import batches, tiny_model
from training.bases import Base, find_base
from training.examples import Example
from training.features import Feature, features_of
from training.recipe import Recipe

torch = pytest.importorskip("torch")
QUESTION, PASSAGE = "When did the ferry leave?", "The ferry left the island on Monday with forty passengers."


class FixedTeacher:
    """Is always sure that the answer is the passage's second piece."""

    def logits(self, feature: Feature) -> Any:
        said = np.zeros((2, 1 + len(feature.ids) - feature.n_first), dtype=np.float32)
        said[:, 2] = 6.0
        return said


@pytest.fixture(scope="module")
def base() -> Base:
    return find_base("minilm")


def loss_of(share: Any, data: Sequence[Sequence[Feature]]) -> float:
    from training.objectives import TeachersProbabilities
    from training.trainer import padded

    objective = TeachersProbabilities(FixedTeacher(), share)
    inputs = padded(data[0], 1, has_segments=False)
    return float(objective.loss(tiny_model().eval(), inputs, data, 0).detach())


def test_the_gold_answers_alone_are_the_models_own_loss() -> None:
    from training.objectives import GoldAnswers, Share
    from training.trainer import padded

    data = batches(2)
    own = GoldAnswers().loss(tiny_model().eval(), padded(data[0], 1, has_segments=False), data, 0)
    assert loss_of(Share(teacher=0.0), data) == pytest.approx(float(own.detach()))
    assert loss_of(Share(teacher=1.0), data) != pytest.approx(float(own.detach()))


def test_with_spans_only_a_teacher_says_nothing_about_no_answer() -> None:
    """Its logits of no answer don't count, and neither do examples without an answer."""
    from training.objectives import Share, TeachersProbabilities
    from training.trainer import padded

    class Refusing(FixedTeacher):
        """Is sure that there is no answer, and else of the same place."""

        def logits(self, feature: Feature) -> Any:
            said = super().logits(feature)
            said[:, 0] = 50.0
            return said

    data = batches(2)
    unanswered = [[replace(feature, start=0, end=0) for feature in data[0]]]

    def loss(teacher: FixedTeacher, which: Sequence[Sequence[Feature]], *, spans_only: bool) -> float:
        objective = TeachersProbabilities(teacher, Share(teacher=1.0), spans_only=spans_only)
        inputs = padded(which[0], 1, has_segments=False)
        return float(objective.loss(tiny_model().eval(), inputs, which, 0).detach())

    assert any(feature.start for feature in data[0])
    whole = loss(FixedTeacher(), data, spans_only=False)
    assert loss(Refusing(), data, spans_only=False) != pytest.approx(whole)
    bare = loss(FixedTeacher(), data, spans_only=True)
    assert loss(Refusing(), data, spans_only=True) == pytest.approx(bare)
    assert bare > 0
    assert loss(FixedTeacher(), unanswered, spans_only=True) == 0


def test_a_student_learns_its_teachers_answers(tmp_path: Path, base: Base) -> None:
    from training.objectives import Share, TeachersProbabilities
    from training.trainer import Trainer, padded, prepared

    data, recipe = batches(60), Recipe(warm_up_steps=2, peak_rate=1e-2)
    model = prepared(tiny_model(), recipe)
    objective = TeachersProbabilities(FixedTeacher(), Share(teacher=1.0, temperature=1.0))
    student = replace(base, has_segments=False)
    assert Trainer(model, student, recipe, tmp_path, objective=objective).run(data)
    said = model.eval()(**padded(data[0], 1, has_segments=False))
    for row, feature in enumerate(data[0]):
        assert int(said.start_logits[row, feature.n_first :].argmax()) == 1


def test_a_graph_reads_a_students_pieces_as_its_own(base: Base) -> None:
    from training.teacher import graph_teacher

    example = Example(QUESTION, PASSAGE, Span(29, 35))
    (feature,) = features_of([example], base.tokenizer(), base.marks(), Recipe())
    said = graph_teacher(WEIGHTS / BEST, base).logits(feature)
    (own,) = best_model().logits(QUESTION, [PASSAGE])
    np.testing.assert_allclose(said[0, 1:], own.start, atol=1e-4)
    np.testing.assert_allclose(said[1, 1:], own.end, atol=1e-4)
    assert said[:, 0].sum() == pytest.approx(own.null, abs=1e-4)


def test_training_can_begin_with_the_small_reader_that_ships(base: Base) -> None:
    from training.scoring import TorchScorer

    (trained,) = TorchScorer(base, WEIGHTS / FAST, exact=True).logits(QUESTION, [PASSAGE])
    (ships,) = fast_model().logits(QUESTION, [PASSAGE])
    # The graph also rounds what flows between its layers.
    np.testing.assert_allclose(trained.start, ships.start, atol=0.6)
    assert int(trained.end.argmax()) == int(ships.end.argmax())
