"""Recall and mean reciprocal rank of dense, sparse and fused retrieval, int8 and fp32.

    python -m benchmarks.retrieval FILE.json [--limit N] [--ladder]

All contexts of the file become one library, its answerable questions the queries. A hit counts in two ways:
`passage` when it lies in the question's article and holds a gold answer whole, `article` when it lies in the
question's article. With `--ladder` other constants and weights of the fusion are measured too, int8 only.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from benchmarks.building import build, encoder_at
from benchmarks.squad import Question, read_squad
from qa.embedding.encoder import Precision
from qa.records import Filters, Passage
from qa.retrieval.fusion import fuse
from qa.retrieval.retriever import N_CANDIDATES
from qa.retrieval.word_query import word_query

_CUTS = (1, 5, 10)
_LADDER = ((60.0, 1.0), (60.0, 2.0), (20.0, 2.0), (10.0, 1.0), (10.0, 2.0), (5.0, 2.0))  # constant, words
_PRECISIONS: tuple[Precision, ...] = ("int8", "fp32")
Judge = Callable[[Passage, Question], bool]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--limit", type=int, help="only the first N questions (all contexts stay)")
    parser.add_argument("--ladder", action="store_true", help="other ways of fusing, too")
    arguments = parser.parse_args()
    questions = list(read_squad(arguments.file))
    asked = [question for question in questions if question.answers][: arguments.limit]
    print(f"{arguments.file.name}: {len({q.article.id for q in questions})} articles, {len(asked)} questions")
    for precision in _PRECISIONS[: 1 if arguments.ladder else 2]:
        _measure(precision, questions, asked, _LADDER if arguments.ladder else ())


def _measure(
    precision: Precision,
    questions: Sequence[Question],
    asked: Sequence[Question],
    ladder: Sequence[tuple[float, float]],
) -> None:
    encoder = encoder_at(precision)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        library = build(Path(folder), (question.article for question in questions), encoder)
        n_passages = library.store.counts()[1]
        built = time.perf_counter()
        ranks: dict[tuple[str, str], list[int | None]] = {}
        for question in asked:
            vector = encoder.encode([question.text], "query")[0]
            dense = library.search_vectors(vector, Filters(), N_CANDIDATES)
            sparse = library.search_words(word_query(question.text), Filters(), N_CANDIDATES)
            fused = [passage_id for passage_id, _ in fuse(dense, sparse)[:N_CANDIDATES]]
            sides = {"dense": _ids(dense), "sparse": _ids(sparse), "fused": fused}
            for constant, weight in ladder:
                other = fuse(dense, sparse, constant, weight)
                sides[f"{constant:g}, {weight:g}"] = [passage_id for passage_id, _ in other]
            passages = library.store.passages(sorted(set().union(*sides.values())))
            for side, ids in sides.items():
                for kind, judge in _JUDGES.items():
                    rank = _first(ids, passages, question, judge)
                    ranks.setdefault((kind, side), []).append(rank)
        asked_seconds = time.perf_counter() - built
        library.close()
    print(
        f"\n{precision}: {n_passages} passages, {n_passages / (built - began):.0f} stored a second,"
        f" {1000 * asked_seconds / len(asked):.1f} ms a question"
    )
    print(f"  {'':16}" + "".join(f"{f'recall@{cut}':>11}" for cut in _CUTS) + f"{'MRR':>9}")
    for (kind, side), found in ranks.items():
        print(f"  {kind:8}{side:8}" + _row(found))


def _row(found: Sequence[int | None]) -> str:
    recalls = (sum(rank is not None and rank <= cut for rank in found) / len(found) for cut in _CUTS)
    reciprocal = sum(1 / rank for rank in found if rank) / len(found)
    return "".join(f"{100 * recall:11.2f}" for recall in recalls) + f"{reciprocal:9.4f}"


def _first(ids: Sequence[int], passages: dict[int, Passage], question: Question, judge: Judge) -> int | None:
    right = (rank for rank, key in enumerate(ids, start=1) if judge(passages[key], question))
    return next(right, None)


def _ids(ranking: Iterable[tuple[int, float]]) -> list[int]:
    return [passage_id for passage_id, _ in ranking]


def _holds_answer(passage: Passage, question: Question) -> bool:
    return passage.article_id == question.article.id and any(
        passage.article_span.contains(answer) for answer in question.answers
    )


def _same_article(passage: Passage, question: Question) -> bool:
    return passage.article_id == question.article.id


_JUDGES: dict[str, Judge] = {"passage": _holds_answer, "article": _same_article}

if __name__ == "__main__":
    main()
