"""Mentions in earlier turns that a follow-up can refer to, with the features that tell them apart."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.english.nationalities import country_of
from qa.english.question_words import DETERMINERS, POINTING, PREPOSITIONS, SMALL, TIME_WORDS, plain, tokens
from qa.questions.clauses import split_clauses
from qa.questions.mentions import (
    asks_for_a_person,
    content_words,
    is_body,
    is_capital,
    is_person,
    is_thing,
    names_in,
    people_in,
    shown_person,
)
from qa.questions.phrases import is_verb, noun_phrases
from qa.questions.quotation_questions import (
    is_plural,
    people_among,
    speaker_and_topic,
    speakers_of,
    spoken_of,
    topic_of_statements,
)
from qa.questions.references import Reference, ReferenceKind
from qa.records import Turn

_ASKS_WHERE = re.compile(
    r"\bwhere\b|\b(?:which|what) (?:city|town|country|place|village|state|province|district|island)\b",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"\b(?:in|at|near|from|to|into|outside|inside|around|off|on)\s+(?:the\s+)?$", re.IGNORECASE
)
_INDEFINITE = re.compile(r"^(?:an?|some|one|another|the)\s+", re.IGNORECASE)
_COUNTED = re.compile(r"^how (?:many|much)\s+(?:of\s+)?|^(?:which|what)\s+", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|all|both|any|some)\s+", re.IGNORECASE)
_COMMON_END = re.compile(r"^[^a-z]\S*(?:\s\S+)*\s[a-z][\w-]*$")  # "American aircraft carrier"
_WHO_IS = re.compile(r"who(?:['’]s| is| was)\s+(\S[^?]{0,80}?)[\s?!.]*\Z", re.IGNORECASE)
_POINTING = POINTING | {"our", "your", "my"}
_LONGEST = 12  # words
_PEOPLE_BY_STATE = frozenset(
    "injured wounded dead homeless missing accused unemployed survivors victims".split()
)
# What is denied or confirmed is that something happened, not a thing.
_STANCE = re.compile(
    r"\b(?:den(?:y|ies|ied)|confirm(?:s|ed)?|admit(?:s|ted)?|condemn(?:s|ed)?|predict(?:s|ed)?|doubt(?:s|ed)?"
    r"|report(?:s|ed)?|witness(?:ed)?)\s+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PastTurn:
    """An earlier turn: its standalone question, and its answer or ""."""

    question: str
    answer: str
    quotes: tuple[str, ...] = ()
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


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase of an earlier turn, `n_back` turns ago (from 0); `role` says where it is."""

    text: str
    role: str
    n_back: int
    is_person: bool
    is_place: bool
    is_wide: bool = False
    is_surely_person: bool = False


def mentions_for(reference: Reference, past: Sequence[PastTurn], question: str = "") -> list[Mention]:
    """Return the phrases of earlier turns, the most recent turn first, each once.

    Organisations that were quoted are only meant by "they": "it" is what they spoke about. Nor is "it" a person, or
    "she" an organisation. In a question like "Who denied it?", "it" is the event of the last question.
    """
    found = _mentions(past)
    if reference.kind is ReferenceKind.GROUP:
        return [mention for mention in found if _can_be_several(mention)]
    found = [mention for mention in found if mention.role != "speaker"]
    if reference.kind is ReferenceKind.PERSON:
        return _people_of(found)
    if reference.kind is not ReferenceKind.THING:
        return found
    if (
        past
        and _STANCE.search(question[: reference.span.start])
        and (event := _event_of(past[0])) is not None
    ):
        return [event]
    return [mention for mention in found if not _is_somebody(mention)]


def _people_of(found: Sequence[Mention]) -> list[Mention]:
    """Return what "she" can refer to: people of the questions and answers rather than other names in quotes."""
    found = [mention for mention in found if not _is_nationality(mention.text)]
    people = [mention for mention in found if _can_be_someone(mention)] or found
    if any(mention.is_person and mention.role != "quote" for mention in people):
        return [mention for mention in people if mention.role != "quote"]
    return people


