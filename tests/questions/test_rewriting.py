import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.questions import ContextDependence, standalone, worked_out
from qa.records import Turn

CONVERSATIONS = Path(__file__).parents[1] / "data" / "conversations.jsonl"
TALKS = Turn("When was the second round of talks between Norway and Denmark?", "Friday")
ARREST = Turn("Where was Anna Larsen arrested?", "Oslo", quotes=("Anna Larsen, 44, was arrested in Oslo.",))
SHARE = Turn("How large is South Africa's wine industry?", "3 billion dollars")
STRIKE = Turn("How many dockers voted for the strike in Bergen?", "210")


@pytest.mark.parametrize(
    ("turn", "question", "meant"),
    [
        pytest.param(
            TALKS,
            "Where was it held?",
            "Where was the second round of talks between Norway and Denmark held?",
            id="it is the subject of the question before",
        ),
        pytest.param(ARREST, "How old is she?", "How old is Anna Larsen?", id="she is the one person"),
        pytest.param(ARREST, "What is her job?", "What is Anna Larsen's job?", id="a possessive"),
        pytest.param(
            ARREST,
            "What happened to her in her cell?",
            "What happened to Anna Larsen in her cell?",
            id="a second pronoun stays",
        ),
        pytest.param(
            Turn("Who met the ferry crews?", "Mayor Orla Finch"),
            "Why did they ask her about the fares?",
            "Why did the ferry crews ask Mayor Orla Finch about the fares?",
            id="two words that point back mean two, and her before a preposition owns nothing",
        ),
        pytest.param(
            TALKS,
            "What did they say about it?",
            "What did the second round of talks between Norway and Denmark say about it?",
            id="what is filled in once is not filled in twice",
        ),
        pytest.param(ARREST, "When?", "When was Anna Larsen arrested?", id="a bare question word"),
        pytest.param(ARREST, "When did that happen?", "When was Anna Larsen arrested?", id="an event"),
        pytest.param(
            ARREST, "By whom?", "By whom was Anna Larsen arrested?", id="bare, behind a preposition"
        ),
        pytest.param(ARREST, "Who lives there?", "Who lives in Oslo?", id="a place that was the answer"),
        pytest.param(SHARE, "And Chile's?", "How large is Chile's wine industry?", id="owner for owner"),
        pytest.param(SHARE, "What about Chile?", "How large is Chile's wine industry?", id="name for owner"),
        pytest.param(
            Turn("How much wine did Chile export in 1996?", "2 tons"),
            "And in 1995?",
            "How much wine did Chile export in 1995?",
            id="time for time",
        ),
        pytest.param(
            Turn("How much wine did Chile export?", "2 tons"),
            "And in 1995?",
            "How much wine did Chile export in 1995?",
            id="a time where there was none",
        ),
        pytest.param(
            Turn("How many people marched, according to the police?", "900"),
            "And according to the union?",
            "How many people marched, according to the union?",
            id="source for source",
        ),
        pytest.param(
            Turn("How much did net investment in Chile come to?", "3 dollars"),
            "What about gross investment?",
            "How much did gross investment in Chile come to?",
            id="kin for kin",
        ),
        pytest.param(
            STRIKE,
            "How many were against?",
            "How many dockers were against?",
            id="what is counted is filled in",
        ),
        pytest.param(
            STRIKE,
            "Who chairs the union?",
            "Who chairs the union?",
            id="a question that names nothing stays",
        ),
        pytest.param(
            STRIKE,
            "Who said so?",
            "Who said so?",
            id="a statement cannot be put into words",
        ),
        pytest.param(
            Turn("Whom did Anna Larsen replace as mayor?", "Jan Holm"),
            "When was she elected?",
            "When was Anna Larsen elected?",
            id="the subject comes before the object that was the answer",
        ),
        pytest.param(
            Turn("Who replaced Anna Larsen as mayor?", "Jan Holm"),
            "When was he elected?",
            "When was Jan Holm elected?",
            id="the answer is the subject",
        ),
        pytest.param(
            Turn("Whom did Anna Larsen meet in Oslo?", "Jan Holm"),
            "How long did they talk?",
            "How long did Anna Larsen and Jan Holm talk?",
            id="they are both",
        ),
        pytest.param(
            Turn("Which ship hit the pier?", "the Astrid"),
            "Who owns it?",
            "Who owns the Astrid?",
            id="it is the answer when that is a thing",
        ),
        pytest.param(
            Turn("Who shot the bear in Oslo?", "police"),
            "Where?",
            "Where was it that police shot the bear in Oslo?",
            id="the answer takes the place of who",
        ),
        pytest.param(
            Turn("Why did Norway ban the ferry?", "fire"),
            "What about Denmark? Why did it object?",
            "Why did Denmark object?",
            id="the new name is what it is",
        ),
    ],
)
def test_what_is_left_out_is_filled_in(turn: Turn, question: str, meant: str) -> None:
    assert standalone(question, [turn]).text == meant


def test_a_pronoun_reaches_over_a_turn_that_does_not_name_it() -> None:
    history = [ARREST, Turn("How old is she?", "44"), Turn("Why?", None)]
    assert standalone("Where was she born?", history).text == "Where was Anna Larsen born?"


def test_thanks_in_between_are_ignored() -> None:
    history = [ARREST, Turn("Thank you!"), Turn("show me the article", article_ids=("a" * 32,))]
    assert standalone("When?", history).text == "When was Anna Larsen arrested?"


def test_turns_are_worked_out_in_order_unless_they_were_already() -> None:
    edited = Turn("When was he born?", "1960", standalone_question="When was Jan Holm born?")
    assert [turn.standalone_question for turn in worked_out([ARREST, Turn("How old is she?"), edited])] == [
        None,
        "How old is Anna Larsen?",
        "When was Jan Holm born?",
    ]


def test_the_first_question_and_those_with_names_stay_as_they_are() -> None:
    assert standalone("Where was it held?", []).lean is ContextDependence.NO
    for question in ("Where was it held?", "Who won in Chile?"):
        assert standalone(question, [] if "it" in question.split() else [ARREST]).text == question


def test_no_new_topic_with_a_name_is_changed() -> None:
    lines = CONVERSATIONS.read_text(encoding="utf-8").splitlines()
    for conversation in map(json.loads, lines):
        history: list[Turn] = []
        for turn in conversation["turns"]:
            meant = standalone(turn["question"], history)
            if turn["kind"] == "new_topic":
                assert meant.lean is not ContextDependence.YES, turn["question"]
            history.append(Turn(turn["question"], turn["answers"][0]))


_WORDS = "who Where and it he Larsen's the of (x) was did? 1995 , many there that these how"
words = st.sampled_from(_WORDS.split(" "))
phrases = st.lists(words, max_size=9).map(" ".join) | st.text(max_size=30)


@given(phrases, phrases, phrases)
def test_no_typed_text_raises(question: str, before: str, answer: str) -> None:
    meant = standalone(question, [Turn(before, answer), Turn(before, None, quotes=(answer,))])
    assert meant.text == question or (meant.lean is not ContextDependence.NO and meant.text.endswith("?"))
