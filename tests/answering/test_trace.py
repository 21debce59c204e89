"""The trace of each kind of question shows the steps that were taken and the same answer."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest

from qa import (
    Answer,
    Engine,
    Filters,
    Inspection,
    Reason,
    SentenceOutcome,
    Steps,
    Turn,
    inspection_sections,
    trace_sections,
)
from qa.answering.candidate_status import CandidateStatus
from qa.answering.event_answers import find_events
from qa.answering.quote_answers import quotations_about
from qa.dates import time_expressions
from qa.questions.kinds import QuestionKind
from qa.records import Article, Hit, Passage, Scores, Span, TimeExpression
from tests.conftest import EngineWith

ARTICLES = {
    "strike.txt": (
        " date 2031-05-12 Ferry strike in Port Ember\n\n"
        "The ferry strike in Port Ember began on Monday. Skipper Ada Holm said the ferry strike would last a week. "
        "Ms Holm said the fund for the ferry strike held enough for all the crews of the coast until the autumn. "
        "President said the ferry strike was folly. All shops stayed open. The quay was empty. "
        "Baker Bo Lind said the bread was fresh."
    ),
    "again.txt": (
        " date 2031-05-14 More of it\n\n"
        "Skipper Ada Holm said the ferry strike would last a week. On 9 May 2031 the council met in the old hall. "
        "The mayor, Ivo Brandt, opened the fair."
    ),
    "bridge.txt": (
        " date 2031-06-02 The bridge\n\n"
        "The bridge of Quillmoor was closed by engineer Vera Stahl on Sunday. She waved a [b]flag[/b] there."
    ),
}
FUND = "the fund for the ferry strike held enough for all the crews of the coast until the autumn"
ABOUT = "Who said what about the ferry strike?"
BY = "What did Ada Holm say about the ferry strike?"
HAPPENED = "What happened on 9 May 2031?"
TWO = "Who closed the bridge of Quillmoor, and when?"
BRIDGE = "Who closed the bridge of Quillmoor?"


@pytest.fixture(scope="module")
def engine(engine_with: EngineWith) -> Engine:
    """Return an engine with the articles above."""
    return engine_with(ARTICLES)


def only(inspection: Inspection) -> Steps:
    (steps,) = inspection.steps
    return steps


def untimed(answer: Answer) -> Answer:
    return replace(answer, timings={}, parts=tuple(map(untimed, answer.parts)))


def shown(inspection: Inspection) -> str:
    lines = []
    for section in inspection_sections(inspection):
        lines += [section.title, section.note]
        lines += [f"{row.leads.strip()} {row.words} {row.note}" for row in section.rows]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("question", "taken", "is_read"),
    [
        (BRIDGE, [QuestionKind.SPAN], [True]),
        (ABOUT, [QuestionKind.QUOTATIONS], [False]),
        (BY, [QuestionKind.SPEAKER_QUOTATIONS], [False]),
        ("What did Vera Stahl say about the bridge?", [QuestionKind.SPEAKER_QUOTATIONS], [True]),
        ("Who said what about the moon?", [QuestionKind.QUOTATIONS], [False]),
        (HAPPENED, [QuestionKind.EVENTS], [False]),
        ("Who met on 9 May 2031?", [QuestionKind.SPAN], [True]),
        ("What happened on 3 May 1999?", [QuestionKind.UNSEARCHED], [False]),
        (TWO, [QuestionKind.SPAN, QuestionKind.SPAN], [True, True]),
        ("thanks", [QuestionKind.SMALL_TALK], [False]),
        ("summarise the article about the bridge", [QuestionKind.SMALL_TALK], [False]),
    ],
)
def test_the_kind_of_a_question_is_shown(
    engine: Engine, question: str, taken: list[QuestionKind], is_read: list[bool]
) -> None:
    inspection = engine.inspect(question)
    assert untimed(inspection.answer) == untimed(engine.ask(question))
    assert [steps.answer_trace.kind for steps in inspection.steps] == taken
    assert [steps.answer_trace.reading is not None for steps in inspection.steps] == is_read
    words = shown(inspection)
    assert all(each.words in words for each in taken)
    assert words.count("one answer not looked for: ") == is_read.count(False)
    assert words.count("Candidates") == is_read.count(True)


def statuses(steps: Steps) -> dict[str, CandidateStatus]:
    assert steps.answer_trace.quotations is not None
    reported = (
        (each.found.span.of(each.found.article.text), each.status)
        for each in steps.answer_trace.quotations.candidates
    )
    return dict(reversed(list(reported)))


def test_statements_are_shown_with_their_status(engine: Engine) -> None:
    inspection = engine.inspect(ABOUT)
    steps = only(inspection)
    assert statuses(steps) == {
        "the ferry strike would last a week": CandidateStatus.KEPT,
        FUND: CandidateStatus.BELOW,
        "the bread was fresh": CandidateStatus.OFF_TOPIC,
        "the ferry strike was folly": CandidateStatus.NAMELESS,
    }
    assert steps.answer_trace.quotations is not None
    assert [each.status for each in steps.answer_trace.quotations.candidates].count(
        CandidateStatus.REPEATED
    ) == 1
    words = shown(inspection)
    assert "topic the ferry strike" in words
    kept = next(line for line in words.splitlines() if "the ferry strike would last a week" in line)
    assert "in the answer · names the topic" in kept
    assert "left out Baker Bo Lind: “the bread was fresh” doesn't mention the topic" in words


def made(*texts: str) -> tuple[list[Hit], Callable[[str], Article]]:
    """Return articles as hits, each of one passage that is its whole text."""
    articles = {f"a{number}": Article(f"a{number}", "Made", text) for number, text in enumerate(texts)}
    passages = [Passage(key, 0, Span(0, len(each.text)), each.text) for key, each in articles.items()]
    hits = [Hit(each, 1.0, rank, Scores()) for rank, each in enumerate(passages, start=1)]
    return hits, articles.__getitem__


def test_more_speakers_than_are_shown_and_who_only_spoke_near_the_topic() -> None:
    deeds = (
        "cost the port dearly",
        "was over",
        "had my aunt in tears",
        "would spread north",
        "split the town",
    )
    names = ("Ada Holm", "Bo Lind", "Vera Stahl", "Ivo Brandt", "Orla Finch")
    said = [f"{name} said the strike {deed}." for name, deed in zip(names, deeds, strict=True)]
    hits, article = made(" ".join(said), "The strike began. Nils Moor said that he had lost a day.")
    heard = quotations_about("the strike", hits, article)
    reported = [(each.found.name, each.status) for each in heard.candidates]
    assert reported == [
        *((name, CandidateStatus.KEPT) for name in names[:4]),
        ("Orla Finch", CandidateStatus.SURPLUS),
        ("Nils Moor", CandidateStatus.ONLY_NEAR),
    ]


def test_the_same_statement_by_two_speakers_is_a_repetition() -> None:
    words = "said the strike at the northern ferry port would last for at least another week, crews and all."
    hits, article = made(f"Ada Holm {words}", f"Captain Vera Stahl {words}")
    heard = quotations_about("the strike", hits, article)
    assert [each.status for each in heard.candidates] == [CandidateStatus.KEPT, CandidateStatus.REPEATED]


def test_an_event_whose_sentence_the_passage_cuts_is_dropped() -> None:
    (hit,), article = made("On 9 May 2031 the council met in the old hall.")
    whole = hit.passage.text
    cut = replace(hit, passage=replace(hit.passage, article_span=Span(0, 20), text=whole[:20]))
    days = (date(2031, 5, 9), date(2031, 5, 9))

    def times(_: str) -> Sequence[TimeExpression]:
        return tuple(time_expressions(whole, None))

    assert [each.status for each in find_events([hit], days, article, times).candidates] == [
        CandidateStatus.KEPT
    ]
    assert [each.status for each in find_events([cut], days, article, times).candidates] == [
        CandidateStatus.CUT
    ]
    assert find_events([cut], days, article, times).events == ()


def test_statements_of_different_speakers_are_separated(engine: Engine) -> None:
    steps = only(engine.inspect("What did Bo Lind say about the ferry strike?"))
    assert statuses(steps)["the ferry strike would last a week"] is CandidateStatus.OF_ANOTHER
    assert steps.answer_trace.quotations is not None
    assert steps.answer_trace.quotations.speaker == "Bo Lind"
    assert steps.answer_trace.reading is not None, "he said nothing of it, so the reader looked"


def test_events_are_shown_with_their_days(engine: Engine) -> None:
    inspection = engine.inspect(HAPPENED)
    steps = only(inspection)
    assert steps.answer_trace.events is not None
    first, *others = steps.answer_trace.events.candidates
    assert (first.status, first.found.first) == (CandidateStatus.KEPT, date(2031, 5, 9))
    assert {each.status for each in others} <= {CandidateStatus.OTHER_DAYS}
    assert steps.answer_trace.filters.speaks_of == (date(2031, 5, 9), date(2031, 5, 9))
    assert "Friday 9 May 2031: “9 May 2031”: named in full" in shown(inspection)
    assert "only passages about Friday 9 May 2031 (“9 May 2031”)" in shown(inspection)


def test_a_follow_up_is_searched_in_its_standalone_form(engine: Engine) -> None:
    before = [Turn.of(engine.ask(BRIDGE))]
    inspection = engine.inspect("And when?", history=before)
    answer_trace = only(inspection).answer_trace
    answer = engine.ask("And when?", history=before)
    assert answer_trace.searched == answer.standalone_question
    assert "Quillmoor" in answer_trace.searched
    assert answer_trace.hits == answer.nearest
    assert answer_trace.context_article_ids == before[0].article_ids
    assert "asked And when?" in shown(inspection)
    assert f"understood as {answer.standalone_question}" in shown(inspection)
    assert only(engine.inspect("And when?")).answer_trace.searched == "And when?"


def test_the_filters_are_those_that_were_asked_with(engine: Engine) -> None:
    (bridge,) = {each.id for each in engine.articles() if each.title == "The bridge"}
    filters = Filters(since=date(2031, 6, 1), source="*bridge*", article_ids=(bridge,))
    inspection = engine.inspect("Who closed the bridge last Sunday?", filters=filters, as_of=date(2031, 6, 3))
    steps = only(inspection)
    assert steps.n_allowed == len(steps.answer_trace.hits) == 1
    assert "from Sunday 1 June 2031 · in *bridge* · about Sunday 1 June 2031 · in 1 article" in shown(
        inspection
    )
    every = engine.inspect("Who closed the bridge last Sunday?", any_date=True)
    assert only(every).answer_trace.filters == Filters()
    nothing = engine.inspect(BRIDGE, filters=Filters(since=date(2040, 1, 1)))
    assert nothing.answer.reason is Reason.FILTERED_OUT
    assert "one answer not looked for: no passage matches the filters" in shown(nothing)


def test_a_fitted_threshold_applies_here_too(engine: Engine) -> None:
    engine.set_threshold(50.0)
    try:
        inspection = engine.inspect(BRIDGE)
    finally:
        engine.set_threshold(None)
    reading = only(inspection).answer_trace.reading
    assert reading is not None
    assert reading.null_score == 50.0
    assert inspection.answer.reason is Reason.NO_ANSWER


@pytest.mark.parametrize(
    ("question", "sentence", "end", "says"),
    [
        (
            ABOUT,
            "Skipper Ada Holm said the ferry strike would last a week",
            SentenceOutcome.ANSWERED,
            "The answer cites this sentence",
        ),
        (ABOUT, FUND, SentenceOutcome.OUTRANKED, "Considered and used: listed below the answer"),
        (
            ABOUT,
            "Baker Bo Lind said the bread was fresh",
            SentenceOutcome.OUTRANKED,
            "Considered and left out: doesn't mention the topic",
        ),
        (
            ABOUT,
            "The ferry strike in Port Ember began on Monday",
            SentenceOutcome.NOT_READ,
            "no matching event or statement",
        ),
        (
            HAPPENED,
            "On 9 May 2031 the council met in the old hall.",
            SentenceOutcome.ANSWERED,
            "The answer cites this sentence",
        ),
        (
            HAPPENED,
            "The mayor, Ivo Brandt, opened the fair.",
            SentenceOutcome.NOT_READ,
            "no matching event or statement",
        ),
        (
            HAPPENED,
            "The bridge of Quillmoor was closed",
            SentenceOutcome.FILTERED_OUT,
            "excluded by the filters",
        ),
        (
            "thanks",
            "The bridge of Quillmoor was closed",
            SentenceOutcome.NOT_SEARCHED,
            "nothing was searched for",
        ),
        (
            f"{BRIDGE} Who opened the fair?",
            "The mayor, Ivo Brandt, opened the fair.",
            SentenceOutcome.ANSWERED,
            "cites",
        ),
    ],
)
def test_a_sentence_is_traced_through_the_steps(
    engine: Engine, question: str, sentence: str, end: SentenceOutcome, says: str
) -> None:
    trace = engine.trace(engine.inspect(question), sentence)
    section = trace_sections(trace)
    assert trace.end is end
    assert says in " ".join((section.title, *(row.words for row in section.rows)))


def test_every_shown_text_is_one_line(engine: Engine) -> None:
    for question in (ABOUT, HAPPENED, BRIDGE, TWO):
        for section in inspection_sections(engine.inspect(question)):
            for row in section.rows:
                assert "\n" not in f"{row.leads}{row.words}{row.note}"
