"""File → Article."""

from qa.articles.files import find
from qa.articles.loading import Loaded, load

__all__ = ["Loaded", "find", "load"]
