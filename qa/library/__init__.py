"""What is stored: SQLite holds the truth, FAISS a copy of its vectors."""

from qa.library.library import Library
from qa.library.store import ArticleSummary

__all__ = ["ArticleSummary", "Library"]
