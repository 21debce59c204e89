"""The article screen: hostile articles, long articles, narrow terminals."""

import os
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from textual.drivers.headless_driver import HeadlessDriver
from textual.widgets import Input

from qa import Article, Certainty, Passage, Scores, Settings, Span, TimeExpression, TimeKind
from tests.tui.app_driving import KEEPER, NARROW, WIDE, Driver, driven, one_line
from tui import external_editor
from tui.messages import TimesFound
from tui.screens.article import ArticleScreen
from tui.screens.quote_actions import is_web_address
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


def notified(app: Driver) -> str:
    """Return the notifications, unwrapped."""
    return " ".join(each.message for each in app.app._notifications)


def place_at(path: Path) -> Place:
    place = place_in("The lamp was lit.", Span(0, 8))
    return replace(place, article=replace(place.article, path=str(path)))


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
        began = time.process_time()
        view = await opened(app, place_in(text, Span(middle, middle + 30)))
        assert time.process_time() - began < 2
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


async def test_wide_and_combining_characters_are_not_split(settings: Settings) -> None:
    text = "港の灯台に新しい番人が来た。" * 30 + "\n" + "e\u0301tude " * 60
    async with driven(settings, size=NARROW) as app:
        view = await opened(app, place_in(text, Span(14, 28)))
        assert view.visible_text().startswith(text[:20])
        assert all(strip.cell_length <= NARROW[0] for strip in (view.render_line(y) for y in range(10)))


async def test_a_selection_is_copied_as_in_the_article(settings: Settings) -> None:
    text = "The lamp of Port Ember\twas lit at dusk, and it burned until the morning. " * 8
    async with driven(settings, size=NARROW) as app:
        view = await opened(app, place_in(text, Span(4, 8)))
        view.text_select_all()
        await app.pilot.pause()
        assert app.app.screen.get_selected_text() == text


LAMP = "\n\n".join(f"Paragraph {number}: the lamp of Port Ember was lit on Monday." for number in range(60))


def lamp_place(number: int, paragraph: int) -> Place:
    start = LAMP.index(f"Paragraph {paragraph}:")
    span = Span(start, LAMP.index("\n", start))
    article = Article(
        "a" * 64, "Lamps", LAMP, None, "Gazette", "https://x.example/lamps", "/nowhere/lamps.txt"
    )
    return Place(number, article, Passage(article.id, 0, span, span.of(LAMP)), Scores(), span)


async def test_n_and_p_walk_through_the_conversations_citations_of_this_article(settings: Settings) -> None:
    elsewhere = place_in("Another article altogether.", Span(0, 7))
    places = [lamp_place(1, 40), elsewhere, lamp_place(2, 5), lamp_place(1, 40)]
    async with driven(settings, size=NARROW) as app:
        await app.app.push_screen(ArticleScreen(places[0], places))
        view = app.app.screen.query_one(ArticleView)
        await app.until(lambda: "Paragraph 40:" in app.text(view))
        assert "citation 2 of 2" in app.text()
        await app.press("n")
        await app.until(lambda: "Paragraph 5:" in app.text(view) and "citation 1 of 2" in app.text())
        await app.press("p")
        await app.until(lambda: "Paragraph 40:" in app.text(view) and "citation 2 of 2" in app.text())


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_words_are_searched_for_in_the_text(settings: Settings, size: tuple[int, int]) -> None:
    async with driven(settings, size=size) as app:
        view = await opened(app, lamp_place(1, 3))
        await app.press("slash", *"PARAGRAPH 5")
        await app.until(lambda: "of 11" in app.text())
        await app.until(lambda: "Paragraph 5:" in app.text(view) and "1 of 11" in app.text())
        await app.press("up")
        await app.until(lambda: "Paragraph 59:" in app.text(view) and "11 of 11" in app.text())
        await app.press("enter", "n")
        await app.until(lambda: "2 of 11" in app.text())
        await app.press("slash")
        app.app.screen.query_one("#article-words", Input).value = "(a robot"
        await app.until(lambda: "no matches" in app.text())
        await app.press("escape")
        assert isinstance(app.app.screen, ArticleScreen)
        await app.press("escape")
        assert app.app.screen is app.asking


async def test_y_copies_the_quote_with_its_source_and_date(settings: Settings) -> None:
    async with driven(settings) as app:
        turn = await app.ask(KEEPER)
        place = turn.places[0]
        assert place.quote is not None
        await app.press("tab", "tab", "y")
        copied = (
            f"“{place.quote.of(place.article.text)}”\n"
            f"— Lighthouse of Port Ember gets a new keeper, Ember Gazette, 4 March 2031\n{place.article.path}"
        )
        assert app.app.clipboard == copied
        await opened(app, lamp_place(1, 40))
        await app.press("y")
        assert app.app.clipboard == (
            "“Paragraph 40: the lamp of Port Ember was lit on Monday.”\n"
            "— Lamps, Gazette, undated\nhttps://x.example/lamps"
        )


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://x.example/a?b=c", True),
        ("http://x.example", True),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
        ("https:///no-host", False),
        ("https://x.example/ --flag", False),
        ("https://x.example/\x1b[31m", False),
        ("https://[broken", False),
    ],
)
def test_only_web_addresses_are_opened(url: str, wanted: bool) -> None:
    assert is_web_address(url) is wanted


