"""What speaks for a question's best span beside its margin: how its passage and its article were retrieved."""

from collections.abc import Sequence
from dataclasses import replace

from qa.reading.candidates import Candidate
from qa.records import Hit

AVERAGE_SHARE = 0.33  # of the hits, in newswire and NewsQA libraries (docs/decisions/0015)


def with_answer_features(spans: Sequence[Candidate], hits: Sequence[Hit]) -> list[Candidate]:
    """Return the spans of one question with the features of the best one, which they share.

    `spans` come best first, and `hits` are all that was retrieved. Shared features shift all scores alike: they
    decide with the threshold whether the question is answered, and not which span answers it. `reciprocal_rank` is
    that of the best span's passage, and `same_article` the share (0–1) of the hits that are from its article. If all
    are, only one article was probably searched, and the share is that of an average right answer.
    """
    if not spans:
        return []
    best = spans[0]
    place = next(place for place, hit in enumerate(hits) if hit is best.hit)
    same = [hit.passage.article_id == best.hit.passage.article_id for hit in hits]
    share = AVERAGE_SHARE if all(same) else sum(same) / len(same)
    return [
        replace(
            each,
            features=replace(
                each.features,
                reciprocal_rank=1 / (place + 1),
                same_article=share,
            ),
        )
        for each in spans
    ]
