"""Weekdays: the last or the next one, by the tense of the clause; in a range, the second comes after the first."""

import re
from dataclasses import replace
from datetime import date
from typing import TypeGuard

from qa.dates.calendar import WEEKDAYS, days_of, long_day, weekday_after, weekday_before
from qa.dates.context import Context, Reading, counted, day_later, tense_of, unresolved
from qa.dates.expressions import Mention
from qa.dates.tokens import LETTER_OF, Tokens
from qa.dates.verbs import Tense
from qa.records import Certainty, TimeKind

_A_WEEK = 7
_RELATIVE = ("last", "past", "previous", "this", "next", "following")


def weekday(mention: Mention, context: Context) -> Reading | None:
    """Resolve a weekday: the last one, or the next in a future clause."""
    published, number = context.published, mention.weekday
    if number is None:
        return None
    if mention.names[0] == "a":
        return Reading(TimeKind.SET, f"XXXX-WXX-{number + 1}", "every week")
    if published is None:
        return unresolved()
    if mention.has("unit"):
        return _of_week(mention, published, number)
    if mention.has("last", "past", "previous"):
        return counted(weekday_before(published, number), published, f"the last {WEEKDAYS[number]} before")
    if mention.has("next", "following"):
        return _next(published, number)
    reading = _by_tense(mention, published, number)
    if mention.has("this"):
        return reading
    if (
        mention.first
        and mention.tokens.named(mention.first - 1) == "a"
        and reading.certainty is Certainty.CERTAIN
    ):
        return replace(reading, certainty=Certainty.LIKELY)  # "a Sunday walk" may come back
    return _opening(mention, published, reading) or _closing(mention, context, published, reading) or reading


def _next(published: date, number: int) -> Reading:
    after = weekday_after(published, number)
    return counted(
        after,
        published,
        f"the next {WEEKDAYS[number]} after",
        certainty=Certainty.AMBIGUOUS,
        alternative=day_later(after, _A_WEEK).isoformat(),
    )


def _of_week(mention: Mention, published: date, number: int) -> Reading:
    step = -_A_WEEK if mention.has("last") else _A_WEEK if mention.has("next") else 0
    monday = day_later(published, -published.weekday() + step)
    return counted(day_later(monday, number), published, "counted by weeks from")


def _by_tense(mention: Mention, published: date, number: int) -> Reading:
    name = WEEKDAYS[number]
    before, after = weekday_before(published, number), weekday_after(published, number)
    tense = tense_of(mention)
    looked_ahead = tense in (Tense.FUTURE, Tense.PRESENT)
    if published.weekday() == number:
        other = str(after) if looked_ahead and not mention.has("this", "late", "later") else None
        return counted(
            published,
            published,
            f"the publication date, a {name},",
            certainty=Certainty.LIKELY,
            alternative=other,
        )
    if mention.has("this"):
        return counted(after, published, f"the {name} after")
    sure = {Tense.PAST: Certainty.CERTAIN, Tense.EITHER: Certainty.AMBIGUOUS}.get(tense, Certainty.LIKELY)
    is_alone = mention.first == 0 and mention.last == len(mention.tokens.letters)  # typed for a past day
    if looked_ahead or (not is_alone and _is_nearer(after, before, published, tense)):
        return counted(after, published, f"the {name} after", certainty=sure, alternative=str(before))
    coming = str(after) if tense is Tense.EITHER else None
    return counted(before, published, f"the {name} before", certainty=sure, alternative=coming)


def _is_nearer(after: date, before: date, published: date, tense: Tense) -> bool:
    """Return whether the coming weekday is meant because it is nearer, and the verbs don't say.

    Without a verb, it must be twice as near: most weekdays in news are past.
    """
    share = {Tense.EITHER: 1, Tense.UNKNOWN: 2}.get(tense)
    return share is not None and share * (after - published) < published - before


# Two weekdays that form a range: "from Monday to Friday", "Monday-Friday", "between Monday and Friday".

