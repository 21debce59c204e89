"""Whether a question that names nothing goes on with the conversation: what the articles say to it."""

from collections.abc import Sequence

from qa.conversation.mentions import content_words, names_in
from qa.reading.coverage import Coverage
from qa.records import Hit, Turn

MARGIN = 0.12


def goes_on(question: str, cited: Sequence[Hit], others: Sequence[Hit]) -> bool:
    """Say whether the articles just cited speak of a question's words about as well as any other.

    `cited` are the best hits of those articles, `others` the best of all the rest. Compared are the shares of the
    question's words, the rare ones weighing more, and the cosines, each of the best passage on either side.
    """
    return lead(question, cited, others) >= -MARGIN


def lead(question: str, cited: Sequence[Hit], others: Sequence[Hit]) -> float:
    """Return by how much the cited articles are ahead of the rest (−2 to 2)."""
    coverage = Coverage(question, [hit.passage.text for hit in (*cited, *others)])
    here, there = (_best(coverage, side) for side in (cited, others))
    return here - there


def _best(coverage: Coverage, hits: Sequence[Hit]) -> float:
    return max((coverage.of(hit.passage.text) + (hit.why.dense_score or 0.0) for hit in hits), default=0.0)


def names_it(question: str, history: Sequence[Turn]) -> bool:
    """Say whether all names of a question were spoken of in the conversation before."""
    said = set()
    for turn in history:
        texts = (turn.standalone_question or turn.question, turn.answer or "", *turn.quotes, *turn.titles)
        said |= {word for text in texts for word in content_words(text)}
    named = [word for name in names_in(question) for word in content_words(name.text)]
    return bool(named) and all(word in said for word in named)
