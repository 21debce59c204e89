"""Answer ↔ JSON: one shape for `--json` output, answer files, recorded runs and saved conversations.

Articles are long and often cited more than once, so a citation names its article by id. Decoding is strict: a value
of another type, an unknown label or an impossible span raises ValueError, and each quote is checked against its
article again. Importing this module imports pydantic.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    SerializationInfo,
    SerializerFunctionWrapHandler,
    ValidationError,
    model_serializer,
    model_validator,
)

from qa.records import (
    Alternative,
    Answer,
    Article,
    Certainty,
    Citation,
    DateFilter,
    Factuality,
    Hit,
    OtherVersion,
    Passage,
    Reaction,
    ReactionKind,
    Reason,
    ResolvedDate,
    Scores,
    Span,
    Status,
)

Json = dict[str, Any]
FindArticle = Callable[[str], Article]

# Saved answers are restored exactly. Output is rounded and omits what readers don't need to check an answer.
_EXACT = {"exact": True}
_SAVED_ONLY = frozenset({"passage_ordinal", "rest", "nearest", "best_candidate"})


def _checked_day(written: str) -> str:
    date.fromisoformat(written)
    return written


def _rounded(n_digits: int) -> PlainSerializer:
    def write(value: float | None, info: SerializationInfo[Any]) -> float | None:
        return value if value is None or info.context == _EXACT else round(value, n_digits)

    return PlainSerializer(write)


Day = Annotated[str, AfterValidator(_checked_day)]
Place = Annotated[int, Field(ge=0)]
Count = Annotated[int, Field(ge=1)]
Share = Annotated[float, Field(ge=0.0, le=1.0), _rounded(4)]
Seconds = Annotated[float, _rounded(4)]
Score = Annotated[float, _rounded(6)]


class Model(BaseModel):
    """What all shapes share: no conversions between types, and no number that JSON can't hold."""

    model_config = ConfigDict(strict=True, allow_inf_nan=False)

    @model_serializer(mode="wrap")
    def _without_saved_only(self, write: SerializerFunctionWrapHandler, info: SerializationInfo[Any]) -> Json:
        written: Json = write(self)
        if info.context == _EXACT:
            return written
        return {name: value for name, value in written.items() if name not in _SAVED_ONLY}

    def json_value(self, *, exact: bool = False) -> Json:
        """Return the object to print or, if `exact`, the one to save."""
        return self.model_dump(mode="json", context=_EXACT if exact else None)


Shape = TypeVar("Shape", bound=Model)


class ScoresJson(Model):
    """The ranks and scores of both searches; null where a passage was not found."""

    model_config = ConfigDict(extra="forbid")

    dense_rank: Count | None
    dense_score: Score | None
    sparse_rank: Count | None
    sparse_score: Score | None
    fused: Score

    @classmethod
    def of(cls, scores: Scores) -> Self:
        """Encode scores."""
        return cls.model_construct(
            dense_rank=scores.dense_rank,
            dense_score=scores.dense_score,
            sparse_rank=scores.sparse_rank,
            sparse_score=scores.sparse_score,
            fused=scores.fused,
        )

    def record(self) -> Scores:
        """Decode scores."""
        return Scores(self.dense_rank, self.dense_score, self.sparse_rank, self.sparse_score, self.fused)


class VersionJson(Model):
    """The sentence of a citation in another version of its story; the offsets count characters of that version."""

    article_id: str
    title: str
    published: Day | None
    source: str | None
    path: str | None
    start: Place
    end: Place
    quote: str
    differs: bool

    @model_validator(mode="after")
    def _has_possible_span(self) -> Self:
        if len(Span(self.start, self.end)) != len(self.quote):
            raise ValueError("the quote is longer or shorter than its place")
        return self

    @classmethod
    def of(cls, version: OtherVersion) -> Self:
        """Encode another version."""
        return cls.model_construct(
            article_id=version.article_id,
            title=version.title,
            published=_day(version.published),
            source=version.source,
            path=version.path,
            start=version.article_span.start,
            end=version.article_span.end,
            quote=version.quote,
            differs=version.differs,
        )

    def record(self) -> OtherVersion:
        """Decode another version."""
        return OtherVersion(
            self.article_id,
            self.title,
            date.fromisoformat(self.published) if self.published else None,
            self.source,
            self.path,
            Span(self.start, self.end),
            self.quote,
            self.differs,
        )


