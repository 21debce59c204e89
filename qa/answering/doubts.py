"""Doubts: evidence that a span answers another question, which lowers its score.

Each doubt may be mistaken, so a clear answer is still shown, with a lower confidence.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from qa.answering.event_order import sentence_of
from qa.answering.office_holders import OfficeHolders
from qa.answering.question_names import lacks_name_of
from qa.answering.roles import has_other_role
from qa.english.question_words import SMALL, plain, tokens
from qa.english.stemming import stem_of
from qa.indexing.passages import sentence_spans
from qa.questions.answer_type import AnswerType, TypedQuestion, holds
from qa.reading import ArticleSource
from qa.records import AnswerSpan, Doubt, Hit

# Log-odds that a doubt takes from a score. Fitted for missing names, the most frequent one (docs/decisions/0015).
WEIGHT = 3.0

_ASKS_ROLE = re.compile(
    r"^\W*(?i:who)\s(?:is|was|are|were)\s(?:the|its|their|his|her)\s(?:[A-Z][\w.-]*\s)*(?P<role>[a-z][\w -]{2,60}?)"
    r"(?:\s(?:of|in|at|for|who|that|which|when|during|on)\b|\W*$)"
)
_GENERAL = frozenset(
    "new current present main former next last first late only other real same top old".split()
)


def with_doubts(
    spans: Iterable[AnswerSpan], question: TypedQuestion, hits: Sequence[Hit], article: ArticleSource
) -> list[AnswerSpan]:
    """Return spans, best first, with lower scores for those that probably answer another question.

    `hits` are the passages that say who holds which office.
    """
    holders = OfficeHolders(question, hits, article)
    lacks_name = cache(lambda article_id: lacks_name_of(question.text, article(article_id)))

    def doubt_about(span: AnswerSpan) -> Doubt | None:
        if lacks_name(span.hit.passage.article_id):
            return Doubt.LACKS_NAME
        if _lacks_number(question, span):
            return Doubt.LACKS_NUMBER
        if has_other_role(question.text, *sentence_of(span)):
            return Doubt.OTHER_PART
        if not _has_role(question.text, span):
            return Doubt.NO_ROLE
        return Doubt.OTHER_OFFICE if holders.is_other(span) else None

    def doubted(span: AnswerSpan) -> AnswerSpan:
        doubt = doubt_about(span)
        return replace(span, score=span.score - WEIGHT, doubt=doubt) if doubt else span

    return sorted(map(doubted, spans), key=lambda span: -span.score)


def _lacks_number(question: TypedQuestion, span: AnswerSpan) -> bool:
    """Return whether a number or a length is asked for, and a span has none."""
    kind = question.answer_type
    return kind in (AnswerType.NUMBER, AnswerType.LENGTH) and not holds(kind, span.text)


def _has_role(question: str, span: AnswerSpan) -> bool:
    """Return whether the word that specifies a role is near a span: "health" of "the health secretary"."""
    asked = _ASKS_ROLE.match(question)
    if asked is None:
        return True
    *before_head, _ = _noun_words(asked["role"]) or [""]
    wanted = {stem_of(word) for word in before_head if word not in SMALL | _GENERAL}
    text = span.hit.passage.text
    sentences = sentence_spans(text)
    here = [number for number, each in enumerate(sentences) if each.overlaps(span.passage_span)]
    if not here:
        return True
    around = sentences[max(0, here[0] - 1) : here[-1] + 2]
    return wanted <= {stem_of(plain(word.group())) for each in around for word in tokens(each.of(text))}


def _noun_words(role: str) -> list[str]:
    """Return the words before a participle or infinitive: "first", "woman" of "first woman elected"."""
    words = [plain(word.group()) for word in tokens(role)]
    end = next(
        (n for n, word in enumerate(words) if n and (word.endswith("ed") or word in SMALL)), len(words)
    )
    return words[:end]
