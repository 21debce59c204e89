"""Explain how an answer was found, on the screen."""

from datetime import date

import pytest
from textual.events import Paste
from textual.widgets import Input

from qa import Filters, Settings
from tests.tui.app_driving import BRIDGE, KEEPER, NARROW, WIDE, Driver, driven
from tui.formatting import answer_text
from tui.screens.inspector import InspectorScreen


async def inspected(app: Driver, question: str = KEEPER) -> None:
    await app.ask(question)
    await app.press("f5")
    await app.until(lambda: isinstance(app.app.screen, InspectorScreen))
    await app.until(lambda: "kind   " in shown(app))


def shown(app: Driver) -> str:
    return str(app.app.screen.query_one("#steps").render())


async def trace_sections(app: Driver, sentence: str) -> str:
    line = app.app.screen.query_one("#sentence", Input)
    line.value = sentence
    line.focus()
    await app.press("enter")
    await app.until(lambda: "tracing" not in trace_text(app))
    return trace_text(app)


def trace_text(app: Driver) -> str:
    return app.text(app.app.screen.query_one("#trace"))


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_every_step_of_the_chosen_question_is_shown(settings: Settings, size: tuple[int, int]) -> None:
    async with driven(settings, size=size) as app:
        await inspected(app)
        assert app.text().splitlines()[0].strip().startswith("Why?")
        assert app.app.screen.query_one("#inspected", Input).value == KEEPER
        assert "kind           a question with one answer" in shown(app)
        assert "main words     new lighthouse keeper port ember" in shown(app)
        assert "3 of 3 passages searched" in shown(app)
        (steps,) = app.app.engine_worker.engine.inspect(KEEPER).steps
        reading = steps.answer_trace.reading
        assert reading is not None
        for hit in steps.answer_trace.hits:
            ranks = f"{hit.why.dense_rank or '–'} / {hit.why.sparse_rank or '–'}"
            assert f"{hit.rank:>3} {ranks:>9}" in shown(app)
        for span, sure in list(zip(reading.spans, steps.confidences, strict=True))[:12]:
            verdict = "passed" if span.score >= reading.null_score else "too low"
            assert f"{sure:>4.0%} {verdict:<10}  {answer_text.shortened(span.text, 60)}" in shown(app)
        assert "Searched for" in app.text()
        await app.press("escape")
        assert app.app.screen is app.asking


async def test_a_sentence_is_traced_to_where_it_was_lost(settings: Settings) -> None:
    async with driven(settings) as app:
        await inspected(app)
        cited = await trace_sections(app, "The new lighthouse keeper of Port Ember is Orla Finch")
        assert "The answer cites this sentence." in cited
        assert "By meaning: place 1 of 3 · by words: place 1 · both together: place 1" in cited
        lost = await trace_sections(app, "The keeper of Port Ember is a [b]robot[/b].")
        assert "This sentence is not in the library." in lost
        assert "Lighthouse of Port Ember gets a new keeper" in lost


async def test_pasted_lines_are_one_sentence(settings: Settings) -> None:
    async with driven(settings) as app:
        await inspected(app)
        line = app.app.screen.query_one("#sentence", Input)
        line.post_message(Paste("Bakers from nine valleys\r\nsold marzipan\x1b[31m pears"))
        await app.until(lambda: "Bakers" in line.value)
        assert line.value.startswith("Bakers from nine valleys sold marzipan")
        assert "\x1b" not in line.value


async def test_an_error_is_shown_in_place(empty: Settings) -> None:
    async with driven(empty) as app:
        await app.ready()
        await app.press("f5")
        app.app.screen.query_one("#inspected", Input).value = KEEPER
        app.app.screen.query_one("#inspected", Input).focus()
        await app.press("enter")
        await app.until(lambda: "There is no library at" in app.text())


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize(
    ("question", "seen", "below"),
    [
        (
            "Who said what about the lighthouse keeper?",
            "kind a question about who said what",
            "Statements",
        ),
        (
            "What did the harbour office say about the keeper of Port Ember?",
            "kind a question",
            "Passages read",
        ),
        ("What happened on 9 May 2031?", "only passages about Friday 9 May 2031 (“9 May 2031”)", "Events"),
        (
            "Who is Orla Finch and when was the bridge closed?",
            "2 questions, answered separately",
            "Part 2 of 2",
        ),
        (
            "thanks",
            "one answer not looked for: this is not a question about the articles",
            "request        thanks",
        ),
    ],
)
async def test_the_analysis_of_a_question_is_visible_at_once(
    settings: Settings, size: tuple[int, int], question: str, seen: str, below: str
) -> None:
    async with driven(settings, size=size) as app:
        await inspected(app, question)
        assert seen in app.text(), "without scrolling"
        assert below in shown(app)
        assert ("Candidates" in shown(app)) != ("not looked for: " in shown(app))


async def test_a_follow_up_is_shown_as_asked_and_as_understood(settings: Settings) -> None:
    async with driven(settings, size=NARROW) as app:
        await app.ask(BRIDGE)
        turn = await app.ask("And when?")
        assert turn.answer is not None
        assert turn.answer.standalone_question is not None
        await app.press("f5")
        await app.until(lambda: "kind   " in shown(app))
        assert "asked And when?" in app.text()
        assert f"understood as {turn.answer.standalone_question}" in app.text()
        assert f"text           {turn.answer.standalone_question}" in shown(app)


async def test_the_filters_and_days_of_the_card_count(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ready()
        app.asking.filters = Filters(since=date(2031, 5, 1))
        await app.ask("Why was the bridge closed on 9 May 2031?")
        app.asking.filters = Filters()
        await app.press("f6")
        await app.until(lambda: len(app.turns) == 2 and not app.turns[-1].is_pending)
        await app.press("f5")
        await app.until(lambda: "kind   " in shown(app))
        assert "filters        none" in shown(app), "all days were asked"
        await app.press("escape", "tab", "up", "f5")
        await app.until(lambda: isinstance(app.app.screen, InspectorScreen) and "kind   " in shown(app))
        assert "from Thursday 1 May 2031 · about Friday 9 May 2031" in shown(app)


async def test_a_restored_card_is_searched_as_it_was(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ask(BRIDGE)
        follow_up = await app.ask("And when?")
        await app.ask("Why was the bridge closed on 9 May 2031?")
        await app.press("f6")
        await app.until(lambda: len(app.turns) == 4 and not app.turns[-1].is_pending)
    async with driven(settings) as app:
        await app.until(lambda: len(app.turns) == 4)
        assert [turn.asked is not None for turn in app.turns] == [True] * 4
        await app.press("f5")
        await app.until(lambda: isinstance(app.app.screen, InspectorScreen) and "kind   " in shown(app))
        assert "filters        none" in shown(app), "all days were asked"
        await app.press("escape", "tab", "up", "up", "f5")
        await app.until(lambda: isinstance(app.app.screen, InspectorScreen) and "kind   " in shown(app))
        assert follow_up.answer is not None
        assert f"understood as  {follow_up.answer.standalone_question}" in shown(app)


async def test_words_that_look_like_markup_are_shown_as_they_are(settings: Settings) -> None:
    async with driven(settings) as app:
        await inspected(app, "Who said what about the [b]lighthouse[/b] keeper?")
        assert "[b]lighthouse[/b]" in app.text(app.app.screen.query_one("#steps"))
