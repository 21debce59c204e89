"""Descriptions of a person or thing in a sentence: "X, the mayor", "mayor X", "X is a port", "X (a port)"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qa.attribution.phrases import is_clause
from qa.attribution.tokens import Kind, Range, Token, span_of, tokens_of
from qa.attribution.words import (
    DAYS,
    DETERMINERS,
    FINITE,
    NO_ADVERBS,
    OFFICES,
    OPENING,
    PERSONAL,
    PREPOSITIONS,
    RELATIVE,
    SUBORDINATE,
    TELLING,
    TIMES,
)
from qa.english.question_words import PAST_FORMS, VERBS
from qa.english.titles import RANKS, ROLES
from qa.records import Span

_ARTICLES = frozenset("a an the one another".split())
_COPULAS = frozenset("is was are were be became remains".split())
_COURTESY = frozenset("mr mrs ms miss dr sir lord lady prof st".split())
_LINKED = frozenset("of for and".split())  # inside a title: "Minister for Trade and Industry"
_LONGEST_TITLE, _LONGEST_DESCRIPTION = 12, 30
_LOOKED_BACK = (
    8  # words in which the role of "director of sales and marketing of the airline X" is looked for
)
_PARENTHESIS = re.compile(r"\s{0,4}\((?P<inside>[^()\"“”\d]{2,60})\)")
_CREDITS = re.compile(
    r"\b(?:photo|picture|image|file|left|right|centre|center|reuters|afp|ap|xinhua)\b", re.IGNORECASE
)
_ADVERBS = frozenset("also still now once then currently formerly long again".split())


class Form(StrEnum):
    """How a sentence describes a name, the most explicit first."""

    COPULA = "copula"
    APPOSITION = "apposition"
    TITLE = "title"
    PARENTHESIS = "parenthesis"
    REVERSED = "reversed"
    RELATIVE = "relative"


@dataclass(frozen=True, slots=True)
class Description:
    """Words of a sentence that say who or what a name is; `name` and `span` count in the sentence."""

    form: Form
    name: Span
    span: Span


def descriptions_of(name: str, sentence: str) -> list[Description]:
    """Return what a sentence says about who or what `name` is, the most explicit first."""
    tokens = tokens_of(sentence)
    found = [each for mention in mentions_of(name, tokens) for each in _around(sentence, tokens, mention)]
    found += _abbreviated(name, sentence, tokens)
    return sorted(found, key=lambda each: list(Form).index(each.form))


def mentions_of(name: str, tokens: Sequence[Token]) -> Iterator[Range]:
    """Yield the places of a name's consecutive words, ignoring case and possessive endings."""
    wanted = [_bare(token) for token in tokens_of(name) if token.is_word]
    wanted = [word for word in wanted if word not in _COURTESY] or wanted
    given = [_bare(token) if token.is_word else "" for token in tokens]
    for first in range(len(given) - len(wanted) + 1):
        if wanted and given[first : first + len(wanted)] == wanted:
            yield first, first + len(wanted)


def _bare(token: Token) -> str:
    return re.sub(r"'s?$", "", token.plain)


def _around(sentence: str, tokens: Sequence[Token], mention: Range) -> Iterator[Description]:
    mention = _whole_name(tokens, mention)
    name = span_of(tokens, mention)
    owns = tokens[mention[1] - 1].plain.endswith(("'s", "s'"))
    readers = ((Form.COPULA, _copula), (Form.APPOSITION, _apposition), (Form.RELATIVE, _relative))
    for form, read in () if owns else readers:
        if (words := read(tokens, mention)) is not None:
            yield Description(form, name, span_of(tokens, words))
    for form, read in ((Form.TITLE, _title), (Form.REVERSED, _reversed)):
        if (words := read(tokens, mention)) is not None:
            yield Description(form, name, span_of(tokens, words))
    if (beside := _PARENTHESIS.match(sentence, name.end)) is not None and not _CREDITS.search(
        beside["inside"]
    ):
        yield Description(Form.PARENTHESIS, name, Span(*beside.span("inside")))


def _whole_name(tokens: Sequence[Token], mention: Range) -> Range:
    """Extend a family name by the capitalised words before it, except roles: "Lind" to "Mara Lind"."""
    first, end = mention
    if end - first > 1:
        return mention
    while (
        first > 0
        and tokens[first].is_capital
        and tokens[first - 1].is_capital
        and not _is_role(tokens[first - 1])
    ):
        before = tokens[first - 1].plain
        if before.endswith("'s") or before in DETERMINERS | OPENING | DAYS | PREPOSITIONS:
            break
        first -= 1
    return first, end


