"""Unanswerable questions made from answered ones, with everything but the answer still in the passage.

Six kinds change the question: a number, a date, a name or place, a role, an antonym or a negation. The new word is
of the same kind, for names from the same file, and the passage doesn't contain it. Otherwise the passage changes:
the sentences that contain the answer are cut out, or (in training.examples) a neighbouring passage is shown.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.near_miss_words import (
    ANTONYMS,
    DEMONYMS,
    MONTHS,
    NEGATED,
    NUMBERS,
    ORDINALS,
    ORGANISATION_WORDS,
    PLACES,
    ROLE_GROUPS,
    WEEKDAYS,
)
from qa.indexing.passages import sentence_spans
from qa.records import Span

_NAME_WORD = r"[A-Z][\w’'-]*[a-z]\b"
_NAME = re.compile(rf"(?:(?<=[a-z] )|(?<=[a-z], ))(?P<name>{_NAME_WORD}(?: {_NAME_WORD}){{0,3}})")
_POSSESSIVE = re.compile(r"[’']s$")
_YEAR = re.compile(r"(?<![\d.,])(?:1[0-9]|20)\d\d(?![\d,–-]|\.\d)")
_DIGITS = re.compile(r"(?<![\w.,$/])\d{1,3}(?:,\d{3})*(?![\w,/]|\.\d)")
_NUMBERED = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b")
_ASKING = re.compile(
    rf"^(?P<before>(?:who|what|when|where|why|which(?: \w+)?|how many \w+) )(?P<verb>{'|'.join(NEGATED)})\b",
    re.IGNORECASE,
)
_BEFORE_ORDINAL = re.compile(r"(?:\b(?:the|a|his|her|its|their|our|my)|[’']s?) $", re.IGNORECASE)
_NAMED = re.compile(r"\bnamed $", re.IGNORECASE)
_DENIAL = re.compile(
    r"\b(?:not|never|no|none|nor|without|refus\w+|declin\w+|fail\w*|cannot)\b|n[’']t\b", re.IGNORECASE
)
_SMALL_WORD = re.compile(r"(?<![\w’'-])[a-z][a-z’'-]*[a-z]")
_ANY_WORD = re.compile(r"[\w’'-]*\w")
_YEARS_AWAY = 15
_LEAST_LEFT = 0.4  # of a passage when sentences are cut out of it
_MOST_TRIES = 40
_COMMON_PARTS = frozenset("the a an of and in on at for to by new old saint".split())
_NOT_IN_PERSONS = (
    ORGANISATION_WORDS | PLACES | DEMONYMS | {*MONTHS, *WEEKDAYS, "May", "The", "New", "Saint", "San"}
)
_NEGATED_SHARE = 0.3  # of the questions that can only be negated


@dataclass(frozen=True, slots=True)
class Altered:
    """A question that the passage does not answer, and how it was made from one that it answers."""

    kind: str
    question: str


class Lexicon:
    """The names of some texts by kind, to swap one for another."""

    def __init__(self, texts: Iterable[str]) -> None:
        small: set[str] = set()  # words that are not always names
        persons: set[str] = set()
        counts: Counter[str] = Counter()
        for text in texts:
            small.update(_SMALL_WORD.findall(text))
            found = {_POSSESSIVE.sub("", each["name"]) for each in _NAME.finditer(text)}
            counts.update(found)
            words = Counter(_POSSESSIVE.sub("", word) for word in _ANY_WORD.findall(text))
            persons.update(name for name in found if _is_person_in(name, text, words))
        persons = {name for name in persons if not any(part.lower() in small for part in name.split())}
        surnames = {name.split()[-1] for name in persons}
        self._kinds = {name: kind for name in counts if (kind := _kind_of(name, persons, surnames, small))}
        self._kinds |= dict.fromkeys(PLACES, "place") | dict.fromkeys(DEMONYMS, "demonym")
        self._folded = {name.casefold(): kind for name, kind in self._kinds.items()}
        self._by_kind: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self._kinds):
            self._by_kind[self._kinds[name]].append(name)

    def names_in(self, question: str) -> list[tuple[Span, str]]:
        """Return the longest names in a question, with their kinds; in small letters they count too."""
        words = [(found.start(), found.end()) for found in _ANY_WORD.finditer(question)]
        found: list[tuple[Span, str]] = []
        for first, (start, _) in enumerate(words):
            if found and start < found[-1][0].end:
                continue
            for _, end in reversed(words[first : first + 4]):
                text = question[start:end]
                bare = _POSSESSIVE.sub("", text)
                kind = self._folded.get(bare.casefold())
                if kind:
                    found.append((Span(start, start + len(bare)), kind))
                    break
        return found

    def of_kind(self, kind: str) -> Sequence[str]:
        """Return all names of a kind, sorted."""
        return self._by_kind.get(kind, ())


def altered(question: str, passage: str, lexicon: Lexicon, chance: random.Random) -> Altered | None:
    """Return a variant of a question that the passage answers, such that it doesn't; None if no kind applies.

    `passage` is all the text in which the answer is looked for: a new word is never one that it contains.
    """
    makers = list(_MAKERS)
    while makers:
        weights = [weight for _, weight, _ in makers]
        chosen = chance.choices(makers, weights)[0]
        makers.remove(chosen)
        kind, _, make = chosen
        changed = make(question, passage, lexicon, chance)
        if changed is not None:
            return Altered(kind, changed)
    return None


def without_answer(passage: str, answers: Sequence[Span]) -> str | None:
    """Return a passage without the sentences that contain an answer, or None if too little would be left.

    `answers` are spans of the passage. Nothing is returned either if an answer's words remain elsewhere.
    """
    kept = [
        sentence
        for sentence in sentence_spans(passage)
        if not any(sentence.start < answer.end and answer.start < sentence.end for answer in answers)
    ]
    left = " ".join(sentence.of(passage) for sentence in kept)
    if len(left) < _LEAST_LEFT * len(passage):
        return None
    return None if any(is_in(answer.of(passage), left) for answer in answers) else left


def is_in(words: str, text: str) -> bool:
    """Say whether a text contains these words, as whole words in any case."""
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None


_Maker = Callable[[str, str, Lexicon, random.Random], str | None]


def _swap_number(question: str, passage: str, _lexicon: Lexicon, chance: random.Random) -> str | None:
    places: list[tuple[Span, _Other]] = [
        (Span(*found.span()), _other_digits) for found in _DIGITS.finditer(question)
    ]
    places += [(span, _near_number) for span in _words_of(question, NUMBERS)]
    return _swapped(question, passage, places, chance)


def _swap_ordinal(question: str, passage: str, _lexicon: Lexicon, chance: random.Random) -> str | None:
    places: list[tuple[Span, _Other]] = [
        (span, _other_of(ORDINALS[:5] if span.of(question).lower() in ORDINALS[:5] else ORDINALS))
        for span in _words_of(question, ORDINALS)
        if _BEFORE_ORDINAL.search(question[: span.start])  # "was first seen" counts nothing
    ]
    places += [(Span(*found.span()), _other_numbered) for found in _NUMBERED.finditer(question)]
    return _swapped(question, passage, places, chance)


def _swap_date(question: str, passage: str, _lexicon: Lexicon, chance: random.Random) -> str | None:
    places: list[tuple[Span, _Other]] = [
        (Span(*found.span()), _other_year) for found in _YEAR.finditer(question)
    ]
    places += [(span, _other_of(MONTHS)) for span in _words_of(question, MONTHS)]
    places += [(span, _other_of(WEEKDAYS)) for span in _words_of(question, WEEKDAYS)]
    return _swapped(question, passage, places, chance)


def _swap_name(question: str, passage: str, lexicon: Lexicon, chance: random.Random) -> str | None:
    places = [
        (span, _other_of(lexicon.of_kind(kind)))
        for span, kind in lexicon.names_in(question)
        if is_in(span.of(question), passage) and not _is_part_of_name(question, span, kind)
    ]
    return _swapped(question, passage, places, chance)


def _is_part_of_name(question: str, span: Span, kind: str) -> bool:
    """Say whether capitals before or after a single word make it a part of a longer name."""
    if kind not in ("place", "surname", "demonym") or span.of(question).islower():
        return False
    before = question[: span.start].split()
    after = question[span.end : span.end + 2]
    return (len(before) > 1 and before[-1][0].isupper()) or (after[:1] in " -" and after[1:].isupper())


def _swap_role(question: str, passage: str, _lexicon: Lexicon, chance: random.Random) -> str | None:
    places = [
        (span, _other_of(group))
        for group in ROLE_GROUPS
        for span in _words_of(question, group)
        if is_in(span.of(question), passage)
    ]
    return _swapped(question, passage, places, chance)


def _swap_antonym(question: str, passage: str, _lexicon: Lexicon, chance: random.Random) -> str | None:
    places: list[tuple[Span, _Other]] = []
    for pair in ANTONYMS:
        both = pair.split()
        places += [
            (span, _other_of(both))
            for span in _words_of(question, both)
            if not _NAMED.search(question[: span.start])  # "named after"
        ]
    return _swapped(question, passage, places, chance)


def _negate(question: str, passage: str, _lexicon: Lexicon, chance: random.Random) -> str | None:
    found = _ASKING.search(question)
    if not found or _DENIAL.search(question) or _DENIAL.search(passage):
        return None
    if chance.random() >= _NEGATED_SHARE:
        return None
    return f"{found['before']}{NEGATED[found['verb'].lower()]}{question[found.end() :]}"


_MAKERS: tuple[tuple[str, float, _Maker], ...] = (
    ("number", 1.0, _swap_number),
    ("ordinal", 1.5, _swap_ordinal),
    ("date", 1.5, _swap_date),
    ("name", 2.0, _swap_name),
    ("role", 1.5, _swap_role),
    ("antonym", 1.0, _swap_antonym),
    ("negation", 0.15, _negate),
)

_Other = Callable[[str, random.Random], str | None]


def _swapped(
    question: str, passage: str, places: Sequence[tuple[Span, _Other]], chance: random.Random
) -> str | None:
    """Replace the words at one of the places by others that neither the passage nor the question contains."""
    for span, other in chance.sample(list(places), len(places)):
        old = span.of(question)
        for _ in range(_MOST_TRIES):
            new = other(old, chance)
            if new is None:
                break
            if not any(_shares_words(new, text) for text in (passage, question)):
                article = _article_fixed(question[: span.start], new)
                return f"{article}{_in_case_of(old, new)}{question[span.end :]}"
    return None


def _shares_words(new: str, text: str) -> bool:
    """Say whether a text contains a telling word of a name, so that it may speak of the same thing."""
    parts = [part for part in new.split() if part.casefold() not in _COMMON_PARTS]
    return any(is_in(part, text) for part in parts)


def _words_of(question: str, words: Sequence[str]) -> Iterator[Span]:
    pattern = rf"(?<![\w’'-])(?:{'|'.join(words)})(?![\w’'-])"
    for found in re.finditer(pattern, question, re.IGNORECASE):
        yield Span(*found.span())


def _other_of(words: Sequence[str]) -> _Other:
    def other(_old: str, chance: random.Random) -> str | None:
        return chance.choice(words) if words else None

    return other


def _near_number(old: str, chance: random.Random) -> str:
    place = NUMBERS.index(old.lower())
    return chance.choice([word for word in NUMBERS[max(0, place - 3) : place + 4] if word != old.lower()])


def _other_digits(old: str, chance: random.Random) -> str:
    value = int(old.replace(",", ""))
    new = chance.randint(max(1, value // 2), 2 * value + 3)
    return f"{new:,}" if "," in old else str(new)


def _other_year(old: str, chance: random.Random) -> str:
    return str(int(old) + chance.choice([-1, 1]) * chance.randint(1, _YEARS_AWAY))


def _other_numbered(old: str, chance: random.Random) -> str:
    number = max(1, int(re.sub(r"\D", "", old)) + chance.choice([-3, -2, -1, 1, 2, 3]))
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _in_case_of(old: str, new: str) -> str:
    if old.islower():
        return new.lower()
    return new[0].upper() + new[1:] if old[0].isupper() else new


def _article_fixed(before: str, new: str) -> str:
    vowel = new[0].lower() in "aeiou"
    return re.sub(r"\b([Aa])n? $", lambda found: f"{found[1]}{'n' if vowel else ''} ", before)


def _is_person_in(name: str, text: str, words: Counter[str]) -> bool:
    """Say whether a name is a person's: texts call people by their surname alone after the first mention."""
    parts = name.split()
    if len(parts) not in (2, 3) or any(part in _NOT_IN_PERSONS for part in parts):
        return False
    return words[parts[-1]] > text.count(name)


def _kind_of(name: str, persons: set[str], surnames: set[str], small: set[str]) -> str | None:
    parts = name.split()
    if name in persons:
        return "person"
    if len(parts) == 1:
        return "surname" if name in surnames and name.lower() not in small else None
    if parts[-1] in ORGANISATION_WORDS and not any(part in MONTHS for part in parts):
        return f"… {parts[-1]}"
    return None
