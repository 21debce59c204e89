"""A composed answer in the app: where it goes, what is shown, and what it says without a model."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from textual.widgets import Static

from qa import Settings
from tests.composing.chat_server import Scripted, chat_server
from tests.tui.app_driving import KEEPER, Driver, driven
from tui.screens.composed import ComposedScreen


@pytest.fixture
def chat() -> Iterator[Scripted]:
    with chat_server() as script:
        yield script


def shown(app: Driver, name: str) -> str:
    return str(app.app.screen.query_one(name, Static).content)


async def test_supported_sentences_stand_below_the_quotes(settings: Settings, chat: Scripted) -> None:
    chat.reply = "The new lighthouse keeper of Port Ember is Orla Finch [1]. She is from Oslo [1]."
    async with driven(replace(settings, llm_endpoint=chat.address, llm_model="small")) as app:
        await app.ask(KEEPER)
        assert chat.received == []
        await app.press("ctrl+g")
        await app.until(lambda: isinstance(app.app.screen, ComposedScreen))
        await app.until(lambda: "Composed by small" in shown(app, "#composed"))
        assert "“The new lighthouse keeper of Port Ember is Orla Finch, the harbour office said.”" in shown(
            app, "#quotes"
        )
        composed = shown(app, "#composed")
        assert "The new lighthouse keeper of Port Ember is Orla Finch. [1]" in composed
        assert "Oslo" not in composed
        assert "1 sentence was dropped" in composed
        assert chat.address in composed
        await app.press("escape")
        await app.until(lambda: not isinstance(app.app.screen, ComposedScreen))


async def test_a_failing_model_is_an_error_on_the_sheet(settings: Settings, chat: Scripted) -> None:
    chat.status = 500
    async with driven(replace(settings, llm_endpoint=chat.address, llm_model="small")) as app:
        await app.ask(KEEPER)
        await app.press("ctrl+g")
        await app.until(
            lambda: isinstance(app.app.screen, ComposedScreen) and "status 500" in shown(app, "#composed")
        )


async def test_without_a_model_it_says_what_to_set(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ask(KEEPER)
        await app.press("ctrl+g")
        await app.until(lambda: any("llm_endpoint" in note.message for note in app.app._notifications))
        assert not isinstance(app.app.screen, ComposedScreen)
