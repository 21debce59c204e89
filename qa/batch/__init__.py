"""Question files → answer files: parallel, complete or not written at all, and resumable."""

from qa.batch.asking import ask_all
from qa.batch.batch_result import BatchResult
from qa.batch.formats import FORMATS, Format, format_of
from qa.batch.kept import RecordedBatch
from qa.batch.running import Destination, run_batch

__all__ = [
    "FORMATS",
    "BatchResult",
    "Destination",
    "Format",
    "RecordedBatch",
    "ask_all",
    "format_of",
    "run_batch",
]