class CitationJson(Model):
    """A citation; all offsets count characters of the article's text."""

    number: Count
    article_id: str
    title: str
    published: Day | None
    source: str | None
    path: str | None
    start: Place
    end: Place
    place: str | None = None
    quote: str
    answer_start: Place
    answer_end: Place
    passage_start: Place
    passage_end: Place
    passage_ordinal: Place = 0
    passage: str
    scores: ScoresJson
    versions: list[VersionJson] = []

    @model_validator(mode="after")
    def _has_possible_spans(self) -> Self:
        if not Span(self.start, self.end).contains(Span(self.answer_start, self.answer_end)):
            raise ValueError("the answer is not inside its quote")
        Span(self.passage_start, self.passage_end)
        return self

    @classmethod
    def of(cls, citation: Citation) -> Self:
        """Encode a citation."""
        article, passage = citation.article, citation.passage
        return cls.model_construct(
            number=citation.number,
            article_id=article.id,
            title=article.title,
            published=_day(article.published),
            source=article.source,
            path=article.path,
            start=citation.article_span.start,
            end=citation.article_span.end,
            place=citation.place,
            quote=citation.quote,
            answer_start=citation.answer_span.start,
            answer_end=citation.answer_span.end,
            passage_start=passage.article_span.start,
            passage_end=passage.article_span.end,
            passage_ordinal=passage.ordinal,
            passage=passage.text,
            scores=ScoresJson.of(citation.scores),
            versions=[VersionJson.of(each) for each in citation.versions],
        )

    def record(self, find: FindArticle) -> Citation:
        """Decode a citation; raises CitationError if its article has another text, and what `find` raises."""
        article = find(self.article_id)
        passage = Span(self.passage_start, self.passage_end)
        return Citation(
            self.number,
            article,
            Span(self.start, self.end),
            Span(self.answer_start, self.answer_end),
            self.quote,
            Passage(article.id, self.passage_ordinal, passage, passage.of(article.text)),
            self.scores.record(),
            versions=tuple(each.record() for each in self.versions),
        )


class SpanJson(Model):
    """The characters from `start` up to, not including, `end`."""

    start: Place
    end: Place

    @model_validator(mode="after")
    def _is_possible(self) -> Self:
        Span(self.start, self.end)
        return self


class MatchJson(CitationJson):
    """A snippet of a passage, and the positions of the query's words in the article's text."""

    highlights: list[SpanJson]

    @classmethod
    def of(cls, citation: Citation) -> Self:
        """Encode a match."""
        shown = super().of(citation)
        spans = citation.highlights
        shown.highlights = [SpanJson(start=span.start, end=span.end) for span in spans]
        return shown

    def record(self, find: FindArticle) -> Citation:
        """Decode a match; raises what a citation raises."""
        spans = tuple(Span(each.start, each.end) for each in self.highlights)
        return replace(super().record(find), highlights=spans)


class ResolvedDateJson(Model):
    """The date of an answer; the offsets count characters of the first citation's article."""

    value: str | None
    text: str
    expression: str
    start: Place
    end: Place
    reference: Day | None
    rule: str
    certainty: Annotated[Certainty, Field(strict=False)]
    alternative: str | None

    @model_validator(mode="after")
    def _has_possible_span(self) -> Self:
        Span(self.start, self.end)
        return self

    @classmethod
    def of(cls, resolved: ResolvedDate) -> Self:
        """Encode the date of an answer."""
        return cls.model_construct(
            value=resolved.value,
            text=resolved.text,
            expression=resolved.expression,
            start=resolved.article_span.start,
            end=resolved.article_span.end,
            reference=_day(resolved.reference),
            rule=resolved.rule,
            certainty=resolved.certainty,
            alternative=resolved.alternative,
        )

    def record(self) -> ResolvedDate:
        """Decode the date of an answer."""
        return ResolvedDate(
            self.value,
            self.text,
            self.expression,
            Span(self.start, self.end),
            date.fromisoformat(self.reference) if self.reference else None,
            self.rule,
            self.certainty,
            self.alternative,
        )


