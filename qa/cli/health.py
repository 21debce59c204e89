"""Checks of the installation, the models, the library and the conversations, one after another."""

import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from qa.articles.documents import Limits
from qa.articles.formats import FORMATS
from qa.articles.reader import ArticleReader
from qa.cli.output import counted
from qa.embedding import find_model, open_encoder
from qa.errors import REPAIR_COMMAND, ArticleError, DatelineError, LibraryError, WeightsError
from qa.history.checks import check_conversations
from qa.library import Library
from qa.library.checks import PartReport
from qa.library.opening import open_library
from qa.progress import Event
from qa.reading.reader_model import WEIGHTS
from qa.settings.library_location import LanceAddress
from qa.settings.locations import config_file
from qa.settings.settings import Settings
from qa.utils.checksums import read_checksums, verify_file
from qa.utils.text import printable

_PACKAGES = (
    *(each.package for each in FORMATS if each.package),
    "apsw",
    "faiss-cpu",
    "onnxruntime",
    "sentence-transformers",
    "sentencex",
    "textual",
    "tokenizers",
    "torch",
)


_RERUN = "Run the same command with --repair."
_INDEX_AGAIN = "Index the articles again with: dateline index FOLDER"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `remedy` is empty unless something is wrong or worth knowing."""

    name: str
    healthy: bool
    finding: str
    remedy: str = ""


def examine(settings: Settings, watch: Callable[[Event], None]) -> Iterator[Check]:
    """Yield the checks as they are made; none of them changes an article or a library.

    `watch` receives the progress of those that can take more than a second.
    """
    yield _packages()
    yield _formats()
    yield Check("settings", healthy=True, finding=printable(str(config_file())))
    yield _guarded("model", lambda: _model(settings))
    yield _guarded("encoder", lambda: _encoder(settings))
    yield _reader()
    yield from _library_checks(settings, watch)
    yield _part(check_conversations(settings.folder, watch))


def _library_checks(settings: Settings, watch: Callable[[Event], None]) -> Iterator[Check]:
    try:
        library = open_library(settings.library)
    except LibraryError as error:
        yield Check("library", healthy=False, finding=printable(error.message), remedy=printable(error.hint))
        return
    try:
        yield _guarded("library", lambda: _library(settings, library))
        with suppress(DatelineError):  # the check before says why it cannot be opened
            if library.exists:
                remedy = _INDEX_AGAIN if isinstance(settings.library, LanceAddress) else _RERUN
                yield from (_part(report, remedy) for report in library.check_parts(watch))
    finally:
        library.close()


def _guarded(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, healthy=True, finding=look())
    except DatelineError as error:
        remedy = printable(error.hint.replace(REPAIR_COMMAND, _RERUN))
        return Check(name, healthy=False, finding=printable(error.message), remedy=remedy)


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


def _formats() -> Check:
    """Read a small page in the process that parses files."""
    names = ", ".join(each.name for each in FORMATS)
    with ArticleReader(Limits()) as reader:
        found = next(reader.articles(Path("page.html"), b"<p>A sentence to try it with.</p>"))
    if isinstance(found, ArticleError):
        remedy = "Install Dateline again in a fresh virtual environment."
        return Check("formats", healthy=False, finding=printable(found.message), remedy=remedy)
    return Check("formats", healthy=True, finding=f"{names}; the process that parses them works")


def _model(settings: Settings) -> str:
    model = find_model(settings.model)
    model.verify()
    return f"{model.name}, sha256 {model.digest[:12]}…, in {model.path}"


def _encoder(settings: Settings) -> str:
    encoder = open_encoder(find_model(settings.model), settings.precision, settings.cache)
    vector = encoder.encode(["A word to try it with."], "query")[0]
    length = float(np.linalg.norm(vector))
    return f"{encoder.identity}; a vector has length {length:.3f}"


def _reader() -> Check:
    """Compare all weights of the readers with their checksums, each from the disk."""
    try:
        listed = read_checksums(WEIGHTS)
    except WeightsError as error:
        return Check("reader", healthy=False, finding=printable(error.message), remedy=error.hint)
    found = [_weights_error(WEIGHTS / name, digest) for name, digest in listed.items()]
    errors = [error for error in found if error is not None]
    if errors:
        finding = " ".join(printable(each.message) for each in errors)
        return Check("reader", healthy=False, finding=finding, remedy=errors[0].hint)
    return Check("reader", healthy=True, finding=f"{len(listed)} files match their SHA-256, in {WEIGHTS}")


def _weights_error(path: Path, digest: str) -> WeightsError | None:
    try:
        verify_file(path, digest)
    except WeightsError as error:
        return error
    return None


def _part(report: PartReport, remedy: str = _RERUN) -> Check:
    if not report.problems:
        return Check(report.part, healthy=True, finding=report.finding)
    finding = printable("; ".join(report.problems))
    return Check(report.part, healthy=False, finding=finding, remedy=report.remedy or remedy)


def _library(settings: Settings, library: Library) -> str:
    if not library.exists:
        return f"not created yet ({settings.library}). Create it with: dateline index FOLDER"
    stored = library.identity()
    if stored is not None:
        encoder = open_encoder(find_model(settings.model), settings.precision, settings.cache)
        library.check(encoder.identity, settings.passage_pieces)
    n_articles, n_passages = library.store.counts()
    n_undated = sum(summary.published is None for summary in library.articles())
    holds = (
        f"{counted(n_articles, 'article')} ({n_undated:,} without a date), {counted(n_passages, 'passage')}"
    )
    made_with = f", made with {stored[0]}" if stored else ""
    return f"{holds}{made_with}, at {settings.library}"
