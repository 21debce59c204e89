"""A sentence as words, quotations and punctuation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from qa.records import Span

# Each alternative stops at the first character it can't contain, so that no text is scanned twice.
_TOKEN = re.compile(
    r"(?P<quote>“[^“”\"]*”|\"[^“”\"]*\")|(?P<word>[^\W_](?:[^\W_]|[.,:'’&/-](?=[^\W_]))*(?:\.(?=\s)|’(?=\s)|'(?=\s))?)"
    r"|(?P<aside>\([^()\"“”]{1,60}\))|(?P<comma>,)|(?P<dash>--?|[–—])|(?P<other>\S)"
)


class Kind(StrEnum):
    """The kind of a token."""

    QUOTE = "quote"
    WORD = "word"
    COMMA = "comma"
    DASH = "dash"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a whole quotation with its marks, or a punctuation mark; `plain` is in lower case."""

    kind: Kind
    span: Span
    text: str

    @property
    def plain(self) -> str:
        """The token in lower case, without an abbreviation's period; "US" is no pronoun."""
        if self.text == "US":
            return "u.s"
        return self.text.casefold().replace("’", "'").rstrip(".")

    @property
    def is_word(self) -> bool:
        """Whether this is a word outside quotations."""
        return self.kind is Kind.WORD

    @property
    def is_capital(self) -> bool:
        """Whether this is a word with a capital letter at its start or inside, as in "al-Qaeda"."""
        return self.kind is Kind.WORD and any(char.isupper() for char in self.text)


Range = tuple[int, int]  # of tokens: the first, and the one after the last
PAUSES = (Kind.COMMA, Kind.DASH)
FURTHEST = 60  # tokens to look back for a verb's subject, or for the start of its statement


def tokens_of(sentence: str) -> list[Token]:
    """Return a sentence's tokens in order, without text in brackets; their spans count in the sentence."""
    return [
        Token(Kind(found.lastgroup or "other"), Span(*found.span()), found.group())
        for found in _TOKEN.finditer(sentence)
        if found.lastgroup != "aside"
    ]


def inside(quote: Token) -> Span:
    """Return the text of a quotation without its marks and without a final comma or period."""
    words = quote.text[1:-1]
    stripped = words.strip().rstrip(",.").rstrip()
    start = quote.span.start + 1 + len(words) - len(words.lstrip())
    return Span(start, start + len(stripped))


def clause_end(tokens: Sequence[Token], first: int, *, commas: bool = True) -> int:
    """Return the end of a clause: before the final punctuation, a semicolon, or with `commas` a comma."""
    for number in range(first, len(tokens)):
        token = tokens[number]
        if token.text == ";" or (commas and token.kind is Kind.COMMA):
            return number
    end = len(tokens)
    while end > first and tokens[end - 1].kind is Kind.OTHER and tokens[end - 1].text in ".!?…":
        end -= 1
    return end


def span_of(tokens: Sequence[Token], words: Range) -> Span:
    """Return the span of some of a sentence's tokens."""
    return Span(tokens[words[0]].span.start, tokens[words[1] - 1].span.end)
