"""Training: exact resume, early finish, the learning rate, and batches."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from training.bases import Base, Marks, find_base, read_weights
from training.features import Feature
from training.recipe import Recipe

torch = pytest.importorskip("torch")
RECIPE = Recipe(warm_up_steps=2, early_decay_steps=3, steps_between_kept=100, peak_rate=1e-2)


@pytest.fixture(scope="module")
def base() -> Base:
    return find_base("minilm")


def tiny_model() -> Any:
    from transformers import MPNetConfig, MPNetForQuestionAnswering

    torch.manual_seed(0)
    config = MPNetConfig(
        vocab_size=50,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=40,
        attn_implementation="eager",
    )
    return MPNetForQuestionAnswering(config)


def batches(n: int) -> list[list[Feature]]:
    chance = np.random.default_rng(0)

    def feature() -> Feature:
        n_pieces = int(chance.integers(8, 20))
        return Feature(chance.integers(2, 50, n_pieces).astype(np.int32), 4, 5, 6)

    return [[feature() for _ in range(3)] for _ in range(n)]


def trainer(folder: Path, base: Base, recipe: Recipe = RECIPE, finish_by: float | None = None) -> Any:
    from training.trainer import Trainer, prepared

    folder.mkdir(exist_ok=True)
    return Trainer(
        prepared(tiny_model(), recipe), replace(base, has_segments=False), recipe, folder, finish_by
    )


def test_a_resumed_run_ends_with_the_same_weights(tmp_path: Path, base: Base) -> None:
    data = batches(8)
    assert trainer(tmp_path / "one", base).run(data)
    assert not trainer(tmp_path / "two", base).run(data, until=3)
    assert not trainer(tmp_path / "two", base).run(data, until=5)
    assert trainer(tmp_path / "two", base).run(data)
    one, two = (read_weights(tmp_path / name / "reader.safetensors") for name in ("one", "two"))
    assert one.keys() == two.keys()
    assert all(torch.equal(one[name], two[name]) for name in one)
    begun = tiny_model().state_dict()
    assert not torch.equal(one["qa_outputs.weight"], begun["qa_outputs.weight"].half().float())


def test_the_word_embeddings_stay_and_are_not_saved(tmp_path: Path, base: Base) -> None:
    run = trainer(tmp_path, base)
    run.run(batches(2))
    name = "mpnet.embeddings.word_embeddings.weight"
    state = torch.load(tmp_path / "checkpoint.pt", weights_only=True)["model"]
    assert torch.equal(state[name], tiny_model().state_dict()[name])
    assert name not in read_weights(tmp_path / "reader.safetensors")


def test_a_run_that_has_to_finish_decays_and_ends_early(tmp_path: Path, base: Base) -> None:
    (tmp_path / "finish").touch()
    assert trainer(tmp_path, base).run(batches(20))
    state = torch.load(tmp_path / "checkpoint.pt", weights_only=True)
    assert state["step"] == 3
    assert state["schedule"]["end"] == 3


def test_a_run_that_is_out_of_time_ends_after_the_decay(tmp_path: Path, base: Base) -> None:
    assert trainer(tmp_path, base, finish_by=0.0).run(batches(20))
    assert torch.load(tmp_path / "checkpoint.pt", weights_only=True)["step"] == 3


def test_the_rate_rises_stays_and_falls() -> None:
    from training.trainer import Schedule

    schedule = Schedule(warm_up=4, decay_from=10, end=20, least=0.03)
    factors = [schedule.factor(step) for step in range(20)]
    assert factors[:4] == [0.25, 0.5, 0.75, 1.0]
    assert set(factors[4:10]) == {1.0}
    assert factors[10:] == sorted(factors[10:], reverse=True)
    assert factors[-1] == pytest.approx(0.03)


def test_a_batch_is_padded_with_the_mark_of_the_base() -> None:
    from training.trainer import padded

    batch = [
        Feature(np.array([0, 7, 2, 2, 8, 9, 2], dtype=np.int32), 4, 4, 5),
        Feature(np.array([0, 7, 2, 2, 8], dtype=np.int32), 4, 0, 0),
    ]
    tensors = padded(batch, 1, has_segments=False)
    assert tensors["input_ids"].tolist()[1] == [0, 7, 2, 2, 8, 1, 1]
    assert tensors["attention_mask"].tolist()[1] == [1, 1, 1, 1, 1, 0, 0]
    assert "token_type_ids" not in tensors
    assert padded(batch, 0, has_segments=True)["token_type_ids"].tolist()[0] == [0, 0, 0, 0, 1, 1, 1]


def test_targets_point_at_the_answer_after_both_marks(base: Base) -> None:
    from qa.records import Span
    from training.examples import Example
    from training.features import features_of

    tokenizer = base.tokenizer()
    passage = "The ferry left the island on Monday."
    start = passage.index("Monday")
    example = Example("When did it leave?", passage, Span(start, start + 6))
    marks = Marks((0,), (2, 2), (3,), 1)
    (feature,) = features_of([example], tokenizer, marks, Recipe())
    assert feature.ids[0] == 0
    assert feature.ids[feature.n_first - 2 : feature.n_first].tolist() == [2, 2]
    assert feature.ids[-1] == 3
    assert tokenizer.decode(feature.ids[feature.start : feature.end + 1].tolist()) == "monday"
