"""Composed answers and rewritten follow-ups, with a real client and a server that replies as told."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from qa import Engine, Turn
from qa.composing.chat_model import ChatModel, LanguageModelError
from qa.composing.rewriting import rewritten
from qa.errors import CancelledError, SettingsError
from qa.records import Status
from tests.composing.chat_server import Scripted, chat_server

QUESTION = "When was the second round of talks?"


@pytest.fixture
def chat() -> Iterator[Scripted]:
    with chat_server() as script:
        yield script


@pytest.fixture
def engine(samples: Engine, chat: Scripted) -> Iterator[Engine]:
    settings = replace(samples.settings, llm_endpoint=chat.address, llm_model="small")
    opened = Engine(settings, n_threads=1)
    yield opened
    opened.close()


def test_only_supported_sentences_are_kept(engine: Engine, chat: Scripted) -> None:
    chat.reply = "The second round of talks was on Wednesday night [1]. It took place in Oslo [1]."
    answer = engine.ask(QUESTION)
    composition = engine.compose(answer)
    assert composition is not None
    assert [each.text for each in composition.supported] == [
        "The second round of talks was on Wednesday night."
    ]
    assert composition.n_dropped == 1
    assert composition.citations[0].quote == answer.citations[0].quote


def test_only_the_question_and_the_quotes_are_sent(
    engine: Engine, chat: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_LLM_KEY", "the-key")
    answer = engine.ask(QUESTION)
    assert chat.received == []
    engine.compose(answer)
    (sent,) = chat.received
    assert chat.keys == ["Bearer the-key"]
    assert sent["model"] == "small"
    assert set(sent) <= {"model", "messages", "temperature", "max_tokens", "stream"}
    said = sent["messages"][1]["content"]
    assert QUESTION in said
    assert answer.citations[0].quote in said
    assert "18 September 2024" in said
    assert answer.citations[0].article.path not in said


def test_a_refusal_has_nothing_to_compose(engine: Engine, chat: Scripted) -> None:
    refused = engine.ask("Who won the Nobel Prize for chemistry in 1987?")
    assert refused.status is Status.NOT_FOUND
    assert engine.compose(refused) is None
    assert chat.received == []


def test_escapes_in_a_reply_are_removed(engine: Engine, chat: Scripted) -> None:
    chat.reply = "The talks were on \x1b[31mWednesday night [1]."
    composition = engine.compose(engine.ask(QUESTION))
    assert composition is not None
    assert all("\x1b" not in each.text for each in composition.sentences)


@pytest.mark.parametrize("status", [401, 404, 500])
def test_a_refusing_server_is_an_error_with_its_address(engine: Engine, chat: Scripted, status: int) -> None:
    chat.status = status
    with pytest.raises(LanguageModelError, match=f"127.0.0.1.*status {status}"):
        engine.compose(engine.ask(QUESTION))


def test_redirects_are_not_followed(engine: Engine, chat: Scripted) -> None:
    with chat_server() as elsewhere:
        chat.status, chat.location = 307, f"{elsewhere.address}/chat/completions"
        with pytest.raises(LanguageModelError):
            engine.compose(engine.ask(QUESTION))
        assert elsewhere.received == []


def test_a_missing_server_is_an_error() -> None:
    with pytest.raises(LanguageModelError, match="can't be used"):
        ChatModel("http://127.0.0.1:9/v1", "small").reply("", "", max_tokens=5)


def test_a_reply_can_be_cancelled(engine: Engine, chat: Scripted) -> None:
    chat.reply = "word " * 50
    answer = engine.ask(QUESTION)
    with pytest.raises(CancelledError):
        engine.compose(answer, stopped=lambda: bool(chat.received))


def test_without_a_model_nothing_is_sent(samples: Engine) -> None:
    assert samples.language_model is None
    with pytest.raises(SettingsError, match="No language model"):
        samples.compose(samples.ask(QUESTION))


TURN = Turn(QUESTION, "Wednesday night", quotes=("The second round of talks ended on Wednesday night.",))


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("Who attended the second round of talks?", None),  # “attended” was said by nobody
        ("Who was at the second round of talks?", "Who was at the second round of talks?"),
        ("“Who was at the second round of talks?”", "Who was at the second round of talks?"),
        ("Who was at the Oslo talks?", None),
        ("The second round of talks.", None),
        ("", None),
    ],
)
def test_a_rewritten_question_adds_no_words(chat: Scripted, reply: str, expected: str | None) -> None:
    chat.reply = reply
    assert rewritten("Who was there?", [TURN], ChatModel(chat.address, "small")) == expected


def test_a_refused_follow_up_is_asked_again(engine: Engine, chat: Scripted, samples: Engine) -> None:
    follow_up = "And that second round, on which day did all of this talks business end?"
    chat.reply = QUESTION
    history = [Turn.of(samples.ask(QUESTION))]
    plain = samples.ask(follow_up, history=history)
    answer = engine.ask(follow_up, history=history)
    if plain.status is Status.ANSWERED:
        assert chat.received == []
    else:
        assert (answer.text, answer.standalone_question) == ("Wednesday night", QUESTION)
        assert answer.question == follow_up


def test_a_follow_up_without_an_answer_stays_refused(engine: Engine, chat: Scripted) -> None:
    chat.status = 500
    history = [Turn.of(engine.ask(QUESTION))]
    answer = engine.ask("Which colour did the Nobel committee paint it?", history=history)
    assert answer.status is Status.NOT_FOUND
    assert len(chat.received) == 1
