"""Search: passages as they are typed, opened, copied and asked; filters; nothing found; nothing to search."""

import pytest
from textual.events import Key
from textual.widgets import Input

from qa import Filters, Settings
from tests.tui.app_driving import KEEPER, NARROW, WIDE, Driver, driven
from tests.tui.waiting import slowness, waits
from tui.messages import PassagesMatched
from tui.screens.article import ArticleScreen
from tui.screens.filters import FiltersScreen
from tui.screens.notebook import NotebookScreen
from tui.screens.search import SearchScreen
from tui.widgets.facet_bar import FacetChip
from tui.widgets.match_list import MatchList, snippet_line
from tui.widgets.table import Table

MOST_SECONDS = 0.05


async def opened(app: Driver) -> MatchList:
    await app.ready()
    await app.press("ctrl+f")
    await app.until(lambda: isinstance(app.app.screen, SearchScreen))
    return app.app.screen.query_one(MatchList)


def first_title(matches: MatchList) -> str:
    return matches.matches[0].article.title if matches.matches else ""


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_passages_are_listed_while_words_are_typed(settings: Settings, size: tuple[int, int]) -> None:
    async with driven(settings, size=size) as app:
        matches = await opened(app)
        assert "listed as you type" in app.text()
        await app.press(*"marzipan")
        await app.until(lambda: first_title(matches) == "Marzipan fair")
        await app.until(lambda: "3 passages in 3 articles · 1 with the words" in app.text())
        assert "No passage contains" not in app.text()
        assert app.app.screen.focused is app.app.screen.query_one(Input)
        assert "Marzipan fair · undated" in app.text(matches)
        words = [each for n in (0, 1) for each in snippet_line(matches.matches[0], n, 70)]
        assert [text for text, style in words if style == "found"] == ["marzipan"]


async def test_enter_goes_to_the_passages_and_opens_the_article_there(settings: Settings) -> None:
    async with driven(settings) as app:
        matches = await opened(app)
        await app.press(*"bridge", "enter")
        await app.until(lambda: matches.has_focus)
        assert first_title(matches).startswith("Bridge")
        await app.press("p")
        await app.until(lambda: "Pinned. Ctrl+O opens the notebook." in app.text())
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, ArticleScreen))
        place = app.app.screen.place  # type: ignore[attr-defined]
        assert place.mark.of(place.article.text) == matches.matches[0].quote
        await app.press("escape")
        assert matches.has_focus
        await app.press("escape")
        assert app.app.screen.focused is app.app.screen.query_one(Input)
        await app.press("escape")
        assert app.app.screen is app.asking
        await app.press("ctrl+o")
        await app.until(lambda: isinstance(app.app.screen, NotebookScreen))
        table = app.app.screen.query_one(Table)
        await app.until(lambda: [row.cells[1] for row in table.rows] == ["bridge"])
        assert table.rows[0].cells[2] == matches.matches[0].quote


async def test_a_asks_only_the_listed_articles(settings: Settings) -> None:
    async with driven(settings) as app:
        app.asking.filters = Filters(source="*keeper*")
        matches = await opened(app)
        await app.press(*"lamp", "enter")
        await app.until(lambda: matches.has_focus)
        listed = tuple(dict.fromkeys(match.article.id for match in matches.matches))
        assert len(listed) == 1
        await app.press("F")
        await app.until(lambda: app.app.screen is app.asking)
        await app.until(lambda: app.asking.filters == Filters(article_ids=listed))
        turn = await app.ask(KEEPER)
        assert {place.article.id for place in turn.places} == set(listed)


async def test_only_one_search_runs_and_the_last_words_win(settings: Settings) -> None:
    async with driven(settings) as app:
        matches = await opened(app)
        words = app.app.screen.query_one(Input)
        for text in ("marzipan", "marzipan fair", "bridge piers", "lighthouse keeper"):
            words.value = text
            await app.pilot.pause(0.2)
        await app.until(lambda: first_title(matches).startswith("Lighthouse"))
        requests = [each.request for each in app.heard if isinstance(each, PassagesMatched)]
        assert list(dict.fromkeys(requests)) == sorted(set(requests))


async def test_filters_narrow_the_search_and_can_be_removed(settings: Settings) -> None:
    async with driven(settings) as app:
        matches = await opened(app)
        await app.press(*"bridge")
        await app.until(lambda: len(matches.matches) == 3)
        await app.press("ctrl+l")
        await app.until(lambda: isinstance(app.app.screen, FiltersScreen))
        app.app.screen.query_one("#until", Input).value = "2020-01-01"
        await app.press("enter")
        await app.until(lambda: "No passages match the filters." in app.text())
        await app.pilot.click("#chip-until")
        await app.until(lambda: len(matches.matches) == 3)
        assert app.asking.filters == Filters()


async def test_words_without_letters_and_an_empty_library_explain_themselves(empty: Settings) -> None:
    async with driven(empty) as app:
        await opened(app)
        await app.until(lambda: "There are no articles in the library yet." in app.text())
        await app.press(*"?!", "enter")
        await app.press(*"ferry", "enter")
        await app.until(lambda: any(isinstance(each, PassagesMatched) for each in app.heard))
        assert "There are no articles in the library yet." in app.text()


async def test_slash_opens_the_search_from_the_citations_but_not_while_typing(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ready()
        await app.press("slash")
        assert app.line.value == "/"
        app.asking.query_one("#citations").focus()
        await app.press("slash")
        await app.until(lambda: isinstance(app.app.screen, SearchScreen))


async def test_dates_and_sources_narrow_the_list(settings: Settings) -> None:
    async with driven(settings) as app:
        matches = await opened(app)
        await app.press(*"bridge")
        await app.until(lambda: len(matches.matches) == 3)
        chips = list(app.app.screen.query(FacetChip))
        assert [chip.facet.label for chip in chips] == ["Mar 2031", "May 2031"]
        await app.pilot.click(chips[1])
        await app.until(lambda: "1 passage in 1 article" in app.text() and "✓ May 2031" in app.text())
        assert first_title(matches).startswith("Bridge")
        chips[0].focus()
        await app.press("enter")
        await app.until(lambda: "2 passages in 2 articles" in app.text())
        await app.pilot.click(chips[1])
        await app.until(lambda: [match.article.title[:10] for match in matches.matches] == ["Lighthouse"])
        app.app.screen.query_one(Input).value = "marzipan"
        await app.until(lambda: len(matches.matches) == 3)


async def test_typing_is_not_blocked_by_a_search(settings: Settings) -> None:
    async with driven(settings) as app:
        matches = await opened(app)
        await app.press(*"lamp")
        await app.until(lambda: matches.matches)
        with waits() as found:
            for _ in range(3):
                for key in ("space", *"ferry keeper", "backspace"):
                    app.app.post_message(Key(key, key if len(key) == 1 else None))
                    await app.pilot.pause(0.03)
            await app.pilot.pause(0.5)
        assert found.longest()[0] < MOST_SECONDS * slowness(), found.longest()


async def test_words_that_no_passage_contains_are_named_above_the_nearest_passages(
    settings: Settings,
) -> None:
    async with driven(settings) as app:
        await opened(app)
        await app.press(*"zzqx [b]flurb")
        await app.until(lambda: "No passage contains “zzqx [b]flurb”. Nearest by meaning:" in app.text())
        assert "none with the words" in app.text()
