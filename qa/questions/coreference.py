"""Coreference: the person, thing, group or place that a pronoun of a follow-up refers to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.english.question_words import PREPOSITIONS, plain
from qa.questions.clauses import split_clauses, subject_of, with_complement
from qa.questions.mentions import (
    Phrase,
    asks_for_a_person,
    content_words,
    is_body,
    is_person,
    is_thing,
    names_in,
    people_in,
    phrases_around,
    places_in,
)
from qa.questions.quotation_questions import can_be_it, is_plural, people_among, speakers_of, spoken_of
from qa.records import Turn

_ASKS_WHERE = re.compile(
    r"\bwhere\b|\b(?:which|what) (?:city|town|country|place|village|state|province|district|island)\b",
    re.IGNORECASE,
)
_ASKS_AMOUNT = re.compile(
    r"\b(?:when|why|how (?:many|much|long|old|far|large|big|high|strong))\b", re.IGNORECASE
)
_ASKS_FOR_WORDS = re.compile(r"\b(?:say|said|think|claim|want|promise|demand)\b", re.IGNORECASE)
_A = re.compile(r"^(?:an?|some) ", re.IGNORECASE)
_COUNTED = re.compile(r"^how (?:many|much)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PastTurn:
    """An earlier turn: its standalone question, and its answer or ""."""

    question: str
    answer: str
    quotes: tuple[str, ...]
    speakers: tuple[str, ...] = ()

    @classmethod
    def of(cls, turn: Turn) -> "PastTurn":
        """Return the record of a turn."""
        question = turn.standalone_question or turn.question
        return cls(question, turn.answer or "", turn.quotes, speakers_of(turn.parts))

    @property
    def topic(self) -> str | None:
        """The topic of a quotation question, None for other questions."""
        return spoken_of(self.question)


class Antecedents:
    """Possible antecedents, the most recent turn first; names in the follow-up `question` are excluded."""

    def __init__(self, past: Sequence[PastTurn], question: str) -> None:
        self._past_turns = past
        self._question = question
        self._own = set(content_words(question))
        self._of_them = re.search(r"\bof (?:them|these|those)\b", question, re.IGNORECASE) is not None

    def person(self) -> str | None:
        """Return the antecedent of "he" or "she"."""
        return self._first(self._people())

    def thing(self) -> str | None:
        """Return the antecedent of "it"."""
        return self._first(self._things())

    def group(self) -> str | None:
        """Return the antecedent of "they": what was last counted, a plural, or another phrase."""
        return self._first(self._groups())

    def place(self) -> str | None:
        """Return the antecedent of "there"."""
        return self._first(self._places())

    def described(self, noun: str) -> str | None:
        """Return the last phrase with a noun: "the peace talks" for "these talks"."""
        stem = noun.casefold().rstrip("s")
        for past in self._past_turns:
            for text in (past.answer, past.question):
                for phrase in _phrases(text):
                    if any(word.rstrip("s") == stem for word in content_words(phrase)):
                        return phrase
        return None

    def counted(self) -> str | None:
        """Return the last counted or plural phrase, for "how many" without its noun."""
        nouns = (counted_noun(past.question) for past in self._past_turns)
        return next((noun for noun in nouns if noun), None) or next(self._plurals(), None)

    def _plurals(self) -> Iterator[str]:
        for past in self._past_turns:
            for text in (past.answer, past.question):
                for found in reversed(re.findall(r"(?:[A-Z][\w-]{1,40} )?\b[a-z-]{3,40}s\b", text)):
                    if content_words(found) and plain(found) not in ("was", "has", "does", "his", "its"):
                        yield found

    def _first(self, candidates: Iterator[str]) -> str | None:
        return next((each for each in candidates if not set(content_words(each)) <= self._own), None)

    def _people(self) -> Iterator[str]:
        for past in self._past_turns:
            if past.speakers:
                yield from people_among(past.speakers)
                continue
            people = self._named_people(past)
            answered = list(_longest_name(past.answer)) if asks_for_a_person(past.question) else []
            yield from (*people, *answered) if _asks_for_the_object(past.question) else (*answered, *people)
            yield from people_in(past.question)
        wants_words = _ASKS_FOR_WORDS.search(self._question) is not None
        for past in self._past_turns:
            # a person only mentioned inside a quotation is not its speaker
            for text in () if wants_words and past.speakers else (past.answer, *past.quotes):
                named = names_in(text)
                yield from (name.text for name in named if is_person(name.text, text))
        for past in self._past_turns:
            if asks_for_a_person(past.question) and is_thing(past.answer):
                yield _definite(past.answer)

    def _things(self) -> Iterator[str]:
        for past in self._past_turns:
            if past.topic:
                if can_be_it(past.topic, self._question):
                    yield _A.sub("the ", past.topic)
                return  # other phrases in the quotation were not asked about
            amount = _ASKS_AMOUNT.search(past.question) or _ASKS_WHERE.search(past.question)
            if is_thing(past.answer) and not amount and not _is_somebody(past):
                yield _definite(past.answer)
            yield from _impersonal(past)
        for past in self._past_turns:
            yield from (place.text for place in places_in(past.question))

    def _groups(self) -> Iterator[str]:
        for past in self._past_turns:
            if past.speakers:
                yield from self._of_quotations(past)
                return
            if pair := self._pair(past):
                yield pair
            if counted := _counted(past, whole=self._of_them):
                yield counted
            if past.answer.endswith("s") and is_thing(past.answer) and not _ASKS_AMOUNT.search(past.question):
                yield _definite(past.answer)
            subject = subject_of(past.question)
            if subject and subject.of(past.question).endswith("s"):
                yield with_complement(past.question, subject).of(past.question)
            for phrase in phrases_around(past.question, names_in(past.question)):
                if phrase.text.endswith("s") and phrase.text != phrase.text.capitalize():
                    yield phrase.text
        yield from self._things()
        yield from self._people()

    def _of_quotations(self, past: PastTurn) -> Iterator[str]:
        """Yield the antecedents of "they" after a quotation question: its topic, or its only speaker."""
        if past.topic and is_plural(past.topic) and not _ASKS_FOR_WORDS.search(self._question):
            yield past.topic
        if len(past.speakers) == 1 and (is_plural(past.speakers[0]) or is_body(past.speakers[0])):
            yield past.speakers[0]

    def _named_people(self, past: PastTurn) -> list[str]:
        named = [name.text for name in names_in(past.question)]
        return [name for name in named if is_person(name, past.question, *past.quotes)]

    def _pair(self, past: PastTurn) -> str | None:
        """Return both people in "Whom did … meet?", for "they"."""
        if not _asks_for_the_object(past.question):
            return None
        people = self._named_people(past)
        answered = list(_longest_name(past.answer))
        return f"{people[0]} and {answered[0]}" if people and answered else None

    def _places(self) -> Iterator[str]:
        for past in self._past_turns:
            if _ASKS_WHERE.search(past.question) and is_thing(_without_preposition(past.answer)):
                yield _without_preposition(past.answer)
            yield from (place.text for place in reversed(places_in(past.question)))
            yield from (place.text for place in places_in(past.answer))
            for name in names_in(past.question):
                if not is_person(name.text, past.question, *past.quotes):
                    yield name.text
        for past in self._past_turns:
            for quote in past.quotes:
                yield from (place.text for place in places_in(quote))


def _asks_for_the_object(question: str) -> bool:
    """Return whether a question asks for the object ("whom"), so that its subject stays the antecedent.

    Subjects are preferred to objects by centering (Grosz, Joshi and Weinstein, 1995).
    """
    clause = split_clauses(question)
    return clause is not None and clause.inverted and asks_for_a_person(question)


def _longest_name(answer: str) -> Iterator[str]:
    named = names_in(answer, sentence=False)
    if named:
        yield max(named, key=lambda name: len(name.text.split())).text


def _is_somebody(past: PastTurn) -> bool:
    if asks_for_a_person(past.question):
        return True
    named = names_in(past.answer, sentence=False)
    return len(named) == 1 and is_person(named[0].text, *past.quotes)


def _impersonal(past: PastTurn) -> Iterator[str]:
    """Yield the phrases of a question that are not people: its subject first, then its named phrases."""
    question = past.question
    clause = split_clauses(question)
    if (
        clause
        and not clause.inverted
        and (counted := re.search(r"^how (?:many|much) .* of (.+)$", clause.asking, re.IGNORECASE))
    ):
        yield counted[1]
    subject = subject_of(question)
    if subject and not _holds_a_person(subject.of(question), past):
        yield with_complement(question, subject).of(question)
    for phrase in phrases_around(question, names_in(question)):
        if not _holds_a_person(phrase.text, past) and not _after_preposition(question, phrase):
            yield phrase.text


def _holds_a_person(phrase: str, past: PastTurn) -> bool:
    named = names_in(phrase, sentence=False)
    possessive = re.search(r"['’]s?\s", phrase)
    if any(phrase.endswith(person.removeprefix("the ")) for person in people_in(phrase)):
        return True
    return not possessive and any(is_person(name.text, past.question, *past.quotes) for name in named)


def _after_preposition(question: str, phrase: Phrase) -> bool:
    before = question[: phrase.span.start].split()
    return bool(before) and plain(before[-1]) in PREPOSITIONS


def counted_noun(question: str) -> str | None:
    """Return the noun that a question counts: "crew members" for "How many crew members voted …?"."""
    clause = split_clauses(question)
    words = clause.asking.split() if clause else []
    if len(words) <= _N_COUNTING or not _COUNTED.match(" ".join(words[:_N_COUNTING])):
        return None
    return " ".join(words[_N_COUNTING:])


def _counted(past: PastTurn, *, whole: bool) -> str | None:
    """Return what a question counted; with `whole`, including its clause: "the people that were hurt"."""
    clause = split_clauses(past.question)
    if clause is None:
        return None
    words = clause.asking.split()
    if len(words) <= _N_COUNTING or not _COUNTED.match(" ".join(words[:_N_COUNTING])):
        return None
    if clause.inverted:
        return None
    noun = " ".join(words[_N_COUNTING:]).removeprefix("of ").removeprefix("the ")
    return f"the {noun} that {clause.helper} {clause.rest}".replace("  ", " ") if whole else f"the {noun}"


_N_COUNTING = 2


def _phrases(text: str) -> Iterator[str]:
    yield from (phrase.text for phrase in phrases_around(text, names_in(text)))
    subject = subject_of(text)
    if subject:
        yield with_complement(text, subject).of(text)


def _definite(answer: str) -> str:
    """Return an answer as a definite phrase: "the helicopter" for "a helicopter"."""
    shown = re.sub(r"^(?:an?|some|one|another|the)\s+", "the ", answer, flags=re.IGNORECASE)
    return f"the {shown}" if shown[0].islower() and not shown.startswith(("the ", "all ")) else shown


def _without_preposition(answer: str) -> str:
    words = answer.split()
    while words and plain(words[0]) in PREPOSITIONS:
        words = words[1:]
    return " ".join(words)
