"""Notices at the edge of the screen never cover a line that the user types in."""

from textual.widgets import Input
from textual.widgets._toast import Toast

from qa import Settings
from tests.tui.app_driving import NARROW, driven
from tui.screens.registry import SCREENS

_WORDS = "This notice is too long for one line, so it is shown on two lines at the edge."


async def test_notices_cover_no_input(settings: Settings) -> None:
    async with driven(settings, size=NARROW) as driver:
        app = driver.app
        for name in ("", *(each.name for each in SCREENS)):
            if name:
                app.action_open(name)
                await driver.pilot.pause()
            app.notify(_WORDS, timeout=60)
            await driver.until(lambda: len(app.screen.query(Toast)) == 1 and app.screen.query_one(Toast).size)
            notice = app.screen.query_one(Toast).region
            covered = [line.id for line in app.screen.query(Input) if line.region.overlaps(notice)]
            assert not covered, (app.screen, covered)
            assert notice.height == 2, app.screen
            assert notice in app.screen.region, app.screen
            app.clear_notifications()
            while len(app.screen_stack) > 1:
                app.pop_screen()
