"""File → articles."""

from qa.articles.files import find, read_bytes
from qa.articles.loading import Loaded, load

__all__ = ["Loaded", "find", "load", "read_bytes"]
