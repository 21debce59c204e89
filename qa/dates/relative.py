"""Mentions relative to another day: today, last week, two years ago, the day before."""

import re
from dataclasses import replace
from datetime import date

from qa.dates.absolute import absolute
from qa.dates.calendar import (
    DAY_PART_CODES,
    days_of,
    long_day,
    moved,
    quarter_value,
    unit_of,
    unit_value,
    week_value,
)
from qa.dates.context import Context, Reading, counted, day_later, tense_of, unresolved
from qa.dates.expressions import NUMBERS, Mention
from qa.dates.lengths import unit_length
from qa.dates.numerals import number_starts
from qa.dates.tokens import LETTER_OF
from qa.dates.verbs import Tense
from qa.dates.weekdays import weekday
from qa.dates.wording import in_words
from qa.records import Certainty, TimeKind

_NOON = {"noon": "12:00", "midday": "12:00", "midnight": "24:00"}
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))?")
_PLURAL = {"days": "day", "weeks": "week", "months": "month", "years": "year", "decades": "decade"}
_PLURAL |= {"centuries": "century", "quarters": "quarter", "hours": "hour", "minutes": "minute"}
_PLURAL |= {"seconds": "second"}
_LINKS = frozenset("as but with while because which who when where if according amid despite".split())
_OWNERS = frozenset("his her its their".split())
_YEAR_AFTER = re.compile(
    r"\s{1,4}(?:of\s{1,4}|in\s{1,4}|from\s{1,4})?(?:(?P<year>(?:19|20)\d\d)\b|last\s{1,4}year|the\s{1,4}(?:previous|preceding)\s{1,4}year|a\s{1,4}year\s{1,4}(?:ago|earlier))"
)
_PRICED_WITHIN = 60  # characters before a price
_MONEY = re.compile(
    r"\s{0,4}(?:[A-Z][\w.]{0,30}\s{1,4}){0,3}(?:dollars?|euros?|cents|pounds|yen|yuan|francs|marks|baht|percent)\b"
)
_TRADING = re.compile(
    r"\b(?:percent|points?|shares?|rose|fell|gained|lost|dropped|slid|jumped|climbed|dipped)\b[^.]*$"
)
_LONG_AGO = 100  # a round number of centuries is no exact year
_HOURS = 12
_SATURDAY = 5
_DAY_NAMES = ("today", "weekday", "short_weekday", "month", "may", "short_month", "numeric_date", "iso")


def today(mention: Mention, context: Context) -> Reading | None:
    """Resolve "today", "yesterday", "tomorrow", "tonight"."""
    published, word = context.published, mention.word("today")
    night = word == "tonight"
    if published is None:
        return unresolved(TimeKind.TIME if night else TimeKind.DATE)
    shift = {"yesterday": -1, "tomorrow": 1}.get(word or "", 0)
    how = {"yesterday": "the day before", "tomorrow": "the day after"}.get(
        word or "", "the publication date,"
    )
    reading = counted(day_later(published, shift), published, how)
    return _at(reading, "NI") if night else reading


def time(mention: Mention, context: Context) -> Reading | None:
    """Resolve a time of day: "Wednesday night", "6 pm on Wednesday", "around 7.30 pm", "this morning"."""
    clock = _clock(mention)
    part = DAY_PART_CODES.get(mention.word("part") or "") if clock is None else None
    if (part is None and clock is None) or _is_price(mention):
        return None
    if part and mention.names[-1] in ("before", "after") and _names_an_event(mention):
        return None
    day = _day(mention, context, part)
    if day is None:
        return None
    return _at(day, part or clock or "")


def _is_price(mention: Mention) -> bool:
    """Return whether a number like "17.30" is a price or a level: "rose 2 percent to 17.30", "at 9.45 dollars"."""
    if "." not in (mention.word("clock") or "") or mention.has("ampm", "zone", "part", "oclock", *_DAY_NAMES):
        return False
    text, span = mention.tokens.text, mention.span
    before = text[max(0, span.start - _PRICED_WITHIN) : span.start].rpartition("\n")[2]
    return bool(_MONEY.match(text, span.end) or _TRADING.search(before))


