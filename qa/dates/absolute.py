"""Mentions with an absolute date: days, months, quarters, seasons, years."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from qa.dates.calendar import (
    MONTHS,
    ORDINALS,
    SEASONS,
    day_of,
    days_of,
    long_day,
    moved,
    quarter_value,
    unit_value,
)
from qa.dates.context import Context, Reading, tense_of, unresolved
from qa.dates.expressions import Mention
from qa.dates.game_periods import is_of_a_game
from qa.dates.holidays import feast_days
from qa.dates.tokens import LETTER_OF, NAME_OF
from qa.dates.verbs import Tense, cues
from qa.dates.vocabulary import NO_NOUNS
from qa.dates.wording import in_words
from qa.dates.years import is_before_christ, is_quantity
from qa.records import Certainty, TimeKind

_PIVOT = 70  # two-digit years from here on belong to the last century
_LONGEST_YEAR = 4
_NEAR_DAYS = 125  # a day or month this close needs no tense to tell its year
_SOON_DAYS = {"day": 90, "season": 45}  # with a past tense, a future one must be closer: "has set Nov. 10"
_DAYS_AWAY = 14  # a day this close that names an event, "the November 21 vote", is not a year old
_LENGTHS = {"day": 0, "month": 30, "season": 91}  # days
_CLOSE_DAYS = 30  # a day this close behind is not next year's
# days after which a day, month or season that is past can't be meant in a future clause
_JUST_PAST = {"day": 90, "month": 62, "season": 91}
_REACH = 60  # characters before a month, to its verb
_NO_DETERMINERS = ("in", "on", "by", "to", "from", "of", "at", "dash", "stop", "paragraph", "comma")
_DETERMINER = re.compile(r"\s{1,4}(?:the|an?|its|his|her|their|this|that)\s{1,4}\Z", re.IGNORECASE)
_TIMED = re.compile(r"\b(?:during|after|since|following|by|at|despite)\Z", re.IGNORECASE)
_SINCE = ("since", "ended", "ending")
_NOUNS = ("possessive", "capital", "quarter", "period", "term", "weekend")  # classes after a month
_LONG_PAST = 200  # days after which a quarter in a future clause is next year's
_OWNERS = ("his", "her", "their", "my", "our", "your")
_TRADED_WITHIN = 20  # characters before a contract's month
_FUTURES_FOR = re.compile(r"\b(?:delivery|settlement|crude|futures|contracts?) (?:in|for|of) $")
_FUTURES = re.compile(
    r" (?:[A-Z]\w* ){0,2}(?:\d+ )?(?:index )?(?:delivery|settlement|futures|contracts?|crude)\b"
)
_MONTH_LETTERS = "".join(LETTER_OF[name] for name in ("month", "may", "short_month"))
_DAY_LETTERS = LETTER_OF["daynum"] + LETTER_OF["ordinal"]
_RANGE_END = re.compile(
    f"(?:(?P<to>[{LETTER_OF['to']}{re.escape(LETTER_OF['dash'])}])|{LETTER_OF['and']})"
    f"[{_DAY_LETTERS}]?(?P<month>[{_MONTH_LETTERS}])[{_DAY_LETTERS}]?{LETTER_OF['comma']}?"
    f"(?:(?P<year>{LETTER_OF['year']})"
    f"|{LETTER_OF['of']}?(?P<shift>[{LETTER_OF['last']}{LETTER_OF['this']}{LETTER_OF['next']}]){LETTER_OF['unit']})?"
)
_DIGITS = re.compile(r"\d+")
_SHIFTS = {"last": -1, "past": -1, "previous": -1, "next": 1, "following": 1, "this": 0, "current": 0}


def absolute(mention: Mention, context: Context) -> Reading | None:
    """Resolve a date with or without a year: "18 September 2024", "Sept. 18", "11.09.2024"."""
    iso = mention.word("iso")
    if iso:
        if days_of(iso[:10]) is None:
            return None
        return replace(_named(iso.upper()[:16]), kind=TimeKind.TIME) if "t" in iso else _named(iso)
    numeric = mention.word("numeric_date")
    if numeric:
        return _numeric(numeric, context)
    month, day = mention.month, mention.day_number
    if month is None or day is None:
        return None
    if mention.year:
        named = day_of(mention.year, month, day)
        return _named(named.isoformat()) if named else None
    if mention.names[-1] == "unit" and mention.word("unit") == "year" and context.published:
        shift = _shift(mention.names)
        beside = day_of(context.published.year + shift, month, day)
        return _counted(beside.isoformat(), context.published, _year_beside(shift)) if beside else None
    if mention.names[0] in _SHIFTS and context.published:
        return _day_beside(mention.names[0], context.published, month, day)
    return _yearless(mention, context, f"{month:02}-{day:02}", lambda year: day_of(year, month, day))


def _day_beside(word: str, published: date, month: int, day: int) -> Reading | None:
    """Resolve "last December 17" or "next March 3"."""
    around = (day_of(published.year + shift, month, day) for shift in (-1, 0, 1))
    days = [each for each in around if each is not None]
    if _SHIFTS[word] < 0:
        found = max((each for each in days if each < published), default=None)
        return _counted(found.isoformat(), published, "the last before") if found else None
    found = min((each for each in days if each > published), default=None)
    return _counted(found.isoformat(), published, "the next after") if found else None


def span_of_days(mention: Mention, context: Context) -> Reading | None:
    """Resolve a range of days or months: "September 9-11", "12 to 15 June 2024"."""
    numbers, month = [int(number) for number in mention.words("daynum")], mention.month
    if month is None:
        return None
    year = mention.year
    months = mention.words("month", "may", "short_month")
    if not numbers and len(months) > 1 and year:
        last = [name.lower()[:3] for name in MONTHS].index(months[1][:3]) + 1
        return _named(f"{year:04}-{month:02}/{year:04}-{last:02}") if last > month else None
    if len(numbers) != 2 or numbers[0] >= numbers[1]:  # noqa: PLR2004 - a first and a last
        return None
    last_of = _yearless(
        mention, context, f"{month:02}-{numbers[1]:02}", lambda year: day_of(year, month, numbers[1])
    )
    if year is None and last_of and last_of.value:
        year = int(last_of.value[:4]) if last_of.value[:4].isdigit() else None
    if year is None:
        return last_of
    first, last_day = day_of(year, month, numbers[0]), day_of(year, month, numbers[1])
    if first is None or last_day is None:
        return None
    return Reading(
        TimeKind.DATE,
        f"{first}/{last_day}",
        last_of.rule if last_of and not mention.year else "named",
        last_of.certainty if last_of and not mention.year else Certainty.CERTAIN,
        last_of.reference if last_of and not mention.year else None,
    )


def month(mention: Mention, context: Context) -> Reading | None:
    """Resolve a month: "September 2024", "last September", "early July", "June last year"."""
    number = mention.month
    if number is None:
        return None
    if mention.has("each"):
        return Reading(TimeKind.SET, f"XXXX-{number:02}", "every year")
    if mention.year:
        return _named(f"{mention.year:04}-{number:02}")
    published = context.published
    if published is None:
        return unresolved()
    names = mention.names
    if names[-1] == "unit":
        return _counted(
            f"{published.year + _shift(names):04}-{number:02}", published, _year_beside(_shift(names))
        )
    this_year = published.replace(month=number, day=1)
    if mention.has("last", "past", "previous"):
        return _before(this_year, published, "year", f"the last {MONTHS[number - 1]} before")
    if mention.has("next"):
        ahead = this_year if number > published.month else moved(this_year, 1, "year")
        return (
            _counted(f"{ahead:%Y-%m}", published, f"the next {MONTHS[number - 1]} after") if ahead else None
        )
    if mention.has("this", "current"):
        return _counted(f"{this_year:%Y-%m}", published, "the year of")
    return _yearless(mention, context, f"{number:02}", lambda year: date(year, number, 1), "month")


def quarter(mention: Mention, context: Context) -> Reading | None:
    """Resolve a quarter or half: "the third quarter", "first half of 2024", "the year-earlier quarter"."""
    if not mention.year and is_of_a_game(mention.tokens.text, mention.span):
        return None
    published = context.published
    mark = mention.word("quarter_mark")
    ordinal = int(mark[1]) if mark else mention.ordinal
    if mention.number() and mention.year and mention.has("quarters"):
        return _first_quarters(mention.year, mention.number() or 0)
    if mention.has("half"):
        return _half(mention, context, ordinal or 1)
    if ordinal is not None and not 1 <= ordinal <= len(ORDINALS):
        return None
    back = mention.has("ago", "earlier") and mention.has("unit")
    if mention.year and ordinal:
        return _named(f"{mention.year:04}-Q{ordinal}")
    if mention.has("each"):
        return Reading(TimeKind.SET, f"XXXX-Q{ordinal or 'X'}", "every year")
    if published is None:
        return unresolved()
    if ordinal is None:
        return _year_before(context, published)
    if mention.has("unit") and not back:
        year = published.year + _shift(mention.names)
        return _counted(f"{year:04}-Q{ordinal}", published, "the year counted from")
    return _quarter_by(ordinal, published, ahead=tense_of(mention) is Tense.FUTURE, back=back)


def _first_quarters(year: int, count: float) -> Reading | None:
    """Resolve "the first two quarters of 2005" as a half, and three as a range."""
    if not 1 <= count <= len(ORDINALS):
        return None
    values = {1: f"{year:04}-Q1", 2: f"{year:04}-H1", 4: f"{year:04}"}
    return _named(values.get(int(count), f"{year:04}-Q1/{year:04}-Q{int(count)}"))


def _year_before(context: Context, published: date) -> Reading | None:
    """Resolve "the year-earlier quarter": a year before the one that the text is about."""
    named = context.own_period("quarter")
    days = days_of(named)
    start = days[0] if days else moved(published, -1, "quarter")
    before = moved(start, -1, "year") if start else None
    if before is None:
        return None
    rule = f"a year before {in_words(named)}" if named else "a year before the last full quarter at"
    return Reading(TimeKind.DATE, quarter_value(before), rule, Certainty.LIKELY, None if named else published)


def _quarter_by(ordinal: int, published: date, *, ahead: bool, back: bool) -> Reading:
    """Choose the year of a quarter: the last that has started, or the next in a future clause."""
    start = date(published.year, 3 * ordinal - 2, 1)
    if start > published and not ahead:
        start = start.replace(year=published.year - 1)
    elif ahead and (published - start).days > _LONG_PAST:
        start = start.replace(year=published.year + 1)
    if back:
        start = start.replace(year=start.year - 1)
    return _counted(
        quarter_value(start), published, f"the {ORDINALS[ordinal - 1]} quarter by", Certainty.LIKELY
    )


def season(mention: Mention, context: Context) -> Reading | None:
    """Resolve a season: "this summer", "the spring of 1989"."""
    word = mention.word("season", "spring")
    code = {"summer": "SU", "winter": "WI", "autumn": "FA", "fall": "FA", "spring": "SP"}[word or ""]
    if mention.has("each"):
        return Reading(TimeKind.SET, f"XXXX-{code}", "every year")
    if year := mention.year or _year_before_season(mention):
        return _named(f"{year:04}-{code}")
    published = context.published
    if published is None:
        return unresolved()
    start = date(published.year, SEASONS[code][0], 1)
    if mention.has("last", "past", "previous"):
        end = days_of(f"{published.year:04}-{code}")
        year = published.year if end and end[1] < published else published.year - 1
        return _counted(f"{year:04}-{code}", published, f"the last {word} before")
    if mention.has("next"):
        year = published.year if start > published else published.year + 1
        return _counted(f"{year:04}-{code}", published, f"the next {word} after")
    if mention.has("this", "current"):
        return _counted(f"{published.year:04}-{code}", published, "the year of")
    return _yearless(mention, context, code, lambda year: date(year, SEASONS[code][0], 1), "season")


def _year_before_season(mention: Mention) -> int | None:
    """Return the year right before a season: that of "the 2008 summer games"."""
    tokens, before = mention.tokens, mention.first - 1
    return int(tokens.word(before)) if before >= 0 and tokens.named(before) == "year" else None


def feast(mention: Mention, context: Context) -> Reading | None:
    """Resolve a holiday: "Thanksgiving", "last Christmas"."""
    number = next(at for at, name in enumerate(mention.names) if name == "feast")
    name = mention.tokens.word(mention.first + number)
    if mention.year:
        days = feast_days(name, mention.year)
        return _named(days[0].isoformat(), _others(days)) if days else None
    published = context.published
    if published is None:
        return unresolved()
    years = {"last": -1, "past": -1, "next": 1}.get(mention.names[0])
    if years is not None:
        near = [(published.year + shift, feast_days(name, published.year + shift)) for shift in (-1, 0, 1)]
        beside = [each for _, found in near for each in found[:1] if (each - published).days * years > 0]
        if not beside:
            return None
        day = min(beside, key=lambda each: abs((each - published).days))
        return _counted(day.isoformat(), published, f"{'the last' if years < 0 else 'the next'} {name} from")
    reading = _yearless(mention, context, name, lambda each: next(iter(feast_days(name, each)), None))
    if reading is None or reading.value is None:
        return None
    other = _others(feast_days(name, int(reading.value[:4])))
    return replace(reading, alternative=other, certainty=Certainty.AMBIGUOUS) if other else reading


def _others(days: Sequence[date]) -> str | None:
    return days[1].isoformat() if len(days) > 1 else None


def year(mention: Mention, context: Context) -> Reading | None:
    """Resolve a year or a range of two: "1989", "fiscal 1989", "1989-90"."""
    if is_quantity(mention, context):
        return None
    years = mention.words("year")
    if len(years) == 1 and mention.names[-1] == "number":
        second = int(years[0]) + 1
        follows = mention.words("number")[-1] == f"{second % 100:02}"
        return _named(f"{years[0]}/{second}") if follows else _named(years[0])
    if len(years) > 1 and years[0] < years[1]:
        return _named(f"{years[0]}/{years[1]}")
    return _named(f"{mention.year:04}") if mention.year else None


def decade(mention: Mention, _: Context) -> Reading | None:
    """Resolve a decade or a century: "the 1970s", "the 20th century"."""
    word = mention.word("decade")
    if word:
        digits = "".join(_DIGITS.findall(word))
        if len(digits) < _LONGEST_YEAR:
            digits = ("19" if int(digits) >= 30 else "20") + digits  # noqa: PLR2004 - "the '30s" to "the '20s"
        return _named(digits[:3])
    if mention.word("unit") == "century" and mention.ordinal and not _is_no_century(mention):
        return _named(f"{mention.ordinal - 1:02}")
    return None


def _is_no_century(mention: Mention) -> bool:
    """Return whether a century is a batsman's ("hit his first century") or before Christ."""
    if is_before_christ(mention):
        return True
    tokens, first = mention.tokens, mention.first
    before = tokens.word(first - 1).lower() if first else ""
    return before in _OWNERS or (bool(first) and tokens.named(first - 1) == "possessive")


