import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.questions.antecedents import PastTurn
from qa.questions.interpretation_prior import shipped_prior
from qa.questions.interpretations import Interpretation, interpretations
from qa.questions.variants import InterpretationKind, question_features
from qa.records import Turn

CONVERSATIONS = Path(__file__).parents[1] / "data" / "conversations.jsonl"
TALKS = Turn("When was the second round of talks between Norway and Denmark?", "Friday")
ARREST = Turn("Where was Anna Larsen arrested?", "Oslo", quotes=("Anna Larsen, 44, was arrested in Oslo.",))
SHARE = Turn("How large is South Africa's wine industry?", "3 billion dollars")
STRIKE = Turn("How many dockers voted for the strike in Bergen?", "210")


def interpreted(question: str, *turns: Turn) -> list[Interpretation]:
    """Return the interpretations of a question after `turns`, oldest first."""
    return interpretations(question, [PastTurn.of(turn) for turn in reversed(turns)], shipped_prior())


@pytest.mark.parametrize(
    ("turn", "question", "meant"),
    [
        pytest.param(
            TALKS,
            "Where was it held?",
            "Where was the second round of talks between Norway and Denmark held?",
            id="it: the subject of the last question",
        ),
        pytest.param(ARREST, "How old is she?", "How old is Anna Larsen?", id="she: the only person"),
        pytest.param(ARREST, "What is her job?", "What is Anna Larsen's job?", id="a possessive"),
        pytest.param(
            ARREST,
            "What happened to her in her cell?",
            "What happened to Anna Larsen in her cell?",
            id="the second pronoun of the same kind stays",
        ),
        pytest.param(
            ARREST, "Who lives there?", "Who lives in Oslo?", id="there: the place that was the answer"
        ),
        pytest.param(ARREST, "When?", "When was Anna Larsen arrested?", id="only a question word"),
        pytest.param(ARREST, "When did that happen?", "When was Anna Larsen arrested?", id="an event"),
        pytest.param(ARREST, "By whom?", "By whom was Anna Larsen arrested?", id="with a preposition"),
        pytest.param(
            Turn("Who shot the bear in Oslo?", "police"),
            "Where?",
            "Where was it that police shot the bear in Oslo?",
            id="the answer takes the place of who",
        ),
        pytest.param(SHARE, "And Chile's?", "How large is Chile's wine industry?", id="an owner"),
        pytest.param(
            Turn("How much wine did Chile export in 1996?", "2 tons"),
            "And in 1995?",
            "How much wine did Chile export in 1995?",
            id="a time for a time",
        ),
        pytest.param(
            Turn("How much wine did Chile export?", "2 tons"),
            "And in 1995?",
            "How much wine did Chile export in 1995?",
            id="a time that is added",
        ),
        pytest.param(
            Turn("How many people marched, according to the police?", "900"),
            "And according to the union?",
            "How many people marched, according to the union?",
            id="a source for a source",
        ),
        pytest.param(
            Turn("How much did net investment in Chile come to?", "3 dollars"),
            "What about gross investment?",
            "How much did gross investment in Chile come to?",
            id="a phrase for one with the same last word",
        ),
        pytest.param(
            Turn("Whom did Anna Larsen replace as mayor?", "Jan Holm"),
            "When was she elected?",
            "When was Anna Larsen elected?",
            id="a person in the question",
        ),
        pytest.param(
            Turn("Which ship hit the pier?", "the Astrid"),
            "Who owns it?",
            "Who owns the Astrid?",
            id="it: the answer",
        ),
    ],
)
def test_the_likeliest_interpretation_completes_a_follow_up(turn: Turn, question: str, meant: str) -> None:
    assert interpreted(question, turn)[0].text == meant


