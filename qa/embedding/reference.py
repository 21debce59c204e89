"""The model as published, run by sentence-transformers: the reference for the fast form."""

from typing import TYPE_CHECKING

from qa.embedding.weights import ModelFolder
from qa.errors import EncoderError, brief

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


def load_reference(model: ModelFolder) -> "SentenceTransformer":
    """Load a model on the CPU in evaluation mode, without network access."""
    model.verify()
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(str(model.path), device="cpu", local_files_only=True).eval()
    except Exception as error:
        raise EncoderError(
            f"Can't load the model in {model.path} ({brief(error)}).",
            "Use the folder of a complete sentence-transformers model.",
        ) from error
