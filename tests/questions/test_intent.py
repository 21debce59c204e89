"""What a line is taken for: probabilities that sum to one, and a question in doubt."""

import random

import numpy as np
import pytest

from benchmarks.intent_lines import Example, own_examples
from benchmarks.intents import classify, report
from qa.embedding import Encoder
from qa.questions.intent import (
    Intent,
    IntentProbabilities,
    intent_classifier,
    surface_features,
)
from qa.records import ReactionKind
from training.intents import misspelt, variants


@pytest.mark.parametrize(
    ("line", "intent"),
    [
        pytest.param("Greyhaven tidal wave", Intent.KEYWORDS, id="a noun phrase"),
        pytest.param("quarry accident death toll", Intent.KEYWORDS, id="keywords in lower case"),
        pytest.param("Quillmoor", Intent.KEYWORDS, id="a name alone"),
        pytest.param("when did the quarry close", Intent.QUESTION, id="a question without its mark"),
        pytest.param("and the second one?", Intent.QUESTION, id="a follow-up"),
        pytest.param("Why?", Intent.QUESTION, id="a bare follow-up"),
        pytest.param("who exported the wool", Intent.QUESTION, id="export is no command here"),
        pytest.param("When did the library of Quillmoor open?", Intent.QUESTION, id="a library of the news"),
        pytest.param("tell me who led the rescue", Intent.QUESTION, id="an indirect question"),
        pytest.param("thanks a lot for that", Intent.SMALL_TALK, id="thanks"),
        pytest.param("show me the newest article please", Intent.COMMAND, id="a command"),
        pytest.param("give me a summary of the quarry dispute", Intent.SUMMARY, id="a summary"),
        pytest.param("list all villages without water", Intent.LIST, id="a list"),
        pytest.param("compare the old quarry and the new one", Intent.COMPARISON, id="a comparison"),
    ],
)
def test_lines_are_classified(line: str, intent: Intent, encoder: Encoder) -> None:
    found = intent_classifier().classify(line, encoder)
    assert found.intent is intent
    assert sum(found.by_intent.values()) == pytest.approx(1.0, abs=1e-3)
    assert sum(found.commands.values()) == pytest.approx(1.0, abs=1e-3)


def test_the_command_is_named(encoder: Encoder) -> None:
    found = intent_classifier().classify("how many articles are in the library", encoder)
    assert found.command is ReactionKind.COUNT
    assert intent_classifier().classify("when did the quarry close", encoder).command is None


@pytest.mark.parametrize(
    ("shares", "intent"),
    [
        ({Intent.QUESTION: 0.45, Intent.KEYWORDS: 0.55}, Intent.QUESTION),
        ({Intent.QUESTION: 0.35, Intent.KEYWORDS: 0.65}, Intent.KEYWORDS),
        ({Intent.QUESTION: 0.3, Intent.COMMAND: 0.7}, Intent.QUESTION),
        ({Intent.QUESTION: 0.1, Intent.COMMAND: 0.9}, Intent.COMMAND),
    ],
)
def test_in_doubt_it_is_a_question(shares: dict[Intent, float], intent: Intent) -> None:
    assert IntentProbabilities(shares, {ReactionKind.HELP: 1.0}).intent is intent


def test_a_command_that_is_not_clear_is_something_else() -> None:
    shares = {Intent.QUESTION: 0.05, Intent.KEYWORDS: 0.15, Intent.COMMAND: 0.8}
    unclear = {ReactionKind.HELP: 0.4, ReactionKind.QUIT: 0.4, ReactionKind.COUNT: 0.2}
    found = IntentProbabilities(shares, unclear)
    assert (found.intent, found.command) == (Intent.KEYWORDS, None)


@pytest.mark.parametrize("line", ["torcetrapib", "agip", "newsnet"])
def test_a_single_name_is_a_keyword_also_if_it_is_unknown(line: str, encoder: Encoder) -> None:
    assert intent_classifier().classify(line, encoder).intent is Intent.KEYWORDS


def test_a_single_question_word_is_no_keyword(encoder: Encoder) -> None:
    assert intent_classifier().classify("why", encoder).intent is not Intent.KEYWORDS


def test_the_held_out_examples_are_mostly_right(encoder: Encoder) -> None:
    """The figure of `python -m benchmarks.intents`; weights that don't fit the features fall far below."""
    del encoder
    examples = [each for each in own_examples() if each.is_held_out]
    found = classify(examples)
    right = sum(intent is each.intent for each, (intent, _) in zip(examples, found, strict=True))
    assert right / len(examples) > 0.88
    assert report(examples, found)[0].startswith(f"right: {right} of {len(examples)}")


def test_another_encoder_makes_everything_a_question(encoder: Encoder) -> None:
    class Other:
        identity = type(encoder.identity)("other", "0" * 64, "int8", 384)

        def encode(self, texts: list[str], role: str) -> np.ndarray:
            raise AssertionError((texts, role))

    found = intent_classifier().classify("quarry accident", Other())  # type: ignore[arg-type]
    assert found.intent is Intent.QUESTION
    assert found.command is None


def test_all_features_have_about_the_same_size() -> None:
    for line in ("", "?", "word " * 40, "What about the ferries of Port Ember in 2031?"):
        assert all(0 <= value <= 2 for value in surface_features(line))


def test_held_out_examples_share_no_line_with_those_trained_on() -> None:
    examples = own_examples()
    trained = {each.source for each in examples if not each.is_held_out}
    assert not trained & {each.source for each in examples if each.is_held_out}


def test_a_typing_error_changes_one_word() -> None:
    example = Example("quarry accident", Intent.KEYWORDS)
    for seed in range(20):
        wrong = misspelt(example.line, random.Random(seed)).split()  # noqa: S311
        assert sum(one != other for one, other in zip(wrong, example.line.split(), strict=True)) <= 1
    assert [each.line for each in variants(example, random.Random(0))][:2] == [  # noqa: S311
        "quarry accident",
        "Quarry accident.",
    ]
