"""Requests for descriptions, news, summaries and comparisons, answered from a small library."""

import pytest

from qa import Answer, Engine, Status
from qa.questions.kinds import QuestionKind
from tests.conftest import EngineWith

ARTICLES = {
    "ferry-1.txt": (
        " date 2031-05-12 Ferry strike in Port Ember\n\n"
        "The ferry strike in Port Ember began on Monday with a march of 300 sailors. "
        "Skipper Ada Holm, the leader of the crews, said the ferry strike would last a week. "
        "The owners of the ferries offered higher wages for the night shift. All shops near the quay stayed open."
    ),
    "ferry-2.txt": (
        " date 2031-05-20 Ferry strike ends\n\n"
        "The ferry strike in Port Ember ended on Tuesday after the owners agreed to pay more. "
        "Ada Holm, a former cook, thanked the crews of the ferries. The first boat left the quay at noon."
    ),
    "copy.txt": (
        " date 2031-05-21 Ferry strike ends\n\n"
        "The ferry strike in Port Ember ended on Tuesday after the owners agreed to pay more, an agency reported."
    ),
    "vote.txt": (
        " date 2031-07-02 Three towns vote\n\n"
        "The towns of Oddby, Kelso and Brim will vote on the new port in the autumn. "
        "The port board failed to agree on a price for the land. Nobody was hurt in the protests against the port."
    ),
    "race.txt": (
        " date 2031-07-09 Skiffs\n\n"
        "Orla Finch's boat was new. Orla Finch won the race of the skiffs in Kelso."
    ),
    "bridge.txt": (
        " date 2031-06-02 The bridge\n\n"
        "The bridge of Quillmoor was closed by engineer Vera Stahl on Sunday because of cracks in two pillars. "
        "The Quillmoor Road Office (QRO) will repair the bridge of Quillmoor until the autumn."
    ),
}


@pytest.fixture(scope="module")
def engine(engine_with: EngineWith) -> Engine:
    """Return an engine with the articles above."""
    return engine_with(ARTICLES)


def _kind(engine: Engine, question: str) -> tuple[QuestionKind, Answer]:
    inspection = engine.inspect(question)
    return inspection.steps[0].answer_trace.kind, inspection.answer


def test_descriptions_come_newest_first(engine: Engine) -> None:
    """Each distinct description has its own citation."""
    kind, answer = _kind(engine, "Who is Ada Holm?")
    assert kind is QuestionKind.DEFINITION
    assert [entry.text for entry in answer.entries] == ["a former cook", "the leader of the crews"]
    assert [entry.citations[0].article.title for entry in answer.entries] == [
        "Ferry strike ends",
        "Ferry strike in Port Ember",
    ]
    assert [entry.citations[0].number for entry in answer.entries] == [1, 2]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("who is vera stahl", "engineer"),
        ("What is the QRO?", "Quillmoor Road Office"),
    ],
)
def test_a_single_description_is_a_single_answer(engine: Engine, question: str, text: str) -> None:
    """There is no list of one."""
    _, answer = _kind(engine, question)
    assert (answer.text, answer.entries) == (text, ())
    cited = answer.citations[0]
    assert cited.answer_span.of(cited.article.text) == text


def test_a_name_without_a_description_gets_a_sentence_that_it_starts(engine: Engine) -> None:
    """A name that is only part of a longer one doesn't count."""
    _, answer = _kind(engine, "Who is Orla Finch?")
    assert answer.text == "Orla Finch won the race of the skiffs in Kelso."


def test_a_name_that_no_article_has_is_refused(engine: Engine) -> None:
    """The reader is asked, and refuses."""
    _, answer = _kind(engine, "Who is Ivo Brandt?")
    assert answer.status is Status.NOT_FOUND


