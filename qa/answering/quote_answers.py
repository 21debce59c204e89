"""Answers to "Who said what about the strike?": attributed statements, one part per speaker."""

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from qa.answering.candidate_status import Candidate, CandidateStatus
from qa.answering.span_answers import combined
from qa.attribution import Attribution, Manner, attributions_in
from qa.attribution.quotation_marks import quotations_of, whole_quotation, with_whole_quotations
from qa.indexing.passages import sentence_spans
from qa.questions import MAX_PARTS
from qa.records import Alternative, Answer, Article, Citation, Hit, Span, Status
from qa.retrieval.word_overlap import Coverage
from qa.utils.near_duplicates import NearCopyIndex, near_copies

_N_CONSIDERED = 200  # statements to rank, of which the best are shown
_N_MORE = 3  # further statements per speaker
# Weighted share of the topic's words; from one half on, a sentence shares more of the topic than it lacks.
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
# These descriptions identify a speaker only within an article.
_OF_ITS_ARTICLE = frozenset(
    """
    report official officials source sources statement spokesman spokeswoman spokesperson article newspaper daily
    editorial document letter study survey poll witness witnesses man woman minister president ministry company agency
    department commission resident residents author authors researchers delegate worker lawyer diplomat paper
    """.split()
)
_MONTHS = re.compile(r"(?<=\S )(?:March|May|August)\b")
_OWNERS = re.compile(r"['’]s?$")
_WORD = re.compile(r"[^\W_][\w’'-]*")
_SAID_OF = re.compile(r"\s(?:\w+\s)?(?:of|about|on|regarding|concerning)\s(?P<topic>[^,;:.“”\"]{2,80})")
_CLOSING = ('"', "”")


class Nearness(StrEnum):
    """How close a statement is to the topic, best first.

    TOGETHER: the topic's words are in the statement, close together. WHOLLY: in the statement, but apart. SHARED: at
    least half in the statement, the rest nearby (in the rest of its sentence or the previous sentence). AROUND:
    complete only with the words nearby. PASSAGE: at least half of them only elsewhere in the passage or its title, to
    which the statement refers back, as with "she".
    NOWHERE: less than that.
    """

    TOGETHER = "together"
    WHOLLY = "wholly"
    SHARED = "shared"
    AROUND = "around"
    PASSAGE = "passage"
    NOWHERE = "nowhere"


# The share of statements with the right speaker, complete and on topic. Judged by hand on 68 topics in news agency
# reports: 180 of 192, 15 of 21, 17 of 22 and 32 of 44. Only the first differs significantly from the others.
# benchmarks.statements counts it on the samples.
SURE = {
    Nearness.TOGETHER: 0.94,
    Nearness.WHOLLY: 0.71,
    Nearness.SHARED: 0.77,
    Nearness.AROUND: 0.73,
    Nearness.PASSAGE: 0.5,  # set by hand
}
_NEAR = (Nearness.TOGETHER, Nearness.WHOLLY, Nearness.SHARED)
_ABOUT = (*_NEAR, Nearness.AROUND)
_WIDENING = (_NEAR, (Nearness.PASSAGE,))
_OF_THINGS = frozenset("it its they them their theirs this these those".split())
_OF_OTHERS = _OF_THINGS | frozenset("he him his she her hers".split())


@dataclass(frozen=True, slots=True)
class Statement:
    """A speaker's statement on a topic; spans count in the article's text, `sentence` includes the other two.

    `is_introduced` says whether its own sentence says that it is about the topic: "…," she said of the strike.
    """

    article: Article
    hit: Hit
    sentence: Span
    speaker: Span
    span: Span
    nearness: Nearness
    is_introduced: bool = False

    @property
    def name(self) -> str:
        """The speaker in the article's words, in a form for the middle of a sentence."""
        name = _words_of(self)
        first, _, rest = name.partition(" ")
        small = first[:1].lower() + first[1:]
        common = small.lower() in _NO_NAMES or re.search(rf"\b{re.escape(small)}\b", self.article.text)
        return f"{small} {rest}".strip() if common else name