def shift(mention: Mention, context: Context) -> Reading | None:
    """Resolve a distance: "two weeks ago", "a year earlier", "the day before"."""
    unit = _unit(mention)
    if unit is None:
        return None
    if mention.has(*_DAY_NAMES):
        return _beside_day(mention, context, unit)
    if (
        mention.names[0] in ("a", "the")
        and mention.names[-1] in ("before", "after")
        and _names_an_event(mention)
    ):
        return Reading(TimeKind.DURATION, unit_length(unit), "a length of time before or after an event")
    later = mention.has("later", "after", "from")
    is_bare = mention.names[0] in ("units", "short_units")  # "decades ago"
    vague = is_bare or mention.has("few") or number_starts(mention.words(*NUMBERS)) > 0
    number = None if vague else mention.number() or 1.0
    if number is None or number != int(number):
        when = "FUTURE_REF" if later else "PAST_REF"
        return Reading(TimeKind.DATE, when, "no exact number is given", Certainty.LIKELY)
    if unit in ("hour", "minute", "second"):
        return Reading(TimeKind.DURATION, f"PT{int(number)}{unit[0].upper()}", "a length of time")
    if unit == "decade":
        number, unit = 10 * number, "year"
    count = int(number) * (1 if later else -1)
    if unit == "day" and not mention.has("ago"):
        return _from_told_day(mention, context, count)
    named = _origin(mention, context, unit, ago=mention.has("ago"))
    return _distance(mention, context.published, named, count, unit)


def _from_told_day(mention: Mention, context: Context, count: int) -> Reading:
    """Count days from the day that the story has reached, or else from the dateline."""
    told, published = context.told_day(mention), context.published
    origin = told.day if told else published
    if origin is None:
        return unresolved()
    if told is None and count > 0 and tense_of(mention) is Tense.PAST:
        return _from_unknown()
    many = "the day" if abs(count) == 1 else f"{abs(count)} days"
    rule = f"{many} {'after' if count > 0 else 'before'} {long_day(origin)}"
    found = day_later(origin, count)
    other = str(day_later(published, count)) if published and origin != published else None
    if told is None or told.is_close or other is None:
        return Reading(TimeKind.DATE, str(found), rule, Certainty.LIKELY, published)
    return Reading(TimeKind.DATE, str(found), rule, Certainty.AMBIGUOUS, published, other)


def _from_unknown() -> Reading:
    """Return the reading of "two days later" in the past, if the text named no day to count from."""
    return Reading(
        TimeKind.DATE, "PAST_REF", "the day that it is counted from is not named", Certainty.LIKELY
    )


def _names_an_event(mention: Mention) -> bool:
    """Return whether "a day after" is counted from an event: "a day after he left", not "the day after, …"."""
    tokens, last = mention.tokens, mention.last
    if mention.names[0] == "the" and last < len(tokens.letters) and tokens.word(last).lower() in _OWNERS:
        return False  # "the day after his death": the text has told of it
    named = tokens.named(last) if last < len(tokens.letters) else "paragraph"
    return named in ("capital", "a", "the", "each") or (named == "word" and tokens.word(last) not in _LINKS)


def _distance(
    mention: Mention, published: date | None, named: str | None, count: int, unit_name: str
) -> Reading | None:
    """Count units from the value mentioned before, or else from the dateline."""
    days = days_of(named)
    origin = days[0] if days else published
    if origin is None:
        return unresolved()
    if named is None and count > 0 and tense_of(mention) is Tense.PAST:
        return _from_unknown()
    found = moved(origin, count, unit_name)
    if found is None:
        return None
    many = f"{abs(count)} {unit_name}{'s' if abs(count) != 1 else ''}"
    rule = f"{many} {'after' if count > 0 else 'before'} {in_words(named) if named else long_day(origin)}"
    if unit_name == "year" and abs(count) >= _LONG_AGO and not count % _LONG_AGO:
        return Reading(TimeKind.DATE, unit_value(found, "century"), rule, Certainty.LIKELY, published)
    if named is None:
        return Reading(TimeKind.DATE, unit_value(found, unit_name), rule, Certainty.CERTAIN, published)
    origin_unit = unit_of(named) or unit_name
    coarse = unit_name == "year" and origin_unit in ("day", "week")
    value = _same_grain(found, unit_name if coarse else _finer(unit_name, origin_unit))
    other = moved(published, count, unit_name) if published else None
    if other and unit_name == "day" and other != found:
        return Reading(
            TimeKind.DATE, value, rule, Certainty.AMBIGUOUS, published, unit_value(other, unit_name)
        )
    return Reading(TimeKind.DATE, value, rule, Certainty.LIKELY, published)


