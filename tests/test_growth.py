"""Twice the text takes at most 2.5 times the work, for every regular expression and all code that reads articles."""

import re
import signal
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from qa.answering.same_answer import same_answer
from qa.articles import load
from qa.articles.dateline import split_date_line
from qa.articles.front_matter import split_front_matter
from qa.articles.markdown import first_heading, plain_text
from qa.articles.titles import titled
from qa.attribution import attributions_in
from qa.dates import time_expressions
from qa.indexing.passages import sentence_spans
from qa.library.name_suggestions import names_in as suggested_names
from qa.questions.answer_type import AnswerType, has_person, holds
from qa.questions.mentions import is_person
from qa.questions.phrases import noun_phrases
from qa.questions.references import bare_question_words, fragment_of, references_in
from qa.retrieval.word_overlap import Coverage
from qa.utils.near_duplicates import near_copies
from qa.utils.text import clean
from tests.growth import MOST, assert_linear
from tests.patterns import Attack, attacks, patterns, text_of

# Questions are one line, with one blank between words. These modules read articles as well.
_QUESTIONS = "qa.questions."
_READ_ARTICLES = ("qa.questions.answer_type", "qa.questions.mentions")
_EXEMPT = {
    "qa.library.checks": "reads the library's own schema",
    "qa.questions.requests": "reads at most 300 characters",
    "qa.questions.small_talk": "reads at most 300 characters",
}
_LIMIT_SECONDS = 0.5  # what a pattern that never ends gets
_SHORT, _LONG = 800, 10_000  # characters
_SLOW_SECONDS = 0.015  # for a short text: nothing worse has to be looked for
_N_SLOWEST = 3  # attacks, tried on longer texts
_FLOOR_SECONDS = 0.01


BY_MODULE: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
for (source, flags), place in patterns().items():
    module = place.partition(":")[0] if ":" in place else place.rpartition(".")[0]
    BY_MODULE.setdefault(module, []).append((place, re.compile(source, flags)))


class _TooLongError(Exception):
    pass


def _stop(*_: object) -> None:
    raise _TooLongError


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    """Return the CPU time in which a pattern is searched for everywhere and compared with the whole text."""
    signal.setitimer(signal.ITIMER_VIRTUAL, _LIMIT_SECONDS)
    began = time.thread_time()
    try:
        for _ in pattern.finditer(text):
            pass
        pattern.fullmatch(text)
    except _TooLongError:
        return float("inf")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.thread_time() - began


def _grows(pattern: re.Pattern[str], made: Callable[[int], str]) -> bool:
    for _ in range(3):
        twice = _seconds(pattern, made(2 * _LONG))
        if twice == float("inf"):
            return True
        if twice <= _FLOOR_SECONDS or twice <= MOST * _seconds(pattern, made(_LONG)) + _FLOOR_SECONDS < float(
            "inf"
        ):
            return False
    return True


def _slowest(pattern: re.Pattern[str], made: Callable[[Attack, int], str]) -> list[Attack]:
    """Return the attacks that a pattern spends the most time on."""
    timed = []
    for attack in attacks(pattern.pattern, pattern.flags, n_samples=2):
        timed.append((_seconds(pattern, made(attack, _SHORT)), attack))
        if timed[-1][0] > _SLOW_SECONDS:
            break
    timed.sort(reverse=True)
    return [attack for _, attack in timed[:_N_SLOWEST]]


@pytest.mark.parametrize("module", sorted(BY_MODULE.keys() - _EXEMPT))
def test_regular_expressions(module: str) -> None:
    is_one_line = module.startswith(_QUESTIONS) and module not in _READ_ARTICLES

    def made(attack: Attack, n_characters: int) -> str:
        text = text_of(attack, n_characters)
        return " ".join(text.split()) if is_one_line else text

    earlier = signal.signal(signal.SIGVTALRM, _stop)
    try:
        slow = [
            (place, attack)
            for place, pattern in BY_MODULE[module]
            for attack in _slowest(pattern, made)
            if _grows(pattern, lambda n, attack=attack: made(attack, n))
        ]
    finally:
        signal.signal(signal.SIGVTALRM, earlier)
    assert not slow


def test_a_quadratic_expression_is_found() -> None:
    earlier = signal.signal(signal.SIGVTALRM, _stop)
    try:
        for written in (r"\s+\(", r"(?:about\s+)*noon", r"\b(\d[\d,]*) boats", r"^(\w+\s?)*$"):
            pattern = re.compile(written)
            assert any(
                _grows(pattern, lambda n, attack=attack: text_of(attack, n))
                for attack in _slowest(pattern, text_of)
            ), written
    finally:
        signal.signal(signal.SIGVTALRM, earlier)


def test_inline_expressions_are_found() -> None:
    assert any(place.startswith("qa.questions.parts:") for place in patterns().values())
    assert any("word" in source for source, _ in patterns())
    assert len(patterns()) > 150


PUBLISHED = date(2024, 9, 19)
READERS: dict[str, tuple[Callable[[str], object], int]] = {
    "attributions": (attributions_in, 990),
    "sentences": (sentence_spans, 10_000),
    "dates": (lambda text: time_expressions(text, PUBLISHED), 3_000),
    "cleaning": (clean, 20_000),
    "noun phrases": (noun_phrases, 4_000),
    "references": (lambda text: (references_in(text), fragment_of(text), bare_question_words(text)), 4_000),
    "a person": (lambda text: is_person("Bo", text), 10_000),
    "suggested names": (lambda text: suggested_names([text], 50), 20_000),
    "front matter": (split_front_matter, 10_000),
    "markdown": (lambda text: (plain_text(text), first_heading(text)), 1_500),
    "a file": (lambda text: load(Path("/news/a.md"), f"a {text}".encode()), 1_500),
    "headline and date line": (
        lambda text: (titled(text, "date line", text, "a"), split_date_line(text)),
        20_000,
    ),
    "kinds of answers": (lambda text: [has_person(text), *(holds(each, text) for each in AnswerType)], 2_000),
    "coverage": (lambda text: Coverage("a Bo ferry", [text]).is_together(text), 10_000),
    "equal answers": (lambda text: same_answer(text, f"{text[len(text) // 2 :]} z"), 10_000),
    "near-copies": (lambda text: near_copies(text, text[1:]), 10_000),
}
UNITS = (
    *(
        " ",
        "\n ",
        "\n\n",
        "'",
        "“a ",
        "1,",
        "1. ",
        "a",
        "Aa ",
        "Aa, ",
        "Bo’s ",
        "a-",
        "(",
        ". ",
        "U.S. ",
        "e.g. ",
        "...",
        "x@",
    ),
    *(
        "“a,” said Bo Lind. ",
        "Bo said that he ",
        "according to Bo, ",
        "at Bo and ",
        "'90s-",
        "Monday and ",
        "at 6 pm ",
    ),
    *(
        "*",
        "**a",
        "[",
        "](",
        "`",
        "``a",
        "> ",
        "- ",
        "<a ",
        "&#1;",
        "---\n",
        "\\",
        "[a]: b\n",
        "title: a\n",
        "date 1-1-1 ",
    ),
    *("\u200d", "\U0001f469\u200d", "\u0915\u094d\u200d", "\U0001f3f4\U000e0067", "e\u0301"),
)


@pytest.mark.parametrize("reader", sorted(READERS))
def test_readers_of_articles(reader: str) -> None:
    read, size = READERS[reader]
    for unit in UNITS:
        if len(unit) < size:
            assert_linear(read, lambda n, unit=unit: unit * (n // len(unit)) + "x", size)
