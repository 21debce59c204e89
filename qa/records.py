"""The data classes of the pipeline.

All offsets count characters (Unicode code points) and all spans are half-open. An offset's name says whose text it
counts in: `passage_span` in the passage, `article_span` in the article.
"""

from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum

from qa.errors import CitationError

GIVEN = "given"  # the origin of what the user states about an article
_SENTENCE_ENDS = ".!?…:;\"”’')]\n"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The characters from `start` up to, not including, `end`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span must run forward from 0 or later, not {self.start} to {self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the characters of `text` that this span covers."""
        return text[self.start : self.end]

    def shifted(self, offset: int) -> "Span":
        """Return the same span counted from another origin, `offset` characters earlier."""
        return Span(self.start + offset, self.end + offset)

    def contains(self, other: "Span") -> bool:
        """Return whether `other` lies completely inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Return whether both spans have a character in common."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Section:
    """A page, chapter or slide of an article; it starts at `start` and ends where the next one starts."""

    label: str
    start: int


@dataclass(frozen=True, slots=True)
class OwnField:
    """What a document states for a field that the user set, and where; both are "" if it states nothing."""

    name: str
    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article as stored; all offsets count in `text`.

    `published` is the dateline, the day that "on Wednesday" is counted from, or None. `path` is the absolute path of
    its file; an article inside a file adds its place ("news.zip/talks.html", "mail.mbox#3"). `sections` are in
    order. `origins` are pairs of a field's name and where its value was found ("title", "front matter").
    `raw_title` is the title as the document gives it, "" if it gives none, and None if that is the title.
    `keywords` are the tags that its file states. `own_fields` are what the document states for the fields that the
    user set.
    """

    id: str
    title: str
    text: str
    published: date | None = None
    source: str | None = None
    url: str | None = None
    path: str | None = None
    author: str | None = None
    sections: tuple[Section, ...] = ()
    origins: tuple[tuple[str, str], ...] = ()
    raw_title: str | None = None
    keywords: tuple[str, ...] = ()
    own_fields: tuple[OwnField, ...] = ()

    @property
    def headline(self) -> str:
        """The title as the document gives it, "" if it gives none."""
        return self.title if self.raw_title is None else self.raw_title

    @property
    def given(self) -> tuple[str, ...]:
        """The names of the fields that the user set."""
        return tuple(name for name, origin in self.origins if origin == GIVEN)

    def place(self, offset: int) -> str | None:
        """Return the label of the section that holds a character: "page 3"; None outside all sections."""
        labels = (section.label for section in reversed(self.sections) if section.start <= offset)
        return next(labels, None)


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of retrieval: `article_span.of(article.text) == text`, always."""

    article_id: str
    ordinal: int
    article_span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Scores:
    """Why a passage was found: rank (from 1) and score in both searches, None where it was not found.

    `dense_score` is a cosine (−1 to 1), `sparse_score` is BM25 (higher is better), `fused` is the weighted sum of
    reciprocal ranks that orders the hits. A passage that was found only because its article is preferred has scores
    without ranks.
    """

    dense_rank: int | None = None
    dense_score: float | None = None
    sparse_rank: int | None = None
    sparse_score: float | None = None
    fused: float = 0.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage; `rank` counts from 1."""

    passage: Passage
    score: float
    rank: int
    why: Scores


class Doubt(StrEnum):
    """Evidence that a candidate answers another question than the one that was asked."""

    LACKS_NAME = "lacks_name"
    LACKS_NUMBER = "lacks_number"
    OTHER_PART = "other_part"
    NO_ROLE = "no_role"
    OTHER_OFFICE = "other_office"

    @property
    def words(self) -> str:
        """The evidence in words, for the inspector."""
        return _DOUBTS[self]


_DOUBTS = {
    Doubt.LACKS_NAME: "its article doesn't have a name of the question",
    Doubt.LACKS_NUMBER: "it has no number",
    Doubt.OTHER_PART: "it has another part in the event",
    Doubt.NO_ROLE: "the role isn't named nearby",
    Doubt.OTHER_OFFICE: "it has this office in another country",
}


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """A candidate answer; `score` is comparable across passages and with a reading's null score.

    `doubt` is the evidence for which the score was lowered, if any.
    """

    hit: Hit
    passage_span: Span
    score: float
    doubt: Doubt | None = None

    @property
    def article_span(self) -> Span:
        """The same characters, counted in the article."""
        return self.passage_span.shifted(self.hit.passage.article_span.start)

    @property
    def text(self) -> str:
        """The text of the answer."""
        return self.passage_span.of(self.hit.passage.text)


@dataclass(frozen=True, slots=True)
class OtherVersion:
    """The sentence of a citation in another version of its story, such as the same report in another newspaper.

    `quote` is at `article_span` of that version. `differs` is set if another number, day or name stands in it.
    """

    article_id: str
    title: str
    published: date | None
    source: str | None
    path: str | None
    article_span: Span
    quote: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote that is checked against its article on creation.

    `quote` is the sentence at `article_span`; `answer_span` is the answer inside it. Both count in the article's
    text, as do `highlights`, the words of the query that a match contains. `versions` are the other versions of the
    article's story that have the sentence.
    """

    number: int
    article: Article
    article_span: Span
    answer_span: Span
    quote: str
    passage: Passage
    scores: Scores
    highlights: tuple[Span, ...] = ()
    versions: tuple[OtherVersion, ...] = ()

    @property
    def place(self) -> str | None:
        """The page, chapter or other section that the quote starts in; None if the article has none."""
        return self.article.place(self.article_span.start)

    def __post_init__(self) -> None:
        says_so = self.article_span.of(self.article.text) == self.quote
        if not (says_so and self.article_span.contains(self.answer_span)):
            raise CitationError(self.article.title, self.article_span.start, self.article_span.end)

    @property
    def is_cut(self) -> tuple[bool, bool]:
        """Whether the quote begins, and whether it ends, within a sentence."""
        span, text = self.article_span, self.article.text
        before, after = text[: span.start].rstrip(" "), text[span.end :].lstrip(" ")
        begins_within = bool(before) and before[-1] not in _SENTENCE_ENDS
        ends_within = bool(after) and after[0] != "\n" and self.quote[-1:] not in _SENTENCE_ENDS
        return begins_within, ends_within


class TimeKind(StrEnum):
    """TIMEX3's four kinds of time expressions."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class Certainty(StrEnum):
    """How certain the value of a temporal expression is; an ambiguous one has two readings."""

    CERTAIN = "certain"
    LIKELY = "likely"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A temporal expression in an article and its value.

    `value` is a TIMEX3 value ("2024-09-18TNI", "PT22H"), None if it needs a dateline and the article has none.
    `reference` is the day it was counted from, None if not relative; `rule` explains how. `alternative` is the value
    of the other reading.
    """

    article_span: Span
    kind: TimeKind
    value: str | None
    reference: date | None
    rule: str
    certainty: Certainty
    alternative: str | None = None


@dataclass(frozen=True, slots=True)
class ResolvedDate:
    """The date of an answer: its value, the same in words, and how it follows from the article.

    `expression` are the words at `article_span` of the cited article; the rest is as in TimeExpression. `value` is
    None, and `text` says why, if the article has no date to count from.
    """

    value: str | None
    text: str
    expression: str
    article_span: Span
    reference: date | None
    rule: str
    certainty: Certainty
    alternative: str | None = None


class Status(StrEnum):
    """Whether the articles answered; LISTED for the passages of a keyword query, NO_QUESTION for small talk."""

    ANSWERED = "answered"
    LISTED = "listed"
    NOT_FOUND = "not_found"
    NO_QUESTION = "no_question"


class Reason(StrEnum):
    """Why there is no answer."""

    EMPTY_LIBRARY = "empty_library"
    NOTHING_RETRIEVED = "nothing_retrieved"
    NO_ANSWER = "no_answer"
    FILTERED_OUT = "filtered_out"


@dataclass(frozen=True, slots=True)
class Filters:
    """Restricts the articles before ranking.

    `since` and `until` are inclusive publication dates; undated articles match neither. `source` is a
    case-insensitive shell pattern for the article's source, path and file name. `speaks_of` are the first and last
    date (inclusive) that a passage must mention. `article_ids` are the only articles that may be read; empty means
    any. An article must have all `tags` and be in the `collection`; capitals and accents don't count.
    """

    since: date | None = None
    until: date | None = None
    source: str | None = None
    speaks_of: tuple[date, date] | None = None
    article_ids: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    collection: str | None = None

    @property
    def narrowing(self) -> bool:
        """Whether any filter is set."""
        given = (self.since, self.until, self.source, self.speaks_of, self.collection)
        return bool(self.article_ids or self.tags) or any(value is not None for value in given)

    def over(self, others: "Filters") -> "Filters":
        """Return these filters, and `others` where these set none; tags are added up."""
        own = {each.name: value for each in fields(self) if (value := getattr(self, each.name))}
        return replace(others, **own | {"tags": tuple(dict.fromkeys((*self.tags, *others.tags)))})


@dataclass(frozen=True, slots=True)
class DateFilter:
    """The dates in a question that restrict the search: "last Monday", "in September 2024".

    `expression` are those words, `text` the dates in words, `since` and `until` the inclusive dates; `rest` is the
    question without them.
    """

    expression: str
    text: str
    since: date
    until: date
    rest: str


class ReactionKind(StrEnum):
    """What small talk or a command asks for; the first four are small talk."""

    THANKS = "thanks"
    GREETING = "greeting"
    FAREWELL = "farewell"
    ASSENT = "assent"
    HELP = "help"
    COUNT = "count"
    NEWEST_ARTICLE = "newest_article"
    SHOW_ARTICLE = "show_article"
    SUMMARIZE = "summarize"
    MORE = "more"
    NEWEST_FIRST = "newest_first"
    AS_TYPED = "as_typed"
    ALL_DATES = "all_dates"
    START_OVER = "start_over"
    STOP = "stop"
    EXPORT = "export"
    COMPOSE = "compose"
    COPY = "copy"
    EDIT = "edit"
    ADDRESS = "address"
    SEARCH = "search"
    LIBRARY = "library"
    CONVERSATIONS = "conversations"
    NOTEBOOK = "notebook"
    PIN = "pin"
    INSPECTOR = "inspector"
    TIMELINE = "timeline"
    SETTINGS = "settings"
    BATCH = "batch"
    FILTERS = "filters"
    FAILURES = "failures"
    THEME = "theme"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class Reaction:
    """The reaction to small talk or a command; `reply` is shown, the rest is for the caller to act on.

    `article_ids` are the requested articles, the likeliest first; `about` is the requested topic and `number` the
    requested citation (from 1), both None if not given.
    """

    kind: ReactionKind
    reply: str
    article_ids: tuple[str, ...] = ()
    about: str | None = None
    number: int | None = None


class Factuality(StrEnum):
    """What a sentence says about an event that it doesn't state as a fact.

    ANNOUNCED: it lies ahead. POSSIBLE: it may happen or have happened. DOUBTED: it is alleged. DENIED: it didn't
    happen.
    """

    ANNOUNCED = "announced"
    POSSIBLE = "possible"
    DOUBTED = "doubted"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another answer from the articles, less likely than the first, or a member of a list.

    `factuality` says that the sentence doesn't state the event as a fact, None if it does.
    """

    text: str
    confidence: float
    citations: tuple[Citation, ...]
    resolved_date: ResolvedDate | None = None
    factuality: Factuality | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question.

    `text` is None unless `status` is ANSWERED; `reason` is None unless it is NOT_FOUND. `nearest` are the hits that
    were read, best first. `timings` are seconds. `corrected_question` is the question with its spelling corrected,
    None if nothing was. `standalone_question` is what a follow-up was understood as.
    `choices` are two or more conflicting answers that are about as likely, starting with this one; empty if there is
    no conflict. `entries` are shown together, in order: the members of a list, or the passages of a summary; empty
    for a single answer. `verdict` is what the cited sentence says to a yes/no question, None if it says neither.
    `is_inferred` marks a date that the sentence gives to something else than what was asked. `factuality` says that
    the sentence doesn't state the asked event as a fact, None if it does. `speaker` is who said
    it, in a form for the middle of a sentence, None unless the answer is a statement. `parts` are the answers
    to the parts of the question. `reaction` is set for small talk (NO_QUESTION); the citations are then the
    sentences of a summary, the first one of an article that was asked for, or none. `matches` are snippets of the
    best passages for a keyword query, or of the nearest ones for a refusal: one per article, best first, with
    numbers that follow those of the citations. `best_candidate` is the best span below the threshold (NO_ANSWER).
    It is for display only. `newest_day` is the day of the library's newest article (NOT_FOUND), if all dates asked
    for are after it, but not in the future; `dated_question` is then the question with its dates counted from that
    day, if it names relative ones.
    """

    question: str
    status: Status
    reason: Reason | None
    text: str | None
    confidence: float
    citations: tuple[Citation, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    nearest: tuple[Hit, ...] = ()
    resolved_date: ResolvedDate | None = None
    date_filter: DateFilter | None = None
    timings: dict[str, float] = field(default_factory=dict)
    standalone_question: str | None = None
    choices: tuple[Alternative, ...] = ()
    entries: tuple[Alternative, ...] = ()
    verdict: bool | None = None
    is_inferred: bool = False
    factuality: Factuality | None = None
    parts: "tuple[Answer, ...]" = ()
    reaction: Reaction | None = None
    best_candidate: str | None = None
    matches: tuple[Citation, ...] = ()
    corrected_question: str | None = None
    speaker: str | None = None
    newest_day: date | None = None
    dated_question: str | None = None

    @property
    def newest_matches(self) -> tuple[Citation, ...]:
        """The matches with the newest article first and undated ones last; each keeps its number."""
        return tuple(
            sorted(self.matches, key=lambda match: match.article.published or date.min, reverse=True)
        )

    @property
    def is_one_article(self) -> bool:
        """Whether the choices are different values of one article."""
        return len({citation.article.id for each in self.choices for citation in each.citations}) == 1

    @property
    def is_one_story(self) -> bool:
        """Whether the choices are what versions of one story say."""
        versions = {version.article_id for cited in self.citations for version in cited.versions}
        others = {cited.article.id for each in self.choices[1:] for cited in each.citations}
        return bool(others) and others <= versions

    def chosen(self, number: int) -> "Answer":
        """Return the answer with one of its choices picked, counted from 0; the others become alternatives.

        A conversation that continues from `Turn.of(answer.chosen(1))` prefers that choice's articles.
        """
        choice = self.choices[number]
        others = (other for place, other in enumerate(self.choices) if place != number)
        return replace(
            self,
            text=choice.text,
            confidence=choice.confidence,
            citations=choice.citations,
            resolved_date=choice.resolved_date,
            alternatives=tuple(others),
            choices=(),
        )


@dataclass(frozen=True, slots=True)
class Summary:
    """A summary of an article: 3–5 of its own sentences, in order."""

    article: Article
    sentences: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question with its answer, as context for follow-ups.

    `standalone_question` is None if the question stands alone or was not analysed; `answer` is None for a refusal.
    `article_ids`, `titles` and `quotes` are those of the citations, best first; `parts` are the questions of the
    answer's parts.
    """

    question: str
    answer: str | None = None
    standalone_question: str | None = None
    article_ids: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @classmethod
    def of(cls, answer: Answer) -> "Turn":
        """Return the turn for an answer; a keyword query is followed up in the article listed first."""
        cited = answer.citations or (answer.matches[:1] if answer.status is Status.LISTED else ())
        return cls(
            question=answer.corrected_question or answer.question,
            answer=answer.text,
            standalone_question=answer.standalone_question,
            article_ids=tuple(dict.fromkeys(citation.article.id for citation in cited)),
            titles=tuple(dict.fromkeys(citation.article.title for citation in cited)),
            quotes=tuple(citation.quote for citation in cited),
            parts=tuple(part.question for part in answer.parts),
        )
