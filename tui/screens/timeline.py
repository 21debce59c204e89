"""Dated events of all articles, or of those nearest to a search, as bars and as a list."""

import threading
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from qa import CancelledError, DatelineError, Filters
from tui.citation_places import place_of
from tui.formatting import answer_text, event_text
from tui.formatting.date_ranges import Days
from tui.formatting.event_periods import dense_days, nearest, of_days, of_years
from tui.messages import (
    EventsCounted,
    EventsGathered,
    EventsRefused,
    TimelineExported,
    TimelineExportFailed,
)
from tui.screens.article import ArticleScreen
from tui.screens.dialogs import PromptScreen, existing_file
from tui.screens.quote_actions import QuoteActions
from tui.screens.timeline_opening import Opening
from tui.state import LibraryState, Place, Work
from tui.widgets.date_input import DateInput
from tui.widgets.event_list import EventList
from tui.widgets.filter_bar import FilterBar, FilterChip, without
from tui.widgets.key_bar import KeyBar
from tui.widgets.line_input import LineInput
from tui.widgets.time_scale import TimeScale
from tui.workers.engine_worker import EngineWorker

if TYPE_CHECKING:
    from qa import Answer, DatedEvent

_ALL = Filters()
_NOTHING_ASKED = Opening()
_ANY_DAYS: Days = (date.min, date.max)
_TALL = 30
_DETAIL_LINES = 6  # for how the date was worked out, and for the sentence
_SPACIOUS = 140  # cells; from there on, the details have a pane of their own
_MARGINS, _RAGGED = 4, 8  # cells of a line lost to margins, and to word breaks
_NOTHING = (
    "No sentence contains a date that could be resolved.",
    "Relative dates like “on Wednesday” need a dated article. The library (F2) shows which articles are undated.",
)
_NOTHING_NEAR = (
    "No events match the search.",
    "Try other words, or press Esc to show all events.",
)
_NOTHING_LEFT = (
    "No events match the filters.",
    "Click ✕ to remove a filter, press Ctrl+L to change the filters, or press Esc to remove all.",
)
_NOTHING_BETWEEN = ("No events in this period.", "Change the dates, or press Esc to clear them.")
_COMING_IN = ("Articles are being added.", "Their events appear here when indexing has finished.")