def test_the_latest_news_comes_first_and_copies_once(engine: Engine) -> None:
    """One sentence per story, with its date."""
    kind, answer = _kind(engine, "What is the latest on the ferry strike?")
    assert kind is QuestionKind.LATEST
    days = [entry.citations[0].article.published for entry in answer.entries]
    assert [day and day.isoformat() for day in days] == ["2031-05-21", "2031-05-12"]
    assert all(entry.text == entry.citations[0].quote for entry in answer.entries)


def test_a_summary_starts_with_the_lead(engine: Engine) -> None:
    """The sentences are exact quotes."""
    kind, answer = _kind(engine, "summarize the bridge of Quillmoor")
    assert kind is QuestionKind.SUMMARY
    assert answer.entries[0].text.startswith("The bridge of Quillmoor was closed")
    assert all(
        cited.article_span.of(cited.article.text) == entry.text
        for entry in answer.entries
        for cited in entry.citations
    )


def test_a_topic_that_no_article_has_is_refused(engine: Engine) -> None:
    """There is no summary of something else."""
    _, answer = _kind(engine, "summarize the earthquake in Sornmark")
    assert answer.status is Status.NOT_FOUND


def test_a_comparison_has_two_sides(engine: Engine) -> None:
    """Each side is labelled and quotes its own articles."""
    kind, answer = _kind(engine, "compare the ferry strike and the bridge of Quillmoor")
    assert kind is QuestionKind.COMPARISON
    assert [part.question for part in answer.parts] == ["the ferry strike", "the bridge of Quillmoor"]
    ferry, bridge = answer.parts
    assert {cited.article.title for cited in bridge.citations} == {"The bridge"}
    assert all(cited.article.title.startswith("Ferry") for cited in ferry.citations)
    numbers = [cited.number for part in answer.parts for cited in part.citations]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_list_has_all_members_of_an_enumeration(engine: Engine) -> None:
    """Each member is cited; members of one sentence share its citation."""
    kind, answer = _kind(engine, "Which towns will vote on the new port?")
    assert kind is QuestionKind.LIST
    assert [entry.text for entry in answer.entries] == ["Oddby", "Kelso", "Brim"]
    assert len(answer.citations) == 1


@pytest.mark.parametrize(
    ("question", "starts", "verdict"),
    [
        ("Did the port board agree on a price for the land?", "The port board failed to agree", False),
        ("Has the ferry strike in Port Ember ended?", "The ferry strike in Port Ember ended", True),
        ("Did the owners of the ferries offer higher wages?", "The owners of the ferries offered", True),
    ],
)
def test_a_yes_no_question_gets_the_deciding_sentence(
    engine: Engine,
    question: str,
    starts: str,
    verdict: bool,
) -> None:
    """The verdict is the sentence's own."""
    kind, answer = _kind(engine, question)
    assert kind is QuestionKind.YES_NO
    assert (answer.text or "").startswith(starts)
    assert answer.verdict is verdict


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Is Orla Finch married?", id="an adjective that no sentence says"),
        pytest.param("Does Orla Finch have children?", id="an object that no sentence names"),
    ],
)
def test_a_yes_no_question_is_refused_if_only_its_subject_is_named(engine: Engine, question: str) -> None:
    """A sentence about the person that doesn't say what is asked is no answer."""
    kind, answer = _kind(engine, question)
    assert kind is QuestionKind.YES_NO
    assert answer.status is Status.NOT_FOUND


@pytest.mark.parametrize("question", ["Did Quist win the race of the skiffs?", "Is Quist a former cook?"])
def test_a_yes_no_question_about_an_unknown_person_is_refused(engine: Engine, question: str) -> None:
    """What somebody else did is no answer."""
    kind, answer = _kind(engine, question)
    assert kind is QuestionKind.YES_NO
    assert answer.status is Status.NOT_FOUND


def test_a_yes_no_question_on_another_topic_is_refused(engine: Engine) -> None:
    """No sentence is about it."""
    _, answer = _kind(engine, "Did the Sornmark volcano erupt?")
    assert answer.status is Status.NOT_FOUND
