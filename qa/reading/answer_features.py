"""What speaks for a question's best span beside its margin: how far it leads, and how its passage was found."""

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.reading.candidates import Candidate
from qa.records import Hit

_MOST_LEAD = 6.0  # logits; a greater lead says no more
_WORD = re.compile(r"\w+")


def with_answer_features(spans: Sequence[Candidate], hits: Sequence[Hit]) -> list[Candidate]:
    """Return the spans of one question with the features of the best one, which they share.

    `spans` come best first, and `hits` are all that was retrieved. Shared features shift all scores alike: they
    decide with the threshold whether the question is answered, and not which span answers it. `lead` is the
    distance in logits to the best span that shares no word with the best one, 6 at most. `reciprocal_rank` is that
    of its passage, and `same_article` the share (0–1) of the hits that are from its article.
    """
    if not spans:
        return []
    best = spans[0]
    place = next(place for place, hit in enumerate(hits) if hit is best.hit)
    n_same = sum(hit.passage.article_id == best.hit.passage.article_id for hit in hits)
    return [
        replace(
            each,
            features=replace(
                each.features,
                lead=_lead(spans),
                reciprocal_rank=1 / (place + 1),
                same_article=n_same / len(hits),
            ),
        )
        for each in spans
    ]


def _lead(spans: Sequence[Candidate]) -> float:
    best = spans[0]
    words = _words(best.text)
    others = [each.features.margin for each in spans if not words & _words(each.text)]
    return min(best.features.margin - max(others), _MOST_LEAD) if others else _MOST_LEAD


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))
