"""A sentence → its attributions: `"…," said NAME`, `NAME said that …`, `…, NAME said`, `according to NAME, …`.

A speaker that is only a pronoun is left out: what "he" stands for would have to be guessed. So is what somebody
says that somebody else has said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from qa.attribution.phrases import Range, is_clause, speaker_between, speaker_from, speaker_in
from qa.attribution.tokens import Kind, Token, inside, tokens_of
from qa.attribution.words import (
    ACTING,
    ASKING,
    BARE,
    BETWEEN,
    DAYS,
    DETERMINERS,
    FINITE,
    HEARERS,
    NO_ADVERBS,
    NO_SOURCES,
    OPENING,
    PERSONAL,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVE,
    SELDOM,
    SPOILING,
    SUBORDINATE,
    TELLING,
    TIMES,
    TOLD,
    VENUES,
)
from qa.conversation.words import PAST_FORMS
from qa.records import Span

_LONGEST_SENTENCE = 2000  # characters; what is longer is a table or an attack, and no sentence of the news
_FURTHEST = 60  # tokens that are looked back on for a verb's subject
_DATELINE = 8
_STOPS = (Kind.COMMA, Kind.DASH)


class Manner(StrEnum):
    """How a statement is given: in quotation marks, behind the verb, before "NAME said", or "according to"."""

    QUOTED = "quoted"
    REPORTED = "reported"
    TAGGED = "tagged"
    SOURCED = "sourced"


@dataclass(frozen=True, slots=True)
class Attribution:
    """A speaker and the words that are given as his, as spans of the sentence."""

    speaker: Span
    statement: Span
    manner: Manner


def attributions_in(sentence: str) -> list[Attribution]:
    """Return who is said to have said what in a sentence, in the order of the speakers."""
    if len(sentence) > _LONGEST_SENTENCE:
        return []
    tokens = tokens_of(sentence)
    found: list[Attribution] = []
    for number, token in enumerate(tokens):
        if token.is_word and (made := _at(tokens, number)) is not None and len(made.statement):
            found.append(made)
    return list(_kept(sentence, found))


def _at(tokens: Sequence[Token], number: int) -> Attribution | None:
    word = tokens[number].plain
    if tokens[number].is_capital and number > 0:  # "Say" is a name there
        return None
    if word == "according":
        return _sourced(tokens, number)
    if word not in TELLING | ACTING | ASKING:
        return None
    last = number - 1
    while last >= 0 and tokens[last].is_word and _stands_between(tokens[last]):
        last -= 1
    if last < 0 or tokens[last].plain in DETERMINERS | PREPOSITIONS | SPOILING | SUBORDINATE | SELDOM:
        return None
    if tokens[last].kind in (Kind.QUOTE, *_STOPS) and (made := _inverted(tokens, last, number)) is not None:
        return made
    return _straight(tokens, last, number)


def _stands_between(token: Token) -> bool:
    word = token.plain
    adverb = word.endswith("ly") and not token.is_capital and word not in SELDOM | NO_ADVERBS
    return word in BETWEEN or adverb


def _inverted(tokens: Sequence[Token], last: int, verb: int) -> Attribution | None:
    """Read `…, said NAME`."""
    quoted = _quote_at(tokens, last) is not None
    if tokens[verb].plain in TOLD or not (quoted or tokens[verb].plain in TELLING):
        return None
    found = speaker_from(tokens, verb + 1)
    if found is None:
        return None
    speaker, end = found
    behind = tokens[end : _clause_end(tokens, end)]
    if not quoted and _holds_a_verb(behind):
        return None
    return _told_before(tokens, last, speaker, _quote_behind(tokens, end))


def _holds_a_verb(behind: Sequence[Token]) -> bool:
    for token in behind:
        if token.plain in RELATIVE | SUBORDINATE:
            return False
        if token.is_word and (token.plain in FINITE or (token.plain in PAST_FORMS and not token.is_capital)):
            return True
    return False


def _straight(tokens: Sequence[Token], last: int, verb: int) -> Attribution | None:
    """Read `NAME said that …` and `…, NAME said`."""
    found = _subject(tokens, last)
    if found is None:
        return None
    speaker, edge = found
    behind = _behind(tokens, verb)
    if edge < 0:
        return Attribution(_span(tokens, speaker), behind.statement, behind.manner) if behind else None
    quoted = _quote_at(tokens, edge) is not None
    if behind is not None and not quoted:
        return Attribution(_span(tokens, speaker), behind.statement, behind.manner)
    if tokens[edge].kind in (Kind.QUOTE, *_STOPS) and (quoted or _ends_there(tokens, verb)):
        later = behind.statement if behind and behind.manner is Manner.QUOTED else None
        return _told_before(tokens, edge, speaker, later)
    return None


def _ends_there(tokens: Sequence[Token], verb: int) -> bool:
    """Say whether nothing but time, place and hearers stands behind a verb, so that what is told stands before it."""
    if tokens[verb].plain not in TELLING:
        return False
    number = _past_hearer(tokens, verb + 1) if tokens[verb].plain in TOLD else verb + 1
    number = _past_circumstances(tokens, number)
    if _is_broken(tokens, number):
        return False
    return number >= len(tokens) or not tokens[number].is_word or tokens[number].plain in SUBORDINATE


def _is_broken(tokens: Sequence[Token], number: int) -> bool:
    """Say whether what is told goes on behind its source: "They agreed, Smith said, to meet"."""
    comma = number + 1 < len(tokens) and tokens[number].kind is Kind.COMMA
    return comma and tokens[number + 1].plain in {"that", "to"} | FINITE


def _told_before(
    tokens: Sequence[Token], last: int, speaker: Range, later: Span | None
) -> Attribution | None:
    """Return the statement that ends at tokens[last]; of a quotation in two pieces the longer one."""
    quote = _quote_at(tokens, last)
    first = _clause_start(tokens, last)
    if quote is not None and (quote <= first or not tokens[quote - 1].is_word):
        said = inside(tokens[quote])
        longer = later if later is not None and len(later) > len(said) else said
        return Attribution(_span(tokens, speaker), longer, Manner.QUOTED)
    end = quote if quote is not None else last - 1
    words = tokens[first : end + 1]
    if (
        not words
        or not (quote is not None or _is_told(words))
        or words[0].plain in ("as", "asked", "speaking")
    ):
        return None
    return Attribution(_span(tokens, speaker), _span(tokens, (first, end + 1)), Manner.TAGGED)


def _is_told(words: Sequence[Token]) -> bool:
    return is_clause(words) or any(token.kind is Kind.QUOTE for token in words)


def _quote_at(tokens: Sequence[Token], last: int) -> int | None:
    """Return where the quotation stands that ends at tokens[last], a comma after it or not."""
    if tokens[last].kind is Kind.QUOTE:
        return last
    before = last > 0 and tokens[last].kind in _STOPS and tokens[last - 1].kind is Kind.QUOTE
    return last - 1 if before else None


def _quote_behind(tokens: Sequence[Token], end: int) -> Span | None:
    """Return the second piece of `"…," said NAME, "…"`."""
    if end < len(tokens) and tokens[end].kind is Kind.COMMA:
        end += 1
    return inside(tokens[end]) if end < len(tokens) and tokens[end].kind is Kind.QUOTE else None


def _clause_start(tokens: Sequence[Token], last: int) -> int:
    """Return where what is told before `NAME said` begins: the sentence, a semicolon, or a dateline's dash."""
    first = 0
    for number in range(max(0, last - _FURTHEST), last):
        if tokens[number].text == ";":
            first = number + 1
        dateline = number <= _DATELINE and tokens[number].kind is Kind.DASH
        if dateline and not is_clause(tokens[:number]) and tokens[0].is_capital:
            first = number + 1
    return first


