"""Temporal expressions compared with gold: spans and values, with the measures of TempEval-3.

    python -m benchmarks.dates FILE.jsonl [--predictions OUT.jsonl] [--first N | --last N] [--errors] [--peers]

FILE has one object per document: {"doc", "dct", "text", "timex": [{"start", "end", "type", "value"}]}. A span matches
strictly if both ends are equal, and loosely if any character is shared. The value F1 counts the loosely matching
spans with the right value. OUT receives {"doc", "timex": […]} per document. `--peers` measures
`dateparser.search_dates` beside it, where it is installed.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from qa.dates import time_expressions

KINDS = ("DATE", "TIME", "DURATION", "SET")


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression; offsets count characters of its document."""

    start: int
    end: int
    type: str
    value: str | None

    def overlaps(self, other: "Timex") -> bool:
        """Return whether both share a character."""
        return self.start < other.end and other.start < self.end


Document = dict[str, Any]
Spotter = Callable[[Document], list[Timex]]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--predictions", type=Path)
    parser.add_argument("--first", type=int, help="only the first N documents")
    parser.add_argument("--last", type=int, help="only the last N documents")
    parser.add_argument("--errors", action="store_true", help="print what went wrong")
    parser.add_argument("--peers", action="store_true")
    arguments = parser.parse_args()
    documents = [json.loads(line) for line in arguments.file.read_text(encoding="utf-8").splitlines()]
    documents = documents[: arguments.first] if arguments.first else documents
    documents = documents[-arguments.last :] if arguments.last else documents
    began = time.perf_counter()
    found = [dateline(document) for document in documents]
    seconds = time.perf_counter() - began
    report("dateline", documents, found)
    n_characters = sum(len(document["text"]) for document in documents)
    print(f"{n_characters} characters in {seconds:.2f} s")
    if arguments.errors:
        show_errors(documents, found)
    if arguments.predictions:
        write(arguments.predictions, documents, found)
    if arguments.peers:
        report("dateparser.search_dates", documents, [dateparser_spans(document) for document in documents])


def dateline(document: Document) -> list[Timex]:
    """Return what Dateline finds in a document."""
    published = date.fromisoformat(document["dct"]) if document.get("dct") else None
    return [
        Timex(each.article_span.start, each.article_span.end, str(each.kind), each.value)
        for each in time_expressions(document["text"], published)
    ]


def dateparser_spans(document: Document) -> list[Timex]:
    """Return what dateparser's search finds, in the order of the text."""
    from dateparser.search import search_dates

    base = datetime.fromisoformat(document["dct"]) if document.get("dct") else None
    settings = {"RELATIVE_BASE": base} if base else {}
    found, place = [], 0
    for words, when in search_dates(document["text"], languages=["en"], settings=settings) or ():
        start = document["text"].find(words, place)
        if start < 0:
            continue
        place = start + len(words)
        found.append(Timex(start, place, "DATE", when.date().isoformat()))
    return found


def report(name: str, documents: Sequence[Document], found: Sequence[Sequence[Timex]]) -> None:
    """Print precision, recall and F1 of spans and values, over all and by type."""
    gold = [gold_of(document) for document in documents]
    n_gold, n_found = sum(map(len, gold)), sum(map(len, found))
    strict = overlapping = valued = typed = 0
    by_type: Counter[str] = Counter()
    for golds, spotted in zip(gold, found, strict=True):
        for one, other in matched(golds, spotted):
            overlapping += 1
            by_type[f"{one.type} found"] += 1
            strict += (one.start, one.end) == (other.start, other.end)
            typed += one.type == other.type
            if one.value == other.value:
                valued += 1
                by_type[f"{one.type} right"] += 1
    print(f"{name}: {n_gold} gold, {n_found} found")
    for label, count in (
        ("strict", strict),
        ("overlapping", overlapping),
        ("value", valued),
        ("type", typed),
    ):
        precision, recall = count / max(1, n_found), count / max(1, n_gold)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(f"  {label:12} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")
    for kind in KINDS:
        total = sum(each.type == kind for golds in gold for each in golds)
        n_spotted, n_right = by_type[f"{kind} found"], by_type[f"{kind} right"]
        print(f"  {kind:9} {total:4} gold, {n_spotted:4} found, {n_right:4} right values")


def matched(golds: Sequence[Timex], found: Sequence[Timex]) -> list[tuple[Timex, Timex]]:
    """Pair each gold expression with the first found one that overlaps it, each used once."""
    left = list(found)
    pairs = []
    for gold in golds:
        match = next((each for each in left if each.overlaps(gold)), None)
        if match is not None:
            left.remove(match)
            pairs.append((gold, match))
    return pairs


def gold_of(document: Document) -> list[Timex]:
    """Return a document's gold expressions."""
    return [Timex(each["start"], each["end"], each["type"], each["value"]) for each in document["timex"]]


def show_errors(documents: Sequence[Document], found: Sequence[Sequence[Timex]]) -> None:
    """Print every expression that was missed, made up, or read wrongly, with its surroundings."""
    for document, spotted in zip(documents, found, strict=True):
        golds, text = gold_of(document), document["text"]
        pairs = matched(golds, spotted)
        print(f"\n== {document['doc']} {document['dct']}")
        for gold in golds:
            if not any(gold is one for one, _ in pairs):
                print(f"  MISSED {gold.value}: {_around(text, gold)}")
        for other in spotted:
            if not any(other is each for _, each in pairs):
                print(f"  MADE UP {other.value}: {_around(text, other)}")
        for gold, other in pairs:
            if gold.value != other.value:
                print(f"  WRONG {other.value} for {gold.value} ({gold.type}): {_around(text, other)}")


def _around(text: str, timex: Timex) -> str:
    before, after = text[max(0, timex.start - 50) : timex.start], text[timex.end : timex.end + 40]
    return f"{before}[{text[timex.start : timex.end]}]{after}".replace("\n", " ")


def write(path: Path, documents: Sequence[Document], found: Sequence[Sequence[Timex]]) -> None:
    """Write the predictions, one object per document."""
    lines = [
        json.dumps(
            {
                "doc": document["doc"],
                "timex": [
                    {"start": each.start, "end": each.end, "type": each.type, "value": each.value}
                    for each in spotted
                ],
            }
        )
        for document, spotted in zip(documents, found, strict=True)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
