"""Conflicting answers, picking one of them, and answers in several parts."""

from dataclasses import replace
from datetime import date

import pytest

from qa import (
    Alternative,
    Answer,
    Article,
    Citation,
    DateFilter,
    Passage,
    Reason,
    Scores,
    Settings,
    Span,
    Status,
)
from tests.tui.app_driving import NARROW, WIDE, Driver, driven
from tui.citation_places import places_of
from tui.formatting import card_text
from tui.formatting.fitted import Fitted
from tui.screens.article import ArticleScreen
from tui.state import LibraryState, Stage, Turn
from tui.widgets.answer_card import AnswerCard
from tui.widgets.conversation import Conversation
from tui.widgets.key_bar import KeyBar
from tui.widgets.question_input import QuestionInput

POLICE = Article(
    "b" * 64, "Police count", "About 900 people marched in Bergen, the police said.", date(2031, 5, 8)
)
UNION = Article("c" * 64, "Union count", "Some 4,000 people marched in Bergen.", date(2031, 5, 9))
QUESTION = "How many people marched in Bergen?"


def citation(number: int, article: Article, words: str) -> Citation:
    whole, start = Span(0, len(article.text)), article.text.index(words)
    passage = Passage(article.id, 0, whole, article.text)
    return Citation(
        number, article, whole, Span(start, start + len(words)), article.text, passage, Scores(1, 0.5)
    )


def differing() -> Answer:
    first, second = citation(1, POLICE, "900"), citation(2, UNION, "4,000")
    rival, weak = Alternative("4,000", 0.45, (second,)), Alternative("Bergen", 0.1, (second,))
    return Answer(
        QUESTION,
        Status.ANSWERED,
        None,
        "900",
        0.5,
        (first,),
        (rival, weak),
        choices=(Alternative("900", 0.5, (first,)), rival),
    )


def in_parts() -> Answer:
    first = replace(
        differing(), question="How many marched?", choices=(), alternatives=differing().alternatives[:1]
    )
    second = Answer(
        "Where did they march?",
        Status.ANSWERED,
        None,
        "in Bergen",
        0.6,
        (citation(3, UNION, "in Bergen"),),
        (Alternative("Bergen", 0.2, (citation(4, POLICE, "Bergen"),)),),
    )
    none = Answer("Why?", Status.NOT_FOUND, Reason.NO_ANSWER, None, 0.1)
    return Answer(
        "How many marched, where did they march, and why?",
        Status.ANSWERED,
        None,
        "900; in Bergen",
        0.5,
        (*first.citations, *second.citations),
        parts=(first, second, none),
        timings={"total_seconds": 0.5},
    )


async def shown(app: Driver, answer: Answer) -> None:
    await app.ready()
    number = len(app.turns) + 1
    turn = Turn(number, answer.question, Stage.ANSWERED, answer=answer)
    app.asking.turns.append(replace(turn, places=places_of(answer, {}.__getitem__)))
    await app.asking._put(app.turns[-1])
    await app.until(lambda: len(app.entries) == len(app.turns[-1].places))


def _is_scrolled_to(app: Driver, words: str) -> bool:
    """Scroll down until the words are on the screen: a card that is laid out late scrolls back to its top."""
    app.asking.query_one(Conversation).scroll_end(animate=False)
    return words in app.text()


