"""The weights of a reader on `mpnet` → an int8 graph for ONNX Runtime.

Every large linear layer multiplies int8 weights (one scale per output channel) by activations that are quantised on
the fly with one scale per word piece. One scale for the whole tensor, as ONNX Runtime's own dynamic quantisation
uses, costs the reader almost four points of F1: a few word pieces have values that are many times larger than all
others. Attention scores, softmax and layer normalisation stay in single precision.

The word embeddings (int8, one scale per row) are stored in a file of their own next to the graph, so that neither
file is too large for a repository.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

_OPSET = 17
_MICROSOFT = "com.microsoft"
N_BUCKETS, _MAX_DISTANCE = 32, 128
FIRST_POSITION = 2  # position embeddings of the text begin after padding
_EPSILON = 1e-5
_LARGEST = 127

# Names of what the graph stores besides the weights that keep their own names.
POSITIONS = "mpnet.embeddings.position_embeddings.weight"
ATTENTION_BIAS = "attention_bias"
SCALES = ".scales"


@dataclass(frozen=True, slots=True)
class Shape:
    """The dimensions of a reader on `mpnet`; the defaults are those of all-mpnet-base-v2."""

    n_layers: int = 12
    n_heads: int = 12
    hidden: int = 768
    n_positions: int = 512


MPNET = Shape()


class GraphBuilder:
    """Collects nodes and initialisers; every method returns the name of its result."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.initialisers: list[Any] = []
        self._n = 0

    def constant(self, value: NDArray[Any], name: str | None = None) -> str:
        """Store a tensor."""
        from onnx import numpy_helper

        name = name or self._new("constant")
        self.initialisers.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(
        self, kind: str, *inputs: str, domain: str = "", name: str | None = None, **attributes: Any
    ) -> str:
        """Append an operator with one result."""
        from onnx import helper

        result = name or self._new(kind)
        self.nodes.append(helper.make_node(kind, list(inputs), [result], domain=domain, **attributes))
        return result

    def split(self, value: str, n: int, axis: int) -> list[str]:
        """Split a tensor into `n` equal parts along an axis."""
        from onnx import helper

        results = [self._new("part") for _ in range(n)]
        self.nodes.append(helper.make_node("Split", [value], results, axis=axis))
        return results

    def _new(self, kind: str) -> str:
        self._n += 1
        return f"{kind}_{self._n}"


def quantised(weight: Array) -> tuple[NDArray[np.int8], Array]:
    """Return a matrix in int8 and the scale of each row, shapes (rows, columns) and (rows,)."""
    scale = np.maximum(np.abs(weight).max(axis=1), 1e-12) / _LARGEST
    rounded = np.clip(np.rint(weight / scale[:, None]), -_LARGEST, _LARGEST)
    return rounded.astype(np.int8), scale.astype(np.float32)


def query_scale(hidden: int, n_heads: int) -> float:
    """Return the factor of attention scores, which the graph multiplies into the weights of the queries."""
    return float(1 / np.sqrt(hidden / n_heads))


def position_buckets(n_positions: int) -> NDArray[np.int64]:
    """Return the bucket of each distance −(n−1) … n−1 between a key and its query, shape (2n − 1,)."""
    distance = np.arange(-(n_positions - 1), n_positions)
    half = N_BUCKETS // 2
    exact = half // 2
    far = np.maximum(np.abs(distance), 1).astype(np.float32)
    ratio = np.log(far / exact) / np.float32(np.log(_MAX_DISTANCE / exact)) * (half - exact)
    large = np.minimum(exact + ratio.astype(np.int64), half - 1)
    bucket = np.where(np.abs(distance) < exact, np.abs(distance), large)
    return np.where(distance > 0, half, 0) + bucket


