"""The filters on articles: publication dates and source."""

from dataclasses import replace
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Static

from qa import Filters
from tui.formatting import answer_text

_SOURCE = "Source, file name or path. * matches anything, as in *Gazette*."


class FiltersScreen(ModalScreen[Filters | None]):
    """Edits the filters; returns None if they are unchanged."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Cancel")]

    def __init__(self, filters: Filters) -> None:
        super().__init__()
        self._filters = filters

    def compose(self) -> ComposeResult:
        """Lay out an input for each filter."""
        since, until = self._filters.since, self._filters.until
        sheet = VerticalScroll(classes="sheet", can_focus=False)
        sheet.border_title = "Filter articles"
        sheet.border_subtitle = "Enter: apply · Esc: cancel"
        with sheet:
            yield Label("Published on or after")
            yield Input(
                since.isoformat() if since else "", placeholder="2024-09-18", id="since", compact=True
            )
            yield Label("Published on or before")
            yield Input(
                until.isoformat() if until else "", placeholder="2024-09-30", id="until", compact=True
            )
            yield Label("Source")
            yield Input(self._filters.source or "", placeholder="*Gazette*", id="source", compact=True)
            yield Static(_SOURCE, classes="remark", markup=False)
            yield Static(id="error", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Apply", id="apply", variant="primary", compact=True)
                yield Button("Clear all", id="clear", compact=True)

    def action_leave(self) -> None:
        """Close without changes."""
        self.dismiss(None)

    @on(Button.Pressed, "#clear")
    def _clear(self) -> None:
        self.dismiss(Filters())

    @on(Button.Pressed, "#apply")
    @on(Input.Submitted)
    def _apply(self) -> None:
        try:
            since, until = self._day("since"), self._day("until")
        except ValueError:
            return
        if since and until and since > until:
            self._print_error("The first date is after the last date.", "since")
            return
        source = self.query_one("#source", Input).value.strip() or None
        self.dismiss(replace(self._filters, since=since, until=until, source=source))

    def _day(self, name: str) -> date | None:
        written = self.query_one(f"#{name}", Input).value.strip()
        try:
            return date.fromisoformat(written) if written else None
        except ValueError:
            self._print_error(answer_text.no_day(written), name)
            raise

    def _print_error(self, words: str, name: str) -> None:
        self.query_one("#error", Static).update(Content.styled(words, "$text-error"))
        self.query_one(f"#{name}", Input).focus()
