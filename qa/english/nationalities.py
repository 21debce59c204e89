"""Names of countries and the words for what belongs to them: "Oman" and "Omani"."""

import re
from functools import cache

# One country a line; others are recognised by the ending of the adjective.
_IRREGULAR = """
    america american us usa
    britain british uk briton
    france french
    netherlands dutch holland
    germany german
    spain spanish
    denmark danish
    sweden swedish
    finland finnish finn
    norway norwegian
    poland polish
    switzerland swiss
    ireland irish
    scotland scottish
    wales welsh
    portugal portuguese
    greece greek
    cyprus cypriot
    lebanon lebanese
    peru peruvian
    philippines philippine filipino
    ukraine ukrainian
    iceland icelandic
    congo congolese
    senegal senegalese
    monaco monegasque
    myanmar burma burmese
    afghanistan afghan
    uzbekistan uzbek
    turkmenistan turkmen
    tajikistan tajik
    kyrgyzstan kyrgyz
    croatia croatian croat
    serbia serbian serb
    slovakia slovak
    czech czechia
    kazakhstan kazakh
    madagascar malagasy
    laos laotian lao
    guinea guinean
    barbados barbadian
    honduras honduran
    panama panamanian
    canada canadian
    belgium belgian
    brazil brazilian
    egypt egyptian
    kenya kenyan
    togo togolese
    kosovo kosovar
    thailand thai
    eu european europe
    un nations
"""
_ENDING = re.compile(r"[aeiou]{0,2}(?:n|ans?|ians?|eans?|ese|ish|i|is|ic)")
_NATIONAL = re.compile(r"(?:[ic]an|ese|ish|[^aeiou]i)s?\Z")
_FINAL_VOWELS = re.compile(r"(?<=\w{3})[aeoiy]{1,2}\Z")
_SHORTEST = 4  # letters of a country's name


def is_same_country(one: str, other: str) -> bool:
    """Return whether two words in lower case are the same, or name one country: "somalia" and "somali"."""
    if one == other:
        return True
    lines = _lines()
    if one in lines or other in lines:
        return lines.get(one) == lines.get(other)
    short, long = sorted((one, other), key=len)
    return any(_is_adjective_of(*pair) for pair in ((short, long), (long, short)))


def is_nationality(word: str) -> bool:
    """Return whether a capitalised word has the form of a nationality: "Omani", "Danes" if it is known."""
    bare = word.casefold().removesuffix("s")
    return word[:1].isupper() and (bare in _lines() or _NATIONAL.search(word) is not None)


def _is_adjective_of(country: str, adjective: str) -> bool:
    stem = _FINAL_VOWELS.sub("", country)
    if len(stem) < _SHORTEST - 1 or not adjective.startswith(stem):
        return False
    return len(adjective) > len(stem) and _ENDING.fullmatch(adjective[len(stem) :]) is not None


@cache
def _lines() -> dict[str, int]:
    lines = _IRREGULAR.strip().splitlines()
    return {word: number for number, line in enumerate(lines) for word in line.split()}
