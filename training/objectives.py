"""What a reader learns: the places of the answers, and the probabilities that a teacher gives them.

A teacher is a larger reader. Its probabilities say more about an example than one place does: which other spans
would nearly do, and how certain an answer is (Hinton et al., "Distilling the knowledge in a neural network", 2015).
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import kl_div, log_softmax, softmax

from training.features import Feature

Array = NDArray[np.float32]
_FAR_BELOW = -1e4


class Objective(Protocol):
    """The loss of a batch."""

    def loss(self, model: Any, inputs: Mapping[str, torch.Tensor], batches: "Batches", step: int, /) -> Any:
        """Return the loss (a scalar tensor) of the batch at a step, whose padded tensors are `inputs`."""


Batches = Sequence[Sequence[Feature]]


class GoldAnswers:
    """The cross-entropy of the answers' first and last word pieces."""

    def loss(self, model: Any, inputs: Mapping[str, torch.Tensor], _batches: Batches, _step: int, /) -> Any:
        """Return the loss of the gold answers."""
        return model(**inputs).loss


class Teacher(Protocol):
    """A reader whose probabilities are learned."""

    def logits(self, feature: Feature) -> Array:
        """Return the logits of no answer and of the passage's pieces, shape (2, 1 + pieces): start and end."""


@dataclass(frozen=True, slots=True)
class Share:
    """How much the teacher counts beside the gold answers (0–1), and the temperature of both distributions."""

    teacher: float = 0.5
    temperature: float = 2.0


class TeachersProbabilities:
    """The gold answers' loss and the divergence from a teacher, which reads the next batch on its own thread.

    With `spans_only`, the teacher says where an answer is, not whether there is one: no answer is left out of both
    distributions, and so are passages without an answer.
    """

    def __init__(self, teacher: Teacher, share: Share | None = None, *, spans_only: bool = False) -> None:
        self._teacher, self._share, self._spans_only = teacher, share or Share(), spans_only
        self._pool = ThreadPoolExecutor(1, "teacher")
        self._ahead: dict[int, Future[list[Array | None]]] = {}

    def loss(self, model: Any, inputs: Mapping[str, torch.Tensor], batches: Batches, step: int, /) -> Any:
        """Return the weighted sum of both losses; the divergence is multiplied by the temperature squared."""
        taught = self._read(batches, step)
        said = model(**inputs)
        share = self._share
        students = (said.start_logits, said.end_logits)
        apart = sum(
            self._divergence(student, taught.result(), which, batches[step])
            for which, student in enumerate(students)
        )
        return (1 - share.teacher) * said.loss + share.teacher * apart / 2

    def _read(self, batches: Batches, step: int) -> Future[list[Array | None]]:
        for wanted in (step, step + 1):
            if wanted < len(batches) and wanted not in self._ahead:
                self._ahead[wanted] = self._pool.submit(self._batch, batches[wanted])
        return self._ahead.pop(step)

    def _batch(self, batch: Sequence[Feature]) -> list[Array | None]:
        return [self._teacher.logits(feature) if self._teaches(feature) else None for feature in batch]

    def _teaches(self, feature: Feature) -> bool:
        return not self._spans_only or feature.start > 0

    def _divergence(
        self, student: torch.Tensor, taught: Sequence[Array | None], which: int, batch: Sequence[Feature]
    ) -> torch.Tensor:
        heat = self._share.temperature
        read = [(row, one[which]) for row, one in enumerate(taught) if one is not None]
        if not read:
            return student.new_zeros(())
        longest = max(len(logits) for _, logits in read)
        target = torch.full((len(read), longest), _FAR_BELOW)
        rows = student.new_full((len(read), longest), _FAR_BELOW, dtype=torch.float32)
        for place, (row, logits) in enumerate(read):
            n, first = len(logits), batch[row].n_first
            target[place, :n] = torch.from_numpy(logits)
            rows[place, 0] = student[row, 0]
            rows[place, 1:n] = student[row, first : first + n - 1]
        if self._spans_only:
            target, rows = target[:, 1:], rows[:, 1:]
        wanted = softmax(target.to(rows.device) / heat, dim=1)
        apart = kl_div(log_softmax(rows / heat, dim=1), wanted, reduction="sum")
        return apart * heat * heat / len(batch)