def _year_beside(shift: int) -> str:
    return {-1: "the year before that of", 0: "the year of", 1: "the year after that of"}[shift]


def _named(value: str, alternative: str | None = None) -> Reading:
    sure = Certainty.AMBIGUOUS if alternative else Certainty.CERTAIN
    return Reading(TimeKind.DATE, value, "named in full", sure, None, alternative)


def _counted(
    value: str,
    published: date,
    how: str,
    certainty: Certainty = Certainty.CERTAIN,
    alternative: str | None = None,
) -> Reading:
    return Reading(TimeKind.DATE, value, f"{how} {long_day(published)}", certainty, published, alternative)


def _before(this_year: date, published: date, unit: str, how: str) -> Reading | None:
    start = this_year if this_year.month < published.month else moved(this_year, -1, unit)
    return _counted(f"{start:%Y-%m}", published, how) if start else None


def _shift(names: list[str]) -> int:
    return next((_SHIFTS[name] for name in reversed(names) if name in _SHIFTS), 0)


def _numeric(written: str, context: Context) -> Reading | None:
    one, two, three = (int(number) for number in _DIGITS.findall(written))
    full = three if three >= 100 else three + (1900 if three >= _PIVOT else 2000)  # noqa: PLR2004
    by_day, by_month = day_of(full, two, one), day_of(full, one, two)
    if by_day and by_month and by_day != by_month:
        published = context.published
        if published in (by_day, by_month):
            return Reading(
                TimeKind.DATE,
                str(published),
                "the order that gives the dateline's date",
                Certainty.LIKELY,
                published,
            )
        first, other = (by_day, by_month) if "." in written else (by_month, by_day)
        if "." in written:
            return Reading(
                TimeKind.DATE, first.isoformat(), "day before month, because of the dots", Certainty.LIKELY
            )
        if published and abs((first - published).days) > abs((other - published).days):
            first, other = other, first
        return Reading(
            TimeKind.DATE,
            first.isoformat(),
            "day and month could be swapped",
            Certainty.AMBIGUOUS,
            None,
            other.isoformat(),
        )
    day = by_day or by_month
    return _named(day.isoformat()) if day else None


