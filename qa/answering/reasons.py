"""The clause of a sentence that gives the reason, when the reader's span doesn't."""

import re
from collections.abc import Sequence

from qa.english.question_words import PAST_FORMS, VERBS, plain, tokens
from qa.english.stemming import stem_of
from qa.indexing.passages import sentence_spans
from qa.questions.mentions import content_words
from qa.records import AnswerSpan, Span

_CAUSE = re.compile(
    r"\b(?:because(?: of)?|due to|owing to|thanks to|as a result of|following|citing|to protest"
    r"|in (?:protest|response|retaliation|reaction) (?:at|to|for|against|over)"
    r"|on (?:the )?grounds (?:that|of)|for fear (?:of|that)|amid fears (?:of|that)|so that|in order to)\b",
    re.IGNORECASE,
)
_END = re.compile(r"[,;:.!?]\s|[,;:.!?]$|\s[-–—]+\s")
_REPEATED = 0.75  # share of a span's content words that are the question's, from which it only repeats it


def reason_in(question: str, span: AnswerSpan, others: Sequence[AnswerSpan]) -> Span:
    """Return the clause that gives the reason in the sentence of a span, counted in the passage, or the span.

    Another clause is taken if the span only repeats the question, or if it explains a noun of the question ("the
    impasse due to …") and one of `others`, which passed the threshold, lies in a clause that doesn't.
    """
    text = span.hit.passage.text
    sentence = next((each for each in sentence_spans(text) if each.contains(span.passage_span)), None)
    if sentence is None:
        return span.passage_span
    causes = [each.shifted(sentence.start) for each in causal_clauses(sentence.of(text))]
    own = next((each for each in causes if each.overlaps(span.passage_span)), None)
    if own is None:
        is_repeated = _repeats(question, span.text)
        return causes[0] if causes and is_repeated else span.passage_span
    if not _explains_noun(question, text[sentence.start : own.start]):
        return span.passage_span
    told = [each.passage_span for each in others if each.hit.passage == span.hit.passage]
    free = (each for each in causes if each != own and any(each.overlaps(one) for one in told))
    return next(free, span.passage_span)


def causal_clauses(sentence: str) -> list[Span]:
    """Return the clauses of a sentence that start with a word for a cause, without the punctuation after them."""
    found: list[Span] = []
    for marker in _CAUSE.finditer(sentence):
        end = _END.search(sentence, marker.end())
        span = Span(marker.start(), end.start() if end else len(sentence.rstrip()))
        if not found or not found[-1].overlaps(span):
            found.append(span)
    return found


def _repeats(question: str, answer: str) -> bool:
    asked = {stem_of(word) for word in content_words(question)}
    words = [stem_of(word) for word in content_words(answer)]
    return bool(words) and sum(word in asked for word in words) >= _REPEATED * len(words)


def _explains_noun(question: str, before: str) -> bool:
    """Return whether the word before a cause is a noun of the question, not its verb."""
    words = [plain(each.group()) for each in tokens(before)]
    if not words or before.rstrip().endswith(","):
        return False
    last = words[-1]
    is_verb = last in VERBS | PAST_FORMS or last.endswith(("ed", "ing"))
    return not is_verb and stem_of(last) in {stem_of(word) for word in content_words(question)}
