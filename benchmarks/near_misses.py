"""Near misses: questions that an article almost answers, and whether they are refused.

    python -m benchmarks.near_misses FILE.json [--limit N] [--reader best|fast] [--weights FOLDER] [--margin]
                                    [--kept 0.85]

FILE is in SQuAD's format; all its contexts become one library. Asked are questions of the half of the articles that
nothing is fitted on (see benchmarks.open_questions), each in up to three ways:

- as it is, which tells at which threshold a share `--kept` of the right answers is kept;
- altered as benchmarks.near_miss_questions does it, with a new word that the article doesn't contain;
- as it is, of its article alone, without the passages that contain an answer or the last word of one. (Other articles
  often do answer a question as vague as "Who was arrested?")

Printed is the share of the last two that is refused at that threshold. `--margin` scores answers by the model's bare
margin over no-answer instead of the calibration.
"""

import argparse
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.building import build, encoder_at
from benchmarks.near_miss_questions import Lexicon, altered, is_in
from benchmarks.open_questions import RIGHT_FROM, TOP_K, held_out
from benchmarks.readers import reader_named
from benchmarks.squad import Question, read_squad
from qa.evaluation import f1
from qa.library import EmbeddedLibrary
from qa.questions.answer_type import typed
from qa.reading.calibration import fit_threshold
from qa.reading.open import ReaderName
from qa.reading.reader_model import WEIGHTS
from qa.records import Filters, Hit
from qa.retrieval.retriever import Retriever

_ANSWERED, _REMOVED = "answered", "answer removed"
_N_RETRIEVED = 5 * TOP_K
_SHORTEST = 4  # letters of an answer's last word that counts


@dataclass(frozen=True, slots=True)
class Best:
    """The best answer to a question and its score, on any scale that is the same for all questions."""

    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Trial:
    """One question as it was asked: its kind, the best answer, and whether that is right."""

    kind: str
    question: str
    best: Best
    right: bool


Answerer = Callable[[str, Sequence[Hit], EmbeddedLibrary], Best]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--limit", type=int, help="about how many questions are asked")
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--reader", choices=("best", "fast"), default="best")
    parser.add_argument("--margin", action="store_true")
    parser.add_argument("--kept", type=float, default=0.85)
    parser.add_argument("--show", type=int, default=0, help="print that many near misses with their answers")
    arguments = parser.parse_args()
    questions = [question for question in read_squad(arguments.file) if question.answers]
    chosen = held_out(questions, arguments.limit)
    answer = answerer(arguments.reader, arguments.weights, by_margin=arguments.margin)
    encoder = encoder_at("int8")
    with tempfile.TemporaryDirectory() as folder:
        library = build(Path(folder), (question.article for question in questions), encoder)
        lexicon = Lexicon({question.article.text for question in questions})
        retriever = Retriever(library, encoder)
        trials = [
            trial for question in chosen for trial in ask(question, lexicon, retriever, library, answer)
        ]
        library.close()
    report(trials, arguments.kept)
    for trial in [each for each in trials if each.kind != _ANSWERED][: arguments.show]:
        print(f"{trial.best.score:6.2f}  {trial.kind}: {trial.question} → {trial.best.text}")


def answerer(reader: ReaderName, weights: Path, *, by_margin: bool) -> Answerer:
    """Return how a reader answers: with the best span of the hits, and its log-odds or bare margin as the score."""
    opened = reader_named(reader, weights)
    calibration = None if by_margin else opened.calibration()

    def answer(question: str, hits: Sequence[Hit], library: EmbeddedLibrary) -> Best:
        found = opened.candidates(typed(question), hits, library.article) if hits else []
        scored = [
            (calibration.score(each.features) if calibration else each.features.margin, each.text)
            for each in found
        ]
        score, text = max(scored, default=(float("-inf"), ""))
        return Best(text, score)

    return answer


def ask(
    question: Question, lexicon: Lexicon, retriever: Retriever, library: EmbeddedLibrary, answer: Answerer
) -> Iterator[Trial]:
    """Ask a question as it is, altered, and without the passages that answer it."""
    article = question.article
    golds = question.golds
    hits = retriever.retrieve(question.text, Filters(), TOP_K)
    best = answer(question.text, hits, library)
    yield Trial(_ANSWERED, question.text, best, f1(best.text, golds) >= RIGHT_FROM)
    changed = altered(question.text, article.text, lexicon, random.Random(question.id))
    if changed:
        found = retriever.retrieve(changed.question, Filters(), TOP_K)
        yield Trial(changed.kind, changed.question, answer(changed.question, found, library), right=False)
    of_article = retriever.retrieve(question.text, Filters(article_ids=(article.id,)), _N_RETRIEVED)
    left = [hit for hit in of_article if not _has_answer(hit, golds)]
    if left:
        yield Trial(_REMOVED, question.text, answer(question.text, left[:TOP_K], library), right=False)


def report(trials: Sequence[Trial], kept: float) -> None:
    """Print the threshold and the share of refusals, by kind and in all."""
    answered = [trial for trial in trials if trial.kind == _ANSWERED]
    right = [trial.right for trial in answered]
    threshold = fit_threshold([trial.best.score for trial in answered], right, kept)
    refused = np.mean([trial.best.score < threshold for trial in answered])
    print(
        f"{len(answered)} questions, {100 * np.mean(right):.1f} % rightly answered; at the threshold "
        f"{threshold:.3f}, {100 * kept:.0f} % of these are kept and {100 * refused:.1f} % of all are refused"
    )
    misses = [trial for trial in trials if trial.kind != _ANSWERED]
    changed = [trial for trial in misses if trial.kind != _REMOVED]
    groups = {
        "near misses": misses,
        "… altered questions": changed,
        **{
            f"    {kind}": [trial for trial in changed if trial.kind == kind]
            for kind in sorted({trial.kind for trial in changed})
        },
        "… answer's passages removed": [trial for trial in misses if trial.kind == _REMOVED],
    }
    for name, group in groups.items():
        if group:
            share = np.mean([trial.best.score < threshold for trial in group])
            print(f"{name}: {100 * share:.1f} % of {len(group)} refused")


def _has_answer(hit: Hit, golds: Sequence[str]) -> bool:
    """Say whether a passage may answer: it contains an answer, or the last word of one, such as a surname."""
    words = {
        word for gold in golds for word in (gold, gold.split()[-1]) if len(word) >= _SHORTEST or word == gold
    }
    return any(is_in(word, hit.passage.text) for word in words)


if __name__ == "__main__":
    main()
