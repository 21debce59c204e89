"""The model is converted in a separate process, and its errors are reported as if they happened here."""

import sys
from pathlib import Path

import numpy as np
import pytest

from qa.embedding.exporting import drop_nan_checks, export
from qa.embedding.onnx_model import fast_model
from qa.embedding.weights import ModelFolder, find_model
from qa.errors import EncoderError


def test_only_nan_checks_are_removed_from_a_graph(tmp_path: Path) -> None:
    import onnx
    import onnxruntime
    from onnx import TensorProto, helper

    nodes = [
        helper.make_node("Softmax", ["scores"], ["weights"]),
        helper.make_node("IsNaN", ["weights"], ["is_nan"]),
        helper.make_node("Where", ["is_nan", "zero", "weights"], ["attention"]),
        helper.make_node("Where", ["is_hidden", "zero", "attention"], ["seen"]),
    ]
    row = [1, 3]
    graph = helper.make_graph(
        nodes,
        "attention",
        [
            helper.make_tensor_value_info("scores", TensorProto.FLOAT, row),
            helper.make_tensor_value_info("is_hidden", TensorProto.BOOL, row),
        ],
        [helper.make_tensor_value_info("seen", TensorProto.FLOAT, row)],
        [helper.make_tensor("zero", TensorProto.FLOAT, [], [0.0])],
    )
    path = tmp_path / "full.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)

    def run() -> bytes:
        session = onnxruntime.InferenceSession(path)
        feed = {"scores": np.array([[0.5, 2, 1]], np.float32), "is_hidden": np.array([[False, True, False]])}
        return bytes(session.run(None, feed)[0].tobytes())

    before = run()
    drop_nan_checks(path)
    assert [node.op_type for node in onnx.load(path).graph.node] == ["Softmax", "Where"]
    assert run() == before


def test_a_folder_without_a_model_is_an_error(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(EncoderError, match=r"Can't load") as reported:
        export(ModelFolder("mine", folder), tmp_path / "exported.onnx")
    assert "Use the folder" in reported.value.hint


def test_a_process_that_cannot_start_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no python"))
    with pytest.raises(EncoderError, match=r"Can't convert the model “.*” \(No such file"):
        fast_model(find_model("all-MiniLM-L6-v2"), tmp_path / "cache", lambda: None)


def test_a_process_that_ends_silently_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho killed >&2\nexit 9\n")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    with pytest.raises(EncoderError, match=r"Can't convert the model “.*” \(killed\)"):
        fast_model(find_model("all-MiniLM-L6-v2"), tmp_path / "cache", lambda: None)
