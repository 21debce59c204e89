"""The grammar of temporal expressions, as patterns over token classes.

In a pattern, a lower-case word stands for a token class (see vocabulary.py), an upper-case one for a part defined
above; spaces mean nothing. The first family that matches at a position wins, so longer ones come first.
"""

import re
from functools import cache

from qa.dates.tokens import LETTER_OF

_PARTS = {
    "N": "(?: (?:number|daynum|one|nineteen) (?:dash? (?:number|daynum|one) | and (?:number|daynum)(?=units|short_units)){0,3}"
    " (?:dash? fraction | and a half)? | fraction)",
    "VAGUE": "(?: a? few of? )",
    "UNIT": "[unit units short_unit short_units fortnight weekend quarter quarters]",
    "BIG": "[unit units fortnight quarter quarters]",
    "APPROX": "(?: about | no? more than | up to | at least )",
    "MOD": "(?: the? beginning of the? | [early late earlier later] dash? (?:in the?)? )",
    "RELATIVE": "[last past previous next following this current]",
    "ORD": "[ordinal first second]",
    "DAYNO": "[daynum ordinal]",
    "YEAR": "(?: fiscal? year | nineteen number (?:dash? [number one])? | (?<=unit)number number(?!units|unit) )",
    "MON": "(?: [month may] | short_month (?=daynum|year|ordinal) | (?<=daynum)short_month )",
    # The day of a month, with everything that can surround it.
    "MDY": "(?: MON the? DAYNO (?!ampm|units|short_units) (?:comma? YEAR)? | MON second (?:comma? YEAR)? | the [first second] of MON (?:comma? YEAR)? | the? DAYNO of? MON (?:comma? YEAR)? )",
    "WDAY": "(?: (?:this|next|last|past|the? following|the? previous){0,3} [weekday short_weekday] )",
    "FULL": "(?: (?:WDAY comma? the?)? (?:MDY|numeric_date|iso) )",
    "DAY": "(?: FULL | WDAY | today )",
    "GMT": "(?: open [number clock daynum year] zone close )",
    "CLOCK": "(?: APPROX? (?: [clock daynum] ampm | daynum oclock | the? noon | clock zone) zone? )",
}
_FAMILIES = {
    "time": (
        "CLOCK (?: at | in the ) part | CLOCK GMT? (?:comma|on|of|from)? DAY part? | (?<=[at about by to from]) clock (?:comma|on|of)? DAY | DAY comma? [at about by on comma]{0,3} (?: CLOCK | clock )"
        " | MOD? DAY [early late]? part | MOD? the? [early late]? part of DAY | MOD? [this last that] part | the [next following previous] part"
        " | the part [before after] DAY | the part [before after] (?!the|unit)"
        " | CLOCK | (?<=[at about by to from]) clock (?:comma|on|of)? DAY | (?<=at|about|by|to|from) clock (?!number|daynum|units|short_units|word)"
    ),
    "range": (
        "MON daynum dash daynum (?:comma? YEAR)? | daynum [dash to and] daynum of? MON (?:comma? YEAR)?"
        " | MON dash MON YEAR"
    ),
    "absolute": "MOD? FULL (?: of? [this last next] unit)? | [last past previous next] MON DAYNO (?!ampm|units|short_units)",
    "no_day": (
        "(?<=on)the? number of? MON (?:comma? YEAR)? | (?<=on)MON number (?:comma? YEAR)?"
        " | (?<=on the)number of? MON (?:comma? YEAR)? | number MON YEAR | MON number comma? YEAR"
    ),
    "month": "(?:MOD|RELATIVE|each){0,3} MON (?: comma? YEAR | of YEAR | of? [this last next] unit )?",
    "quarter": (
        "quarter_mark YEAR? |"
        "MOD? (?:the|this|last|next|each)? comparable? (?:unit dash [ago earlier])? fiscal? ORD fiscal? dash? [quarter quarters]"
        " (?: of? (?:fiscal unit?)? YEAR | of [this last next] unit | of the (?:following|previous) unit)?"
        " | MOD? (?:the|this)? (?:last|comparable)? ORD dash? half (?: of? (?:fiscal unit?)? YEAR | of [this last next the] unit)?"
        " | APPROX? the? first N quarters of YEAR"
        " | the? comparable? unit dash [ago earlier] (?:quarter|period)?"
    ),
    "shift": (
        "APPROX? a? (?:N|VAGUE|a|more) dash? UNIT (?:or so)? (?:ago|earlier|later|before(?=stop|comma|close)|after(?=stop|comma|close)|from now)"
        " | [units short_units] ago | a unit or number ago | (?:the|a)? unit [before after] DAY"
        " | (?:the|a) unit [before after earlier later] (?!the)"
    ),
    "season": (
        "(?:MOD|the|RELATIVE|each){0,3} season (?: of? YEAR | of? [last this next] unit)?"
        " | (?:MOD|the? RELATIVE|in the){1,3} spring (?: of? YEAR)? | the? spring of? YEAR"
    ),
    "feast": "MOD? RELATIVE? feast (?:comma? YEAR)?",
    "weekday": "a WDAY (?:or WDAY)? | MOD? (?:this|the)? WDAY (?: of [last this next] unit )?",
    "today": "MOD? today",
    "unit": (
        "MOD? the? RELATIVE RELATIVE? [unit quarter weekend fortnight] (?:or so)?"
        " | the unit of (?:FULL|MDY) | MOD the [unit quarter] | (?<=early in the|late in the) unit"
        " | the? latest [quarter period unit] | that [unit quarter period] | the [quarter weekend]"
        " | the fiscal? unit(?=possessive|stop|comma|close|and|earlier|ago|ended)"
        " | the all unit | the fiscal unit | unit dash beginning"
    ),
    "decade": "(?:the)? MOD? (?:the)? decade | the? MOD? the? [ordinal first second] dash? unit",
    "year": "year dash number | MOD? (?:the unit)? YEAR dash year | MOD? (?:the unit)? (?:YEAR|fiscal year)",
    "set": "each [first second ordinal]? [unit units short_unit weekday weekend part season spring quarter] | weekdays | again | (?<=times) a unit",
    "duration": (
        "APPROX? (?:the|this|each of the|another)? (?:last|past|previous|next|following|first|early|latest|about|up to){0,3}"
        " (?:N|VAGUE|another N?) (?:more)? (?!dash quarters) dash? UNIT (?!dash? old) (?:dash (?:long|term) | long)?"
        " | APPROX? a [unit short_unit] and a half | APPROX? (?:a|another) (?:half)? [unit units short_unit fortnight] (?:dash? (?:old|long))?"
        " | APPROX? half dash? a? [unit short_unit]"
        " | the? [recent next last past early first following] [units short_units quarters]"
        " | units or units | (?<=by) [units short_units] | about time"
    ),
    "reference": (
        "now | currently | recently | (?<!as) soon (?!after|as) | the near? future | the past (?=stop|comma|close|word word) | this crucial time"
    ),
}
_NEVER_FIRST = (
    "word capital other stop comma paragraph of in on at and or to from by possessive close open dash currency ampm"
    " old long term times than as zone paper ago"
)
_NEVER_ALONE = "the a"
_NAME = re.compile(r"[a-z_]+|[A-Z]+")


