"""The trained reader as a function: a question and a passage → logits."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np

from qa.embedding.weights import find_model
from qa.errors import WeightsError, brief
from qa.indexing.passages import sentence_spans
from qa.reading.decoding import PassageLogits
from qa.utils.parallel import each

WEIGHTS = Path(__file__).with_name("weights")
_QUESTION_PIECES = 40
_LONGEST_INPUT = 320  # a passage with as much again around it, and its question


class ReaderModel:
    """Runs the weights on ONNX Runtime, one passage to a run.

    int8 scales whatever runs together by its largest value, so a passage alone always has the same logits.
    `n_threads` is how many runs there are at a time, None for as many as there are processors.
    """

    def __init__(self, path: Path = WEIGHTS / "reader.int8.onnx", *, n_threads: int | None = None) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = 1
        try:
            self._session = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            raise WeightsError(
                path, f"cannot be opened ({brief(error)})", "Install Dateline again."
            ) from error
        self.tokenizer = find_model("all-MiniLM-L6-v2").tokenizer()
        self._n_threads = n_threads
        self._opening, self._closing = self.tokenizer.encode("").ids

    def logits(self, question: str, passages: Sequence[str]) -> list[PassageLogits]:
        """Return what the model says of each passage."""
        asked = self.tokenizer.encode(question, add_special_tokens=False).ids[:_QUESTION_PIECES]
        first = [self._opening, *asked, self._closing]
        return each(partial(self._one, first), passages, self._n_threads)

    def _one(self, first: list[int], passage: str) -> PassageLogits:
        encoding = self.tokenizer.encode(passage, add_special_tokens=False)
        room = _LONGEST_INPUT - len(first) - 1
        body = encoding.ids[:room]
        ids = np.array([[*first, *body, self._closing]], dtype=np.int64)
        segments = np.zeros_like(ids)
        segments[0, len(first) :] = 1
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": segments}
        start, end = self._session.run(None, feed)
        inside = slice(len(first), len(first) + len(body))
        return PassageLogits(
            start=start[0, inside],
            end=end[0, inside],
            offsets=np.array(encoding.offsets[:room], dtype=np.int64).reshape(-1, 2),
            null=float(start[0, 0] + end[0, 0]),
            sentences=tuple(sentence_spans(passage)),
        )
