"""What people type, in conversations: right, partly right, wrong and refused answers by kind, and the median time.

    python -m benchmarks.typed_input FILE ARTICLES… [--library DIR] [--kind KIND] [--misses]

Each line of FILE is a turn of a conversation, in order: {"conversation", "turn", "kind", "typed", "expected"}.
benchmarks/typed_scoring.py describes `expected` and the rules. With `as_typed`, the question is complete and must not
be rewritten. ARTICLES are the files and folders that fill the library when it is empty. Every turn is asked, also
those of other kinds than KIND, because later turns depend on it.

Conversations with odd numbers are kept aside: nothing may be changed because of them, so --misses doesn't print them.
tests/data/typed_input.jsonl is our own FILE; its articles aren't part of Dateline.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from benchmarks.typed_scoring import Outcome, Reply, as_asked, reply_of, score
from qa.engine import Engine
from qa.records import Turn
from qa.settings.settings import load_settings

_GOOD = (Outcome.RIGHT, Outcome.RIGHTLY_REFUSED)


@dataclass(frozen=True, slots=True)
class Scored:
    """One turn, its reply and its outcome; `asked` is the question after rewriting.

    `processor_seconds` are those of all threads, and independent of what else the machine does.
    """

    turn: dict[str, Any]
    reply: Reply
    outcome: Outcome
    asked: str
    seconds: float
    processor_seconds: float

    @property
    def kind(self) -> str:
        """The turn's kind, as in the file."""
        return str(self.turn["kind"])

    @property
    def is_kept_aside(self) -> bool:
        """Whether the turn's conversation has an odd number."""
        return int(self.turn["conversation"][1:]) % 2 == 1


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("articles", type=Path, nargs="+")
    parser.add_argument("--library", type=Path, help="a library to use, and to fill when it is empty")
    parser.add_argument("--kind", help="report only turns of this kind")
    parser.add_argument("--misses", action="store_true", help="print the turns that were not right")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(load_settings(library=arguments.library or Path(folder)))
        if not engine.library.exists:
            engine.index(arguments.articles)
        engine.warm_up()
        scored = [
            each for each in ask_all(engine, read_turns(arguments.file)) if _is_kind(each, arguments.kind)
        ]
        engine.close()
    for line in (*table(scored), "", *shares(scored), *(misses(scored) if arguments.misses else ())):
        print(line)


def read_turns(file: Path) -> list[dict[str, Any]]:
    """Return the turns of a file, in order."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def ask_all(engine: Engine, turns: Sequence[dict[str, Any]]) -> Iterator[Scored]:
    """Ask every turn in its conversation."""
    files = {summary.id: Path(summary.path or "").name for summary in engine.articles()}
    for _, conversation in groupby(turns, key=lambda turn: turn["conversation"]):
        history: list[Turn] = []
        for turn in conversation:
            began = time.perf_counter(), time.process_time()
            answer = engine.ask(turn["typed"], history=history)
            took = time.perf_counter() - began[0], time.process_time() - began[1]
            reply = reply_of(answer, files.__getitem__)
            asked = answer.standalone_question or answer.question
            yield Scored(turn, reply, score(turn["kind"], turn["expected"], reply), asked, *took)
            history.append(Turn.of(answer))


def table(scored: Sequence[Scored]) -> Iterator[str]:
    """Yield the outcomes by kind, in numbers and shares, with the median time."""
    yield f"{'kind':14}" + "".join(f"{outcome:>17}" for outcome in Outcome) + f"{'ms':>7}{'CPU ms':>8}"
    for kind in dict.fromkeys(each.kind for each in scored):
        yield _row(kind, [each for each in scored if each.kind == kind])
    halves = (("all", scored), *zip(("development", "kept aside"), by_half(scored), strict=True))
    yield from (_row(name, members) for name, members in halves if members)


def by_half(scored: Sequence[Scored]) -> tuple[list[Scored], list[Scored]]:
    """Return the turns that changes are made with, and those that are kept aside."""
    development = [each for each in scored if not each.is_kept_aside]
    return development, [each for each in scored if each.is_kept_aside]


def shares(scored: Sequence[Scored]) -> Iterator[str]:
    """Yield the measures that cut across the table."""
    complete = [each for each in scored if each.turn["expected"].get("as_typed")]
    kept = sum(as_asked(each.turn["typed"], each.asked) for each in complete)
    keywords = [each for each in scored if each.kind == "keywords"]
    first = sum(
        each.reply.files[:1] != () and each.reply.files[0] in each.turn["expected"]["articles"]
        for each in keywords
    )
    commands = [each for each in scored if each.kind == "command"]
    yield "complete questions left as typed: " + _share(kept, len(complete))
    yield "keyword queries with a right article first: " + _share(first, len(keywords))
    yield "commands carried out: " + _share(
        sum(each.outcome is Outcome.RIGHT for each in commands), len(commands)
    )
    for name, members in zip(("", " in development", " kept aside"), (scored, *by_half(scored)), strict=True):
        yield f"right or rightly refused{name}: " + _share(
            sum(each.outcome in _GOOD for each in members), len(members)
        )


def misses(scored: Sequence[Scored]) -> Iterator[str]:
    """Yield the turns of the development half that were not right, with the reply and what was expected."""
    for each in by_half(scored)[0]:
        complete = each.turn["expected"].get("as_typed") and not as_asked(each.turn["typed"], each.asked)
        if each.outcome in _GOOD and not complete:
            continue
        yield f"\n{each.turn['conversation']}.{each.turn['turn']} {each.kind} {each.outcome}: {each.turn['typed']}"
        if not as_asked(each.turn["typed"], each.asked):
            yield f"    asked    {each.asked}"
        yield f"    reply    {each.reply.text or each.reply.action or '—'} ({', '.join(each.reply.files[:2])})"
        yield f"    expected {json.dumps(each.turn['expected'], ensure_ascii=False)}"


def _is_kind(scored: Scored, kind: str | None) -> bool:
    return kind is None or scored.kind == kind


def _row(name: str, scored: Sequence[Scored]) -> str:
    counts = [sum(each.outcome is outcome for each in scored) for outcome in Outcome]
    cells = "".join(f"{count:8} {100 * count / len(scored):6.1f} %" for count in counts)
    median = 1000 * statistics.median(each.seconds for each in scored)
    processor = 1000 * statistics.median(each.processor_seconds for each in scored)
    return f"{name:14}{cells}{median:7.0f}{processor:8.0f}"


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole}" + (f" ({100 * part / whole:.1f} %)" if whole else "")


if __name__ == "__main__":
    main()