def _yearless(
    mention: Mention,
    context: Context,
    rest: str,
    made: Callable[[int], date | None],
    unit: str = "day",
) -> Reading | None:
    """Choose the missing year: by the weekday if there is one, else the nearest, else by tense."""
    published = context.published
    year = _year_of_range(mention, context)
    if year is not None:
        named = made(year)
        return replace(_named(_written(named, rest, unit)), rule="the year that follows") if named else None
    if published is None:
        return Reading(
            TimeKind.DATE,
            f"XXXX-{rest}",
            "no year is given, and the article has no date",
            Certainty.AMBIGUOUS,
        )
    days = [day for year in (-1, 0, 1) if (day := made(published.year + year))]
    if mention.weekday is not None and unit == "day":
        days = [day for day in days if day.weekday() == mention.weekday] or days
    if not days:
        return None
    return _near_or_by_tense(mention, context, published, days, rest, unit)


def _near_or_by_tense(
    mention: Mention, context: Context, published: date, days: list[date], rest: str, unit: str
) -> Reading:
    """Choose the year of a day or month of which `days` are the readings."""
    days.sort(key=lambda day: abs((day - published).days))
    nearest = days[0]
    if _unit(nearest, unit) == _unit(published, unit):
        return _counted(_written(nearest, rest, unit), published, "the year of")
    past = next((day for day in days if day <= published), None)
    future = next((day for day in days if day >= published), None)
    if past is None or future is None:
        how = "the last before" if nearest < published else "the next after"
        is_near = abs((nearest - published).days) <= _NEAR_DAYS or mention.weekday is not None
        sure = Certainty.CERTAIN if is_near or tense_of(mention) is Tense.PAST else Certainty.LIKELY
        return _counted(_written(nearest, rest, unit), published, how, sure)
    if _is_of_futures(mention):
        return _counted(_written(future, rest, unit), published, "the next after", Certainty.LIKELY)
    if _word_before(mention) in _SINCE:
        return _counted(_written(past, rest, unit), published, "the last before")
    tense = tense_of(mention)
    if is_before_a_noun(mention):
        return _of_a_noun(tense, context, (past, future), rest, unit)
    known = context.years.get(rest) if unit == "day" and tense in (Tense.PAST, Tense.UNKNOWN) else None
    if known is not None and known < past.year:
        return _counted(
            f"{known:04}-{rest}", published, "the year named before, counted from", Certainty.LIKELY
        )
    if tense is Tense.PAST:
        context.years[rest] = past.year
    if unit == "day" and tense is Tense.PAST and _is_day_of_an_event(mention, published, future):
        return _counted(future.isoformat(), published, "the next after", Certainty.LIKELY)
    return _by_tense(tense, published, (past, future), rest, unit)


