"""AnswerSpans → Answer: an answer with checked citations and alternatives, or a refusal."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from qa.answering.agreement import Group, corrections_first, grouped
from qa.answering.answer_dates import asks_for_publication, is_publication_day, resolved_date
from qa.answering.answer_fit import can_answer
from qa.answering.contradictions import contradicts
from qa.answering.doubts import WEIGHT, has_doubt
from qa.answering.event_dates import UnknownTime, unknown_time
from qa.answering.event_distances import TimeSource
from qa.answering.event_order import EventOrder, sentences_around
from qa.answering.office_holders import OfficeHolders
from qa.answering.other_answers import holds_alone, is_another_answer
from qa.answering.question_names import lacks_name_of
from qa.answering.reasons import reason_in
from qa.answering.same_quantity import other_values
from qa.answering.sentence_days import are_of_different_events, asked_period_first
from qa.attribution.quotation_marks import quotations_of, to_closing_mark, with_whole_quotations
from qa.questions.answer_type import AnswerType, TypedQuestion
from qa.reading import ArticleSource, Reader, Reading
from qa.records import (
    Alternative,
    Answer,
    AnswerSpan,
    Article,
    Citation,
    Hit,
    Reason,
    ResolvedDate,
    Status,
    TimeExpression,
    TimeKind,
)

_N_ALTERNATIVES = 3
_VALUE_SHARE, _N_VALUES = 0.4, 3  # the same for another number of the same article, and how many are shown
_MOST_QUOTED = 200  # characters that completing a quotation may add
_SUPPORT = 0.6  # share of the threshold's confidence from which a report supports another one
_RIVAL_SHARE = 0.8  # share of the first answer's confidence from which another is about as likely


def _no_times(article_id: str) -> Sequence[TimeExpression]:
    _ = article_id
    return ()


class SpanAnswerer:
    """Builds answers from a reader's spans."""

    def __init__(self, reader: Reader, article: ArticleSource, times: TimeSource = _no_times) -> None:
        self._reader = reader
        self._article = article
        self._times = times

    def answer(self, question: TypedQuestion, hits: Sequence[Hit], reading: Reading) -> Answer:
        """Return the best answer with its citations, or a refusal with the hits that were read."""
        if not hits:
            return refusal(question.text, Reason.NOTHING_RETRIEVED)
        # Spans are compared with each other, so the same few articles are needed again and again.
        order = EventOrder.of(question, self._article, self._times)
        fits = [order.at_event(span) for span in self._fitting(question, reading.spans)]
        holders = OfficeHolders(question, hits, order.article)
        related = (span for span in fits if not order.is_unrelated(span))
        reading = replace(reading, spans=tuple(_with_doubts(related, question.text, holders)))
        fitting = reading.spans
        spans = [span for span in fitting if span.score >= reading.null_score]
        spans = spans or self._corroborated(fitting, reading.null_score, order)
        spans = [_with_whole_quotations(span) for span in spans]
        if not spans:
            alone = [span for span in reading.spans if holds_alone(question, span.text)]
            best = max(alone, key=lambda span: span.score, default=None)
            confidence = self._reader.confidence(best.score if best else float("-inf"))
            refused = refusal(question.text, Reason.NO_ANSWER, confidence, hits)
            return replace(refused, best_candidate=best.text if best else None)
        articles = {key: self._article(key) for key in {span.hit.passage.article_id for span in spans}}
        if question.answer_type is AnswerType.REASON:
            spans = [replace(span, passage_span=reason_in(question.text, span, spans)) for span in spans]
        groups = grouped(spans, [self._reader.confidence(span.score) for span in spans], order.is_same)
        ordered = order.ordered(holders.ordered(corrections_first(groups, articles, question.answer_type)))
        weaker = self._likely(fitting, _SUPPORT * self._reader.confidence(reading.null_score))
        of_period = asked_period_first(question, ordered, weaker, order.times, self._confidence)
        first, *others = order.with_reported_day(of_period, weaker, self._confidence)
        others = [group for group in others if is_another_answer(question, first.best, group.best)]
        articles |= {first.best.hit.passage.article_id: self._article(first.best.hit.passage.article_id)}
        if question.answer_type is AnswerType.TIME:
            if (told := unknown_time(question.text, hits, first.best.hit.passage.article_id)) is not None:
                return _unknown(question.text, told, first.confidence, articles, hits)
            first = first.with_best(order.in_own_clause(first.best))
        citations = _cited(first, 1, articles)
        alternatives = []
        n_cited = len(citations)
        for group in others[:_N_ALTERNATIVES]:
            cited = _cited(group, n_cited + 1, articles)
            n_cited += len(cited)
            alternatives.append(
                Alternative(group.best.text, group.confidence, cited, _when(question, cited[0], order.times))
            )
        answer = Answer(
            question=question.text,
            status=Status.ANSWERED,
            reason=None,
            text=first.best.text,
            confidence=first.confidence,
            citations=citations,
            alternatives=tuple(alternatives),
            nearest=tuple(hits),
            resolved_date=_when(question, citations[0], order.times),
            is_inferred=question.answer_type is AnswerType.TIME and order.is_elsewhere(first.best),
            factuality=order.factuality(first.best),
        )
        if question.answer_type is AnswerType.NUMBER:
            alike = [span for span in fitting if is_another_answer(question, first.best, span)]
            answer = self._with_other_values(question.text, answer, first.best, alike)
        is_moved = first.best.hit.passage.article_id != groups[0].best.hit.passage.article_id
        if is_moved or answer.factuality is not None:
            return answer
        real = [n for n, group in enumerate(others[:_N_ALTERNATIVES]) if order.factuality(group.best) is None]
        rivals = [alternatives[number] for number in real]
        return replace(answer, choices=_choices(answer, question, rivals, order.times))

    def _fitting(self, question: TypedQuestion, spans: Sequence[AnswerSpan]) -> Iterator[AnswerSpan]:
        """Yield the spans that can answer; a date or a year is no number of things."""
        for span in spans:
            if can_answer(question, span) and not self._is_wrong_date(question, span):
                yield span

    def _is_wrong_date(self, question: TypedQuestion, span: AnswerSpan) -> bool:
        """Return whether a span is a date where a number or place is asked for, or only the day of publication."""
        if question.answer_type in (AnswerType.NUMBER, AnswerType.PLACE):
            return self._is_date(span)
        if question.answer_type is not AnswerType.TIME or asks_for_publication(question.text):
            return False
        times = self._times(span.hit.passage.article_id)
        return is_publication_day(span.article_span, times)

    def _is_date(self, span: AnswerSpan) -> bool:
        times = self._times(span.hit.passage.article_id)
        return any(
            each.kind in (TimeKind.DATE, TimeKind.TIME) and each.article_span.contains(span.article_span)
            for each in times
        )

    def _confidence(self, span: AnswerSpan) -> float:
        return self._reader.confidence(span.score)

    def _likely(self, spans: Sequence[AnswerSpan], least: float) -> list[AnswerSpan]:
        """Return the spans of at least a confidence (0–1)."""
        return [span for span in spans if self._confidence(span) >= least]

    def _corroborated(
        self, spans: Sequence[AnswerSpan], null_score: float, order: EventOrder
    ) -> list[AnswerSpan]:
        """Return the spans of an answer that no single report makes likely enough, but several together do."""
        threshold = self._reader.confidence(null_score)
        known = [(span, self._reader.confidence(span.score)) for span in spans]
        known = [(span, confidence) for span, confidence in known if confidence >= _SUPPORT * threshold]
        groups = grouped([span for span, _ in known], [confidence for _, confidence in known], order.is_same)
        return list(groups[0].spans) if groups and groups[0].confidence >= threshold else []

    def _with_other_values(
        self, question: str, answer: Answer, best: AnswerSpan, spans: Sequence[AnswerSpan]
    ) -> Answer:
        """Return an answer with the other numbers of its article for the same thing, as choices if of one event."""
        least = _VALUE_SHARE * self._reader.confidence(best.score)
        likely = [span for span in spans if self._reader.confidence(span.score) >= least]
        values = other_values(question, best, likely)[:_N_VALUES]
        if not values or answer.text is None:
            return answer
        article = self._article(best.hit.passage.article_id)
        cited = [*answer.citations, *(each for other in answer.alternatives for each in other.citations)]
        number = 1 + max(each.number for each in cited)
        others = tuple(
            Alternative(
                span.text, self._reader.confidence(span.score), (_citation(span, number + place, article),)
            )
            for place, span in enumerate(values)
        )
        shown = {each.citations[0].answer_span for each in others}
        rest = tuple(
            each
            for each in answer.alternatives
            if each.citations[0].article.id != article.id or each.citations[0].answer_span not in shown
        )
        own = Alternative(answer.text, answer.confidence, answer.citations, answer.resolved_date)
        rivals = [each for each in others if not are_of_different_events(own, each, self._times)]
        choices = (own, *rivals) if rivals else ()
        return replace(answer, alternatives=(*others, *rest), choices=choices)