def _is_role(token: Token) -> bool:
    word = token.plain
    return word in ROLES | OFFICES | _COURTESY | RANKS or word.rpartition("-")[2] in ROLES


def _apposition(tokens: Sequence[Token], mention: Range) -> Range | None:
    """Return "the mayor of Oslo" of "X, the mayor of Oslo, said"."""
    first = mention[1] + 1
    if first >= len(tokens) or tokens[mention[1]].kind not in (Kind.COMMA, Kind.DASH):
        return None
    if tokens[first].is_word and tokens[first].text.isdigit():  # "X, 41, a baker, said"
        first += 2
    if first >= len(tokens) or not _opens_description(tokens, first):
        return None
    return _until_pause(tokens, first)


def _opens_description(tokens: Sequence[Token], first: int) -> bool:
    """Return whether a noun phrase that can describe starts here: "a baker", "head of the clinic", "Oslo's mayor"."""
    opening = tokens[first]
    if not opening.is_word or opening.plain in PREPOSITIONS | PERSONAL | FINITE | SUBORDINATE | RELATIVE:
        return False
    if opening.plain in _ARTICLES:
        return True
    ahead = tokens[first : first + 6]
    roles = [n for n, token in enumerate(ahead) if token.is_word and _is_role(token)]
    return (
        bool(roles)
        and all(token.is_word for token in ahead[: roles[0]])
        and not (opening.is_capital and roles[0] == 0 and len(ahead) > 1 and ahead[1].is_capital)
    )


def _until_pause(tokens: Sequence[Token], first: int) -> Range | None:
    """Return the words from `first` up to the pause that ends the apposition; None for a list or a clause."""
    end = first
    while end < len(tokens) and end - first < _LONGEST_DESCRIPTION:
        token = tokens[end]
        if token.kind in (Kind.COMMA, Kind.DASH, Kind.QUOTE) or token.text in ".;:!?":
            break
        end += 1
    words = tokens[first:end]
    if not words or (words[0].plain not in _ARTICLES and is_clause(words)):
        return None
    pause = end
    end = next((n for n in range(first + 1, end) if _is_predicate(tokens, first, n)), end)
    words = tokens[first:end]
    if not words or (end == pause and _is_listed(tokens, pause)) or _tells(words):
        return None
    return first, end


def _is_listed(tokens: Sequence[Token], pause: int) -> bool:
    """Return whether more members of a list follow a comma: "X, the mayor, the priest, and the baker"."""
    while pause < len(tokens) and tokens[pause].kind is Kind.COMMA:
        first = pause + 1
        if first < len(tokens) and tokens[first].plain in ("and", "or"):
            return True
        pause = first
        while (
            pause < len(tokens) and tokens[pause].kind is not Kind.COMMA and tokens[pause].text not in ".;:!?"
        ):
            pause += 1
        if any(token.plain in FINITE | TELLING | RELATIVE for token in tokens[first:pause]):
            return False
    return False


def _is_predicate(tokens: Sequence[Token], first: int, number: int) -> bool:
    """Return whether tokens[number] starts the predicate after an apposition that no comma ends."""
    relative = any(token.plain in RELATIVE for token in tokens[first:number])
    return tokens[number].plain in FINITE and not relative


def _tells(words: Sequence[Token]) -> bool:
    """Return whether a verb of saying stands outside a relative clause: the pause is not that of an apposition."""
    relative = next((n for n, token in enumerate(words) if token.plain in RELATIVE), len(words))
    return any(token.plain in TELLING and not token.is_capital for token in words[:relative])


def _copula(tokens: Sequence[Token], mention: Range) -> Range | None:
    """Return "a port" of "X is a port"."""
    at = mention[1]
    if at >= len(tokens) or tokens[at].plain not in _COPULAS:
        return None
    at += 1
    while at < len(tokens) and tokens[at].plain in _ADVERBS:
        at += 1
    if at >= len(tokens) or tokens[at].plain not in _ARTICLES:
        return None
    end = at
    while (
        end < len(tokens) and end - at < _LONGEST_DESCRIPTION and tokens[end].kind in (Kind.WORD, Kind.DASH)
    ):
        end += 1
    while end > at and not tokens[end - 1].is_word:
        end -= 1
    return (at, end) if end - at > 1 else None


