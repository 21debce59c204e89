"""Fit the prior that chooses among the interpretations of a follow-up.

    python -m training.interpretation_prior FOLDER [--write]

FOLDER holds canard_dev.json and cast_rewrites.json, follow-up questions with their history and their rewritten form
by people. The conversations with an even number in tests/data/conversations.jsonl are added. The interpretation that
shares most words with the rewritten form is the right one; the rewritten form itself, asked in the same conversation
and in another one, should stay as typed. The figures printed are for conversations that were left out of a first
fit; `--write` fits on all of them and writes the weights.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from benchmarks.follow_ups import N_TURNS, Asked, examples, overlap, shared
from qa.questions import interpretation_prior
from qa.questions.antecedents import PastTurn
from qa.questions.interpretation_prior import InterpretationPrior
from qa.questions.interpretations import interpretations
from qa.questions.variants import InterpretationKind, question_features, variants_of

OWN = Path(__file__).parent.parent / "tests" / "data" / "conversations.jsonl"
WEIGHTS = Path(interpretation_prior.__file__).with_name("weights") / "interpretation_prior.json"
_OWN_WEIGHT = 15.0  # our conversations are few, but about news
_L2 = 1.0
_HELD_OUT = 5  # one conversation in five
_SAME = 1e-6
_EVEN = 0.5


@dataclass(frozen=True, slots=True)
class Group:
    """The features of a question's variants, and which of them are right."""

    features: list[dict[str, float]]
    right: NDArray[np.bool_]
    weight: float


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true", help="write the weights that ship")
    arguments = parser.parse_args()
    asked = [*shared(arguments.folder), *_own()]
    names = sorted({each.conversation for each in asked})
    held_out = set(names[::_HELD_OUT])
    fitted = _fit([each for each in asked if each.conversation not in held_out])
    _report(fitted, [each for each in asked if each.conversation in held_out])
    if arguments.write:
        prior = _fit(asked)
        stored = {"choice": _rounded(prior.choice), "dependence": _rounded(prior.dependence)}
        WEIGHTS.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")


def _own() -> Iterator[Asked]:
    for line in OWN.read_text(encoding="utf-8").splitlines():
        conversation = json.loads(line)
        if int(conversation["id"][1:]) % 2:
            continue
        past: list[PastTurn] = []
        for turn in conversation["turns"]:
            yield Asked(
                conversation["id"],
                turn["question"],
                turn["written_out"],
                tuple(past[::-1][:N_TURNS]),
                _OWN_WEIGHT,
            )
            past.append(PastTurn(turn["written_out"], turn["answers"][0]))


def _fit(asked: Sequence[Asked]) -> InterpretationPrior:
    return InterpretationPrior(_fit_choice(asked), _fit_dependence(asked))


def _fit_choice(asked: Sequence[Asked]) -> dict[str, float]:
    """Return the weights under which the right variants of each question are likeliest (a conditional logit)."""
    groups = [group for _, example, _ in examples(asked) if (group := _group(example)) is not None]
    names = sorted({name for group in groups for features in group.features for name in features})
    matrix = _matrix([features for group in groups for features in group.features], names)
    sizes = [len(group.features) for group in groups]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    right = np.concatenate([group.right for group in groups])
    weights = np.array([group.weight for group in groups])

    def loss(vector: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        utilities = matrix @ vector
        powers = np.exp(utilities - np.repeat(np.maximum.reduceat(utilities, starts), sizes))
        totals, hits = np.add.reduceat(powers, starts), np.add.reduceat(powers * right, starts)
        excess = powers / np.repeat(totals, sizes) - powers * right / np.repeat(hits, sizes)
        value = float(weights @ (np.log(totals) - np.log(hits)) + _L2 * vector @ vector / 2)
        return value, matrix.T @ (np.repeat(weights, sizes) * excess) + _L2 * vector

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return dict(zip(names, map(float, found.x), strict=True))


def _group(example: Asked) -> Group | None:
    """Return the variants of a question, None if there is only one; as typed wins ties."""
    variants = variants_of(example.question, example.past)
    shares = np.array([overlap(each.text, example.meant) for each in variants])
    right = shares >= shares.max() - _SAME
    if right[0]:
        right[1:] = False
    features = [each.features for each in variants]
    return Group(features, right, example.weight) if len(variants) > 1 else None


def _fit_dependence(asked: Sequence[Asked]) -> dict[str, float]:
    """Return the weights of the questions' features for whether they depend on the conversation."""
    described = list(examples(asked))
    features = [question_features(example.question, example.past) for _, example, _ in described]
    names = sorted({name for each in features for name in each})
    model = LogisticRegression(C=1 / _L2, fit_intercept=False, max_iter=1000)
    model.fit(
        _matrix(features, names),
        [_depends(*example) for example in described],
        sample_weight=[example.weight for _, example, _ in described],
    )
    return dict(zip(names, map(float, model.coef_[0]), strict=True))


def _depends(asked: Asked, example: Asked, is_complete: bool) -> bool:  # noqa: FBT001 - one of a tuple
    _ = example
    return not is_complete and overlap(asked.question, asked.meant) < 1


def _matrix(described: Sequence[Mapping[str, float]], names: Sequence[str]) -> NDArray[np.float64]:
    columns = {name: number for number, name in enumerate(names)}
    matrix = np.zeros((len(described), len(columns)))
    for row, features in enumerate(described):
        for name, value in features.items():
            matrix[row, columns[name]] = value
    return matrix


def _report(prior: InterpretationPrior, asked: Sequence[Asked]) -> None:
    _report_follow_ups(prior, [each for each in asked if each.past])
    _report_complete(prior, asked)
    right = [
        (prior.depends(question_features(example[1].question, example[1].past)) >= _EVEN)
        == _depends(*example)
        for example in examples(asked)
    ]
    print(f"dependence decided right: {100 * np.mean(right):.1f} %")


def _report_follow_ups(prior: InterpretationPrior, asked: Sequence[Asked]) -> None:
    rows = []
    for each in asked:
        tried = [overlap(one.text, each.meant) for one in interpretations(each.question, each.past, prior)]
        possible = max(overlap(one.text, each.meant) for one in variants_of(each.question, each.past))
        rows.append((overlap(each.question, each.meant), tried[0], max(tried), possible))
    typed, likeliest, best, possible = np.array(rows).mean(axis=0)
    print(
        f"{len(rows)} follow-ups, F1 of words with the rewritten form: as typed {typed:.3f}, "
        f"likeliest {likeliest:.3f}, best of those tried {best:.3f}, best possible {possible:.3f}"
    )


def _report_complete(prior: InterpretationPrior, asked: Sequence[Asked]) -> None:
    kept: dict[str, list[bool]] = {}
    for each, example, is_complete in examples(asked):
        place = "its own" if example.past == each.past else "another"
        if is_complete:
            first = interpretations(example.question, example.past, prior)[0]
            kept.setdefault(place, []).append(first.kind is InterpretationKind.AS_TYPED)
    for place, stayed in kept.items():
        print(f"complete questions in {place} conversation: {100 * np.mean(stayed):.1f} % as typed")


def _rounded(weights: Mapping[str, float]) -> dict[str, float]:
    return {name: round(weight, 3) for name, weight in weights.items()}


if __name__ == "__main__":
    main()
