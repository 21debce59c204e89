"""A look at the installation, the model and the library, one check after another."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from qa.embedding import find_model, open_encoder
from qa.errors import DatelineError
from qa.library import Library
from qa.settings.locations import config_file
from qa.settings.settings import Settings
from qa.utils.text import printable

_PACKAGES = (
    "apsw",
    "faiss-cpu",
    "onnxruntime",
    "sentence-transformers",
    "sentencex",
    "textual",
    "tokenizers",
    "torch",
)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `remedy` is empty unless something is wrong or worth knowing."""

    name: str
    healthy: bool
    finding: str
    remedy: str = ""


def examine(settings: Settings) -> Iterator[Check]:
    """Yield the checks as they are made; none of them changes an article or a library."""
    yield _packages()
    yield Check("settings", healthy=True, finding=printable(str(config_file())))
    yield _guarded("model", lambda: _model(settings))
    yield _guarded("encoder", lambda: _encoder(settings))
    yield _guarded("library", lambda: _library(settings))
    yield _guarded("vectors", lambda: _vectors(settings))


def _guarded(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, healthy=True, finding=look())
    except DatelineError as error:
        return Check(name, healthy=False, finding=printable(error.message), remedy=printable(error.hint))


def _packages() -> Check:
    found, missing = [f"Python {sys.version.split()[0]}"], []
    for name in _PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        remedy = "Install Dateline again in a fresh virtual environment."
        return Check("packages", healthy=False, finding=f"missing: {', '.join(missing)}", remedy=remedy)
    return Check("packages", healthy=True, finding=", ".join(found))


def _model(settings: Settings) -> str:
    model = find_model(settings.model)
    model.verify()
    return f"{model.name}, sha256 {model.digest[:12]}…, in {model.path}"


def _encoder(settings: Settings) -> str:
    encoder = open_encoder(find_model(settings.model), settings.precision, settings.cache)
    vector = encoder.encode(["A word to try it with."], "query")[0]
    length = float(np.linalg.norm(vector))
    return f"{encoder.identity}; a vector has length {length:.3f}"


def _library(settings: Settings) -> str:
    library = Library(settings.library)
    if not library.exists:
        return f"none yet at {settings.library}; make one with: dateline index FOLDER"
    library.verify()
    stored = library.identity()
    if stored is not None:
        encoder = open_encoder(find_model(settings.model), settings.precision, settings.cache)
        library.check(encoder.identity, settings.passage_pieces)
    n_articles, n_passages = library.store.counts()
    n_undated = sum(summary.published is None for summary in library.articles())
    holds = f"{n_articles} articles ({n_undated} without a date), {n_passages} passages"
    made_with = f", made with {stored[0]}" if stored else ""
    return f"{holds}{made_with}, at {settings.library}"


def _vectors(settings: Settings) -> str:
    library = Library(settings.library)
    if not library.exists:
        return "none yet"
    held = np.sort(library.vector_ids())
    stored = np.sort(library.store.passage_ids())
    if not np.array_equal(held, stored):
        raise DatelineError(
            "FAISS and SQLite do not hold the same passages.",
            "Delete vectors.snapshot in the library.",
        )
    return f"FAISS holds the {len(held)} passages of SQLite"