class DateFilterJson(Model):
    """The date filter of a question; its dates are inclusive."""

    expression: str
    text: str
    since: Day
    until: Day
    rest: str = ""

    @classmethod
    def of(cls, days: DateFilter) -> Self:
        """Encode a date filter."""
        return cls.model_construct(
            expression=days.expression,
            text=days.text,
            since=_day(days.since),
            until=_day(days.until),
            rest=days.rest,
        )

    def record(self) -> DateFilter:
        """Decode a date filter."""
        since, until = date.fromisoformat(self.since), date.fromisoformat(self.until)
        return DateFilter(self.expression, self.text, since, until, self.rest)


class ReactionJson(Model):
    """The reaction to small talk or a command."""

    kind: Annotated[ReactionKind, Field(strict=False)]
    reply: str
    article_ids: list[str]
    about: str | None
    number: int | None

    @classmethod
    def of(cls, reaction: Reaction) -> Self:
        """Encode a reaction."""
        return cls.model_construct(
            kind=reaction.kind,
            reply=reaction.reply,
            article_ids=list(reaction.article_ids),
            about=reaction.about,
            number=reaction.number,
        )

    def record(self) -> Reaction:
        """Decode a reaction."""
        return Reaction(self.kind, self.reply, tuple(self.article_ids), self.about, self.number)


class AlternativeJson(Model):
    """Another answer."""

    answer: str
    resolved_date: ResolvedDateJson | None
    confidence: Share
    citations: list[CitationJson]
    factuality: Annotated[Factuality, Field(strict=False)] | None = None

    @classmethod
    def of(cls, alternative: Alternative) -> Self:
        """Encode another answer."""
        return cls.model_construct(
            answer=alternative.text,
            resolved_date=alternative.resolved_date and ResolvedDateJson.of(alternative.resolved_date),
            confidence=alternative.confidence,
            citations=[CitationJson.of(each) for each in alternative.citations],
            factuality=alternative.factuality,
        )

    def record(self, find: FindArticle) -> Alternative:
        """Decode another answer."""
        cited = tuple(each.record(find) for each in self.citations)
        resolved = self.resolved_date.record() if self.resolved_date else None
        return Alternative(self.answer, self.confidence, cited, resolved, self.factuality)


class HitJson(Model):
    """A closest passage of a saved refusal, with its text, because its article may not be saved."""

    rank: Count
    score: float
    article_id: str
    passage_start: Place
    passage_end: Place
    passage_ordinal: Place
    passage: str
    scores: ScoresJson

    @model_validator(mode="after")
    def _has_possible_span(self) -> Self:
        if len(Span(self.passage_start, self.passage_end)) != len(self.passage):
            raise ValueError("the passage is longer or shorter than its place")
        return self

    @classmethod
    def of(cls, hit: Hit) -> Self:
        """Encode a hit."""
        passage = hit.passage
        return cls.model_construct(
            rank=hit.rank,
            score=hit.score,
            article_id=passage.article_id,
            passage_start=passage.article_span.start,
            passage_end=passage.article_span.end,
            passage_ordinal=passage.ordinal,
            passage=passage.text,
            scores=ScoresJson.of(hit.why),
        )

    def record(self) -> Hit:
        """Decode a hit."""
        span = Span(self.passage_start, self.passage_end)
        passage = Passage(self.article_id, self.passage_ordinal, span, self.passage)
        return Hit(passage, self.score, self.rank, self.scores.record())