def _subject(tokens: Sequence[Token], last: int) -> tuple[Range, int] | None:
    """Return the speaker whose words end at tokens[last], and the place before it, −1 at the sentence's beginning."""
    ends = [last + 1]
    if tokens[last].kind is Kind.COMMA:
        ends = [
            number
            for number in range(last - 1, max(-1, last - _FURTHEST), -1)
            if tokens[number].kind is Kind.COMMA
        ]
    for end in ends:
        first = end
        while first > 0 and tokens[first - 1].is_word and end - first < _FURTHEST:
            first -= 1
        speaker = speaker_in(tokens, first, end)
        if speaker is not None:
            return _wider(tokens, speaker, first - 1)
    return None


def _wider(tokens: Sequence[Token], speaker: Range, edge: int) -> tuple[Range, int] | None:
    """Take the name before "the mayor," where "the mayor" only adds to it."""
    if edge > 0 and tokens[edge].kind is Kind.COMMA and speaker[0] == edge + 1:
        first = edge
        while first > 0 and tokens[first - 1].is_word:
            first -= 1
        listed = any(token.plain == "and" for token in tokens[speaker[0] : speaker[1]])
        name = speaker_between(tokens, first, edge)
        if listed and first == 0 and name == (first, edge) and tokens[first].is_capital:
            return (first, speaker[1]), first - 1
        if listed and tokens[edge - 1].is_capital and tokens[first].plain not in PREPOSITIONS | OPENING:
            return None  # "the Minister of Economy, Trade and Industry": where the name begins cannot be told
    return speaker, edge


