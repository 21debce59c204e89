"""The fast form of a model: ONNX, int8 weights, built once from its sentence-transformers form.

Per-channel quantisation keeps the vectors within a cosine of about 0.994 of the full-precision ones;
one scale for a whole matrix would leave 0.944. The whole model is exported, pooling and normalisation
included, so that any sentence-transformers model works and none of its torch code is needed to run it.
"""

import contextlib
import hashlib
import json
import logging
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

from qa.encoder.weights import ModelFolder
from qa.errors import EncoderError, brief

_RECIPE = "1"  # raise it whenever the export changes, so that no cache of an older recipe is used
_OPSET = 17
_MODEL_FILE = "model.int8.onnx"
_STAMP_FILE = "stamp.json"


def fast_model(model: ModelFolder, cache: Path, on_build: Callable[[], None]) -> Path:
    """Return the path of the int8 model, building it under `cache` the first time."""
    folder = cache / f"{model.digest[:16]}-int8-{_RECIPE}"
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
                f"The fast model cannot be written to {folder} ({error.strerror}).",
                "Make room or set DATELINE_CACHE to a folder you may write to.",
            ) from error
    return folder / _MODEL_FILE


def _is_whole(folder: Path) -> bool:
    try:
        stamp = json.loads((folder / _STAMP_FILE).read_text(encoding="utf-8"))
        with (folder / _MODEL_FILE).open("rb") as file:
            return bool(stamp["sha256"] == hashlib.file_digest(file, "sha256").hexdigest())
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _build(model: ModelFolder, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="building-") as work, _quietly():
        full, small = Path(work, "full.onnx"), Path(work, _MODEL_FILE)
        try:
            _export(model, full)
            _quantise(full, small)
        except (OSError, EncoderError):
            raise
        except Exception as error:
            raise EncoderError(
                f"The fast form of the model “{model.name}” could not be built ({brief(error)}).",
                'Set precision = "fp32" to use the model as it is.',
            ) from error
        with small.open("rb") as file:
            os.fsync(file.fileno())
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        stamp = Path(work, _STAMP_FILE)
        stamp.write_text(json.dumps({"sha256": digest, "source_sha256": model.digest}), encoding="utf-8")
        small.replace(folder / _MODEL_FILE)
        stamp.replace(folder / _STAMP_FILE)


def _export(model: ModelFolder, target: Path) -> None:
    import torch

    from qa.encoder.reference import load_reference

    reference = load_reference(model)
    example = reference.tokenizer(["Two sentences.", "Of unlike length."], padding=True, return_tensors="pt")
    names = [name for name in ("input_ids", "attention_mask", "token_type_ids") if name in example]

    class Whole(torch.nn.Module):
        """The model as one function of its inputs, in the order of their names."""

        def __init__(self) -> None:
            super().__init__()
            self.reference = reference

        def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
            features = self.reference(dict(zip(names, inputs, strict=True)))
            vectors: torch.Tensor = features["sentence_embedding"]
            return torch.nn.functional.normalize(vectors, dim=-1)

    axes = {name: {0: "texts", 1: "pieces"} for name in names}
    torch.onnx.export(
        Whole().eval(),
        tuple(example[name] for name in names),
        str(target),
        input_names=names,
        output_names=["vectors"],
        dynamic_axes={**axes, "vectors": {0: "texts"}},
        opset_version=_OPSET,
        dynamo=False,
    )


def _quantise(full: Path, small: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(full, small, per_channel=True, weight_type=QuantType.QInt8)


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """Keep the exporters' remarks, which are about their own future, off the user's screen."""
    previous = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(previous)
