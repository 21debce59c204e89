"""Whether somebody holds the office that a question asks about: Oman's foreign minister, and not Qatar's."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from functools import cached_property
from itertools import chain

from qa.answering.agreement import Group
from qa.answering.event_order import sentence_of
from qa.attribution.descriptions import Description, Form, descriptions_of
from qa.english.nationalities import is_same_country
from qa.english.question_words import TOKEN, plain
from qa.indexing.passages import sentence_spans
from qa.questions.answer_type import TypedQuestion
from qa.questions.mentions import names_in
from qa.questions.offices import (
    Office,
    asked_office,
    asks_for_the_present,
    is_of_another_country,
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
_BECOMING = frozenset(
    "as became become becomes becoming elected named appointed chosen made its their also was is".split()
)
_MOST_BETWEEN = 4  # words between "became" or the owner and a title
_OFTEN_DISTINCT = {"minister", "secretary"}  # the same office in some countries only


class Standing(IntEnum):
    """Whether somebody holds the asked office, best first. OTHER: only the same one in another country."""

    HOLDER = 0
    UNKNOWN = 1
    OTHER = 2


@dataclass(frozen=True)
class OfficeHolders:
    """Judges the answers to "Who is the … of …?" by the descriptions of each name in the passages `hits`.

    A description only counts against somebody if it says that they hold the asked office of a state in another
    country. With any other office, they may still hold the asked one.
    """

    question: TypedQuestion
    hits: Sequence[Hit]
    article: ArticleSource

    @cached_property
    def asked(self) -> Office | None:
        """The office that is asked about, None if the question asks for something else."""
        return asked_office(self.question.text)

    def is_other(self, span: AnswerSpan) -> bool:
        """Return whether a span's own sentence gives its person the asked office in another country only."""
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
            return Standing.UNKNOWN
        sentence, place = sentence_of(span)
        own = list(_offices(name, sentence, place))
        others = (office for each in self._sentences_with(name[-1]) for office in _offices(name, each))
        is_present = asks_for_the_present(self.question.text)
        if any(_is_asked(asked, each, is_present=is_present) for each in chain(own, others)):
            return Standing.HOLDER
        is_other = any(is_of_another_country(asked, each) for each in own)
        return Standing.OTHER if is_other and not _names_again(asked, sentence) else Standing.UNKNOWN

    def _sentences_with(self, name: str) -> Iterator[str]:
        for hit in self.hits:
            text = hit.passage.text
            if name in text:
                yield from (each.of(text) for each in sentence_spans(text) if name in each.of(text))


def _is_asked(asked: Office, found: Office, *, is_present: bool) -> bool:
    """Return whether an office is surely the asked one, and no former one if the present counts."""
    is_past = found.is_former and is_present and not asked.is_former
    is_exact = asked.head == found.head or not {asked.head, found.head} <= _OFTEN_DISTINCT
    is_same = is_title_alike(asked.head, found.head) and asked.modifiers == found.modifiers
    return is_same and is_exact and not is_past and is_same_owner(asked.owners, found.owners)


def _names_again(asked: Office, sentence: str) -> bool:
    """Return whether the asked title also occurs without a name: "became president", "president of Oman"."""
    words = list(TOKEN.finditer(sentence))
    plains = [plain(word.group()) for word in words]
    titles = ("minister", "premier") if asked.head == "minister" else (asked.head,)
    for n, word in enumerate(words):
        is_before_name = sentence[word.end() :].lstrip()[:1].isupper()
        if plains[n] not in titles or is_before_name:
            continue
        before = plains[max(0, n - _MOST_BETWEEN) : n]
        after = plains[n + 2 : n + 2 + _MOST_BETWEEN] if plains[n + 1 : n + 2] in (["of"], ["for"]) else []
        near = [*before, *after]
        if not _BECOMING.isdisjoint(before) or any(
            is_same_country(owner, each) for owner in asked.owners for each in near
        ):
            return True
    return False


def _offices(name: Sequence[str], sentence: str, place: Span | None = None) -> Iterator[Office]:
    """Yield the offices that a sentence gives the bearer of a name, at a place if one is given."""
    for each in _descriptions(name, sentence, place):
        if each.form is Form.TITLE and _ends_in_noun(each.span.of(sentence)):
            continue
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
        yield office if office.owners else replace(office, owners=found[0].owners)


def _descriptions(name: Sequence[str], sentence: str, place: Span | None) -> Iterator[Description]:
    """Yield what a sentence says of the bearer of a name, and not of others with the same family name."""
    for each in descriptions_of(name[-1], sentence):
        given = set(each.name.of(sentence).split())
        is_same = given.issubset(name) or given.issuperset(name)
        if is_same and each.form is not Form.RELATIVE and (place is None or each.name.overlaps(place)):
            yield each


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
        text = sentence[words[opening].start() : words[first].start()].rstrip()
        is_owner_named = not text.endswith(",") and _ends_in_noun(text)
        text = text.rstrip(" ,")
        if not is_owner_named and (office := office_of(text)) is not None and not _is_broken(text):
            yield office


def _ends_in_noun(title: str) -> bool:
    """Return whether the name after a title may be its owner's: "head of the ferry Ada Lind"."""
    return " of " in title and title.rsplit(maxsplit=1)[-1][0].islower()


def _is_broken(words: str) -> bool:
    return any(mark in words for mark in ',;:()“”"')


def _name_in(answer: str) -> list[str]:
    """Return the words of the last name in an answer, without titles and what follows "of"; none without a name."""
    names = names_in(answer.split(" of ", maxsplit=1)[0], sentence=False)
    words = [word.group() for each in names[-1:] for word in TOKEN.finditer(each.text)]
    return [word for word in words if not is_title(plain(word))] if words and not is_title(words[-1]) else []
