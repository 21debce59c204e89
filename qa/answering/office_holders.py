"""Whether somebody holds the office that a question asks about: Oman's foreign minister, and not Qatar's."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from functools import cached_property

from qa.answering.agreement import Group
from qa.answering.event_order import sentence_of, sentences_around
from qa.attribution.descriptions import Description, Form, descriptions_of
from qa.attribution.quotation_marks import quotations_of
from qa.english.nationalities import is_same_country
from qa.english.question_words import TOKEN, plain
from qa.indexing.passages import sentence_spans
from qa.questions.answer_type import TypedQuestion
from qa.questions.mentions import is_person, names_in
from qa.questions.offices import (
    Office,
    asked_office,
    asks_for_the_present,
    asks_with_a_verb,
    is_deputy,
    is_same_owner,
    is_title,
    is_title_alike,
    office_of,
)
from qa.reading import ArticleSource
from qa.records import AnswerSpan, Hit, Span

_SHARE = 0.4  # of the first answer's confidence, from which one with a better standing is put before it
_JOINS = re.compile(r",\s|\s(?:and|as well as)\s(?=[\w\s]{0,40}\b(?:of|for|to|in)\b)")
_OF_AFTER = re.compile(r"\sof\s(?:the\s)?(?P<owner>[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){0,4})")
_MOST_BEFORE = 12  # words of an office before a name: "the president of the club, Ada Lind"
_LINKS = frozenset("of for at to".split())
_OFTEN_DISTINCT = {"minister", "secretary"}  # the same office in some countries only
_REFERS_BACK = re.compile(r"\b(?:its|their)\s", re.IGNORECASE)


class Standing(IntEnum):
    """Whether somebody holds the asked office, best first. OTHER: the articles give him another one."""

    HOLDER = 0
    UNKNOWN = 1
    OTHER = 2


@dataclass(frozen=True)
class OfficeHolders:
    """Judges the answers to "Who is the … of …?" by the descriptions of each name in the passages `hits`."""

    question: TypedQuestion
    hits: Sequence[Hit]
    article: ArticleSource

    @cached_property
    def asked(self) -> Office | None:
        """The office that is asked about, None if the question asks for something else."""
        return asked_office(self.question.text)

    def is_other(self, span: AnswerSpan) -> bool:
        """Return whether the person of a span is only described with another office than the asked one."""
        return self.asked is not None and self._standing(span, self.asked) is Standing.OTHER

    def ordered(self, groups: Sequence[Group]) -> list[Group]:
        """Return answers with the holders of the office first, the latest report first if the present counts.

        Whoever speaks for somebody may be known by any office.
        """
        if self.asked is None:
            return list(groups)
        least = _SHARE * groups[0].confidence
        holders = [
            each for each in groups if each.confidence >= least and self._is_holder(each.best, self.asked)
        ]
        if self.asked.head and asks_for_the_present(self.question.text):
            holders.sort(key=lambda each: -self._day(each).toordinal())
        return [*holders, *(each for each in groups if each not in holders)]

    def _is_holder(self, span: AnswerSpan, asked: Office) -> bool:
        standing = self._standing(span, asked)
        if asked.head or standing is Standing.OTHER:
            return standing is Standing.HOLDER
        name, (sentence, place) = _name_in(span.text), sentence_of(span)
        return bool(name) and next(_offices(name, sentence, place), None) is not None

    def _day(self, group: Group) -> date:
        days = [self.article(span.hit.passage.article_id).published for span in group.spans]
        return max((day for day in days if day is not None), default=date.min)

    def _standing(self, span: AnswerSpan, asked: Office) -> Standing:
        if not (name := _name_in(span.text)):
            return Standing.OTHER if _speaks_as_outsider(span, asked) else Standing.UNKNOWN
        sentence, place = sentence_of(span)
        own = self._judged(list(_offices(name, sentence, place)), sentence, asked)
        if own is not Standing.UNKNOWN:
            return own
        elsewhere = [office for each in self._sentences_with(name[-1]) for office in _offices(name, each)]
        found = self._judged(elsewhere, sentence, asked)
        if found is not Standing.UNKNOWN:
            return found
        if _speaks_as_outsider(span, asked):
            return Standing.OTHER
        return self._judged(list(_offices_of_subject(name, sentence, place)), sentence, asked)

    def _judged(self, offices: Sequence[Office], sentence: str, asked: Office) -> Standing:
        present = asks_for_the_present(self.question.text)
        found = {_standing_of(asked, each, is_present=present) for each in offices}
        if Standing.HOLDER in found:
            return Standing.HOLDER
        if Standing.OTHER in found:
            return Standing.OTHER
        if not offices or asks_with_a_verb(self.question.text):
            return Standing.UNKNOWN
        named = any(is_title_alike(asked.head, plain(word.group())) for word in TOKEN.finditer(sentence))
        return Standing.UNKNOWN if named else Standing.OTHER

    def _sentences_with(self, name: str) -> Iterator[str]:
        for hit in self.hits:
            text = hit.passage.text
            if name in text:
                yield from (each.of(text) for each in sentence_spans(text) if name in each.of(text))


def _standing_of(asked: Office, found: Office, *, is_present: bool) -> Standing:
    """Return whether an office is the asked one; UNKNOWN if it says too little, or is of another kind."""
    if not is_title_alike(asked.head, found.head):
        return Standing.UNKNOWN
    owners = found.owners - asked.modifiers
    is_owner = is_same_owner(asked.owners, owners)
    if owners and not is_owner:
        return Standing.OTHER if asked.is_named == found.is_named else Standing.UNKNOWN
    if _is_lower(asked, found) or (found.is_former and is_present and not asked.is_former):
        return Standing.OTHER
    known = found.modifiers | found.owners
    if not asked.modifiers <= known:
        return Standing.OTHER if found.modifiers - asked.owners else Standing.UNKNOWN
    is_exact = asked.head == found.head or not {asked.head, found.head} <= _OFTEN_DISTINCT
    return Standing.HOLDER if is_owner and is_exact else Standing.UNKNOWN


def _is_lower(asked: Office, found: Office) -> bool:
    """Return whether one of two offices is that of a deputy, and the other isn't; a deputy may speak for others."""
    return bool(asked.head) and is_deputy(asked) != is_deputy(found)


