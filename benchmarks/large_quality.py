"""What the approximate search of a large library costs: recall and F1, compared with an exact search.

    python -m benchmarks.large_quality FILE.json LIBRARY [--limit 400] [--read 20]

FILE is in SQuAD's format. LIBRARY has more than 50,000 passages, such as those of benchmarks.large_library. It is
copied, and the contexts of FILE are added to the copy, so that its other passages compete for their questions.
Every n-th question, about `--limit` of them, is searched for approximately and, with the same library, exactly. Of
these, every n-th, about `--read`, is answered from both results. Recall counts passages that hold a gold answer.
"""

import argparse
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.building import encoder_at
from benchmarks.squad import Question, read_squad
from benchmarks.timing import print_table
from qa.embedding import Encoder, find_model
from qa.evaluation import f1
from qa.indexing.passages import PassageSplitter
from qa.library import EmbeddedLibrary, vector_copy
from qa.library.snapshot import FILE_NAME as SNAPSHOT
from qa.questions.answer_type import typed
from qa.reading.best_reader import BestReader
from qa.records import Article, Filters, Hit
from qa.retrieval.retriever import Retriever

_TOP = 10
_CUTS = (1, 5, 10)
_NEVER = 1 << 60  # passages up to which a library is searched exactly


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("library", type=Path)
    parser.add_argument("--limit", type=int, default=400)
    parser.add_argument("--read", type=int, default=20)
    arguments = parser.parse_args()
    questions = [question for question in read_squad(arguments.file) if question.answers]
    encoder = encoder_at("int8")
    with tempfile.TemporaryDirectory() as work:
        approximate, exact = Path(work, "approximate"), Path(work, "exact")
        shutil.copytree(arguments.library, approximate)
        add(approximate, (question.article for question in questions), encoder)
        shutil.copytree(approximate, exact, ignore=shutil.ignore_patterns(SNAPSHOT))
        sides = {
            "approximate": EmbeddedLibrary(approximate),
            "exact": EmbeddedLibrary(exact, exact_up_to=_NEVER),
        }
        print(f"{sides['exact'].store.n_passages():,} passages")
        measure(sides, every(questions, arguments.limit), encoder, arguments.read)
        for library in sides.values():
            library.close()


def add(folder: Path, articles: Iterable[Article], encoder: Encoder) -> None:
    """Add articles to a library, and to its file of vectors, even if they are few."""
    vector_copy.PENDING_SHARE = 0.0
    library = EmbeddedLibrary(folder)
    splitter = PassageSplitter(find_model("all-MiniLM-L6-v2").tokenizer())
    with library.writing():
        for article in {article.id: article for article in articles}.values():
            passages = splitter.split(article)
            vectors = encoder.encode([passage.text for passage in passages], "passage")
            library.put(replace(article, path=f"/{article.id}"), "", passages, vectors)
        library.save_vectors()
    library.close()


def every(questions: Sequence[Question], limit: int) -> Sequence[Question]:
    """Return every n-th question, about `limit` of them."""
    return questions[:: max(1, len(questions) // limit)]


def measure(
    sides: dict[str, EmbeddedLibrary], questions: Sequence[Question], encoder: Encoder, n_read: int
) -> None:
    """Print recall and F1 of each side, and how far the sides agree."""
    found = {
        name: [Retriever(library, encoder).retrieve(question.text, Filters(), _TOP) for question in questions]
        for name, library in sides.items()
    }
    reader = BestReader()
    read = set(map(id, every(questions, n_read)))
    rows: list[dict[str, Any]] = []
    for name, library in sides.items():
        pairs = list(zip(questions, found[name], strict=True))
        row: dict[str, Any] = {"search": name, "questions": len(pairs)}
        row |= {
            f"recall@{cut}": f"{100 * mean(_is_found(*pair, cut) for pair in pairs):.1f}" for cut in _CUTS
        }
        scores = [_f1(reader, *pair, library) for pair in pairs if id(pair[0]) in read]
        rows.append({**row, "read": len(scores), "F1": f"{100 * mean(scores):.1f}"})
    print_table(rows)
    same = mean(_shared(*pair) for pair in zip(*found.values(), strict=True))
    print(f"{100 * same:.1f} % of the {_TOP} passages are the same")


def _is_found(question: Question, hits: Sequence[Hit], cut: int) -> bool:
    return any(
        hit.passage.article_id == question.article.id
        and any(hit.passage.article_span.contains(answer) for answer in question.answers)
        for hit in hits[:cut]
    )


def _f1(reader: BestReader, question: Question, hits: Sequence[Hit], library: EmbeddedLibrary) -> float:
    spans = reader.read(typed(question.text), hits, library.article).spans
    return f1(spans[0].text if spans else "", question.golds)


def _shared(one: Sequence[Hit], other: Sequence[Hit]) -> float:
    others = {hit.passage for hit in other}
    return sum(hit.passage in others for hit in one) / max(1, len(one))


if __name__ == "__main__":
    main()
