"""Hits → answer spans."""

from qa.reading.extractive_reader import ExtractiveReader
from qa.reading.reader import Reader, Reading

__all__ = ["ExtractiveReader", "Reader", "Reading"]
