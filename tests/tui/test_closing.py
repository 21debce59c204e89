"""What workers post while the app is closing."""

import pytest

from qa import Settings
from tests.tui.app_driving import driven
from tui.messages import LibraryCounted, NamesFound


async def test_messages_of_workers_are_dropped_while_the_app_is_closing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driven(settings) as driver:
        await driver.ready()
        app = driver.app
        counted = app.library.n_articles
        with monkeypatch.context() as closing:
            closing.setattr(type(app), "screen_stack", [])
            await app._on_message(NamesFound(("Bo Lind",)))
            await app._on_message(LibraryCounted(counted + 1, 1))
        assert app.library.n_articles == counted
        await app._on_message(LibraryCounted(counted + 1, 1))
        assert app.library.n_articles == counted + 1