def _is_nationality(text: str) -> bool:
    """Return whether a phrase is a country or an adjective: "Danish", "South Korean", "Danish Olympic" before "team".

    Names that begin like a country are people's: "Jordan Lind".
    """
    words = [plain(word) for word in text.split()]
    for start in (words, words[:1], words[:2]):
        country = country_of(start) or country_of([*start[:-1], start[-1].removesuffix("s")])
        if country is not None and (start == words or " ".join(start) != country):
            return all(map(is_capital, text.split()))
    return False


def _is_somebody(mention: Mention) -> bool:
    return (mention.role == "who" or mention.is_surely_person) and not is_body(mention.text)


def _can_be_someone(mention: Mention) -> bool:
    """Return whether "she" can refer to a mention: a person, or a name, but none of a building or an organisation."""
    is_named = bool(names_in(mention.text, sentence=False))
    return mention.is_person or (is_named and mention.role != "where" and not is_body(mention.text))


def _event_of(turn: PastTurn) -> Mention | None:
    """Return the event that a question asked about as a clause: "that Orso was hanged" of "When was Orso hanged?"."""
    clause = split_clauses(turn.question)
    if clause is None or topic_of_statements(turn.question) or speaker_and_topic(turn.question):
        return None
    told = f"{clause.helper} {clause.rest}" if clause.helper else clause.rest
    if not clause.inverted:
        return Mention(
            f"that {clause.answered(turn.answer or None)} {told}", "event", 0, is_person=False, is_place=False
        )
    words = tokens(clause.rest)
    verb = next((word for word in words if is_verb(plain(word.group())) and word.start()), None)
    if verb is None:
        return None
    subject, action = clause.rest[: verb.start()].strip(), clause.rest[verb.start() :]
    return Mention(f"that {subject} {clause.helper} {action}", "event", 0, is_person=False, is_place=False)


def _can_be_several(mention: Mention) -> bool:
    """Return whether "they" can refer to a mention: a plural, or a name of neither a person nor a place."""
    is_named = bool(names_in(mention.text, sentence=False)) and not mention.is_person and not mention.is_place
    return is_plural(mention.text) or is_named or mention.role == "speaker"


def _mentions(past: Sequence[PastTurn]) -> list[Mention]:
    found: dict[str, Mention] = {}
    for n_back, turn in enumerate(past):
        for mention in _of_turn(turn, n_back):
            key = " ".join(content_words(mention.text))
            points = plain(mention.text.split(maxsplit=1)[0]) in _POINTING
            is_phrase = len(mention.text.split()) <= _LONGEST and not TIME_WORDS.fullmatch(mention.text)
            if key and is_phrase and not points:
                found.setdefault(key, mention)
    return list(found.values())


def features_of(mention: Mention, reference: Reference, question: str) -> dict[str, float]:
    """Return the features of a mention as the antecedent of a reference, by name; see interpretation_prior."""
    kind = reference.kind
    agrees = {
        ReferenceKind.PERSON: mention.is_person,
        ReferenceKind.PLACE: mention.is_place,
        ReferenceKind.GROUP: is_plural(mention.text),
        ReferenceKind.COUNTED: is_plural(mention.text),
        ReferenceKind.NOUN: reference.noun.rstrip("s")
        in {word.rstrip("s") for word in content_words(mention.text)},
        ReferenceKind.THING: not mention.is_person and not is_plural(mention.text),
    }[kind]
    named = bool(names_in(mention.text, sentence=False))
    return {
        f"{kind} agrees": float(agrees),
        f"{kind} person": float(mention.is_person),
        f"{kind} place": float(mention.is_place),
        f"{kind} name": float(named),
        f"{kind} {mention.role}": 1.0,
        f"{kind} {mention.role} agrees": float(agrees),
        "turns back": float(mention.n_back),
        "wide": float(mention.is_wide),
        "words": len(mention.text.split()) / 4,
        "repeats": float(bool(set(content_words(mention.text)) & set(content_words(question)))),
    }


def _of_turn(turn: PastTurn, n_back: int) -> Iterator[Mention]:
    for speaker in reversed(turn.speakers):
        people = list(people_among([speaker]))
        role = "who" if people else "speaker"
        yield _mention(people[0] if people else speaker, role, n_back, turn, person=bool(people))
    if topic := turn.topic:
        yield _mention(_INDEFINITE.sub("the ", topic), "first", n_back, turn)
        return
    if turn.answer and not _asks_who_a_name_is(turn.question):
        yield from _of_answer(turn, n_back)
    yield from _of_question(turn, n_back)
    for quote in turn.quotes[:1]:
        for name in filter(lambda each: is_thing(each.text), names_in(quote)):
            yield _mention(name.text, "quote", n_back, turn, person=is_person(name.text, quote))


