"""How often a complete question inside a conversation stays as typed.

    python -m benchmarks.as_typed ARTICLES… --shared FOLDER [--library DIR]

The questions of tests/data/conversations.jsonl that open a conversation or change its topic, and its follow-ups
written out in full, are asked within another conversation; "as answered" is the wording that was chosen after
reading. FOLDER holds canard_dev.json and cast_rewrites.json; their follow-ups rewritten by people are analysed within
their own conversation and within another one, without reading: "likeliest" is the interpretation with the highest
prior. ARTICLES and --library are as in benchmarks.conversation.
"""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.conversation import ROOT, answerable, read_conversations
from benchmarks.follow_ups import Asked, examples, shared
from qa.engine import Engine
from qa.questions.interpretation_prior import shipped_prior
from qa.questions.interpretations import interpretations
from qa.questions.variants import InterpretationKind
from qa.records import Turn
from qa.settings.settings import load_settings

_STRANGER = 7  # distance to the conversation that a question interrupts


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path, nargs="*")
    parser.add_argument("--shared", type=Path, help="the folder with the follow-ups rewritten by people")
    parser.add_argument("--library", type=Path, help="a library to use, and to fill when it is empty")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(load_settings(library=arguments.library or Path(folder)))
        if not engine.library.exists:
            engine.index([ROOT / "seeds", *arguments.articles])
        conversations = answerable(engine, read_conversations())
        for kind, asked in _complete(conversations).items():
            _print(f"{kind}, as answered in another conversation", [_stays(engine, *each) for each in asked])
        engine.close()
    if arguments.shared:
        _report_shared(shared(arguments.shared))


def _complete(conversations: Sequence[dict[str, Any]]) -> dict[str, list[tuple[str, list[Turn]]]]:
    """Return complete questions, each with the turns of another conversation."""
    found: dict[str, list[tuple[str, list[Turn]]]] = {}
    for number, conversation in enumerate(conversations):
        stranger = conversations[(number + _STRANGER) % len(conversations)]
        turns = [_turn(turn) for turn in stranger["turns"]]
        for turn in conversation["turns"]:
            kind = "follow-ups in full" if turn["kind"] == "follow_up" else "first questions and new topics"
            found.setdefault(kind, []).append((turn["written_out"], turns))
    return found


def _turn(turn: dict[str, Any]) -> Turn:
    is_complete = turn["written_out"] == turn["question"]
    return Turn(turn["question"], turn["answers"][0], None if is_complete else turn["written_out"])


def _stays(engine: Engine, question: str, history: Sequence[Turn]) -> bool:
    answer = engine.ask(question, history=history)
    return not any(part.standalone_question for part in (answer, *answer.parts))


def _report_shared(asked: Sequence[Asked]) -> None:
    places: dict[str, list[bool]] = {}
    for each, example, is_complete in examples(asked):
        if is_complete:
            first = interpretations(example.question, example.past, shipped_prior())[0]
            place = "their own" if example.past == each.past else "another"
            places.setdefault(place, []).append(first.kind is InterpretationKind.AS_TYPED)
    for place, stayed in places.items():
        _print(f"rewritten by people, likeliest in {place} conversation", stayed)


def _print(name: str, stayed: Sequence[bool]) -> None:
    print(f"{name}: {100 * sum(stayed) / max(1, len(stayed)):.1f} % of {len(stayed)} stay as typed")


if __name__ == "__main__":
    main()
