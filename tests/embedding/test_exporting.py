"""The model is converted in a separate process, and its errors are reported as if they happened here."""

import sys
from pathlib import Path

import pytest

from qa.embedding.exporting import export
from qa.embedding.onnx_model import fast_model
from qa.embedding.weights import ModelFolder, find_model
from qa.errors import EncoderError


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
