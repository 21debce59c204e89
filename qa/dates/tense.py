"""Whether a clause is about the past or the future, by the verbs around a date.

A group of verbs counts as one: "could be held" and "agreed to meet" have the meaning of the whole (see verbs.py). The
nearest group decides, and one before the date counts as nearer than one after it.
"""

import re
from functools import lru_cache

from qa.dates.verbs import Tense, cues

_REACH = 160  # characters on each side
_AWAY = 5  # penalty for a verb after the date, in characters: "those held on Monday will be tried"
_FEW = 2  # words without a clause yet: "On", "A vote on"
_CLAUSE = re.compile(
    r"(?<!\s[A-Z])[.;:!?]['’]{0,2}\s|[\"“”]\s|\s[\"“]|\n|, (?:and|but|which|who|when|after|before|while)\b"
)
_ASIDE = re.compile(r", (?:who|which)$")
_BEHIND = re.compile(
    r" (?:after|before|because|when|while|although|though|if|unless|which|who|as (?:he|she|it|they|the)) "
)
_ADDED = re.compile(r", [a-z]+(?:ed|ing)\b")  # "they go on trial on Monday, accused of theft"
# "they barred the road on Friday and workers could be seen": an independent clause follows
_AND_ANOTHER = re.compile(r" and (?!(?:\w+day|will|would|may|might|could|should|is|are|was|were)\b)")
_SAID = re.compile(
    r",[\"”’]? [^,;:.]{0,80}?"
    r"\b(?:said|says|told|added|adds|reported|warned|announced|wrote|confirmed|according|predicted)\b"
)
_LOOKS_AHEAD = re.compile(r"\b(?:to (?-i:[a-z]{2,})|if|unless)\b|\b(?:by|from|for) *$", re.IGNORECASE)
# "In Oslo on Friday, he warned", "Speaking in Oslo on Friday, he said": the main clause follows
_OPENERS = frozenset(
    "in at during after before on from with following under amid by for as late early".split()
)
# "flew out to meet her": the meeting may be in the future; not so "went to court", "beat them to win"
_PURPOSE = re.compile(
    r"\bto (?!(?:the|an?|his|her|its|their|our|my|this|that|these|those|some|all|about|at|work|court|school|port"
    r"|power|death|bed|prison|jail|hospital|church|town|sea|life|market|war|justice|trial|date|safety|press|air"
    r"|land|home|record|office|it|him|them|us|me|you|one|two|three|more|less|around|nearly|almost|over|under"
    r"|within|win|clinch|claim|earn|seal|score|finish|close|become)\b)[a-z]{2,}\b"
)
_VERB = r"(?:again )?(?:meet|open|reopen|resume|begin|start|restart|return|vote|face|play|leave|walk out)\b"
_PRESENT = re.compile(rf"\b{_VERB}")
_THEN_PRESENT = re.compile(rf"\b(?:and|but|or|they|we|you|who|which) {_VERB}")
# "is ill after a fall on Monday", "is down from Monday's close": only the state is present
_OF_WHAT_WAS = re.compile(r"\b(?:after|since|following|accused|charged|blamed|suspected)\b")
_OWNS = re.compile(r"['’]s?\b")
_WORD = re.compile(r"\w+")


def tense_around(text: str, start: int, end: int) -> Tense:
    """Return the tense of the clause around text[start:end], by the nearest verbs."""
    return _tense_between(text[max(0, start - _REACH) : start], text[end : end + _REACH])


@lru_cache(maxsize=512)  # an expression's tense is needed repeatedly, and hostile texts repeat themselves
def _tense_between(left: str, right: str) -> Tense:
    """Return the tense of the clause that ends `left` and continues in `right`."""
    right = _until(_CLAUSE, right)
    breaks = list(_CLAUSE.finditer(left))
    if breaks:
        left = left[breaks[-1].end() :]
        if _ASIDE.search(breaks[-1][0]):
            right = right.split(",", 1)[0]
    if len(_WORD.findall(left)) <= _FEW or _is_opening(left, right):
        return _nearest(left, right) or Tense.UNKNOWN
    own = _until(_SAID, _until(_BEHIND, right))
    if ("," not in left and _ADDED.match(own)) or (_AND_ANOTHER.match(own) and any(cues(left))):
        own = ""
    fallback = Tense.EITHER if own != right or _PRESENT.search(left) else Tense.UNKNOWN
    return _nearest(left, own) or fallback


def _is_opening(left: str, right: str) -> bool:
    """Return whether a date ends the words before a main clause: "Speaking in Oslo on Friday, he said"."""
    first = left.split(maxsplit=1)[0].lower() if right.startswith(",") else ""
    return (first in _OPENERS or first.endswith("ing")) and not any(cues(left))


def _until(pattern: re.Pattern[str], right: str) -> str:
    stop = pattern.search(right)
    return right[: stop.start()] if stop else right


def _nearest(left: str, right: str) -> Tense | None:
    """Return the tense of the nearest group of verbs, or None if there is none."""
    last = next((cue for cue in reversed(list(cues(left)))), None)
    after = next(((cue.start, cue.of_days_before) for cue in cues(right) if cue.of_days_before), None)
    if last is None:
        return after[1] if after else Tense.FUTURE if _LOOKS_AHEAD.search(left) else None
    nearer = len(left) - last.end - (2 * after[0] + _AWAY) if after else -1
    if after and (nearer > 0 or (nearer == 0 and after[1] is Tense.FUTURE)):
        return after[1]
    return _behind(last.of_days_behind, left[last.end :], right)


def _behind(tense: Tense, between: str, right: str) -> Tense:
    """Return the tense that a group of verbs gives to a date after it, considering the words in between."""
    if tense is Tense.PAST and (_PURPOSE.search(between) or _THEN_PRESENT.search(between)):
        return Tense.EITHER
    if tense in (Tense.PRESENT, Tense.EITHER) and (_OF_WHAT_WAS.search(between) or _OWNS.match(right)):
        return Tense.UNKNOWN
    return tense