@dataclass(frozen=True, slots=True)
class _Behind:
    """What is reported behind a verb."""

    statement: Span
    manner: Manner


def _behind(tokens: Sequence[Token], verb: int) -> _Behind | None:
    word = tokens[verb].plain
    if word in ACTING:
        return _act(tokens, verb)
    if word not in TELLING:
        return None
    number = verb + 1
    if word in TOLD:
        number = _past_hearer(tokens, number)
    number = _past_circumstances(tokens, number)
    if number >= len(tokens):
        return None
    token = tokens[number]
    if token.plain == "that" or token.text == ":":
        return _clause(tokens, number + 1)
    following = tokens[number + 1] if number + 1 < len(tokens) else None
    if token.kind is Kind.COMMA and following is not None and following.kind is Kind.QUOTE:
        return _clause(tokens, number + 1)
    if token.kind is Kind.QUOTE:
        return _clause(tokens, number)
    if word not in BARE or not token.is_word or not _opens_a_clause(tokens, verb, number):
        return None
    return _clause(tokens, number)


def _opens_a_clause(tokens: Sequence[Token], verb: int, number: int) -> bool:
    first = tokens[number]
    if first.plain in FINITE | RELATIVE | SUBORDINATE | {"to", "so", "by", "of", "and", "or"}:
        return False
    end = _clause_end(tokens, number, commas=False)
    if tokens[verb].plain in _SAID:
        return end - number >= _SHORTEST_CLAUSE or is_clause(tokens[number:end])
    if tokens[verb].plain in TOLD:
        return is_clause(tokens[number:end])
    # "confirmed the cases reported on Monday" is no clause: here only a verb's helper tells.
    before_comma = tokens[number : _clause_end(tokens, number)]
    return any(token.plain in FINITE | PERSONAL for token in before_comma)


_SAID = frozenset("said says say".split())
_SHORTEST_CLAUSE = 4


def _clause(tokens: Sequence[Token], first: int) -> _Behind | None:
    """Return the words from tokens[first] to the end of what is reported."""
    while first < len(tokens) and (tokens[first].kind in _STOPS or tokens[first].text in '“"'):
        first += 1
    if first >= len(tokens):
        return None
    end = _clause_end(tokens, first, commas=False)
    if tokens[first].kind is Kind.QUOTE and (end == first + 1 or tokens[first + 1].kind in _STOPS):
        return _Behind(inside(tokens[first]), Manner.QUOTED)
    return _Behind(_span(tokens, (first, end)), Manner.REPORTED) if end > first else None


