"""Dated events in order: each is a cited sentence with the temporal expression that dates it."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

from qa.attribution.saying_days import verb_of_saying
from qa.attribution.words import TELLING
from qa.dates import dates_an_event, days_of, explanation, unit_of
from qa.dates.tense import tense_around
from qa.dates.verbs import Tense
from qa.indexing.passages import sentence_spans
from qa.records import Article, Certainty, OtherVersion, Span, TimeExpression, TimeKind
from qa.retrieval.counterparts import facts_differ
from qa.timeline.recurrence import recurring_times_in
from qa.utils.near_duplicates import NearCopyIndex, shingles

_PART_HOURS = {"MO": "06:00", "DT": "09:00", "MI": "12:00", "AF": "12:01", "EV": "18:00", "NI": "20:00"}
_DAYS_A_YEAR = 365
_TOLD_UNITS = ("day", "week", "month", "season", "quarter", "half", "year")


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """A sentence about the dates `first` to `last`, inclusive.

    `article_span` is the sentence in the article's text, `expression` dates it. `versions` are its near-copies in
    other articles, one of each.
    """

    first: date
    last: date
    article: Article
    article_span: Span
    expression: TimeExpression
    versions: tuple[OtherVersion, ...] = ()

    @property
    def n_reports(self) -> int:
        """How many articles report the event in nearly the same words."""
        return 1 + len(self.versions)

    @property
    def is_whole_years(self) -> bool:
        """Whether the event is about a year or more: "in 2021", "the 1990s"."""
        return (self.last - self.first).days >= _DAYS_A_YEAR - 1

    @property
    def quote(self) -> str:
        """The sentence."""
        return self.article_span.of(self.article.text)

    @property
    def words(self) -> str:
        """The temporal expression."""
        return self.expression.article_span.of(self.article.text)

    @property
    def is_announced(self) -> bool:
        """Whether the sentence only announces it: it was still to come when the article was published.

        On the day itself, the tense of the clause decides.
        """
        published, span = self.article.published, self.expression.article_span
        if published is not None and not self.first <= published <= self.last:
            return published < self.first
        return tense_around(self.article.text, span.start, span.end) is Tense.FUTURE

    @property
    def is_inferred(self) -> bool:
        """Whether the date is that of a statement, and what was stated may have happened on another day."""
        time = self.expression.article_span.shifted(-self.article_span.start)
        return verb_of_saying(self.quote, time, TELLING) is not None

    @property
    def cautions(self) -> tuple[str, ...]:
        """What to mind about the date, in words: "announced", "inferred", "likely", "ambiguous"."""
        certainty = self.expression.certainty
        marks = (
            ("announced", self.is_announced),
            ("inferred", self.is_inferred),
            (str(certainty), certainty is not Certainty.CERTAIN),
        )
        return tuple(word for word, holds in marks if holds)

    @property
    def explanation(self) -> str:
        """How the date was worked out, in one line."""
        return explanation(self.words, self.expression)


def _nothing() -> None:
    """Do nothing."""


def events_of(
    article: Article,
    expressions: Sequence[TimeExpression],
    within: Sequence[Span] | None = None,
    between: Callable[[], None] = _nothing,
) -> list[DatedEvent]:
    """Return an article's events in order; with `within`, only those of sentences in these spans.

    Recurring events ("every crossing after 6 pm") are left out. `between` is called before each expression and may
    raise to stop.
    """
    recurring = {each.article_span for each in recurring_times_in(article.text, expressions)}
    dated = [each for each in expressions if _dates_an_event(each) and each.article_span not in recurring]
    if within is not None:
        dated = _inside(dated, within)
    if not dated:
        return []
    sentences = iter(sentence_spans(article.text))
    sentence = next(sentences, None)
    found: dict[tuple[Span, date, date], DatedEvent] = {}
    for each in dated:
        between()
        while sentence is not None and sentence.end < each.article_span.end:
            sentence = next(sentences, None)
        days = days_of(each.value)
        if sentence is None or days is None or not sentence.contains(each.article_span):
            continue
        known = found.get((sentence, *days))
        if known is None or (known.expression.kind is TimeKind.DATE and each.kind is TimeKind.TIME):
            found[(sentence, *days)] = DatedEvent(*days, article, sentence, each)
    return list(found.values())


def _inside(expressions: Iterable[TimeExpression], within: Sequence[Span]) -> list[TimeExpression]:
    """Return the expressions that one of the spans contains."""
    ordered = sorted(within)
    starts = [span.start for span in ordered]
    furthest = list(accumulate((span.end for span in ordered), max))  # of the spans up to each
    return [
        each
        for each in expressions
        if (n_before := bisect_right(starts, each.article_span.start))
        and each.article_span.end <= furthest[n_before - 1]
    ]


def in_order(
    events: Iterable[DatedEvent],
    between: Callable[[], None] = _nothing,
    grouped: Callable[[list[DatedEvent]], list[DatedEvent]] = list,
) -> list[DatedEvent]:
    """Return events by date, those about whole years after the others.

    Of near-copies with the same dates, the earliest report is kept. Reports with other numbers or names, as in an
    update of a story, are events of their own. `between` is called before each event is compared and may raise to
    stop. `grouped` may make one of several events of the same days.
    """
    by_days: dict[tuple[date, date], list[DatedEvent]] = {}
    for event in events:
        by_days.setdefault((event.first, event.last), []).append(event)
    ordered: list[DatedEvent] = []
    for days in sorted(by_days):
        ordered += sorted(grouped(_folded(by_days[days], between)), key=_hour)
    return sorted(ordered, key=lambda event: event.is_whole_years)


def _hour(event: DatedEvent) -> str:
    """Return the sort key within a day: events without an hour come first."""
    part = (event.expression.value or "").partition("T")[2]
    return _PART_HOURS.get(part, part)


def _folded(events: list[DatedEvent], between: Callable[[], None]) -> list[DatedEvent]:
    events.sort(key=lambda event: (event.article.published or date.max, event.article.id, event.article_span))
    kept: list[DatedEvent] = []
    versions: list[dict[str, OtherVersion]] = []  # by the id of their article
    index = NearCopyIndex()
    for event in events:
        between()
        quote = event.quote
        twins = index.find_all(quote) if shingles(quote) else ()  # too few words to recognise a copy
        twin = next((number for number in twins if not facts_differ(kept[number].quote, quote)), None)
        if twin is None:
            index.add(quote)
            kept.append(event)
            versions.append({})
        elif event.article.id != kept[twin].article.id:
            versions[twin].setdefault(event.article.id, version_of(event))
    return [
        replace(event, versions=tuple(others.values())) for event, others in zip(kept, versions, strict=True)
    ]


def version_of(event: DatedEvent) -> OtherVersion:
    """Return the sentence of an event as another version of a sentence."""
    article = event.article
    named = (article.title, article.published, article.source, article.path)
    return OtherVersion(article.id, *named, event.article_span, event.quote, differs=False)


def _dates_an_event(each: TimeExpression) -> bool:
    if not dates_an_event(each) or not each.value:
        return False
    return "/" in each.value or unit_of(each.value) in _TOLD_UNITS


def spans_by_article(spans: Iterable[tuple[str, Span]]) -> Mapping[str, list[Span]]:
    """Gather spans by the id of the article that they count in."""
    found: dict[str, list[Span]] = {}
    for article_id, span in spans:
        found.setdefault(article_id, []).append(span)
    return found