def unit(mention: Mention, context: Context) -> Reading | None:
    """Resolve a period relative to another: "last week", "earlier this month", "the quarter", "that year"."""
    published = context.published
    word = mention.word("unit", "weekend", "quarter", "fortnight", "period")
    if word is None or (mention.has("fiscal") and word != "year"):
        return None
    whole = not mention.has("beginning", "early", "late")
    if mention.names[0] == "the" and mention.has("last", "past") and whole:
        return Reading(TimeKind.DURATION, unit_length(word), "a length of time, not a date")
    if published is None:
        return unresolved()
    if mention.has("of") and mention.has(*_DAY_NAMES, "daynum"):
        return _unit_of_day(mention, context, word)
    if word == "day" and not mention.has("next", "following", "previous", "that"):
        return None
    after = mention.tokens.letters[mention.last : mention.last + 1]
    if word == "year" and after == LETTER_OF["ended"]:
        return Reading(TimeKind.DURATION, unit_length(word), "a length of time")
    return _period(mention, context, published, word)


def _period(mention: Mention, context: Context, published: date, word: str) -> Reading | None:
    names = mention.names
    if word == "period" or mention.has("latest", "that") or names in (["the", "quarter"], ["quarter"]):
        return _named_before(mention, context, word)
    if mention.has("following", "previous") or (word == "day" and mention.has("next")):
        return _beside_named(mention, context, word)
    if names[-1] == "beginning":
        end = f"{published.year}-12-31"
        return Reading(TimeKind.DATE, end, "the end of the year of", Certainty.LIKELY, published)
    return _next_to(mention, published, word)


def _next_to(mention: Mention, published: date, unit_name: str) -> Reading | None:
    """Resolve the period of the dateline, the previous or the next one."""
    step = -1 if mention.has("last", "past") else 1 if mention.has("next") else 0
    if unit_name == "weekend":
        return _weekend(mention, published, step)
    if unit_name == "week" and step == 0 and not mention.has("earlier") and published.weekday() >= _SATURDAY:
        return _week_at_weekend(mention, published)
    found = moved(published, step, unit_name)
    if found is None:
        return None
    how = {-1: "before that of", 0: "of", 1: "after that of"}[step]
    sure = Certainty.CERTAIN if mention.has("this", "last", "next", "current", "past") else Certainty.LIKELY
    rule = f"the {unit_name} {how} {long_day(published)}"
    return Reading(TimeKind.DATE, unit_value(found, unit_name), rule, sure, published)


def _week_at_weekend(mention: Mention, published: date) -> Reading:
    """Resolve "this week" in an article of a weekend: the week that ends, or the coming one in a future clause."""
    ending, coming = week_value(published), week_value(day_later(published, 7))
    after, of = f"the week after that of {long_day(published)}", f"the week of {long_day(published)}"
    tense = tense_of(mention)
    if tense is Tense.FUTURE:
        return Reading(TimeKind.DATE, coming, after, Certainty.LIKELY, published, ending)
    if tense is Tense.PAST:
        return Reading(TimeKind.DATE, ending, of, Certainty.LIKELY, published)
    return Reading(TimeKind.DATE, ending, of, Certainty.AMBIGUOUS, published, coming)


def _beside_day(mention: Mention, context: Context, unit_name: str) -> Reading | None:
    """Resolve "the day before yesterday", "the day after Tuesday"."""
    return _beside(_day(mention, context, None), -1 if mention.has("before") else 1, unit_name)


def _beside(day: Reading | None, step: int, unit_name: str) -> Reading | None:
    days = days_of(day.value) if day else None
    found = moved(days[0], step, unit_name) if days else None
    if found is None or day is None or days is None:
        return None
    rule = f"the {unit_name} {'before' if step < 0 else 'after'} {long_day(days[0])}, {day.rule}"
    return Reading(TimeKind.DATE, unit_value(found, unit_name), rule, day.certainty, day.reference)