def _speaks_as_outsider(span: AnswerSpan, asked: Office) -> bool:
    """Return whether somebody only speaks of the owners in a quotation: "The port must pay", Lind said."""
    text = span.hit.passage.text
    sentence = sentences_around(text, span.passage_span)
    quoted = [each for each in quotations_of(text) if each.overlaps(sentence)]
    if not any(_names(asked, each.of(text)) for each in quoted):
        return False
    told = "".join(
        char
        for place, char in enumerate(sentence.of(text), start=sentence.start)
        if not any(each.start <= place < each.end for each in quoted)
    )
    return not (_names(asked, told) or _REFERS_BACK.search(told))


def _names(asked: Office, text: str) -> bool:
    words = {plain(word.group()) for word in TOKEN.finditer(text)}
    return any(is_same_country(owner, word) for owner in asked.owners for word in words)


def _offices(name: Sequence[str], sentence: str, place: Span | None = None) -> Iterator[Office]:
    """Yield the offices that a sentence gives the bearer of a name, at a place if one is given."""
    for each in _descriptions(name, sentence, place):
        after = _OF_AFTER.match(sentence, each.name.end)
        of_owner = f" of {after['owner']}" if after and each.form is Form.TITLE else ""
        for words in _JOINS.split(each.span.of(sentence)):
            yield from _joined_offices(f"{words}{of_owner}")
    yield from _offices_before(name, sentence, place)


def _joined_offices(words: str) -> Iterator[Office]:
    """Yield the offices of words; in "Omani deputy premier and defence minister", both have one owner."""
    offices = [office_of(part) for part in words.split(" and ")]
    found = [office for office in offices if office is not None]
    if len(found) < len(offices):
        whole = office_of(words)
        found = [whole] if whole else []
    for office in found:
        first = found[0]
        yield office if office.owners else replace(office, owners=first.owners, is_named=first.is_named)


def _descriptions(name: Sequence[str], sentence: str, place: Span | None) -> Iterator[Description]:
    """Yield what a sentence says of the bearer of a name, and not of others with the same family name."""
    for each in descriptions_of(name[-1], sentence):
        given = set(each.name.of(sentence).split())
        is_same = given.issubset(name) or given.issuperset(name)
        if is_same and each.form is not Form.RELATIVE and (place is None or each.name.overlaps(place)):
            yield each


def _offices_of_subject(name: Sequence[str], sentence: str, place: Span) -> Iterator[Office]:
    """Yield an office without an owner as that of the sentence's first name.

    In "Oddby Port hired two, director Lind said", Lind is the director of Oddby Port.
    """
    for each in _descriptions(name, sentence, place):
        title = each.span.of(sentence)
        first = next(iter(names_in(sentence[: each.span.start])), None)
        if each.form is not Form.TITLE or first is None or is_person(first.text, sentence):
            continue
        office = office_of(title)
        if office is not None and not office.owners and not title[0].isupper():
            owners = frozenset(plain(word) for word in first.text.split())
            yield replace(office, owners=owners, is_named=True)


def _offices_before(name: Sequence[str], sentence: str, place: Span | None) -> Iterator[Office]:
    """Yield the offices that end right before a name: "head of the port" of "the head of the port, Ada Lind"."""
    words = list(TOKEN.finditer(sentence))
    for number, word in enumerate(words):
        if plain(word.group()) != plain(name[-1]) or (place and not Span(*word.span()).overlaps(place)):
            continue
        first = number
        while first and words[first - 1].group() in name:
            first -= 1
        start = max(0, first - _MOST_BEFORE)
        heads = [n for n in range(start, first - 2) if is_title(plain(words[n].group()))]
        linked = [n for n in heads if plain(words[n + 1].group()) in _LINKS]
        if not linked:
            continue
        opening = max(start, linked[-1] - 1)
        text = sentence[words[opening].start() : words[first].start()].rstrip(" ,")
        if (office := office_of(text)) is not None and not _is_broken(text):
            yield office


def _is_broken(words: str) -> bool:
    return any(mark in words for mark in ',;:()“”"')


def _name_in(answer: str) -> list[str]:
    """Return the words of the last name in an answer, without titles and what follows "of"; none without a name."""
    names = names_in(answer.split(" of ", maxsplit=1)[0], sentence=False)
    words = [word.group() for each in names[-1:] for word in TOKEN.finditer(each.text)]
    return [word for word in words if not is_title(plain(word))] if words and not is_title(words[-1]) else []
