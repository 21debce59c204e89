"""Offices: what somebody is, and of what: "foreign minister of Oman", "the club's captain"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.english.nationalities import is_same_country
from qa.english.question_words import AUXILIARIES, DETERMINERS, PREPOSITIONS, SMALL, TOKEN, plain
from qa.english.titles import RANKS, ROLES

_LINKS = frozenset("of for at in to from on".split())
_ENDS = re.compile(r"[,;:()?!“”\"]|\b(?:who|whom|which|that|when|while|during|since|whose)\b", re.IGNORECASE)
_FORMER = frozenset("former ex late then erstwhile".split())
# They make another office of one, and are no part of its name.
_RANKING = frozenset("deputy vice assistant under shadow honorary junior associate".split())
_GENERAL = frozenset(
    "special senior acting interim new current present main other real top old outgoing incoming visiting own".split()
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
_WORDING = (
    ("United States of America", "US"),
    ("United States", "US"),
    ("United Kingdom", "UK"),
    ("United Nations", "UN"),
    ("European Union", "EU"),
    ("UN Secretary", "UN secretary"),
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
_MOST_SHARED = 0.5  # of the words of two owners; those that share no more are different ones
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
    holds it, and `is_named` whether a word of the owners has a capital letter: not so "head of the port".
    """

    head: str
    modifiers: frozenset[str]
    owners: frozenset[str]
    is_former: bool
    is_named: bool


@lru_cache(maxsize=64)
def asked_office(question: str) -> Office | None:
    """Return the office whose holder a question asks for, None unless it names the owner, too."""
    text = question.strip()
    if (found := _BEARS.match(text)) is not None:
        owners = frozenset(_owner_words(found["owner"]))
        verb = found["verb"].lower()
        head = _HEADS.get(verb, "leader") if " " not in verb else _ANY_TITLE
        is_named = _has_capital(found["owner"], owners)
        return Office(head, frozenset(), owners, is_former=False, is_named=is_named) if owners else None
    found = _WHO.match(text)
    office = office_of(found["office"]) if found else None
    return office if office and office.owners else None


def asks_with_a_verb(question: str) -> bool:
    """Return whether a question gives an office by its verb: "Who chairs the board?"."""
    return _BEARS.match(question.strip()) is not None


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
    given = [each.group() for each in TOKEN.finditer(_ENDS.split(_shortened(words.strip()), maxsplit=1)[0])]
    plains = [plain(word) for word in given]
    cut = next((n for n, word in enumerate(plains) if n and word in PREPOSITIONS), len(given))
    if not cut or not is_title(plains[cut - 1]) or not AUXILIARIES.isdisjoint(plains):
        return None
    before = [word for word in given[: cut - 1] if not _is_left_out(word)]
    after = _of_owner(plains[cut:])
    modifiers = {plain(word) for word in before if _is_modifier(word)}
    owners = {plain(word) for word in before if not _is_modifier(word)}
    fields = {word for word in after if word in _FIELDS and plains[cut : cut + 1] in (["of"], ["for"])}
    head = plains[cut - 1].rpartition("-")[2]
    if head == "premier":
        head, modifiers = "minister", modifiers | {"prime"}
    own = modifiers | fields if head in ("minister", "secretary") else modifiers
    rest = set(after) - (fields if head in ("minister", "secretary") else set())
    owned, is_former = frozenset(owners | rest), not _FORMER.isdisjoint(plains)
    return Office(head, frozenset(own), owned, is_former=is_former, is_named=_has_capital(words, owned))


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
    mine = sum(any(is_same_country(word, each) for each in other) for word in one) / len(one)
    theirs = sum(any(is_same_country(word, each) for each in one) for word in other) / len(other)
    return max(mine, theirs) > _MOST_SHARED


def _abbreviates(short: frozenset[str], words: frozenset[str]) -> bool:
    """Return whether one word has the initials of others: "ndp" and "new democrats"."""
    word = next(iter(short))
    n_initials = len({each[0] for each in words} & set(word))
    return len(short) == 1 and len(word) <= _LONGEST_ACRONYM and n_initials >= max(2, len(word) - 1)


def names_bearer(subject: str) -> bool:
    """Return whether the subject of "Who is …?" is an office, so that its holder is asked for."""
    words = [each.group() for each in TOKEN.finditer(subject)]
    if (office := office_of(subject)) is None:
        return False
    is_plain = not words[-1][0].isupper()
    return bool(office.owners) and (is_plain or not _LINKS.isdisjoint(map(plain, words)))


def is_deputy(office: Office) -> bool:
    """Return whether an office is that of a deputy or assistant."""
    return not office.modifiers.isdisjoint(_RANKING)


_SAYING_NOTHING = DETERMINERS | _FORMER | _RANKING | _GENERAL


def _is_modifier(word: str) -> bool:
    """Return whether a word before a title tells it from others, and doesn't name its owner."""
    bare = plain(word)
    if re.search(r"['’]s?$", word):
        return False
    return bare in _FIELDS | _RANKING or not word[0].isupper()


def _is_left_out(word: str) -> bool:
    """Return whether a word before a title says neither which office it is nor whose: "pro-Omani", "new"."""
    bare = plain(word)
    return bare in _SAYING_NOTHING - _RANKING or bare.startswith(_SIDES) or bare.endswith(_RELATIONS)


def _owner_words(words: str) -> list[str]:
    """Return the words of an owner before the next preposition, but not "of": "Bank of Oddby at the talks"."""
    given = [plain(each.group()) for each in TOKEN.finditer(_ENDS.split(_shortened(words), maxsplit=1)[0])]
    end = next((n for n, word in enumerate(given) if n and word in PREPOSITIONS - {"of"}), len(given))
    return _of_owner(given[:end])


def _has_capital(words: str, owners: frozenset[str]) -> bool:
    found = (each.group() for each in TOKEN.finditer(_shortened(words)))
    return any(word[0].isupper() and plain(word) in owners for word in found)


def _shortened(words: str) -> str:
    for long, short in _WORDING:
        words = words.replace(long, short)
    return words


def _of_owner(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in SMALL]
