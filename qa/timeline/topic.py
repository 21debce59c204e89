"""The passages of a search that belong to its topic."""

import re
from collections.abc import Sequence

from qa.dates.calendar import MONTHS, WEEKDAYS
from qa.records import Hit
from qa.retrieval.word_query import content_terms

_LEAST_RELEVANCE = 0.55  # of an article, as a share of the best one's
_DAYS = frozenset(name.lower() for name in (*MONTHS, *WEEKDAYS))
_NAME_SHARE = 0.9  # of the occurrences of a word have a capital if it is a name
_FORM_CHARACTERS = 4  # in which "Italy" and "Italian" agree


def on_topic(query: str, hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits of articles on the topic of a query: they match it nearly as well as the best article does.

    If the query has names, an article must have one of them, in any form. If no passage contains a word of the topic,
    nothing is returned.
    """
    if not any(each.why.sparse_rank for each in hits):
        return []
    return _with_names(query, _relevant(hits))


def _with_names(query: str, hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits of articles with a name of the query in one of their hits; all if no hit has one."""
    texts = [each.passage.text for each in hits]
    words = (term for term in content_terms(query) if term not in _DAYS)
    names = [form for word in words if _is_name(form := word[:_FORM_CHARACTERS], texts)]
    if not names:
        return list(hits)
    named = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})", re.IGNORECASE)
    articles = {each.passage.article_id for each in hits if named.search(each.passage.text)}
    return [each for each in hits if each.passage.article_id in articles]


def _is_name(form: str, texts: Sequence[str]) -> bool:
    """Return whether the words that begin with some letters nearly always have a capital in these texts."""
    word = re.compile(rf"\b{re.escape(form)}", re.IGNORECASE)
    found = [match[0] for text in texts for match in word.finditer(text)]
    n_capitals = sum(each[0].isupper() for each in found)
    return n_capitals > 0 and n_capitals >= _NAME_SHARE * len(found)


def _relevant(hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits of articles whose relevance is near that of the best.

    An article is as relevant as its best hits by meaning and by words, each as a share of the best of all hits.
    """
    sides = [
        {each.passage: each.why.dense_score or 0.0 for each in hits},
        {each.passage: each.why.sparse_score or 0.0 for each in hits},
    ]
    shares: dict[str, list[float]] = {each.passage.article_id: [] for each in hits}
    for scores in sides:
        best = max(scores.values(), default=0.0)
        if best <= 0:
            continue
        for article_id, found in shares.items():
            own = [score for passage, score in scores.items() if passage.article_id == article_id]
            found.append(max(own) / best)
    return [
        each
        for each in hits
        if not (found := shares[each.passage.article_id]) or sum(found) / len(found) >= _LEAST_RELEVANCE
    ]
