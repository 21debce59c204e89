"""How much of a question the text around a passage says too, rare words counting for more.

The pieces of the model's vocabulary stand in the order of how common they are in the language. So a word's number
tells how rare it is without any other text, as well for a library of two articles as for one of thousands.
"""

import math

from tokenizers import Tokenizer

from qa.english.stemming import stem_of
from qa.records import Article, Span
from qa.retrieval.word_overlap import stems
from qa.retrieval.word_query import content_terms

_N_COMMONEST = 1500  # pieces up to this number are marks, letters and the commonest words
_LEAST = 0.3  # what one of the commonest words weighs
_SEVERAL_PIECES = (
    3.5  # what a word weighs that is no piece of its own: a little more than the rarest of those
)
_AROUND = 10_000  # characters before and behind a passage: nearly every article, whole


class QuestionWords:
    """The telling words of a question, each weighed by how rare it is: 0.3 to 3.5."""

    def __init__(self, question: str, tokenizer: Tokenizer) -> None:
        self._weights = {stem_of(word): _rarity(word, tokenizer) for word in content_terms(question)}

    def said_in(self, text: str) -> float:
        """Return the sum of the weights of the words that a text says too."""
        said = stems(text)
        return math.fsum(weight for stem, weight in self._weights.items() if stem in said)


def text_around(article: Article, passage: Span) -> str:
    """Return the title and the text about a passage: an article that is not very long, whole."""
    start, end = max(0, passage.start - _AROUND), passage.end + _AROUND
    return f"{article.title}\n{article.text[start:end]}"


def _rarity(word: str, tokenizer: Tokenizer) -> float:
    pieces = tokenizer.encode(word, add_special_tokens=False).ids
    if len(pieces) != 1:
        return _SEVERAL_PIECES
    return _LEAST + math.log(max(pieces[0], _N_COMMONEST) / _N_COMMONEST)
