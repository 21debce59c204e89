"""One article, whole, opened at a quote."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer, Static

from tui import rendering
from tui.state import Place
from tui.widgets.article_view import ArticleView


class ArticleScreen(Screen[None]):
    """Shows the article of a place, scrolled to what is quoted there."""

    BINDING_GROUP_TITLE = "Article"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", "Back", tooltip="Go back to the conversation"),
        Binding("n", "to_quote", "To the quote", tooltip="Scroll back to the quote"),
    ]

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place

    def compose(self) -> ComposeResult:
        """Lay out the heading above the text."""
        yield Static(rendering.article_head(self.place), id="article-head", markup=False)
        yield ArticleView(self.place.article.text, [self.place.mark])
        yield Footer()

    def action_to_quote(self) -> None:
        """Scroll back to the quote."""
        self.query_one(ArticleView).show(self.place.mark)
