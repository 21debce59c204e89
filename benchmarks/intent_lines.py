"""Our own examples of what people type, with the intent of each; training and benchmark share them."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from zlib import crc32

from qa.questions.intent import Intent

EXAMPLES = Path(__file__).with_name("intent_examples")
_HELD_OUT_OF = 5
_N_FILLED = 12  # lines made from each template
_OWN_WEIGHT = 2.0  # of an example in training; one of another file has 1
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Example:
    """A line with its intent and, if it is a command, which one; `source` is the line that it was made from."""

    line: str
    intent: Intent
    command: str | None = None
    source: str = ""
    weight: float = 1.0

    @property
    def is_held_out(self) -> bool:
        """Whether the example is never trained on."""
        return bool(self.source) and crc32(self.source.encode()) % _HELD_OUT_OF == 0


def own_examples() -> list[Example]:
    """Return the examples in EXAMPLES, templates filled in; the held-out ones are included."""
    fillers = _fillers()
    return [
        example
        for intent in Intent
        for line in _lines(EXAMPLES / f"{intent}.txt")
        for example in _filled(line, intent, fillers)
    ]


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _fillers() -> dict[str, list[str]]:
    fillers: dict[str, list[str]] = {}
    for line in _lines(EXAMPLES / "fillers.txt"):
        name, words = line.split("\t")
        fillers.setdefault(name, []).append(words)
    return fillers


def _filled(line: str, intent: Intent, fillers: dict[str, list[str]]) -> Iterator[Example]:
    """Yield a line as it is or, if it is a template, filled in several ways."""
    command, _, text = line.rpartition("\t")
    example = Example(text, intent, command or None, line, _OWN_WEIGHT)
    if not _PLACE.search(text):
        yield example
        return
    chance = random.Random(crc32(line.encode()))
    for _ in range(_N_FILLED):
        filled = _PLACE.sub(lambda found: chance.choice(fillers[found[1]]), text)
        yield replace(example, line=filled, weight=_OWN_WEIGHT / 4)
