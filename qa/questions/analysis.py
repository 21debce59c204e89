"""What a question means in its conversation, and where its answer is to be looked for first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.library import Library
from qa.questions import ContextDependence, goes_on, last_question, names_only, standalone
from qa.records import Filters, Turn
from qa.retrieval.retriever import Retriever

_N_TURNS = 2
_N_ARTICLES = 3  # of each turn
_N_COMPARED = 10
_TOPICS = re.compile(r"\s+\([^()]*\)(?=\?$)")


@dataclass(frozen=True, slots=True)
class QuestionAnalysis:
    """A question as it stands alone, and the ids of the articles in which its answer is likeliest.

    `leans` says whether anything was filled in from the conversation.
    """

    question: str
    article_ids: tuple[str, ...] = ()
    leans: bool = False

    @property
    def read_for(self) -> str:
        """The question without the topics that stand in brackets for the search: no article says it so."""
        return _TOPICS.sub("", self.question)


class QuestionAnalyzer:
    """Understands questions by the turns before them and by what the articles say."""

    def __init__(self, library: Library, retriever: Retriever) -> None:
        self._library = library
        self._retriever = retriever

    def of(self, question: str, history: Sequence[Turn], filters: Filters) -> QuestionAnalysis:
        """Return what a question means after `history`, oldest turn first."""
        meant, cited = standalone(question, history), self._just_cited(history)
        if meant.lean is ContextDependence.NO:
            return QuestionAnalysis(question, cited if self._speaks_of(question, cited) else ())
        # A question that may stand alone leans on nothing where nothing was answered.
        if meant.lean is ContextDependence.PERHAPS and not self._goes_on(question, cited, filters):
            return QuestionAnalysis(question)
        return QuestionAnalysis(meant.text, cited or self._searched_for(history, filters), leans=True)

    def _goes_on(self, question: str, cited: tuple[str, ...], filters: Filters) -> bool:
        if not cited:
            return False
        here = self._retriever.retrieve(question, replace(filters, article_ids=cited), _N_COMPARED)
        found = self._retriever.retrieve(question, filters, _N_COMPARED)
        return goes_on(question, here, [hit for hit in found if hit.passage.article_id not in cited])

    def _searched_for(self, history: Sequence[Turn], filters: Filters) -> tuple[str, ...]:
        """Return the articles nearest to the last question, where none was cited."""
        last = last_question(history)
        hits = self._retriever.retrieve(last, filters, _N_ARTICLES) if last else []
        return tuple(dict.fromkeys(hit.passage.article_id for hit in hits))

    def _speaks_of(self, question: str, cited: tuple[str, ...]) -> bool:
        articles = [self._library.article(key) for key in cited]
        return names_only(question, (text for each in articles for text in (each.title, each.text)))

    def _just_cited(self, history: Sequence[Turn]) -> tuple[str, ...]:
        """Return the articles that the last answers cited and that are still there, the last first."""
        answered = [turn for turn in reversed(history) if turn.article_ids][:_N_TURNS]
        cited = dict.fromkeys(key for turn in answered for key in turn.article_ids[:_N_ARTICLES])
        return tuple(key for key in cited if self._library.store.article(key) is not None)
