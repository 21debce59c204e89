"""The fast form of a model: ONNX with int8 weights, built once from its sentence-transformers form.

Per-channel quantisation keeps the vectors within a cosine of about 0.994 of the full-precision ones; one scale for a
whole matrix would give 0.944. The whole model is exported, including pooling and normalisation, so that any
sentence-transformers model works and runs without torch.
"""

import hashlib
import json
import os
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from qa.embedding.weights import ModelFolder
from qa.errors import EncoderError
from qa.utils.child_process import child_environment, python_command

_RECIPE = "2"  # increase it whenever the export changes, so that no older cache is used
_MODEL_FILE = "model.int8.onnx"
_STAMP_FILE = "stamp.json"


def fast_model(model: ModelFolder, cache: Path, on_build: Callable[[], None]) -> Path:
    """Return the path of the int8 model, building it under `cache` the first time."""
    folder = _folder(model, cache)
    if not _is_whole(folder):
        from filelock import FileLock

        try:
            cache.mkdir(parents=True, exist_ok=True)
            with FileLock(cache / "build.lock"):
                if not _is_whole(folder):
                    on_build()
                    _build(model, folder)
        except OSError as error:
            raise EncoderError(
                f"Can't write the converted model to {folder} ({error.strerror}).",
                "Free some space, or set DATELINE_CACHE to a writable folder.",
            ) from error
    return folder / _MODEL_FILE


def built_model(model: ModelFolder, cache: Path) -> Path | None:
    """Return the path of the int8 model, None if it isn't built yet."""
    folder = _folder(model, cache)
    return folder / _MODEL_FILE if _is_whole(folder) else None


def _folder(model: ModelFolder, cache: Path) -> Path:
    return cache / f"{model.digest[:16]}-int8-{_RECIPE}"


def _is_whole(folder: Path) -> bool:
    try:
        stamp = json.loads((folder / _STAMP_FILE).read_text(encoding="utf-8"))
        with (folder / _MODEL_FILE).open("rb") as file:
            return bool(stamp["sha256"] == hashlib.file_digest(file, "sha256").hexdigest())
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _build(model: ModelFolder, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="building-") as work:
        small = Path(work, _MODEL_FILE)
        _export_apart(model, small)
        with small.open("rb") as file:
            os.fsync(file.fileno())
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        stamp = Path(work, _STAMP_FILE)
        stamp.write_text(json.dumps({"sha256": digest, "source_sha256": model.digest}), encoding="utf-8")
        small.replace(folder / _MODEL_FILE)
        stamp.replace(folder / _STAMP_FILE)


def _export_apart(model: ModelFolder, target: Path) -> None:
    """Export in a separate process, because torch blocks all threads of its process for seconds.

    The process also releases its memory. The last line that it prints says what went wrong; see
    qa.embedding.exporting.
    """
    command = python_command("qa.embedding.exporting", model.name, str(model.path), str(target))
    try:
        done = subprocess.run(  # noqa: S603 - this very program
            command,
            env=child_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        raise not_built(model.name, error.strerror or str(error)) from error
    if done.returncode != 0:
        raise _reported_error(done.stdout) or not_built(
            model.name, (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        )


def _reported_error(printed: str) -> Exception | None:
    try:
        report = json.loads(printed.splitlines()[-1])
        return OSError(*report["os"]) if "os" in report else EncoderError(*report["told"])
    except (ValueError, IndexError, KeyError, TypeError):
        return None


def not_built(name: str, how: str) -> EncoderError:
    """Return the error that the fast form could not be built."""
    return EncoderError(
        f"Can't convert the model “{name}” ({how}).",
        'Set precision = "fp32" to use the model as published.',
    )
