""" "Who said what about the strike?": what the articles give as somebody's words on it, a part for each speaker."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qa.agreement import near_copies
from qa.answering import combined
from qa.attribution import attributions_in
from qa.conversation import MOST_PARTS
from qa.passages import sentence_spans
from qa.reading.coverage import Coverage
from qa.records import Alternative, Answer, Article, Citation, Hit, Span, Status

_N_MORE = 3  # further statements of one speaker
# Shares of the topic's words, by weight: from a half on a sentence shares more of the topic than it lacks.
_HALF, _WHOLE = 0.5, 1 - 1e-9
_SPACE = re.compile(r"\s+")
_NO_NAMES = frozenset("a an the one of some several many two three four five both all".split())
_TITLES = frozenset(
    """
    mr mrs ms miss dr sir dame lord lady king queen prince princess pope president minister premier chancellor senator
    judge justice general colonel major captain sergeant secretary governor mayor chief director chairman chairwoman
    chair leader professor prof bishop archbishop cardinal ambassador commissioner prime foreign deputy vice state
    """.split()
)
_MONTHS = re.compile(r"(?<=\S )(?:March|May|August)\b")
_OWNERS = re.compile(r"['’]s?$")
_WORD = re.compile(r"[^\W_][\w’'-]*")


class Nearness(StrEnum):
    """Where a topic is named, best first.

    WHOLLY: inside the statement. SHARED: half or more inside, the rest around it, that is in the rest of its
    sentence and in the sentence before. AROUND: whole only with what is around it. PARTLY: half or more inside, the
    rest nowhere.
    """

    WHOLLY = "wholly"
    SHARED = "shared"
    AROUND = "around"
    PARTLY = "partly"


# The share of statements that are the right speaker's, whole, and on the topic: judged by eye on 20 topics in reports
# of news agencies it was 39 of 43, 6 of 7, 3 of 6 and 11 of 21. benchmarks.statements counts it on the samples.
SURE = {Nearness.WHOLLY: 0.9, Nearness.SHARED: 0.8, Nearness.AROUND: 0.55, Nearness.PARTLY: 0.5}
_NEAR = (Nearness.WHOLLY, Nearness.SHARED)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a speaker said on a topic; all spans count in the article's text, `sentence` takes in the other two."""

    article: Article
    hit: Hit
    sentence: Span
    speaker: Span
    span: Span
    nearness: Nearness

    @property
    def name(self) -> str:
        """The speaker in the article's words, fit for the middle of a sentence."""
        name = _SPACE.sub(" ", self.speaker.of(self.article.text))
        first, _, rest = name.partition(" ")
        small = first[:1].lower() + first[1:]
        common = small.lower() in _NO_NAMES or re.search(rf"\b{re.escape(small)}\b", self.article.text)
        return f"{small} {rest}".strip() if common else name


def said_about(
    question: str, topic: str, hits: Sequence[Hit], article: Callable[[str], Article]
) -> Answer | None:
    """Return what the hits' speakers said on a topic, one part a speaker and the best first; None without any.

    Who only spoke near the topic is heard when nobody named it.
    Each part's text is the statement in the article's words,
    and other statements of its speaker are alternatives.
    """
    speakers: list[list[Statement]] = []
    for each in statements_about(topic, hits, article):
        home = next((known for known in speakers if same_speaker(known[0], each)), None)
        if home is None:
            speakers.append([each])
        elif not any(near_copies(_quote(known), _quote(each)) for known in home):
            home.append(each)
    heard = [each for each in _unlike(speakers) if each[0].nearness in _NEAR] or _unlike(speakers)
    parts = [_part(topic, statements, hits) for statements in heard[:MOST_PARTS]]
    return combined(question, parts) if parts else None