@dataclass(frozen=True, slots=True)
class QuotationsFound:
    """Statements found in passages on `topic`: from all speakers, or from `speaker`.

    `speakers` has the statements to show, grouped by speaker, the best first; `candidates` has all of them, the shown
    ones first.
    """

    topic: str
    speaker: str | None
    speakers: tuple[tuple[Statement, ...], ...]
    candidates: tuple[Candidate[Statement], ...]


def quotations_about(topic: str, hits: Sequence[Hit], article: Callable[[str], Article]) -> QuotationsFound:
    """Return the statements on a topic, the best speakers first, without repetitions.

    Statements near the topic only count if no statement names it.
    """
    fitting, statuses = _fitting(statements_in(topic, hits, article), _ABOUT)
    speakers: list[list[Statement]] = []
    for each in fitting:
        home = next((known for known in speakers if same_speaker(known[0], each)), None)
        if home is None:
            speakers.append([each])
        elif len(home) > _N_MORE:
            statuses[each] = CandidateStatus.SURPLUS
        elif any(near_copies(_quote(known), _quote(each)) for known in home):
            statuses[each] = CandidateStatus.REPEATED
        else:
            home.append(each)
    is_named = any(statements[0].nearness in _NEAR for statements in speakers)
    shown: list[list[Statement]] = []
    for statements in speakers:
        first, *others = statements
        status = _status(first, shown, is_named=is_named)
        statuses[first] = status
        statuses.update(
            dict.fromkeys(others, CandidateStatus.BELOW if status is CandidateStatus.KEPT else status)
        )
        if status is CandidateStatus.KEPT:
            shown.append(statements)
    return QuotationsFound(topic, None, tuple(map(tuple, shown)), _candidates(statuses))


def _status(first: Statement, shown: Sequence[Sequence[Statement]], *, is_named: bool) -> CandidateStatus:
    """Return the status of a speaker after those `shown`; `is_named` tells whether a statement names the topic."""
    if is_named and first.nearness not in _NEAR:
        return CandidateStatus.ONLY_NEAR
    if len(shown) == MAX_PARTS:
        return CandidateStatus.SURPLUS
    is_repeated = any(_are_repeats(known[0], first) for known in shown)
    return CandidateStatus.REPEATED if is_repeated else CandidateStatus.KEPT


def quotations_by(
    speaker: str, topic: str, hits: Sequence[Hit], article: Callable[[str], Article]
) -> QuotationsFound:
    """Return one speaker's statements that name the topic; all of them if the topic is empty.

    If no statement names it, those that refer back to it in passages about it count.
    """
    wanted = naming(speaker)
    fitting, statuses = _fitting(statements_in(topic, hits, article), SURE)
    own = [each.nearness for each in fitting if is_named(wanted, naming(_words_of(each)))]
    wide = next((levels for levels in _WIDENING if not set(levels).isdisjoint(own)), _NEAR)
    theirs: list[Statement] = []
    quotes = NearCopyIndex()
    for each in fitting:
        if not is_named(wanted, naming(_words_of(each))):
            statuses[each] = CandidateStatus.OF_ANOTHER
        elif each.nearness not in wide:
            statuses[each] = CandidateStatus.ONLY_NEAR
        elif quotes.find(_quote(each)) is not None:
            statuses[each] = CandidateStatus.REPEATED
        else:
            statuses[each] = _placed(len(theirs))
            theirs.append(each)
            quotes.add(_quote(each))
    shown = (tuple(theirs[: 1 + _N_MORE]),) if theirs else ()
    return QuotationsFound(topic, speaker, shown, _candidates(statuses))


def _placed(n_before: int) -> CandidateStatus:
    if n_before == 0:
        return CandidateStatus.KEPT
    return CandidateStatus.BELOW if n_before <= _N_MORE else CandidateStatus.SURPLUS


def _fitting(
    found: Sequence[Statement], near: Container[Nearness]
) -> tuple[list[Statement], dict[Statement, CandidateStatus]]:
    """Return the statements that are as near to the topic as one of `near`, and the status of the others."""
    statuses: dict[Statement, CandidateStatus] = {}
    for each in found:
        if each.nearness not in near:
            statuses[each] = CandidateStatus.OFF_TOPIC
        elif _is_bare_title(each.speaker.of(each.article.text)):
            statuses[each] = CandidateStatus.NAMELESS
    fitting = [each for each in found if each not in statuses]
    statuses.update(dict.fromkeys(fitting[_N_CONSIDERED:], CandidateStatus.SURPLUS))
    return fitting[:_N_CONSIDERED], statuses


