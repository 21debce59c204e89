"""Dates given by the distance from another event: "She resigned on Monday, two days after he was arrested"."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from qa.answering.event_mentions import AskedEvent, is_verb_form, mentions_in, n_breaks, past_event_of
from qa.attribution.saying_days import verb_of_saying
from qa.dates import dates_an_event, days_of, in_words, unit_of
from qa.dates.calendar import moved, unit_value
from qa.dates.numerals import number_of
from qa.english.question_words import DAYS, PAST_FORMS, plain, tokens
from qa.english.stemming import stems_of
from qa.indexing.passages import sentence_around
from qa.questions.mentions import content_words
from qa.reading import ArticleSource
from qa.records import Article, Certainty, Span, TimeExpression, TimeKind

TimeSource = Callable[[str], Sequence[TimeExpression]]

_ARTICLES = ("a", "an", "one", "the")
_UNITS = "minute|hour|day|week|month|year"
_GRAINS = ("day", "week", "month", "year")
_COARSER = {
    "day": "week",
    "week": "month",
    "month": "year",
    "year": "year",
}  # "nearly four weeks": some month
_DISTANCE = re.compile(
    rf"\b(?P<vague>(?:nearly|almost|about|around|some|roughly|over|barely|more than|less than|at least)\s)?"
    rf"(?:(?P<number>\d{{1,3}}|[a-z]{{1,9}}(?:-[a-z]{{3,5}})?)\s)?"
    rf"(?P<unit>{_UNITS})s?\s(?P<side>after|before)(?=\s[\w“\"'‘])",
    re.IGNORECASE,
)
# Stems of verbs before a noun that tells of the event, and of those with which it ends.
_BEGINNING = frozenset(
    "kick start began begin launch open embark set held hold had have took take made suffer".split()
)
_ENDING = frozenset("end finish complet conclud wrap close".split())
_PRONOUN = re.compile(r"\s(?:he|she|it|they|his|her|its|their|being|having|[a-z-]{2,20}ing)\b")
_OPENERS = frozenset(
    "just only but and barely scarcely less more than about nearly almost some around even".split()
)
_ADJACENT = 3  # characters between a date and the distance that is counted from it: "Monday, two days"
_HOURS_A_DAY = 24
_SAME_DAY = 12  # hours, up to which two events were probably on one day


@dataclass(frozen=True, slots=True)
class _Distance:
    """A distance in a sentence: `count` units (negative for earlier) from the other event to the asked one."""

    span: Span
    count: int
    unit: str
    is_vague: bool


@dataclass(frozen=True, slots=True)
class _Clause:
    """The clause after a distance, as parts of its sentence."""

    sentence: str
    distance: Span
    own: Span

    @property
    def rest(self) -> str:
        """The words of the sentence before the distance and after the clause."""
        return f"{self.sentence[: self.distance.start]} {self.sentence[self.own.end :]}"


@dataclass(frozen=True, slots=True)
class EventDistances:
    """Finds the distances that date one asked event; `times` returns the temporal expressions of an article."""

    question: str
    article: ArticleSource
    times: TimeSource

    def dates(self, article_id: str) -> list[TimeExpression]:
        """Return the distances of an article that date the event, with its date as their value."""
        event = past_event_of(self.question)
        if event is None:
            return []
        article, times = self.article(article_id), self.times(article_id)
        dated = (_dated(self.question, event, article, times, each) for each in _distances_in(article.text))
        return [each for each in dated if each is not None]

    def all_times(self, article_id: str) -> Sequence[TimeExpression]:
        """Return the temporal expressions of an article, with these distances as dates."""
        times, dated = self.times(article_id), self.dates(article_id)
        kept = [
            each for each in times if not any(each.article_span.overlaps(new.article_span) for new in dated)
        ]
        return sorted([*kept, *dated], key=lambda each: each.article_span) if dated else times


def _distances_in(text: str) -> Iterator[_Distance]:
    for found in _DISTANCE.finditer(text):
        number, unit = (found["number"] or "").lower(), found["unit"].lower()
        count = 1.0 if number in _ARTICLES else number_of(number.split("-") if number else ())
        sign = -1 if found["side"].lower() == "after" else 1
        if unit in ("hour", "minute"):
            count, unit = _whole_days(count or 1.0, unit), "day"
        if count is None or count != int(count):
            continue
        start = found.start("number") if found["number"] else found.start("unit")
        yield _Distance(Span(start, found.end()), sign * int(count), unit, found["vague"] is not None)


def _whole_days(count: float, unit: str) -> float | None:
    """Return how many days hours or minutes are, None if that isn't clear."""
    if unit == "minute" or count <= _SAME_DAY:
        return 0
    return count / _HOURS_A_DAY if not count % _HOURS_A_DAY else None


