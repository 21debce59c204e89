"""The settings form writes the file and refuses invalid values, and the theme is remembered."""

import os
from pathlib import Path

import pytest
from textual.widgets import Input, Select

from qa import Settings, load_settings
from qa.settings.settings import SETTING_NAMES
from tests.tui.app_driving import NARROW, WIDE, Driver, driven
from tui.screens.settings import GROUPS, SettingsScreen


def config() -> Path:
    return Path(os.environ["DATELINE_CONFIG"])


async def opened(app: Driver) -> SettingsScreen:
    await app.press("f8")
    await app.until(lambda: isinstance(app.app.screen, SettingsScreen))
    screen = app.app.screen
    assert isinstance(screen, SettingsScreen)
    return screen


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_only_changed_settings_are_written(settings: Settings, size: tuple[int, int]) -> None:
    async with driven(settings, size=size) as app:
        screen = await opened(app)
        screen.query_one("#set-top_k", Input).value = "17"
        screen.query_one("#set-theme", Select).value = "light"
        await app.pilot.pause()
        await app.press("ctrl+s")
        await app.until(lambda: "Saved. Restart Dateline to apply: Passages per question." in app.text())
        assert config().read_text() == 'top_k = 17\ntheme = "light"\n'
        assert not app.app.current_theme.dark
        await app.press("ctrl+s")
        await app.until(lambda: "No changes to save." in app.text())
    assert load_settings().top_k == 17


def test_the_form_has_a_row_for_every_setting() -> None:
    shown = [name for rows in GROUPS.values() for name in rows]
    assert sorted(shown) == sorted(SETTING_NAMES)


@pytest.mark.parametrize(
    ("name", "written", "wanted"),
    [
        ("top_k", "[b]many[/b]", "Passages per question must be a number, not “[b]many[/b]”."),
        ("top_k", "0", "“top_k” must be at least 1, not 0"),
        ("max_article_megabytes", "-1", "“max_article_megabytes” must be more than 0"),
    ],
)
async def test_invalid_settings_are_refused_with_the_reason(
    settings: Settings, name: str, written: str, wanted: str
) -> None:
    async with driven(settings) as app:
        screen = await opened(app)
        screen.query_one(f"#set-{name}", Input).value = written
        await app.press("ctrl+s")
        await app.until(lambda: wanted in app.text())
        assert not config().exists()


async def test_the_colours_are_remembered(settings: Settings) -> None:
    async with driven(settings) as app:
        themes = []
        for wanted in ("light", "contrast", "dark", "light"):
            await app.press("ctrl+t")
            await app.until(lambda wanted=wanted: config().exists() and wanted in config().read_text())
            themes.append(app.app.theme)
        assert themes == ["dateline-light", "dateline-contrast", "dateline-dark", "dateline-light"]
    async with driven(load_settings(library=settings.library)) as app:
        assert app.app.theme == "dateline-light"
