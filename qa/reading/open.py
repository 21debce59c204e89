"""Opening the reader that the settings name."""

from pathlib import Path
from typing import Literal

from qa.reading.best_reader import BestReader
from qa.reading.fast_reader import FastReader
from qa.reading.reader import Reader
from qa.reading.reader_model import WEIGHTS

ReaderName = Literal["best", "fast"]


def open_reader(name: ReaderName, weights: Path = WEIGHTS, *, n_threads: int | None = None) -> Reader:
    """Open a reader by name: `best` reads the most promising passages again with the large model."""
    return (BestReader if name == "best" else FastReader)(weights, n_threads=n_threads)
