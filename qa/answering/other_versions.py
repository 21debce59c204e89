"""Names the other versions of a story as sources of what is cited, and shows where versions disagree."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from qa.answering.same_answer import same_answer
from qa.indexing.passages import sentence_spans
from qa.library import Library
from qa.records import (
    Alternative,
    Answer,
    Article,
    Citation,
    OtherVersion,
    Passage,
    Scores,
    Span,
    Status,
)
from qa.retrieval.counterparts import counterpart_of, facts_differ, replaced


class OtherVersions:
    """Finds what is cited in the other versions of its story."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._sentences: dict[str, list[Span]] = {}
        self._found: dict[tuple[str, Span, Span], tuple[OtherVersion, ...]] = {}

    def named_in(self, answer: Answer) -> Answer:
        """Return an answer whose citations name the other versions, with those that disagree with it as choices.

        Of several citations of one answer that are versions of each other, the first is kept.
        """
        cited = self._with_versions(answer)
        if answer.parts:
            return cited
        is_single = not answer.entries and answer.verdict is None
        if answer.status is Status.ANSWERED and is_single:
            cited = self._with_conflicts(cited)
        return _renumbered(cited)

    def matches(self, matches: Sequence[Citation]) -> tuple[Citation, ...]:
        """Return matches that name the other versions, without those that are versions of a better one."""
        return tuple(
            replace(each, number=number) for number, each in enumerate(self._named(matches), start=1)
        )

    def _with_versions(self, answer: Answer) -> Answer:
        cited = tuple(map(self._cited, answer.citations))
        return replace(
            answer,
            citations=cited if answer.entries else _folded(cited),
            alternatives=self._others(answer.alternatives),
            choices=self._others(answer.choices),
            entries=self._others(answer.entries),
            matches=self._named(answer.matches),
            parts=tuple(map(self._with_versions, answer.parts)),
        )

    def _others(self, others: Sequence[Alternative]) -> tuple[Alternative, ...]:
        return tuple(replace(each, citations=self._named(each.citations)) for each in others)

    def _named(self, citations: Sequence[Citation]) -> tuple[Citation, ...]:
        return _folded(tuple(map(self._cited, citations)))

    def _cited(self, citation: Citation) -> Citation:
        key = (citation.article.id, citation.article_span, citation.answer_span)
        if key not in self._found:
            self._found[key] = tuple(sorted(self._versions_of(citation), key=_age))
        return replace(citation, versions=self._found[key])

    def _versions_of(self, citation: Citation) -> Iterator[OtherVersion]:
        sentence = _main_sentence(citation).of(citation.article.text)
        for key in self._library.store.versions.of(citation.article.id):
            other = self._library.article(key)
            found = counterpart_of(sentence, other.text, self._spans(other))
            if found is not None:
                quote = found.span.of(other.text)
                named = (other.title, other.published, other.source, other.path)
                yield OtherVersion(other.id, *named, found.span, quote, found.differs)

    def _spans(self, article: Article) -> list[Span]:
        if article.id not in self._sentences:
            self._sentences[article.id] = sentence_spans(article.text)
        return self._sentences[article.id]

    def _with_conflicts(self, answer: Answer) -> Answer:
        """Return an answer with what other versions say in its place as choices, beside the reader's own."""
        first = answer.citations[0]
        numbers = [each.number for each in (*_all_citations(answer), *answer.matches)]
        own = Alternative(answer.text or "", answer.confidence, answer.citations, answer.resolved_date)
        alternatives, choices = list(answer.alternatives), list(answer.choices) or [own]
        for version in first.versions:
            said = self._said_instead(answer, version, max(numbers) + 1)
            if said is None or any(same_answer(said.text, each.text) for each in choices):
                continue
            known = next((each for each in alternatives if _is_in(each, version, said.text)), None)
            if known is None:
                alternatives.append(said)
                numbers.append(said.citations[0].number)
            choices.append(known or said)
        return replace(
            answer, alternatives=tuple(alternatives), choices=tuple(choices) if len(choices) > 1 else ()
        )

    def _said_instead(self, answer: Answer, version: OtherVersion, number: int) -> Alternative | None:
        """Return what a version says instead of the answer, if it states other facts."""
        first = answer.citations[0]
        sentence = _main_sentence(first)
        if not version.differs or not sentence.contains(first.answer_span):
            return None
        words = first.answer_span.shifted(-sentence.start)
        quote = sentence.of(first.article.text)
        span = replaced(quote, words, version.quote)
        if span is None or not facts_differ(words.of(quote), span.of(version.quote)):
            return None
        article = self._library.article(version.article_id)
        answer_span = span.shifted(version.article_span.start)
        passage = self._passage_at(article, version.article_span)
        cited = Citation(number, article, version.article_span, answer_span, version.quote, passage, Scores())
        return Alternative(span.of(version.quote), answer.confidence, (self._cited(cited),))

    def _passage_at(self, article: Article, span: Span) -> Passage:
        """Return the passage that holds a sentence, or one made of it."""
        ids = self._library.store.passage_ids_of(article.id)
        stored = self._library.store.passages(ids).values()
        made = Passage(article.id, 0, span, span.of(article.text))
        return next((each for each in stored if each.article_span.contains(span)), made)


def _main_sentence(citation: Citation) -> Span:
    """Return the sentence of a quote that holds the answer, or the longest one."""
    start = citation.article_span.start
    spans = [each.shifted(start) for each in sentence_spans(citation.quote)] or [citation.article_span]
    holding = (each for each in spans if each.contains(citation.answer_span))
    return next(holding, max(spans, key=len))


def _age(version: OtherVersion) -> tuple[date, str, str]:
    return version.published or date.max, version.source or "", version.title


def _folded(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """Return citations without those whose quote is named as another version of an earlier one."""
    kept: list[Citation] = []
    for each in citations:
        if not any(_is_version(each, version) for known in kept for version in known.versions):
            kept.append(each)
    return tuple(kept)


def _is_version(citation: Citation, version: OtherVersion) -> bool:
    is_same = version.article_id == citation.article.id and not version.differs
    return is_same and version.article_span.overlaps(citation.article_span)


def _renumbered(answer: Answer) -> Answer:
    """Return an answer whose citations are numbered without gaps: its own, the alternatives', then the matches."""
    listed = [*_all_citations(answer), *answer.matches]
    new = {old: number for number, old in enumerate(dict.fromkeys(each.number for each in listed), start=1)}

    def counted(citations: Sequence[Citation]) -> tuple[Citation, ...]:
        return tuple(replace(each, number=new.get(each.number, each.number)) for each in citations)

    def others(alternatives: Sequence[Alternative]) -> tuple[Alternative, ...]:
        return tuple(replace(each, citations=counted(each.citations)) for each in alternatives)

    return replace(
        answer,
        citations=counted(answer.citations),
        alternatives=others(answer.alternatives),
        choices=others(answer.choices),
        entries=others(answer.entries),
        matches=counted(answer.matches),
    )


def _is_in(other: Alternative, version: OtherVersion, text: str) -> bool:
    is_same = same_answer(other.text, text)
    return is_same and any(cited.article.id == version.article_id for cited in other.citations)


def _all_citations(answer: Answer) -> Iterator[Citation]:
    yield from answer.citations
    for other in (*answer.alternatives, *answer.choices):
        yield from other.citations
