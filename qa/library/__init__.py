"""Storage. In the embedded engine, SQLite is the source of truth, and FAISS searches a copy of the vectors."""

from qa.library.embedded import ORIGINALS, EmbeddedLibrary
from qa.library.interface import Library
from qa.library.removal import RemovedArticle
from qa.library.stored_articles import ArticleSummary
from qa.library.upgrading import Upgrade

__all__ = ["ORIGINALS", "ArticleSummary", "EmbeddedLibrary", "Library", "RemovedArticle", "Upgrade"]
