"""How often the classifier of intents is right on examples that it was not trained on, and what it confuses.

    python -m benchmarks.intents [FILE.tsv] [--misses]

Without FILE, the held-out fifth of benchmarks/intent_examples is used. Each line of FILE has an intent (question,
keywords, command, small_talk, summary, list or comparison), a tab, and what was typed.
"""

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.building import encoder_at
from benchmarks.intent_lines import Example, own_examples
from qa.questions.intent import Intent, intent_classifier


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--misses", action="store_true", help="print what was classified wrong")
    arguments = parser.parse_args()
    examples = (
        read(arguments.file) if arguments.file else [each for each in own_examples() if each.is_held_out]
    )
    began = time.perf_counter()
    found = classify(examples)
    seconds = (time.perf_counter() - began) / len(examples)
    for line in report(examples, found):
        print(line)
    print(f"\n{seconds * 1000:.1f} ms a line")
    if arguments.misses:
        for example, (intent, command) in zip(examples, found, strict=True):
            if (
                (example.intent, example.command) != (intent, command) and example.intent != intent
            ) or command:
                print(f"{example.intent} {example.command or ''} → {intent} {command or ''}: {example.line}")


def read(path: Path) -> list[Example]:
    """Return the examples of a file."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [Example(typed, Intent(intent)) for intent, typed in rows]


def classify(examples: Sequence[Example]) -> list[tuple[Intent, str | None]]:
    """Return the intent of each example and, if it is a clear command, which one."""
    encoder, classifier = encoder_at("int8"), intent_classifier()
    all_found = (classifier.classify(each.line, encoder) for each in examples)
    return [(found.intent, found.command) for found in all_found]


def report(examples: Sequence[Example], found: Sequence[tuple[Intent, str | None]]) -> list[str]:
    """Return the accuracy and the confusion matrix, with a row for each true intent."""
    pairs = Counter((example.intent, intent) for example, (intent, _) in zip(examples, found, strict=True))
    n_right = sum(pairs[intent, intent] for intent in Intent)
    commands = [
        (each.command, command) for each, (_, command) in zip(examples, found, strict=True) if each.command
    ]
    lines = [f"right: {n_right} of {len(examples)} ({n_right / len(examples):.1%})"]
    if commands:
        wrong = sum(command is not None and command != meant for meant, command in commands)
        right = sum(command == meant for meant, command in commands)
        lines.append(f"commands: {right} of {len(commands)} right, {wrong} classified as another command")
    lines += ["", f"{'':11}" + "".join(f"{intent:>11}" for intent in Intent) + f"{'right':>8}"]
    for intent in Intent:
        row = [pairs[intent, other] for other in Intent]
        share = f"{pairs[intent, intent] / sum(row):8.0%}" if sum(row) else ""
        lines.append(f"{intent:11}" + "".join(f"{n:11}" for n in row) + share)
    return lines


if __name__ == "__main__":
    main()
