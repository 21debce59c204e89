"""One article in full, opened at a quote."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from qa import Article, Passage, Scores, Span, TimeExpression
from tui.formatting import answer_text, correction_text
from tui.formatting.fitted import Fitted
from tui.messages import ArticleRefused, ArticlesCorrected, TimesFound
from tui.screens.quote_actions import QuoteActions
from tui.state import Place
from tui.widgets.article_view import ArticleView
from tui.widgets.key_bar import KeyBar
from tui.widgets.search_input import SearchInput
from tui.workers.library_worker import LibraryWorker

if TYPE_CHECKING:
    from qa import Correction
    from tui.workers.adding_worker import AddingWorker


class ArticleScreen(QuoteActions):
    """Shows the article of a place, scrolled to its quote.

    `places` are all of the conversation; n and p go through those in this article.
    """

    RETURNS_TO_LIST = True
    BINDING_GROUP_TITLE = "Article"
    AUTO_FOCUS = "ArticleView"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", tooltip="Go back"),
        Binding("n", "step(1)", "Next", tooltip="Go to the next citation or match"),
        Binding("p", "step(-1)", "Previous", tooltip="Go to the previous citation or match"),
        Binding("slash", "search", "Search", key_display="/", tooltip="Search the text"),
        Binding("y", "copy_quote", "Copy", tooltip="Copy the quote with its source and date"),
        Binding("v", "show_page", "Page", tooltip="Show the page of the PDF, with the quote highlighted"),
        Binding(
            "Y", "copy_footnote", "Footnote", show=False, tooltip="Copy the quote with a Markdown footnote"
        ),
        Binding(
            "f", "ask_only", "Ask only this", tooltip="Ask only this article, until you remove the filter"
        ),
        Binding("i", "correct", "Correct", tooltip="Correct the date, source and title"),
        Binding("z,Z,ctrl+z", "undo", "Undo", show=False, tooltip="Undo the last correction"),
        Binding("o", "read_article", "Pager", show=False, tooltip="Read the article in $PAGER"),
        Binding("O", "edit_file", "Edit", tooltip="Open the file in $EDITOR at the quote"),
        Binding("u", "open_address", "Address", tooltip="Open the article's address in the browser"),
    ]

    def __init__(
        self, place: Place, places: Sequence[Place] = (), library_worker: LibraryWorker | None = None
    ) -> None:
        super().__init__()
        self._library_worker = library_worker
        self.place = place
        self._places = _in_article(place, places)
        self._times: Sequence[TimeExpression] = ()
        self._corrections: list[tuple[Correction, ...]] = []

    @property
    def acted_on(self) -> Place:
        """The place that is shown."""
        return self.place

    def show_article(self, place: Place) -> None:
        """Say how to read the article elsewhere; it is shown already."""
        del place
        self._say("Set $PAGER to read articles in a pager.")

    def compose(self) -> ComposeResult:
        """Lay out the heading above the text."""
        yield Static(id="article-head", markup=False)
        with Container(id="article-panes"):
            with VerticalScroll(id="article-citations", classes="preview", can_focus=False):
                yield Static(markup=False)
            yield ArticleView(
                self.place.article.text, [place.mark for place in self._places], self.place.mark
            )
        yield Static(id="article-time", markup=False)
        with Horizontal(id="article-search"):
            yield SearchInput()
            yield Static(id="article-found", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the heading and request the temporal expressions."""
        self._show_head()
        if self._library_worker is not None:
            self._library_worker.find_times(self, self.place.article.id)

    def action_correct(self) -> None:
        """Correct the fields of this article."""
        from tui.screens.correction import CorrectionScreen

        if self._library_worker is not None:
            worker: AddingWorker = self.app.adding_worker  # type: ignore[attr-defined]
            self.app.push_screen(CorrectionScreen([self.place.article], worker, self))

    def action_undo(self) -> None:
        """Undo the last correction."""
        if self._corrections and self._library_worker is not None:
            self._library_worker.undo_corrections(self, self._corrections.pop())
            self.app.clear_notifications()  # they say how to undo it

    def on_articles_corrected(self, message: ArticlesCorrected) -> None:
        """Show the article as it is now, and the dates that follow from it."""
        for each in message.corrections:
            self._show_as(each.before if message.is_undone else each.after)
        if message.corrections and not message.is_undone:
            self._corrections.append(message.corrections)
            self._say(correction_text.corrected(message.corrections))

    def on_article_refused(self, message: ArticleRefused) -> None:
        """Say why a change could not be undone."""
        self._say(f"{message.error.message} {message.error.hint}", is_warning=True)

    def _show_as(self, article: Article) -> None:
        self._places = [replace(each, article=article) for each in self._places]
        self.place = replace(self.place, article=article)
        self._show_head()
        if self._library_worker is not None:
            self._library_worker.find_times(self, article.id)

    def on_times_found(self, message: TimesFound) -> None:
        """Underline the temporal expressions."""
        self._times = message.times
        self.query_one("#article-time").display = bool(message.times)
        self._view.underline([each.article_span for each in message.times])

    def action_step(self, step: int) -> None:
        """Go to the next match during a search, or else to the next citation."""
        if self._search.value and self._search.display:
            self._go_to_match(step)
            return
        at = (self._places.index(self.place) + step) % len(self._places)
        self.place = self._places[at]
        self._view.show_mark(self.place.mark)
        self._show_head()

    def action_search(self) -> None:
        """Show the search line."""
        self.query_one("#article-search").display = True
        self.set_focus(self._search)

    def action_back(self) -> None:
        """End the search, or leave the article."""
        if self.query_one("#article-search").display:
            self.query_one("#article-search").display = False
            self._search.value = ""
            self._view.find("")
            self._view.focus()
        else:
            self.app.pop_screen()

    @on(Input.Changed, "#article-words")
    def _find(self, event: Input.Changed) -> None:
        self._view.find(event.value)
        self._show_found()

    @on(Input.Submitted, "#article-words")
    def _next_match(self) -> None:
        self._go_to_match(1)
        self._view.focus()

    @on(SearchInput.Stepped)
    def _step_match(self, event: SearchInput.Stepped) -> None:
        self._go_to_match(event.step)

    @on(ArticleView.Pointed)
    def _say_time(self, event: ArticleView.Pointed) -> None:
        """Show what the temporal expression under the mouse resolves to."""
        found = next((each for each in self._times if event.offset in _range(each)), None)
        words = answer_text.time_expression(found, self.place.article.text) if found else Content("")
        self.query_one("#article-time", Static).update(words)

    def _go_to_match(self, step: int) -> None:
        self._view.step_match(step)
        self._show_found()

    def _show_found(self) -> None:
        at, n_matches = self._view.match_count
        words = f"{at} of {n_matches:,}" if n_matches else "no matches"
        self.query_one("#article-found", Static).update(words if self._search.value else "")

    def _show_head(self) -> None:
        number = self._places.index(self.place) + 1
        head = partial(answer_text.article_head, self.place, number, len(self._places))
        self.query_one("#article-head", Static).update(Fitted(lambda width: head(width=width)))
        listed = answer_text.quotes_in_article(self.place, self._places)
        self.query_one("#article-citations Static", Static).update(listed)
        self.query_one("#article-citations").set_class(not listed, "-empty")

    @property
    def _view(self) -> ArticleView:
        return self.query_one(ArticleView)

    @property
    def _search(self) -> SearchInput:
        return self.query_one(SearchInput)


def _in_article(place: Place, places: Sequence[Place]) -> list[Place]:
    """Return the places in this article in order, each quote once."""
    here = {each.mark: each for each in places if each.article.id == place.article.id}
    here[place.mark] = place
    return [here[mark] for mark in sorted(here)]


def _range(found: TimeExpression) -> range:
    return range(found.article_span.start, found.article_span.end)


def start_of(article: Article) -> Place:
    """Return the start of an article as a place."""
    return Place(1, article, Passage(article.id, 0, Span(0, 0), ""), Scores())
