"""Opening the reader that the settings name. Importing this module doesn't import the readers."""

from pathlib import Path
from typing import Literal

from qa.reading.reader import Reader
from qa.reading.reader_model import BEST, BEST_FILES, FAST, WEIGHTS
from qa.utils.checksums import verify_files
from qa.utils.onnx_sessions import open_ahead

ReaderName = Literal["best", "fast"]


def open_reader(name: ReaderName, weights: Path = WEIGHTS, *, n_threads: int | None = None) -> Reader:
    """Open a reader by name: `best` reads the most promising passages again with the large model."""
    from qa.reading.best_reader import BestReader
    from qa.reading.fast_reader import FastReader

    return (BestReader if name == "best" else FastReader)(weights, n_threads=n_threads)


def open_reader_ahead(name: ReaderName, weights: Path = WEIGHTS) -> None:
    """Begin to open the models of a reader, so that the next `open_reader` of this process takes less time."""
    if name == "best":
        open_ahead(weights / BEST, lambda: verify_files(weights, BEST_FILES))
    open_ahead(weights / FAST, lambda: verify_files(weights, (FAST,)))