def _relative(tokens: Sequence[Token], mention: Range) -> Range | None:
    """Return "who heads the board" of "X, who heads the board, said"."""
    first = mention[1] + 1
    if (
        first >= len(tokens)
        or tokens[mention[1]].kind is not Kind.COMMA
        or tokens[first].plain not in ("who", "which")
    ):
        return None
    end = first
    while end < len(tokens) and end - first < _LONGEST_DESCRIPTION and tokens[end].is_word:
        end += 1
    return (first, end) if end - first > 2 else None  # noqa: PLR2004 - "who said" says nothing


def _title(tokens: Sequence[Token], mention: Range) -> Range | None:
    """Return "Oslo's deputy mayor" of "Oslo's deputy mayor X"."""
    first = mention[0]
    while first > 0 and mention[0] - first < _LONGEST_TITLE and _is_of_title(tokens, first - 1, mention[0]):
        first -= 1
    while first < mention[0] and (
        tokens[first].plain in _LINKED | DETERMINERS or _is_courtesy(tokens[first])
    ):
        first += 1
    words = tokens[first : mention[0]]
    is_description = any(
        _is_role(each) or (not each.is_capital and not each.text[0].isdigit()) for each in words
    )
    return (first, mention[0]) if words and is_description and words[-1].plain not in _LINKED else None


def _is_courtesy(token: Token) -> bool:
    return token.plain in _COURTESY


def _is_of_title(tokens: Sequence[Token], number: int, end: int) -> bool:
    """Return whether tokens[number] belongs to the title that ends before `end`."""
    if tokens[number].plain not in _LINKED:
        return _is_in_noun_phrase(tokens[number])
    first = number
    while (
        first > 0
        and number - first < _LOOKED_BACK
        and (_is_in_noun_phrase(tokens[first - 1]) or tokens[first - 1].plain in _LINKED)
    ):
        first -= 1
    return number + 1 < end and any(token.plain in ROLES for token in tokens[first:number])


def _is_in_noun_phrase(token: Token) -> bool:
    """Return whether a word can be in a noun phrase, after its determiner."""
    word = token.plain
    if not token.is_word or word in _APART or (word.endswith("ly") and word not in NO_ADVERBS):
        return False
    if token.is_capital or _is_role(token):
        return True
    return word not in VERBS | PAST_FORMS and (not word.endswith("ed") or "-" in word)


_APART = (
    DAYS | TIMES | FINITE | OPENING | SUBORDINATE | PERSONAL | RELATIVE | DETERMINERS | PREPOSITIONS | TELLING
)


def _reversed(tokens: Sequence[Token], mention: Range) -> Range | None:
    """Return "the state secretariat" of "the state secretariat, X, "."""
    comma, after = mention[0] - 1, mention[1]
    if comma < 1 or tokens[comma].kind is not Kind.COMMA:
        return None
    if after < len(tokens) and tokens[after].kind is not Kind.COMMA and tokens[after].text not in ".;":
        return None
    first = comma
    while first > 0 and tokens[first - 1].is_word and comma - first < _LONGEST_TITLE:
        first -= 1
        if tokens[first].plain in _ARTICLES or tokens[first].plain.endswith("'s"):
            break
    if first > 1 and tokens[first - 1].plain == "of" and tokens[first - 2].plain == "one":
        first -= 2
    opened = tokens[first].plain in _ARTICLES or tokens[first].plain.endswith("'s")
    words = tokens[first:comma]
    if not opened or is_clause(words) or words[-1].is_capital or _tells(words):
        return None
    return first, comma


def _abbreviated(name: str, sentence: str, tokens: Sequence[Token]) -> Iterator[Description]:
    """Yield the words that a name in brackets abbreviates: "the Oslo Port Board (OPB)"."""
    letters = [char.casefold() for char in name if char.isalpha()]
    for found in re.finditer(rf"\({re.escape(name)}\)", sentence, re.IGNORECASE):
        words = [token for token in tokens if token.span.end <= found.start() and token.is_word][
            -_LONGEST_TITLE:
        ]
        for start in range(len(words)):
            initials = [word.plain[0] for word in words[start:] if word.plain not in _LINKED | {"the"}]
            if initials == letters and words[start].plain not in _LINKED | {"the"}:
                spelt = Span(words[start].span.start, words[-1].span.end)
                yield Description(Form.PARENTHESIS, Span(found.start() + 1, found.end() - 1), spelt)
                break
