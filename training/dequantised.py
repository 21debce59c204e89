"""The weights of an int8 graph, to train on from the reader that ships."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.quantised_graph import (
    ATTENTION_BIAS,
    FIRST_POSITION,
    MPNET,
    N_BUCKETS,
    POSITIONS,
    SCALES,
    Shape,
    position_buckets,
    query_scale,
)

_QKV = "attention.attn.qkv."


def dequantised(path: Path, shape: Shape = MPNET) -> dict[str, NDArray[Any]]:
    """Return the weights that `training.quantised_graph` wrote, by their names in MPNetForQuestionAnswering.

    They differ from the original by the rounding of int8. The word embeddings are left out because training keeps
    those of the base. So are the two positions of padding, which are all zeros here. Raises SystemExit when the
    graph doesn't name its weights.
    """
    stored = _stored(path)
    if POSITIONS not in stored:
        raise SystemExit(f"{path} doesn't name its weights, so that training can't begin with it.")
    weights: dict[str, NDArray[Any]] = {}
    for name, value in stored.items():
        if _QKV in name:
            weights |= _separate(name, _whole(name, value, stored), shape)
        elif name.endswith((".weight", ".bias")):
            weights[name] = _whole(name, value, stored)
    padding = np.zeros((FIRST_POSITION, shape.hidden), dtype=np.float32)
    weights[POSITIONS] = np.concatenate([padding, stored[POSITIONS]])
    weights["mpnet.encoder.relative_attention_bias.weight"] = _by_bucket(stored[ATTENTION_BIAS], shape)
    return weights


def _stored(path: Path) -> dict[str, NDArray[Any]]:
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(path), load_external_data=False).graph
    return {
        each.name: numpy_helper.to_array(each)
        for each in graph.initializer
        if each.data_location != onnx.TensorProto.EXTERNAL
    }


def _whole(name: str, value: NDArray[Any], stored: dict[str, NDArray[Any]]) -> NDArray[Any]:
    """Return a weight in single precision, shape (out, in) if it is a matrix of a linear layer."""
    scales = stored.get(name + SCALES)
    return value if scales is None else value.T.astype(np.float32) * scales[:, None]


def _separate(name: str, value: NDArray[Any], shape: Shape) -> dict[str, NDArray[Any]]:
    """Return the three parts of a projection to queries, keys and values, by name."""
    if name.endswith(SCALES):
        return {}
    factors = [query_scale(shape.hidden, shape.n_heads), 1.0, 1.0]
    parts = np.split(value, 3)
    return {
        name.replace(".qkv.", f".{letter}."): part / np.float32(factor)
        for letter, part, factor in zip("qkv", parts, factors, strict=True)
    }


def _by_bucket(bias: NDArray[Any], shape: Shape) -> NDArray[Any]:
    """Return the attention bias of each bucket, shape (buckets, heads), from that of each distance.

    Buckets that no distance belongs to are zero.
    """
    buckets = position_buckets(shape.n_positions)
    table = np.zeros((N_BUCKETS, bias.shape[0]), dtype=np.float32)
    table[buckets] = bias.T
    return table