def _when(question: TypedQuestion, citation: Citation, times: TimeSource) -> ResolvedDate | None:
    """Return the date of the answer to a when-question; None for other questions."""
    if question.answer_type is not AnswerType.TIME:
        return None
    return resolved_date(citation, times(citation.article.id), question.granularity)


def _with_whole_quotations(span: AnswerSpan) -> AnswerSpan:
    """Return a span that begins or ends within a quotation with all of it, if it has words outside it, too."""
    quotations = quotations_of(span.hit.passage.text)
    whole = with_whole_quotations(span.passage_span, quotations)
    return span if len(whole) > _MOST_QUOTED + len(span.passage_span) else replace(span, passage_span=whole)


def _unknown(
    question: str, told: UnknownTime, confidence: float, articles: dict[str, Article], hits: Sequence[Hit]
) -> Answer:
    """Return the words which say that the time is not known."""
    article = articles[told.hit.passage.article_id]
    span = AnswerSpan(told.hit, told.span, 0.0)
    return Answer(
        question=question,
        status=Status.ANSWERED,
        reason=None,
        text=span.text,
        confidence=confidence,
        citations=(_citation(span, 1, article),),
        nearest=tuple(hits),
    )


def combined(question: str, parts: Sequence[Answer]) -> Answer:
    """Return the answers to a question's parts as one answer with consecutive citation numbers.

    It is answered if any part is. Its confidence is that of the least certain answered part.
    """
    numbered: list[Answer] = []
    n_cited = 0
    for part in parts:
        numbered.append(_numbered_from(part, n_cited))
        n_cited += len(part.citations) + sum(len(other.citations) for other in part.alternatives)
    answered = [part for part in numbered if part.status is Status.ANSWERED]
    first = answered[0] if answered else numbered[0]
    steps = dict.fromkeys(step for part in parts for step in part.timings)
    return Answer(
        question=question,
        status=first.status,
        reason=first.reason,
        text="; ".join(part.text or "" for part in answered) or None,
        confidence=min((part.confidence for part in answered), default=first.confidence),
        citations=tuple(citation for part in answered for citation in part.citations),
        nearest=tuple(dict.fromkeys(hit for part in numbered for hit in part.nearest)),
        timings={step: sum(part.timings.get(step, 0.0) for part in parts) for step in steps},
        parts=tuple(numbered),
        matches=() if answered else _merged([match for part in numbered for match in part.matches]),
    )


