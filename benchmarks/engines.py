"""The same library in both engines: what they find and answer, and how long one search takes.

    python -m benchmarks.engines compare LIBRARY --work FOLDER [--questions 60] [--answers]
    python -m benchmarks.engines latency LIBRARY --work FOLDER [--questions 100]

The embedded LIBRARY is copied to FOLDER, and its articles with their stored vectors to LanceDB tables there; both are
kept for the next run. `compare` drafts questions from the articles and prints the share of them whose article is
among the first five passages in each engine, and the questions with other passages. With `--answers`, it asks them as
well and prints the answers that differ. `latency` prints milliseconds of one search (median and 95th percentile, and
the mean of the processor's time), and the recall of the vectors against a comparison with all of them.
"""

import argparse
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import numpy as np

from benchmarks.building import encoder_at
from benchmarks.timing import p50_p95, print_table, timed
from qa.engine import Engine
from qa.evaluation.drafting import Draft, draft_questions
from qa.evaluation.measures import RIGHT_FROM, f1
from qa.library import EmbeddedLibrary, Library
from qa.library.lance.library import LanceLibrary
from qa.library.lance.schema import PASSAGES, passage_table
from qa.library.stored_articles import StoredArticle
from qa.library.vectors import Vectors
from qa.records import Answer, Filters, Passage, Span
from qa.retrieval.retriever import N_CANDIDATES, Retriever
from qa.retrieval.word_query import word_query
from qa.settings.library_location import LanceAddress, LibraryLocation
from qa.settings.settings import load_settings

