"""Questions asked of a library: of all its articles, of a few, and where the answer is missing."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from benchmarks.readers import CandidateSource
from benchmarks.squad import Question
from qa.embedding import Encoder
from qa.evaluation import f1
from qa.evaluation.measures import normalised
from qa.library import EmbeddedLibrary
from qa.questions.answer_type import typed
from qa.reading.candidates import Candidate
from qa.records import Filters, Hit
from qa.retrieval.retriever import Retriever

TOP_K = 10
_N_RETRIEVED = 50  # before some are left out
_LONGEST = 3  # times the words of a gold answer that it contains
RIGHT_FROM = 0.5  # the F1 from which a span counts as right
FEW = (6,)  # articles of a small library


class Setting(StrEnum):
    """What a question is asked of."""

    OWN = "own"  # the whole library
    AWAY = "away"  # the library without the question's article
    FEW = "few"  # the question's article and a few others
    FEW_AWAY = "few_away"  # a few other articles
    GAP = "gap"  # the library without the passages that hold an answer
    FEW_GAP = "few_gap"  # the question's article without them, and a few others

    @property
    def is_answerable(self) -> bool:
        """Whether the passages can hold the answer."""
        return self in (Setting.OWN, Setting.FEW)


_SMALL = (Setting.FEW, Setting.FEW_AWAY, Setting.FEW_GAP)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was found for a question in one setting; `size` is the number of a small library's articles."""

    question: Question
    setting: Setting
    hits: tuple[Hit, ...]
    candidates: tuple[Candidate, ...]
    size: int | None = None

    @property
    def own(self) -> bool:
        """Whether the passages can hold the answer."""
        return self.setting.is_answerable

    @property
    def golds(self) -> list[str]:
        """The gold answers' words; none when no passage can hold the answer."""
        return self.question.golds if self.own else []

    def f1_of(self, answer: str) -> float:
        """Return the F1 of an answer; without the article, refusing alone is right."""
        return f1(answer, self.golds)

    def is_right(self, answer: str) -> bool:
        """Whether an answer is close to a gold one, or contains it without being much longer."""
        if self.f1_of(answer) >= RIGHT_FROM:
            return self.own
        words = f" {normalised(answer)} "
        golds = [normalised(gold) for gold in self.golds]
        return any(
            f" {gold} " in words and len(words.split()) <= _LONGEST * len(gold.split())
            for gold in golds
            if gold
        )


def ask_twice(
    questions: Sequence[Question],
    library: EmbeddedLibrary,
    encoder: Encoder,
    source: CandidateSource,
    *,
    top_k: int = TOP_K,
) -> Iterator[Asked]:
    """Ask each question with and without its own article, `top_k` passages read each time."""
    yield from ask_in(questions, library, encoder, source, (Setting.OWN, Setting.AWAY), top_k=top_k)


def ask_in(
    questions: Sequence[Question],
    library: EmbeddedLibrary,
    encoder: Encoder,
    source: CandidateSource,
    settings: Sequence[Setting],
    *,
    sizes: Sequence[int] = FEW,
    top_k: int = TOP_K,
) -> Iterator[Asked]:
    """Ask each question in each of the settings, in small libraries of each of the sizes."""
    retriever = Retriever(library, encoder)
    keys = sorted(article.id for article in library.articles())
    for question in questions:
        for setting in settings:
            for size in sizes if setting in _SMALL else (None,):
                hits = _hits(question, setting, retriever, keys, size)[:top_k]
                found = source(typed(question.text), hits, library.article) if hits else []
                yield Asked(question, setting, tuple(hits), tuple(found), size)


def _hits(
    question: Question, setting: Setting, retriever: Retriever, keys: Sequence[str], size: int | None
) -> list[Hit]:
    own = question.article.id
    where = Filters() if size is None else Filters(article_ids=_few(question, setting, keys, size))
    hits = retriever.retrieve(question.text, where, _N_RETRIEVED)
    if setting is Setting.AWAY:
        return [hit for hit in hits if hit.passage.article_id != own]
    if setting in (Setting.GAP, Setting.FEW_GAP):
        return [hit for hit in hits if not _can_answer(question, hit)]
    return hits


def _few(question: Question, setting: Setting, keys: Sequence[str], size: int) -> tuple[str, ...]:
    """Return the articles of a small library; the same question always has the same."""
    own = question.article.id
    others = random.Random(question.id).sample([key for key in keys if key != own], size)
    return tuple(others) if setting is Setting.FEW_AWAY else (own, *others[1:])


def _can_answer(question: Question, hit: Hit) -> bool:
    """Say whether a passage of the question's article contains the words of a gold answer."""
    if hit.passage.article_id != question.article.id:
        return False
    text = hit.passage.text.casefold()
    return any(span.of(question.article.text).casefold() in text for span in question.answers)


def halves(questions: Sequence[Question]) -> tuple[list[Question], list[Question]]:
    """Split questions by their article, so that no article is in both halves."""
    first = [question for question in questions if int(question.article.id, 16) % 2 == 0]
    second = [question for question in questions if int(question.article.id, 16) % 2 == 1]
    return first, second


def evenly(questions: Sequence[Question], limit: int | None) -> list[Question]:
    """Return every n-th question, about `limit` of them; all of them without a limit."""
    return list(questions[:: max(1, len(questions) // limit)] if limit else questions)


def held_out(questions: Sequence[Question], limit: int | None, *, everything: bool = False) -> list[Question]:
    """Return about `limit` questions of the half of the articles that nothing is fitted on, or of all articles."""
    return evenly(questions if everything else halves(questions)[1], limit)
