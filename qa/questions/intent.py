"""Intent: what somebody who types a line wants, by a small classifier on its embedding and its surface."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.embedding import Encoder
from qa.english.question_words import (
    ASKING,
    AUXILIARIES,
    JOINING,
    PAST_FORMS,
    POINTING,
    SMALL,
    VERBS,
    plain,
    tokens,
)
from qa.records import ReactionKind
from qa.utils.checksums import verify_files

WEIGHTS = Path(__file__).with_name("weights") / "intent.npz"
# Below these probabilities a line is a question. Small talk and commands need more: they aren't searched for.
_LEAST_SURE = 0.6
_LEAST_SURE_UNSEARCHED = 0.8
_LEAST_SURE_COMMAND = 0.5  # that it is this one, if it is a command
_TALKING = frozenset("i me my you your we us dateline".split())

Floats = NDArray[np.float32]


class Intent(StrEnum):
    """What a line is."""

    QUESTION = "question"
    KEYWORDS = "keywords"
    COMMAND = "command"
    SMALL_TALK = "small_talk"
    SUMMARY = "summary"
    LIST = "list"
    COMPARISON = "comparison"


_UNSEARCHED = (Intent.COMMAND, Intent.SMALL_TALK)


@dataclass(frozen=True, slots=True)
class IntentProbabilities:
    """The probability (0–1) of each intent; they sum to 1. `commands` are those of each command, if it is one.

    `otherwise` is what the line is in place of a question, or if no intent is likely enough.
    """

    by_intent: Mapping[Intent, float]
    commands: Mapping[ReactionKind, float]
    otherwise: Intent = Intent.QUESTION

    @property
    def intent(self) -> Intent:
        """The likeliest intent if it is likely enough; a command only if it is clear which one."""
        shares = dict(self.by_intent)
        if not self._has_clear_command:
            shares.pop(Intent.COMMAND, None)
        best = max(shares, key=shares.__getitem__)
        least = _LEAST_SURE_UNSEARCHED if best in _UNSEARCHED else _LEAST_SURE * sum(shares.values())
        is_sure = best is not Intent.QUESTION and shares[best] >= least
        return best if is_sure else self.otherwise

    @property
    def command(self) -> ReactionKind | None:
        """The command if the line is one and it is clear which one."""
        if self.intent is not Intent.COMMAND:
            return None
        return max(self.commands, key=self.commands.__getitem__)

    @property
    def _has_clear_command(self) -> bool:
        return max(self.commands.values(), default=0.0) >= _LEAST_SURE_COMMAND


@dataclass(frozen=True, slots=True)
class Layer:
    """A logistic regression: weights of shape (n_features, n_labels) and biases of shape (n_labels,)."""

    labels: tuple[str, ...]
    weights: Floats
    biases: Floats

    def probabilities(self, features: Floats) -> dict[str, float]:
        """Return the probability of each label for one line."""
        scores = features @ self.weights + self.biases
        shares = np.exp(scores - scores.max())
        return dict(zip(self.labels, (shares / shares.sum()).tolist(), strict=True))


class IntentClassifier:
    """Classifies lines; `digest` is the SHA-256 of the encoder's weights that it was trained with."""

    def __init__(self, intents: Layer, commands: Layer, digest: str) -> None:
        self._intents = intents
        self._commands = commands
        self.digest = digest

    def classify(self, line: str, encoder: Encoder) -> IntentProbabilities:
        """Return the probabilities for a line; with another encoder than in training, it is a question."""
        if encoder.identity.digest != self.digest:
            return IntentProbabilities({Intent.QUESTION: 1.0}, {})
        features = features_of(line, encoder)
        intents, commands = (each.probabilities(features) for each in (self._intents, self._commands))
        return IntentProbabilities(
            {Intent(name): share for name, share in intents.items()},
            {ReactionKind(name): share for name, share in commands.items()},
            Intent.KEYWORDS if _is_one_word(line) else Intent.QUESTION,
        )


@cache
def intent_classifier(path: Path = WEIGHTS) -> IntentClassifier:
    """Return the classifier with the weights at a path, read once; raises WeightsError if they were changed."""
    verify_files(path.parent, [path.name])
    with np.load(path, allow_pickle=False) as stored:
        intents, commands = (_layer(stored, name) for name in ("intent", "command"))
        return IntentClassifier(intents, commands, str(stored["digest"]))


def _is_one_word(line: str) -> bool:
    """Return whether a line is a single word that asks nothing."""
    words = [plain(found[0]) for found in tokens(line)]
    return len(words) == 1 and words[0] not in ASKING | SMALL and "?" not in line


def _layer(stored: Any, name: str) -> Layer:
    weights, biases = (stored[f"{name}_{part}"].astype(np.float32) for part in ("weights", "biases"))
    return Layer(tuple(map(str, stored[f"{name}_labels"])), weights, biases)


def features_of(line: str, encoder: Encoder) -> Floats:
    """Return the features of a line, shape (dimensions + number of surface features,)."""
    surface = np.array(surface_features(line), dtype=np.float32)
    return np.concatenate([encoder.encode([bare(line)], "query")[0], surface])


def bare(line: str) -> str:
    """Return a line in lower case without marks at its end: half of what is typed has neither."""
    return " ".join(line.casefold().split()).rstrip(" .!?…:;,")


def surface_features(line: str) -> list[float]:
    """Return features of a line's wording, each about 0 to 1."""
    words = [plain(found[0]) for found in tokens(line)] or [""]
    first, rest, known = words[0], words[1:], set(words)
    return [
        float("?" in line),
        math.log2(len(words)) / 4,
        float(len(words) == 1),
        float(first in ASKING),
        float(first in ("what", "which") and _is_plural(rest[:1])),
        float(first in AUXILIARIES),
        float(first in VERBS),
        float(first in JOINING),
        float(any(word in ASKING for word in rest)),
        float(any(word in AUXILIARIES for word in rest)),
        float(any(word in VERBS or word in PAST_FORMS for word in rest)),
        sum(word in SMALL for word in words) / len(words),
        float(bool(known & POINTING)),
        float(bool(known & _TALKING)),
        float(any(word.isdigit() for word in words)),
    ]


def _is_plural(words: list[str]) -> bool:
    """Return whether there is a word that may be a plural noun."""
    return any(word.endswith("s") and word not in SMALL for word in words)
