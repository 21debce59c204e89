"""The two encoders: int8 on ONNX Runtime, and full precision on sentence-transformers."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from qa.embedding.weights import ModelFolder
from qa.utils.onnx_sessions import open_session
from qa.utils.parallel import each

Precision: TypeAlias = Literal["int8", "fp32"]
Role: TypeAlias = Literal["query", "passage"]
Vectors: TypeAlias = NDArray[np.float32]
_N_KEPT = 16  # queries
_ahead: dict[tuple[str, Path], "Future[OnnxEncoder | None]"] = {}
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Identity:
    """What two vectors must share to be comparable: the same weights at the same precision."""

    model: str
    digest: str
    precision: str
    dimensions: int

    def __str__(self) -> str:
        return f"{self.model} ({self.precision}, {self.dimensions} dimensions, {self.digest[:8]})"


class Encoder(Protocol):
    """Turns texts into vectors whose inner product is their cosine."""

    @property
    def identity(self) -> Identity:
        """The identity of its vectors."""

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Return unit vectors, shape (len(texts), dimensions), float32; long texts are truncated."""


class OnnxEncoder:
    """The fast encoder, without torch.

    Texts run one at a time, because dynamic quantisation scales a whole batch together, so that a text's vector would
    depend on the others. Alone it is always the same, and no slower on a few cores. `n_threads` is the number of
    texts run at a time, None for as many as there are processors.
    """

    def __init__(self, model: ModelFolder, onnx_path: Path, *, n_threads: int | None = None) -> None:
        self._session = open_session(onnx_path)
        self._n_threads = n_threads
        self._inputs = {item.name for item in self._session.get_inputs()}
        self._tokenizer = model.tokenizer()
        self._tokenizer.enable_truncation(model.max_pieces)
        self._prompts: dict[Role, str] = {
            "query": model.prompt("query"),
            "passage": model.prompt("passage"),
        }
        self._kept = lru_cache(_N_KEPT)(self._one)  # a question is classified and searched for
        self._identity = Identity(model.name, model.digest, "int8", self._one("").shape[0])

    @property
    def identity(self) -> Identity:
        """The identity of its vectors."""
        return self._identity

    def with_threads(self, n_threads: int | None) -> "OnnxEncoder":
        """Return this encoder after a change of its number of threads."""
        self._n_threads = n_threads
        return self

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Return unit vectors, shape (len(texts), dimensions), float32.

        The longest texts come first, so that no thread is left with a long one at the end.
        """
        vectors = np.empty((len(texts), self._identity.dimensions), dtype=np.float32)
        rows = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
        prompt, one = self._prompts[role], self._kept if role == "query" else self._one
        found = each(lambda row: one(prompt + texts[row]), rows, self._n_threads)
        for row, vector in zip(rows, found, strict=True):
            vectors[row] = vector
        return vectors

    def _one(self, text: str) -> Vectors:
        encoding = self._tokenizer.encode(text)
        feed = {
            "input_ids": encoding.ids,
            "attention_mask": encoding.attention_mask,
            "token_type_ids": encoding.type_ids,
        }
        arrays = {name: np.array([feed[name]], dtype=np.int64) for name in self._inputs}
        vector: Vectors = self._session.run(None, arrays)[0][0]
        return vector


class ReferenceEncoder:
    """The model at full precision, run by sentence-transformers."""

    def __init__(self, model: ModelFolder) -> None:
        from qa.embedding.reference import load_reference

        self._model: Any = load_reference(model)
        self._running = threading.Lock()  # the tokenizer refuses a second thread
        self._prompts: dict[Role, str] = {
            "query": model.prompt("query"),
            "passage": model.prompt("passage"),
        }
        dimensions = len(self._model.encode("", show_progress_bar=False))
        self._identity = Identity(model.name, model.digest, "fp32", dimensions)

    @property
    def identity(self) -> Identity:
        """The identity of its vectors."""
        return self._identity

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Return unit vectors, shape (len(texts), dimensions), float32."""
        if not texts:
            return np.empty((0, self._identity.dimensions), dtype=np.float32)
        with self._running:
            vectors: Vectors = self._model.encode(
                list(texts),
                prompt=self._prompts[role] or None,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return vectors.astype(np.float32, copy=False)


def open_encoder(
    model: ModelFolder,
    precision: Precision,
    cache: Path,
    on_build: Callable[[], None] = lambda: None,
    *,
    n_threads: int | None = None,
) -> Encoder:
    """Open a model; `on_build` is called before the fast form is built, which takes some seconds.

    `n_threads` only affects the fast form; see OnnxEncoder.
    """
    if precision == "fp32":
        return ReferenceEncoder(model)
    from qa.embedding.onnx_model import fast_model

    with _lock:
        ahead = _ahead.pop((model.name, cache), None)
    if ahead is not None and (encoder := ahead.result()) is not None:
        return encoder.with_threads(n_threads)
    return OnnxEncoder(model, fast_model(model, cache, on_build), n_threads=n_threads)


def open_encoder_ahead(model: ModelFolder, precision: Precision, cache: Path) -> None:
    """Begin to open a model's fast form, if there is one, so that the next `open_encoder` takes less time."""
    if precision == "fp32":
        return
    from qa.embedding.onnx_model import built_model

    def opened() -> OnnxEncoder | None:
        path = built_model(model, cache)
        return None if path is None else OnnxEncoder(model, path)

    with _lock:
        if (model.name, cache) not in _ahead:
            pool = ThreadPoolExecutor(1, "dateline-model")
            _ahead[model.name, cache] = pool.submit(opened)
            pool.shutdown(wait=False)
