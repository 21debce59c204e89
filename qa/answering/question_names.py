"""Whether an article has the names of a question; otherwise it says nothing about them."""

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from qa.english.nationalities import country_of
from qa.english.question_words import plain, tokens
from qa.questions.mentions import is_capital, names_in
from qa.records import Article

_SPELLED = 75  # similarity (0–100) of two spellings of one name
_SHORTEST = 3  # letters; shorter parts of names are initials and particles
_BEGINNING = 4  # letters that two forms of a name have in common: "Kurdish" and "Kurds"


def lacks_name_of(question: str, article: Article) -> bool:
    """Return whether an article has no part of a name in a question, in any spelling, nor its country."""
    names = _names_of(question)
    return bool(names) and _lacks_one(names, f"{article.title}\n{article.text}")


@lru_cache(maxsize=64)
def _names_of(question: str) -> tuple[tuple[str, ...], ...]:
    """Return the parts of the names in a question, in lower case."""
    parts = (tuple(_parts(name.text)) for name in names_in(question))
    return tuple(each for each in parts if each)


def _lacks_one(names: Sequence[Sequence[str]], text: str) -> bool:
    words = tokens(text)
    plains = {part for word in words for part in _plain_parts(word.group())}
    missing = [parts for parts in names if plains.isdisjoint(parts)]
    if not missing:
        return False
    known = {plain(word.group()) for word in words if is_capital(word.group())}
    return not all(_is_known(parts, known) for parts in missing)


def _is_known(parts: Sequence[str], known: set[str]) -> bool:
    """Return whether capitalised words have a part of a name in another form or spelling, or name its country."""
    beginnings = {word[:_BEGINNING] for word in known}
    if any(part[:_BEGINNING] in beginnings for part in parts):
        return True
    country = country_of(parts)
    if country is not None and any(country_of([word]) == country for word in known):
        return True
    return any(process.extractOne(part, known, scorer=fuzz.ratio, score_cutoff=_SPELLED) for part in parts)


def _plain_parts(word: str) -> set[str]:
    """Return a word, and the parts that hyphens and apostrophes join: "lind" and "orso" of "Lind-Orso's"."""
    whole = plain(word)
    return {whole, *re.split(r"[-'’]", whole)}


def _parts(name: str) -> list[str]:
    words = (plain(each.group()).replace(".", "") for each in tokens(name))
    return [word for word in words if len(word) >= _SHORTEST]
