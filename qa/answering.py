"""AnswerSpans → Answer: silence or words, citations that are checked, and what else was said."""

from collections.abc import Callable, Iterable, Sequence

from qa.reading import Reader, Reading
from qa.records import Alternative, Answer, AnswerSpan, Article, Citation, Hit, Reason, Status

_N_ALTERNATIVES = 3

ArticleSource = Callable[[str], Article]


class Answerer:
    """Makes an answer of what a reader found."""

    def __init__(self, reader: Reader, article: ArticleSource) -> None:
        self._reader = reader
        self._article = article

    def answer(self, question: str, hits: Sequence[Hit], reading: Reading) -> Answer:
        """Return the best span with its citations, or a refusal with the hits that were read."""
        if not hits:
            return refusal(question, Reason.NOTHING_RETRIEVED)
        best = reading.spans[0] if reading.spans else None
        if best is None or best.score < reading.null_score:
            doubt = self._reader.confidence(best.score) if best else 0.0
            return refusal(question, Reason.NO_ANSWER, doubt, hits)
        groups = _grouped(span for span in reading.spans if span.score >= reading.null_score)
        first, *others = groups[: _N_ALTERNATIVES + 1]
        citations = self._cited(first, 1)
        alternatives = []
        n_cited = len(citations)
        for group in others:
            cited = self._cited(group, n_cited + 1)
            n_cited += len(cited)
            alternatives.append(Alternative(group[0].text, self._reader.confidence(group[0].score), cited))
        return Answer(
            question=question,
            status=Status.ANSWERED,
            reason=None,
            text=best.text,
            confidence=self._reader.confidence(best.score),
            citations=citations,
            alternatives=tuple(alternatives),
            nearest=tuple(hits),
        )

    def _cited(self, spans: Sequence[AnswerSpan], first_number: int) -> tuple[Citation, ...]:
        return tuple(
            Citation(
                number=number,
                article=self._article(span.hit.passage.article_id),
                article_span=span.article_span,
                quote=span.text,
                passage=span.hit.passage,
                scores=span.hit.why,
            )
            for number, span in enumerate(spans, start=first_number)
        )


def refusal(question: str, reason: Reason, confidence: float = 0.0, hits: Sequence[Hit] = ()) -> Answer:
    """Return the answer that is none; `confidence` is that of the best span that was refused."""
    return Answer(question, Status.NOT_FOUND, reason, None, confidence, nearest=tuple(hits))


def _grouped(spans: Iterable[AnswerSpan]) -> list[list[AnswerSpan]]:
    """Gather spans that say the same words, in the order of each group's best."""
    groups: dict[str, list[AnswerSpan]] = {}
    for span in spans:
        groups.setdefault(" ".join(span.text.casefold().split()), []).append(span)
    return list(groups.values())
