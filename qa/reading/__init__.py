"""Hits → answer spans."""

from qa.reading.extractive_reader import ExtractiveReader
from qa.reading.reader import ArticleSource, Reader, Reading

__all__ = ["ArticleSource", "ExtractiveReader", "Reader", "Reading"]
