"""The int8 graph computes what the model computes."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from training.dequantised import dequantised
from training.quantised_graph import Shape, position_buckets, quantised, write_graph

torch = pytest.importorskip("torch")

POSITION_IDS = "mpnet.embeddings.position_ids"


@pytest.fixture(scope="module")
def model() -> Any:
    from transformers import MPNetConfig, MPNetForQuestionAnswering

    torch.manual_seed(0)
    config = MPNetConfig(
        vocab_size=60,
        hidden_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=96,
        max_position_embeddings=66,
        initializer_range=0.2,
        attn_implementation="eager",
    )
    return MPNetForQuestionAnswering(config).eval()


@pytest.fixture(scope="module")
def graph(model: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("graph") / "best.onnx"
    weights = {name: tensor.numpy() for name, tensor in model.state_dict().items()}
    write_graph(weights, out, Shape(n_layers=2, n_heads=4, hidden=64, n_positions=64))
    return out


def run(graph: Path, ids: Any, mask: Any) -> list[Any]:
    import onnxruntime

    session = onnxruntime.InferenceSession(str(graph), providers=["CPUExecutionProvider"])
    return list(session.run(None, {"input_ids": ids, "attention_mask": mask}))


def cosine(one: Any, other: Any) -> float:
    one, other = one - one.mean(), other - other.mean()
    return float((one * other).sum() / np.sqrt((one * one).sum() * (other * other).sum()))


def test_logits_are_close_to_those_of_the_model(model: Any, graph: Path) -> None:
    ids = np.random.default_rng(0).integers(2, 60, (1, 50))
    start, end = run(graph, ids, np.ones_like(ids))
    with torch.no_grad():
        said = model(input_ids=torch.tensor(ids))
    assert start.shape == end.shape == (1, 50)
    assert cosine(start, said.start_logits.numpy()) > 0.99
    assert cosine(end, said.end_logits.numpy()) > 0.99


def test_padding_changes_nothing(graph: Path) -> None:
    ids = np.random.default_rng(1).integers(2, 60, (1, 20))
    alone, _ = run(graph, ids, np.ones_like(ids))
    padded = np.concatenate([ids, np.ones((1, 5), dtype=np.int64)], axis=1)
    mask = np.concatenate([np.ones((1, 20)), np.zeros((1, 5))], axis=1).astype(np.int64)
    together, _ = run(graph, np.concatenate([padded, padded[:, ::-1]]), np.concatenate([mask, mask * 0 + 1]))
    np.testing.assert_allclose(together[0, :20], alone[0], atol=1e-4)


def test_the_embeddings_are_in_a_file_of_their_own(graph: Path) -> None:
    assert graph.with_suffix(".embeddings.bin").stat().st_size == 60 * 64


def test_buckets_are_those_of_the_model(model: Any) -> None:
    distance = torch.arange(-299, 300)
    expected = model.mpnet.encoder.relative_position_bucket(distance, num_buckets=32)
    assert position_buckets(300).tolist() == expected.tolist()


def test_each_row_has_its_own_scale() -> None:
    weight = np.array([[1.0, -0.5, 0.25], [100.0, 50.0, -100.0]], dtype=np.float32)
    table, scale = quantised(weight)
    assert table.tolist() == [[127, -64, 32], [127, 64, -127]]
    np.testing.assert_allclose(table * scale[:, None], weight, rtol=0.01)


def test_the_graph_gives_its_weights_back_but_for_rounding(model: Any, graph: Path) -> None:
    whole = {name: tensor.numpy() for name, tensor in model.state_dict().items()}
    weights = dequantised(graph, Shape(n_layers=2, n_heads=4, hidden=64, n_positions=64))
    # int8 with one scale for each row is off by at most half a step of the row's largest value.
    assert whole.keys() - weights.keys() <= {"mpnet.embeddings.word_embeddings.weight", POSITION_IDS}
    assert not weights.keys() - whole.keys()
    for name, array in weights.items():
        rows = rows_in_use(name, len(array))
        step = np.abs(whole[name]).max(axis=-1, keepdims=True) / 127
        assert array.shape == whole[name].shape
        assert np.all((np.abs(array - whole[name]) <= 0.51 * step + 1e-6)[rows]), name


def rows_in_use(name: str, n: int) -> Any:
    """The rows that the model reads: no padding is placed, and some distances have no bucket."""
    if "position_embeddings" in name:
        return slice(2, None)
    return sorted(set(position_buckets(64))) if "attention_bias" in name else slice(n)
