"""AnswerSpans → Answer: an answer with checked citations and alternatives, or a refusal."""

from collections.abc import Sequence
from dataclasses import replace

from qa.answering.agreement import Group, corrections_first, grouped
from qa.answering.answer_dates import asks_for_publication, is_publication_day, resolved_date
from qa.answering.answer_fit import can_answer
from qa.answering.contradictions import contradicts
from qa.answering.event_distances import TimeSource
from qa.answering.event_order import EventOrder, sentences_around
from qa.answering.office_holders import OfficeHolders
from qa.answering.other_answers import holds_alone, is_another_answer
from qa.answering.same_quantity import other_values
from qa.answering.sentence_days import are_of_different_events
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
)

_N_ALTERNATIVES = 3
_N_VALUES = 3  # other numbers of the first answer's article
_MOST_QUOTED = 200  # characters that completing a quotation may add
# Shares of the first answer's confidence: another answer is about as likely, another number of its article is shown.
_RIVAL_SHARE, _VALUE_SHARE = 0.8, 0.4


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
        holders = OfficeHolders(question, hits, order.article)
        found = [order.at_event(span) for span in reading.spans if self._can_answer(question, span)]
        spans = [_with_whole_quotations(span) for span in found if span.score >= reading.null_score]
        if not spans:
            alone = [span for span in found if holds_alone(question, span.text)]
            best = max(alone, key=lambda span: span.score, default=None)
            confidence = self._reader.confidence(best.score if best else float("-inf"))
            refused = refusal(question.text, Reason.NO_ANSWER, confidence, hits)
            return replace(refused, best_candidate=best.text if best else None)
        articles = {key: self._article(key) for key in {span.hit.passage.article_id for span in spans}}
        groups = grouped(spans, [self._reader.confidence(span.score) for span in spans], order.is_same)
        ordered = holders.ordered(corrections_first(groups, articles, question.answer_type))
        first, *others = order.ordered(ordered)
        others = [group for group in others if is_another_answer(question, first.best, group.best)]
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
            alike = [span for span in found if is_another_answer(question, first.best, span)]
            answer = self._with_other_values(question.text, answer, first.best, alike)
        is_moved = first.best.hit.passage.article_id != groups[0].best.hit.passage.article_id
        if is_moved or answer.factuality is not None:
            return answer
        real = [n for n, group in enumerate(others[:_N_ALTERNATIVES]) if order.factuality(group.best) is None]
        rivals = [alternatives[number] for number in real]
        return replace(answer, choices=_choices(answer, question, rivals, order.times))

    def _can_answer(self, question: TypedQuestion, span: AnswerSpan) -> bool:
        """Return whether a span has the form of an answer, and isn't only the day on which its article appeared."""
        if question.answer_type is not AnswerType.TIME or asks_for_publication(question.text):
            return can_answer(question, span.text)
        times = self._times(span.hit.passage.article_id)
        return can_answer(question, span.text) and not is_publication_day(span.article_span, times)

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
