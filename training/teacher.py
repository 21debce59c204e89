"""A reader's graph as a teacher of a smaller reader."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.utils.onnx_sessions import open_session
from training.bases import Base, Marks, find_base
from training.features import Feature

Array = NDArray[np.float32]


class GraphTeacher:
    """An exported graph whose tokenizer cuts texts into the same pieces as the student's, with other ids.

    `ids` maps the student's ids to the teacher's.
    """

    def __init__(self, session: Any, ids: NDArray[np.int64], marks: Marks, student_marks: Marks) -> None:
        self._session, self._ids = session, ids
        self._marks, self._student = marks, student_marks

    def logits(self, feature: Feature) -> Array:
        """Return the graph's logits of no answer and of the passage's pieces, shape (2, 1 + pieces)."""
        opening, middle, closing = (
            len(part) for part in (self._student.opening, self._student.middle, self._student.closing)
        )
        question = self._ids[feature.ids[opening : feature.n_first - middle]]
        passage = self._ids[feature.ids[feature.n_first : len(feature.ids) - closing]]
        marks = self._marks
        first = [*marks.opening, *question, *marks.middle]
        ids = np.array([[*first, *passage, *marks.closing]], dtype=np.int64)
        said = self._session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        inside = [0, *range(len(first), len(first) + len(passage))]
        return np.stack([logits[0, inside] for logits in said])


def graph_teacher(path: Path, student: Base) -> GraphTeacher:
    """Open a graph on `mpnet` for a student on a base whose vocabulary is the same apart from its order.

    Raises SystemExit when the teacher lacks a piece of the student's vocabulary.
    """
    base = find_base("mpnet")
    theirs, ours = base.tokenizer().get_vocab(), student.tokenizer().get_vocab()
    unknown = sorted(ours.keys() - theirs.keys())
    if unknown:
        raise SystemExit(
            f"{path} can't teach a reader on {student.name}: it lacks the word piece {unknown[0]!r}."
        )
    ids = np.zeros(max(ours.values()) + 1, dtype=np.int64)
    for piece, number in ours.items():
        ids[number] = theirs[piece]
    return GraphTeacher(open_session(path), ids, base.marks(), student.marks())
