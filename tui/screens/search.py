"""Search: the passages that match what is typed, as it is typed."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static

from qa import Citation, Filters
from tui.citation_places import place_of_match
from tui.formatting import answer_text
from tui.formatting.facets import Facet, facets_of, narrowed
from tui.formatting.fitted import Fitted
from tui.messages import AskOnly, PassagesMatched, SearchFailed
from tui.screens.quote_actions import QuoteActions
from tui.state import LibraryState, Place, Work
from tui.widgets.facet_bar import FacetBar, FacetChip
from tui.widgets.filter_bar import FilterBar, FilterChip, without
from tui.widgets.key_bar import KeyBar
from tui.widgets.line_input import LineInput
from tui.widgets.match_list import MatchList
from tui.workers.engine_worker import EngineWorker

if TYPE_CHECKING:
    from qa import Answer

_PAUSE_SECONDS = 0.15  # after the last key
_HINT = "Type words or a question. The passages that match best are listed as you type."


class SearchScreen(QuoteActions):
    """Lists the matches of a search; at most one search runs at a time."""

    BINDING_GROUP_TITLE = "Search"
    AUTO_FOCUS = "#search-words"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", tooltip="Go back to the search words, or leave the search"),
        Binding("slash", "words", "Words", key_display="/", tooltip="Change the search words"),
        Binding("down", "to_list", "Passages", show=False, tooltip="Go to the passages"),
        Binding("ctrl+l", "filters", "Filters", tooltip="Filter articles by date or source"),
    ]

    def __init__(self, engine_worker: EngineWorker, filters: Filters, words: str = "") -> None:
        super().__init__()
        self._opened_with = words
        self._engine_worker = engine_worker
        self._filters = filters
        self._library = LibraryState("")
        self._request = 0
        self._is_searching = False
        self._searched_for = ("", filters)
        self._is_entered = False  # Enter was pressed: go to the passages when they are up to date
        self._timer: Timer | None = None
        self._found: tuple[Citation, ...] = ()
        self._facets: set[Facet] = set()  # the chosen ones

    def compose(self) -> ComposeResult:
        """Lay out the words and the filters above the passages."""
        with Horizontal(id="search-head"):
            yield Static("Search", classes="heading")
            yield Static(id="search-status", markup=False)
        placeholder = "Search all passages"
        yield LineInput(self._opened_with, placeholder=placeholder, id="search-words", compact=True)
        yield FilterBar(id="search-filters")
        yield FacetBar()
        yield Static(id="search-notice", markup=False)
        yield Static(id="search-empty", markup=False)
        with Container(id="search-panes"):
            with VerticalScroll(id="search-passage", classes="preview", can_focus=False):
                yield Static(markup=False)
            yield MatchList()
        yield KeyBar()

    async def on_mount(self) -> None:
        """Show the filters, and search again when the library changes."""
        await self.query_one(FilterBar).show(self._filters)
        self.watch(self.app, "library", self._take_library)

    async def _take_library(self, library: LibraryState) -> None:
        before, self._library = self._library, library
        had, has = ((each.work, each.n_articles, each.n_passages) for each in (before, library))
        if had != has and library.work is not Work.INDEXING:
            await self._search()

    # Searching

    @property
    def _wanted(self) -> tuple[str, Filters]:
        return self._words.value.strip(), self._filters

    @on(Input.Changed, "#search-words")
    def _search_soon(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_PAUSE_SECONDS, self._search)

    async def _search(self) -> None:
        """Search for what is wanted now; if a search is running, its end starts this one."""
        if self._is_searching:
            return
        self._searched_for = words, filters = self._wanted
        if not any(char.isalnum() for char in words):
            await self._take(())
            return
        self._request += 1
        self._is_searching = True
        self._report("searching…")
        self._engine_worker.search(self, self._request, words, filters)

    async def on_passages_matched(self, message: PassagesMatched) -> None:
        """Show the passages."""
        if message.request == self._request:
            await self._take(message.matches)
            await self._end_search()

    async def on_search_failed(self, message: SearchFailed) -> None:
        """Show the error in place of the passages."""
        if message.request == self._request:
            await self._take(())
            self._explain(answer_text.trouble(message.error))
            await self._end_search()

    async def _end_search(self) -> None:
        self._is_searching = False
        if self._wanted != self._searched_for:
            await self._search()
        elif self._is_entered:
            self.action_to_list()

    @on(Input.Submitted, "#search-words")
    async def _enter(self) -> None:
        self._is_entered = True
        if self._is_searching or self._wanted != self._searched_for:
            await self._search()
        else:
            self.action_to_list()

    # Showing passages

    async def _take(self, matches: tuple[Citation, ...]) -> None:
        """Show the matches of a new search, with their dates and sources to choose from."""
        self._found, self._facets = matches, set()
        await self.query_one(FacetBar).show(facets_of(matches))
        self._show(matches)

    @on(FacetChip.Toggled)
    def _narrow(self, event: FacetChip.Toggled) -> None:
        self._facets ^= {event.facet}
        self._show(narrowed(self._found, self._facets))

    def _show(self, matches: tuple[Citation, ...]) -> None:
        self._list.show(matches)
        if not matches:
            self._explain(Content.styled(self._why_none(), answer_text.MUTED))
        n_with_words = sum(map(_has_words, matches))
        words = answer_text.line(self._searched_for[0])
        notice = self.query_one("#search-notice", Static)
        notice.update(f"No passage contains “{words}”. Nearest by meaning:")
        notice.display = bool(self._found) and not any(map(_has_words, self._found))
        self.query_one("#search-panes").display = bool(matches)
        self.query_one("#search-empty").display = not matches
        n_articles = answer_text.counted(len({match.article.id for match in matches}), "article")
        found = f"{answer_text.counted(len(matches), 'passage')} in {n_articles}"
        counted = f"{n_with_words:,} with the words" if n_with_words else "none with the words"
        self._report(f"{found} · {counted}" if matches else "")

    def _why_none(self) -> str:
        words, filters = self._searched_for
        if self._facets:
            return "No passages have this date and source."
        if self._library.n_articles == 0 and self._library.work is Work.RESTING:
            return f"There are no articles in the library yet.\n{answer_text.HOW_TO_ADD}"
        if not words:
            return _HINT
        return "No passages match the filters." if filters.narrowing else "No passages match."

    def _explain(self, words: Content) -> None:
        self.query_one("#search-empty", Static).update(words)
        if self._list.has_focus:
            self._words.focus()

    def _report(self, words: str) -> None:
        self.query_one("#search-status", Static).update(words)

    # Acting on passages

    @property
    def acted_on(self) -> Place | None:
        """The place of the selected match."""
        match = self._list.match
        return place_of_match(match) if match is not None else None

    @property
    def quoted(self) -> "Answer | None":
        """The selected match as an answer to the search words."""
        from qa import quoted_match

        match = self._list.match
        return quoted_match(match, self._searched_for[0]) if match is not None else None

    @on(MatchList.Selected)
    def _show_passage(self, event: MatchList.Selected) -> None:
        """Show the passage of the selected match; the pane is only visible on a wide screen."""
        shown = place_of_match(event.match) if event.match is not None else None
        made = partial(_passage, shown)
        self.query_one("#search-passage", VerticalScroll).scroll_home(animate=False)
        self.query_one("#search-passage Static", Static).update(Fitted(made))

    @on(MatchList.Opened)
    def _open(self, event: MatchList.Opened) -> None:
        from tui.screens.article import ArticleScreen

        places = [place_of_match(match) for match in self._list.matches]
        place = place_of_match(event.match)
        self.app.push_screen(ArticleScreen(place, places, self._engine_worker.library_worker))

    def action_ask_listed(self) -> None:
        """Restrict the conversation to the articles that are listed."""
        titles = {match.article.id: match.article.title for match in self._list.matches}
        if titles:
            self.app.post_message(AskOnly(tuple(titles.items())))

    def action_to_list(self) -> None:
        """Go to the passages."""
        self._is_entered = False
        if self._list.matches:
            self._list.focus()

    def action_words(self) -> None:
        """Go to the search words."""
        self.set_focus(self._words)

    def action_back(self) -> None:
        """Go from the passages to the words, or leave the screen."""
        if self._list.has_focus:
            self._words.focus()
        else:
            self.app.pop_screen()

    # Filters

    def action_filters(self) -> None:
        """Open the filter dialog."""
        from tui.screens.filters import FiltersScreen

        async def take(filters: Filters | None) -> None:
            if filters is not None:
                await self._filter(filters)

        self.app.push_screen(FiltersScreen(self._filters, self._engine_worker.labels), take)

    @on(FilterChip.Removed)
    async def _take_off(self, event: FilterChip.Removed) -> None:
        await self._filter(without(self._filters, event.name))
        self._words.focus()

    async def _filter(self, filters: Filters) -> None:
        self._filters = filters
        await self.query_one(FilterBar).show(filters)
        await self._search()

    @property
    def _words(self) -> Input:
        return self.query_one("#search-words", Input)

    @property
    def _list(self) -> MatchList:
        return self.query_one(MatchList)


def _has_words(match: Citation) -> bool:
    """Return whether the passage of a match contains a word of the query."""
    return match.scores.sparse_rank is not None or bool(match.highlights)


def _passage(shown: Place | None, width: int) -> Content:
    return answer_text.place(shown, width=width) if shown is not None else Content("")
