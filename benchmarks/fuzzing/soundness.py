"""Checks for articles read from any kind of file."""

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from qa.records import Article, Span

if TYPE_CHECKING:
    from qa.indexing.passages import PassageSplitter


class DefectError(AssertionError):
    """Something that must hold for every input does not hold."""


def require(condition: object, what: str) -> None:
    if not condition:
        raise DefectError(what)


def require_sound(article: Article) -> None:
    from qa.articles.loading import article_id
    from qa.indexing.passages import sentence_spans
    from qa.utils.text import clean

    text = article.text
    require(article.id == article_id(text), "the id is not that of the text")
    require(text == text.strip() and any(char.isalnum() for char in text), "the text is empty or padded")
    stated = (article.title, article.source or "", article.url or "", article.author or "")
    for words in (text, *stated, *(section.label for section in article.sections)):
        words.encode()  # a lone surrogate could not be stored
        require(clean(words) == words, "what was loaded is not clean")
    require(not any("\n" in words for words in stated), "a field has several lines")
    starts = [section.start for section in article.sections]
    require(
        starts == sorted(set(starts)) and all(start < len(text) for start in starts),
        "sections are out of place",
    )
    passages = splitter().split(article)
    require(passages, "there are no passages")
    for passage in passages:
        span = passage.article_span
        require(text[span.start : span.end] == passage.text, "a passage is not its span of the text")
    require_in_order(list(sentence_spans(text)), text, "sentences")


def require_in_order(spans: list[Span], text: str, what: str) -> None:
    require(all(0 <= span.start < span.end <= len(text) for span in spans), f"{what} lie outside the text")
    require(all(one.end <= other.start for one, other in pairwise(spans)), f"{what} overlap")


@cache
def splitter() -> "PassageSplitter":
    from qa.embedding import DEFAULT_MODEL, find_model
    from qa.indexing.passages import PassageSplitter

    return PassageSplitter(find_model(DEFAULT_MODEL).tokenizer())
