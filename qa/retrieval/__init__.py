"""Retrieval: question → Hits, dense and sparse results fused."""
