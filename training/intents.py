"""Train the classifier of intents that ships in qa/questions/weights.

    python -m training.intents [WEIGHTS.npz] --conversations FILE.json … --questions FILE.json …

The examples are in benchmarks/intent_examples; one in five is held out for `python -m benchmarks.intents`. FILEs add
questions, in the formats of CANARD and of SQuAD; their short answers are keyword queries. Training is deterministic.
"""

import argparse
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.building import encoder_at
from benchmarks.intent_lines import Example, own_examples
from qa.embedding import Encoder
from qa.questions.intent import WEIGHTS, Intent, features_of

_N_SHARED = 2500  # questions from each kind of file
_N_KEYWORDS = 700
_REGULARISATION = {"intent": 8.0, "command": 30.0}  # C of scikit-learn
# Questions of the files that may ask for a list or a comparison; their files don't say.
_NOT_PLAIN = re.compile(
    r"\b(?:differen|compar|versus|summar|list|names? of|vs)"
    r"|^(?:what|which|who) (?:are|were)\b|^(?:in |on )?(?:what|which) (?!(?:is|was|does|has|this)\b)\w+s\b",
    re.IGNORECASE,
)
_KEYWORDS = re.compile(r"[A-Z][\w’'-]+(?: [\w’'-]+){0,3}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("weights", type=Path, nargs="?", default=WEIGHTS)
    parser.add_argument("--conversations", type=Path, nargs="+", default=[])
    parser.add_argument("--questions", type=Path, nargs="+", default=[])
    arguments = parser.parse_args()
    chance = random.Random(0)
    own = [each for each in own_examples() if not each.is_held_out]
    shared = list(shared_examples(arguments.conversations, arguments.questions, chance))
    varied = [other for each in own for other in variants(each, chance)]
    train([*varied, *shared], encoder_at("int8"), arguments.weights)


def variants(example: Example, chance: random.Random) -> list[Example]:
    """Return an example as it is, capitalised with a mark at its end, and with a typing error."""
    mark = "?" if example.intent is Intent.QUESTION else "."
    line = example.line.rstrip("?")
    finished = f"{line[:1].upper()}{line[1:]}{mark}"
    return [replace(example, line=each) for each in (example.line, finished, misspelt(line, chance))]


def misspelt(line: str, chance: random.Random) -> str:
    """Return a line with two neighbouring letters of a longer word exchanged, or one dropped or doubled."""
    places = [found.span() for found in re.finditer(r"[a-z]{5,}", line)]
    if not places:
        return line
    start, end = chance.choice(places)
    at = chance.randrange(start + 1, end - 1)
    pair = line[at : at + 2]
    return line[:at] + chance.choice([pair[::-1], pair[1], pair[0] * 2 + pair[1]]) + line[at + 2 :]


def shared_examples(
    conversations: Sequence[Path], questions: Sequence[Path], chance: random.Random
) -> Iterator[Example]:
    """Yield questions from files, half of them in lower case without a mark, and short answers as keywords."""
    typed = [turn["Question"] for path in conversations for turn in json.loads(path.read_text("utf-8"))]
    asked, answers = [], []
    for path in questions:
        for each in _asked(path):
            asked.append(each["question"])
            answers += [answer["text"] for answer in each["answers"][:1]]
    for lines in (typed, asked):
        plain = sorted({line for line in lines if not _NOT_PLAIN.search(line)})
        for line in chance.sample(plain, min(_N_SHARED, len(plain))):
            yield Example(_as_typed(line, chance), Intent.QUESTION)
    keywords = sorted({answer for answer in answers if _KEYWORDS.fullmatch(answer)})
    for line in chance.sample(keywords, min(_N_KEYWORDS, len(keywords))):
        yield Example(chance.choice([line, line.lower()]), Intent.KEYWORDS)


def _asked(path: Path) -> Iterator[dict[str, Any]]:
    for document in json.loads(path.read_text("utf-8"))["data"]:
        for paragraph in document["paragraphs"]:
            yield from paragraph["qas"]


def _as_typed(line: str, chance: random.Random) -> str:
    return line if chance.random() < 0.5 else line.lower().rstrip("?. ")  # noqa: PLR2004 - half


def train(examples: Sequence[Example], encoder: Encoder, path: Path) -> None:
    """Fit both layers and write them as half-precision numbers."""
    features = np.stack([features_of(each.line, encoder) for each in examples])
    is_command = np.array([each.command is not None for each in examples])
    arrays = {"digest": np.array(encoder.identity.digest)}
    arrays |= _fitted("intent", features, [str(each.intent) for each in examples], examples)
    commands = [each for each in examples if each.command]
    arrays |= _fitted("command", features[is_command], [each.command or "" for each in commands], commands)
    path.parent.mkdir(exist_ok=True)
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]
    print(f"{len(examples)} examples; {path} has {path.stat().st_size:,} bytes")


def _fitted(
    name: str, features: np.ndarray, labels: Sequence[str], examples: Sequence[Example]
) -> dict[str, np.ndarray]:
    model = LogisticRegression(C=_REGULARISATION[name], max_iter=2000)
    model.fit(features, labels, sample_weight=[each.weight for each in examples])
    return {
        f"{name}_labels": np.array(list(model.classes_)),
        f"{name}_weights": model.coef_.T.astype(np.float16),
        f"{name}_biases": model.intercept_.astype(np.float16),
    }


if __name__ == "__main__":
    main()