def _act(tokens: Sequence[Token], verb: int) -> _Behind | None:
    end = _clause_end(tokens, verb + 1, commas=False)
    rest = tokens[verb + 1 : end]
    if not rest or rest[0].plain in FINITE | {
        "by",
        "of",
        "off",
        "in",
        "and",
        "or",
        "at",
        "from",
        "with",
        "as",
    }:
        return None
    if tokens[verb].plain in ("called", "calls"):
        quotes = any(token.kind is Kind.QUOTE for token in rest)
        if rest[0].plain not in ("for", "on") and not quotes:
            return None
    elif not rest[0].is_word or rest[0].plain in PREPOSITIONS - {"to"}:
        return None
    return _Behind(_span(tokens, (verb, end)), Manner.REPORTED)


def _past_hearer(tokens: Sequence[Token], number: int) -> int:
    """Return the place behind "reporters", "the BBC" or "a news conference", whom something is told."""
    if number >= len(tokens) or not tokens[number].is_word:
        return number
    if (that := _that_behind(tokens, number)) is not None:
        return that
    if tokens[number].plain in PRONOUNS:
        return number + 1
    opened = tokens[number].plain in DETERMINERS
    number += 1
    while number < len(tokens) and tokens[number].is_word:
        token, before = tokens[number], tokens[number - 1]
        if token.plain in DETERMINERS | PERSONAL | PRONOUNS | PREPOSITIONS | DAYS | TIMES | FINITE:
            break
        if not opened and before.plain in HEARERS and token.plain not in HEARERS:
            break
        if not opened and before.text.isupper() and not token.is_capital:
            break
        if opened and before.is_capital and not token.is_capital and token.plain not in _ROOMS:
            break
        opened = opened and token.plain not in _ROOMS
        number += 1
    return number


def _that_behind(tokens: Sequence[Token], number: int) -> int | None:
    """Return where "that" stands with no verb and no mark before it."""
    for place in range(number + 1, min(len(tokens), number + _LONGEST_HEARER)):
        if tokens[place].plain == "that":
            return place
        if not tokens[place].is_word or tokens[place].plain in FINITE:
            return None
    return None


_LONGEST_HEARER = 12
_ROOMS = frozenset(
    """
    conference newspaper agency television radio crowd court hearing meeting committee parliament briefing station rally
    daily magazine channel service council inquiry jury
    """.split()
)


def _past_circumstances(tokens: Sequence[Token], number: int) -> int:
    """Return the place behind "on Tuesday", "in a statement" and the like."""
    while number < len(tokens) and tokens[number].is_word:
        token = tokens[number]
        following = tokens[number + 1] if number + 1 < len(tokens) else None
        if token.plain in DAYS and token.is_capital and not (following and following.plain in FINITE):
            number += 1 + (following is not None and following.text[0].isdigit())
        elif token.plain in TIMES - {"this", "there"} and not (following and following.plain in FINITE):
            number += 1
        elif token.plain in ("this", "that") and following and following.plain in TIMES:
            number += 2
        elif token.plain in PREPOSITIONS:
            behind = _past_adverbial(tokens, number)
            if behind is None:
                return number
            number = behind
        else:
            return number
    return number


def _past_adverbial(tokens: Sequence[Token], number: int) -> int | None:
    """Return the place behind "on Tuesday", "in a statement"; None where the phrase may be part of what is said."""
    first = number
    known = False
    number += 1
    while number < len(tokens) and tokens[number].is_word:
        token = tokens[number]
        begun = number > first + 1 and tokens[number - 1].plain not in DETERMINERS
        if token.plain == "that":
            return number
        if token.plain in FINITE:
            return None
        if token.plain in PERSONAL or (begun and token.plain in DETERMINERS | PREPOSITIONS):
            break
        if (
            known
            and tokens[number - 1].plain in VENUES | DAYS | TIMES
            and token.plain not in VENUES | DAYS | TIMES and not token.text[0].isdigit()
        ):
            break
        known = (
            known
            or token.plain in VENUES
            or (token.plain in DAYS | TIMES and token.plain not in ("last", "next"))
        )
        number += 1
    ended = number >= len(tokens) or not tokens[number].is_word or tokens[number].plain in PREPOSITIONS
    return number if known or ended else None


