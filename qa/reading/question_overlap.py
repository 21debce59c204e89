"""How many of a question's words the text around a passage contains, weighted by rarity.

The model's vocabulary is sorted by frequency, so a word's number shows how rare it is without any other text. This
works as well for a library of two articles as for one of thousands.
"""

import math

from tokenizers import Tokenizer

from qa.english.stemming import stem_of
from qa.records import Article, Span
from qa.retrieval.word_overlap import stems
from qa.retrieval.word_query import content_terms

_N_COMMONEST = 1500  # pieces up to this number are punctuation, letters and the most common words
_LEAST = 0.3  # weight of the most common words
_SEVERAL_PIECES = 3.5  # weight of a word that is not a single piece: a little more than the rarest of those
_AROUND = 10_000  # characters before and after a passage: nearly every article completely


class QuestionWords:
    """The content words of a question, each weighted by its rarity: 0.3 to 3.5."""

    def __init__(self, question: str, tokenizer: Tokenizer) -> None:
        self._weights = {stem_of(word): _rarity(word, tokenizer) for word in content_terms(question)}

    def said_in(self, text: str) -> float:
        """Return the sum of the weights of the words that a text contains."""
        said = stems(text)
        return math.fsum(weight for stem, weight in self._weights.items() if stem in said)


def text_around(article: Article, passage: Span) -> str:
    """Return the title and the text around a passage; for most articles, the whole text."""
    start, end = max(0, passage.start - _AROUND), passage.end + _AROUND
    return f"{article.title}\n{article.text[start:end]}"


def _rarity(word: str, tokenizer: Tokenizer) -> float:
    pieces = tokenizer.encode(word, add_special_tokens=False).ids
    if len(pieces) != 1:
        return _SEVERAL_PIECES
    return _LEAST + math.log(max(pieces[0], _N_COMMONEST) / _N_COMMONEST)
