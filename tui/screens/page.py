"""A page of a PDF article as a picture, with the quote highlighted."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tui import terminal_pictures
from tui.formatting import answer_text
from tui.messages import PageDrawn, PageRefused, PageSaved
from tui.state import Place
from tui.widgets.key_bar import KeyBar
from tui.workers.page_worker import PageWorker

if TYPE_CHECKING:
    from qa import PagePicture

_DRAWING = "Drawing the page…"
_COARSE = "This terminal shows pictures only as coloured blocks. s saves the page."


class PageScreen(Screen[None]):
    """Shows the page of a place; the quote is highlighted on each page that has a part of it."""

    RETURNS_TO_LIST = True
    BINDING_GROUP_TITLE = "Page"
    AUTO_FOCUS = "#page-view"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,v", "app.pop_screen", "Back", key_display="esc", tooltip="Go back"),
        Binding("n", "turn(1)", "Next", tooltip="Go to the next page"),
        Binding("p", "turn(-1)", "Previous", tooltip="Go to the previous page"),
        Binding("z", "zoom", "Zoom", tooltip="Show the whole page, or fill the width"),
        Binding("s", "save", "Save", tooltip="Save the page as a PNG picture"),
    ]

    def __init__(self, place: Place, page: int, worker: PageWorker) -> None:
        super().__init__()
        self._place = place
        self._page = page
        self._worker = worker
        self._drawn: PagePicture | None = None
        self._is_whole = True

    def compose(self) -> ComposeResult:
        """Lay out the heading above the picture."""
        yield Static(id="page-head", markup=False)
        with VerticalScroll(id="page-view"):
            yield Static(_DRAWING, id="page-note", markup=False)
        yield Static(id="page-quote", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Request the page."""
        self._request(self._page)

    def _request(self, page: int) -> None:
        self._page = page
        self._worker.draw(self, self._place, page)
        self._show_head()

    async def on_page_drawn(self, message: PageDrawn) -> None:
        """Show the picture, unless another page was requested meanwhile."""
        if message.picture.page != self._page:
            return
        self._drawn = message.picture
        view = self.query_one("#page-view", VerticalScroll)
        with self.app.batch_update():
            await view.remove_children()
            widget = terminal_pictures.picture_widget(self.app, message.picture.png)
            widget.id = "page-picture"
            await view.mount(widget)
            self._fit()
        self._show_head()

    async def on_page_refused(self, message: PageRefused) -> None:
        """Show why the page can't be drawn."""
        view = self.query_one("#page-view", VerticalScroll)
        await view.remove_children()
        await view.mount(Static(answer_text.trouble(message.error), markup=False))

    def on_page_saved(self, message: PageSaved) -> None:
        """Notify where the file is."""
        self.notify(f"Saved to {answer_text.line(str(message.path))}", markup=False)

    def action_turn(self, step: int) -> None:
        """Go to the next or previous page."""
        last = self._drawn.n_pages if self._drawn else self._page
        page = min(max(1, self._page + step), last)
        if page != self._page:
            self._request(page)

    def action_zoom(self) -> None:
        """Show the whole page, or fill the width and scroll to the quote."""
        self._is_whole = not self._is_whole
        self._fit()

    def _fit(self) -> None:
        """Set the size of the picture, and scroll to the quote."""
        view = self.query_one("#page-view", VerticalScroll)
        view.set_class(self._is_whole, "-whole")
        boxes = self._drawn.boxes if self._drawn else ()
        if boxes and not self._is_whole:
            top = min(box[1] for box in boxes)
            self.call_after_refresh(lambda: self._show_quote(top))

    def _show_quote(self, share: float) -> None:
        view = self.query_one("#page-view", VerticalScroll)
        height = view.virtual_size.height
        view.scroll_to(y=max(0, round(share * height) - view.size.height // 3), animate=False)

    def action_save(self) -> None:
        """Prompt for a file, then save the picture; in the browser, download it."""
        from tui.screens.dialogs import PromptScreen, existing_file

        if (drawn := self._drawn) is None:
            return
        name = f"{Path(self._place.article.path or 'page').stem}-page-{drawn.page}.png"
        if self.app.is_web:
            self._worker.deliver(self.app, drawn, name)
            return

        def save(chosen: str | None) -> None:
            if chosen:
                self._worker.save(self, drawn, Path(chosen).expanduser().absolute())

        words = "Save the page as this file:"
        self.app.push_screen(PromptScreen("Save", words, f"~/{name}", objection=existing_file), save)

    def _show_head(self) -> None:
        drawn = self._drawn
        n_pages = f" of {drawn.n_pages:,}" if drawn else ""
        words = f"page {self._page}{n_pages} · {answer_text.file_path(self._place.article.path)}"
        head = Content.assemble(
            (answer_text.line(self._place.article.title), f"bold {answer_text.ACCENT}"),
            "\n",
            (words, answer_text.MUTED),
        )
        self.query_one("#page-head", Static).update(head)
        self.query_one("#page-quote", Static).update(self._remark())

    def _remark(self) -> Content:
        """Return a note below the picture: what the terminal lacks, or the other pages of the quote."""
        from qa import pages_of

        pages = pages_of(self._place.article, self._place.mark)
        notes = []
        if self._page not in pages:
            notes.append(f"The quote is on page {pages.start}.")
        elif len(pages) > 1:
            others = [str(page) for page in pages if page != self._page]
            notes.append(f"The quote is also on page {', '.join(others)}.")
        if self._drawn is not None and terminal_pictures.is_coarse():
            notes.append(_COARSE)
        return Content(" ".join(notes))
