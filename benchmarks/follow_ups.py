"""Follow-up questions that people rewrote as full questions: CANARD and TREC CAsT, read from a folder."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.questions.antecedents import PastTurn

N_TURNS = 4  # earlier turns that a question has
_NO_ANSWER = ("I don't know.", "CANNOTANSWER")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question after earlier turns, latest first, and what it means."""

    conversation: str
    question: str
    meant: str
    past: tuple[PastTurn, ...]
    weight: float = 1.0


def shared(folder: Path) -> list[Asked]:
    """Return the follow-ups of both files in a folder."""
    return [*_read(folder / "canard_dev.json"), *_read(folder / "cast_rewrites.json")]


def _read(path: Path) -> Iterator[Asked]:
    conversations: dict[str, list[dict[str, Any]]] = {}
    for row in json.loads(path.read_text(encoding="utf-8")):
        conversations.setdefault(row["QuAC_dialog_id"], []).append(row)
    for name, rows in conversations.items():
        rows.sort(key=lambda row: [int(number) for number in re.findall(r"\d+", str(row["Question_no"]))])
        said = rows[-1]["History"]
        answers = dict(zip(said[2::2], said[3::2], strict=False)) if path.stem.startswith("canard") else {}
        past: list[PastTurn] = []
        for row in rows:
            yield Asked(name, row["Question"], row["Rewrite"], tuple(past[::-1][:N_TURNS]))
            answer = answers.get(row["Question"], "")
            past.append(PastTurn(row["Rewrite"], "" if answer in _NO_ANSWER else answer))


def examples(asked: Sequence[Asked]) -> Iterator[tuple[Asked, Asked, bool]]:
    """Yield each question with itself, and with its full form in its own conversation and in another one.

    The flag says whether the second is the full form.
    """
    for number, each in enumerate(asked):
        if not each.past:
            continue
        yield each, each, False
        complete = Asked(each.conversation, each.meant, each.meant, each.past, each.weight)
        stranger = asked[(number + len(asked) // 2) % len(asked)]
        yield each, complete, True
        if stranger.past:
            yield each, Asked(each.conversation, each.meant, each.meant, stranger.past, each.weight), True


def overlap(one: str, other: str) -> float:
    """Return the F1 of two texts' words."""
    a, b = (Counter(re.findall(r"\w+", text.lower())) for text in (one, other))
    return 2 * (a & b).total() / max(1, a.total() + b.total())
