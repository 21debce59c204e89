"""Follow-up questions without rewriting, in their conversation, and as full questions.

    python -m benchmarks.conversation [ARTICLES…] [--library DIR] [--misses]

ARTICLES are files and folders of articles besides the samples, including those that
tests/data/conversations.jsonl names; conversations about missing articles are skipped. A question's history has the
actual answers to earlier questions. Recall@5 is the share of questions for which one of the first five passages is
from a right article and contains a gold answer; F1 is that of the answer, 0 for a refusal. Conversations with an even
number were used to write the rules, those with an odd number were not. Each first question is also asked within
another conversation, where it is a new topic.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.engine import Engine
from qa.evaluation import f1
from qa.records import Answer, Turn
from qa.settings.settings import load_settings

ROOT = Path(__file__).parent.parent
CONVERSATIONS = ROOT / "tests" / "data" / "conversations.jsonl"
_CUT = 5
_STRANGER = 7  # distance to the conversation that a first question interrupts


@dataclass(frozen=True, slots=True)
class Measured:
    """One question asked in one way: `kind` as in the file, or "interrupting"; `way` how it was asked."""

    conversation: str
    kind: str
    way: str
    asked: str
    found: bool
    f1: float
    answer: str
    golds: tuple[str, ...]

    @property
    def kept_aside(self) -> bool:
        """Whether this conversation was not used for the rules."""
        return int(self.conversation[1:]) % 2 == 1


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path, nargs="*")
    parser.add_argument("--library", type=Path, help="a library to use, and to fill when it is empty")
    parser.add_argument(
        "--misses", action="store_true", help="print follow-ups that only fare well written out"
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(load_settings(library=arguments.library or Path(folder)))
        if not engine.library.exists:
            engine.index([ROOT / "seeds", *arguments.articles])
        conversations = answerable(engine, read_conversations())
        measured = list(measure(engine, conversations))
        engine.close()
    print(f"{len(conversations)} conversations")
    _report(measured)
    if arguments.misses:
        _print_misses(measured)


def read_conversations() -> list[dict[str, Any]]:
    return [json.loads(line) for line in CONVERSATIONS.read_text(encoding="utf-8").splitlines()]


def answerable(engine: Engine, conversations: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the conversations whose articles are all in the library."""
    names = {Path(summary.path or "").name for summary in engine.articles()}
    return [each for each in conversations if all(names & set(turn["articles"]) for turn in each["turns"])]


def measure(engine: Engine, conversations: Sequence[dict[str, Any]]) -> Iterator[Measured]:
    """Ask every question in each applicable way."""
    judge = _judge(engine)
    histories: list[list[Turn]] = []
    for conversation in conversations:
        history: list[Turn] = []
        for turn in conversation["turns"]:
            alone = engine.ask(turn["question"])
            answer = engine.ask(turn["question"], history=history) if history else alone
            yield judge(conversation, turn, turn["kind"], "as it stands", alone)
            yield judge(conversation, turn, turn["kind"], "in its conversation", answer)
            if turn["kind"] == "follow_up":
                written_out = engine.ask(turn["written_out"])
                yield judge(conversation, turn, turn["kind"], "written out", written_out)
            history.append(Turn.of(answer))
        histories.append(history)
    for number, conversation in enumerate(conversations):
        first = conversation["turns"][0]
        stranger = histories[(number + _STRANGER) % len(histories)]
        answer = engine.ask(first["question"], history=stranger)
        yield judge(conversation, first, "interrupting", "in its conversation", answer)
        yield judge(conversation, first, "interrupting", "as it stands", engine.ask(first["question"]))


def _judge(engine: Engine) -> Callable[[dict[str, Any], dict[str, Any], str, str, Answer], Measured]:
    files = {summary.id: Path(summary.path or "").name for summary in engine.articles()}

    def judged(
        conversation: dict[str, Any], turn: dict[str, Any], kind: str, way: str, answer: Answer
    ) -> Measured:
        golds = turn["answers"]
        found = any(
            files[hit.passage.article_id] in turn["articles"]
            and any(gold.casefold() in " ".join(hit.passage.text.split()).casefold() for gold in golds)
            for hit in answer.nearest[:_CUT]
        )
        asked = answer.standalone_question or answer.question
        words = answer.text or ""
        return Measured(conversation["id"], kind, way, asked, found, f1(words, golds), words, tuple(golds))

    return judged


def _report(measured: Sequence[Measured]) -> None:
    kinds = dict.fromkeys(each.kind for each in measured)
    ways = dict.fromkeys(each.way for each in measured)
    halves = (("all", {True, False}), ("made with", {False}), ("kept aside", {True}))
    for kind in kinds:
        print(f"\n{kind}")
        for way in ways:
            cells = []
            for name, half in halves:
                mine = [e for e in measured if (e.kind, e.way) == (kind, way) and e.kept_aside in half]
                if mine:
                    recall = 100 * sum(each.found for each in mine) / len(mine)
                    overlap = 100 * sum(each.f1 for each in mine) / len(mine)
                    cells.append(f"{name} ({len(mine)}) recall@5 {recall:5.1f} F1 {overlap:5.1f}")
            if cells:
                print(f"  {way:20}" + "   ".join(cells))


def _print_misses(measured: Sequence[Measured]) -> None:
    """Print the follow-ups that were found or answered better written out, or alone, but none that is kept aside."""
    by_place: dict[tuple[str, int], dict[str, Measured]] = {}
    number = 0
    for each in measured:
        number += each.way == "as it stands"
        if each.kind in ("follow_up", "new_topic") and not each.kept_aside:
            by_place.setdefault((each.conversation, number), {})[each.way] = each
    for ways in by_place.values():
        mine = ways["in its conversation"]
        best = max(ways.values(), key=lambda each: (each.found, each.f1))
        if (best.found, best.f1) > (mine.found, mine.f1 + 0.2):
            alone = ways["as it stands"].asked
            print(
                f"{mine.conversation} {mine.kind} {alone}\n     → {mine.asked}\n     {mine.found} “{mine.answer}”"
            )
            print(f"     {best.way}: {best.found} “{best.answer}” ({best.asked}) {mine.golds}")


if __name__ == "__main__":
    main()
