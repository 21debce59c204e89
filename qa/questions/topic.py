"""Whether the articles show that a question without names continues the conversation."""

import re
from collections.abc import Iterable, Sequence

from qa.questions.mentions import content_words, names_in
from qa.records import Hit
from qa.retrieval.word_overlap import Coverage

# Set by hand on half of the conversations of tests/data/conversations.jsonl: follow-ups score −0.6 or more, new
# topics without a name −0.7 or less.
_LEAST = -0.65
_COSINE_WEIGHT = 2.0
_COVERAGE_WEIGHT = 0.25
_VAGUE = {0: 0.4, 1: 0.4, 2: 0.4, 3: 0.2}  # by number of content words: the fewer, the more is left out


def goes_on(question: str, cited: Sequence[Hit], others: Sequence[Hit]) -> bool:
    """Return whether a question fits the articles just cited better than any others.

    `cited` are the best hits of those articles, `others` the best of all the rest.
    """
    return not _names_another(question, cited, others) and likelihood(question, cited, others) >= _LEAST


def likelihood(question: str, cited: Sequence[Hit], others: Sequence[Hit]) -> float:
    """Return how far the cited articles are ahead of the rest, about −2.5 to 2.5; vague questions favour them.

    The best passages of both are compared by cosine and by their weighted share of the question's words.
    """
    coverage = Coverage(question, [hit.passage.text for hit in (*cited, *others)])
    cosines = [max((hit.why.dense_score or 0.0 for hit in side), default=0.0) for side in (cited, others)]
    shares = [max((coverage.of(hit.passage.text) for hit in side), default=0.0) for side in (cited, others)]
    ahead = _COSINE_WEIGHT * (cosines[0] - cosines[1]) + _COVERAGE_WEIGHT * (shares[0] - shares[1])
    return ahead + _VAGUE.get(len(content_words(question)), 0.0)


def names_only(question: str, texts: Iterable[str]) -> bool:
    """Return whether a question has names and all of them occur in `texts`."""
    named = {word for name in names_in(question) for word in content_words(name.text)}
    return bool(named) and named <= {word for text in texts for word in content_words(text)}


def _names_another(question: str, cited: Sequence[Hit], others: Sequence[Hit]) -> bool:
    """Return whether a word of the question, in any case, is a name found only in other articles."""
    known = {word for hit in cited for word in content_words(hit.passage.text)}
    elsewhere = " ".join(hit.passage.text for hit in others)
    return any(
        word not in known
        and (found := re.findall(rf"\b{re.escape(word)}\b", elsewhere, re.IGNORECASE))
        and not any(each.islower() for each in found)
        and not any(char.isdigit() for char in word)
        for word in content_words(question)
    )