def write_graph(weights: Mapping[str, Array], out: Path, shape: Shape = MPNET) -> None:
    """Write a graph with inputs `input_ids`, `attention_mask` and outputs `start`, `end`, shapes (texts, pieces).

    `weights` are those of MPNetForQuestionAnswering by name. Writes OUT and, next to it, a file with
    `.embeddings.bin` instead of `.onnx` at the end of its name.
    """
    import onnx
    from onnx import TensorProto, helper

    builder = _Reader(weights, shape)
    builder.build()
    axes = ["texts", "pieces"]
    graph = helper.make_graph(
        builder.graph.nodes,
        "reader",
        [
            helper.make_tensor_value_info("input_ids", TensorProto.INT64, axes),
            helper.make_tensor_value_info("attention_mask", TensorProto.INT64, axes),
        ],
        [
            helper.make_tensor_value_info("start", TensorProto.FLOAT, axes),
            helper.make_tensor_value_info("end", TensorProto.FLOAT, axes),
        ],
        initializer=builder.graph.initialisers,
    )
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=8)
    embeddings = out.with_suffix(".embeddings.bin")
    tensor = next(each for each in model.graph.initializer if each.name == "word_embeddings")
    embeddings.write_bytes(tensor.raw_data)
    onnx.external_data_helper.set_external_data(tensor, embeddings.name, 0, len(tensor.raw_data))
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    out.write_bytes(model.SerializeToString())


