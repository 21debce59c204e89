"""Question files in SQuAD's JSON format."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qa.articles.loading import article_id
from qa.records import Article, Span
from qa.utils.text import clean


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the spans of its gold answers in the article; none when it has no answer."""

    id: str
    text: str
    article: Article
    answers: tuple[Span, ...]

    @property
    def golds(self) -> list[str]:
        """The texts of the gold answers."""
        return [span.of(self.article.text) for span in self.answers]


def read_squad(path: Path) -> Iterator[Question]:
    """Yield the questions of a file; each distinct context becomes one article.

    Contexts are cleaned as articles are. Where that moves an answer, its span is moved with it.
    """
    for document in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in document["paragraphs"]:
            context = paragraph["context"]
            text = clean(context).strip()
            article = Article(article_id(text), str(document.get("title") or text[:60]), text, path=None)
            for question in paragraph["qas"]:
                answers = () if question.get("is_impossible") else tuple(_spans(context, text, question))
                yield Question(str(question["id"]), question["question"].strip(), article, answers)


def _spans(context: str, text: str, question: dict[str, list[dict[str, str]]]) -> Iterator[Span]:
    for answer in question.get("answers", ()):
        words = clean(answer["text"]).strip()
        before = clean(context[: int(answer["answer_start"])]).lstrip()
        start = text.find(words, max(0, len(before) - 1))
        if words and start >= 0:
            yield Span(start, start + len(words))
