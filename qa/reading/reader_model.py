"""A reader's weights as a function: a question and passages → logits."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from qa.embedding.weights import find_model
from qa.errors import WeightsError, brief
from qa.indexing.passages import sentence_spans
from qa.reading.decoding import PassageLogits
from qa.utils.onnx_sessions import open_session
from qa.utils.parallel import each

WEIGHTS = Path(__file__).with_name("weights")
FAST = "reader.int8.onnx"
BEST = "best.onnx"
BEST_TOKENIZER = "best.tokenizer.json"
BEST_FILES = (BEST, "best.embeddings.bin", BEST_TOKENIZER)
_N_KEPT = 64  # passages
_QUESTION_PIECES = 40
_LONGEST_INPUT = 320  # twice a passage of 128 pieces, and its question


@dataclass(frozen=True, slots=True)
class InputFormat:
    """The special tokens around question and passage, as ids, and whether the model wants segment numbers."""

    opening: int
    between: tuple[int, ...]
    closing: int
    has_segments: bool


class ReaderModel:
    """Runs a reader's weights on ONNX Runtime, one passage per run.

    int8 activations are scaled by everything in a run, so a passage that runs alone always has the same logits.
    `n_threads` is the number of parallel runs, None for as many as there are processors.
    """

    def __init__(
        self, path: Path, tokenizer: Tokenizer, input_format: InputFormat, *, n_threads: int | None = None
    ) -> None:
        try:
            self._session = open_session(path)
        except WeightsError:
            raise
        except Exception as error:
            raise WeightsError(
                path, f"cannot be opened ({brief(error)})", "Install Dateline again."
            ) from error
        self.tokenizer = tokenizer
        self._format = input_format
        self._n_threads = n_threads
        self._kept = lru_cache(_N_KEPT)(self._one)  # interpretations of a question share passages

    def logits(self, question: str, passages: Sequence[str]) -> list[PassageLogits]:
        """Return the model's logits for each passage."""
        asked = self.tokenizer.encode(question, add_special_tokens=False).ids[:_QUESTION_PIECES]
        first = [self._format.opening, *asked, *self._format.between]
        return each(partial(self._kept, tuple(first)), passages, self._n_threads)

    def forget(self) -> None:
        """Forget the logits of earlier questions."""
        self._kept.cache_clear()

    def _one(self, first: tuple[int, ...], passage: str) -> PassageLogits:
        encoding = self.tokenizer.encode(passage, add_special_tokens=False)
        room = _LONGEST_INPUT - len(first) - 1
        body = encoding.ids[:room]
        ids = np.array([[*first, *body, self._format.closing]], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        if self._format.has_segments:
            segments = np.zeros_like(ids)
            segments[0, len(first) :] = 1
            feed["token_type_ids"] = segments
        start, end = self._session.run(None, feed)
        inside = slice(len(first), len(first) + len(body))
        return PassageLogits(
            start=start[0, inside],
            end=end[0, inside],
            offsets=np.array(encoding.offsets[:room], dtype=np.int64).reshape(-1, 2),
            null=float(start[0, 0] + end[0, 0]),
            sentences=tuple(sentence_spans(passage)),
        )


def fast_model(weights: Path = WEIGHTS, *, n_threads: int | None = None) -> ReaderModel:
    """Open the small reader (6 layers of 384), which reads many passages."""
    tokenizer = find_model("all-MiniLM-L6-v2").tokenizer()
    opening, closing = tokenizer.encode("").ids
    input_format = InputFormat(opening, (closing,), closing, has_segments=True)
    return ReaderModel(weights / FAST, tokenizer, input_format, n_threads=n_threads)


def best_model(weights: Path = WEIGHTS, *, n_threads: int | None = None) -> ReaderModel:
    """Open the large reader (12 layers of 768), which reads the few best passages."""
    path = weights / BEST_TOKENIZER
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    opening, closing = tokenizer.encode("").ids
    input_format = InputFormat(opening, (closing, closing), closing, has_segments=False)
    return ReaderModel(weights / BEST, tokenizer, input_format, n_threads=n_threads)
