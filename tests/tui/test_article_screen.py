"""The whole article: hostile ones, long ones, narrow ones."""

import time
from pathlib import Path

import pytest

from qa import Article, Passage, Scores, Settings, Span
from tests.tui.app_driving import NARROW, WIDE, Driver, driven, one_line
from tui.screens.article import ArticleScreen
from tui.state import Place, Stage
from tui.widgets.article_view import ArticleView

HOSTILE = (
    "[bold red]Keeper[/] [@click=app.quit]named[/] \x1b[31mtoday\n\n"
    "The [bold red]lighthouse keeper[/] of Port Ember is [@click=app.quit]Orla Finch[/], "
    "\x1b]0;owned\x07 \x1b[2J said the office \\[/] [link=https://example.com]on Monday[/link]."
)


def place_in(text: str, quote: Span, title: str = "A long one") -> Place:
    article = Article("0" * 64, title, text)
    passage = Passage(article.id, 0, quote, quote.of(text))
    return Place(1, article, passage, Scores(), quote)


async def opened(app: Driver, place: Place) -> ArticleView:
    screen = ArticleScreen(place)
    await app.app.push_screen(screen)
    view = screen.query_one(ArticleView)
    await app.until(lambda: one_line(place.mark.of(place.article.text)) in one_line(view.visible_text()))
    return view


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_hostile_article_is_shown_as_plain_text(
    empty: Settings, tmp_path: Path, size: tuple[int, int]
) -> None:
    folder = tmp_path / "[@click=app.quit]"
    folder.mkdir()
    (folder / "[red]\x1b[31m.txt").write_text(HOSTILE, encoding="utf-8")
    async with driven(empty, [folder], size) as app:
        turn = await app.ask("Who is the [b]lighthouse keeper[/b] of \x1b[31mPort Ember?")
        assert turn.stage is Stage.ANSWERED
        assert "[b]lighthouse keeper[/b]" in app.card_text()
        assert "[bold red]Keeper[/] [@click=app.quit]named[/]" in app.listed_text()
        assert "\x1b" not in app.text()
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, ArticleScreen))
        await app.until(lambda: "[@click=app.quit]Orla Finch[/]" in app.text())
        assert "[link=https://example.com]on Monday[/link]" in app.text()
        assert "\x1b" not in app.text()
        for x in range(4, size[0], 24):
            await app.pilot.click(ArticleView, offset=(x, 2))
        assert app.app.is_running
        assert isinstance(app.app.screen, ArticleScreen)


async def test_a_long_article_opens_at_its_quote_at_once(settings: Settings) -> None:
    paragraph = "The ferry crews of Ember met on the “quay” and talked until five o’clock. " * 5
    text = "\n\n".join(f"{number} {paragraph}" for number in range(5500))
    assert len(text.encode()) > 2_000_000
    middle = text.index("2750 The ferry")
    async with driven(settings) as app:
        await app.ready()
        began = time.perf_counter()
        view = await opened(app, place_in(text, Span(middle, middle + 30)))
        assert time.perf_counter() - began < 2
        for key in ("home", "n"):
            await app.press(key)
        await app.until(lambda: one_line(text[middle : middle + 30]) in one_line(view.visible_text()))


async def test_the_quote_stays_in_view_when_the_window_changes(settings: Settings) -> None:
    text = "\n\n".join(
        f"Paragraph {number} tells of the lamp. " + "It burned all night. " * 20 for number in range(200)
    )
    start = text.index("Paragraph 150")
    async with driven(settings) as app:
        view = await opened(app, place_in(text, Span(start, start + 30)))
        await app.pilot.resize_terminal(*NARROW)
        await app.until(lambda: "Paragraph 150" in app.text(view))


async def test_wide_and_combining_characters_are_whole(settings: Settings) -> None:
    text = "港の灯台に新しい番人が来た。" * 30 + "\n" + "e\u0301tude " * 60
    async with driven(settings, size=NARROW) as app:
        view = await opened(app, place_in(text, Span(14, 28)))
        assert view.visible_text().startswith(text[:20])
        assert all(strip.cell_length <= NARROW[0] for strip in (view.render_line(y) for y in range(10)))


async def test_what_is_selected_is_copied_as_the_article_has_it(settings: Settings) -> None:
    text = "The lamp of Port Ember\twas lit at dusk, and it burned until the morning. " * 8
    async with driven(settings, size=NARROW) as app:
        view = await opened(app, place_in(text, Span(4, 8)))
        view.text_select_all()
        await app.pilot.pause()
        assert app.app.screen.get_selected_text() == text