def _candidates(statuses: Mapping[Statement, CandidateStatus]) -> tuple[Candidate[Statement], ...]:
    order = list(CandidateStatus)
    ranked = sorted(statuses, key=lambda each: (order.index(statuses[each]), *_rank(each)))
    return tuple(Candidate(each, statuses[each]) for each in ranked)


def answer_about_topic(question: str, found: QuotationsFound, hits: Sequence[Hit]) -> Answer | None:
    """Return an answer with one part per speaker; None if there is no statement.

    Each part's text is the statement in the article's words. Other statements of the speaker are alternatives.
    """
    if not found.speakers:
        return None
    whole = combined(question, [_part(found.topic, statements, hits) for statements in found.speakers])
    words = (f"{first.name}: {first.span.of(first.article.text)}" for first, *_ in found.speakers)
    return replace(whole, text="; ".join(words))


def answer_by_speaker(question: str, found: QuotationsFound, hits: Sequence[Hit]) -> Answer | None:
    """Return one speaker's statements as one answer; None if there are none."""
    if not found.speakers:
        return None
    return replace(_part(found.topic, found.speakers[0], hits), question=question)


def is_named(wanted: Sequence[str], found: Sequence[str]) -> bool:
    """Return whether a speaker is the wanted one: "Tony Blair" matches "Blair" and vice versa."""
    shorter, longer = sorted((wanted, found), key=len)
    return bool(shorter) and set(shorter) <= set(longer) and shorter[-1] == longer[-1]


def statements_in(topic: str, hits: Sequence[Hit], article: Callable[[str], Article]) -> list[Statement]:
    """Return all statements in passages, best first: by nearness to the topic, then by the passages' rank.

    Every statement is on an empty topic.
    """
    coverage = Coverage(topic, [_read(hit.passage.text, topic) for hit in hits])
    found: dict[tuple[str, int], Statement] = {}  # by their start
    quotations: dict[str, list[Span]] = {}  # by the id of their article
    for hit in hits:
        source = article(hit.passage.article_id)
        if source.id not in quotations:
            quotations[source.id] = quotations_of(source.text)
        for each in _in_passage(source, hit, topic, coverage, quotations[source.id]):
            place = (source.id, each.span.start)
            if place not in found or list(Nearness).index(each.nearness) < list(Nearness).index(
                found[place].nearness
            ):
                found[place] = each
    return sorted(found.values(), key=_rank)


def _rank(each: Statement) -> tuple[int, bool, int, int]:
    return list(Nearness).index(each.nearness), not each.is_introduced, each.hit.rank, each.span.start


def _in_passage(
    article: Article, hit: Hit, topic: str, coverage: Coverage, quotations: Sequence[Span]
) -> Iterator[Statement]:
    """Yield the statements in a passage, each with the whole quotation that it is part of; headlines have none."""
    here = hit.passage.article_span
    is_about = coverage.of(_read(f"{article.title} {hit.passage.text}", topic)) >= _HALF
    before = ""
    for span in (one.shifted(here.start) for one in sentence_spans(hit.passage.text)):
        text = span.of(article.text)
        for made in attributions_in(text) if text != article.headline else ():
            around = f"{before} {text[: made.speaker.start]} {text[made.speaker.end :]}"
            words = _read(made.statement.of(text), topic)
            nearness = _nearness(coverage.of(words), coverage.of(_read(around, topic)))
            is_introduced = bool(topic) and coverage.of(_read(_introduction(text, made), topic)) >= _WHOLE
            is_together = nearness is Nearness.WHOLLY and coverage.is_together(words)
            if not topic or is_introduced or is_together:
                nearness = Nearness.TOGETHER
            if nearness is Nearness.NOWHERE and is_about and _refers_back(words, made.manner):
                nearness = Nearness.PASSAGE
            said = whole_quotation(made.statement.shifted(span.start), quotations, span)
            said = with_whole_quotations(said, quotations)
            quoted = Span(
                min(span.start, said.start), max(span.end, _past_mark(article.text, said.end, span))
            )
            speaker = made.speaker.shifted(span.start)
            yield Statement(article, hit, quoted, speaker, said, nearness, is_introduced)
        before = text