def search(letters: str, place: int) -> re.Match[str] | None:
    """Return the first temporal expression at or after a place in the classes of a text's tokens.

    The name of its family is the last group's.
    """
    return _pattern().search(letters, place) if letters.strip(_idle()) else None


@cache
def _idle() -> str:
    """Return the classes that form an expression only with another class; most questions have no others."""
    return _set(f"{_NEVER_FIRST} {_NEVER_ALONE}", LETTER_OF)


@cache
def _pattern() -> re.Pattern[str]:
    """Return the pattern of all families; it is compiled when a text needs it, because that takes long."""
    parts: dict[str, str] = {}
    for name, pattern in _PARTS.items():
        parts[name] = _translated(pattern, parts)
    families = "|".join(f"(?P<{name}>{_translated(pattern, parts)})" for name, pattern in _FAMILIES.items())
    # Most tokens can't start an expression; checking that first is faster than trying every family.
    return re.compile(f"(?![{_set(_NEVER_FIRST, LETTER_OF)}])(?:{families})")


def _translated(pattern: str, parts: dict[str, str]) -> str:
    letters = {name: re.escape(letter) for name, letter in LETTER_OF.items()}
    whole = re.sub(r"\[([^\[\]]+)\]", lambda found: f"[{_set(found[1], letters)}]", pattern)
    pieces = re.split(r"(\[[^\[\]]*\])", whole)
    return "".join(
        piece if piece.startswith("[") else _NAME.sub(lambda found: _named(found[0], letters, parts), piece)
        for piece in pieces
    ).replace(" ", "")


def _set(names: str, letters: dict[str, str]) -> str:
    return "".join(letters[name] for name in names.split())


def _named(name: str, letters: dict[str, str], parts: dict[str, str]) -> str:
    return letters[name] if name in letters else parts[name]
