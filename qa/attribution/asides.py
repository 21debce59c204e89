"""Reporter's asides inside a statement: ", he said", ", adding that", "– a claim …"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa.attribution.phrases import is_clause
from qa.attribution.reported_speech import Manner
from qa.attribution.tokens import Token, tokens_of
from qa.attribution.words import ACTING, PREPOSITIONS, TELLING
from qa.records import Span

_QUOTED = re.compile(r"“[^“”\"]*”|\"[^“”\"]*\"")
_HIMSELF = r"(?:he|she|they|it)\s+(?:also\s+)?(?:said|says|added|adds|explained|noted|stressed|told)\b"
# Whitespace is matched only from its start, so that a search reads a long run of it once.
_BLANKS = r"(?<!\s)\s++"
_SAID_AGAIN = re.compile(rf"(?:(?:(?:,\s++|{_BLANKS})(?:which|who|that))?,|(?<=_))\s++{_HIMSELF}")
_SAID_BY = re.compile(r",\s+(?:said|says)\s+[^,;]{1,80}$")
_TOLD_BY = re.compile(rf",\s+{_HIMSELF}[^,;]{{0,80}}$")
_CLAIM = (
    r"(?:an?|the|something)\s+(?:\w+\s+)?"
    r"(?:claim|charge|allegation|accusation|admission|assertion|contention|suggestion)\b"
)
_DENIES = (
    r"(?:which|something|that)\s+(?:[\w’'-]+\s+){1,6}?"
    r"(?:denies|denied|deny|disputes|disputed|dispute|rejects|rejected)\b"
)
_JUDGED = re.compile(rf"(?:{_BLANKS})?(?:,|--?|–|—)\s+(?:{_CLAIM}(?=\s+[\w’'-]+)|{_DENIES})")
_ADDING = re.compile(
    rf"(?:,\s++|{_BLANKS})(?:(?:but|and)\s+(?:also\s+)?add(?:ed|ing)|(?<=[,_]\s)adding)(?P<that>\s+that\b|\s*:)?\s+"
)
_FURTHEST = 120  # maximum characters between a quotation and ", adding that"


@dataclass(frozen=True, slots=True)
class Attribution:
    """A speaker and their statement, as spans of the sentence."""

    speaker: Span
    statement: Span
    manner: Manner


def without_asides(sentence: str, made: Attribution) -> Iterator[Attribution]:
    """Yield an attribution without asides, and another for what its speaker added.

    Yields nothing if the statement is attributed only to a pronoun: "the boats are a threat, he said".
    """
    masked = _QUOTED.sub(lambda quote: "_" * len(quote.group()), sentence)
    if made.manner is not Manner.REPORTED:
        yield made
        behind = max(made.statement.end, made.speaker.end)
        end = next((n for n in range(behind, len(masked)) if masked[n] == ";"), len(sentence.rstrip(" .!?…")))
        if len(pieces := _ADDING.split(masked[behind:end], maxsplit=1)) > 1 and _is_near(pieces[0]):
            yield from _added(sentence, masked, made.speaker, Span(behind, end))
        return
    statement = made.statement
    words = masked[statement.start : statement.end]
    if words.split(maxsplit=1)[0].casefold() in ACTING and _TOLD_BY.search(words):
        return
    ends = [found.start() for pattern in _ASIDES if (found := pattern.search(words)) and found.start()]
    yield replace(made, statement=_ended(sentence, statement, min(ends, default=len(words))))
    if not _others_tell(words[: min(ends, default=0)]):
        yield from _added(sentence, masked, made.speaker, statement)


_ASIDES = (_SAID_AGAIN, _SAID_BY, _JUDGED, _ADDING)


def _ended(sentence: str, statement: Span, length: int) -> Span:
    return Span(statement.start, statement.start + len(sentence[statement.start :][:length].rstrip()))


def _is_told(words: Sequence[Token]) -> bool:
    """Return whether words without "that" are a statement: not "spice" in "spice to talk that he was ill"."""
    opens = words[0].plain not in ("to", "that") and (
        len(words) < _SHORTEST or words[1].plain not in PREPOSITIONS
    )
    return opens and is_clause(words)


_SHORTEST = 2


def _is_near(between: str) -> bool:
    """Return whether ", adding that" has the quotation's speaker: only one reporting verb is between them."""
    first = re.search(r"[\w’']+", between)
    return len(between) <= _FURTHEST and not _others_tell(between[first.end() :] if first else "")


def _others_tell(words: str) -> bool:
    return any(word.strip(",") in TELLING for word in words.split())


def _added(sentence: str, masked: str, speaker: Span, where: Span) -> Iterator[Attribution]:
    """Yield what a speaker added in a part of the sentence."""
    found = _ADDING.search(masked, where.start, where.end)
    if found is None:
        return
    start = found.end()
    words = tokens_of(sentence[start : where.end])
    if not words or not (found["that"] or _is_told(words)):
        return
    asides = (pattern.search(masked, start, where.end) for pattern in (_SAID_AGAIN, _JUDGED))
    end = min((aside.start() for aside in asides if aside), default=where.end)
    yield Attribution(speaker, Span(start, end), Manner.REPORTED)