def _origin(mention: Mention, context: Context, unit_name: str, *, ago: bool) -> str | None:
    """Return the value that a distance is counted from; None for the dateline.

    Reports compare a quarter with "a year ago" or "a year earlier", meaning the same quarter.
    """
    if unit_name == "year" and not mention.has("later", "after"):
        own = context.own_period("quarter", mention)
        if own:
            return own
    return None if ago else context.last_named(mention)


def _unit_of_day(mention: Mention, context: Context, unit_name: str) -> Reading | None:
    """Resolve "the week of March 6"."""
    day = absolute(mention, context)
    days = days_of(day.value) if day else None
    if day is None or days is None:
        return None
    return Reading(TimeKind.DATE, unit_value(days[0], unit_name), day.rule, day.certainty, day.reference)


def _day(mention: Mention, context: Context, part: str | None) -> Reading | None:
    """Return the day of a time, from the mention or the text before it."""
    if mention.has("part") and mention.has("before", "after") and mention.has(*_DAY_NAMES):
        return _part_beside_day(mention, context)
    if mention.has("month", "may", "short_month", "numeric_date", "iso"):
        return absolute(mention, context)
    if mention.weekday is not None:
        return weekday(mention, context)
    if mention.has("today"):
        return today(mention, context)
    if mention.has("unit"):
        return shift(mention, context)
    if part and mention.has("last", "this"):
        return _near_dateline(context.published, back=mention.has("last"))
    if mention.has("next", "following", "after"):
        return _from_told_day(mention, context, 1)
    if mention.has("previous", "before"):
        return _from_told_day(mention, context, -1)
    return _same_day(mention, context)


def _near_dateline(published: date | None, *, back: bool) -> Reading:
    """Resolve the day of "this morning" and "last night"."""
    if published is None:
        return unresolved(TimeKind.TIME)
    how = "the day before" if back else "the publication date,"
    return counted(day_later(published, -1 if back else 0), published, how)


def _same_day(mention: Mention, context: Context) -> Reading:
    """Return the day that the story has reached for a time without a day, or else the dateline."""
    published, told = context.published, context.told_day(mention)
    if told is not None:
        rule = f"the date mentioned before, {long_day(told.day)}"
        return Reading(TimeKind.TIME, told.day.isoformat(), rule, Certainty.LIKELY, published)
    if published is None:
        return unresolved(TimeKind.TIME)
    return counted(published, published, "the publication date,", certainty=Certainty.LIKELY)


def _part_beside_day(mention: Mention, context: Context) -> Reading | None:
    """Return the day of "the evening before Tuesday" and "the morning after Tuesday"."""
    beside = next(at for at, name in enumerate(mention.names) if name in ("before", "after"))
    named = replace(mention, first=mention.first + beside + 1)
    return _beside(_day(named, context, None), -1 if mention.has("before") else 1, "day")


def _at(day: Reading, clock: str) -> Reading:
    value = f"{day.value[:10]}T{clock}" if day.value else None
    alternative = f"{day.alternative}T{clock}" if day.alternative else None
    return Reading(TimeKind.TIME, value, day.rule, day.certainty, day.reference, alternative)


