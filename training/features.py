"""Examples → word pieces and targets, in batches of like length."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from training.bases import Marks
from training.examples import Example
from training.recipe import Recipe

_BATCHES_SORTED_TOGETHER = 64


@dataclass(frozen=True, slots=True)
class Feature:
    """One example in word pieces: opening question middle passage closing; no answer points at the first piece."""

    ids: np.ndarray[tuple[int], np.dtype[np.int32]]
    n_first: int  # pieces before the passage, marks included
    start: int
    end: int  # inclusive


def features_of(
    examples: Sequence[Example], tokenizer: Tokenizer, marks: Marks, recipe: Recipe
) -> list[Feature]:
    """Return the examples in word pieces; the few whose answer is cut off are left out."""
    questions = tokenizer.encode_batch([each.question for each in examples], add_special_tokens=False)
    passages = tokenizer.encode_batch([each.passage for each in examples], add_special_tokens=False)
    features = []
    for example, question, passage in zip(examples, questions, passages, strict=True):
        first = [*marks.opening, *question.ids[: recipe.question_pieces], *marks.middle]
        body = passage.ids[: recipe.passage_pieces + 8]
        start = end = 0
        if example.answer is not None:
            inside = [
                place
                for place, (left, right) in enumerate(passage.offsets[: len(body)])
                if left < example.answer.end and right > example.answer.start
            ]
            if not inside or passage.offsets[inside[-1]][1] < example.answer.end:
                continue
            start, end = len(first) + inside[0], len(first) + inside[-1]
        ids = np.array([*first, *body, *marks.closing], dtype=np.int32)
        features.append(Feature(ids, len(first), start, end))
    return features


def batches_of(features: Sequence[Feature], recipe: Recipe) -> list[list[Feature]]:
    """Return batches whose members are of like length, in random order."""
    chance = random.Random(recipe.seed)
    pool = recipe.batch_size * _BATCHES_SORTED_TOGETHER
    batches = []
    for start in range(0, len(features), pool):
        near = sorted(features[start : start + pool], key=lambda feature: len(feature.ids))
        cut = [near[place : place + recipe.batch_size] for place in range(0, len(near), recipe.batch_size)]
        chance.shuffle(cut)
        batches += cut
    return batches
