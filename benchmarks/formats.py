"""How well documents are read: paragraphs, titles and dates, by format.

    python -m benchmarks.formats FOLDER [--show N]

FOLDER has the documents and `expected.jsonl`, with one object per document: `file`, `title`, `published` (ISO 8601)
and `paragraphs`. A paragraph counts as exact if the article has the same words in one paragraph, whatever the line
breaks.
"""

import argparse
import json
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qa.articles.documents import Limits
from qa.articles.formats import suffix_of
from qa.articles.loading import Loaded
from qa.articles.reader import ArticleReader


@dataclass(slots=True)
class Tally:
    """The counts for one format; `surplus` are paragraphs that no document should have."""

    n_files: int = 0
    n_read: int = 0
    n_expected: int = 0
    n_exact: int = 0
    n_surplus: int = 0
    n_titles: int = 0
    n_dates: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--show", type=int, default=0, metavar="N", help="print N differences for each format"
    )
    arguments = parser.parse_args()
    tallies: dict[str, Tally] = defaultdict(Tally)
    lines = (arguments.folder / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    with ArticleReader(Limits()) as reader:
        for expected in map(json.loads, lines):
            path = (arguments.folder / expected["file"]).absolute()
            _measure(reader, path, expected, tallies[_kind(path)])
    _print(tallies, arguments.show)


def _kind(path: Path) -> str:
    """Return the kind of a document: its suffix, with the word after "-" in its name."""
    return f"{path.stem.partition('-')[2]} {suffix_of(path)}".strip()


def _measure(reader: ArticleReader, path: Path, expected: dict[str, Any], tally: Tally) -> None:
    tally.n_files += 1
    tally.n_expected += len(expected["paragraphs"])
    began = time.monotonic()
    found = next(iter(reader.articles(path, reader.bytes_of(path))))
    tally.seconds += time.monotonic() - began
    if not isinstance(found, Loaded):
        tally.wrong.append(f"{path.name}: {found.message}")
        return
    tally.n_read += 1
    article = found.article
    have, want = (
        Counter(map(_words, texts)) for texts in (article.text.split("\n\n"), expected["paragraphs"])
    )
    tally.n_exact += (have & want).total()
    tally.n_surplus += (have - want).total()
    tally.n_titles += _words(article.title) == _words(expected["title"])
    tally.n_dates += str(article.published) == expected["published"]
    tally.wrong += [
        f"{path.name}: {sign} {text[:150]}"
        for sign, each in (("-", want - have), ("+", have - want))
        for text in each
    ]
    if _words(article.title) != _words(expected["title"]):
        tally.wrong.append(f"{path.name}: title {article.title}")
    if str(article.published) != expected["published"]:
        tally.wrong.append(f"{path.name}: date {article.published}, expected {expected['published']}")


def _words(text: str) -> str:
    return " ".join(text.split())


def _print(tallies: dict[str, Tally], n_shown: int) -> None:
    print("| format | files | read | paragraphs exact | surplus | titles | dates | s per file |")
    print("|---|---|---|---|---|---|---|---|")
    for kind, each in sorted(tallies.items()):
        share = each.n_exact / max(each.n_expected, 1)
        print(
            f"| {kind} | {each.n_files} | {each.n_read} | {each.n_exact} of {each.n_expected} ({share:.1%})"
            f" | {each.n_surplus} | {each.n_titles} | {each.n_dates} | {each.seconds / each.n_files:.2f} |"
        )
    for kind, each in sorted(tallies.items()):
        for line in each.wrong[:n_shown]:
            print(f"{kind}  {line}")


if __name__ == "__main__":
    main()
