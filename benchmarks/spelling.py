"""How often misspelt names are corrected, rightly or wrongly, and correct questions left alone.

    python -m benchmarks.spelling LIBRARY [QUESTIONS.json …] [--n 100] [--seed 1] [--misses]

Names are drawn from the articles of LIBRARY, and each gets one random error: a letter is dropped, added, replaced or
exchanged with its neighbour. An error that makes another word of the library can't be noticed, so it is drawn again.
QUESTIONS are correct questions in SQuAD's format, about anything.
"""

import argparse
import json
import random
import re
import string
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from qa.embedding import DEFAULT_MODEL, find_model
from qa.engine import Engine
from qa.questions.spelling import SpellingCorrector, known_words
from qa.settings.settings import load_settings

_NAME = re.compile(r"[A-Z][a-z]{4,}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("library", type=Path)
    parser.add_argument("questions", type=Path, nargs="*")
    parser.add_argument("--n", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--misses", action="store_true")
    arguments = parser.parse_args()
    engine = Engine(load_settings(library=arguments.library))
    vocabulary = known_words(find_model(DEFAULT_MODEL).tokenizer().get_vocab())
    corrector = SpellingCorrector(engine.library, lambda: vocabulary)
    chance = random.Random(arguments.seed)
    pairs = list(misspelt_names(engine, corrector, arguments.n, chance))
    report_names(corrector, pairs, misses=arguments.misses)
    for path in arguments.questions:
        report_questions(corrector, path, arguments.n, chance)


def misspelt_names(
    engine: Engine, corrector: SpellingCorrector, n: int, chance: random.Random
) -> Iterator[tuple[str, str]]:
    """Yield n pairs of a name and its misspelling."""
    words = {word for name in engine.names(5000) for word in _NAME.findall(name)}
    names = sorted(word for word in words if not corrector.is_ordinary(word))
    for name in chance.sample(names, min(n, len(names))):
        wrong = next(each for each in _misspellings(name, chance) if not engine.library.store.has_word(each))
        yield name, wrong


def _misspellings(word: str, chance: random.Random) -> Iterator[str]:
    while True:
        at = chance.randrange(len(word))
        letter = chance.choice(string.ascii_lowercase)
        swapped = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
        yield chance.choice(
            [
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                swapped,
            ]
        )


def report_names(corrector: SpellingCorrector, pairs: Sequence[tuple[str, str]], *, misses: bool) -> None:
    """Print how many names are corrected to what was meant."""
    counts: Counter[str] = Counter()
    began = time.perf_counter()
    for name, wrong in pairs:
        found = corrector.corrected(f"Who is {wrong}?")
        outcome = "left" if found is None else "right" if name.casefold() in found.casefold() else "wrong"
        counts[outcome] += 1
        if misses and outcome != "right":
            print(f"{name}: {wrong} → {found}")
    seconds = (time.perf_counter() - began) / len(pairs)
    print(
        f"{len(pairs)} misspelt names: {counts['right']} corrected rightly, {counts['wrong']} wrongly,"
        f" {counts['left']} left; {seconds * 1000:.1f} ms each"
    )


def report_questions(corrector: SpellingCorrector, path: Path, n: int, chance: random.Random) -> None:
    """Print how many correct questions are changed."""
    documents = json.loads(path.read_text("utf-8"))["data"]
    asked = sorted(
        {
            each["question"]
            for document in documents
            for part in document["paragraphs"]
            for each in part["qas"]
        }
    )
    drawn = chance.sample(asked, min(n, len(asked)))
    changed = [(each, found) for each in drawn if (found := corrector.corrected(each)) is not None]
    print(f"{path.name}: {len(changed)} of {len(drawn)} correct questions changed")
    for question, found in changed:
        print(f"  {question} → {found}")


if __name__ == "__main__":
    main()
