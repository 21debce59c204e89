"""Mentions that are not points in time: durations, recurring times, and "now"."""

from qa.dates.calendar import DAY_PART_CODES
from qa.dates.context import Context, Reading
from qa.dates.expressions import NUMBERS, Mention
from qa.dates.game_periods import is_of_a_game
from qa.dates.numerals import number_of, number_starts
from qa.records import Certainty, TimeKind

_LETTERS = {"day": "D", "week": "W", "month": "M", "year": "Y", "quarter": "Q"}
_TIME_LETTERS = {"hour": "H", "minute": "M", "second": "S"}
_YEARS = {"decade": 10, "century": 100}
_OFTEN = {"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "annually": "P1Y"}
_LONG = 1e6  # "g" writes larger numbers with an exponent
_PLURAL = {"centuries": "century"}
_UNIT_NAMES = (
    "unit",
    "units",
    "short_unit",
    "short_units",
    "fortnight",
    "quarter",
    "quarters",
    "weekend",
)


def duration(mention: Mention, _: Context) -> Reading | None:
    """Resolve a duration: "more than 22 hours", "a two-day meeting", "recent years"."""
    unit = _unit(mention)
    if unit is None:
        return Reading(TimeKind.DURATION, "PXX", "a length of time") if mention.has("time") else None
    if unit[0] == "quarter" and is_of_a_game(mention.tokens.text, mention.span):
        return None
    vague = mention.has("few", "recent") or (
        unit[1] and not mention.has("number", "daynum", "one", "fraction", "a", "half")
    )
    ends = _ends(mention)
    if ends:
        value = "/".join(_value(number, unit[0]) for number in ends)
        return Reading(TimeKind.DURATION, value, "a length of time, not a date")
    number = None if vague else mention.number()
    if number is None and not vague:
        number = 1.0
    if mention.word("few") == "couple":
        number = 2.0
    if mention.has("half"):
        number = (number or 1.0) + 0.5 if mention.has("and") else 0.5
    return Reading(TimeKind.DURATION, _value(number, unit[0]), "a length of time, not a date")


def again(mention: Mention, _: Context) -> Reading | None:
    """Resolve a recurring time: "every Monday", "each year", "on Sundays"."""
    weekday = mention.weekday
    if weekday is not None:
        return Reading(TimeKind.SET, f"XXXX-WXX-{weekday + 1}", "every week")
    often = mention.word("again")
    if often:
        return Reading(TimeKind.SET, _OFTEN[often], "recurring")
    unit = _unit(mention)
    part = DAY_PART_CODES.get(mention.word("part") or "")
    if part:
        return Reading(TimeKind.SET, f"XXXX-XX-XXT{part}", "every day")
    if unit is None:
        return Reading(TimeKind.SET, "XXXX-XX-XX", "recurring")
    return Reading(TimeKind.SET, _value(1.0, unit[0]), "recurring")


def reference(mention: Mention, _: Context) -> Reading | None:
    """Resolve words like "now", "once" and "some day", which have no date."""
    if mention.has("soon", "future"):
        value = "FUTURE_REF"
    elif mention.has("recently", "previously", "past", "recent"):
        value = "PAST_REF"
    else:
        value = "PRESENT_REF"
    return Reading(TimeKind.DATE, value, "names no day", Certainty.CERTAIN)


def unit_length(unit: str) -> str:
    """Return the length of one unit: "P1Y" for "year"."""
    return _value(1.0, unit)


def _ends(mention: Mention) -> tuple[float, float] | None:
    """Return the shortest and the longest of "2-4 weeks" and "between 24 and 48 hours", None for one number."""
    words = mention.words(*NUMBERS)
    start = number_starts(words)
    least, most = number_of(words[:start]), number_of(words[start:])
    return (least, most) if start and least is not None and most is not None and least < most else None


def _unit(mention: Mention) -> tuple[str, bool] | None:
    """Return the unit in the singular, and whether it was plural."""
    word = mention.word(*_UNIT_NAMES)
    if word is None:
        return None
    single = _PLURAL.get(word, word.removesuffix("s"))
    return single, single != word


def _value(number: float | None, unit: str) -> str:
    if unit in _YEARS:
        return f"P{_count(number and number * _YEARS[unit])}Y"
    if unit == "fortnight":
        return f"P{_count(number and number * 2)}W"
    if unit == "weekend":
        return f"P{_count(number)}WE"
    if unit in _TIME_LETTERS:
        if number is not None and number != int(number) and unit == "hour":
            return (
                f"PT{_count(number * 60)}M" if number < 1 else f"PT{int(number)}H{_count(number % 1 * 60)}M"
            )
        return f"PT{_count(number)}{_TIME_LETTERS[unit]}"
    if unit == "year" and number is not None and number != int(number):
        months = round(number % 1 * 12)
        return f"P{int(number)}Y{months}M" if number >= 1 else f"P{months}M"
    return f"P{_count(number)}{_LETTERS[unit]}"


def _count(number: float | None) -> str:
    if number is None:
        return "X"
    return f"{number:g}" if abs(number) < _LONG else str(int(number))