async def test_u_opens_the_address_and_says_when_there_is_none(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driven(settings) as app:
        given: list[str] = []
        monkeypatch.setattr(app.app, "open_url", given.append)
        await opened(app, lamp_place(1, 40))
        await app.press("u")
        assert given == ["https://x.example/lamps"]
        await opened(app, place_in("The lamp was lit.", Span(0, 8)))
        await app.press("u")
        await app.until(lambda: "This article has no web address." in app.text())
        assert len(given) == 1


def test_the_editor_opens_at_the_line(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(
        b"---\r\ntitle: X\r\n---\r\n\r\nThe lamp\r\nof \xe2\x80\x9cPort Ember\xe2\x80\x9d was lit.\r\n"
    )
    assert external_editor.line_in_file(path, "of “Port Ember” was lit.") == 6
    assert external_editor.line_in_file(path, "The lamp\nof “Port") == 5
    assert external_editor.line_in_file(path, "nobody wrote this") == 1
    assert external_editor.command(["vim"], path, 6) == ["vim", "+6", str(path)]
    assert external_editor.command(["/usr/bin/code"], path, 6) == [
        "/usr/bin/code",
        "--wait",
        "--goto",
        f"{path}:6",
    ]
    assert external_editor.command(["hx", "-v"], path, 6) == ["hx", "-v", f"{path}:6"]


@pytest.mark.parametrize(
    ("editor", "said"),
    [
        ("vim 'x", "Can't parse $EDITOR: vim 'x. Check its quotation marks."),
        ("'' -x", ". Check $EDITOR."),
        ("no-such-editor -w", "Can't run the editor no-such-editor. Check $EDITOR."),
        ("./a.txt", "Can't run the editor ./a.txt. Check $EDITOR."),
    ],
    ids=["open quote", "empty", "missing", "not executable"],
)
async def test_an_editor_that_cannot_be_run_is_reported(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, editor: str, said: str
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", editor)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("The lamp was lit.")
    async with driven(settings) as app:
        await opened(app, place_at(tmp_path / "a.txt"))
        await app.press("O")
        await app.until(lambda: said in notified(app))


async def test_the_screen_comes_back_when_the_editor_does_not_start(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An executable file in an unknown format is found but can't be started."""
    broken = tmp_path / "editor"
    broken.write_bytes(b"\x00\x01")
    broken.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(broken))
    (tmp_path / "a.txt").write_text("The lamp was lit.")
    done: list[str] = []
    monkeypatch.setattr(HeadlessDriver, "can_suspend", property(lambda _: True))
    for name in ("suspend_application_mode", "resume_application_mode"):
        monkeypatch.setattr(HeadlessDriver, name, lambda _, name=name: done.append(name))
    async with driven(settings) as app:
        await opened(app, place_at(tmp_path / "a.txt"))
        await app.press("O")
        await app.until(lambda: "(Exec format error). Check $EDITOR." in notified(app))
        assert done == ["suspend_application_mode", "resume_application_mode"]


async def test_a_named_pipe_in_place_of_the_article_is_not_opened(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "true")
    os.mkfifo(tmp_path / "a.txt")
    async with driven(settings) as app:
        await opened(app, place_at(tmp_path / "a.txt"))
        await app.press("O")
        await app.until(lambda: "a.txt (not a regular file)." in notified(app))


async def test_time_expressions_are_underlined_where_the_engine_finds_them(settings: Settings) -> None:
    async with driven(settings) as app:
        view = await opened(app, lamp_place(1, 3))
        start = LAMP.index("on Monday", LAMP.index("Paragraph 3:"))
        span = Span(start, start + len("on Monday"))
        found = TimeExpression(
            span, TimeKind.DATE, "2031-03-03", date(2031, 3, 4), "[b]last[/b] one", Certainty.LIKELY
        )
        app.app.screen.post_message(TimesFound((found,)))
        await app.pilot.pause()
        underlined = [
            segment.text
            for y in range(view.size.height)
            for segment in view.render_line(y)
            if segment.style and segment.style.underline
        ]
        assert underlined == ["on Monday"]
        line = next(y for y in range(view.size.height) if "Paragraph 3:" in view.render_line(y).text)
        await app.pilot.hover(ArticleView, offset=(view.render_line(line).text.index("on Monday") + 2, line))
        await app.until(
            lambda: (
                "“on Monday” Monday 3 March 2031 · [b]last[/b] one · counted from 4 March 2031" in app.text()
            )
        )
