"""Texts → unit vectors."""

from qa.embedding.encoder import Encoder, Identity, open_encoder
from qa.embedding.weights import DEFAULT_MODEL, ModelFolder, find_model

__all__ = ["DEFAULT_MODEL", "Encoder", "Identity", "ModelFolder", "find_model", "open_encoder"]
