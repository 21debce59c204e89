"""An inspection agrees with the answer, and finds the step at which a sentence was lost."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from qa import Engine, Filters, Inspection, SentenceOutcome, Steps, load_settings
from qa.inspection.report import inspection_sections
from qa.questions.kinds import QuestionKind
from qa.reading import Reading
from qa.records import Certainty, ResolvedDate, Span
from tests.conftest import EngineWith

LIKELY = Certainty.LIKELY
QUESTION = "Who is the new lighthouse keeper of Port Ember?"
KEEPER = "The new lighthouse keeper of Port Ember is Orla Finch, the harbour office said."
FAR = "Bakers from nine valleys sold marzipan pears at the fair of Quillmoor."


ARTICLES = {
    "keeper.txt": f" date 2031-03-04 A new keeper\n\n{KEEPER}\n\nHer uncle kept the lamp before.",
    "fair.txt": f" date 2031-05-01 The fair\n\n{FAR}",
    **{
        f"lamp{number}.txt": f"The keeper of lighthouse {number} painted its door green."
        for number in range(3)
    },
}


@pytest.fixture(scope="module")
def engine(engine_with: EngineWith) -> Engine:
    """Return an engine with the articles above."""
    return engine_with(ARTICLES)


@pytest.fixture(scope="module")
def inspection(engine: Engine) -> Inspection:
    return engine.inspect(QUESTION, top_k=3)


def read(steps: Steps) -> Reading:
    assert steps.answer_trace.reading is not None
    return steps.answer_trace.reading


def judged_by(inspection: Inspection, threshold: float) -> Inspection:
    """Return an inspection with another threshold."""
    (steps,) = inspection.steps
    answer_trace = replace(steps.answer_trace, reading=replace(read(steps), null_score=threshold))
    return replace(inspection, steps=(replace(steps, answer_trace=answer_trace),))


def test_an_inspection_shows_the_evidence_for_the_answer(engine: Engine, inspection: Inspection) -> None:
    answer = engine.ask(QUESTION, top_k=3)
    assert inspection.answer.text == answer.text == "Orla Finch"
    (steps,) = inspection.steps
    assert steps.answer_trace.hits == answer.nearest
    assert steps.words == ("new", "lighthouse", "keeper", "port", "ember")
    assert (inspection.n_passages, steps.n_allowed) == (5, 5)
    assert steps.answer_trace.kind is QuestionKind.SPAN
    reading = read(steps)
    assert reading.spans[0].text == "Orla Finch"
    assert reading.spans[0].score >= reading.null_score
    assert steps.confidences[0] == pytest.approx(answer.confidence)
    for hit in steps.answer_trace.hits:
        side = next(each for each in steps.by_meaning if each.passage == hit.passage)
        assert (side.rank, side.score) == (hit.why.dense_rank, hit.why.dense_score)
        assert inspection.articles[hit.passage.article_id].id == hit.passage.article_id


@pytest.mark.parametrize(
    ("sentence", "wanted", "reason"),
    [
        (
            "the new LIGHTHOUSE keeper\nof Port  Ember is Orla Finch",
            SentenceOutcome.ANSWERED,
            "spaces and case are free",
        ),
        (FAR, SentenceOutcome.NOT_RETRIEVED, "it says nothing of the question"),
        ("The keeper of Port Ember is a robot.", SentenceOutcome.NOT_IN_LIBRARY, "nobody wrote that"),
        ("?!", SentenceOutcome.NOT_IN_LIBRARY, "there are no words in it"),
    ],
)
def test_a_sentence_is_traced_to_where_it_was_lost(
    engine: Engine, inspection: Inspection, sentence: str, wanted: SentenceOutcome, reason: str
) -> None:
    trace = engine.trace(inspection, sentence)
    assert trace.end is wanted, reason


@pytest.mark.parametrize(
    ("threshold", "wanted"), [(-99.0, SentenceOutcome.OUTRANKED), (99.0, SentenceOutcome.BELOW_THRESHOLD)]
)
def test_a_weaker_answer_is_outranked_or_below_the_threshold(
    engine: Engine, inspection: Inspection, threshold: float, wanted: SentenceOutcome
) -> None:
    judged = judged_by(inspection, threshold)
    assert engine.trace(judged, "Her uncle kept the lamp before.").end is wanted


def test_a_sentence_in_which_the_reader_found_no_answer(engine: Engine, inspection: Inspection) -> None:
    (steps,) = inspection.steps
    answer_trace = replace(steps.answer_trace, reading=replace(read(steps), spans=()))
    blind = replace(inspection, steps=(replace(steps, answer_trace=answer_trace, confidences=()),))
    assert engine.trace(blind, KEEPER).end is SentenceOutcome.NOT_READ


def test_a_trace_has_the_position_and_ranks_of_the_sentence(engine: Engine, inspection: Inspection) -> None:
    trace = engine.trace(inspection, KEEPER)
    assert trace.article is not None
    assert trace.article_span is not None
    assert trace.article_span.of(trace.article.text) + "." == KEEPER
    assert (trace.fused_rank, trace.why.dense_rank, trace.why.sparse_rank) == (1, 1, 1)
    lost = engine.trace(inspection, FAR)
    assert lost.why.dense_rank is not None
    assert lost.why.dense_rank >= 2
    assert lost.why.sparse_rank is None
    assert lost.fused_rank == lost.why.dense_rank == 5


def test_a_sentence_that_the_filters_leave_out(engine: Engine) -> None:
    filtered = engine.inspect(QUESTION, filters=Filters(since=date(2031, 4, 1)))
    assert filtered.steps[0].n_allowed == 1
    assert engine.trace(filtered, KEEPER).end is SentenceOutcome.FILTERED_OUT


def test_a_sentence_below_the_threshold(engine: Engine, inspection: Inspection) -> None:
    trace = engine.trace(judged_by(inspection, 1e9), KEEPER)
    assert trace.end is SentenceOutcome.BELOW_THRESHOLD
    (steps,) = inspection.steps
    assert trace.span == read(steps).spans[0]
    assert trace.confidence == steps.confidences[0]


def test_a_sentence_not_in_the_library_shows_the_nearest_passage(
    engine: Engine, inspection: Inspection
) -> None:
    trace = engine.trace(inspection, "Nine bakers sold marzipan in Quillmoor")
    assert trace.end is SentenceOutcome.NOT_IN_LIBRARY
    assert trace.passage is not None
    assert FAR in trace.passage.text


def test_names_come_from_the_articles(engine: Engine, tmp_path: Path) -> None:
    assert {"Port Ember", "Orla Finch", "Quillmoor"} <= set(engine.names())
    assert Engine(load_settings(library=tmp_path / "none")).names() == []


def test_the_report_has_each_step_by_which_a_date_was_worked_out(inspection: Inspection) -> None:
    dated = ResolvedDate(
        "2031-03-03", "Monday 3 March 2031", "on Monday", Span(0, 9), date(2031, 3, 4), "the last", LIKELY
    )
    (steps,) = inspection.steps
    answer = replace(steps.answer_trace.answer, resolved_date=dated, is_inferred=True)
    traced = replace(steps, answer_trace=replace(steps.answer_trace, answer=answer))
    sections = inspection_sections(replace(inspection, steps=(traced,)))
    (section,) = (each for each in sections if each.title == "Date")
    assert section.note == "Monday 3 March 2031"
    assert [(row.leads.strip(), row.words) for row in section.rows] == [
        ("words", "“on Monday”"),
        ("counted from", "Tuesday 4 March 2031"),
        ("rule", "the last"),
        ("date", "Monday 3 March 2031"),
        ("certainty", "likely"),
        ("inferred", "the sentence gives this date to something else"),
    ]
    assert not any(each.title == "Date" for each in inspection_sections(inspection))
