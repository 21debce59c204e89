"""The analysis of a question, made once: everything that later stages need to know about its wording."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from qa.questions.answer_type import TypedQuestion, asks_for_members, typed
from qa.questions.antecedents import PastTurn
from qa.questions.dates import date_filter_of
from qa.questions.event_questions import is_event_question, topic_of_events
from qa.questions.intent import Intent
from qa.questions.interpretation_prior import InterpretationPrior, shipped_prior
from qa.questions.interpretations import Interpretation, interpretations
from qa.questions.kinds import QuestionKind
from qa.questions.quotation_questions import speaker_and_topic, topic_of_statements
from qa.questions.references import has_opener, references_in
from qa.questions.requests import request_of
from qa.questions.small_talk import small_talk_reply
from qa.questions.variants import InterpretationKind, question_features
from qa.records import DateFilter, Filters, Turn
from qa.retrieval.retriever import NO_CONTEXT, SearchContext

# The kinds whose interpretations are compared by what the reader finds.
READ_KINDS = (QuestionKind.SPAN, QuestionKind.LIST)
_N_TURNS = 2
_N_ARTICLES = 3  # of each turn
_FURTHEST = 4  # number of earlier turns that a question can refer to
_N_IN_QUERY = 3
# The prior compares wordings. A question as typed that is searched for with its context is answered better than its
# wording suggests; 1.5 to 2 is best on half of the conversations of tests/data/conversations.jsonl.
_SEARCHED_IN_CONTEXT = 1.5
_LEAST = -2.0  # log-odds to the likeliest analysis from which one is likely
_RIVAL = -0.7  # the same for a second wording besides the question as typed: each costs time
_CERTAIN = 0.1  # probability below which the other way of searching is not tried


@dataclass(frozen=True, slots=True)
class QuestionAnalysis:
    """What a question, or one part of it, asks for.

    `standalone` is the question as it can be understood without the conversation. `typed` is its wording with the
    answer type, `to_read` the same without the days that `date_filter` covers. `search_query` is what is searched
    for: the topic, if the question asks who said what. `speaker` and `topic` are set for questions about quotations.
    `subjects` are what a request is about: one topic, or both sides of a comparison. `context` is what the
    conversation adds to the search. `made` says how the wording was made, and `prior` is the
    log of the probability that this is what is meant. Unlikely analyses are only tried if no likely one is answered.
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
    made: InterpretationKind = InterpretationKind.AS_TYPED
    prior: float = 0.0
    is_likely: bool = True

    @property
    def restated(self) -> str | None:
        """The standalone wording if it differs from what was asked."""
        return self.standalone if self.made is not InterpretationKind.AS_TYPED else None

    def filters_within(self, filters: Filters) -> Filters:
        """Return the filters narrowed to the days that the question names."""
        if self.date_filter is None:
            return filters
        return replace(filters, speaks_of=(self.date_filter.since, self.date_filter.until))


class QuestionAnalyzer:
    """Analyses questions by their wording and the turns before them.

    `is_known` says whether an article is still in the library.
    """

    def __init__(self, is_known: Callable[[str], bool], prior: InterpretationPrior | None = None) -> None:
        self._is_known = is_known
        self._prior = prior or shipped_prior()

    def analyses(
        self,
        question: str,
        history: Sequence[Turn],
        as_of: date | None,
        intent: Intent = Intent.QUESTION,
    ) -> list[QuestionAnalysis]:
        """Return the analysis of each likely interpretation of a question after `history`, the likeliest first.

        A request or a question about certain days or a topic stays as typed unless it refers to something else. Days
        that a question names become its date filter, counted from `as_of`; None means that they don't narrow the
        search.
        """
        alone = _analysis(question, Interpretation(question, InterpretationKind.AS_TYPED, 0.0), as_of)
        refers_back = bool(references_in(question)) or has_opener(question)
        if alone.kind in READ_KINDS and intent is Intent.KEYWORDS and not (history and refers_back):
            return [replace(alone, kind=QuestionKind.KEYWORDS)]
        if alone.kind not in READ_KINDS and not references_in(question):
            return [alone]
        found = [
            replace(_analysis(question, meant, as_of), context=context, made=meant.kind, prior=prior)
            for meant, context, prior in self._interpreted(question, history)
        ]
        return _by_likelihood(found)

    def _interpreted(
        self, question: str, history: Sequence[Turn]
    ) -> Iterator[tuple[Interpretation, SearchContext, float]]:
        """Yield each interpretation with its context and prior; a question as typed may have two contexts."""
        asked = [turn for turn in history if small_talk_reply(turn.question) is None]
        past = [PastTurn.of(turn) for turn in reversed(asked[-_FURTHEST:])]
        said = " ".join(turn.question for turn in reversed(past[:_N_IN_QUERY]))
        cited = self._just_cited(history)
        depends = self._prior.depends(question_features(question, past)) if past else 0.0
        for meant in interpretations(question, past, self._prior):
            context = SearchContext(f"{said} {meant.text}".strip(), cited)
            if meant.kind is not InterpretationKind.AS_TYPED:
                yield meant, context, meant.prior
                continue
            prior = meant.prior + (_SEARCHED_IN_CONTEXT if past else 0.0)
            if depends >= _CERTAIN:
                yield meant, context, prior + math.log(depends)
            if depends <= 1 - _CERTAIN:
                yield meant, NO_CONTEXT, prior + math.log(1 - depends)

    def _just_cited(self, history: Sequence[Turn]) -> tuple[str, ...]:
        """Return the articles that the last answers cited and that are still in the library, the last first."""
        answered = [turn for turn in reversed(history) if turn.article_ids][:_N_TURNS]
        cited = dict.fromkeys(key for turn in answered for key in turn.article_ids[:_N_ARTICLES])
        return tuple(key for key in cited if self._is_known(key))


def _by_likelihood(found: Sequence[QuestionAnalysis]) -> list[QuestionAnalysis]:
    """Return analyses, the likeliest first, and mark the unlikely ones."""
    ranked = sorted(found, key=lambda each: (-each.prior, each.made is not InterpretationKind.AS_TYPED))
    others = [each.prior for each in ranked if each.made is not InterpretationKind.AS_TYPED]

    def is_likely(each: QuestionAnalysis) -> bool:
        is_rival = each.made is InterpretationKind.AS_TYPED or each.prior >= others[0] + _RIVAL
        return is_rival and each.prior >= ranked[0].prior + _LEAST

    return [replace(each, is_likely=is_likely(each)) for each in ranked]


def _analysis(question: str, meant: Interpretation, as_of: date | None) -> QuestionAnalysis:
    days = date_filter_of(meant.text, as_of) if as_of is not None else None
    undated = days.rest if days else meant.text
    topic = topic_of_statements(undated)
    analysis = QuestionAnalysis(
        question, QuestionKind.SPAN, meant.text, typed(meant.text), typed(undated), topic or undated, days
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
    return replace(analysis, kind=QuestionKind.LIST) if asks_for_members(analysis.to_read) else analysis