def _is_day_of_an_event(mention: Mention, published: date, future: date) -> bool:
    """Return whether a near day belongs to a noun: "the November 21 vote" just before it isn't a year old."""
    tokens, first, last = mention.tokens, mention.first, mention.last
    if (future - published).days > _DAYS_AWAY or not first or tokens.named(first - 1) not in ("the", "a"):
        return False
    is_followed = last < len(tokens.letters) and tokens.named(last) in ("word", "capital")
    return is_followed and tokens.word(last).lower() not in NO_NOUNS


def _of_a_noun(tense: Tense, context: Context, around: tuple[date, date], rest: str, unit: str) -> Reading:
    """Choose the month of "the June elections": in the year that the text gave it before, or else the nearest."""
    (past, future), published = around, context.published or around[0]
    known = context.years.get(rest)
    if unit == "month" and known in (past.year, future.year):
        return _counted(
            f"{known:04}-{rest}", published, "the year named before, counted from", Certainty.LIKELY
        )
    n_behind = (published - past).days - _LENGTHS[unit]  # from its end
    nearest, other = (past, future) if n_behind <= (future - published).days else (future, past)
    is_open = tense is (Tense.PAST if nearest is future else Tense.FUTURE)
    sure = Certainty.AMBIGUOUS if is_open else Certainty.LIKELY
    value, alternative = _written(nearest, rest, unit), _written(other, rest, unit)
    return _counted(value, published, "the nearest to", sure, alternative)


