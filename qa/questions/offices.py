"""Offices: what somebody is, and of what: "foreign minister of Oman", "the club's captain"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.english.nationalities import are_other_countries, country_of, is_same_country
from qa.english.question_words import AUXILIARIES, DETERMINERS, PREPOSITIONS, SMALL, TOKEN, plain
from qa.english.titles import RANKS, ROLES

_LINKS = frozenset("of for at in to from on".split())
_ENDS = re.compile(r"[,;:()?!“”\"]|\b(?:who|whom|which|that|when|while|during|since|whose)\b", re.IGNORECASE)
_FORMER = frozenset("former ex late then erstwhile".split())
# They make another office of one, and are no part of its name.
_RANKING = frozenset("deputy vice assistant under shadow honorary junior associate".split())
_GENERAL = frozenset(
    "special senior acting interim current present main other real top old outgoing incoming visiting own".split()
)
_FIELDS = frozenset(
    """
    prime foreign defence defense finance interior economy health education transport trade justice environment
    agriculture energy culture sports sport labour labor home state chief executive general managing economic
    financial industry information planning treasury police press technical sporting attorney commerce oil science
    housing tourism communications development social affairs security supreme spiritual religious fisheries water
    youth party parliamentary presidential military army navy opposition majority minority board council
    """.split()
)
# Other words for a field, and words that say nothing about it.
_SAME_FIELD = {
    "defense": "defence",
    "labor": "labour",
    "economic": "economy",
    "financial": "finance",
    "home": "interior",
    "external": "foreign",
    "commerce": "trade",
    "transportation": "transport",
    "affairs": "",
}
_WORDING = (
    ("United States of America", "US"),
    ("United States", "US"),
    ("United Kingdom", "UK"),
    ("United Nations", "UN"),
    ("European Union", "EU"),
    ("UN Secretary", "UN secretary"),
    ("-in-chief", ""),
)
# Titles that a writer may use for one another.
_ALIKE = tuple(
    frozenset(words.split())
    for words in (
        "head chief leader chairman chairwoman chair president director boss",
        "head chief leader executive boss",
        "coach manager boss",
        "spokesman spokeswoman spokesperson",
        "envoy representative ambassador mediator emissary",
        "king queen monarch",
        "adviser advisor",
        "lawyer attorney",
        "governor head chief",
        "commander general chief head leader",
        "secretary minister head chief",
        "keeper goalkeeper",
        "striker midfielder defender",
    )
)
_MOST_SHARED = 0.5  # of the words of each of two owners, of which the same owner shares more
# They tell places from others with the same name: "West Virginia", "New York".
_DISTINCTIVE = frozenset(
    "new equatorial north south east west northern southern eastern western central".split()
)
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,9}")
# Offices of a state, with whose titles a country's adjective says whose they are: not so "Portuguese coach".
_OF_STATES = frozenset("president minister chancellor".split())
_SIDES = ("pro-", "anti-", "non-")
_RELATIONS = ("-backed", "-led", "-born", "-based", "-old", "-elect")
_LONGEST_ACRONYM = 5  # letters
_WHO = re.compile(
    r"^\W*(?:and |so |but )?(?:(?:who|what)(?:'s|’s|\s+(?P<tense>is|are|was|were))|name)\s+"
    r"(?:the\s+name\s+of\s+)?(?P<office>[^?]{3,120})",
    re.IGNORECASE,
)
_PAST = frozenset("was were".split())
_BEARS = re.compile(
    r"^\W*(?:and |so |but )?who\s+(?:currently |now )?"
    r"(?P<verb>leads|heads|chairs|runs|coaches|captains|manages|governs"
    r"|(?:speaks|spoke|is speaking|was speaking)\s+(?:for|on behalf of))\s+(?P<owner>[^?]{2,80})",
    re.IGNORECASE,
)
_HEADS = {
    "heads": "head",
    "chairs": "chairman",
    "coaches": "coach",
    "captains": "captain",
    "governs": "governor",
}
_ANY_TITLE = ""


@dataclass(frozen=True, slots=True)
class Office:
    """An office: "minister" as its head, "foreign" as a modifier, and the words that name its owners.

    The head is empty for whoever speaks for the owners, in any office. `is_former` says whether somebody no longer
    holds it.
    """

    head: str
    modifiers: frozenset[str]
    owners: frozenset[str]
    is_former: bool


@lru_cache(maxsize=64)
def asked_office(question: str) -> Office | None:
    """Return the office whose holder a question asks for, None unless it names the owner, too."""
    text = question.strip()
    if (found := _BEARS.match(text)) is not None:
        owners = frozenset(_owner_words(found["owner"]))
        verb = found["verb"].lower()
        head = _HEADS.get(verb, "leader") if " " not in verb else _ANY_TITLE
        return Office(head, frozenset(), owners, is_former=False) if owners else None
    found = _WHO.match(text)
    office = office_of(found["office"]) if found else None
    return office if office and office.owners else None


def asks_for_the_present(question: str) -> bool:
    """Return whether a question asks who holds an office, and not who held it."""
    found = _WHO.match(question.strip())
    if found is None:
        return _BEARS.match(question.strip()) is not None and " spoke" not in f" {question.lower()}"
    return (found["tense"] or "is").lower() not in _PAST


def office_of(words: str) -> Office | None:
    """Return the office that words like "Omani foreign minister" or "head of the port" name; None if they name none.

    It ends at the first comma or relative pronoun.
    """
    tokens = TOKEN.findall(_ENDS.split(_shortened(words.strip()), maxsplit=1)[0])
    given = [part for word in tokens for part in _parts_of(word)]
    plains = [plain(word) for word in given]
    cut = next((n for n, word in enumerate(plains) if n and word in PREPOSITIONS), len(given))
    if not cut or not is_title(plains[cut - 1]) or not AUXILIARIES.isdisjoint(plains):
        return None
    before = [word for word in given[: cut - 1] if not _is_left_out(word)]
    after = _of_owner(plains[cut:])
    modifiers = {plain(word) for word in before if _is_modifier(word)}
    owners = {plain(word) for word in before if not _is_modifier(word)}
    fields = {word for word in after if word in _FIELDS and plains[cut : cut + 1] in (["of"], ["for"])}
    head = plains[cut - 1]
    if head == "premier":
        head, modifiers = "minister", modifiers | {"prime"}
    if head in ("minister", "secretary"):
        modifiers, after = modifiers | fields, [word for word in after if word not in fields]
    own = {_SAME_FIELD.get(word, word) for word in modifiers} - {""}
    owned = frozenset(owners.union(after))
    return Office(head, frozenset(own), owned, is_former=not _FORMER.isdisjoint(plains))


def is_of_another_country(asked: Office, found: Office) -> bool:
    """Return whether an office is the asked one, but in another country: "Qatari president"."""
    mine, theirs = country_of(asked.owners), country_of(found.owners)
    if mine is None or theirs is None or found.is_former or asked.head not in _OF_STATES:
        return False
    is_same = (asked.head, asked.modifiers) == (found.head, found.modifiers)
    return is_same and are_other_countries(mine, theirs)


def is_title(word: str) -> bool:
    """Return whether a word in lower case names a role or rank: "minister", "prime-minister"."""
    return word in RANKS or word.rpartition("-")[2] in ROLES


def is_title_alike(one: str, other: str) -> bool:
    """Return whether two titles may name the same office: "chairman" and "head"."""
    return (
        _ANY_TITLE in (one, other) or one == other or any(one in group and other in group for group in _ALIKE)
    )


def is_same_owner(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether most words of either owner belong to the other; a country's adjective counts as its name."""
    if not one or not other:
        return False
    if _abbreviates(one, other) or _abbreviates(other, one):
        return True
    if (country := country_of(one)) is not None and country == country_of(other):
        return True
    if not _DISTINCTIVE.isdisjoint(one ^ other):
        return False
    mine = sum(any(is_same_country(word, each) for each in other) for word in one) / len(one)
    theirs = sum(any(is_same_country(word, each) for each in one) for word in other) / len(other)
    return min(mine, theirs) > _MOST_SHARED


