"""Who said what, found in sentences: right speakers and right statements.

    python -m benchmarks.statements [--misses]

On the sentences of tests/data/statements.jsonl, written for this. Those with an even number were in view while the
rules were made, those with an odd number were kept aside. A speaker or a statement is right when it is gold's but
for marks at its ends; precision is the right share of those found, recall that of gold's.
"""

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.answering.quote_answers import SURE
from qa.attribution import attributions_in
from qa.engine import Engine
from qa.records import Answer
from qa.settings.settings import load_settings

ROOT = Path(__file__).parent.parent
LABELLED = ROOT / "tests" / "data" / "statements.jsonl"
ASKED = ROOT / "tests" / "data" / "who_said_what.jsonl"
_MARKS = " \"“”'’,.:;"


@dataclass(frozen=True, slots=True)
class Measured:
    """Counts over sentences: found, gold, right speakers, right statements, and both right."""

    n_found: int
    n_gold: int
    speakers: int
    statements: int
    both: int


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--misses", action="store_true", help="print the even-numbered sentences that went wrong"
    )
    show_misses = parser.parse_args().misses
    rows = read_labelled()
    for name, half in halves(rows).items():
        measured = measure(half)
        traps = [row for row in half if not row["statements"]]
        silent = sum(not attributions_in(row["text"]) for row in traps)
        print(f"{name}: {len(half)} sentences; {silent} of {len(traps)} without a speaker left alone")
        for what, right in (
            ("speakers", measured.speakers),
            ("statements", measured.statements),
            ("both", measured.both),
        ):
            precision, recall = right / max(1, measured.n_found), right / max(1, measured.n_gold)
            print(f"  {what:11} precision {100 * precision:5.1f}, recall {100 * recall:5.1f}")
    if show_misses:
        _print_misses(halves(rows)["made with"])
    _report_topics(show_misses=show_misses)


def _report_topics(*, show_misses: bool) -> None:
    rows = read_labelled(ASKED)
    with tempfile.TemporaryDirectory() as library:
        engine = Engine(load_settings(library=Path(library)))
        engine.index([ROOT / "seeds"])
        answers = [engine.ask(row["question"]) for row in rows]
        engine.close()
    pairs = list(zip(rows, answers, strict=True))
    n_gold = sum(len(row["statements"]) for row in rows)
    n_found = sum(is_right(row, text) for row, answer in pairs for text, _ in given(answer))
    refused = sum(not answer.parts for row, answer in pairs if not row["statements"])
    n_silent = sum(not row["statements"] for row in rows)
    print(f"{len(rows)} questions of the samples: {refused} of {n_silent} that nobody speaks to refused")
    n_given = sum(len(given(answer)) for answer in answers)
    print(f"  {n_found} of {n_given} statements given are right; {n_found} of {n_gold} right ones are given")
    for nearness, sure in SURE.items():
        mine = [
            is_right(row, text)
            for row, answer in pairs
            for text, confidence in given(answer)
            if confidence == sure
        ]
        print(f"  topic named {nearness:7} {sum(mine)} of {len(mine)} right; confidence given {sure:.2f}")
    for row, answer in pairs:
        missing = [
            gold for gold in row["statements"] if not any(t.startswith(gold) for t, _ in given(answer))
        ]
        wrong = [text for text, _ in given(answer) if not is_right(row, text)]
        if show_misses and (missing or wrong):
            print(f"{row['id']} {row['question']}\n     missing {missing}\n     wrong {wrong}")


def given(answer: Answer) -> list[tuple[str, float]]:
    """Return all statements of an answer with their confidence."""
    said: list[tuple[str, float]] = []
    for part in answer.parts:
        said.append((part.text or "", part.confidence))
        said += [(other.text, other.confidence) for other in part.alternatives]
    return said


def is_right(row: dict[str, Any], text: str) -> bool:
    return any(text.startswith(gold) for gold in row["statements"])


def read_labelled(path: Path = LABELLED) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def halves(rows: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    kept_aside = [row for row in rows if int(row["id"][1:]) % 2]
    return {"made with": [row for row in rows if row not in kept_aside], "kept aside": kept_aside}


def measure(rows: Iterable[dict[str, Any]]) -> Measured:
    counts = [0, 0, 0, 0, 0]
    for row in rows:
        found, gold = found_in(row["text"]), gold_of(row)
        sides = [
            (Counter(pair[side] for pair in found) & Counter(pair[side] for pair in gold)).total()
            for side in (0, 1)
        ]
        for place, count in enumerate((len(found), len(gold), *sides, len(found & gold))):
            counts[place] += count
    return Measured(*counts)


def found_in(text: str) -> set[tuple[str, str]]:
    found = attributions_in(text)
    return {(_bare(each.speaker.of(text)), _bare(each.statement.of(text))) for each in found}


def gold_of(row: dict[str, Any]) -> set[tuple[str, str]]:
    return {(_bare(each["speaker"]), _bare(each["statement"])) for each in row["statements"]}


def _bare(text: str) -> str:
    return text.strip(_MARKS)


def _print_misses(rows: Iterable[dict[str, Any]]) -> None:
    for row in rows:
        if (found := found_in(row["text"])) != (gold := gold_of(row)):
            print(f"{row['id']} {row['text']}\n     {sorted(gold)}\n     {sorted(found)}")


if __name__ == "__main__":
    main()
