"""Opening the library that a command is about.

Modules are imported only when a command needs them, so that --help costs little.
"""

import gc
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from qa.utils.text import printable

_opened: list[Path] = []


def settings_for(library: str | None) -> Any:
    """Return the settings, with another library if one is named."""
    from qa.settings.settings import load_settings

    if library is None:
        return load_settings()
    from qa.settings.library_names import library_named

    return load_settings(library=library_named(library))


def engine_for(library: str | None, *, n_threads: int | None = None) -> Any:
    """Return an engine on the library. An upgrade of the library is reported on standard error."""
    from qa.engine import Engine

    settings = settings_for(library)
    _opened.append(settings.library)
    return Engine(settings, n_threads=n_threads, on_upgrade=print_upgrade)


def existing(engine: Any) -> Any:
    """Return an engine whose library exists; LibraryMissingError if it doesn't, before anything is made there."""
    if not engine.library.exists:
        from qa.errors import LibraryMissingError

        raise LibraryMissingError(engine.settings.library)
    return engine


def workers_for(n_workers: int | None, address: str | None) -> AbstractContextManager[Any]:
    """Return a context with the workers that the options ask for, None for this process alone."""
    if n_workers is None and address is None:
        return nullcontext()
    from qa.workers import opened_workers

    return opened_workers(n_workers, address)


def note_opened() -> None:
    """Record which libraries were used, so that they can be named and listed."""
    if not _opened:
        return
    from qa.settings.library_names import is_library
    from qa.settings.recent_libraries import note_library

    for path in filter(is_library, dict.fromkeys(_opened)):
        note_library(path)
    _opened.clear()


def print_upgrade(upgrade: Any) -> None:
    """Print what was done to a library of an older format."""
    from qa.cli.output import err

    for sentence in upgrade.notice:
        err().print(printable(sentence))


def open_models_ahead(library: str | None) -> None:
    """Begin to open the models, before everything else that answering needs is imported."""
    settings = settings_for(library)
    if settings.folder.is_dir():
        from qa.embedding import find_model
        from qa.embedding.encoder import open_encoder_ahead
        from qa.reading.open import open_reader_ahead

        open_reader_ahead(settings.reader)
        open_encoder_ahead(find_model(settings.model), settings.precision, settings.cache)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Pause Python's garbage collector: it takes a tenth of the time of a process that ends after one answer."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
