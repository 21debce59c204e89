"""Draw a few contexts, with one question each, from question files in SQuAD's format.

    python -m training.subset FILE.json … OUT.json [--contexts 260]

Calibration on easy questions needs a small library of them; see training.calibrate. The draw is the same every time.
"""

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_SEED = 5


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("out", type=Path)
    parser.add_argument("--contexts", type=int, default=260, help="from each file")
    arguments = parser.parse_args()
    documents = drawn(arguments.files, arguments.contexts)
    arguments.out.write_text(json.dumps({"data": documents}), encoding="utf-8")
    print(f"{len(documents)} contexts")


def drawn(files: Sequence[Path], n_contexts: int) -> list[dict[str, Any]]:
    """Return at most `n_contexts` documents from each file, each with one context and one question."""
    chance = random.Random(_SEED)
    documents = []
    for file in files:
        found = [
            (document.get("title", ""), paragraph)
            for document in json.loads(file.read_text(encoding="utf-8"))["data"]
            for paragraph in document["paragraphs"]
            if paragraph["qas"]
        ]
        chance.shuffle(found)
        for title, paragraph in found[:n_contexts]:
            kept = {"context": paragraph["context"], "qas": [chance.choice(paragraph["qas"])]}
            documents.append({"title": title or kept["context"][:50], "paragraphs": [kept]})
    return documents


if __name__ == "__main__":
    main()