def _by_tense(tense: Tense, published: date, around: tuple[date, date], rest: str, unit: str) -> Reading:
    """Choose the last or the next such day or month by the tense, or else the nearest if it is near."""
    past, future = around
    nearest = past if published - past <= future - published else future
    is_open = tense in (Tense.EITHER, Tense.PRESENT)
    is_near = is_open or abs((nearest - published).days) <= _NEAR_DAYS
    last, following = _written(past, rest, unit), _written(future, rest, unit)
    if tense is Tense.PAST:
        soon = _SOON_DAYS.get(unit, 0)
        if nearest is future and (future - published).days <= soon:
            return _counted(following, published, "the next after", Certainty.AMBIGUOUS, last)
        return _counted(last, published, "the last before")
    if tense is Tense.FUTURE and (published - past).days > _JUST_PAST[unit]:
        other = last if is_near and nearest is past else None
        sure = Certainty.CERTAIN if is_near and nearest is future else Certainty.LIKELY
        return _counted(following, published, "the next after", sure, other)
    if tense is Tense.FUTURE and (unit != "day" or (published - past).days > _CLOSE_DAYS):
        return _counted(last, published, "the last before", Certainty.AMBIGUOUS, following)
    sure = Certainty.CERTAIN if is_near and not is_open else Certainty.LIKELY
    if is_near and nearest is future:
        return _counted(following, published, "the next after", sure)
    return _counted(last, published, "the last before", sure)