@pytest.mark.parametrize("how", ["key", "click"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_one_of_two_answers_is_picked_and_followed_up(
    settings: Settings, how: str, size: tuple[int, int]
) -> None:
    async with driven(settings, size=size) as app:
        await shown(app, differing())
        card = app.asking.query_one(AnswerCard)
        assert "The articles disagree." in app.card_text()
        if how == "key":
            await app.press("tab")
            await app.until(lambda: not isinstance(app.app.focused, QuestionInput))
            if size == WIDE:
                await app.until(lambda: "12 Pick" in app.text(app.app.screen.query_one(KeyBar)))
            await app.press("2")
        else:
            await app.until(lambda: _is_scrolled_to(app, "2 4,000"))
            assert isinstance(card.visual, Fitted)
            lines = card.visual.drawn.wrap(card.content_size.width)
            y = next(y for y, line in enumerate(lines) if line.plain.startswith("2  4,000"))
            await app.pilot.click(AnswerCard, offset=(3, y))
        await app.until(lambda: app.turns[0].answer and not app.turns[0].answer.choices)
        answer = app.turns[0].answer
        assert answer is not None
        assert answer.text == "4,000"
        assert [other.text for other in answer.alternatives] == ["900"]
        assert [(place.number, place.is_other) for place in app.turns[0].places] == [(2, False), (1, True)]
        await app.until(lambda: "▸ 1 other answer: “900”" in app.card_text())
        await app.until(lambda: "1 of 2" in app.listed_text())
        assert [entry.place.article.title for entry in app.entries] == ["Union count", "Police count"]
        await app.press("3")
        assert app.turns[0].answer is answer


async def test_a_picked_answer_is_saved_and_used_for_follow_ups(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    histories = []
    async with driven(settings) as app:
        await shown(app, differing())
        app.asking._history_worker.keep_question(app.asking, app.asking.conversation, app.turns[0], ())
        await app.press("tab", "2")
        await app.until(lambda: app.turns[0].answer and not app.turns[0].answer.choices)
        ask = app.app.engine_worker.ask
        monkeypatch.setattr(
            app.app.engine_worker,
            "ask",
            lambda receiver, turn, history: (histories.append(history), ask(receiver, turn, history))[1],
        )
        await app.press("escape")
        await app.ask("Who is the new lighthouse keeper of Port Ember?")
        assert [turn.article_ids for turn in histories[0]] == [(UNION.id,)]
    async with driven(settings) as again:
        await again.until(lambda: again.turns)
        answer = again.turns[0].answer
        assert answer is not None
        assert (answer.text, answer.choices) == ("4,000", ())


def test_no_keys_are_named_if_no_follow_up_is_possible() -> None:
    days = DateFilter("in May", "May 2031", date(2031, 5, 1), date(2031, 5, 31), "How many marched?")
    turn = Turn(1, QUESTION, Stage.ANSWERED, answer=replace(differing(), date_filter=days))
    open_to_more = card_text.card(turn, LibraryState("news")).plain
    assert "F6: all dates" in open_to_more
    assert "Pick one to follow up on it (click, or Tab then 1/2)." in open_to_more
    apart = card_text.card(replace(turn, is_apart=True), LibraryState("news")).plain
    assert "Searched passages about May 2031" in apart
    assert "The articles disagree." in apart
    assert "F6" not in apart
    assert "Pick one" not in apart


async def test_digits_are_typed_in_the_line_and_do_nothing_on_other_cards(settings: Settings) -> None:
    async with driven(settings) as app:
        await shown(app, replace(differing(), choices=()))
        assert "The articles disagree." not in app.card_text()
        await app.press("2")
        assert app.line.value == "2"
        await app.press("tab", "2")
        assert app.turns[0].answer == replace(differing(), choices=())


async def test_every_part_is_shown_and_every_citation_of_a_part_can_be_opened(settings: Settings) -> None:
    async with driven(settings) as app:
        await shown(app, in_parts())
        text = app.card_text()
        for words in ("How many marched?", "Where did they march?", "in Bergen", "Why?"):
            assert words in text
        assert "Not in these articles" in text
        assert "▸ 2 other answers: “4,000”, “Bergen”" in text
        places = app.turns[0].places
        assert [(place.number, place.is_other) for place in places] == [
            (1, False),
            (3, False),
            (2, True),
            (4, True),
        ]
        await app.press("tab", "a")
        await app.until(lambda: "Bergen · doubtful (20%)" in app.card_text())
        app.asking.query_one("#citations").focus()
        await app.press("down", "enter")
        await app.until(lambda: isinstance(app.app.screen, ArticleScreen))
        await app.until(lambda: "Union count" in app.text())
