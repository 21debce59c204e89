"""Whether two numbers of one article count the same thing: reports of 36, 38 and then 39 deaths."""

import re
from collections.abc import Sequence

from qa.dates.numerals import CARDINALS
from qa.english.opposites import Sense, sense_of
from qa.english.question_words import TOKEN, plain
from qa.english.stemming import stems_of
from qa.indexing.passages import sentence_spans
from qa.questions.mentions import content_words
from qa.records import AnswerSpan, Span

_REACH = 6  # words on either side of a number in which what it counts is named
_SHARE = 0.75  # of the question's words in the best sentence that another one must have
_BREAK = re.compile(r"[;:()]|\b(?:and|but|while)\b")


def other_values(question: str, best: AnswerSpan, spans: Sequence[AnswerSpan]) -> list[AnswerSpan]:
    """Return the spans of the best one's article with another number of what the question counts, in their order.

    What is counted is the question's verb or, if none is known, its noun after "how many"; near each number it must
    be named, and nearer than another known verb. Numbers of one sentence are of different things, and so are those
    whose sentences, without a known verb, share fewer of the question's words.
    """
    if (counted := _counted(question)) is None or _value(best.text) is None:
        return []
    found: list[AnswerSpan] = []
    for span in spans:
        known = {_value(each.text) for each in (best, *found)}
        if (
            span.hit.passage.article_id == best.hit.passage.article_id
            and _value(span.text) not in {*known, None}
            and _counts(counted, span)
            and not any(_is_one_sentence(each, span) for each in (best, *found))
            and (counted.is_known or _n_asked(question, span) >= _SHARE * _n_asked(question, best))
        ):
            found.append(span)
    return found


def _is_one_sentence(one: AnswerSpan, other: AnswerSpan) -> bool:
    """Return whether a sentence has both spans of an article."""
    sentences = [_sentence(each).shifted(each.hit.passage.article_span.start) for each in (one, other)]
    return sentences[0].overlaps(sentences[1])


def _sentence(span: AnswerSpan) -> Span:
    spans = sentence_spans(span.hit.passage.text)
    return next((each for each in spans if each.contains(span.passage_span)), span.passage_span)


def _n_asked(question: str, span: AnswerSpan) -> int:
    """Return how many of the question's words the sentence of a span has."""
    words = (content_words(each) for each in (question, _sentence(span).of(span.hit.passage.text)))
    asked, said = (stems_of(set(each)) for each in words)
    return len(asked & said)


def _counted(question: str) -> Sense | None:
    words = [each.group() for each in TOKEN.finditer(question)]
    known = [sense for sense in map(sense_of, words) if sense.is_known]
    if known:
        return known[-1]
    asked = re.search(r"\bhow many ([\w’'-]+)", question, re.IGNORECASE)
    return sense_of(asked[1]) if asked else None


def _value(text: str) -> float | None:
    """Return the number that an answer is, None if it has none."""
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    if digits:
        return float(digits[0].replace(",", ""))
    numbers = ([CARDINALS.get(part) for part in plain(word).split("-")] for word in text.split())
    known = ([each for each in parts if each is not None] for parts in numbers if None not in parts)
    return next((float(sum(parts)) for parts in known), None)


def _counts(counted: Sense, span: AnswerSpan) -> bool:
    """Return whether the nearest word of a known sense around a number is what is counted."""
    near = senses_near(span, counted.group)
    return bool(near) and near[0].group == counted.group


def senses_near(span: AnswerSpan, group: str) -> list[Sense]:
    """Return the known senses, and those of a group, of the words around a number in its clause, nearest first."""
    text = span.hit.passage.text
    sentence = next((each for each in sentence_spans(text) if each.contains(span.passage_span)), None)
    if sentence is None:
        return []
    before = _words(_BREAK.split(text[sentence.start : span.passage_span.start])[-1])[::-1]
    after = _words(_BREAK.split(text[span.passage_span.end : sentence.end], maxsplit=1)[0])
    near = [
        (distance, sense)
        for words in (before[:_REACH], after[:_REACH])
        for distance, sense in enumerate(map(sense_of, words))
        if sense.is_known or sense.group == group
    ]
    return [sense for _, sense in sorted(near, key=lambda each: each[0])]


def _words(text: str) -> list[str]:
    return [each.group() for each in TOKEN.finditer(text)]
