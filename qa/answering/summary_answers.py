"""Answers from whole articles: the latest news on a topic, a summary of it, and a comparison of two."""

from collections.abc import Sequence

import numpy as np

from qa.answering.candidate_status import CandidateStatus
from qa.answering.evidence import Evidence, EvidenceFound, age, found_evidence, listing
from qa.answering.summarizer import Summarizer
from qa.answering.topic_articles import TopicArticle, articles_about
from qa.embedding import Encoder
from qa.library import Library
from qa.records import Answer, Hit
from qa.utils.near_duplicates import NearCopyIndex

_N_LATEST, _N_EARLIER = 5, 8
_N_SUMMARIZED, _N_COMPARED = 3, 2  # articles
_MOST_SENTENCES = 6
# Cosine of the leads of two articles from which they report the same story. Leads of different stories on one topic
# are seldom closer.
_SAME_STORY = 0.5
_REDUNDANT = 0.9


def latest_news(
    topic: str, hits: Sequence[Hit], library: Library
) -> tuple[EvidenceFound, list[tuple[Evidence, float]]]:
    """Return a sentence of each article about a topic, newest first and without near-copies, with its confidence.

    The confidence is the share of the topic's words in the article.
    """
    about, coverage = articles_about(topic, hits, library)
    statuses: dict[Evidence, CandidateStatus] = {}
    kept: list[tuple[Evidence, float]] = []
    copies = NearCopyIndex()
    for one in sorted(about, key=lambda each: age(each.article)):
        each = one.best_sentence(coverage)
        if copies.find(each.quote) is not None:
            statuses[each] = CandidateStatus.REPEATED
            continue
        copies.add(each.quote)
        kept.append((each, one.coverage))
        statuses[each] = _placed(len(kept), _N_LATEST, _N_LATEST + _N_EARLIER)
    return found_evidence(topic, statuses), kept[: _N_LATEST + _N_EARLIER]


def latest_answer(
    question: str, found: Sequence[tuple[Evidence, float]], hits: Sequence[Hit]
) -> Answer | None:
    """Return the newest passages as one answer, the earlier ones as alternatives; None if there are none."""
    if not found:
        return None
    evidence, confidences = zip(*found[:_N_LATEST], strict=True)
    return listing(question, evidence, confidences, hits, found[_N_LATEST:])


class TopicSummarizer:
    """Summarizes what the articles say about a topic, in their own sentences."""

    def __init__(self, library: Library, encoder: Encoder, summarizer: Summarizer) -> None:
        self._library = library
        self._encoder = encoder
        self._summarizer = summarizer

    def summary(
        self, topic: str, hits: Sequence[Hit], n_articles: int = _N_SUMMARIZED
    ) -> tuple[EvidenceFound, list[Evidence]]:
        """Return the sentences of a summary, and all that were considered.

        The leads of the articles on the story of the best hit come first, newest first, then the sentences of the
        best article that add most. Near-copies are folded.
        """
        about, _ = articles_about(topic, hits, self._library)
        story = self._same_story(about)[:n_articles]
        if not story:
            return EvidenceFound(topic, ()), []
        statuses: dict[Evidence, CandidateStatus] = {}
        shown: list[Evidence] = []
        for each in sorted(story, key=lambda one: age(one.article)):
            new = [each.lead, *(self._adding(each) if each is story[0] else [])]
            for evidence in new:
                is_new = self._adds(evidence, shown) and len(shown) < _MOST_SENTENCES
                statuses.setdefault(evidence, CandidateStatus.KEPT if is_new else CandidateStatus.REPEATED)
                if is_new:
                    shown.append(evidence)
        return found_evidence(topic, statuses), shown

    def _same_story(self, about: Sequence[TopicArticle]) -> list[TopicArticle]:
        """Return the articles whose leads are close to that of the first."""
        if len(about) <= 1:
            return list(about)
        vectors = self._encoder.encode([each.lead.quote for each in about[:_N_LATEST]], "passage")
        cosines = vectors @ vectors[0]
        return [each for each, cosine in zip(about, cosines, strict=False) if cosine >= _SAME_STORY]

    def _adding(self, one: TopicArticle) -> list[Evidence]:
        """Return the sentences of an article's summary besides its lead."""
        sentences = self._summarizer.article(one.article)
        return [
            Evidence(
                one.article, Hit(each.passage, 0.0, 1, each.scores), each.article_span, each.article_span
            )
            for each in sentences
            if each.article_span != one.lead.sentence
        ]

    def _adds(self, evidence: Evidence, shown: Sequence[Evidence]) -> bool:
        """Return whether a sentence says something new."""
        if not shown:
            return True
        vectors = self._encoder.encode([each.quote for each in (evidence, *shown)], "passage")
        return bool(np.max(vectors[1:] @ vectors[0]) < _REDUNDANT)


def _placed(number: int, n_shown: int, limit: int) -> CandidateStatus:
    if number <= n_shown:
        return CandidateStatus.KEPT
    return CandidateStatus.BELOW if number <= limit else CandidateStatus.SURPLUS
