"""Whether an article names the people that a question names; otherwise it says nothing about them."""

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from qa.english.question_words import plain, tokens
from qa.questions.mentions import is_capital, is_person, names_in
from qa.records import Article

_SPELLED = 75  # similarity (0–100) of two spellings of one name
_SHORTEST = 3  # letters; shorter parts of names are initials and particles


def names_people_of(question: str, article: Article) -> bool:
    """Return whether an article has a part of each person's full name in a question, in any spelling."""
    people = people_of(question)
    return not people or _names_all(people, f"{article.title}\n{article.text}")


@lru_cache(maxsize=64)
def people_of(question: str) -> tuple[tuple[str, ...], ...]:
    """Return the parts of the full names of people in a question, in lower case."""
    named = [each.text for each in names_in(question) if is_person(each.text, question)]
    parts = [tuple(_parts(name)) for name in named]
    return tuple(each for each in parts if len(each) > 1)


def _names_all(people: Sequence[Sequence[str]], text: str) -> bool:
    words = tokens(text)
    plains = {part for word in words for part in _plain_parts(word.group())}
    missing = [parts for parts in people if plains.isdisjoint(parts)]
    if not missing:
        return True
    known = {plain(word.group()) for word in words if is_capital(word.group())}
    return all(
        any(process.extractOne(part, known, scorer=fuzz.ratio, score_cutoff=_SPELLED) for part in parts)
        for parts in missing
    )


def _plain_parts(word: str) -> set[str]:
    """Return a word, and the parts that hyphens and apostrophes join: "lind" and "orso" of "Lind-Orso's"."""
    whole = plain(word)
    return {whole, *re.split(r"[-'’]", whole)}


def _parts(name: str) -> list[str]:
    return [word for word in (plain(each.group()) for each in tokens(name)) if len(word) >= _SHORTEST]
