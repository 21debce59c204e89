"""The model as its authors publish it, run by sentence-transformers: the reference for the fast form."""

from typing import TYPE_CHECKING

from qa.embedding.weights import ModelFolder
from qa.errors import EncoderError, brief

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


def load_reference(model: ModelFolder) -> "SentenceTransformer":
    """Load a model on the CPU, in evaluation mode, without asking any hub."""
    model.verify()
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(str(model.path), device="cpu", local_files_only=True).eval()
    except Exception as error:
        raise EncoderError(
            f"The model in {model.path} cannot be loaded ({brief(error)}).",
            "Give the folder of a whole sentence-transformers model.",
        ) from error
