"""Groups of verbs, and the tense that each gives to a date after it and before it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class Tense(StrEnum):
    """The tense of the verbs around an expression; EITHER if ambiguous, UNKNOWN if there are none.

    PRESENT is the present or an arrangement: "they are meeting on Friday".
    """

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"
    EITHER = "either"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Cue:
    """A group of verbs at `start` to `end` of a text; None if it says nothing about a date before it."""

    start: int
    end: int
    of_days_behind: Tense
    of_days_before: Tense | None


PAST, PRESENT, FUTURE, EITHER = Tense.PAST, Tense.PRESENT, Tense.FUTURE, Tense.EITHER
_ADVERBS = (
    r"(?:,? (?:not|never|also|still|even|well|soon|only|then|now|later|again|yet|once more|perhaps|[a-z]+ly)\b,?)"
    r"{0,3}"
)
_OBJECT = r"(?: [\w'’-]+){0,3}"
_NO_THING = (
    r"(?!(?:the|an?|no|to|its|his|her|their|our|my|this|that|some|any|all|one|two|more|less|enough)\b)"
)
_TO = rf" to(?= {_NO_THING}(?-i:[a-z]))"
_AWAITED = (
    r"(?:expected|scheduled|planned|slated|supposed|hoping|likely|ready|about|bound|poised|meant|intended"
    r"|set(?= (?:to|for|until|by)\b))"  # "set for Sunday", not "set the tone for"
)
# "is due to open", not "closed due to the storm".
_DUE = (
    rf"(?:(?:is|are|was|were|be|been){_ADVERBS} |(?<=, ))due(?:{_TO} (?:be )?\w+| for| until| by)?"
    r"|due(?= (?:on|in|out|back|home|at|for|by|until|before)\b| *$)"
)
_MODAL = (
    r"(?:will|won['’]t|shall|would|wouldn['’]t|(?-i:may)|might|could|can|can['’]t|cannot|should|shouldn['’]t"
    r"|must|mustn['’]t|going to|is to|are to|['’]ll)"
)
_MAY_HAVE = r"(?:(?-i:may)|might|could|must|should|would|cannot|(?:could|would|ca)n['’]t)"
_MOVING = (
    r"(?:leaving|going|coming|arriving|returning|meeting|flying|travelling|traveling|heading|starting|beginning"
    r"|opening|reopening|closing|moving|holding|facing|visiting|speaking)"
)
# "agreed to meet": the meeting is in the future, though the agreement is past
_LOOKING = (
    r"(?:vot|agre|decid|vow|promis|threaten|invit|urg|hop|expect|plan|plann|intend|prepar|propos|arrang|pledg"
    r"|resolv|schedul|advis|ask|order|want|offer|need|aim|wish|seek|mean|allow|instruct|summon|warn|remind"
    r"|request|requir)"
)
_LOOKED_AHEAD = rf"(?:{_LOOKING}e?d|told|sought|meant|swore|undertook|chose)"
_LOOKS_AHEAD = rf"{_LOOKING}(?:e|es|s|ing|eing)?"
# "managed to land", "declined to comment": past, or it never happened
_DONE = (
    r"(?:managed|failed|had|used|forced|compelled|obliged|began|started|continued|went|came|got|declined|refused"
    r"|tried|attempted|happened|appeared|seemed|proved|helped|rushed|struggled|ceased|neglected|forgot|remembered"
    r"|stopped|(?:was|were|been) (?:un)?able)"
)
_MOVED = (
    r"(?:moved|postponed|adjourned|rescheduled|delayed|deferred|extended|shifted|fixed|slated|set|put off|put back"
    r"|pushed back|brought forward|called(?: [\w-]+){0,4}|forecast)"
)
_ARRANGED = (
    r"(?<!than )expected|scheduled|planned|expects?|plans?(?= (?:a|an|the|another|its|his|her|their|to)\b)"
    r"|planning|upcoming"
    r"|hopes?|intends?|starting|starts|begins|meets|opens|reopens|resumes|returns|ends|closes|votes"
    r"|convenes|leaves|arrives|faces|expires|sails|restarts|takes (?:place|effect)|falls(?= on *$)|tomorrow"
    r"|holds(?= (?:its|a|an|the|talks|elections)\b)|goes? on (?:trial|sale|strike)|kicks? off|heads? into"
    r"|gets? under ?way"
    r"|ahead of|as (?:early|soon) as|eve of|run-up to|possibility of|prospects? (?:of|for)"
    r"|(?:possible|potential|likely|forthcoming|proposed|impending|pending|looming)(?: [\w’'-]+){1,5}(?= *$)"
)
_PROGRAMME = r"(?:plans?|schedules?|programmes?|programs?|timetables?|agendas?|calendars?)"
_IRREGULAR = (
    r"was|were|wasn['’]t|weren['’]t|had|hadn['’]t|did|didn['’]t|has|hasn['’]t|have|haven['’]t|been|said|told|made"
    r"|took|came|went|fell|rose|met|won|lost|held|began|sent|gave|left|found|got|became|grew|led|paid|sold|bought"
    r"|saw|shot|ran|broke|wrote|spoke|sank|swam|drove|flew|rode|stood|struck|caught|fought|brought|thought|taught"
    r"|sought|kept|slept|swept|wept|felt|dealt|built|spent|lent|bent|drew|threw|knew|blew|froze|chose|stole|woke"
    r"|wore|tore|swore|bore|sang|rang|drank|shook|forgot|hid|bit|slid|fled|bled|fed|forbade|withdrew|overthrew"
    r"|undertook|heard|stuck|hung|dug|swung|spun|lay|laid|ate|lit|sat|strode|rang|sprang|clung"
    r"|(?<!to )(?:shut|beat|hit|burst|shed|set (?:up|off|out)|put (?:up|on|out|forward)|cut (?:off|short|its|the))"
)
# After an article or a preposition, a word in -ed is not a verb: "behind closed doors".
_REGULAR = (
    r"(?<!a still )(?<!a newly )(?<!the newly )(?<!a recently )(?<!the recently )"
    r"(?<!the )(?<!\ba )(?<!an )(?<!of )(?<!behind )(?<!with )(?<!its )(?<!his )(?<!her )(?<!their )\w{2,}ed"
)
# At each position the first matching group is used: pattern, tense for a date after it, tense for a date before it.
_GROUPS: tuple[tuple[str, Tense, Tense | None], ...] = (
    (rf"{_MAY_HAVE}{_ADVERBS} have(?: been)? {_NO_THING}\w+", PAST, PAST),
    (rf"had been (?:{_AWAITED}|due)(?: to| for)?", EITHER, EITHER),
    (rf"(?:was|were){_ADVERBS} about{_TO} \w+", PAST, PAST),  # "was about to leave when he was seen"
    (rf"had (?:hoped|wanted|planned|expected|intended|meant){_TO} (?:be )?\w+", EITHER, EITHER),
    (rf"(?:was|were){_ADVERBS}{_TO}(?: (?:be|have(?: been)?) [a-z]+)?", EITHER, EITHER),
    (rf"(?:was|were){_ADVERBS} {_MOVING}", EITHER, PAST),
    (r"could(?: not|n['’]t)(?: be)? \w+", EITHER, EITHER),
    (rf"{_DONE}{_TO} \w+", PAST, PAST),
    (r"to have(?: been)? \w+", PAST, PAST),
    (rf"(?:has|have|needs?|ought){_ADVERBS}{_TO} (?:be )?\w+", FUTURE, FUTURE),
    (
        rf"(?:(?:is|are|was|were|be|been){_ADVERBS} )?{_AWAITED}{_OBJECT}"
        r" (?:to(?: be)?(?: [a-z]+)?|for|until|by)",
        FUTURE,
        FUTURE,
    ),
    (_DUE, FUTURE, FUTURE),
    (rf"(?:{_MODAL}|to){_ADVERBS} be{_ADVERBS} \w+", FUTURE, FUTURE),
    (rf"{_MODAL}{_ADVERBS}(?: [a-z]+)?", FUTURE, FUTURE),
    (rf"{_LOOKED_AHEAD}{_OBJECT}(?: not)?{_TO} (?:be )?\w+", FUTURE, PAST),
    (rf"{_LOOKS_AHEAD}{_OBJECT}(?: not)?{_TO} (?:be )?\w+", FUTURE, None),
    (rf"{_MOVED}(?: from \w+)? (?:to|for|until|till|from)(?= *$)", FUTURE, FUTURE),
    (r"threaten(?:s|ed|ing)?", FUTURE, PAST),
    (rf"according to(?! (?:the |an? |its )?{_PROGRAMME})", PAST, None),
    (r"until|till", FUTURE, None),
    (_ARRANGED, FUTURE, FUTURE),
    (rf"(?:is|are|(?<=\bI )am|['’]re){_ADVERBS}(?: being)? [a-z]+ing", PRESENT, None),
    (
        rf"(?:is|are|(?<=\bI )am|['’]re){_ADVERBS}(?: being)?(?: (?!expect|schedul|plann|slat)[a-z]+ed)?",
        EITHER,
        None,
    ),
    (rf"{_IRREGULAR}|since|ago|previously|{_REGULAR}", PAST, PAST),
)


@cache
def _pattern() -> re.Pattern[str]:
    """Return the pattern of all groups; compiling it takes longer than most commands need it for."""
    groups = "|".join(rf"(?P<g{number}>(?:{group[0]})(?!\w))" for number, group in enumerate(_GROUPS))
    return re.compile(rf"(?:(?<!\w)|(?=['’]))(?:{groups})", re.IGNORECASE)


def cues(text: str) -> Iterator[Cue]:
    """Return the groups of verbs of a clause in order, without overlaps."""
    for found in _pattern().finditer(text):
        _, behind, before = _GROUPS[int((found.lastgroup or "g0")[1:])]
        yield Cue(found.start(), found.end(), behind, before)
