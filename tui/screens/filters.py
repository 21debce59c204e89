"""The filters on articles: publication dates, source, tags and collection."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import Suggester, SuggestFromList
from textual.widgets import Button, Input, Label, Static

from qa import Filters, did_you_mean, folded
from qa import Label as KnownLabel
from tui.formatting import answer_text
from tui.messages import LabelsListed
from tui.widgets.line_input import LineInput
from tui.workers.label_worker import LabelWorker

_SOURCE = "Or file name or path; * matches anything"
_LABELS = {"since": "Published from", "until": "Published until"}
_N_SHOWN = 8


class LastNameSuggester(Suggester):
    """Completes the last of several names with commas between them."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(case_sensitive=True)
        self._names = names

    async def get_suggestion(self, value: str) -> str | None:
        """Return the value with its last name completed."""
        before, comma, last = value.rpartition(",")
        begun = last.lstrip()
        fitting = (name for name in self._names if begun and name.casefold().startswith(begun.casefold()))
        name = next(fitting, None)
        return (
            None
            if name is None
            else f"{before}{comma}{last[: len(last) - len(begun)]}{begun}{name[len(begun) :]}"
        )


class FiltersScreen(ModalScreen[Filters | None]):
    """Edits the filters; returns None if they are unchanged."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Cancel")]

    def __init__(self, filters: Filters, labels: LabelWorker) -> None:
        super().__init__()
        self._filters, self._labels = filters, labels
        self._known = LabelsListed((), ())

    def compose(self) -> ComposeResult:
        """Lay out an input for each filter."""
        since, until = self._filters.since, self._filters.until
        sheet = VerticalScroll(classes="sheet filters", can_focus=False)
        sheet.border_title = "Filter articles"
        sheet.border_subtitle = "Enter: apply · Tab: next · Esc: cancel"
        with sheet:
            yield from _field(
                "since", _LABELS["since"], since.isoformat() if since else "", "2024-09-18 or 2024-09"
            )
            yield from _field(
                "until", _LABELS["until"], until.isoformat() if until else "", "2024-09-30 or 2024-09"
            )
            yield from _field("source", "Source", self._filters.source or "", "*Gazette*")
            yield Static(_SOURCE, classes="remark", markup=False)
            yield from _field("tags", "Tags", ", ".join(self._filters.tags), "harbour, ferries")
            yield Static(id="known-tags", classes="remark", markup=False)
            yield from _field("collection", "Collection", self._filters.collection or "", "")
            yield Static(id="known-collections", classes="remark", markup=False)
            yield Static(id="error", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Apply", id="apply", variant="primary", compact=True)
                yield Button("Clear all", id="clear", compact=True)

    def on_mount(self) -> None:
        """Ask for the tags and collections there are."""
        self._labels.list_labels(self)

    def on_labels_listed(self, message: LabelsListed) -> None:
        """Show the tags and collections, the most frequent first, and suggest them."""
        self._known = message
        for name, labels in (("tags", message.tags), ("collections", message.collections)):
            ordered = sorted(labels, key=lambda label: -label.n_articles)
            shown = ", ".join(
                f"{answer_text.line(each.name)} ({each.n_articles:,})" for each in ordered[:_N_SHOWN]
            )
            more = f" and {len(labels) - _N_SHOWN:,} more" if len(labels) > _N_SHOWN else ""
            self.query_one(f"#known-{name}", Static).update(shown + more if labels else f"No {name} yet.")
        names = [label.name for label in message.collections]
        self.query_one("#collection", Input).suggester = SuggestFromList(names, case_sensitive=False)
        self.query_one("#tags", Input).suggester = LastNameSuggester([tag.name for tag in message.tags])

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
        tags = self._named("tags", self._known.tags)
        collection = self._named("collection", self._known.collections)
        if tags is None or collection is None:
            return
        narrowed = replace(self._filters, since=since, until=until, source=source, tags=tags)
        self.dismiss(replace(narrowed, collection=next(iter(collection), None)))

    def _named(self, name: str, labels: Sequence[KnownLabel]) -> tuple[str, ...] | None:
        """Return the labels that an input names or begins, as they are written; None if there is no such one."""
        written = self.query_one(f"#{name}", Input).value
        parts = [part.strip() for part in written.split(",")] if name == "tags" else [written.strip()]
        known = {folded(label.name): label.name for label in labels}
        found = []
        for part in filter(None, parts):
            begun = [key for key in known if key.startswith(folded(part))]
            key = folded(part) if folded(part) in known or len(begun) != 1 else begun[0]
            if key not in known:
                hint = did_you_mean(part, known.values())
                noun = "tag" if name == "tags" else "collection"
                self._print_error(f"There is no {noun} “{answer_text.line(part)}”. {hint}".strip(), name)
                return None
            found.append(known[key])
        return tuple(dict.fromkeys(found))

    def _day(self, name: str) -> date | None:
        written = self.query_one(f"#{name}", Input).value.strip()
        try:
            return _read(name, written)
        except ValueError as error:
            self._print_error(answer_text.no_day(written, str(error)), name)
            raise

    @on(Input.Changed, "#since,#until")
    def _show_day(self, event: Input.Changed) -> None:
        """Show which day a date means while it is typed, unless it is written in figures."""
        try:
            day = _read(event.input.id or "", event.value)
        except ValueError:
            day = None
        words = _day_words(event.input.id or "", day) if day and day.isoformat() != event.value else ""
        self.query_one("#error", Static).update(Content.styled(words, answer_text.MUTED))

    def _print_error(self, words: str, name: str) -> None:
        self.query_one("#error", Static).update(Content.styled(words, "$text-error"))
        self.query_one(f"#{name}", Input).focus()


def _read(name: str, written: str) -> date | None:
    """Return the day that an input means: the first or the last of a month or a year."""
    from qa import typed_limit  # loads the whole date grammar

    today = datetime.now().astimezone().date()
    return typed_limit(written, today, is_last=name == "until") if written else None


def _day_words(name: str, day: date) -> str:
    from qa import in_words

    return f"{_LABELS[name]} {in_words(day.isoformat())}"


def _field(name: str, label: str, value: str, example: str) -> ComposeResult:
    """Yield an input beside its label."""
    with Horizontal(classes="field"):
        yield Label(label)
        yield LineInput(value, placeholder=example, id=name, compact=True)
