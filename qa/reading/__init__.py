"""Hits → answer spans."""

from qa.reading.reader import Reader, Reading
from qa.reading.sentence_reader import SentenceReader

__all__ = ["Reader", "Reading", "SentenceReader"]