_DAY_LETTERS = LETTER_OF["weekday"] + LETTER_OF["short_weekday"]
_STRETCH = re.compile(
    rf"[{_DAY_LETTERS}]{LETTER_OF['part']}?(?:(?:{LETTER_OF['to']}){{1,2}}|{LETTER_OF['dash']}|(?P<and>{LETTER_OF['and']}))"
    rf"[{LETTER_OF['on']}{LETTER_OF['early']}{LETTER_OF['late']}]?(?P<second>[{_DAY_LETTERS}])"
)
_LONGEST = 6  # maximum tokens from the first weekday to the second
_NEAR = 40  # maximum characters from the start of a mention to its weekday


def _opening(mention: Mention, published: date, reading: Reading) -> Reading | None:
    """Resolve the first of two weekdays in the past, if resolving each alone would reverse the range."""
    tokens, own = mention.tokens, _place(mention)
    stretch = _STRETCH.match(tokens.letters, own)
    if not _bounds(stretch, tokens, own) or tense_of(mention) is not Tense.PAST:
        return None
    end = _last(published, _number(tokens, stretch.start("second")))
    start = weekday_before(end, _number(tokens, own))
    if start.isoformat() == reading.value:
        return None
    name, last = WEEKDAYS[start.weekday()], WEEKDAYS[end.weekday()]
    rule = f"the {name} before {long_day(end)}, the last {last} by {long_day(published)}"
    return replace(
        reading,
        value=start.isoformat(),
        rule=rule,
        certainty=Certainty.LIKELY,
        alternative=reading.value,
    )


def _closing(mention: Mention, context: Context, published: date, reading: Reading) -> Reading | None:
    """Resolve the second of two weekdays as the one after the first."""
    tokens, own = mention.tokens, _place(mention)
    own_number = _number(tokens, own)
    for first in range(max(0, own - _LONGEST), own):
        stretch = _STRETCH.match(tokens.letters, first)
        if stretch and stretch.start("second") == own and _bounds(stretch, tokens, first):
            break
    else:
        return None
    opened, place = context.latest, context.named[-1][0] if context.named else -_NEAR
    days = days_of(opened.value) if opened else None
    if opened is None or days is None or not 0 <= tokens.starts[first] - place <= _NEAR:
        return None
    after = weekday_after(days[0], own_number)
    others = days_of(opened.alternative)
    other = weekday_after(others[0], own_number).isoformat() if others else None
    if after.isoformat() == reading.value:
        sure = opened.certainty if other else reading.certainty
        sure = Certainty.LIKELY if sure is Certainty.AMBIGUOUS and not other else sure
        return replace(reading, certainty=sure, alternative=other)
    rule = f"the {WEEKDAYS[own_number]} after {long_day(days[0])}, counted from {long_day(published)}"
    sure = opened.certainty if other else Certainty.LIKELY
    return replace(reading, value=after.isoformat(), rule=rule, certainty=sure, alternative=other)


def _bounds(stretch: re.Match[str] | None, tokens: Tokens, first: int) -> TypeGuard[re.Match[str]]:
    """Return whether two weekdays form a range; "Monday and Friday" do after "between"."""
    if stretch is None:
        return False
    if stretch["and"]:
        before = first - 2 if first and tokens.named(first - 1) in _RELATIVE else first - 1
        return before >= 0 and tokens.word(before).lower() == "between"
    return "—" not in tokens.words(first, stretch.end())


def _place(mention: Mention) -> int:
    """Return the token of the mention's weekday."""
    names = enumerate(mention.names, start=mention.first)
    return next((at for at, name in names if name in ("weekday", "short_weekday")), mention.first)


def _number(tokens: Tokens, place: int) -> int:
    return [name[:3] for name in WEEKDAYS].index(tokens.word(place)[:3].capitalize())


def _last(published: date, number: int) -> date:
    return published if published.weekday() == number else weekday_before(published, number)
