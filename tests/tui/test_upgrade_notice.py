"""The app says once that a library was upgraded, and where the backup is."""

import gc
from contextlib import closing

import apsw

from qa import Settings
from qa.library.migrations import SCHEMA_VERSION
from tests.library.toy import TO_FORMAT
from tests.tui.app_driving import driven


async def test_an_upgrade_is_reported_with_its_backup(settings: Settings) -> None:
    gc.collect()
    with closing(apsw.Connection(str(settings.library / "library.sqlite"))) as connection:
        connection.execute(TO_FORMAT[3])
    async with driven(settings) as app:
        upgraded = f"was upgraded from format 3 to {SCHEMA_VERSION}"
        await app.until(lambda: any(upgraded in note for note in app.notices()))
        assert any(f"before-format-{SCHEMA_VERSION}" in note for note in app.notices())
        await app.ready()
        assert app.app.library.n_articles == 3