class _Reader:
    def __init__(self, weights: Mapping[str, Array], shape: Shape) -> None:
        self.graph = GraphBuilder()
        self._weights = weights
        self._shape = shape

    def build(self) -> None:
        graph = self.graph
        self._prepare()
        value = self._embedded()
        for number in range(self._shape.n_layers):
            value = self._layer(f"mpnet.encoder.layer.{number}.", value)
        both = graph.node("Gemm", value, *self._linear_constants("qa_outputs."), transB=1)
        for name, half in zip(("start", "end"), graph.split(both, 2, axis=1), strict=True):
            graph.node("Reshape", half, self._pieces_shape, name=name)

    def _prepare(self) -> None:
        """Compute what every layer needs: shapes, the attention bias and the zero points of quantised rows."""
        graph = self.graph
        self._pieces_shape = graph.node("Shape", "input_ids")
        length = graph.node("Gather", self._pieces_shape, graph.constant(np.array(1, dtype=np.int64)))
        zero, one = (graph.constant(np.array(value, dtype=np.int64)) for value in (0, 1))
        self._places = graph.node("Range", zero, length, one)
        hidden = graph.constant(np.array([self._shape.hidden], dtype=np.int64))
        self._hidden_shape = graph.node("Concat", self._pieces_shape, hidden, axis=0)
        self._flat_shape = graph.constant(np.array([-1, self._shape.hidden], dtype=np.int64))
        n_rows = graph.node("Size", "input_ids")
        rows = graph.node("Reshape", n_rows, graph.constant(np.array([1], dtype=np.int64)))
        self._zero_points = graph.node("Expand", graph.constant(np.array([128], dtype=np.uint8)), rows)
        self._one = graph.constant(np.array([1.0], dtype=np.float32))
        self._zero_point = graph.constant(np.array(128, dtype=np.uint8))
        self._per_step = graph.constant(np.array(1 / _LARGEST, dtype=np.float32))
        self._least = graph.constant(np.array(1e-9, dtype=np.float32))
        self._bias = self._attention_bias()

    def _attention_bias(self) -> str:
        """Return what is added to the attention scores, shape (texts, heads, pieces, pieces)."""
        graph, n = self.graph, self._shape.n_positions
        table = self._weights["mpnet.encoder.relative_attention_bias.weight"][position_buckets(n)]
        row = graph.node("Unsqueeze", self._places, graph.constant(np.array([0], dtype=np.int64)))
        column = graph.node("Unsqueeze", self._places, graph.constant(np.array([1], dtype=np.int64)))
        distance = graph.node(
            "Add", graph.node("Sub", row, column), graph.constant(np.array(n - 1, dtype=np.int64))
        )
        by_head = graph.constant(table.T.astype(np.float32), ATTENTION_BIAS)
        position = graph.node("Gather", by_head, distance, axis=1)
        mask = graph.node("Cast", "attention_mask", to=1)
        silent = graph.node(
            "Mul",
            graph.node("Sub", mask, graph.constant(np.array(1.0, dtype=np.float32))),
            graph.constant(np.array(1e9, dtype=np.float32)),
        )
        axes = graph.constant(np.array([1, 2], dtype=np.int64))
        return graph.node("Add", position, graph.node("Unsqueeze", silent, axes))

    def _embedded(self) -> str:
        """Return the embeddings of all word pieces, shape (texts × pieces, hidden)."""
        graph, prefix = self.graph, "mpnet.embeddings."
        table, scales = quantised(self._weights[f"{prefix}word_embeddings.weight"])
        words = graph.node("Gather", graph.constant(table, "word_embeddings"), "input_ids")
        scale = graph.node("Gather", graph.constant(scales[:, None], "word_embeddings.scales"), "input_ids")
        words = graph.node("Mul", graph.node("Cast", words, to=1), scale)
        positions = self._weights[POSITIONS][FIRST_POSITION:]
        placed = graph.node("Gather", graph.constant(positions.astype(np.float32), POSITIONS), self._places)
        flat = graph.node("Reshape", graph.node("Add", words, placed), self._flat_shape)
        return self._normalised(flat, f"{prefix}LayerNorm.")

    def _layer(self, prefix: str, value: str) -> str:
        graph = self.graph
        attention = f"{prefix}attention.attn."
        names = [f"{attention}{part}." for part in "qkv"]
        scales = [query_scale(self._shape.hidden, self._shape.n_heads), 1.0, 1.0]
        weight = np.concatenate([s * self._weights[f"{n}weight"] for n, s in zip(names, scales, strict=True)])
        bias = np.concatenate([s * self._weights[f"{n}bias"] for n, s in zip(names, scales, strict=True)])
        projected = self._product(f"{attention}qkv.weight", weight, value)
        parts = graph.split(projected, 3, axis=1)
        parts = [graph.node("Reshape", part, self._hidden_shape) for part in parts]
        attended = graph.node(
            "MultiHeadAttention",
            *parts,
            graph.constant(bias.astype(np.float32), f"{attention}qkv.bias"),
            "",
            self._bias,
            domain=_MICROSOFT,
            num_heads=self._shape.n_heads,
            scale=1.0,
        )
        attended = graph.node("Reshape", attended, self._flat_shape)
        output = f"{attention}o."
        value = self._normalised(
            self._linear(output, attended), f"{prefix}attention.LayerNorm.", value, f"{output}bias"
        )
        inner, outer = f"{prefix}intermediate.dense.", f"{prefix}output.dense."
        wide = self._linear(inner, value)
        bias_name = self._weight(f"{inner}bias")
        wide = graph.node("BiasGelu", wide, bias_name, domain=_MICROSOFT)
        return self._normalised(
            self._linear(outer, wide), f"{prefix}output.LayerNorm.", value, f"{outer}bias"
        )

    def _linear(self, prefix: str, value: str) -> str:
        return self._product(f"{prefix}weight", self._weights[f"{prefix}weight"], value)

    def _product(self, name: str, weight: Array, value: str) -> str:
        """Return the product of activations, shape (rows, in), and a weight, shape (out, in); no bias is added.

        The graph keeps the weight as `name`, shape (in, out), and its scales as `name` + SCALES, shape (out,).
        """
        graph = self.graph
        table, channel_scales = quantised(weight)
        largest = graph.node("ReduceMax", graph.node("Abs", value), axes=[1], keepdims=0)
        scale = graph.node("Mul", graph.node("Max", largest, self._least), self._per_step)
        rounded = graph.node("QuantizeLinear", value, scale, self._zero_points, axis=0)
        product = graph.node(
            "MatMulIntegerToFloat",
            rounded,
            graph.constant(table.T, name),
            self._one,
            graph.constant(channel_scales, name + SCALES),
            self._zero_point,
            domain=_MICROSOFT,
        )
        axes = graph.constant(np.array([1], dtype=np.int64))
        return graph.node("Mul", product, graph.node("Unsqueeze", scale, axes))

    def _normalised(self, value: str, prefix: str, skip: str | None = None, bias: str | None = None) -> str:
        graph = self.graph
        gamma, beta = self._linear_constants(prefix)
        if skip is not None and bias is not None:
            # SkipLayerNormalization does all of this in one kernel, which takes ten times as long.
            value = graph.node("Add", graph.node("Add", value, self._weight(bias)), skip)
        return graph.node("LayerNormalization", value, gamma, beta, axis=-1, epsilon=_EPSILON)

    def _linear_constants(self, prefix: str) -> tuple[str, str]:
        return self._weight(f"{prefix}weight"), self._weight(f"{prefix}bias")

    def _weight(self, name: str) -> str:
        """Store a weight in single precision by its own name."""
        return self.graph.constant(self._weights[name].astype(np.float32), name)