def _introduction(sentence: str, made: Attribution) -> str:
    """Return what a sentence says that a statement is about: "the strike" of "…," she said of the strike."""
    speaker, statement = made.speaker, made.statement
    end = statement.start if statement.start > speaker.end else len(sentence)
    found = _SAID_OF.match(sentence, speaker.end, end)
    return found["topic"] if found else ""


def _refers_back(words: str, manner: Manner) -> bool:
    """Return whether a statement refers to "it" or "them"; "she" in reported speech is usually the speaker."""
    pronouns = _OF_OTHERS if manner is Manner.QUOTED else _OF_THINGS
    return not pronouns.isdisjoint(word.casefold() for word in _WORD.findall(words))


def _past_mark(text: str, end: int, sentence: Span) -> int:
    """Return the position after the closing mark of a statement that ends after its sentence."""
    return end + 1 if end > sentence.end and text[end : end + 1] in _CLOSING else end


def _is_bare_title(speaker: str) -> bool:
    """Return whether a speaker is only a title, as in "General blames allies" or "Mr [red] Bold"."""
    return speaker.istitle() and speaker.casefold().rstrip(".") in _TITLES


def _read(text: str, topic: str) -> str:
    """Return a text without months spelt like words of the topic: "the march" is not "in March"."""
    return _MONTHS.sub(" ", text) if topic.islower() else text


def _nearness(inside: float, around: float) -> Nearness:
    """Return the nearness from the topic's shares (0–1) in a statement and in it with its surroundings."""
    if inside >= _WHOLE:
        return Nearness.WHOLLY
    if around < _WHOLE:
        return Nearness.NOWHERE
    return Nearness.SHARED if inside >= _HALF else Nearness.AROUND


def same_speaker(one: Statement, other: Statement) -> bool:
    """Return whether two statements have the same speaker: "Pant" is "Manoj Pant"; "a doctor" is never the same."""
    if _is_some(one) or _is_some(other):
        return (one.article.id, one.speaker) == (other.article.id, other.speaker)
    if one.article.id != other.article.id and (_is_of_its_article(one) or _is_of_its_article(other)):
        return False
    return is_named(naming(_words_of(one)), naming(_words_of(other))) or _is_family_name(one, other)


def _is_family_name(one: Statement, other: Statement) -> bool:
    """Return whether the shorter name is one word of the longer in the same article: "Hu" and "Hu Jintao"."""
    shorter, longer = sorted((_words_of(one), _words_of(other)), key=len)
    is_one_word = shorter.istitle() and " " not in shorter
    return one.article.id == other.article.id and is_one_word and set(naming(shorter)) <= set(naming(longer))


def _is_some(each: Statement) -> bool:
    """Return whether a speaker is one of many: "a doctor"."""
    first, *_ = _words_of(each).split(" ", 1)
    return first.lower() in ("a", "an", "one", "some", "another", "several")


def _is_of_its_article(each: Statement) -> bool:
    words = _words_of(each)
    return words.split()[-1].casefold() in _OF_ITS_ARTICLE and words[1:].islower()


def naming(speaker: str) -> list[str]:
    """Return the words that name a speaker, without titles and articles, in lower case."""
    words = [_OWNERS.sub("", word).casefold() for word in _WORD.findall(speaker)]
    words = [word for word in words if word not in _NO_NAMES]
    return [word for word in words if word not in _TITLES] or words


def _words_of(each: Statement) -> str:
    return _SPACE.sub(" ", each.speaker.of(each.article.text))


def _are_repeats(one: Statement, other: Statement) -> bool:
    return one.article.id != other.article.id and near_copies(_quote(one), _quote(other))


def _quote(each: Statement) -> str:
    return each.sentence.of(each.article.text)


def _part(topic: str, statements: Sequence[Statement], hits: Sequence[Hit]) -> Answer:
    first, *others = statements
    name = f"{first.name}," if "," in first.name else first.name  # "the minister, Mara Holt,"
    about = f" about {topic}" if topic else ""
    return Answer(
        question=f"What did {name} say{about}?",
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
        speaker=first.name,
    )


def _cited(each: Statement, number: int) -> Citation:
    return Citation(
        number, each.article, each.sentence, each.span, _quote(each), each.hit.passage, each.hit.why
    )
