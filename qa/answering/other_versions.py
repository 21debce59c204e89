"""Names the other versions of a story as sources of what is cited, and shows where versions disagree."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa.answering.agreement import same_answer
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
        """Return an answer whose citations name the other versions, with those that disagree with it as choices."""
        cited = self._with_versions(answer)
        if (
            answer.status is not Status.ANSWERED
            or answer.parts
            or answer.entries
            or answer.verdict is not None
        ):
            return cited
        return self._with_conflicts(cited)

    def matches(self, matches: Sequence[Citation]) -> tuple[Citation, ...]:
        """Return matches that name the other versions."""
        return tuple(map(self._cited, matches))

    def _with_versions(self, answer: Answer) -> Answer:
        return replace(
            answer,
            citations=self.matches(answer.citations),
            alternatives=self._others(answer.alternatives),
            choices=self._others(answer.choices),
            entries=self._others(answer.entries),
            matches=self.matches(answer.matches),
            parts=tuple(map(self._with_versions, answer.parts)),
        )

    def _others(self, others: Sequence[Alternative]) -> tuple[Alternative, ...]:
        return tuple(replace(each, citations=self.matches(each.citations)) for each in others)

    def _cited(self, citation: Citation) -> Citation:
        key = (citation.article.id, citation.article_span, citation.answer_span)
        if key not in self._found:
            self._found[key] = tuple(self._versions_of(citation))
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
        numbers = [each.number for each in _all_citations(answer)]
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
        n_new = len(alternatives) - len(answer.alternatives)
        return replace(
            answer,
            alternatives=tuple(alternatives),
            choices=tuple(choices) if len(choices) > 1 else (),
            matches=tuple(replace(each, number=each.number + n_new) for each in answer.matches),
        )

    def _said_instead(self, answer: Answer, version: OtherVersion, number: int) -> Alternative | None:
        """Return the words of a version in the place of the answer if they are other facts."""
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


def _is_in(other: Alternative, version: OtherVersion, text: str) -> bool:
    is_same = same_answer(other.text, text)
    return is_same and any(cited.article.id == version.article_id for cited in other.citations)


def _all_citations(answer: Answer) -> Iterator[Citation]:
    yield from answer.citations
    for other in (*answer.alternatives, *answer.choices):
        yield from other.citations
