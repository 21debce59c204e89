"""A timeline as Markdown with footnotes, a web page, a table for spreadsheets, JSON or a Word document."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from qa.answering.version_names import also_in
from qa.dates import day_in_words, in_words
from qa.errors import SettingsError
from qa.history.notebook_export import origin_of
from qa.history.word_document import timeline_docx_of
from qa.json_output import event_json
from qa.timeline.events import DatedEvent
from qa.utils.csv_cells import csv_line
from qa.utils.escaping import json_text, markdown_text
from qa.utils.html import rendered
from qa.utils.text import printable

_TITLE = "Timeline"
_CELLS = (
    *("day", "since", "until", "words", "counted_from", "rule", "certainty", "other_reading"),
    *("is_announced", "is_inferred", "sentence", "title", "published", "source", "url", "path", "place"),
    *("start", "end", "n_articles", "also_in"),
)


@dataclass(frozen=True, slots=True)
class Day:
    """The events of the same days, under a heading."""

    heading: str
    events: tuple[DatedEvent, ...]


def days_of_timeline(events: Sequence[DatedEvent]) -> Iterator[Day]:
    """Yield the events in order, by their days."""
    for days, same_days in groupby(events, key=lambda each: (each.first, each.last)):
        yield Day(day_in_words(days), tuple(same_days))


def timeline_markdown(events: Sequence[DatedEvent], title: str = _TITLE) -> str:
    """Return events as Markdown: a heading for each day, and a footnote for each sentence."""
    lines = [f"# {markdown_text(printable(title))}", ""]
    footnotes: list[str] = []
    for day in days_of_timeline(events):
        lines += [f"## {markdown_text(day.heading)}", ""]
        for event in day.events:
            footnotes.append(f"[^{len(footnotes) + 1}]: {markdown_text(note_of(event))}")
            sentence = markdown_text(printable(f"“{event.quote}”"))
            lines.append(f"- {sentence}[^{len(footnotes)}]{_in_brackets(event, ' ')}")
        lines.append("")
    return "\n".join([*lines, *footnotes]) + "\n"


def timeline_html(events: Sequence[DatedEvent], title: str = _TITLE) -> str:
    """Return events as a self-contained page without scripts, with a numbered note for each sentence."""
    numbers = {id(event): number for number, event in enumerate(events, start=1)}
    return (
        rendered("head.html", title=title)
        + rendered(
            "timeline.html",
            days=list(days_of_timeline(events)),
            events=events,
            note=note_of,
            number=lambda event: numbers[id(event)],
        )
        + rendered("foot.html")
    )


def timeline_csv(events: Sequence[DatedEvent]) -> str:
    """Return events as a table with a row for each sentence; no cell is run as a formula."""
    return csv_line(_CELLS) + "".join(csv_line(list(_cells(event).values())) for event in events)


def timeline_json(events: Sequence[DatedEvent]) -> str:
    """Return events as a JSON list."""
    return json_text([event_json(event) for event in events], indent=2) + "\n"


def timeline_docx(events: Sequence[DatedEvent], title: str = _TITLE) -> bytes:
    """Return events as a Word document: a heading for each day, sentences with numbers, and the notes at the end."""
    days = [
        (day.heading, [(event.quote, _in_brackets(event, " "), note_of(event)) for event in day.events])
        for day in days_of_timeline(events)
    ]
    return timeline_docx_of(title, days)


FORMATS: Mapping[str, Callable[[Sequence[DatedEvent], str], str | bytes]] = {
    "md": timeline_markdown,
    "html": timeline_html,
    "csv": lambda events, _title: timeline_csv(events),
    "json": lambda events, _title: timeline_json(events),
    "docx": timeline_docx,
}


def timeline_document(events: Sequence[DatedEvent], title: str, format_: str) -> str | bytes:
    """Return events in a format from `timeline_format`; only Word documents are bytes."""
    return FORMATS[format_](events, title)


_OTHER_NAMES = {"markdown": "md", "htm": "html"}


def timeline_format(name: str) -> str:
    """Return the format with a name or file suffix, like "md" or ".markdown". Raises SettingsError."""
    plain = name.lower().removeprefix(".")
    found = _OTHER_NAMES.get(plain, plain)
    if found not in FORMATS:
        raise SettingsError(
            f"A timeline can't be written as “{printable(name)}”.", f"Use {', '.join(FORMATS)}."
        )
    return found


def note_of(event: DatedEvent) -> str:
    """Return in one line the source of an event, how its date was worked out, and who else reports it."""
    origin = origin_of(event.article, event.article_span)
    steps = (origin, f"Date: {event.explanation}", also_in(event.versions, event.article))
    return printable(". ".join(filter(None, steps)))


def _in_brackets(event: DatedEvent, before: str) -> str:
    """Return what to mind about a date, in brackets: " (announced)"; "" if nothing."""
    return f"{before}({', '.join(event.cautions)})" if event.cautions else ""


def _cells(event: DatedEvent) -> dict[str, str]:
    article, found = event.article, event.expression
    cells = {
        "day": in_words(found.value or ""),
        "since": event.first.isoformat(),
        "until": event.last.isoformat(),
        "words": event.words,
        "counted_from": found.reference.isoformat() if found.reference else "",
        "rule": found.rule,
        "certainty": str(found.certainty),
        "other_reading": in_words(found.alternative) if found.alternative else "",
        "is_announced": "yes" if event.is_announced else "",
        "is_inferred": "yes" if event.is_inferred else "",
        "title": article.title,
        "published": article.published.isoformat() if article.published else "",
        "source": article.source or "",
        "url": article.url or "",
        "path": article.path or "",
        "place": article.place(event.article_span.start) or "",
        "start": str(event.article_span.start),
        "end": str(event.article_span.end),
        "n_articles": str(event.n_reports),
        "also_in": also_in(event.versions, article).removeprefix("Also in: "),
    }
    return {name: event.quote if name == "sentence" else printable(cells[name]) for name in _CELLS}
