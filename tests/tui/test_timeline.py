"""The timeline screen: the scale, the list, searching, filtering, opening and copying."""

import csv
import threading
from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Button, Input

from qa import (
    Answer,
    Article,
    Certainty,
    DatedEvent,
    Engine,
    Filters,
    Reason,
    Settings,
    Span,
    Status,
    TimeExpression,
    TimeKind,
    load_settings,
)
from tests.tui.app_driving import KEEPER, NARROW, WIDE, Driver, driven
from tui.formatting import date_ranges, event_text
from tui.messages import EventsCounted
from tui.screens.article import ArticleScreen
from tui.screens.dialogs import PromptScreen
from tui.screens.filters import FiltersScreen
from tui.screens.library import LibraryScreen
from tui.screens.notebook import NotebookScreen
from tui.screens.timeline import TimelineScreen
from tui.screens.timeline_opening import opening_of
from tui.state import Turn
from tui.widgets.article_view import ArticleView
from tui.widgets.event_list import EventList
from tui.widgets.filter_bar import FilterChip
from tui.widgets.table import Table
from tui.widgets.time_scale import TimeScale

STRIKE = "On Monday the crews of the Lantern ferry walked out over unpaid night shifts."
CLOSED = "The bridge over the Sorrel closed at 7.30 pm on Wednesday."
NEWS = {
    "strike.txt": (
        f" date 2024-09-19 Crews walk out\n\n{STRIKE} They will vote next Tuesday.\n\n{CLOSED}"
        "\n\nThe quay had flooded in August 2024, and in 2021 the lamp went out."
    ),
    "again.txt": f" date 2024-09-20 Crews stay out\n\n{STRIKE}",
    "lamp.txt": " date 2024-11-04 Lamp is lit\n\nThe lamp of Port Ember was lit on 3 November 2024.",
}
HOSTILE = (
    "---\ntitle: '[bold red]Keeper[/] [@click=app.quit]named[/]'\ndate: 2024-09-19\n"
    "source: '[link=x]Gazette[/link]'\n---\n\n"
    "The [@click=app.quit]keeper[/] \u202enamed\u202c Orla [b]Finch[/b] came on \u200b[reverse]Monday[/reverse]."
)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return settings for a library with five events and a copy."""
    folder = tmp_path_factory.mktemp("dated")
    return indexed_in(folder, NEWS)


def indexed_in(folder: Path, texts: dict[str, str]) -> Settings:
    (folder / "news").mkdir()
    for name, text in texts.items():
        (folder / "news" / name).write_text(text, encoding="utf-8")
    settings = load_settings(library=folder / "library")
    engine = Engine(settings)
    engine.index([folder / "news"])
    engine.close()
    return settings


async def opened(app: Driver, n_events: int = 5) -> EventList:
    await app.ready()
    await app.press("f7")
    await app.until(lambda: isinstance(app.app.screen, TimelineScreen))
    events = app.app.screen.query_one(EventList)
    await app.until(lambda: len(events.events) == n_events)
    return events


def said(app: Driver) -> str:
    return str(app.app.screen.query_one("#timeline-status").render())


def inspection_sections(app: Driver) -> str:
    return app.text(app.app.screen.query_one("#timeline-empty"))


def line(app: Driver, name: str) -> Input:
    return app.app.screen.query_one(f"#timeline-{name}", Input)


def whens(events: EventList) -> list[str]:
    return [event_text.when(each) for each in events.events]


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_all_events_are_listed_in_order_on_a_scale(stored: Settings, size: tuple[int, int]) -> None:
    async with driven(stored, size=size) as app:
        events = await opened(app)
        assert whens(events) == [
            "Aug 2024",
            "16 Sep 2024",
            "18 Sep 2024 19:30",
            "24 Sep 2024",
            "3 Nov 2024",
        ]
        shown = app.text(events)
        assert "16 Sep 2024" in shown
        assert "the Lantern ferry" in shown
        assert "2 articles" in shown
        assert "→ announced" in shown
        assert ("? ambiguous" in shown) == (size == WIDE), "in a narrow list, only its mark is shown"
        assert ("Crews walk out · 19 September 2024" in shown) == (size == WIDE)
        await app.until(lambda: said(app).startswith("5 dated events · 2024 · "))
        scale = app.app.screen.query_one(TimeScale)
        assert "▲" in app.text(scale), "the chosen event's time is marked"
        await app.press("down")
        detail = app.app.screen.query_one("#timeline-detail")
        await app.until(lambda: "Monday 16 September 2024 · “Monday”: the Monday before" in app.text(detail))
        assert f"“{STRIKE}”" in app.text(detail)
        assert "19 September 2024 · Crews walk out · Also in: “Crews stay out”" in app.text(detail)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_enter_opens_the_article_at_the_sentence(stored: Settings, size: tuple[int, int]) -> None:
    async with driven(stored, size=size) as app:
        events = await opened(app)
        await app.press("down", "down", "enter")
        await app.until(lambda: isinstance(app.app.screen, ArticleScreen))
        screen = app.app.screen
        assert isinstance(screen, ArticleScreen)
        assert screen.place.mark.of(screen.place.article.text) == CLOSED
        await app.until(lambda: CLOSED in app.text(screen.query_one(ArticleView)))
        assert "citation 3 of 4" in app.text()
        await app.press("p")
        assert screen.place.mark.of(screen.place.article.text).endswith("next Tuesday.")
        await app.press("escape")
        assert isinstance(app.app.screen, TimelineScreen)
        assert events.at == 2
        await app.press("escape")
        assert app.app.screen is app.asking


async def test_the_sentence_is_copied_with_source_and_date(stored: Settings) -> None:
    async with driven(stored) as app:
        await opened(app)
        await app.press("end", "y")
        copied = app.app.clipboard
        assert copied.startswith(
            "“The lamp of Port Ember was lit on 3 November 2024.”\n— Lamp is lit, 4 November 2024"
        )


async def test_events_are_exported_and_pinned_and_sorted_by_day(stored: Settings, tmp_path: Path) -> None:
    async with driven(stored) as app:
        await opened(app)
        await app.press("e")
        await app.until(lambda: isinstance(app.app.screen, PromptScreen))
        app.app.screen.query_one(Input).value = str(tmp_path / "talks.csv")
        await app.press("enter")
        await app.until(lambda: any("Exported 5 events" in each for each in app.notified()))
        rows = list(csv.DictReader((tmp_path / "talks.csv").open(encoding="utf-8")))
        assert [row["since"] for row in rows][:2] == ["2024-08-01", "2024-09-16"]
        assert (rows[1]["sentence"], rows[1]["n_articles"]) == (STRIKE, "2")
        await app.press("e", *"x")
        await app.until(lambda: isinstance(app.app.screen, PromptScreen))
        app.app.screen.query_one(Input).value = str(tmp_path / "talks.csv")
        await app.press("enter")
        await app.until(lambda: "already exists" in app.text())
        await app.press("escape", "end", "p", "home", "p", "ctrl+o")
        await app.until(lambda: isinstance(app.app.screen, NotebookScreen))
        table = app.app.screen.query_one(Table)
        await app.until(lambda: len(table.rows) == 2)
        assert [row.cells[0] for row in table.rows] == ["3 Nov 2024", "Aug 2024"]
        await app.press("s")
        await app.until(lambda: [row.cells[0] for row in table.rows] == ["Aug 2024", "3 Nov 2024"])
        assert "Notebook · by day" in app.text()
        await app.press("escape")
        assert isinstance(app.app.screen, TimelineScreen), "Esc leads back to the timeline"
        await app.press("ctrl+o", "f7")
        assert [type(each) for each in app.app.screen_stack[1:]] == [TimelineScreen]
        await app.press("escape", "ctrl+o")
        await app.until(lambda: "Notebook · by day" in app.text())  # the order is kept
        table = app.app.screen.query_one(Table)
        await app.until(lambda: [row.cells[0] for row in table.rows] == ["Aug 2024", "3 Nov 2024"])


async def test_keys_go_from_bar_to_bar(stored: Settings) -> None:
    async with driven(stored) as app:
        events = await opened(app)
        scale = app.app.screen.query_one(TimeScale).scale
        seen = [events.at]
        for _ in range(10):
            await app.press("right")
            seen.append(events.at)
        begun = [each.at for each in scale.bins if each.at is not None]
        assert list(dict.fromkeys(seen)) == begun
        await app.press("left")
        assert events.at == begun[-2]


async def test_a_click_on_a_bar_goes_there_and_a_second_click_narrows_to_it(stored: Settings) -> None:
    async with driven(stored) as app:
        events = await opened(app)
        scale = app.app.screen.query_one(TimeScale)
        last = scale.scale.bins[-1]
        await app.pilot.click(TimeScale, offset=(last.x, 1))
        assert events.at == 4
        await app.pilot.click(TimeScale, offset=(last.x, 1), times=2)
        await app.until(lambda: whens(events) == ["3 Nov 2024"])
        assert line(app, "since").value == last.first.isoformat()
        await app.pilot.click("#timeline-all")
        await app.until(lambda: len(events.events) == 5)
        assert events.event is not None
        assert event_text.when(events.event) == "3 Nov 2024", "the chosen event stays chosen"


async def test_a_click_chooses_an_event_and_a_second_one_opens_it(stored: Settings) -> None:
    async with driven(stored, size=NARROW) as app:
        events = await opened(app)
        await app.pilot.click(EventList, offset=(4, 2))
        assert events.at == 2
        await app.pilot.click(EventList, offset=(4, 2), times=2)
        await app.until(lambda: isinstance(app.app.screen, ArticleScreen))


async def test_typing_replaces_the_earlier_search(stored: Settings) -> None:
    async with driven(stored) as app:
        await opened(app)
        words = app.app.screen.query_one("#timeline-words", Input)
        await app.press("slash", *"ferry crews", "enter")
        await app.until(lambda: app.app.screen.query_one(EventList).has_focus)
        await app.press("slash")
        await app.until(lambda: words.has_focus)
        await app.press(*"lamp")
        assert words.value == "lamp"


async def test_days_narrow_while_they_are_typed(stored: Settings) -> None:
    async with driven(stored) as app:
        events = await opened(app)
        await app.press("slash", "tab", *"2024-09-1")
        assert len(events.events) == 5
        await app.press("7")
        await app.until(lambda: whens(events) == ["18 Sep 2024 19:30", "24 Sep 2024", "3 Nov 2024"])
        await app.press("tab", *"2024-09-30", "enter")
        await app.until(lambda: whens(events) == ["18 Sep 2024 19:30", "24 Sep 2024"])
        assert events.has_focus
        assert "2 dated events" in said(app)
        await app.press("a")
        await app.until(lambda: len(events.events) == 5)


async def test_days_are_typed_in_words(stored: Settings) -> None:
    async with driven(stored, size=NARROW) as app:
        events = await opened(app)
        await app.press("end", "slash", "tab", *"soon", "enter")
        assert "“soon” is not a date. Write it like 12 June 2031, June 2031 or 2031." in said(app)
        assert line(app, "since").has_focus
        assert (len(events.events), events.at) == (5, 4)
        await app.press("ctrl+u", *"Sep 2024")
        await app.until(lambda: "Press Enter to show events since Sunday 1 September 2024." in said(app))
        assert len(events.events) == 5
        await app.press("tab", *"2024-09", "enter")
        await app.until(lambda: whens(events) == ["16 Sep 2024", "18 Sep 2024 19:30", "24 Sep 2024"])
        assert (line(app, "since").value, line(app, "until").value) == ("2024-09-01", "2024-09-30")
        assert events.has_focus


async def test_enter_in_a_date_searches_with_all_inputs(stored: Settings, tmp_path: Path) -> None:
    async with driven(stored) as app:
        events = await opened(app)
        await app.press("slash", *"ferry crews", "enter")
        await app.until(lambda: "matching the search" in said(app))
        await app.press("slash", *"lamp of Port Ember")
        assert said(app) == "Press Enter to search for “lamp of Port Ember”."
        await app.press("tab", *"1 Jan 2024", "tab", *"31 Dec 2024", "enter")
        await app.until(lambda: "matching the search" in said(app) and whens(events) == ["3 Nov 2024"])
        assert events.has_focus
        assert (line(app, "since").value, line(app, "until").value) == ("2024-01-01", "2024-12-31")
        await app.press("e")
        await app.until(lambda: isinstance(app.app.screen, PromptScreen))
        assert "Export 1 event for “lamp of Port Ember”" in app.text()
        app.app.screen.query_one(Input).value = str(tmp_path / "lamp.md")
        await app.press("enter")
        await app.until(lambda: any("Exported 1 event" in each for each in app.notified()))
        assert (tmp_path / "lamp.md").read_text("utf-8").startswith("# Timeline: lamp of Port Ember\n")


async def test_a_time_that_only_reaches_into_the_days_counts(stored: Settings) -> None:
    async with driven(stored) as app:
        events = await opened(app)
        line(app, "until").value = "2021-06-01"
        await app.until(lambda: whens(events) == ["2021"])


async def test_whole_years_are_apart_from_days(stored: Settings) -> None:
    async with driven(stored, size=NARROW) as app:
        events = await opened(app)
        await app.until(lambda: said(app).endswith("t: 1 about years"))
        await app.press("t")
        await app.until(lambda: whens(events) == ["2021"])
        await app.until(lambda: said(app).endswith("t: 5 about days"))
        await app.press("t")
        await app.until(lambda: len(events.events) == 5)


async def test_outliers_are_left_out_until_w_is_pressed(tmp_path: Path) -> None:
    days = "\n\n".join(f"A ferry of number {n}{n} sailed on {n} May 2031." for n in range(1, 15))
    news = f"date 2031-05-20 Ferries sail\n\n{days}\n\nThe quay was opened on 3 June 1871."
    async with driven(indexed_in(tmp_path, {"ferries.txt": news})) as app:
        events = await opened(app, 14)
        scale = app.app.screen.query_one(TimeScale).scale
        assert scale.bins[0].first == date(2031, 5, 1)
        await app.until(lambda: said(app).endswith("w: 1 outlier"))
        await app.press("w")
        await app.until(lambda: whens(events)[0] == "3 Jun 1871")
        await app.press("w")
        await app.until(lambda: len(events.events) == 14)
        line(app, "until").value = "1900-01-01"  # days that are given are shown, whatever they hold
        await app.until(lambda: whens(events) == ["3 Jun 1871"])


async def test_the_scale_begins_and_ends_with_the_days_that_are_asked_for(stored: Settings) -> None:
    async with driven(stored) as app:
        events = await opened(app)
        line(app, "since").value = "2024-08-30"
        line(app, "until").value = "2024-09-20"
        await app.until(lambda: whens(events) == ["Aug 2024", "16 Sep 2024", "18 Sep 2024 19:30"])
        scale = app.app.screen.query_one(TimeScale).scale
        assert (scale.bins[0].first, scale.bins[-1].last) == (date(2024, 8, 30), date(2024, 9, 18))
        assert [each.n_reaching for each in scale.bins[:3]] == [1, 1, 0]
        await app.press("slash", "escape", "home", "right", "z")
        await app.until(lambda: whens(events) == ["16 Sep 2024"])
        assert (line(app, "since").value, line(app, "until").value) == ("2024-09-16", "2024-09-16")


async def test_days_without_events_say_so_and_escape_shows_all_again(stored: Settings) -> None:
    async with driven(stored, size=NARROW) as app:
        events = await opened(app)
        await app.press("slash", "tab", *"2040-01-01")
        await app.until(
            lambda: (
                "No events in this period. Change the dates, or press Esc to clear them."
                in inspection_sections(app)
            )
        )
        assert not events.display
        await app.press("escape")
        await app.until(lambda: events.display and len(events.events) == 5)
        await app.press("escape", "escape")
        assert app.app.screen is app.asking


async def test_words_narrow_to_what_is_nearest(stored: Settings) -> None:
    async with driven(stored) as app:
        events = await opened(app)
        await app.press("slash", *"ferry crews", "enter")
        await app.until(lambda: "matching the search" in said(app))
        engine = app.app.engine_worker.engine
        assert [(each.article.id, each.article_span) for each in events.events] == [
            (each.article.id, each.article_span)
            for each in engine.timeline("ferry crews")
            if not each.is_whole_years
        ]
        assert events.has_focus
        found = whens(events)
        for day, key in (("2024-09-16", "a"), ("2000-01-01", "escape")):
            line(app, "until").value = day
            await app.until(lambda: whens(events) != found)
            await app.press(key)
            await app.until(lambda: whens(events) == found and events.display)
            assert (line(app, "words").value, line(app, "until").value) == ("ferry crews", "")


def chips(app: Driver) -> str:
    return app.text(app.app.screen.query_one("#timeline-filters"))


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_it_starts_with_the_filters_of_the_conversation(
    stored: Settings, size: tuple[int, int]
) -> None:
    async with driven(stored, size=size) as app:
        await app.ready()
        app.asking.filters = Filters(since=date(2024, 9, 20), source="*.txt")
        events = await opened(app, 2)
        assert whens(events) == ["16 Sep 2024", "3 Nov 2024"]
        await app.until(lambda: "Filters from 20 September 2024 ✕ in *.txt ✕" in chips(app))
        await app.pilot.click("#chip-since")
        await app.until(lambda: len(events.events) == 5)
        assert "from" not in chips(app)
        app.app.screen.query_one(FilterChip).focus()
        await app.press("escape")
        assert events.has_focus
        app.app.screen.query_one(FilterChip).focus()
        await app.press("delete")
        await app.until(lambda: not app.app.screen.query(FilterChip) and events.has_focus)
        assert app.asking.filters == Filters(since=date(2024, 9, 20), source="*.txt"), "those stay"


async def test_filters_are_changed_and_removed_together(stored: Settings) -> None:
    async with driven(stored, size=NARROW) as app:
        events = await opened(app)
        await app.press("ctrl+l")
        await app.until(lambda: isinstance(app.app.screen, FiltersScreen))
        app.app.screen.query_one("#until", Input).value = "2020-01-01"
        await app.press("enter")
        await app.until(lambda: "No events match the filters." in inspection_sections(app))
        assert "Filters until 1 January 2020 ✕" in chips(app)
        await app.press("escape")
        await app.until(lambda: len(events.events) == 5 and events.display)
        assert not app.app.screen.query(FilterChip)


async def test_an_empty_day_says_that_it_is_any(stored: Settings) -> None:
    async with driven(stored, size=NARROW) as app:
        await opened(app)
        tools = app.app.screen.query_one("#timeline-tools")
        assert "since: any" in app.text(tools)
        assert "until: any" in app.text(tools)
        await app.press("slash", "tab")
        await app.until(lambda: "YYYY-MM-DD" in app.text(tools) and "since" not in app.text(tools))
        await app.press("tab")
        await app.until(lambda: "since: any" in app.text(tools))


async def test_the_timeline_first_searches_for_the_last_question(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ask(KEEPER)
        await app.press("f7")
        await app.until(lambda: "matching the search" in said(app))
        assert line(app, "words").value == KEEPER


async def test_a_question_about_a_day_opens_on_that_day(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ask("What happened on 16 September 2024?")
        await app.press("f7")
        await app.until(lambda: isinstance(app.app.screen, TimelineScreen))
        assert line(app, "words").value == ""
        assert line(app, "since").value == line(app, "until").value == "2024-09-16"


async def test_it_opens_on_the_days_of_the_last_answer(tmp_path: Path) -> None:
    async with driven(indexed_in(tmp_path, NEWS)) as app:
        await app.ask("When did the bridge over the Sorrel close?")
        await app.press("f7")
        await app.until(lambda: isinstance(app.app.screen, TimelineScreen))
        assert (line(app, "since").value, line(app, "until").value) == ("2024-09-11", "2024-09-25")
        events = app.app.screen.query_one(EventList)
        await app.until(lambda: events.event is not None)
        await app.until(lambda: event_text.when(events.event) == "18 Sep 2024 19:30")
        await app.press("slash", *"lamp of Port Ember", "tab", *"2024-01-01", "enter")
        await app.until(lambda: whens(events) == ["3 Nov 2024"])
        assert (line(app, "since").value, line(app, "until").value) == ("2024-01-01", "")


@pytest.mark.parametrize(
    "question", ["What happened?", "What happened in Lorne?", "what happened during the strike"]
)
def test_what_happened_is_not_used_as_a_search(question: str) -> None:
    answer = Answer(question, Status.NOT_FOUND, Reason.NO_ANSWER, None, 0.0)
    opening = opening_of([Turn(1, question, answer=answer)], question)
    assert opening.query == {"What happened?": "", "What happened in Lorne?": "Lorne"}.get(
        question, "the strike"
    )
    assert opening.days is None


async def test_thanks_are_not_a_query(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ask("Thank you!")
        await app.press("f7")
        await app.until(lambda: isinstance(app.app.screen, TimelineScreen))
        assert line(app, "words").value == ""


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_an_empty_library_says_what_to_do(empty: Settings, size: tuple[int, int]) -> None:
    async with driven(empty, size=size) as app:
        await app.ready()
        await app.press("f7")
        await app.until(lambda: isinstance(app.app.screen, TimelineScreen))
        await app.until(
            lambda: "There are no articles in the library yet. Press F2" in inspection_sections(app)
        )
        await app.press("f2")
        assert isinstance(app.app.screen, LibraryScreen)


async def test_articles_that_come_in_meanwhile_are_shown(empty: Settings, tmp_path: Path) -> None:
    (tmp_path / "late.txt").write_text(NEWS["lamp.txt"], encoding="utf-8")
    async with driven(empty) as app:
        await app.ready()
        await app.press("f7")
        await app.until(lambda: isinstance(app.app.screen, TimelineScreen) and inspection_sections(app))
        app.app.engine_worker.library_worker.add([tmp_path / "late.txt"])
        events = app.app.screen.query_one(EventList)
        await app.until(lambda: whens(events) == ["3 Nov 2024"] and events.display)


async def test_a_query_without_events_says_so(tmp_path: Path) -> None:
    settings = indexed_in(
        tmp_path, {"fair.txt": "Fair\n\nBakers sold marzipan pears at the fair of Quillmoor."}
    )
    async with driven(settings, size=NARROW) as app:
        await opened(app, 0)
        await app.until(lambda: "No sentence contains a date" in inspection_sections(app))
        line(app, "words").value = "marzipan"
        await app.press("enter")
        await app.until(lambda: "No events match the search." in inspection_sections(app))


async def test_the_search_has_room_beside_the_dates(stored: Settings) -> None:
    async with driven(stored, size=(140, 40)) as app:
        await opened(app)
        words, since = line(app, "words"), line(app, "since")
        assert words.size.width >= 40
        assert since.size.width >= len("12 June 2031")


async def test_a_search_without_words_is_an_error(stored: Settings) -> None:
    async with driven(stored) as app:
        events = await opened(app)
        await app.press("slash", *"?!", "enter")
        await app.until(
            lambda: "There are no words to search for. Type a question" in inspection_sections(app)
        )
        await app.press("escape")
        await app.until(lambda: len(events.events) == 5 and events.display)


async def test_a_search_shows_progress_and_can_be_stopped(
    stored: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pause the engine between two articles, as if the library were large."""
    held, stopped_at = threading.Event(), []
    article = Engine.timeline

    def slow(engine: Engine, *args: object, **given: object) -> list[DatedEvent]:
        watch, stopped = given["watch"], given["stopped"]

        def wait(event: object) -> None:
            watch(event)  # type: ignore[operator]
            held.wait(20)
            stopped_at.append(stopped())  # type: ignore[operator]

        given["watch"] = wait
        return article(engine, *args, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(Engine, "timeline", slow)
    async with driven(stored) as app:
        await app.ready()
        await app.press("f7")
        await app.until(lambda: "1 of 3 articles" in said(app))
        assert any(isinstance(message, EventsCounted) for message in app.heard)
        await app.press("escape")
        assert isinstance(app.app.screen, TimelineScreen)
        assert said(app).startswith("Stopped.")
        held.set()
        await app.until(lambda: stopped_at == [True])
        await app.press("slash", "enter")
        await app.until(lambda: len(app.app.screen.query_one(EventList).events) == 5)
        await app.press("escape")
        assert app.app.screen is app.asking


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_hostile_text_is_plain_text(tmp_path: Path, size: tuple[int, int]) -> None:
    settings = indexed_in(tmp_path, {"[bold]x.md": HOSTILE})
    async with driven(settings, size=size) as app:
        events = await opened(app, 1)
        detail = app.app.screen.query_one("#timeline-detail")
        await app.until(lambda: "[@click=app.quit]keeper[/]" in app.text(detail))
        assert "[reverse]Monday[/reverse]" in app.text(events)
        assert "[bold red]Keeper[/] [@click" in app.text()
        for char in "\x1b\u202e\u202c\u200b":
            assert char not in app.text()
        await app.pilot.click(EventList, offset=(30, 0))
        assert app.app.is_running
        line(app, "since").value = "[b]x\x1b[31m"
        await app.press("slash", "enter")
        await app.until(lambda: "“[b]x" in said(app))
        assert "\x1b" not in said(app)


async def test_thousands_of_events_are_listed_and_drawn(stored: Settings) -> None:
    text = "x" * 40 + " on Monday " + "y " * 40
    expression = TimeExpression(
        Span(44, 50), TimeKind.DATE, "2024-09-16", None, "named in full", Certainty.CERTAIN
    )
    many = [
        DatedEvent(
            first, first, Article(f"{number}", f"Title {number}", text), Span(0, len(text)), expression
        )
        for number in range(20_000)
        for first in [date.fromordinal(730_000 + number // 2)]
    ]
    async with driven(stored) as app:
        events = await opened(app)
        events.show(many)
        app.app.screen.query_one(TimeScale).show([(each.first, each.last) for each in many])
        await app.press("end")
        await app.until(lambda: "Title 19999" in app.text(events))
        await app.press("home", "pagedown")
        assert events.at > 5


async def test_the_timeline_can_be_reached_by_name_and_has_its_help(stored: Settings) -> None:
    async with driven(stored, size=NARROW) as app:
        await opened(app)
        named = [command.title for command in app.app.get_system_commands(app.app.screen)]
        assert "Timeline" in named
        assert "Events: Copy" in named
        await app.press("f1")
        await app.until(lambda: "Open the article at this sentence" in app.text())
        await app.press("escape", "shift+tab")
        assert isinstance(app.app.focused, Button)
        await app.press("tab")
        assert isinstance(app.app.focused, EventList)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2024-09-18", "2024-09-18", "18 Sep 2024"),
        ("2024-09-16", "2024-09-22", "16–22 Sep 2024"),
        ("2024-09-30", "2024-10-06", "30 Sep–6 Oct 2024"),
        ("2024-12-30", "2025-01-05", "30 Dec 2024–5 Jan 2025"),
        ("2024-08-01", "2024-08-31", "Aug 2024"),
        ("2024-07-01", "2024-09-30", "Jul–Sep 2024"),
        ("2024-12-01", "2025-02-28", "Dec 2024–Feb 2025"),
        ("2021-01-01", "2021-12-31", "2021"),
        ("2019-01-01", "2021-12-31", "2019–2021"),
        ("9999-12-31", "9999-12-31", "31 Dec 9999"),
        ("9999-01-01", "9999-12-31", "9999"),
    ],
)
def test_days_are_as_exact_as_they_are_known(first: str, last: str, words: str) -> None:
    assert date_ranges.in_short(date.fromisoformat(first), date.fromisoformat(last)) == words


def test_the_words_for_the_time_stay_in_sight() -> None:
    before, words, after = event_text.around(("one two three four five ", "on Monday", " six seven"), 24)
    assert (words, after) == ("on Monday", " six seven")
    assert before == "…five "
    assert event_text.around(("short ", "today", ""), 24) == ("short ", "today", "")
