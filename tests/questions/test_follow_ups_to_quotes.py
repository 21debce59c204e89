"""Short conversations about the sample articles, with follow-ups to quotations."""

import pytest

from qa import Engine
from qa.records import Turn

CONVERSATIONS = [
    pytest.param(
        ["Who said what about the stoppage?", "When did it start?"],
        "When did the stoppage start?",
        id="it is what the words were about",
    ),
    pytest.param(
        ["Who said what about ferry crews' strike in the harbour?", "When did it start?"],
        "When did ferry crews' strike in the harbour start?",
        id="the harbour in the topic is not it",
    ),
    pytest.param(
        ["Who said what about a march?", "How long was it?"],
        "How long was the march?",
        id="a march is the march then",
    ),
    pytest.param(
        ["Who said what about insulin?", "How long will it last?"],
        "How long will insulin last?",
        id="a topic without an article",
    ),
    pytest.param(
        ["Who said what about the vote?", "When was it?"],
        "When was the vote?",
        id="when the topic was, and not when somebody spoke",
    ),
    pytest.param(["Who said what about the bookings?", "Why?"], "Why?", id="why stays open"),
    pytest.param(
        ["Who said what about the talks?", "Where were they held?"],
        "Where were the talks held?",
        id="they are a topic of several",
    ),
    pytest.param(
        ["Who said what about the stoppage?", "What did she say?"],
        "What did Maëlle Torvander say about the stoppage?",
        id="she is the speaker named last",
    ),
    pytest.param(
        ["Who said what about the stoppage?", "When did it start?", "What did she say?"],
        "What did Maëlle Torvander say about the stoppage?",
        id="also a question later",
    ),
    pytest.param(
        ["Who said what about the roster?", "And about the vote?", "What did she say about it?"],
        "What did Ms Torvander say about the vote?",
        id="it is the topic asked about last",
    ),
    pytest.param(
        ["Who said what about the handrail?", "What did he say about it?"],
        "What did the harbour master say about the handrail?",
        id="he has no name",
    ),
    pytest.param(
        ["Who said what about the march?", "What did they say?"],
        "What did the harbour police say about the march?",
        id="they are the one body that spoke",
    ),
    pytest.param(
        ["What did Ms Torvander say about the stoppage?", "When did it start?"],
        "When did the stoppage start?",
        id="one speaker's words too",
    ),
    pytest.param(
        ["Who said what about the talks?", "Who said what about it?"],
        "Who said what about the talks?",
        id="the same again",
    ),
    pytest.param(
        ["Who said what about the roster?", "What else did she say?"],
        "What else did Ms Torvander say about the roster?",
        id="what else is about the topic too",
    ),
]


@pytest.mark.parametrize(("questions", "meant"), CONVERSATIONS)
def test_what_a_follow_up_to_statements_means(samples: Engine, questions: list[str], meant: str) -> None:
    history: list[Turn] = []
    for question in questions:
        answer = samples.ask(question, history=history)
        history.append(Turn.of(answer))
    assert (answer.standalone_question or answer.question) == meant


def test_a_question_about_what_she_said_is_answered_with_her_words(samples: Engine) -> None:
    first = samples.ask("Who said what about the stoppage?")
    then = samples.ask("What did she say?", history=[Turn.of(first)])
    assert then.text == first.parts[-1].text
