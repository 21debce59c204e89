"""Matches: snippets of the best passages, shown for keyword queries and when there is no clear answer."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from qa.english.confidence import is_likely
from qa.english.stemming import stem_of
from qa.indexing.passages import sentence_spans
from qa.reading import ArticleSource
from qa.records import Answer, Citation, Hit, Reason, Span, Status
from qa.retrieval.word_overlap import Coverage
from qa.retrieval.word_query import content_terms

_N_NEAREST = 5  # articles listed with a refusal
_N_LISTED = 8  # articles listed for a keyword query
_LEAST_SHARE = 0.5
_MOST_CHARACTERS = 220
_LEAST_CHARACTERS = 80  # a shorter sentence is shown with the next one
_LEAD = 60  # characters kept before the first highlight of a sentence that is cut
_WORD = re.compile(r"\w+")


def with_matches(answer: Answer, query: str, article: ArticleSource) -> Answer:
    """Return a refusal with the matches of its nearest passages; another answer is returned as it is."""
    if answer.status is not Status.NOT_FOUND:
        return answer
    return replace(answer, matches=matches_of(query, answer.nearest, article, _N_NEAREST))


def keyword_answer(found: Answer, query: str, article: ArticleSource) -> Answer:
    """Return the passages that contain the words of a keyword query, below the reader's answer if that is likely.

    `found` is the reader's answer or refusal. A query that no passage contains any word of is refused.
    """
    matches = matches_of(query, found.nearest, article, _N_LISTED, least=_LEAST_SHARE)
    if found.status is Status.ANSWERED and is_likely(found.confidence):
        return replace(found, matches=_numbered_after(found, matches))
    if matches:
        return Answer(found.question, Status.LISTED, None, None, 0.0, nearest=found.nearest, matches=matches)
    reason = found.reason or Reason.NO_ANSWER
    refused = Answer(found.question, Status.NOT_FOUND, reason, None, found.confidence, nearest=found.nearest)
    return with_matches(refused, query, article)


def _numbered_after(answer: Answer, matches: Sequence[Citation]) -> tuple[Citation, ...]:
    """Return matches with numbers that go on from the answer's citations."""
    n_cited = len(answer.citations) + sum(len(other.citations) for other in answer.alternatives)
    return tuple(replace(match, number=match.number + n_cited) for match in matches)


def matches_of(
    query: str, hits: Sequence[Hit], article: ArticleSource, limit: int, least: float = 0.0
) -> tuple[Citation, ...]:
    """Return a match for each of the first `limit` articles among the hits, numbered from 1.

    The snippet is the sentence of the article's best passage that contains most of the query. Words are weighted by
    their rarity among the hits. Passages that contain less than a share `least` (0–1) of what the best one contains
    of the query are left out.
    """
    coverage = Coverage(query, [hit.passage.text for hit in hits])
    covered = [coverage.of(hit.passage.text) for hit in hits]
    enough = least * max(covered, default=0.0)
    first: dict[str, Hit] = {}
    for hit, share in zip(hits, covered, strict=True):
        if share >= enough and (share or not least):
            first.setdefault(hit.passage.article_id, hit)
    return _matches(query, list(first.values())[:limit], coverage, article)


def all_matches(query: str, hits: Sequence[Hit], article: ArticleSource) -> tuple[Citation, ...]:
    """Return a match for each hit, numbered from 1, with a snippet as in `matches_of`."""
    return _matches(query, hits, Coverage(query, [hit.passage.text for hit in hits]), article)


def _matches(
    query: str, hits: Sequence[Hit], coverage: Coverage, article: ArticleSource
) -> tuple[Citation, ...]:
    stems = {stem_of(word) for word in content_terms(query)}
    return tuple(_match(number, hit, coverage, stems, article) for number, hit in enumerate(hits, start=1))


def _match(number: int, hit: Hit, coverage: Coverage, stems: set[str], article: ArticleSource) -> Citation:
    passage = hit.passage
    found, start = article(passage.article_id), passage.article_span.start
    snippet = _snippet(passage.text, found.headline, coverage, stems)
    highlights = _highlights(passage.text, snippet, stems)
    span = snippet.shifted(start)
    marks = tuple(each.shifted(start) for each in highlights)
    return Citation(number, found, span, span, span.of(found.text), passage, hit.why, marks)


def _snippet(text: str, title: str, coverage: Coverage, stems: set[str]) -> Span:
    """Return the best sentence of a passage, with the next one if it is short, cut if it is long.

    The headline is shown anyway, so it is used only if the passage has nothing else.
    """
    sentences = sentence_spans(text) or [Span(0, len(text))]
    sentences = [each for each in sentences if each.of(text) != title] or sentences
    best = max(range(len(sentences)), key=lambda number: coverage.of(sentences[number].of(text)))
    chosen, following = sentences[best], sentences[best + 1 : best + 2]
    if len(chosen) < _LEAST_CHARACTERS and following and "\n" not in text[chosen.end : following[0].start]:
        chosen = Span(chosen.start, following[0].end)
    return _cut(text, chosen, _highlights(text, chosen, stems))


def _cut(text: str, span: Span, highlights: Sequence[Span]) -> Span:
    """Return a span of at most _MOST_CHARACTERS around its first highlight, cut between words."""
    if len(span) <= _MOST_CHARACTERS:
        return span
    first = highlights[0].start if highlights else span.start
    start = max(span.start, min(first - _LEAD, span.end - _MOST_CHARACTERS))
    if start > span.start:
        start = min(text.find(" ", start) + 1 or start, first)
    end = min(span.end, start + _MOST_CHARACTERS)
    if end < span.end:
        end = max(text.rfind(" ", start, end), start + 1) if " " in text[start:end] else end
    return Span(start, end)


def _highlights(text: str, within: Span, stems: set[str]) -> tuple[Span, ...]:
    """Return the words of a part of a text that have one of these stems."""
    return tuple(_with_stem(_WORD.finditer(text, within.start, within.end), stems))


def _with_stem(words: Iterable[re.Match[str]], stems: set[str]) -> Iterable[Span]:
    return (Span(*word.span()) for word in words if stem_of(word[0]) in stems)
