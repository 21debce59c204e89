"""Evidence that lowers the confidence of an answer."""

from dataclasses import replace

import pytest

from qa.answering.doubts import WEIGHT, with_doubts
from qa.answering.question_names import lacks_name_of
from qa.inspection.report import inspection_sections
from qa.questions.answer_type import typed
from qa.records import AnswerSpan, Article, Doubt, Hit, Passage, Scores, Span, Status
from tests.conftest import EngineWith

CORR = (
    "A young medic was killed at the clinic of Corr on Monday. The health secretary, Ada Holm, spoke at 4 pm. "
    "The chief secretary, Bo Lind, left within the hour. Nobody mentioned the Bel Ar case."
)


def _article(text: str) -> Article:
    return Article("a" * 32, "A report", text)


def _span(text: str, words: str, score: float = 0.0) -> AnswerSpan:
    start = text.index(words)
    hit = Hit(Passage("a" * 32, 0, Span(0, len(text)), text), 1.0, 1, Scores())
    return AnswerSpan(hit, Span(start, start + len(words)), score)


@pytest.mark.parametrize(
    ("question", "words", "wanted"),
    [
        pytest.param("Who is the harbour secretary of Corr?", "Bo Lind", Doubt.NO_ROLE, id="another role"),
        pytest.param("Who is the health secretary of Corr?", "Ada Holm", None, id="the role"),
        pytest.param("Who is the Corr harbour secretary?", "Bo Lind", Doubt.NO_ROLE, id="after the place"),
        pytest.param("Who is the Corr health secretary?", "Ada Holm", None, id="the role after the place"),
        pytest.param("Who is the new secretary of Corr?", "Bo Lind", None, id="new is no role"),
        pytest.param("Who is the first woman allowed to speak at Corr?", "Ada Holm", None, id="a clause"),
        pytest.param("Where was the medic killed?", "Corr", None, id="no role"),
        pytest.param("How many medics were killed?", "Nobody", Doubt.LACKS_NUMBER, id="no number"),
        pytest.param("How many medics were killed?", "A young medic", Doubt.LACKS_NUMBER, id="an article"),
        pytest.param("When did the health secretary speak?", "4 pm", None, id="a time"),
        pytest.param("Who killed Mara Orso at Corr?", "Bo Lind", Doubt.LACKS_NAME, id="a name"),
    ],
)
def test_doubts_about_spans(question: str, words: str, wanted: Doubt | None) -> None:
    """The words around a span and those of its article decide."""
    span, article = _span(CORR, words), _article(CORR)
    (found,) = with_doubts([span], typed(question), [span.hit], lambda _: article)
    assert found.doubt is wanted
    assert found.score == pytest.approx(span.score - (WEIGHT if wanted else 0.0))


@pytest.mark.parametrize(
    ("question", "text", "wanted"),
    [
        ("When was Mara Lind arrested?", "He was arrested three weeks ago in Corr.", True),
        ("When was Mara Lind arrested?", "Lind was arrested three weeks ago in Corr.", False),
        ("When was Ann Lind arrested?", "He was arrested three weeks after planning a raid.", True),
        ("When was Ann Lind arrested?", "The Lind-Orso group was banned. He was arrested in Corr.", False),
        ("When was Ann Lind arrested?", "Lind's brother was arrested in Corr.", False),
        ("When was Moamer Qadafi born?", "Gaddafi was born in a tent.", False),
        ("When was Lind arrested?", "He was arrested three weeks ago in Corr.", True),
        ("When was the mayor arrested?", "He was arrested three weeks ago in Corr.", False),
        ("Who leads the Kurdish party?", "Lind leads the party of the Kurds.", False),
        ("Which Dutch port closed?", "The port of Corr in the Netherlands closed.", False),
        ("Which Danish port closed?", "The port of Corr in the Netherlands closed.", True),
        ("How many people left the U.S.?", "Nine people left America.", False),
    ],
)
def test_articles_without_a_name_of_the_question(question: str, text: str, wanted: bool) -> None:
    """Other forms and spellings of a name count, and so do words for its country."""
    assert lacks_name_of(question, _article(text)) is wanted


def test_an_answer_without_a_doubt_comes_first() -> None:
    """Doubts are compared with scores, so a clear answer stays first."""
    text = "Lind shot a guard. Orso was shot in Corr."
    clear, shot = _span(text, "Lind", 5.0), _span(text, "Orso", 4.0)
    article = _article(text)

    def first(*spans: AnswerSpan) -> str:
        return with_doubts(spans, typed("Who was shot?"), [clear.hit], lambda _: article)[0].text

    assert first(clear, shot) == "Orso"
    assert first(clear, replace(shot, score=1.0)) == "Lind"


def test_a_doubt_can_make_an_answer_a_refusal_and_is_explained(engine_with: EngineWith) -> None:
    """The inspector shows the lowered confidence and the reason."""
    engine = engine_with(
        {"clinic.txt": f" date 2031-05-12 Talks\n\n{CORR}", "port.txt": " date 2031-05-12 Port\n\nIt rained."}
    )
    answered = engine.inspect("Who is the health secretary of Corr?")
    refused = engine.inspect("Who is the harbour secretary of Corr?")
    assert answered.answer.status is Status.ANSWERED
    assert refused.answer.status is Status.NOT_FOUND
    rows = [row for section in inspection_sections(refused) for row in section.rows]
    assert any("lowered, because the role isn't named nearby" in row.note for row in rows)
    assert not any(
        "lowered" in row.note
        for section in inspection_sections(answered)
        for row in section.rows
        if row.is_used
    )
