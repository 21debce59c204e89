"""Whether a clause tells of what was or of what will be."""

import re
from enum import StrEnum

_FUTURE = re.compile(
    r"\b(?:will|won't|won’t|shall|would|going to|to be|is to|are to|is due|are due|scheduled|expected|expects? to|plans to"
    r"|(?:voted|agreed|decided|vowed|promised|threatened|asked|invited|ordered|urged|wants?|hoped|told|offered)"
    r"(?: \w+){0,3} to(?= \w)|planning|set to|upcoming|until|hopes? to|intends? to|planned|starting|(?:fixed|slated|postponed|adjourned|rescheduled|put off) (?:for|to|until)"
    r"|starts|begins|meets|opens|resumes|returns|ends|closes|votes|convenes|leaves|arrives|takes (?:place|effect)|tomorrow|ahead of|as (?:early|soon) as)\b|['’]ll\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?<!be )(?:was|were|had|did|has|have|been|said|told|made|took|came|went|fell|rose|met|won|lost|held|began|sent|gave|left"
    r"|found|got|became|grew|led|paid|sold|bought|saw|shot|ran|broke|wrote|spoke|since|ago|previously"
    # After an article or a preposition a word in -ed is no verb: "behind closed doors".
    r"|(?<!the )(?<!\ba )(?<!an )(?<!of )(?<!behind )(?<!with )(?<!its )(?<!his )(?<!her )(?<!their )\w{2,}ed)\b",
    re.IGNORECASE,
)
_LOOKS_AHEAD = re.compile(r"\b(?:to [a-z]{2,}|may|might|could|can)\b")
_FUTURE_SHAPED_PAST = {"expected", "planned", "scheduled"}
_CLAUSE = re.compile(r"[.;:!?\"“”]\s|\n|, (?:and|but|which|who|when|after|before|while)\b")
_REACH = 160


class Tense(StrEnum):
    """What the verbs around an expression say."""

    PAST = "past"
    FUTURE = "future"
    UNKNOWN = "unknown"


def tense_around(text: str, start: int, end: int) -> Tense:
    """Return the tense of the clause around text[start:end], by the verb that stands nearest."""
    left = text[max(0, start - _REACH) : start]
    right = text[end : end + _REACH]
    breaks = [found.end() for found in _CLAUSE.finditer(left)]
    left = left[breaks[-1] :] if breaks else left
    stop = _CLAUSE.search(right)
    right = right[: stop.start()] if stop else right
    return _nearest(left, right)


def _nearest(left: str, right: str) -> Tense:
    future = _distance(_FUTURE, left, right)
    past = _distance(_PAST, left, right)
    if future is None and past is None:
        return Tense.FUTURE if _LOOKS_AHEAD.search(left) else Tense.UNKNOWN
    if past is None or (future is not None and future <= past):
        return Tense.FUTURE
    return Tense.PAST


def _distance(pattern: re.Pattern[str], left: str, right: str) -> int | None:
    """Return how many characters away the pattern stands; what stands before counts as nearer."""
    before = [len(left) - found.end() for found in pattern.finditer(left) if _counts(pattern, found[0])]
    after = pattern.search(right)
    found = ([before[-1]] if before else []) + ([2 * after.start()] if after else [])
    return min(found, default=None)


def _counts(pattern: re.Pattern[str], word: str) -> bool:
    return pattern is _FUTURE or word.lower() not in _FUTURE_SHAPED_PAST
