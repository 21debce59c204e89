"""Features of a question's best span beside its margin: its retrieval, words and lead, and the other model."""

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.reading.candidates import Candidate
from qa.reading.question_overlap import QuestionWords
from qa.records import Hit

AVERAGE_SHARE = 0.33  # of the hits, in newswire and NewsQA libraries (docs/decisions/0015)
AVERAGE_AGREEMENT = 0.86  # of the small model with right answers of the large one, in the same libraries
_WORD = re.compile(r"\w+")
_LONGEST_LEAD = 8.0  # logits; a longer lead says no more


def with_answer_features(
    spans: Sequence[Candidate], hits: Sequence[Hit], words: QuestionWords, small: Candidate | None = None
) -> list[Candidate]:
    """Return the spans of one question with the features of the best one, which they share.

    `spans` come best first, `hits` are all that was retrieved, and `words` are those of the question. Shared features
    shift all scores alike: they decide whether the question is answered and how sure that is, and not which span
    answers it. `reciprocal_rank` is that of the best span's passage, and `same_article` the share (0–1) of the hits
    that are from its article. If all are, only one article was probably searched, and the share is that of an average
    right answer. `said_around` counts the passages of that article which were retrieved. `small` is the small model's
    best span; if it read nothing, the agreement is that of an average right answer.
    """
    if not spans:
        return []
    best = spans[0]
    place = next(place for place, hit in enumerate(hits) if hit is best.hit)
    same = [hit for hit in hits if hit.passage.article_id == best.hit.passage.article_id]
    share = AVERAGE_SHARE if len(same) == len(hits) else len(same) / len(hits)
    said, lead = words.said_in("\n".join(hit.passage.text for hit in same)), _lead(spans)
    agreement = float(agree(small, best)) if small else AVERAGE_AGREEMENT
    return [
        replace(
            each,
            features=replace(
                each.features,
                reciprocal_rank=1 / (place + 1),
                same_article=share,
                said_around=said,
                lead=lead,
                agreement=agreement,
            ),
        )
        for each in spans
    ]


def agree(one: Candidate, other: Candidate) -> bool:
    """Return whether two spans overlap in the same article, or one has the words of the other."""
    spans = [each.span.shifted(each.hit.passage.article_span.start) for each in (one, other)]
    is_same_article = one.hit.passage.article_id == other.hit.passage.article_id
    return (is_same_article and spans[0].overlaps(spans[1])) or _is_part(_words(one), _words(other))


def _lead(spans: Sequence[Candidate]) -> float:
    """Return how many logits the best span is ahead of the best one with other words."""
    best = _words(spans[0])
    others = (each for each in spans[1:] if not _is_part(_words(each), best))
    rival = next(others, None)
    lead = spans[0].features.margin - rival.features.margin if rival else _LONGEST_LEAD
    return min(lead, _LONGEST_LEAD)


def _words(candidate: Candidate) -> str:
    """Return a span's words in lower case, each between spaces."""
    return f" {' '.join(_WORD.findall(candidate.text.casefold()))} "


def _is_part(one: str, other: str) -> bool:
    return one in other or other in one
