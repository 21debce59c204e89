"""Examples → word pieces and targets, in batches of like length."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from training.examples import Example
from training.recipe import Recipe

_BATCHES_SORTED_TOGETHER = 64


@dataclass(frozen=True, slots=True)
class Feature:
    """One example in word pieces: [CLS] question [SEP] passage [SEP]; no answer points at [CLS]."""

    ids: np.ndarray[tuple[int], np.dtype[np.int32]]
    n_first: int  # pieces of the first segment, its two marks included
    start: int
    end: int  # inclusive


def features_of(examples: Sequence[Example], tokenizer: Tokenizer, recipe: Recipe) -> list[Feature]:
    """Return the examples in word pieces; the few whose answer is cut off are left out."""
    questions = tokenizer.encode_batch([each.question for each in examples], add_special_tokens=False)
    passages = tokenizer.encode_batch([each.passage for each in examples], add_special_tokens=False)
    opening, closing = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    features = []
    for example, question, passage in zip(examples, questions, passages, strict=True):
        first = [opening, *question.ids[: recipe.question_pieces], closing]
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
        features.append(Feature(np.array([*first, *body, closing], dtype=np.int32), len(first), start, end))
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