def _abbreviates(short: frozenset[str], words: frozenset[str]) -> bool:
    """Return whether one word has the initials of others: "ndp" and "new democrats"."""
    word = next(iter(short))
    n_initials = len({each[0] for each in words} & set(word))
    return len(short) == 1 and len(word) <= _LONGEST_ACRONYM and n_initials >= max(2, len(word) - 1)


def names_bearer(subject: str) -> bool:
    """Return whether the subject of "Who is …?" is an office, so that its holder is asked for.

    A title in capitals may be a family name: "Mara King".
    """
    words = [each.group() for each in TOKEN.finditer(subject)]
    if (office := office_of(subject)) is None:
        return False
    if plain(words[0]) == "the":
        return True
    is_plain = not words[-1][0].isupper() or not _LINKS.isdisjoint(map(plain, words))
    return bool(office.owners) and (
        is_plain or bool(office.modifiers) or country_of(office.owners) is not None
    )


_SAYING_NOTHING = DETERMINERS | _FORMER | _RANKING | _GENERAL


def _is_modifier(word: str) -> bool:
    """Return whether a word before a title tells it from others, and doesn't name its owner."""
    bare = plain(word)
    if re.search(r"['’]s?$", word):
        return False
    return bare in _FIELDS | _RANKING or not (word[0].isupper() or country_of([bare]))


def _parts_of(word: str) -> list[str]:
    """Return the parts of a title with hyphens, "vice" and "president", and other words whole."""
    return word.split("-") if is_title(plain(word)) else [word]


def _is_left_out(word: str) -> bool:
    """Return whether a word before a title says neither which office it is nor whose: "pro-Omani", "new"."""
    bare = plain(word)
    return (
        word == "new"
        or bare in _SAYING_NOTHING - _RANKING
        or bare.startswith(_SIDES)
        or bare.endswith(_RELATIONS)
    )


def _owner_words(words: str) -> list[str]:
    """Return the words of an owner before the next preposition, but not "of": "Bank of Oddby at the talks"."""
    given = [plain(each.group()) for each in TOKEN.finditer(_ENDS.split(_shortened(words), maxsplit=1)[0])]
    end = next((n for n, word in enumerate(given) if n and word in PREPOSITIONS - {"of"}), len(given))
    return _of_owner(given[:end])


def _shortened(words: str) -> str:
    for long, short in _WORDING:
        words = words.replace(long, short)
    return _INITIALS.sub(lambda found: found.group().replace(".", ""), words)


def _of_owner(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in SMALL]
