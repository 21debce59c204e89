"""What workers post while the app is closing."""

from qa import Settings
from tests.tui.app_driving import driven
from tui.messages import LibraryCounted, NamesFound


async def test_messages_of_workers_are_dropped_when_the_app_is_closed(settings: Settings) -> None:
    async with driven(settings) as driver:
        await driver.ready()
        app = driver.app
        n_articles = app.library.n_articles
        await app._on_message(LibraryCounted(n_articles + 1, 1))
        assert app.library.n_articles == n_articles + 1
    await app._on_message(NamesFound(("Bo Lind",)))
    await app._on_message(LibraryCounted(n_articles + 2, 1))
    assert app.library.n_articles == n_articles + 1
