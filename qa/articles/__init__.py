"""File → Article."""

from qa.articles.files import SUFFIXES, find
from qa.articles.loading import Loaded, load

__all__ = ["SUFFIXES", "Loaded", "find", "load"]