def statements_about(topic: str, hits: Sequence[Hit], article: Callable[[str], Article]) -> list[Statement]:
    """Return the statements on a topic in passages, best first: by where they name it, then as the passages rank."""
    coverage = Coverage(topic, [_read(hit.passage.text, topic) for hit in hits])
    found: dict[tuple[str, int], Statement] = {}
    for hit in hits:
        source = article(hit.passage.article_id)
        for each in _in_passage(source, hit, topic, coverage):
            found.setdefault((source.id, each.speaker.start), each)
    order = list(Nearness)
    return sorted(
        found.values(), key=lambda each: (order.index(each.nearness), each.hit.rank, each.span.start)
    )


def _in_passage(article: Article, hit: Hit, topic: str, coverage: Coverage) -> Iterator[Statement]:
    here = hit.passage.article_span
    before = ""
    for span in (one.shifted(here.start) for one in sentence_spans(hit.passage.text)):
        text = span.of(article.text)
        for made in attributions_in(text):
            around = f"{before} {text[: made.speaker.start]} {text[made.speaker.end :]}"
            shares = [coverage.of(_read(each, topic)) for each in (made.statement.of(text), around)]
            nearness = _nearness(*shares)
            if nearness is not None:
                places = (made.speaker.shifted(span.start), made.statement.shifted(span.start))
                yield Statement(article, hit, span, *places, nearness)
        before = text


def _read(text: str, topic: str) -> str:
    """Return a text without months that are only spelt like words of the topic: "the march" is not "in March"."""
    return _MONTHS.sub(" ", text) if topic.islower() else text


def _nearness(inside: float, around: float) -> Nearness | None:
    """Say where a topic is named, from the shares (0–1) of it that a statement and its surroundings with it hold."""
    if inside >= _WHOLE:
        return Nearness.WHOLLY
    if inside >= _HALF:
        return Nearness.SHARED if around >= _WHOLE else Nearness.PARTLY
    return Nearness.AROUND if around >= _WHOLE else None


def same_speaker(one: Statement, other: Statement) -> bool:
    """Say whether two statements are one speaker's: "Pant" is "Manoj Pant", "a doctor" nobody else."""
    if _is_some(one) or _is_some(other):
        return (one.article.id, one.speaker) == (other.article.id, other.speaker)
    shorter, longer = sorted((_naming(one), _naming(other)), key=len)
    return bool(shorter) and set(shorter) <= set(longer) and shorter[-1] == longer[-1]


def _is_some(each: Statement) -> bool:
    return each.name.split(" ", 1)[0].lower() in ("a", "an", "one", "some", "another", "several")


def _naming(each: Statement) -> list[str]:
    words = [_OWNERS.sub("", word).casefold() for word in _WORD.findall(each.name)]
    words = [word for word in words if word not in _NO_NAMES]
    return [word for word in words if word not in _TITLES] or words


def _unlike(speakers: Sequence[list[Statement]]) -> list[list[Statement]]:
    """Leave out speakers whose statement is a near-copy of one before: one report, told twice."""
    kept: list[list[Statement]] = []
    for each in speakers:
        if not any(_told_twice(known[0], each[0]) for known in kept):
            kept.append(each)
    return kept


def _told_twice(one: Statement, other: Statement) -> bool:
    return one.article.id != other.article.id and near_copies(_quote(one), _quote(other))


def _quote(each: Statement) -> str:
    return each.sentence.of(each.article.text)


def _part(topic: str, statements: Sequence[Statement], hits: Sequence[Hit]) -> Answer:
    first, *others = statements
    return Answer(
        question=f"What did {first.name} say about {topic}?",
        status=Status.ANSWERED,
        reason=None,
        text=first.span.of(first.article.text),
        confidence=SURE[first.nearness],
        citations=(_cited(first, 1),),
        alternatives=tuple(
            Alternative(each.span.of(each.article.text), SURE[each.nearness], (_cited(each, number),))
            for number, each in enumerate(others[:_N_MORE], start=2)
        ),
        nearest=tuple(hits),
    )


def _cited(each: Statement, number: int) -> Citation:
    return Citation(
        number, each.article, each.sentence, each.span, _quote(each), each.hit.passage, each.hit.why
    )
