"""The weights of a graph that ONNX Runtime quantised, to train on from the small reader that ships."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_MODULE = "model."  # training.export wraps the model in a module of this name


def dequantised_dynamic(path: Path) -> dict[str, NDArray[Any]]:
    """Return the weights that `training.export` wrote for `minilm`, by their names in BertForQuestionAnswering.

    They differ from the original by the rounding of int8. The word embeddings are left out because training keeps
    those of the base.
    """
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(path)).graph
    stored = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    weights = {
        name.removeprefix(_MODULE): value
        for name, value in stored.items()
        if name.startswith(_MODULE) and name.endswith((".weight", ".bias"))
    }
    for table in ("token_type_embeddings", "position_embeddings"):
        name = f"{_MODULE}bert.embeddings.{table}.weight"
        weights[name.removeprefix(_MODULE)] = _real(name, stored)
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            name = node.name.removeprefix("/model/").removesuffix("/MatMul_quant").replace("/", ".")
            weights[f"{name}.weight"] = _real(node.input[1].removesuffix("_quantized"), stored).T.copy()
    return weights


def _real(name: str, stored: dict[str, NDArray[Any]]) -> NDArray[Any]:
    """Return a quantised tensor in single precision; its scale is one number, or one for each column."""
    zero = stored[f"{name}_zero_point"].astype(np.float32)
    real: NDArray[Any] = (stored[f"{name}_quantized"].astype(np.float32) - zero) * stored[f"{name}_scale"]
    return real
