"""Readers as functions, to measure them: a question and passages → logits, in PyTorch or on ONNX Runtime."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from tokenizers import Tokenizer

from qa.indexing.passages import sentence_spans
from qa.reading.decoding import PassageLogits
from qa.reading.reader_model import InputFormat, ReaderModel
from training.bases import Base, Marks, find_base

_QUESTION_PIECES = 40


class Scorer(Protocol):
    """Anything with the logits of a reader."""

    def logits(self, question: str, passages: Sequence[str]) -> list[PassageLogits]:
        """Return the logits of each passage."""


class _Pieces:
    """Texts → word pieces with the marks of a base."""

    def __init__(self, tokenizer: Tokenizer, marks: Marks) -> None:
        self._tokenizer, self._marks = tokenizer, marks
        self.padding = marks.padding

    def first(self, question: str) -> list[int]:
        asked = self._tokenizer.encode(question, add_special_tokens=False).ids[:_QUESTION_PIECES]
        return [*self._marks.opening, *asked, *self._marks.middle]

    def passage(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        encoded = self._tokenizer.encode(text, add_special_tokens=False)
        return [*encoded.ids, *self._marks.closing], encoded.offsets


class TorchScorer:
    """Reads with weights of a training run; in bfloat16 if not `exact`, which is faster."""

    def __init__(self, base: Base, weights: Path | None, *, exact: bool = False) -> None:
        self._model: Any = base.new_model(weights).eval()
        self._pieces = _Pieces(base.tokenizer(), base.marks())
        self._has_segments = base.has_segments
        self._exact = exact

    def logits(self, question: str, passages: Sequence[str]) -> list[PassageLogits]:
        """Return the logits of each passage, all read in one batch."""
        import torch

        first = self._pieces.first(question)
        read = [self._pieces.passage(passage) for passage in passages]
        longest = max(len(first) + len(ids) for ids, _ in read)
        ids = torch.full((len(read), longest), self._pieces.padding)
        mask, segments = torch.zeros_like(ids), torch.zeros_like(ids)
        for row, (body, _) in enumerate(read):
            n = len(first) + len(body)
            ids[row, :n], mask[row, :n] = torch.tensor([*first, *body]), 1
            segments[row, len(first) : n] = 1
        inputs = {"input_ids": ids, "attention_mask": mask}
        if self._has_segments:
            inputs["token_type_ids"] = segments
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=not self._exact):
            said = self._model(**inputs)
        starts, ends = said.start_logits.float().numpy(), said.end_logits.float().numpy()
        return [
            _passage_logits(text, len(first), offsets, start, end)
            for text, (_, offsets), start, end in zip(passages, read, starts, ends, strict=True)
        ]


def scorer(weights: Path, base_name: str, *, exact: bool = False) -> Scorer:
    """Return the reader in a file: an exported graph (.onnx), on one thread, or weights of a run on a base."""
    base = find_base(base_name)
    if weights.suffix != ".onnx":
        return TorchScorer(base, weights, exact=exact)
    marks = base.marks()
    input_format = InputFormat(marks.opening[0], marks.middle, marks.closing[0], base.has_segments)
    return ReaderModel(weights, base.tokenizer(), input_format, n_threads=1)


def _passage_logits(
    text: str, n_first: int, offsets: Sequence[tuple[int, int]], start: Any, end: Any
) -> PassageLogits:
    inside = slice(n_first, n_first + len(offsets))
    return PassageLogits(
        start=start[inside],
        end=end[inside],
        offsets=np.array(offsets, dtype=np.int64).reshape(-1, 2),
        null=float(start[0] + end[0]),
        sentences=tuple(sentence_spans(text)),
    )