def _dated(
    question: str,
    event: AskedEvent,
    article: Article,
    times: Sequence[TimeExpression],
    distance: _Distance,
) -> TimeExpression | None:
    """Return a distance with the date of the asked event, None if it tells of another one."""
    whole = _sentence_around(article.text, distance.span)
    clause = _clause_after(whole.of(article.text), distance.span.shifted(-whole.start))
    if not _is_about(question, event, clause):
        return None
    inside = [each for each in times if whole.contains(each.article_span) and dates_an_event(each)]
    dated = [(each, each.article_span.shifted(-whole.start)) for each in inside if days_of(each.value or "")]
    if any(clause.own.contains(span) and _names_day(each, article) for each, span in dated):
        return None
    other = _date_of_other(clause, dated)
    origin = other.value if other else article.published and article.published.isoformat()
    return _counted(distance, origin, article.published) if origin else None


def _names_day(each: TimeExpression, article: Article) -> bool:
    """Return whether an expression names a day by its weekday or date, and not by a holiday: "a Christmas speech"."""
    words = each.article_span.of(article.text).casefold()
    is_plain = any(char.isdigit() for char in words) or any(day in words for day in DAYS.split("|"))
    return is_plain and unit_of(each.value or "") == "day"


def _sentence_around(text: str, span: Span) -> Span:
    start = text.rfind("\n\n", 0, span.start) + 1
    end = text.find("\n\n", span.end)
    paragraph = text[start : end if end >= 0 else len(text)]
    return sentence_around(paragraph, span.shifted(-start)).shifted(start)


def _clause_after(sentence: str, place: Span) -> _Clause:
    """Return the clause after a distance; if it opens its sentence, it ends at a comma."""
    is_opening = _OPENERS.issuperset(sentence[: place.start].casefold().split())
    comma = sentence.find(", ", place.end) if is_opening else -1
    return _Clause(sentence, place, Span(place.end, comma if comma >= 0 else len(sentence)))


def _is_about(question: str, event: AskedEvent, clause: _Clause) -> bool:
    """Return whether the clause after a distance, and not the rest of its sentence, tells of the asked event."""
    mentions = mentions_in(clause.sentence, event)
    if not any(_is_head(clause, each, event, question) for each in mentions):
        return False
    asked = stems_of(set(content_words(question)))
    shared = len(asked & _stems(clause.own.of(clause.sentence)))
    others = [each for each in mentions if not clause.own.contains(each)]
    has_pronoun = _PRONOUN.match(clause.sentence, clause.own.start) is not None
    if others and not (has_pronoun and not any(is_verb_form(clause.sentence, each) for each in others)):
        return shared > len(asked & _stems(clause.rest))
    return shared > 1 or len(asked) == 1 or has_pronoun


def _is_head(clause: _Clause, mention: Span, event: AskedEvent, question: str) -> bool:
    """Return whether a mention is what the clause after a distance tells of: "after kicking off a tour"."""
    if not clause.own.contains(mention) or n_breaks(clause.sentence, clause.distance, mention):
        return False
    before = [word.group() for word in tokens(clause.sentence[clause.own.start : mention.start])]
    opening = (
        before[:1] if before and before[0].endswith("ing") else []
    )  # "after kicking off", not "men wearing masks"
    verbs = [plain(word) for word in (*opening, *before) if word in opening or _looks_finite(word)]
    if event.is_verb or not verbs:
        return not verbs
    asked = _stems(question)
    ends = _ENDING & stems_of(set(verbs))
    return stems_of(set(verbs)) <= _BEGINNING | ends and (not ends or bool(asked & _ENDING))


def _looks_finite(word: str) -> bool:
    return not word[0].isupper() and (word in PAST_FORMS or word.endswith("ed"))


def _stems(text: str) -> set[str]:
    return stems_of(set(content_words(text)))


def _date_of_other(clause: _Clause, dated: Sequence[tuple[TimeExpression, Span]]) -> TimeExpression | None:
    """Return the date in a sentence that a distance is counted from, not one on which something was said."""
    outside = [
        (abs(span.start - clause.distance.start), each)
        for each, span in dated
        if not (clause.own.contains(span) or span.overlaps(clause.distance))
        and (
            0 <= clause.distance.start - span.end <= _ADJACENT
            or verb_of_saying(clause.sentence, span) is None
        )
    ]
    return min(outside, key=lambda each: each[0])[1] if outside else None


def _counted(distance: _Distance, origin: str, published: date | None) -> TimeExpression | None:
    """Return the date that is `distance` away from the value `origin`, None if that is too coarse to count from."""
    days, grain = days_of(origin), unit_of(origin)
    if days is None or grain not in _GRAINS or _GRAINS.index(distance.unit) < _GRAINS.index(grain):
        return None
    found = moved(days[0], distance.count, distance.unit)
    if found is None:
        return None
    many = f"{abs(distance.count)} {distance.unit}{'s' * (abs(distance.count) != 1)}"
    side = "after" if distance.count > 0 else "before"
    rule = f"{many} {side} {in_words(origin)}" if distance.count else f"on the same day as {in_words(origin)}"
    unit = _COARSER[distance.unit] if distance.is_vague and distance.count else distance.unit
    value = unit_value(found, unit)
    return TimeExpression(distance.span, TimeKind.DATE, value, published, rule, Certainty.LIKELY)