_ENGINES = ("embedded", "LanceDB")
_TOP, _NEAREST = 5, 10
_AT_ONCE = 500
_ROWS_AT_ONCE = 4_000  # articles of a large library
_EVERYTHING = Filters()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("compare", "latency"))
    parser.add_argument("library", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--answers", action="store_true")
    arguments = parser.parse_args()
    embedded, lance = _prepared(arguments.library, arguments.work, is_large=arguments.what == "latency")
    with closing(EmbeddedLibrary(embedded)) as one, closing(LanceLibrary(lance)) as other:
        if arguments.what == "latency":
            _measure(one, other, arguments.questions)
        else:
            _compare(one, other, arguments.questions)
    if arguments.answers:
        _compare_answers(embedded, lance, arguments.questions)


def _prepared(source: Path, work: Path, *, is_large: bool) -> tuple[Path, LanceAddress]:
    """Return both libraries, made unless they are there."""
    embedded = work / f"{source.name}-embedded"
    lance = LanceAddress(str((work / f"{source.name}-lance").absolute()))
    if not embedded.is_dir():
        shutil.copytree(source, embedded)
    with closing(EmbeddedLibrary(embedded)) as one, closing(LanceLibrary(lance)) as other:
        if other.store.counts() != one.store.counts():
            began = time.monotonic()
            (_copy_rows if is_large else _copy)(one, other)
            print(f"copied {one.store.counts()} to LanceDB in {time.monotonic() - began:.0f} s", flush=True)
            _maintain(other)
    return embedded, lance


def _maintain(library: LanceLibrary) -> None:
    """Do what `dateline maintain` does, and print how long each step takes."""
    began = time.monotonic(), time.process_time()
    for done in library.maintain():
        now = time.monotonic(), time.process_time()
        seconds, processor = now[0] - began[0], now[1] - began[1]
        print(f"{done} {seconds:.0f} s, {processor:.0f} s of processor time", flush=True)
        began = now


def _copy(source: EmbeddedLibrary, target: LanceLibrary) -> None:
    """Store every article as it would be stored by indexing."""
    with target.writing():
        _adopt(source, target)
        for part in _parts(source):
            with target.together():
                for each in part:
                    target.add(each)


def _copy_rows(source: EmbeddedLibrary, target: LanceLibrary) -> None:
    """Append the passages of a large library, without dates and near-duplicates."""
    with target.writing():
        dimensions = _adopt(source, target)
        table = target.tables.create(PASSAGES, dimensions)
        ids = source.store.article_ids()
        for start in range(0, len(ids), _ROWS_AT_ONCE):
            articles = _undated(source, ids[start : start + _ROWS_AT_ONCE])
            table.add(passage_table(articles, {}, {}, dimensions))


def _undated(source: EmbeddedLibrary, article_ids: Sequence[str]) -> list[StoredArticle]:
    """Return articles with their passages and vectors only."""
    marks = ",".join("?" * len(article_ids))
    rows = source._database.rows(
        "SELECT article_id, article_start, article_end, vector FROM passages"
        f" WHERE article_id IN ({marks}) ORDER BY article_id, ordinal",
        tuple(article_ids),
    )
    found = []
    for key, group in groupby(rows, key=itemgetter(0)):
        article, parts = source.article(key), list(group)
        spans = [Span(start, end) for _, start, end, _ in parts]
        passages = [Passage(key, n, span, span.of(article.text)) for n, span in enumerate(spans)]
        vectors = np.frombuffer(b"".join(row[3] for row in parts), dtype="<f4").reshape(len(parts), -1)
        found.append(StoredArticle(article, passages, vectors, {}, ()))
    return found


def _adopt(source: EmbeddedLibrary, target: LanceLibrary) -> int:
    identity = source.identity()
    if identity is None:
        raise SystemExit("The library has no vectors.")
    target.adopt(*identity)
    return identity[0].dimensions


def _parts(source: EmbeddedLibrary) -> Iterator[list[StoredArticle]]:
    ids = source.store.article_ids()
    for start in range(0, len(ids), _AT_ONCE):
        stored = map(source.store.stored, ids[start : start + _AT_ONCE])
        yield [each for each in stored if each is not None]


def _drafts(library: Library, limit: int) -> list[Draft]:
    """Return drafted questions, the first ones of as many articles."""
    found: list[Draft] = []
    for key in library.store.article_ids():  # hashes, so their order says nothing
        found += draft_questions(library.article(key))[:1]
        if len(found) == limit:
            break
    return found


def _compare(one: EmbeddedLibrary, other: LanceLibrary, n_questions: int) -> None:
    encoder = encoder_at("int8")
    questions = _drafts(one, n_questions)
    found = [_found(Retriever(each, encoder), questions) for each in (one, other)]
    for name, rows in zip(_ENGINES, found, strict=True):
        shares = [_recall_of(questions, rows, n) for n in (1, _TOP)]
        print(
            f"{name}: recall@1 {shares[0]:.3f}, recall@{_TOP} {shares[1]:.3f} of {len(questions)} questions"
        )
    differing = [row for row in zip(questions, *found, strict=True) if row[1] != row[2]]
    print(f"other articles or another order among the first {_TOP}: {len(differing)}")
    for draft, a, b in differing:
        print(f"  {draft.question}\n    right {draft.article.id[:8]}: {_shown(a)} | {_shown(b)}")


def _found(retriever: Retriever, questions: Sequence[Draft]) -> list[list[str]]:
    """Return the articles of the first passages for each question."""
    return [
        [hit.passage.article_id for hit in retriever.retrieve(each.question, _EVERYTHING, _TOP)]
        for each in questions
    ]


def _recall_of(questions: Sequence[Draft], found: Sequence[Sequence[str]], n_first: int) -> float:
    n_right = sum(draft.article.id in ids[:n_first] for draft, ids in zip(questions, found, strict=True))
    return n_right / len(questions)


def _shown(articles: Sequence[str]) -> str:
    return " ".join(key[:8] for key in articles)


def _compare_answers(embedded: LibraryLocation, lance: LibraryLocation, n_questions: int) -> None:
    """Ask the questions in both engines; an answer is right if it shares half of its words with the draft's."""
    questions: list[Draft] = []
    answers: list[list[Answer]] = []
    for name, location in zip(_ENGINES, (embedded, lance), strict=True):
        with closing(Engine(load_settings(library=location))) as engine:
            questions = _drafts(engine.library, n_questions)
            answers.append([engine.ask(each.question) for each in questions])
        n_right = sum(map(_is_right, questions, answers[-1]))
        n_cited = sum(map(_cites, questions, answers[-1]))
        print(
            f"{name}: {n_right} right answers, {n_cited} cite the right article, of {len(questions)}",
            flush=True,
        )
    differing = [row for row in zip(questions, *answers, strict=True) if row[1].text != row[2].text]
    print(f"equal answers: {len(questions) - len(differing)} of {len(questions)}")
    for draft, one, other in differing:
        print(f"  {draft.question}\n    expected: {draft.answer} ({draft.article.id[:8]})")
        for name, answer in zip(_ENGINES, (one, other), strict=True):
            cited = _shown([each.article.id for each in answer.citations[:1]])
            verdict = "right" if _is_right(draft, answer) else "not counted as right"
            print(f"    {name}: {answer.text} ({answer.status}, {answer.confidence:.2f}, {cited}, {verdict})")


def _is_right(draft: Draft, answer: Answer) -> bool:
    return f1(answer.text or "", [draft.answer]) >= RIGHT_FROM


def _cites(draft: Draft, answer: Answer) -> bool:
    return any(each.article.id == draft.article.id for each in answer.citations)


def _measure(one: EmbeddedLibrary, other: LanceLibrary, n_questions: int) -> None:
    encoder = encoder_at("int8")
    texts = [each.question for each in _drafts(one, n_questions)]
    vectors = encoder.encode(texts, "query")
    queries = [word_query(text) for text in texts]
    rows = []
    libraries: tuple[Library, Library] = (one, other)
    for name, library in zip(_ENGINES, libraries, strict=True):
        library.open_vectors()
        retriever = Retriever(library, encoder)
        searches: dict[str, list[Callable[[], object]]] = {
            "dense": [partial(library.search_vectors, each, _EVERYTHING, N_CANDIDATES) for each in vectors],
            "words": [partial(library.search_words, each, _EVERYTHING, N_CANDIDATES) for each in queries],
            "retrieval": [partial(_retrieved, library, retriever, each) for each in texts],
        }
        times = {}
        for what, calls in searches.items():
            calls[0]()
            began = time.process_time()
            times[what] = p50_p95([timed(call) for call in calls])
            times[f"{what}, processor"] = f"{1000 * (time.process_time() - began) / len(calls):.0f}"
        rows.append({"engine": name, "passages": f"{library.store.counts()[1]:,}", **times})
    print_table(rows)
    print(f"recall@{_NEAREST} of LanceDB's vectors: {_recall(other, vectors):.3f}")


def _retrieved(library: Library, retriever: Retriever, question: str) -> object:
    """Retrieve as a question does."""
    with library.answering():
        return retriever.retrieve(question, _EVERYTHING, 10)


def _recall(library: LanceLibrary, vectors: Iterable[Vectors]) -> float:
    """Return the share of the nearest vectors that a search finds, compared with one that uses no index."""
    table = library.tables.table(PASSAGES)
    n_right = n_all = 0
    for vector in vectors:
        exact = (
            table.search(vector, vector_column_name="vector").distance_type("cosine").bypass_vector_index()
        )
        right = {
            row["id"] for row in exact.select(["id", "_distance"]).limit(_NEAREST).to_arrow().to_pylist()
        }
        n_right += len(right & {key for key, _ in library.search_vectors(vector, _EVERYTHING, _NEAREST)})
        n_all += len(right)
    return n_right / n_all


if __name__ == "__main__":
    main()
