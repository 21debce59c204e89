"""The records that travel from a file to an answer.

All offsets count characters (Unicode code points) and all spans are half-open. An offset's name says
whose text it counts: `passage_span` counts in the passage, `article_span` in the article.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from qa.errors import CitationError


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
        """Say whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Return whether both spans have a character in common."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it is stored; every offset of the library counts in `text`.

    `published` is the dateline, the day that "on Wednesday" is counted from, or None when the file
    does not give one. `path` is the absolute path of the file it was read from.
    """

    id: str
    title: str
    text: str
    published: date | None = None
    source: str | None = None
    url: str | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of retrieval: `article_span.of(article.text) == text`, always."""

    article_id: str
    ordinal: int
    article_span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Scores:
    """Why a passage was found: rank (from 1) and score on each side, None where a side missed it.

    `dense_score` is a cosine (−1 to 1), `sparse_score` is BM25 (higher is better), `fused` is the
    weighted sum of reciprocal ranks that orders the hits. A passage that is only found because its article was
    favoured has scores without ranks.
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


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """A candidate answer; `score` can be compared across passages and with a reading's null score."""

    hit: Hit
    passage_span: Span
    score: float

    @property
    def article_span(self) -> Span:
        """The same characters, counted in the article."""
        return self.passage_span.shifted(self.hit.passage.article_span.start)

    @property
    def text(self) -> str:
        """The words of the answer."""
        return self.passage_span.of(self.hit.passage.text)


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote that is checked against its article when it is made.

    `quote` is the sentence that says it, at `article_span`; `answer_span` is the answer inside it, both
    counted in the article's text.
    """

    number: int
    article: Article
    article_span: Span
    answer_span: Span
    quote: str
    passage: Passage
    scores: Scores

    def __post_init__(self) -> None:
        says_so = self.article_span.of(self.article.text) == self.quote
        if not (says_so and self.article_span.contains(self.answer_span)):
            raise CitationError(self.article.title, self.article_span.start, self.article_span.end)


class TimeKind(StrEnum):
    """TIMEX3's four kinds of time expressions."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class Certainty(StrEnum):
    """How sure the reading of a time expression is; of an ambiguous one two readings are live."""

    CERTAIN = "certain"
    LIKELY = "likely"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words of an article that speak of time, and what they come to.

    `value` is a TIMEX3 value ("2024-09-18TNI", "PT22H"), None where the words need a dateline and the article
    has none. `reference` is the day that was counted from, None where the words need none; `rule` says in
    words how. `alternative` is the other reading's value.
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
    """When an answer says it was: the value, in words too, and how it follows from the article's words.

    `expression` are the words at `article_span` of the cited article; the rest as in TimeExpression. `value` is
    None, and `text` says why, where the article gives no day to count from.
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
    """Whether the articles answered; NO_QUESTION where nothing was asked of them."""

    ANSWERED = "answered"
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
    """Narrows the articles before anything is ranked.

    `since` and `until` are inclusive days of publication; articles without a date fall outside both.
    `source` is a shell pattern matched, ignoring case, against the article's source, path and file name.
    `speaks_of` are the first and last day, inclusive, of which a passage must speak.
    `article_ids` are the only articles that may be read; empty means any.
    """

    since: date | None = None
    until: date | None = None
    source: str | None = None
    speaks_of: tuple[date, date] | None = None
    article_ids: tuple[str, ...] = ()

    @property
    def narrowing(self) -> bool:
        """Whether anything is filtered at all."""
        given = (self.since, self.until, self.source, self.speaks_of)
        return bool(self.article_ids) or any(value is not None for value in given)


@dataclass(frozen=True, slots=True)
class DateFilter:
    """The days that a question's own words narrow the search to: "last Monday", "in September 2024".

    `expression` are those words, `text` what they come to, `since` and `until` the days, inclusive; `rest` is
    the question without them.
    """

    expression: str
    text: str
    since: date
    until: date
    rest: str


class ReactionKind(StrEnum):
    """What words that are no question want."""

    THANKS = "thanks"
    GREETING = "greeting"
    FAREWELL = "farewell"
    ASSENT = "assent"
    HELP = "help"
    START_OVER = "start_over"
    SUMMARIZE = "summarize"
    SHOW_ARTICLE = "show_article"
    EXPORT = "export"


@dataclass(frozen=True, slots=True)
class Reaction:
    """What to do about words that are no question: `reply` is fit to be shown, the rest is for whoever acts.

    `article_ids` are the articles that are meant, the likeliest first; `about` is what the wanted article is about
    and `number` which citation is meant (from 1), both None where they were not said.
    """

    kind: ReactionKind
    reply: str
    article_ids: tuple[str, ...] = ()
    about: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another answer that the articles give, less likely than the first."""

    text: str
    confidence: float
    citations: tuple[Citation, ...]
    resolved_date: ResolvedDate | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question came to.

    `text` is None unless `status` is ANSWERED; `reason` is None unless it is NOT_FOUND. `nearest` holds
    the hits that were read, best first, so that a refusal can show where it looked. `timings` are seconds.
    `standalone_question` is what was searched and read for in place of `question`, when it leaned on a conversation.
    `choices` are two or more answers that contradict each other and are about as likely, the first of them this
    one; empty where there is nothing to choose. `parts` are the answers to a question that asked several things.
    `reaction` is given where nothing was asked (NO_QUESTION); the citations are then a summary's sentences, or none.
    `best_candidate` is the best span below the threshold (NO_ANSWER). It is for display only and is not saved.
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
    parts: "tuple[Answer, ...]" = ()
    reaction: Reaction | None = None
    best_candidate: str | None = None

    def chosen(self, number: int) -> "Answer":
        """Return the answer narrowed to one of its choices, counted from 0; the others become alternatives.

        A conversation that goes on from `Turn.of(answer.chosen(1))` favours that choice's articles.
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
    """What stands for an article: 3–5 of its own sentences, in its order."""

    article: Article
    sentences: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of a conversation and what came of it, as later questions look back on it.

    `standalone_question` is None where the question stood alone, or where nobody has worked it out yet; `answer`
    is None where there was none. `article_ids`, `titles` and `quotes` are the citations', best first; `parts` are
    the questions that its answer's parts answer.
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
        """Return the turn that an answer was."""
        cited = answer.citations
        return cls(
            question=answer.question,
            answer=answer.text,
            standalone_question=answer.standalone_question,
            article_ids=tuple(dict.fromkeys(citation.article.id for citation in cited)),
            titles=tuple(dict.fromkeys(citation.article.title for citation in cited)),
            quotes=tuple(citation.quote for citation in cited),
            parts=tuple(part.question for part in answer.parts),
        )
