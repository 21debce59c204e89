"""Evidence: sentences of articles that answer a request, and the answers that show several of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from qa.answering.candidate_status import Candidate, CandidateStatus
from qa.indexing.passages import sentence_spans
from qa.records import Alternative, Answer, Article, Citation, Hit, Span, Status


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of an article that answer: `span` in `sentence`, both counted in the article's text."""

    article: Article
    hit: Hit
    sentence: Span
    span: Span

    @property
    def quote(self) -> str:
        """The sentence."""
        return self.sentence.of(self.article.text)

    @property
    def text(self) -> str:
        """The words that answer."""
        return self.span.of(self.article.text)


@dataclass(frozen=True, slots=True)
class EvidenceFound:
    """The sentences considered for `subject`, the shown ones first."""

    subject: str
    candidates: tuple[Candidate[Evidence], ...]


def found_evidence(subject: str, statuses: Mapping[Evidence, CandidateStatus]) -> EvidenceFound:
    """Return the considered sentences, those of the answer first and otherwise in their order."""
    order = list(CandidateStatus)
    ranked = sorted(statuses, key=lambda each: order.index(statuses[each]))
    return EvidenceFound(subject, tuple(Candidate(each, statuses[each]) for each in ranked))


def sentences_of(hit: Hit, article: Article) -> Iterator[Evidence]:
    """Yield the sentences of a hit's passage, each as evidence of its own."""
    for one in sentence_spans(hit.passage.text):
        span = one.shifted(hit.passage.article_span.start)
        yield Evidence(article, hit, span, span)


def newest_first(articles: Sequence[Article]) -> list[Article]:
    """Return articles by date, newest first, undated ones last."""
    return sorted(articles, key=age)


def age(article: Article) -> int:
    """Return a sort key that puts newer articles first and undated ones last."""
    return -(article.published or date.min).toordinal()


def cited(each: Evidence, number: int) -> Citation:
    """Return a citation of the sentence, with the words that answer."""
    return Citation(
        number, each.article, each.sentence, each.span, each.quote, each.hit.passage, each.hit.why
    )


def listing(
    question: str,
    shown: Sequence[Evidence],
    confidences: Sequence[float],
    hits: Sequence[Hit],
    others: Sequence[tuple[Evidence, float]] = (),
) -> Answer:
    """Return an answer that shows several pieces of evidence together; `others` are its alternatives.

    Pieces of one sentence share its citation. A single piece is a single answer. Its confidence is the first one's.
    """
    citations: dict[tuple[str, Span], Citation] = {}
    for each in (*shown, *(other for other, _ in others)):
        citations.setdefault((each.article.id, each.sentence), cited(each, len(citations) + 1))

    def entry(each: Evidence, confidence: float) -> Alternative:
        return Alternative(each.text, confidence, (citations[each.article.id, each.sentence],))

    entries = tuple(map(entry, shown, confidences))
    own = dict.fromkeys(citation for each in entries for citation in each.citations)
    joint = " " if all(each.span == each.sentence for each in shown) else "; "
    return Answer(
        question=question,
        status=Status.ANSWERED,
        reason=None,
        text=joint.join(each.text for each in entries),
        confidence=confidences[0],
        citations=tuple(own),
        alternatives=tuple(entry(each, confidence) for each, confidence in others),
        nearest=tuple(hits),
        entries=entries if len(entries) > 1 else (),
    )