@pytest.mark.parametrize(
    ("turn", "question", "meant"),
    [
        pytest.param(
            Turn("Who met the ferry crews?", "Mayor Orla Finch"),
            "Why did they ask her about the fares?",
            "Why did the ferry crews ask Mayor Orla Finch about the fares?",
            id="two references are two mentions",
        ),
        pytest.param(STRIKE, "How many were against?", "How many dockers were against?", id="a missing noun"),
        pytest.param(
            Turn("Why did Norway ban the ferry?", "fire"),
            "What about Denmark? Why did it object?",
            "Why did Denmark object?",
            id="a subject announced first",
        ),
    ],
)
def test_what_may_be_meant_is_tried(turn: Turn, question: str, meant: str) -> None:
    assert meant in [each.text for each in interpreted(question, turn)]


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Who won the election in Chile?", id="a name"),
        pytest.param("What happened on 18 September 2024?", id="a day"),
        pytest.param("Why did Larsen say that he would resign?", id="the pronoun refers to a name before it"),
        pytest.param("How many ferries are there in Bergen?", id="there are"),
        pytest.param("How much does it cost to cross to Bergen?", id="it refers to what follows"),
        pytest.param("Who chairs the union?", id="nothing that refers back"),
        pytest.param("Who said so?", id="a statement has no name"),
    ],
)
def test_a_complete_question_is_likeliest_as_typed(question: str) -> None:
    first = interpreted(question, ARREST)[0]
    assert (first.text, first.kind) == (question, InterpretationKind.AS_TYPED)


def test_the_first_question_has_one_interpretation() -> None:
    assert interpreted("Where was it held?") == [
        Interpretation("Where was it held?", InterpretationKind.AS_TYPED, 0.0)
    ]


def test_a_pronoun_reaches_over_a_turn_that_names_nothing() -> None:
    second = Turn("How old is she?", "44", standalone_question="How old is Anna Larsen?")
    assert interpreted("Where was she born?", ARREST, second, Turn("Why?", None))[0].text == (
        "Where was Anna Larsen born?"
    )


def test_a_name_with_its_title_is_no_other_interpretation() -> None:
    turn = Turn("Where did the harbour master Jan Holm speak?", "Oslo")
    texts = [each.text for each in interpreted("How old is he?", turn)]
    assert "How old is Jan Holm?" in texts
    assert "How old is the harbour master Jan Holm?" not in texts


def test_questions_that_refer_back_depend_on_the_conversation() -> None:
    past, prior = [PastTurn.of(ARREST)], shipped_prior()
    follow_up, new_topic = (
        prior.depends(question_features(question, past))
        for question in ("How old is she?", "Which French club signed the goalkeeper Bo Vance in 1996?")
    )
    assert follow_up > 0.9
    assert new_topic < 0.1


def test_new_topics_are_likeliest_as_typed() -> None:
    for line in CONVERSATIONS.read_text(encoding="utf-8").splitlines():
        turns: list[Turn] = []
        for turn in json.loads(line)["turns"]:
            first = interpreted(turn["question"], *turns)[0]
            if turn["kind"] == "new_topic":
                assert first.kind is InterpretationKind.AS_TYPED, turn["question"]
            turns.append(Turn(turn["question"], turn["answers"][0]))


_WORDS = "who Where and it he Larsen's the of (x) was did? 1995 , many there that these how"
words = st.sampled_from(_WORDS.split(" "))
phrases = st.lists(words, max_size=9).map(" ".join) | st.text(max_size=30)


@given(phrases, phrases, phrases)
def test_any_text_has_its_own_wording_among_few(question: str, before: str, answer: str) -> None:
    turns = [Turn(before, answer), Turn(before, None, quotes=(answer,))]
    found = interpreted(question, *turns)
    assert 1 <= len(found) <= 3
    assert sum(each.kind is InterpretationKind.AS_TYPED for each in found) == 1
    assert sum(math.exp(each.prior) for each in found) <= 1.001
    assert all(
        each.text == question if each.kind is InterpretationKind.AS_TYPED else each.text.endswith("?")
        for each in found
    )
