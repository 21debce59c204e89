"""Make a library of N passages from a folder of articles, for the other benchmarks.

    python -m benchmarks.large_library ARTICLES FOLDER [--passages 1000000]

The library is made in FOLDER/N and kept; one that is there already is left as it is. benchmarks/recombined.py says
how its articles and vectors are made. FOLDER/questions.txt gets drafts of questions about the real articles.
"""

import argparse
import random
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.building import encoder_at
from benchmarks.recombined import fill, material_from, read_articles
from qa.evaluation.drafting import draft_questions
from qa.library import EmbeddedLibrary

N_QUESTIONS = 400
_UNFINISHED = "unfinished"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=1_000_000)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    questions = arguments.folder / "questions.txt"
    if not questions.exists():
        questions.write_text("\n".join(_drafts(arguments.articles)) + "\n", encoding="utf-8")
    target = arguments.folder / str(arguments.passages)
    if target.exists():
        print(f"{target} exists")
        return
    _make(arguments.articles, target, arguments.passages)


def questions_of(folder: Path, limit: int) -> Sequence[str]:
    """Return the questions that were drafted for the libraries in a folder."""
    return (folder / "questions.txt").read_text(encoding="utf-8").splitlines()[:limit]


def libraries_in(folder: Path, largest: int) -> dict[int, Path]:
    """Return the libraries in a folder by their number of passages, the smallest first."""
    sizes = sorted(int(each.name) for each in folder.iterdir() if each.name.isdigit())
    return {size: folder / str(size) for size in sizes if size <= largest}


def _drafts(folder: Path) -> list[str]:
    drafts = [each.question for article in read_articles(folder) for each in draft_questions(article)]
    return random.Random(0).sample(drafts, min(N_QUESTIONS, len(drafts)))


def _make(source: Path, target: Path, n_passages: int) -> None:
    began = time.perf_counter()
    encoder = encoder_at("int8")
    material = material_from(source, encoder, target.parent)
    encoded = time.perf_counter()
    print(
        f"{len(material.articles)} articles, {len(material.vectors)} distinct sentences, {encoded - began:.0f} s"
    )
    print(f"cosine of estimated vectors, before differences are added: {material.cosine:.3f}", flush=True)
    partial = target.with_name(f"{target.name}-{_UNFINISHED}")
    shutil.rmtree(partial, ignore_errors=True)
    library = EmbeddedLibrary(partial)
    for n_stored in fill(library, material, n_passages, encoder):
        print(f"{n_stored} passages, {time.perf_counter() - encoded:.0f} s", flush=True)
    library.close()
    partial.rename(target)
    print(f"{target}: {time.perf_counter() - encoded:.0f} s after encoding")


if __name__ == "__main__":
    main()
