"""Reading: hits → answer spans."""

from qa.reading.open import open_reader
from qa.reading.reader import ArticleSource, Reader, Reading

__all__ = ["ArticleSource", "Reader", "Reading", "open_reader"]
