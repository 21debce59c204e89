"""Questions asked of a library: of all its articles, of a few, and where the answer is missing."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from benchmarks.readers import CandidateSource
from benchmarks.squad import Question
from qa.embedding import Encoder
from qa.evaluation import f1
from qa.library import EmbeddedLibrary
from qa.questions.answer_type import typed
from qa.reading.candidates import Candidate
from qa.records import Filters, Hit
from qa.retrieval.retriever import Retriever

TOP_K = 10
RIGHT_FROM = 0.5  # the F1 from which a span counts as right
_N_FEW = 6  # articles of a small library


class Setting(StrEnum):
    """What a question is asked of."""

    OWN = "own"  # the whole library
    AWAY = "away"  # the library without the question's article
    FEW = "few"  # the question's article and a few others
    FEW_AWAY = "few_away"  # a few other articles
    GAP = "gap"  # the library without the passages that hold an answer

    @property
    def is_answerable(self) -> bool:
        """Whether the passages can hold the answer."""
        return self in (Setting.OWN, Setting.FEW)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was found for a question in one setting."""

    question: Question
    setting: Setting
    hits: tuple[Hit, ...]
    candidates: tuple[Candidate, ...]

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


def ask_twice(
    questions: Sequence[Question], library: EmbeddedLibrary, encoder: Encoder, source: CandidateSource
) -> Iterator[Asked]:
    """Ask each question with and without its own article, ten passages read each time."""
    yield from ask_in(questions, library, encoder, source, (Setting.OWN, Setting.AWAY))


def ask_in(
    questions: Sequence[Question],
    library: EmbeddedLibrary,
    encoder: Encoder,
    source: CandidateSource,
    settings: Sequence[Setting],
) -> Iterator[Asked]:
    """Ask each question in each of the settings, ten passages read each time."""
    retriever = Retriever(library, encoder)
    keys = sorted(article.id for article in library.articles())
    for question in questions:
        for setting in settings:
            hits = _hits(question, setting, retriever, keys)
            found = source(typed(question.text), hits, library.article) if hits else []
            yield Asked(question, setting, tuple(hits), tuple(found))


def _hits(question: Question, setting: Setting, retriever: Retriever, keys: Sequence[str]) -> list[Hit]:
    own = question.article.id
    if setting in (Setting.FEW, Setting.FEW_AWAY):
        others = random.Random(question.id).sample([key for key in keys if key != own], _N_FEW)
        few = (own, *others[1:]) if setting is Setting.FEW else tuple(others)
        return retriever.retrieve(question.text, Filters(article_ids=few), TOP_K)
    hits = retriever.retrieve(question.text, Filters(), TOP_K if setting is Setting.OWN else 5 * TOP_K)
    if setting is Setting.AWAY:
        hits = [hit for hit in hits if hit.passage.article_id != own]
    elif setting is Setting.GAP:
        hits = [hit for hit in hits if not _can_answer(question, hit)]
    return hits[:TOP_K]


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
