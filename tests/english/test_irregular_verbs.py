"""Past forms of irregular verbs."""

import pytest

from qa.answering.event_mentions import mentions_in, past_event_of
from qa.english.irregular_verbs import base_form


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("sent", "send"),
        ("withdrew", "withdraw"),
        ("withdrawn", "withdraw"),
        ("ran", "run"),
        ("run", "run"),
        ("walked", "walked"),
        ("bent", "bend"),
    ],
)
def test_base_forms(word: str, base: str) -> None:
    assert base_form(word) == base


def test_a_past_form_mentions_the_event_of_a_question() -> None:
    event = past_event_of("When did the medics send the letter?")
    assert event is not None
    sentence = "The medics sent a letter on Monday."
    assert [span.of(sentence) for span in mentions_in(sentence, event)] == ["sent"]
