"""The passages of a search that belong to its topic."""

from collections.abc import Sequence

from qa.records import Hit

_LEAST_RELEVANCE = 0.55  # of an article, as a share of the best one's


def on_topic(hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits of articles that match the query nearly as well as the best article does.

    An article matches as well as its best hits by meaning and by words, each as a share of the best of all hits.
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
