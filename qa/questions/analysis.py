"""The analysis of a question, made once: everything that later stages need to know about its wording."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from qa.library import Library
from qa.questions.answer_type import TypedQuestion, asks_for_members, typed
from qa.questions.context_dependence import ContextDependence
from qa.questions.dates import date_filter_of
from qa.questions.event_questions import is_event_question, topic_of_events
from qa.questions.intent import Intent
from qa.questions.kinds import QuestionKind
from qa.questions.quotation_questions import speaker_and_topic, topic_of_statements
from qa.questions.requests import request_of
from qa.questions.rewriting import last_question, standalone, topic_question
from qa.questions.topic import goes_on, names_only
from qa.records import DateFilter, Filters, Turn
from qa.retrieval.retriever import NO_CONTEXT, Retriever, SearchContext

_N_TURNS = 2
_N_ARTICLES = 3  # of each turn
_N_COMPARED = 10


@dataclass(frozen=True, slots=True)
class QuestionAnalysis:
    """What a question, or one part of it, asks for.

    `standalone` is the question as it can be understood without the conversation. `typed` is its wording with the
    answer type, `to_read` the same without the days that `date_filter` covers. `search_query` is what is searched
    for: the topic, if the question asks who said what. `speaker` and `topic` are set for questions about quotations.
    `subjects` are what a request is about: one topic, or both sides of a comparison. `context` is what the
    conversation adds to the search; `is_follow_up` says whether anything was filled in from it.
    """

    question: str
    kind: QuestionKind
    standalone: str
    typed: TypedQuestion
    to_read: TypedQuestion
    search_query: str
    date_filter: DateFilter | None = None
    speaker: str | None = None
    topic: str | None = None
    subjects: tuple[str, ...] = ()
    context: SearchContext = NO_CONTEXT
    is_follow_up: bool = False

    @property
    def restated(self) -> str | None:
        """The standalone wording if it differs from what was asked."""
        return self.standalone if self.standalone != self.question else None

    def filters_within(self, filters: Filters) -> Filters:
        """Return the filters narrowed to the days that the question names."""
        if self.date_filter is None:
            return filters
        return replace(filters, speaks_of=(self.date_filter.since, self.date_filter.until))


@dataclass(frozen=True, slots=True)
class _Standalone:
    """A question as it can be understood alone, and what the conversation adds to the search."""

    text: str
    context: SearchContext = NO_CONTEXT
    is_follow_up: bool = False


class QuestionAnalyzer:
    """Analyses questions by their wording, the turns before them, and what the articles say."""

    def __init__(self, library: Library, retriever: Retriever) -> None:
        self._library = library
        self._retriever = retriever

    def analyze(
        self,
        question: str,
        history: Sequence[Turn],
        filters: Filters,
        as_of: date | None,
        intent: Intent = Intent.QUESTION,
    ) -> QuestionAnalysis:
        """Return the analysis of one question after `history`, oldest turn first.

        Days that the question names become its date filter, counted from `as_of`; None means that they don't narrow
        the search.
        """
        meant = self._standalone(question, history, filters)
        days = date_filter_of(meant.text, as_of) if as_of is not None else None
        undated = days.rest if days else meant.text
        topic = topic_of_statements(undated)
        analysis = QuestionAnalysis(
            question,
            QuestionKind.SPAN,
            meant.text,
            typed(meant.text),
            typed(undated),
            topic or undated,
            days,
            context=meant.context,
            is_follow_up=meant.is_follow_up,
        )
        if days is not None and is_event_question(undated):
            about = topic_of_events(undated)
            return replace(analysis, kind=QuestionKind.EVENTS, subjects=(about,) if about else ())
        if topic is not None:
            return replace(analysis, kind=QuestionKind.QUOTATIONS, topic=topic)
        if one := speaker_and_topic(undated):
            return replace(analysis, kind=QuestionKind.SPEAKER_QUOTATIONS, speaker=one[0], topic=one[1])
        if request := request_of(undated):
            query = " ".join(filter(None, (*request.subjects, request.topic)))
            return replace(
                analysis,
                kind=request.kind,
                subjects=request.subjects,
                topic=request.topic,
                search_query=query or undated,
            )
        if intent is Intent.KEYWORDS:
            return replace(analysis, kind=QuestionKind.KEYWORDS)
        return replace(analysis, kind=QuestionKind.LIST) if asks_for_members(analysis.to_read) else analysis

    def _standalone(self, question: str, history: Sequence[Turn], filters: Filters) -> _Standalone:
        meant, cited = standalone(question, history), self._just_cited(history)
        if meant.lean is ContextDependence.NO:
            speaks = self._speaks_of(question, cited)
            return _Standalone(question, SearchContext("", cited) if speaks else NO_CONTEXT)
        # A question that may stand alone depends on nothing if there was no answer before it.
        if meant.lean is ContextDependence.PERHAPS and not self._goes_on(question, cited, filters):
            return _Standalone(question)
        article_ids = cited or self._searched_for(history, filters)
        query = f"{topic_question(history) or ''} {meant.text}".strip()
        return _Standalone(meant.text, SearchContext(query, article_ids), is_follow_up=True)

    def _goes_on(self, question: str, cited: tuple[str, ...], filters: Filters) -> bool:
        if not cited:
            return False
        here = self._retriever.retrieve(question, replace(filters, article_ids=cited), _N_COMPARED)
        found = self._retriever.retrieve(question, filters, _N_COMPARED)
        return goes_on(question, here, [hit for hit in found if hit.passage.article_id not in cited])

    def _searched_for(self, history: Sequence[Turn], filters: Filters) -> tuple[str, ...]:
        """Return the articles nearest to the last question, if none was cited."""
        last = last_question(history)
        hits = self._retriever.retrieve(last, filters, _N_ARTICLES) if last else []
        return tuple(dict.fromkeys(hit.passage.article_id for hit in hits))

    def _speaks_of(self, question: str, cited: tuple[str, ...]) -> bool:
        articles = [self._library.article(key) for key in cited]
        return names_only(question, (text for each in articles for text in (each.title, each.text)))

    def _just_cited(self, history: Sequence[Turn]) -> tuple[str, ...]:
        """Return the articles that the last answers cited and that are still in the library, the last first."""
        answered = [turn for turn in reversed(history) if turn.article_ids][:_N_TURNS]
        cited = dict.fromkeys(key for turn in answered for key in turn.article_ids[:_N_ARTICLES])
        return tuple(key for key in cited if self._library.store.article(key) is not None)
