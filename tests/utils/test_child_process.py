"""Child processes run Dateline's own modules, not those in the current folder."""

import subprocess
import sys
from pathlib import Path

import pytest

from qa.cli.programs_app import _chat_command
from qa.embedding.onnx_model import _export_apart
from qa.embedding.weights import ModelFolder
from qa.utils.child_process import child_environment

HOSTILE = "import pathlib; pathlib.Path('taken-over').touch()"


@pytest.fixture(autouse=True)
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Use a folder with modules named like those of Dateline, its libraries and Python."""
    for name in ("qa", "tui", "typer", "torch", "json", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text(HOSTILE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_hostile_folder_can_run_code_in_an_unprotected_child(hostile: Path) -> None:
    subprocess.run([sys.executable, "-m", "qa.cli"], check=False, capture_output=True)
    assert (hostile / "taken-over").exists()


def test_the_web_app_runs_no_code_from_a_hostile_folder(hostile: Path) -> None:
    done = subprocess.run(
        _chat_command(None, []), env=child_environment(), capture_output=True, text=True, check=False
    )
    assert "The app needs a terminal." in done.stderr
    assert not (hostile / "taken-over").exists()


def test_the_export_of_a_model_is_dateline_itself(hostile: Path) -> None:
    """It fails before it imports torch, because there is no folder to write to."""
    with pytest.raises(FileNotFoundError):
        _export_apart(ModelFolder("m", hostile), hostile / "no-folder" / "model.onnx")
    assert not (hostile / "taken-over").exists()
