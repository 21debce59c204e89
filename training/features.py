"""Examples → word pieces and targets, in batches of like length."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from training.examples import Candidate, Example
from training.recipe import Recipe

_BATCHES_SORTED_TOGETHER = 64


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate in word pieces: [CLS] question [SEP] passage [SEP].

    `answers` are the first and last piece of each answer, the last inclusive.
    """

    ids: np.ndarray[tuple[int], np.dtype[np.int32]]
    n_first: int  # pieces of the first segment, its two marks included
    answers: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Feature:
    """One question's rows, which are scored against each other."""

    rows: tuple[Row, ...]

    @property
    def longest(self) -> int:
        """The length of the longest row."""
        return max(len(row.ids) for row in self.rows)


def features_of(examples: Sequence[Example], tokenizer: Tokenizer, recipe: Recipe) -> list[Feature]:
    """Return the examples in word pieces; the few whose answer is cut off are left out."""
    opening, closing = tokenizer.encode("").ids
    features = []
    for example in examples:
        question = tokenizer.encode(example.question, add_special_tokens=False).ids
        first = [opening, *question[: recipe.question_pieces], closing]
        rows = tuple(_row(candidate, first, tokenizer, recipe) for candidate in example.candidates)
        asks = any(candidate.answers for candidate in example.candidates)
        if asks == any(row.answers for row in rows):
            features.append(Feature(rows))
    return features


def _row(candidate: Candidate, first: list[int], tokenizer: Tokenizer, recipe: Recipe) -> Row:
    encoding = tokenizer.encode(candidate.passage, add_special_tokens=False)
    body = encoding.ids[: recipe.passage_pieces + 8]
    answers = []
    for answer in candidate.answers:
        inside = [
            place
            for place, (left, right) in enumerate(encoding.offsets[: len(body)])
            if left < answer.end and right > answer.start
        ]
        if inside and encoding.offsets[inside[-1]][1] >= answer.end:
            answers.append((len(first) + inside[0], len(first) + inside[-1]))
    ids = np.array([*first, *body, first[-1]], dtype=np.int32)
    return Row(ids, len(first), tuple(dict.fromkeys(answers)))


def batches_of(features: Sequence[Feature], recipe: Recipe) -> list[list[Feature]]:
    """Return batches of about `batch_size` rows of like length, in random order."""
    chance = random.Random(recipe.seed)
    batches = []
    pool: list[Feature] = []
    for feature in features:
        pool.append(feature)
        if sum(len(each.rows) for each in pool) >= recipe.batch_size * _BATCHES_SORTED_TOGETHER:
            batches += _shuffled(pool, recipe, chance)
            pool = []
    return [*batches, *_shuffled(pool, recipe, chance)]


def _shuffled(pool: Sequence[Feature], recipe: Recipe, chance: random.Random) -> list[list[Feature]]:
    cut = list(_cut(sorted(pool, key=lambda feature: feature.longest), recipe.batch_size))
    chance.shuffle(cut)
    return cut


def _cut(features: Sequence[Feature], n_rows: int) -> Iterator[list[Feature]]:
    batch: list[Feature] = []
    for feature in features:
        batch.append(feature)
        if sum(len(each.rows) for each in batch) >= n_rows:
            yield batch
            batch = []
    if batch:
        yield batch