class TimelineScreen(QuoteActions):
    """Shows the events for a search, or of the whole library; the dates only narrow what is shown."""

    BINDING_GROUP_TITLE = "Timeline"
    AUTO_FOCUS = "EventList"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (_TALL, "-tall")]  # noqa: RUF012 - as Textual has it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop", "Stop", tooltip="Stop the search for events"),
        Binding("escape", "back", "Back", tooltip="Clear the search, or go back"),
        Binding("slash", "words", "Search", key_display="/", tooltip="Search events"),
        Binding("z", "zoom", "Zoom", tooltip="Show only the selected bar (or double-click it)"),
        Binding("w", "whole", "Whole period", tooltip="Show events far from the others, or leave them out"),
        Binding("t", "years", "Years", tooltip="Show what is about whole years, or what is about days"),
        Binding("e", "export", "Export", tooltip="Export the listed events: .md, .docx, .html, .csv, .json"),
        Binding("a", "everything", "All", tooltip="Show all dates and articles; the search stays"),
        Binding("ctrl+l", "filters", "Filters", tooltip="Filter articles by date or source"),
        Binding(
            "tab",
            "app.focus_next",
            "Next pane",
            show=False,
            tooltip="Move between the search, the dates and the events",
        ),
    ]

    def __init__(
        self,
        engine_worker: EngineWorker,
        opening: Opening = _NOTHING_ASKED,
        filters: Filters = _ALL,
    ) -> None:
        super().__init__()
        self._opening: Opening | None = opening  # None as soon as its events were shown
        self._engine_worker = engine_worker
        self._query = opening.query
        self._days = opening.days
        since, until = opening.days or (None, None)
        self._proposed = {  # dates that come from the last answer; other words are searched without them
            name: day.isoformat() for name, day in (("since", since), ("until", until)) if day
        }
        self._given: Days = _ANY_DAYS  # the dates in the inputs, as they were last read
        self._submitted: Input | None = None  # the input in which Enter was pressed last
        self._is_whole = False  # whether outliers are shown, too
        self._wants_years = False
        self._n_outside = 0
        self._filters = filters
        self._request = 0
        self._stop_sign = threading.Event()
        self._is_looking = False
        self._gathered: Sequence[DatedEvent] = ()
        self._gathered_for: tuple[str, Filters] | None = (
            None  # the search and filters of the shown events; None if there are none
        )
        self._window: Days = _ANY_DAYS
        self._counts: tuple[int, int] | None = None  # articles and passages; None if not known yet

    def compose(self) -> ComposeResult:
        """Lay out the inputs, the scale, the events, and the details of the selected one."""
        with Horizontal(id="timeline-head"):
            yield Static("Timeline", classes="heading")
            yield Static(id="timeline-status", markup=False)
        with Horizontal(id="timeline-tools"):
            yield LineInput(
                answer_text.line(self._query),
                placeholder="Search events (leave empty for all)",
                id="timeline-words",
                compact=True,
                select_on_focus=False,
            )
            since, until = self._days or (None, None)
            yield DateInput("since", since, id="timeline-since")
            yield DateInput("until", until, id="timeline-until")
            yield Button("All", id="timeline-all", compact=True)
        yield FilterBar(id="timeline-filters")
        yield TimeScale()
        yield Static(id="timeline-empty", markup=False)
        yield EventList()
        with Vertical(id="timeline-detail"):
            yield Static(id="timeline-when", markup=False)
            yield Static(id="timeline-where", markup=False)
            yield Static(id="timeline-sentence", markup=False)
        yield KeyBar()

    async def on_mount(self) -> None:
        """Search for the events, and again when the library changes."""
        self._show_parts(is_empty=False)
        await self._filter_bar.show(self._filters)
        self._counts = _counts(self._library)
        self.watch(self.app, "library", self._take_library, init=False)
        self._look()

    def on_unmount(self) -> None:
        """Stop the search."""
        self._stop_sign.set()

    # Searching for events

    def _take_library(self, library: LibraryState) -> None:
        """Search again when articles were added or removed; results gathered while indexing may be incomplete."""
        if library.work is Work.INDEXING:
            return
        before, self._counts = self._counts, _counts(library)
        if before is not None and before != self._counts:
            self._look()
        elif not self._is_looking and not self._gathered and self._gathered_for is not None:
            self._draw()

    def _look(self) -> None:
        self._stop_sign.set()
        self._request += 1
        self._is_looking = True
        self._query = words = self._words.value.strip()
        self._report(f"searching for “{answer_text.shortened(words)}”…" if words else "loading…")
        self._stop_sign = self._engine_worker.gather_events(self, self._request, words or None, self._filters)
        self.refresh_bindings()

    def on_events_counted(self, message: EventsCounted) -> None:
        """Show the progress."""
        if message.request != self._request or not self._is_looking:
            return
        if message.n_done == message.n_articles:
            self._report("sorting…")
        else:
            bar = answer_text.bar(message.n_done / message.n_articles)
            self._report(f"{bar} {message.n_done:,} of {message.n_articles:,} articles")

    def on_events_gathered(self, message: EventsGathered) -> None:
        """Show the events."""
        if message.request == self._request and self._is_looking:
            self._looked()
            self._gathered, self._gathered_for = message.events, (self._query, self._filters)
            self._begin()
            if self._events.display and self.focused in (self._words, self._submitted):
                self._events.focus()

    def _begin(self) -> None:
        """Show events for the first time, the cited one selected; days that were guessed are dropped if empty."""
        opening, self._opening = self._opening, None
        if opening is not None and opening.is_guess and not self._between(opening.days or _ANY_DAYS):
            self._clear_days()
        if not self._show():
            self._draw()
        if opening is not None and opening.day is not None:
            self._events.choose(nearest(self._events.events, opening.day, opening.article_ids))

    def on_events_refused(self, message: EventsRefused) -> None:
        """Show the error in place of the events; if the search was only stopped, keep the events."""
        if message.request != self._request or not self._is_looking:
            return
        self._looked()
        if isinstance(message.error, CancelledError):
            self._say_stopped()
        else:
            self._show_trouble(message.error)

    def _looked(self) -> None:
        self._is_looking = False
        self.refresh_bindings()

    def action_stop(self) -> None:
        """Stop the search; events shown before are kept."""
        self._stop_sign.set()
        self._looked()
        self._say_stopped()

    def _say_stopped(self) -> None:
        self._report("Stopped. Press Enter in the search line to try again.")

    # Showing events

    def _show(self) -> bool:
        """Show the events between the dates, or why there are none; return False if something is not a date."""
        try:
            self._given = self._days_typed()
        except ValueError:
            return False
        self._draw()
        return True

    def _draw(self) -> None:
        self._window = self._given
        shown = self._chosen_period(self._between(self._window))
        self._show_parts(is_empty=not shown)
        self.query_one(TimeScale).show([self._in_window(each) for each in shown])
        self._events.show(shown)
        self.refresh_bindings()
        if not shown:
            self._report("")
            self._explain(*self._why_none())
        elif not self._is_in_lines:
            self._events.focus()

    def _between(self, days: Days) -> "list[DatedEvent]":
        return [each for each in self._gathered if each.last >= days[0] and each.first <= days[1]]

    def _chosen_period(self, found: "list[DatedEvent]") -> "list[DatedEvent]":
        """Return those about days or about years; without outliers, unless days are given or all are asked for."""
        shown = of_years(found) if self._shows_years(found) else of_days(found)
        self._n_outside = 0
        if self._is_whole or self._window != _ANY_DAYS:
            return shown
        if (dense := dense_days(shown)) is None:
            return shown
        inside = [each for each in shown if each.last >= dense[0] and each.first <= dense[1]]
        self._window, self._n_outside = dense, len(shown) - len(inside)
        return inside

    def _shows_years(self, found: "Sequence[DatedEvent]") -> bool:
        """Return whether to show what is about whole years: if asked for, or if there is nothing else."""
        return bool(of_years(found)) and (self._wants_years or not of_days(found))

    def action_whole(self) -> None:
        """Show events far from the others, too, or leave them out."""
        self._is_whole = not self._is_whole
        self._draw()

    def action_years(self) -> None:
        """Show what is about whole years, or what is about days."""
        self._wants_years = not self._shows_years(self._between(self._given))
        self._draw()

    def _in_window(self, event: "DatedEvent") -> Days:
        """Return the part of an event in the shown period, so that "in 2031" doesn't stretch the scale to a year."""
        return max(event.first, self._window[0]), min(event.last, self._window[1])

    def _why_none(self) -> tuple[str, str]:
        library = self._library
        if self._gathered:
            return _NOTHING_BETWEEN
        if library.work is Work.INDEXING and library.first_articles:
            return _COMING_IN
        if library.n_articles == 0:
            return "There are no articles in the library yet.", answer_text.HOW_TO_ADD
        words, filters = self._gathered_for or ("", _ALL)
        if filters.narrowing:
            return _NOTHING_LEFT
        return _NOTHING_NEAR if words else _NOTHING

    def _show_parts(self, *, is_empty: bool) -> None:
        for part in (TimeScale, EventList):
            self.query_one(part).display = not is_empty
        self.query_one("#timeline-detail").display = not is_empty and bool(self._events.events)
        self.query_one("#timeline-empty").display = is_empty

    def _explain(self, what: str, to_do: str) -> None:
        words = Content.assemble((what, "bold $text-warning"), "\n\n", (to_do, answer_text.MUTED))
        self.query_one("#timeline-empty", Static).update(words)
        self._leave_list()

    def _show_trouble(self, error: DatelineError) -> None:
        self._report("")
        self._gathered, self._gathered_for = (), None
        self._events.show(())
        self._show_parts(is_empty=True)
        self.query_one("#timeline-empty", Static).update(answer_text.trouble(error))
        self._leave_list()

    def _leave_list(self) -> None:
        """Focus the search, because the list is hidden."""
        if not self._is_in_lines:
            self._words.focus()

    def on_time_scale_drawn(self) -> None:
        """Show how many events there are, and how long a bar is."""
        self._report_summary()

    def _report_summary(self) -> None:
        """Report what is listed, or that the words in the input are not searched yet."""
        if self._is_looking or self._gathered_for is None:
            return
        if self._is_unsearched:
            words = self._words.value.strip()
            self._report(
                f"Press Enter to search for “{answer_text.shortened(words, 30)}”."
                if words
                else "Press Enter to show all events."
            )
        elif self._events.events:
            unit = self.query_one(TimeScale).scale.unit
            summary = event_text.summary(self._events.events, unit, of_query=bool(self._gathered_for[0]))
            self._report(event_text.with_more(summary, *self._more(), self.size.width))
        else:
            self._report("")

    def _more(self) -> tuple[int, int, str]:
        """Return how many events a key shows: outliers, and those about years, or days if years are shown."""
        found = self._between(self._given)
        is_years = self._shows_years(found)
        others = of_days(found) if is_years else of_years(found)
        return self._n_outside, len(others), "about days" if is_years else "about years"

    def on_event_list_chosen(self, message: EventList.Chosen) -> None:
        """Mark the event on the scale and show its details."""
        event = message.event
        self.query_one(TimeScale).mark(self._in_window(event) if event else None)
        self.query_one("#timeline-detail").display = event is not None
        if event is not None:
            self.query_one("#timeline-when", Static).update(event_text.worked_out(event))
            self.query_one("#timeline-where", Static).update(event_text.whereabouts(event))
            self._show_sentence()

    def on_resize(self) -> None:
        """Show as much of the sentence as fits."""
        self._show_sentence()

    def _show_sentence(self) -> None:
        if (event := self._events.event) is not None:
            width = max(1, self.size.width - _MARGINS)
            n_taken = -(-event_text.worked_out(event).cell_length // width)
            room = (_DETAIL_LINES - min(2, n_taken)) * (width - _RAGGED)
            if self.size.width >= _SPACIOUS:
                room = len(event.quote)
            self.query_one("#timeline-sentence", Static).update(event_text.sentence(event, room))

    def _report(self, words: str) -> None:
        self.query_one("#timeline-status", Static).update(words)

    # Inputs

    @on(Input.Changed, "#timeline-words")
    def _await_enter(self) -> None:
        self._report_summary()

    @on(Input.Submitted, "#timeline-words,#timeline-since,#timeline-until")
    def _search(self, event: Input.Submitted) -> None:
        """Search with all inputs as they are; if only dates changed, narrow the events."""
        words, self._submitted = self._words.value.strip(), event.input
        if words != self._query:
            self._drop_proposed()
        if not self._settle_days():
            return
        is_same = words == self._query if self._is_looking else self._gathered_for == (words, self._filters)
        if event.input is self._words or not is_same:
            self._look()
        elif not self._is_looking:
            self._show()
            if self._events.display and self._events.events:
                self._events.focus()

    def _drop_proposed(self) -> None:
        """Clear the dates of the last answer, but not what the user typed."""
        for line in self.query(DateInput):
            if line.side in self._proposed and line.value == self._proposed[line.side]:
                line.set_day(None)
        self._proposed.clear()

    @on(Input.Changed, "#timeline-since,#timeline-until")
    def _narrow(self, event: Input.Changed) -> None:
        """Narrow the events to a whole date at once; show what other dates mean until Enter is pressed."""
        line = event.input
        assert isinstance(line, DateInput)  # noqa: S101 - as the selector says
        if line.value != self._proposed.get(line.side):
            self._proposed.pop(line.side, None)
        if self._is_looking or self._is_unsearched:
            return
        if not line.value.strip() or line.is_in_figures:
            self._show()
        elif meaning := line.meaning:
            self._report(f"Press Enter to show events {meaning}.")
        else:
            self._report_summary()

    @on(Input.Blurred, "#timeline-since,#timeline-until")
    def _leave_day(self) -> None:
        """Narrow the events to the dates if they changed."""
        if self.is_current and not self._is_looking and not self._is_unsearched:
            before = self._given
            try:
                is_new = self._days_typed() != before
            except ValueError:
                return
            if is_new:
                self._settle_days()
                self._show()

    def _settle_days(self) -> bool:
        """Write the dates in figures; go to the first that can't be read, and return False."""
        for line in self.query(DateInput):
            try:
                line.set_day(self._day(line))
            except ValueError:
                line.focus()
                return False
        return True

    def _days_typed(self) -> Days:
        """Return the days in the inputs, any where there are none; show an error and raise ValueError for no date."""
        since, until = map(self._day, self.query(DateInput))
        return since or date.min, until or date.max

    def _day(self, line: DateInput) -> date | None:
        """Return the date in an input; show an error and raise ValueError if it is not a date."""
        try:
            return line.day
        except ValueError as error:
            words = answer_text.no_day(answer_text.shortened(line.value, 20), str(error))
            self.query_one("#timeline-status", Static).update(Content.styled(words, "$text-error"))
            raise

    def action_words(self) -> None:
        """Go to the search, with its words selected, so that typing replaces them."""
        self._words.focus()
        self._words.action_select_all()

    def action_filters(self) -> None:
        """Open the filter dialog."""
        from tui.screens.filters import FiltersScreen

        async def take(filters: Filters | None) -> None:
            if filters is not None:
                await self._narrow_to(filters)

        self.app.push_screen(FiltersScreen(self._filters, self._engine_worker.labels), take)

    @on(FilterChip.Removed)
    async def _take_off(self, event: FilterChip.Removed) -> None:
        (self._events if self._events.display else self._words).focus()
        await self._narrow_to(without(self._filters, event.name))

    async def _narrow_to(self, filters: Filters) -> None:
        """Search again with other filters."""
        if filters != self._filters:
            self._filters = filters
            await self._filter_bar.show(filters)
            self._look()

    @on(Button.Pressed, "#timeline-all")
    async def action_everything(self) -> None:
        """Show all events of the search: of all dates and articles."""
        self._clear_days()
        self._is_whole, self._filters = True, _ALL
        await self._filter_bar.show(_ALL)
        if self._gathered_for != (self._words.value.strip(), _ALL) or self._is_looking:
            self._look()
        else:
            self._show()

    def _clear_days(self) -> None:
        for line in self.query(DateInput):
            line.set_day(None)

    # Exporting

    def action_export(self) -> None:
        """Prompt for a file, then export the listed events."""
        events = tuple(self._events.events)
        if not events:
            return
        query = self._gathered_for[0] if self._gathered_for else ""
        about = f" for “{answer_text.shortened(query, 40)}”" if query else ""

        def export(name: str | None) -> None:
            if name:
                path = Path(name).expanduser().absolute()
                title = f"Timeline: {query}" if query else "Timeline"
                self._engine_worker.export_events(self, events, title, path)

        words = (
            f"Export {answer_text.counted(len(events), 'event')}{about} to this file: .md with footnotes, .docx for"
            " Word, .html, .csv for spreadsheets, or .json:"
        )
        self.app.push_screen(PromptScreen("Export", words, "~/timeline.md", objection=existing_file), export)

    def on_timeline_exported(self, message: TimelineExported) -> None:
        """Notify where the file is."""
        n_events = answer_text.counted(message.n_events, "event")
        self.notify(f"Exported {n_events} to {answer_text.line(str(message.path))}", markup=False)

    def on_timeline_export_failed(self, message: TimelineExportFailed) -> None:
        """Notify why there is no file."""
        error = message.error
        self.notify(answer_text.line(f"{error.message} {error.hint}"), severity="error", markup=False)

    # Moving

    @on(TimeScale.Picked)
    def _go_to(self, event: TimeScale.Picked) -> None:
        self._events.choose(event.at)
        self._events.focus()
        if event.twice:
            self.action_zoom()

    def action_step_bin(self, step: int) -> None:
        """Go to the first event of the next or previous bar."""
        if (event := self._events.event) is None:
            return
        found = self.query_one(TimeScale).scale.beside(self._in_window(event)[0], step)
        if found is not None and found.at is not None:
            self._events.choose(found.at)

    def action_zoom(self) -> None:
        """Show only the dates of the bar where the selected event starts."""
        if (event := self._events.event) is None:
            return
        begins = self._in_window(event)[0]
        self._proposed.clear()
        for each in self.query_one(TimeScale).scale.bins_of((begins, begins)):
            for line, day in zip(self.query(DateInput), (each.first, each.last), strict=True):
                line.set_day(day)
        self._show()

    @on(EventList.Opened)
    def _open(self, event: EventList.Opened) -> None:
        chosen = event.event
        here = [each for each in self._events.events if each.article.id == chosen.article.id]
        places = [place_of(each, number) for number, each in enumerate(here, start=1)]
        self.app.push_screen(ArticleScreen(place_of(chosen, 1), places, self._engine_worker.library_worker))

    async def action_back(self) -> None:
        """Leave an input, or the screen."""
        if not self._is_in_lines:
            self.app.pop_screen()
        elif self._events.display:
            self._events.focus()
        elif self._is_narrowed:
            await self.action_everything()
        elif self._words.value:
            self._words.value = ""
            await self.action_everything()
        else:
            self.app.pop_screen()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let Esc stop a running search, or else go back, and offer only what changes something."""
        conditions: dict[str, Callable[[], bool]] = {
            "stop": lambda: self._is_looking,
            "back": lambda: not self._is_looking,
            "zoom": lambda: self._events.event is not None,
            "export": lambda: bool(self._events.events),
            "everything": lambda: self._is_narrowed or bool(self._n_outside),
            "whole": lambda: self._is_whole or bool(self._n_outside),
            "years": lambda: bool(self._more()[1]),
        }
        if action in conditions:
            return conditions[action]()
        return super().check_action(action, parameters)

    @property
    def acted_on(self) -> Place | None:
        """The sentence of the selected event."""
        event = self._events.event
        return place_of(event, 1) if event else None

    @property
    def quoted(self) -> "Answer | None":
        """The selected event as an answer to the words that were searched for."""
        from qa import quoted_event

        event = self._events.event
        query = self._gathered_for[0] if self._gathered_for else ""
        return quoted_event(event, query) if event else None

    @property
    def _is_narrowed(self) -> bool:
        """Whether a date or filter is active."""
        return self._filters.narrowing or any(line.value.strip() for line in self.query(DateInput))

    @property
    def _is_unsearched(self) -> bool:
        """Whether the listed events are those of other words than the input has."""
        return self._gathered_for is not None and self._words.value.strip() != self._gathered_for[0]

    @property
    def _is_in_lines(self) -> bool:
        """Whether an input or a filter has the focus."""
        return self.query_one("#timeline-tools").has_focus_within or self._filter_bar.has_focus_within

    @property
    def _events(self) -> EventList:
        return self.query_one(EventList)

    @property
    def _filter_bar(self) -> FilterBar:
        return self.query_one(FilterBar)

    @property
    def _words(self) -> Input:
        return self.query_one("#timeline-words", Input)

    @property
    def _library(self) -> LibraryState:
        return self.app.library  # type: ignore[attr-defined, no-any-return]


def _counts(library: LibraryState) -> tuple[int, int] | None:
    return None if library.work is Work.OPENING else (library.n_articles, library.n_passages)
