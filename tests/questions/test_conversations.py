"""Conversations with the engine over the sample articles."""

import json
from pathlib import Path

import pytest

from qa.engine import Engine
from qa.json_output import answer_json
from qa.records import Answer, Filters, ReactionKind, Status, Turn

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"


@pytest.fixture(scope="module")
def engine(samples: Engine) -> Engine:
    return samples


def ask_all(engine: Engine, *questions: str) -> list[Answer]:
    """Ask questions as one conversation."""
    answers: list[Answer] = []
    for question in questions:
        answers.append(engine.ask(question, history=[Turn.of(answer) for answer in answers]))
    return answers


def files(engine: Engine, answer: Answer, n_hits: int = 5) -> list[str]:
    ids = [hit.passage.article_id for hit in answer.nearest[:n_hits]]
    return [Path(str(engine.library.article(key).path)).name for key in ids]


def test_a_follow_up_is_rewritten_and_answered_from_the_last_cited_article(engine: Engine) -> None:
    first, second, third = ask_all(
        engine,
        "When was the second round of talks between the junior doctors and the government?",
        "Where was it held?",
        "And who led the government side?",
    )
    talks = "2024-09-19-second-round-of-talks.txt"
    assert first.standalone_question is None
    whole = "the second round of talks between the junior doctors and the government"
    assert second.standalone_question == f"Where was {whole} held?"
    assert third.standalone_question is None
    assert third.question == "And who led the government side?"
    assert talks in files(engine, second)
    assert talks in files(engine, third)


def test_the_articles_decide_whether_a_question_without_names_is_a_follow_up(
    engine: Engine,
) -> None:
    before = engine.ask("How many junior doctors met Chief Secretary Manoj Pant at Nabanna?")
    history = [Turn.of(before)]
    follow_up = engine.ask("When did the meeting begin?", history=history)
    new_topic = engine.ask("For how many days does the island clinic have insulin?", history=history)
    assert files(engine, follow_up, 1) == ["2024-09-19-second-round-of-talks.txt"]
    assert new_topic.standalone_question is None
    assert files(engine, new_topic, 1) == ["undated-island-clinic-supplies.md"]


def test_a_new_topic_is_answered_as_if_it_were_asked_alone(engine: Engine) -> None:
    question = "When did the ferry crews of Ulvarre sign the settlement?"
    alone = engine.ask(question)
    history = [
        Turn.of(each) for each in ask_all(engine, "Where does Mamata Banerjee live?", "And who met her?")
    ]
    amid = engine.ask(question, history=history)
    assert (amid.text, amid.standalone_question, amid.nearest) == (alone.text, None, alone.nearest)


def test_nothing_is_filled_in_from_a_question_that_was_not_answered(engine: Engine) -> None:
    refused, answer = ask_all(
        engine, "Who will win the next election?", "How many junior doctors were in the delegation?"
    )
    assert refused.status is Status.NOT_FOUND
    assert answer.standalone_question is None
    assert answer.text == "30"


def test_filters_narrow_a_conversation_to_chosen_articles(engine: Engine) -> None:
    chosen = engine.article("2031-05-14-quay-march-police-count.txt").id
    answer = engine.ask("How many people marched on the quays?", filters=Filters(article_ids=(chosen,)))
    assert {hit.passage.article_id for hit in answer.nearest} == {chosen}


def test_an_article_that_is_gone_does_not_stop_a_conversation(engine: Engine) -> None:
    turn = Turn("Who mediates in Brennisk?", "Zofia Árdenholt", article_ids=("f" * 32,))
    answer = engine.ask("Where does she come from?", history=[turn])
    assert answer.standalone_question == "Where does Zofia Árdenholt come from?"


def test_several_questions_are_answered_part_by_part(engine: Engine) -> None:
    answer = engine.ask("Who mediates in the Ulvarre ferry dispute, and where was the first session?")
    assert [part.question for part in answer.parts] == [
        "Who mediates in the Ulvarre ferry dispute?",
        "Where was the first session?",
    ]
    assert answer.parts[0].text == "Zofia Árdenholt"
    assert "2031-05-13-first-mediation-session.md" in files(engine, answer.parts[1])
    assert answer.question.endswith("where was the first session?")


def test_thanks_are_taken_as_thanks(engine: Engine) -> None:
    answer = engine.ask("thank you!", history=[Turn("Who won?", "nobody")])
    assert (answer.status, answer.text, answer.citations) == (Status.NO_QUESTION, None, ())
    assert answer.reaction is not None
    assert answer.reaction.kind is ReactionKind.THANKS


def test_the_article_of_the_last_answer_is_shown_and_summarized(engine: Engine) -> None:
    asked = engine.ask("Who mediates in the Ulvarre ferry dispute?")
    cited = asked.citations[0].article.id
    show, summarize = (
        engine.ask(said, history=[Turn.of(asked)]) for said in ("show me the article", "summarise this")
    )
    assert show.reaction is not None
    assert show.reaction.article_ids[0] == cited
    assert {sentence.article.id for sentence in summarize.citations} == {cited}
    assert 3 <= len(summarize.citations) <= 5


def test_an_article_can_be_named_by_its_topic(engine: Engine) -> None:
    about = engine.ask("Summarise the article about insulin at the clinic")
    assert about.citations[0].article.path is not None
    assert "undated-island-clinic" in about.citations[0].article.path


def test_the_number_of_a_citation_selects_its_article(engine: Engine) -> None:
    cited = tuple(
        engine.article(name).id
        for name in ("2031-05-06-ferry-crews-vote-to-stop.txt", "2031-05-21-ferry-settlement.txt")
    )
    second = engine.ask("show me article 2", history=[Turn("Who stopped?", "crews", article_ids=cited)])
    assert second.reaction is not None
    assert second.reaction.article_ids == cited[1:]


def test_without_a_cited_article_there_is_none_to_show(engine: Engine) -> None:
    nothing = engine.ask("show me the article")
    assert nothing.reaction is not None
    assert nothing.reaction.article_ids == ()
    assert "Ask a question first" in nothing.reaction.reply


def test_json_has_the_standalone_question(engine: Engine) -> None:
    _, second = ask_all(engine, "Who mediates in the Ulvarre ferry dispute?", "Where does she come from?")
    reported = json.loads(json.dumps(answer_json(second)))
    assert reported["question"] == "Where does she come from?"
    assert reported["standalone_question"] == "Where does Zofia Árdenholt come from?"
    assert (reported["parts"], reported["reaction"]) == ([], None)
    assert all(choice["answer"] and choice["citations"] for choice in reported["choices"])
    thanks = answer_json(engine.ask("thanks"))
    assert (thanks["status"], thanks["reaction"]["kind"]) == ("no_question", "thanks")


def test_the_development_conversations_are_well_formed() -> None:
    lines = (ROOT / "tests" / "data" / "conversations.jsonl").read_text(encoding="utf-8").splitlines()
    conversations = [json.loads(line) for line in lines]
    assert len(conversations) >= 60
    assert len({each["id"] for each in conversations}) == len(conversations)
    for each in conversations:
        turns = each["turns"]
        assert 2 <= len(turns) <= 5, each["id"]
        assert [turn["kind"] for turn in turns].count("first") == 1
        for turn in turns:
            assert (turn["question"] == turn["written_out"]) or turn["kind"] == "follow_up", turn["question"]
            assert turn["answers"]
            assert turn["articles"]