def _of_answer(turn: PastTurn, n_back: int) -> Iterator[Mention]:
    asked = asks_for_a_person(turn.question)
    words = turn.answer.split()
    bare = " ".join(words[1:]) if words and plain(words[0]) in PREPOSITIONS else turn.answer
    if is_thing(bare):
        place = _ASKS_WHERE.search(turn.question) is not None
        role = "who" if asked else "where" if place else "answer"
        yield _mention(_definite(bare), role, n_back, turn, person=asked, place=place)
    for phrase in noun_phrases(turn.answer):
        if is_thing(phrase.text) and (names_in(phrase.text, sentence=False) or len(words) > _LONGEST):
            yield _mention(_definite(phrase.text), "in answer", n_back, turn)


def _asks_who_a_name_is(question: str) -> bool:
    """Return whether a question like "Who is Bo Lind?" names the person that its answer describes."""
    asked = _WHO_IS.match(question)
    return asked is not None and any(name.text == asked[1] for name in names_in(asked[1], sentence=False))


def _of_question(turn: PastTurn, n_back: int) -> Iterator[Mention]:
    clause = split_clauses(turn.question)
    n_asking = len(clause.asking) if clause else 0
    previous = -1
    first = True
    for phrase in noun_phrases(turn.question):
        is_wide = phrase.span.start == previous
        previous = phrase.span.start
        text = _COUNTED.sub("", phrase.text)
        asked = phrase.span.end <= n_asking
        role = "asked" if asked else "first" if first else "other"
        if not asked and not is_wide and not _goes_on(turn.question, phrase.span.end):
            first = False
        place = _PLACED.search(turn.question[: phrase.span.start]) is not None
        if content_words(text):
            yield _mention(_definite(text), role, n_back, turn, place=place, wide=is_wide)
    for name in names_in(turn.question):
        if _is_adjective(turn.question, name.span.end):
            continue
        placed = _PLACED.search(turn.question[: name.span.start]) is not None
        yield _mention(name.text, "inner", n_back, turn, place=placed)


def _is_adjective(question: str, end: int) -> bool:
    """Return whether a name before `end` only describes a noun after it, as in "the Israeli minister"."""
    following = tokens(question[end : end + 80])
    if not following or question[end : end + following[0].start()].strip() or question[end : end + 1] in "'’":
        return False
    word = following[0].group()
    return word[0].islower() and plain(word) not in SMALL and not is_verb(plain(word))


def _goes_on(question: str, end: int) -> bool:
    return re.match(r"\s+(?:of|between|for|in|at)\s", question[end:]) is not None


def _mention(
    text: str,
    role: str,
    n_back: int,
    turn: PastTurn,
    *,
    person: bool = False,
    place: bool = False,
    wide: bool = False,
) -> Mention:
    named = [name.text for name in names_in(text, sentence=False)]
    texts = (turn.question, turn.answer, *turn.quotes)
    looks_so = bool(people_in(f"the {text}")) or any(is_person(name, *texts) for name in named)
    shown = person or bool(people_in(f"the {text}")) or any(shown_person(name, *texts) for name in named)
    is_sure = (shown and not place) or plain(text.rsplit(maxsplit=1)[-1]) in _PEOPLE_BY_STATE
    return Mention(text, role, n_back, person or (looks_so and not is_body(text)), place, wide, is_sure)


def _definite(phrase: str) -> str:
    """Return a phrase as a definite one: "the helicopter" for "a helicopter" or "helicopter"."""
    shown = _INDEFINITE.sub("the ", phrase)
    first, owner = plain(shown.split()[0]), re.search(r"['’]s?\s", shown)
    names_nothing = not names_in(shown, sentence=False)
    ends_in_noun = not is_capital(shown.split()[-1]) and _COMMON_END.search(shown) is not None
    is_bare = first not in DETERMINERS and not owner and (names_nothing or ends_in_noun)
    return f"the {shown}" if is_bare else shown
