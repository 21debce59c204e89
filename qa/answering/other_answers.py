"""Whether a span is another answer to a question: of the same kind as the first one, and not a piece of it."""

import re

from qa.answering.same_answer import TITLES, has_numbers
from qa.dates.numerals import CARDINALS
from qa.english.question_words import AUXILIARIES, PAST_FORMS, SMALL, plain, tokens
from qa.english.stemming import stem_of
from qa.questions.answer_type import AnswerType, TypedQuestion, has_name, has_person, holds
from qa.records import AnswerSpan, Span

_ASKS_FIGURE = re.compile(
    r"\b(?:what|which)\s(?:(?:is|was|were|are)\s)?(?:the\s)?(?:\w+\s)?"
    r"(?:percentages?|percent|proportion|share|number|amount|sum|total|score)\b"
    r"|\bhow (?:many|much|old|far|tall|big|large|high)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\bhow many (?P<noun>[^?.,;:]{1,60})", re.IGNORECASE)
_FIGURE = re.compile(r"\d[\d.,]*+|[^\W\d_]+")
_CLOCK = re.compile(r"\s?(?:[ap]\.?m\b|o['’]clock|gmt\b|:\d\d)", re.IGNORECASE)
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b")
_PHRASE_END = re.compile(r"[,;:.!?()“”\"\n]")
_PER_CENT = re.compile(r"\bper cents?\b", re.IGNORECASE)
_MONEY_BEFORE = re.compile(r"[$€£¥]\s?$")
_SCALES = frozenset(
    "hundred hundreds thousand thousands million millions billion trillion dozen dozens".split()
)
_PERCENT, _MONEY, _CLOCK_TIME, _PLACE_IN_ORDER, _PERSON = "%", "$", ":", "th", "person"
_CURRENCIES = frozenset("dollar euro pound yen yuan franc crown peso rupee ruble rouble dinar cent".split())
_SAID = 3  # words after a number in which what it counts is named


def is_another_answer(question: TypedQuestion, first: AnswerSpan, other: AnswerSpan) -> bool:
    """Return whether a span is of the kind of the first answer, and says something that isn't part of its phrase."""
    if _is_same_phrase(first, other) or not _says_something(question.text, other.text):
        return False
    if _ASKS_FIGURE.search(question.text) or _is_figure(first.text):
        return has_numbers(other.text) and _measures_the_same(question.text, first, other)
    if holds_alone(question, first.text) and not holds_alone(question, other.text):
        return False
    return not (question.answer_type is AnswerType.PLACE and has_name(first.text)) or has_name(other.text)


def holds_alone(question: TypedQuestion, text: str) -> bool:
    """Return whether an answer has the form that its question asks for, without the sentence around it."""
    if _ASKS_FIGURE.search(question.text):
        return has_numbers(text)
    if question.answer_type is AnswerType.PERSON:
        return has_person(text)
    if question.answer_type is AnswerType.PLACE:
        return bool(text.strip())
    if question.answer_type is AnswerType.REASON:
        return len(tokens(text)) > 1
    return holds(question.answer_type, text)


def _is_same_phrase(first: AnswerSpan, other: AnswerSpan) -> bool:
    """Return whether two spans of a passage overlap, or have only blanks and hyphens between them."""
    if first.hit.passage.article_id != other.hit.passage.article_id:
        return False
    one, two = sorted((first.article_span, other.article_span), key=lambda each: each.start)
    if one.overlaps(two):
        return True
    if first.hit.passage != other.hit.passage:
        return False
    between = Span(one.end, two.start).shifted(-first.hit.passage.article_span.start)
    return not between.of(first.hit.passage.text).strip(" \t\n-–")


def _says_something(question: str, text: str) -> bool:
    """Return whether a text has a word beside function words, titles and the question's own words."""
    asked = {stem_of(plain(word.group())) for word in tokens(question)}
    words = [plain(word.group()) for word in tokens(text)]
    heavy = [word for word in words if word not in SMALL | TITLES]
    return any(word in CARDINALS or word[0].isdigit() or stem_of(word) not in asked for word in heavy)


def _is_figure(text: str) -> bool:
    """Return whether a text is nothing but numbers, such as "2-2"."""
    words = [plain(word.group()) for word in tokens(text)]
    return bool(words) and all(word in CARDINALS or word[0].isdigit() for word in words)


def _measures_the_same(question: str, first: AnswerSpan, other: AnswerSpan) -> bool:
    """Return whether a figure has the unit or noun of the first one or of the question, or leaves it out."""
    asked = _counted(question)
    wanted = measured(first)
    units = measured(other)
    if not units:
        return not wanted or bool(asked) or not wanted & {_PERCENT, _MONEY, _CLOCK_TIME, _PLACE_IN_ORDER}
    return bool(units & (wanted | asked)) if wanted or asked else True


def _counted(question: str) -> frozenset[str]:
    """Return the kinds of the words between "how many" and the verb."""
    found = _COUNTED.search(question)
    return _kinds(found["noun"]) if found else frozenset()


def measured(span: AnswerSpan) -> frozenset[str]:
    """Return the unit of a span's last number or the stems of the words that it counts, in and after the span."""
    if (number := _last_number(span)) is None:
        return frozenset()
    text = span.hit.passage.text
    after = text[number.end :]
    if _CLOCK.match(after):
        return frozenset({_CLOCK_TIME})
    if _ORDINAL.match(after):
        return frozenset({_PLACE_IN_ORDER})
    if after.lstrip().startswith("%"):
        return frozenset({_PERCENT})
    found = _kinds(_PHRASE_END.split(after, maxsplit=1)[0])
    return frozenset({_MONEY}) if _MONEY_BEFORE.search(text[: number.start]) else found


def _last_number(span: AnswerSpan) -> Span | None:
    """Return the last number of a span, counted in its passage."""
    text = span.hit.passage.text
    found = _FIGURE.finditer(text, span.passage_span.start, span.passage_span.end)
    numbers = [Span(*each.span()) for each in found if each[0][0].isdigit() or plain(each[0]) in CARDINALS]
    return numbers[-1] if numbers else None


def _kinds(words: str) -> frozenset[str]:
    """Return the stems of the words of a noun phrase, with "person" for people and one unit for all money."""
    found: set[str] = set()
    named = [
        part for word in tokens(_PER_CENT.sub("percent", words)) for part in plain(word.group()).split("-")
    ]
    for word in [each for each in named if each not in _SCALES and each != "more"][:_SAID]:
        if word in SMALL | AUXILIARIES | PAST_FORMS:
            break
        stem = stem_of(word)
        unit = _PERCENT if word == "percent" else _MONEY if stem in _CURRENCIES else None
        found.add(unit or stem)
        if unit is None and has_person(word):
            found.add(_PERSON)
    return frozenset(found)
