"""Dates given by the distance from another event: "She resigned on Monday, two days after he was arrested"."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from qa.answering.event_mentions import AskedEvent, is_verb_form, mentions_in, n_breaks, past_event_of
from qa.answering.factuality import factuality_of
from qa.attribution.saying_days import verb_of_saying
from qa.dates import dates_an_event, days_of, in_words, unit_of
from qa.dates.calendar import moved, unit_value
from qa.dates.numerals import CARDINALS, number_of
from qa.english.question_words import DAYS, PAST_FORMS, plain, tokens
from qa.english.stemming import stems_of
from qa.indexing.passages import sentence_spans
from qa.questions.mentions import content_words
from qa.reading import ArticleSource
from qa.records import Article, Certainty, Factuality, Span, TimeExpression, TimeKind

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
# Before a match, these show that it isn't the whole distance: "1.5 years", "two to three weeks", "half a dozen days".
_CUT_WORDS = "half|and|or|to|every|each|not|nor|than|within|minus|several|few|many|couple|n['’]t"
_CUT_NUMBER = re.compile(
    rf"(?:[\d½¼¾][.,]?[-–—]?\s?|[\d½¼¾]\s[-–—]\s|(?<!-)-|(?:\b|n['’]t)(?:{_CUT_WORDS}|{'|'.join(CARDINALS)})[\s-](?:an?\s)?)\Z",
    re.IGNORECASE,
)
_LONGEST_CUT = 20  # characters before a match in which to look for them
# Stems of verbs before a noun that mentions the event, and of those with which it ends.
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
_LONGEST_SENTENCE = 2_000  # characters; longer ones, and those with more distances, are lists or hostile
_MOST_DISTANCES = 5


@dataclass(frozen=True, slots=True)
class _Distance:
    """A distance in a sentence: `count` units (negative for earlier) from the other event to the asked one."""

    span: Span
    count: int
    unit: str
    is_vague: bool


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with its mentions of the asked event and its dates, as parts of it."""

    text: str
    start: int
    mentions: Sequence[Span]
    verbs: frozenset[Span]
    dated: Sequence[tuple[TimeExpression, Span]]


@dataclass(frozen=True, slots=True)
class _Clause:
    """The clause after a distance, as parts of its sentence."""

    whole: _Sentence
    distance: Span
    own: Span

    @property
    def sentence(self) -> str:
        """The text of the sentence."""
        return self.whole.text

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
        dated = (
            _dated(self.question, event, article, sentence, each)
            for sentence, distances in _sentences_with_distances(article.text, event, times)
            for each in distances
        )
        return [each for each in dated if each is not None]

    def all_times(self, article_id: str) -> Sequence[TimeExpression]:
        """Return the temporal expressions of an article, with these distances as dates."""
        times, dated = self.times(article_id), self.dates(article_id)
        starts = [each.article_span.start for each in dated]
        kept = []
        for each in times:
            last = bisect_right(starts, each.article_span.end - 1)
            if not any(
                each.article_span.overlaps(new.article_span) for new in dated[max(0, last - 1) : last]
            ):
                kept.append(each)
        return sorted([*kept, *dated], key=lambda each: each.article_span) if dated else times


def _sentences_with_distances(
    text: str, event: AskedEvent, times: Sequence[TimeExpression]
) -> Iterator[tuple[_Sentence, Sequence[_Distance]]]:
    """Yield each sentence that has distances and mentions the event; the text is split only once."""
    distances = list(_distances_in(text))
    spans = sentence_spans(text) if distances else []
    starts = [span.start for span in spans]
    in_sentence = defaultdict(list)
    for distance in distances:
        in_sentence[bisect_right(starts, distance.span.start) - 1].append(distance)
    dated = defaultdict(list)
    for each in times if distances else ():
        if dates_an_event(each) and days_of(each.value or ""):
            dated[bisect_right(starts, each.article_span.start) - 1].append(each)
    for number, found in in_sentence.items():
        if number < 0 or len(spans[number]) > _LONGEST_SENTENCE or len(found) > _MOST_DISTANCES:
            continue
        sentence = _sentence(text, spans[number], event, dated[number])
        if sentence.mentions:
            yield sentence, found


def _sentence(text: str, span: Span, event: AskedEvent, dated: Sequence[TimeExpression]) -> _Sentence:
    own = span.of(text)
    mentions = mentions_in(own, event)
    verbs = frozenset(each for each in mentions if is_verb_form(own, each))
    inside = [(each, each.article_span.shifted(-span.start)) for each in dated]
    return _Sentence(own, span.start, mentions, verbs, inside)


def _distances_in(text: str) -> Iterator[_Distance]:
    for found in _DISTANCE.finditer(text):
        if _CUT_NUMBER.search(text[max(0, found.start() - _LONGEST_CUT) : found.start()]):
            continue
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
    question: str, event: AskedEvent, article: Article, sentence: _Sentence, distance: _Distance
) -> TimeExpression | None:
    """Return a distance with the date of the asked event, None if it is about another one."""
    clause = _clause_after(sentence, distance.span.shifted(-sentence.start))
    if not _is_about(question, event, clause):
        return None
    if any(clause.own.contains(span) and _names_day(each, article) for each, span in sentence.dated):
        return None
    other = _date_of_other(clause, sentence.dated)
    origin = other.value if other else article.published and article.published.isoformat()
    found = _counted(distance, origin, article.published) if origin else None
    is_future = found and article.published and _first_day(found) > article.published
    return None if event.is_verb and is_future else found  # what has happened isn't later than its report


def _first_day(each: TimeExpression) -> date:
    days = days_of(each.value or "")
    return days[0] if days else date.min


def _names_day(each: TimeExpression, article: Article) -> bool:
    """Return whether an expression names a day by its weekday or date, and not by a holiday: "a Christmas speech"."""
    words = each.article_span.of(article.text).casefold()
    is_plain = any(char.isdigit() for char in words) or any(day in words for day in DAYS.split("|"))
    return is_plain and unit_of(each.value or "") == "day"


def _clause_after(sentence: _Sentence, place: Span) -> _Clause:
    """Return the clause after a distance; if it opens its sentence, it ends at a comma."""
    text = sentence.text
    is_opening = _OPENERS.issuperset(text[: place.start].casefold().split())
    comma = text.find(", ", place.end) if is_opening else -1
    return _Clause(sentence, place, Span(place.end, comma if comma >= 0 else len(text)))


def _is_about(question: str, event: AskedEvent, clause: _Clause) -> bool:
    """Return whether the clause after a distance, and not the rest of its sentence, mentions the asked event."""
    mentions = clause.whole.mentions
    if not any(_is_head(clause, each, event, question) for each in mentions):
        return False
    asked = stems_of(set(content_words(question)))
    shared = len(asked & _stems(clause.own.of(clause.sentence)))
    others = [each for each in mentions if not clause.own.contains(each)]
    has_pronoun = _PRONOUN.match(clause.sentence, clause.own.start) is not None
    if others and not (has_pronoun and clause.whole.verbs.isdisjoint(others)):
        return shared > len(asked & _stems(clause.rest))
    return shared > 1 or len(asked) == 1 or has_pronoun


def _is_head(clause: _Clause, mention: Span, event: AskedEvent, question: str) -> bool:
    """Return whether a mention is what the clause after a distance is about: "after kicking off a tour"."""
    if not clause.own.contains(mention) or n_breaks(clause.sentence, clause.distance, mention):
        return False
    if factuality_of(clause.sentence, mention) is Factuality.DENIED:
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