def _clock(mention: Mention) -> str | None:
    noon = _NOON.get(mention.word("noon") or "")
    if noon:
        return noon
    if mention.has("noon"):
        return "MO" if mention.word("noon") == "dawn" else "EV"
    written = _clock_token(mention)
    found = _CLOCK.fullmatch(written or "")
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    half = (mention.word("ampm") or "").replace(".", "")
    if half and not 1 <= hour <= _HOURS:
        return None
    if not half and hour < _HOURS and mention.word("part") in ("afternoon", "evening", "night"):
        half = "pm"
    if half:
        hour = hour % _HOURS + (_HOURS if half == "pm" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None  # noqa: PLR2004


def _clock_token(mention: Mention) -> str | None:
    """Return the token with the hour: one before "p.m.", or one like "7.30"."""
    names = mention.names
    for number, name in enumerate(names[:-1]):
        if name in ("clock", "daynum") and names[number + 1] in ("ampm", "oclock", "zone"):
            return mention.tokens.word(mention.first + number)
    return mention.word("clock")


def _unit(mention: Mention) -> str | None:
    word = mention.word(
        "unit", "units", "short_unit", "short_units", "fortnight", "weekend", "quarter", "quarters"
    )
    return _PLURAL.get(word, word) if word else None


def _finer(one: str, other: str) -> str:
    order = ["day", "week", "month", "quarter", "half", "season", "year", "decade", "century"]
    return min(one, other, key=order.index) if one in order and other in order else one


def _same_grain(day: date, granularity: str) -> str:
    if granularity == "quarter":
        return quarter_value(day)
    if granularity in ("half", "season"):
        return f"{day.year:04}"
    return unit_value(day, granularity)


def _named_before(mention: Mention, context: Context, unit_name: str) -> Reading | None:
    published = context.published
    if unit_name == "period" and (months := context.first_months(mention)):
        return _first_months(mention, context, months)
    named = context.own_period("quarter" if unit_name == "period" else unit_name)
    if unit_name == "period" and mention.has("that"):
        named = context.last_named(mention, "quarter", "half")
    elif mention.has("that") and unit_name == "day":
        told = context.told_day(mention)
        named = str(told.day) if told else None
    elif mention.has("that"):
        days = days_of(context.last_named(mention))
        named = unit_value(days[0], unit_name) if days else named
    if named:
        return _in_its_year(mention, context, named)
    if published is None:
        return unresolved()
    if unit_name == "weekend":
        return _weekend(mention, published, 0)
    back = moved(published, -1, unit_name) if unit_name == "quarter" else published
    if back is None or unit_name == "period":
        return None
    return Reading(
        TimeKind.DATE,
        unit_value(back, unit_name),
        f"by {long_day(published)}",
        Certainty.AMBIGUOUS,
        published,
    )


def _in_its_year(mention: Mention, context: Context, named: str) -> Reading:
    """Return the period mentioned before, in another year if one follows: "the same quarter last year"."""
    rule = f"the one mentioned before, {in_words(named)}"
    followed = _YEAR_AFTER.match(mention.tokens.text, mention.span.end)
    if followed and mention.has("that") and named[:4].isdigit():
        context.compared.add(mention.span.start)
        year = _year_after(followed, context.published) or int(named[:4]) - 1
        return Reading(TimeKind.DATE, f"{year:04}{named[4:]}", f"{rule}, in {year}", Certainty.LIKELY)
    return Reading(TimeKind.DATE, named, rule, Certainty.LIKELY)


def _first_months(mention: Mention, context: Context, count: int) -> Reading | None:
    """Resolve "the same period of 2005" after "the first nine months"; None if no year follows."""
    followed = _YEAR_AFTER.match(mention.tokens.text, mention.span.end)
    year = _year_after(followed, context.published) if followed else None
    if year is None:
        return None
    rule = f"the first {count} months of the year, in {year}"
    return Reading(TimeKind.DATE, f"{year:04}-01/{year:04}-{count:02}", rule, Certainty.LIKELY)


def _year_after(followed: re.Match[str], published: date | None) -> int | None:
    """Return the year that follows a period, the one before the dateline's for "last year"."""
    if followed["year"]:
        return int(followed["year"])
    return published.year - 1 if published else None


def _beside_named(mention: Mention, context: Context, unit_name: str) -> Reading | None:
    step = 1 if mention.has("following", "next") else -1
    if unit_name == "day":
        return _from_told_day(mention, context, step)
    named = context.last_named(mention)
    days = days_of(named)
    origin = days[0] if days else context.published
    found = moved(origin, step, unit_name) if origin else None
    if found is None or origin is None:
        return None
    sides = "after" if step > 0 else "before"
    rule = f"the {unit_name} {sides} {in_words(named) if named else long_day(origin)}"
    return Reading(TimeKind.DATE, unit_value(found, unit_name), rule, Certainty.LIKELY, context.published)


def _weekend(mention: Mention, published: date, step: int) -> Reading:
    saturday = day_later(published, 5 - published.weekday())
    ahead = step > 0 or mention.has("this") or tense_of(mention) is Tense.FUTURE
    if (not ahead and published.weekday() < _SATURDAY) or step < 0:
        saturday = day_later(saturday, -7)
    return Reading(
        TimeKind.DATE,
        week_value(saturday) + "-WE",
        f"the weekend {'after' if ahead else 'before'} {long_day(published)}",
        Certainty.CERTAIN if mention.has("last", "this", "next") else Certainty.LIKELY,
        published,
    )
