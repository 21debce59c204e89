"""The articles about a topic, among those whose passages were found for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.answering.evidence import Evidence, sentences_of
from qa.indexing.passages import sentence_spans
from qa.library import Library
from qa.records import Article, Hit, Passage, Scores, Span
from qa.retrieval.word_overlap import Coverage

# Weighted shares of the topic's words. From a half on, a text shares more of the topic than it lacks.
HALF, WHOLE = 0.5, 1 - 1e-9
_FEWEST_WORDS = 6
_SENTENCE_ENDS = (".", "!", "?", "”", '"', "’", "'", ")")
_READ = 10_000  # characters of an article: nearly every article completely


@dataclass(frozen=True, slots=True)
class TopicArticle:
    """An article on a topic, with its hits, best first.

    `lead` is its first complete sentence. `coverage` (0–1) is the weighted share of the topic's words in the article,
    `lead_coverage` that in its title and its lead.
    """

    article: Article
    hits: tuple[Hit, ...]
    lead: Evidence
    coverage: float
    lead_coverage: float

    def best_sentence(self, coverage: Coverage) -> Evidence:
        """Return the lead if it names the topic, else the sentence that says most of it."""
        if self.lead_coverage >= HALF:
            return self.lead
        found = [
            each for hit in self.hits for each in sentences_of(hit, self.article) if is_whole(each.quote)
        ]
        return max(found, key=lambda each: coverage.of(each.quote), default=self.lead)


def articles_about(topic: str, hits: Sequence[Hit], library: Library) -> tuple[list[TopicArticle], Coverage]:
    """Return the articles about a topic in the order of their best hits, and what measures its words.

    An article is about a topic if title and lead name at least half of it. If some of them contain all its words,
    only these count. If there are none, an article that contains at least half of the topic counts.
    """
    coverage = Coverage(topic, [hit.passage.text for hit in hits])
    by_article: dict[str, list[Hit]] = {}
    for hit in hits:
        by_article.setdefault(hit.passage.article_id, []).append(hit)
    found = [_measured(library.article(key), theirs, coverage, library) for key, theirs in by_article.items()]
    told = [each for each in found if each.lead_coverage >= HALF]
    best = [each for each in told if each.coverage >= WHOLE] or told
    return best or [each for each in found if each.coverage >= HALF], coverage


def _measured(article: Article, hits: Sequence[Hit], coverage: Coverage, library: Library) -> TopicArticle:
    lead = lead_of(article, library.store.passages, library.store.passage_ids_of(article.id)) or _first(
        article, hits
    )
    whole = coverage.of(f"{article.title}\n{article.text[:_READ]}")
    return TopicArticle(article, tuple(hits), lead, whole, coverage.of(f"{article.title}\n{lead.quote}"))


def lead_of(
    article: Article, passages: Callable[[Sequence[int]], dict[int, Passage]], ids: Sequence[int]
) -> Evidence | None:
    """Return an article's first complete sentence that is not its title; `ids` are those of its passages."""
    for passage in passages(ids[:2]).values():
        hit = Hit(passage, 0.0, 1, Scores())
        for each in sentences_of(hit, article):
            if is_whole(each.quote) and each.quote != article.headline:
                return each
    return None


def _first(article: Article, hits: Sequence[Hit]) -> Evidence:
    spans = sentence_spans(hits[0].passage.text) or [Span(0, len(hits[0].passage.text))]
    span = spans[0].shifted(hits[0].passage.article_span.start)
    return Evidence(article, hits[0], span, span)


def is_whole(sentence: str) -> bool:
    """Return whether a sentence is complete, not a headline or a line of a table."""
    return len(sentence.split()) >= _FEWEST_WORDS and sentence.endswith(_SENTENCE_ENDS)