def _sourced(tokens: Sequence[Token], number: int) -> Attribution | None:
    """Read `according to NAME, …` and `…, according to NAME`."""
    if (
        number + 2 >= len(tokens)
        or tokens[number + 1].plain != "to"
        or tokens[number + 2].plain in NO_SOURCES
    ):
        return None
    found = speaker_from(tokens, number + 2)
    if found is None or any(token.plain in NO_SOURCES for token in tokens[found[0][0] : found[0][1]][:2]):
        return None
    speaker, end = found
    said: Range | None = None
    if number == 0 or (number == 1 and tokens[0].plain in ("but", "and")):
        comma = next((n for n in range(end, len(tokens)) if tokens[n].kind is Kind.COMMA), None)
        if comma is not None:
            comma = _past_apposition(tokens, comma)
            said = (comma + 1, _clause_end(tokens, comma + 1, commas=False))
    elif not _is_broken(tokens, end):
        last = number - 1 if tokens[number - 1].kind in _STOPS else number
        said = (_clause_start(tokens, last), last)
    if said is None or said[1] <= said[0] or not is_clause(tokens[said[0] : said[1]]):
        return None
    return Attribution(_span(tokens, speaker), _span(tokens, said), Manner.SOURCED)


def _past_apposition(tokens: Sequence[Token], comma: int) -> int:
    """Return the comma behind "the treasurer," where that only adds to a name."""
    following = next((n for n in range(comma + 1, len(tokens)) if tokens[n].kind is Kind.COMMA), None)
    if following is None or is_clause(tokens[comma + 1 : following]):
        return comma
    return following


def _clause_end(tokens: Sequence[Token], first: int, *, commas: bool = True) -> int:
    """Return where a clause ends: before the sentence's last mark, a semicolon, or with `commas` a comma."""
    for number in range(first, len(tokens)):
        token = tokens[number]
        if token.text == ";" or (commas and token.kind is Kind.COMMA):
            return number
    end = len(tokens)
    while end > first and tokens[end - 1].kind is Kind.OTHER and tokens[end - 1].text in ".!?…":
        end -= 1
    return end


def _span(tokens: Sequence[Token], words: Range) -> Span:
    return Span(tokens[words[0]].span.start, tokens[words[1] - 1].span.end)


def _kept(sentence: str, found: list[Attribution]) -> Iterator[Attribution]:
    """Leave out what is only reported inside another's statement, and end a statement before the next speaker's."""
    for number, each in enumerate(found):
        others = found[:number] + found[number + 1 :]
        if not any(_holds(sentence, other, each) for other in others):
            ends = [end for other in others if (end := _joint(sentence, each, other)) is not None]
            yield replace(each, statement=Span(each.statement.start, min(ends, default=each.statement.end)))


def _holds(sentence: str, each: Attribution, other: Attribution) -> bool:
    """Say whether a statement takes in another attribution: somebody says that somebody has said."""
    return each.statement.contains(other.speaker) and _joint(sentence, each, other) is None


def _joint(sentence: str, each: Attribution, other: Attribution) -> int | None:
    """Return where a statement ends because another speaker's begins, or because it is itself told by another."""
    statement = each.statement
    if not statement.start < other.speaker.start < statement.end:
        return None
    if other.manner in (Manner.TAGGED, Manner.SOURCED) and other.statement.contains(each.speaker):
        return min(statement.end, other.statement.end)
    before = sentence[statement.start : other.speaker.start].rstrip()
    for word in (", but", ", and", ", while", " while"):
        if before.endswith(word) and len(before) > len(word):
            return statement.start + len(before) - len(word)
    return None