class AnswerJson(Model):
    """An answer with everything needed to check it; times are seconds. Older files lack what has a default."""

    question: str
    corrected_question: str | None = None
    standalone_question: str | None = None
    status: Annotated[Status, Field(strict=False)]
    reason: Annotated[Reason, Field(strict=False)] | None
    answer: str | None
    resolved_date: ResolvedDateJson | None
    date_filter: DateFilterJson | None = None
    confidence: Share
    citations: list[CitationJson]
    alternatives: list[AlternativeJson]
    choices: list[AlternativeJson] = []
    matches: list[MatchJson] = []
    entries: list[AlternativeJson] = []
    verdict: bool | None = None
    is_inferred: bool = False
    factuality: Annotated[Factuality, Field(strict=False)] | None = None
    speaker: str | None = None
    parts: "list[AnswerJson]" = []
    reaction: ReactionJson | None = None
    nearest: list[HitJson] = []
    best_candidate: str | None = None
    newest_day: Day | None = None
    dated_question: str | None = None
    timings: dict[str, Seconds]

    @model_validator(mode="after")
    def _is_an_answer_if_answered(self) -> Self:
        if (self.answer is not None) != (self.status is Status.ANSWERED):
            raise ValueError("the status does not fit the answer")
        return self

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """Encode an answer."""
        return cls.model_construct(
            question=answer.question,
            corrected_question=answer.corrected_question,
            standalone_question=answer.standalone_question,
            status=answer.status,
            reason=answer.reason,
            answer=answer.text,
            resolved_date=answer.resolved_date and ResolvedDateJson.of(answer.resolved_date),
            date_filter=answer.date_filter and DateFilterJson.of(answer.date_filter),
            confidence=answer.confidence,
            citations=[CitationJson.of(each) for each in answer.citations],
            alternatives=[AlternativeJson.of(each) for each in answer.alternatives],
            choices=[AlternativeJson.of(each) for each in answer.choices],
            matches=[MatchJson.of(each) for each in answer.matches],
            entries=[AlternativeJson.of(each) for each in answer.entries],
            verdict=answer.verdict,
            is_inferred=answer.is_inferred,
            factuality=answer.factuality,
            speaker=answer.speaker,
            parts=[AnswerJson.of(part) for part in answer.parts],
            reaction=answer.reaction and ReactionJson.of(answer.reaction),
            nearest=[HitJson.of(hit) for hit in answer.nearest],
            best_candidate=answer.best_candidate,
            newest_day=answer.newest_day and _day(answer.newest_day),
            dated_question=answer.dated_question,
            timings=answer.timings,
        )

    def record(self, find: FindArticle) -> Answer:
        """Decode an answer; `find` returns an article by id, and what it raises is passed on."""
        return Answer(
            question=self.question,
            status=self.status,
            reason=self.reason,
            text=self.answer,
            confidence=self.confidence,
            citations=tuple(each.record(find) for each in self.citations),
            alternatives=tuple(each.record(find) for each in self.alternatives),
            nearest=tuple(hit.record() for hit in self.nearest),
            resolved_date=self.resolved_date.record() if self.resolved_date else None,
            date_filter=self.date_filter.record() if self.date_filter else None,
            timings=self.timings,
            corrected_question=self.corrected_question,
            standalone_question=self.standalone_question,
            choices=tuple(each.record(find) for each in self.choices),
            matches=tuple(each.record(find) for each in self.matches),
            entries=tuple(each.record(find) for each in self.entries),
            verdict=self.verdict,
            is_inferred=self.is_inferred,
            factuality=self.factuality,
            speaker=self.speaker,
            parts=tuple(part.record(find) for part in self.parts),
            reaction=self.reaction.record() if self.reaction else None,
            best_candidate=self.best_candidate,
            newest_day=date.fromisoformat(self.newest_day) if self.newest_day else None,
            dated_question=self.dated_question,
        )


def encoded(answer: Answer, *, exact: bool = False) -> Json:
    """Return an answer as the object to print or, if `exact`, the one that is restored without any difference."""
    return AnswerJson.of(answer).json_value(exact=exact)


def decoded(value: Any, find: FindArticle) -> Answer:
    """Return the answer of an encoded one. Raises ValueError, CitationError, and what `find` raises."""
    return checked(AnswerJson, value).record(find)


def checked(shape: type[Shape], value: Any) -> Shape:
    """Return a value as one of these shapes; the ValueError says where it differs and how."""
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "the answer"
        raise ValueError(f"{place}: {first['msg']}") from None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