def is_before_a_noun(mention: Mention) -> bool:
    """Return whether a month or season belongs to a noun: "the June elections", not "in June elections were held"."""
    tokens, last = mention.tokens, mention.last
    if mention.family not in ("month", "season") or mention.has("late", "early"):
        return False
    before = tokens.named(mention.first - 1) if mention.first else "paragraph"
    if before in _NO_DETERMINERS or last >= len(tokens.letters):
        return False
    if tense_of(mention) is Tense.PAST and _is_governed(mention):
        return False
    after = tokens.named(last)
    return after in _NOUNS or (after == "word" and tokens.word(last).lower() not in NO_NOUNS)


def _is_governed(mention: Mention) -> bool:
    """Return whether a past verb or "after" is right before: "won the April vote", "after the April vote"."""
    start = mention.span.start
    left = _DETERMINER.sub("", mention.tokens.text[max(0, start - _REACH) : start]).rstrip()
    if _TIMED.search(left):
        return True
    return any(cue.end == len(left) and cue.of_days_behind is Tense.PAST for cue in cues(left))


def _word_before(mention: Mention) -> str:
    return mention.tokens.word(mention.first - 1).lower() if mention.first else ""


def _is_of_futures(mention: Mention) -> bool:
    """Return whether a month is that of a contract: "crude for delivery in January", "the December futures"."""
    text, span = mention.tokens.text, mention.span
    before = text[max(0, span.start - _TRADED_WITHIN) : span.start]
    return bool(_FUTURES_FOR.search(before) or _FUTURES.match(text, span.end))


def _year_of_range(mention: Mention, context: Context) -> int | None:
    """Return the year of a month by the later month of its range: "from April to August 2005", "January-June"."""
    found = _RANGE_END.match(mention.tokens.letters, mention.last)
    if found is None or mention.month is None:
        return None
    first, last = found.start("month"), found.end("year") if found["year"] else found.start("month") + 1
    later = replace(mention, family="month", first=first, last=last)
    if found["shift"] and context.published:
        year: int | None = context.published.year + _SHIFTS[NAME_OF[found["shift"]]]
    elif found["year"]:
        year = later.year
    elif found["to"] and context.published:
        reading = month(later, context)
        year = int(reading.value[:4]) if reading and reading.value else None
    else:
        return None
    return year - 1 if year and later.month and mention.month > later.month else year


def _unit(day: date, unit: str) -> str:
    return unit_value(day, unit) if unit != "season" else f"{day.year}{day.month}"


def _written(day: date, rest: str, unit: str) -> str:
    if unit == "day":
        return day.isoformat()
    return f"{day.year:04}-{rest}"


def _half(mention: Mention, context: Context, ordinal: int) -> Reading | None:
    if ordinal > 2:  # noqa: PLR2004 - a year has two halves
        return None
    if mention.year:
        return _named(f"{mention.year:04}-H{ordinal}")
    if context.published is None:
        return unresolved()
    if mention.has("unit"):
        year = context.published.year + _shift(mention.names)
        return _counted(f"{year:04}-H{ordinal}", context.published, "the year counted from")
    if mention.names[-1] == "half" and not mention.has("fiscal"):
        return None
    return _counted(
        f"{context.published.year:04}-H{ordinal}", context.published, "the year of", Certainty.LIKELY
    )
