"""Storage: SQLite is the source of truth, FAISS searches a copy of the vectors."""

from qa.library.library import Library
from qa.library.removal import RemovedArticle
from qa.library.store import ArticleSummary

__all__ = ["ArticleSummary", "Library", "RemovedArticle"]
