"""AnswerSpans → Answer: silence or words, citations that are checked, and what else was said."""

from collections.abc import Callable, Sequence

from qa.agreement import Group, corrections_first, grouped
from qa.dating import resolved_date
from qa.passages import sentence_spans
from qa.reading import Reader, Reading
from qa.reading.expectation import Expectation, expectation_of, grain_of
from qa.records import (
    Alternative,
    Answer,
    AnswerSpan,
    Article,
    Citation,
    Hit,
    Reason,
    ResolvedDate,
    Span,
    Status,
    TimeExpression,
)

_N_ALTERNATIVES = 3

ArticleSource = Callable[[str], Article]
TimeSource = Callable[[str], Sequence[TimeExpression]]


def _no_times(article_id: str) -> Sequence[TimeExpression]:
    _ = article_id
    return ()


class Answerer:
    """Makes an answer of what a reader found."""

    def __init__(self, reader: Reader, article: ArticleSource, times: TimeSource = _no_times) -> None:
        self._reader = reader
        self._article = article
        self._times = times

    def answer(self, question: str, hits: Sequence[Hit], reading: Reading) -> Answer:
        """Return the best answer with its citations, or a refusal with the hits that were read."""
        if not hits:
            return refusal(question, Reason.NOTHING_RETRIEVED)
        spans = [span for span in reading.spans if span.score >= reading.null_score]
        if not spans:
            best = max((span.score for span in reading.spans), default=float("-inf"))
            return refusal(question, Reason.NO_ANSWER, self._reader.confidence(best), hits)
        articles = {key: self._article(key) for key in {span.hit.passage.article_id for span in spans}}
        groups = grouped(spans, [self._reader.confidence(span.score) for span in spans])
        first, *others = corrections_first(groups, articles, expectation_of(question))
        citations = _cited(first, 1, articles)
        alternatives = []
        n_cited = len(citations)
        for group in others[:_N_ALTERNATIVES]:
            cited = _cited(group, n_cited + 1, articles)
            n_cited += len(cited)
            alternatives.append(
                Alternative(group.best.text, group.confidence, cited, self._when(question, cited[0]))
            )
        return Answer(
            question=question,
            status=Status.ANSWERED,
            reason=None,
            text=first.best.text,
            confidence=first.confidence,
            citations=citations,
            alternatives=tuple(alternatives),
            nearest=tuple(hits),
            resolved_date=self._when(question, citations[0]),
        )

    def _when(self, question: str, citation: Citation) -> ResolvedDate | None:
        """Work out when a when-question's answer was; other questions ask for no day."""
        if expectation_of(question) is not Expectation.TIME:
            return None
        return resolved_date(citation, self._times(citation.article.id), grain_of(question))


def refusal(question: str, reason: Reason, confidence: float = 0.0, hits: Sequence[Hit] = ()) -> Answer:
    """Return the answer that is none; `confidence` is that of the best span that was refused."""
    return Answer(question, Status.NOT_FOUND, reason, None, confidence, nearest=tuple(hits))


def _cited(group: Group, first_number: int, articles: dict[str, Article]) -> tuple[Citation, ...]:
    return tuple(
        _citation(span, number, articles[span.hit.passage.article_id])
        for number, span in enumerate(group.spans, start=first_number)
    )


def _citation(span: AnswerSpan, number: int, article: Article) -> Citation:
    """Quote the sentence, or sentences, that the span lies in."""
    passage = span.hit.passage
    quoted = _sentences_around(passage.text, span.passage_span).shifted(passage.article_span.start)
    return Citation(
        number=number,
        article=article,
        article_span=quoted,
        answer_span=span.article_span,
        quote=quoted.of(article.text),
        passage=passage,
        scores=span.hit.why,
    )


def _sentences_around(text: str, span: Span) -> Span:
    touched = [one for one in sentence_spans(text) if one.start < span.end and span.start < one.end]
    return Span(min(span.start, touched[0].start), max(span.end, touched[-1].end)) if touched else span
