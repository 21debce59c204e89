"""Reading: hits → answer spans."""

from qa.reading.open import open_reader
from qa.reading.reader import ArticleSource, Asked, Reader, Reading

__all__ = ["ArticleSource", "Asked", "Reader", "Reading", "open_reader"]
