"""`dateline timeline`."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

import typer
from rich.text import Text

from qa.answering.version_names import version_lines
from qa.cli.output import building_notice, counted, day_words, err, out, print_json, print_text
from qa.dates import day_in_words, explanation_rows, in_words
from qa.engine import Engine
from qa.errors import SettingsError
from qa.history import timeline_document, timeline_format
from qa.json_output import event_json
from qa.records import Filters
from qa.timeline.events import DatedEvent
from qa.utils.new_file import write_new_file
from qa.utils.text import printable

_YEARS = "Whole years"


@dataclass(frozen=True, slots=True)
class Output:
    """How events are written: in a format, None for reading; to a file, None to print them; in full, or briefly."""

    format: str | None = None
    file: Path | None = None
    is_full: bool = False


def output(name: str | None, file: Path | None, *, as_json: bool, is_full: bool) -> Output:
    """Return how to write, for the options of the command; a file's suffix is its format. Raises SettingsError."""
    if as_json:
        name = name or "json"
    if name is None and file is not None:
        name = file.suffix or "md"
    found = timeline_format(name) if name is not None else None
    if found == "docx" and file is None:
        raise SettingsError("A Word document can't be printed.", "Add --out FILE.")
    return Output(found, file, is_full)


def run(
    engine: Engine,
    query: str | None,
    days: tuple[date | None, date | None],
    filters: Filters,
    to: Output,
) -> None:
    """Print or write the dated events of some days in order, and set the exit code like grep."""
    since, until = days
    events = engine.timeline(query, since=since, until=until, filters=filters, watch=building_notice())
    if to.file is not None:
        _write(events, query, to.file, to.format or "md")
    elif to.format == "json":
        print_json([event_json(event) for event in events])
    elif to.format is not None:
        print_text(str(timeline_document(events, _title(query), to.format)).rstrip("\n"))
    elif to.is_full or sys.stdout.isatty():
        _print_days(events, is_full=to.is_full)
    else:
        for event in events:
            _print_line(event)
    if not events:
        err().print("No events found.")
    raise typer.Exit(0 if events else 1)


def _title(query: str | None) -> str:
    return f"Timeline: {query}" if query else "Timeline"


def _write(events: Sequence[DatedEvent], query: str | None, file: Path, format_: str) -> None:
    if events:
        write_new_file(file, timeline_document(events, _title(query), format_))
        err().print(f"Wrote {counted(len(events), 'event')} to {printable(str(file))}.")


def _print_days(events: Sequence[DatedEvent], *, is_full: bool) -> None:
    """Print the events below their days, those about whole years last."""
    is_long = False
    for days, same_days in groupby(events, key=lambda event: (event.first, event.last)):
        told = list(same_days)
        if told[0].is_whole_years and not is_long:
            is_long = True
            out().print(Text(_YEARS, style="bold italic"))
        out().print(Text(day_in_words(days), style="bold"))
        for event in told:
            _print_event(event, is_full=is_full)


def _print_event(event: DatedEvent, *, is_full: bool) -> None:
    console = out()
    marks = f" ({', '.join(event.cautions)})" if event.cautions else ""
    console.print(Text.assemble(f"  {printable(event.quote)}", (marks, "italic")))
    rows = _full_rows(event) if is_full else _brief_rows(event)
    for line in (*rows, *version_lines(event.versions, event.article)):
        console.print(Text(f"    {line}", style="dim"))


def _brief_rows(event: DatedEvent) -> tuple[str, ...]:
    article = event.article
    published = f"published {day_words(article.published)}" if article.published else "undated"
    origin = (article.title, article.source, published)
    return " · ".join(printable(each) for each in origin if each), event.explanation


def _full_rows(event: DatedEvent) -> tuple[str, ...]:
    """Return lines with the source of an event and each step in working out its date."""
    article, span = event.article, event.article_span
    place = article.place(span.start)
    rows = (
        ("title", article.title),
        ("source", article.source),
        ("published", day_words(article.published)),
        ("from", article.url or article.path),
        ("position", ", ".join(filter(None, (place, f"characters {span.start}–{span.end}")))),
        *explanation_rows(event.words, event.expression, event.expression.kind),
    )
    return tuple(f"{label:<13}  {printable(text)}" for label, text in rows if text)


def _print_line(event: DatedEvent) -> None:
    """Print one line per event, for other programs."""
    found = event.expression
    cells = (
        in_words(found.value or ""),
        ", ".join(event.cautions) or str(found.certainty),
        event.article.id[:8],
        f"{event.article_span.start}-{event.article_span.end}",
        printable(event.article.title),
        printable(event.article.source or ""),
        event.explanation,
        printable(event.quote),
    )
    print_text("\t".join(cells))
