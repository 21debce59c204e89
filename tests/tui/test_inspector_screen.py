"""Why this answer, and why not that one, on the screen."""

import pytest
from textual.events import Paste
from textual.widgets import Input

from qa import Settings
from tests.tui.app_driving import KEEPER, NARROW, WIDE, Driver, driven
from tui.screens.inspector import InspectorScreen


async def inspected(app: Driver) -> None:
    await app.ask(KEEPER)
    await app.press("f5")
    await app.until(lambda: isinstance(app.app.screen, InspectorScreen))
    await app.until(lambda: "By meaning" in shown(app))


def shown(app: Driver) -> str:
    return str(app.app.screen.query_one("#steps").render())


async def traced(app: Driver, sentence: str) -> str:
    line = app.app.screen.query_one("#sentence", Input)
    line.value = sentence
    line.focus()
    await app.press("enter")
    await app.until(lambda: "looking for it" not in trace_text(app))
    return trace_text(app)


def trace_text(app: Driver) -> str:
    return app.text(app.app.screen.query_one("#trace"))


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_every_step_of_the_chosen_question_is_shown(settings: Settings, size: tuple[int, int]) -> None:
    async with driven(settings, size=size) as app:
        await inspected(app)
        assert app.app.screen.query_one("#inspected", Input).value == KEEPER
        assert "words    new lighthouse keeper port ember" in shown(app)
        assert "3 of 3 passages pass" in shown(app)
        inspection = app.app.desk.engine.inspect(KEEPER)
        assert f"said from {inspection.threshold:.2f} on" in shown(app)
        for hit in inspection.hits:
            assert f"{hit.rank:>3}  {hit.score:6.4f}" in shown(app)
        for span in inspection.spans[:12]:
            assert f"{span.score:6.2f}" in shown(app)
        assert "Searched for" in app.text()
        await app.press("escape")
        assert app.app.screen is app.asking


async def test_a_sentence_is_followed_to_where_it_was_lost(settings: Settings) -> None:
    async with driven(settings) as app:
        await inspected(app)
        cited = await traced(app, "The new lighthouse keeper of Port Ember is Orla Finch")
        assert "It is what the answer cites." in cited
        assert "no. 1 of 3 by meaning · no. 1 by words · no. 1 together" in cited
        lost = await traced(app, "The keeper of Port Ember is a [b]robot[/b].")
        assert "It is not in the library." in lost
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
