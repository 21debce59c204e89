"""Storage: SQLite is the source of truth, FAISS searches a copy of the vectors."""

from qa.library.library import ORIGINALS, Library
from qa.library.removal import RemovedArticle
from qa.library.store import ArticleSummary
from qa.library.upgrading import Upgrade

__all__ = ["ORIGINALS", "ArticleSummary", "Library", "RemovedArticle", "Upgrade"]