def _merged(matches: Sequence[Citation]) -> tuple[Citation, ...]:
    """Return the first match of each article, numbered from 1."""
    first: dict[str, Citation] = {}
    for match in matches:
        first.setdefault(match.article.id, match)
    return tuple(replace(match, number=number) for number, match in enumerate(first.values(), start=1))


def _numbered_from(answer: Answer, n_before: int) -> Answer:
    def later(citations: Sequence[Citation]) -> tuple[Citation, ...]:
        return tuple(replace(each, number=each.number + n_before) for each in citations)

    return replace(
        answer,
        citations=later(answer.citations),
        alternatives=tuple(replace(each, citations=later(each.citations)) for each in answer.alternatives),
        choices=tuple(replace(each, citations=later(each.citations)) for each in answer.choices),
        entries=tuple(replace(each, citations=later(each.citations)) for each in answer.entries),
    )


def _choices(
    answer: Answer, question: TypedQuestion, others: Sequence[Alternative], times: TimeSource
) -> tuple[Alternative, ...]:
    """Return the answer and its rivals: about as likely, from other articles, and in contradiction to it.

    `others` are the answers that state the event as a fact. What a sentence reports of another event is no rival.
    """
    own = Alternative(answer.text or "", answer.confidence, answer.citations, answer.resolved_date)
    mine = {citation.article.id for citation in answer.citations}
    rivals = [
        other
        for other in others
        if other.confidence >= _RIVAL_SHARE * answer.confidence
        and contradicts(question, own, other)
        and (question.answer_type is AnswerType.TIME or not are_of_different_events(own, other, times))
        and not any(citation.article.id in mine for citation in other.citations)
    ]
    if not rivals or answer.text is None:
        return answer.choices
    if answer.choices:
        return (*answer.choices, *(rival for rival in rivals if rival not in answer.choices))
    return (own, *rivals)


def _with_doubts(spans: Iterable[AnswerSpan], question: str, holders: OfficeHolders) -> list[AnswerSpan]:
    """Return spans, best first, with lower scores for those that probably answer another question."""
    lacks_name = cache(lambda article_id: lacks_name_of(question, holders.article(article_id)))

    def doubted(span: AnswerSpan) -> AnswerSpan:
        is_doubted = (
            lacks_name(span.hit.passage.article_id) or has_doubt(question, span) or holders.is_other(span)
        )
        return replace(span, score=span.score - WEIGHT) if is_doubted else span

    return sorted(map(doubted, spans), key=lambda span: -span.score)


def refusal(question: str, reason: Reason, confidence: float = 0.0, hits: Sequence[Hit] = ()) -> Answer:
    """Return a refusal; `confidence` is that of the best refused span."""
    return Answer(question, Status.NOT_FOUND, reason, None, confidence, nearest=tuple(hits))


def _cited(group: Group, first_number: int, articles: dict[str, Article]) -> tuple[Citation, ...]:
    return tuple(
        _citation(span, number, articles[span.hit.passage.article_id])
        for number, span in enumerate(group.spans, start=first_number)
    )


def _citation(span: AnswerSpan, number: int, article: Article) -> Citation:
    """Cite the sentence or sentences that contain the span."""
    passage = span.hit.passage
    sentence = sentences_around(passage.text, span.passage_span)
    whole = to_closing_mark(passage.text, sentence, span.passage_span)
    quoted = whole.shifted(passage.article_span.start)
    return Citation(
        number=number,
        article=article,
        article_span=quoted,
        answer_span=span.article_span,
        quote=quoted.of(article.text),
        passage=passage,
        scores=span.hit.why,
    )
