"""Indexing: articles are split into passages, encoded and stored."""
