"""A dated event → text: when it was, as exactly as its article says, and where the article says it."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from qa import Article, also_in, in_words
from tui.formatting.answer_text import ACCENT, MUTED, QUOTE, Piece, counted, line, source_line, visible
from tui.formatting.date_ranges import in_short
from tui.formatting.time_bins import Bin, Unit

if TYPE_CHECKING:
    from qa import DatedEvent

_PARTS = {"MO": "morning", "DT": "daytime", "MI": "noon", "AF": "afternoon", "EV": "evening", "NI": "night"}
_CLOCK = re.compile(r"(\d\d)(:\d\d)?")
_LEAST_TITLE = 16  # cells
_HEADING_CELLS = 14  # of the screen's name before the summary
_BEFORE_THE_TIME = 3  # divisor: this share of the line is reserved for the text before the date
_MARKS = {"announced": "→", "inferred": "“", "likely": "≈", "ambiguous": "?"}
_CLAUSE = re.compile(
    r"[,;:—–“”\"] ?| -- | (?=(?:that|who|which|when|where|while|after|before|because|but|and|as)\b)"
)


def when(event: "DatedEvent", room: int = 0) -> str:
    """Return the dates of an event in short, with the hour or part of the day if `room` (in characters) allows.

    `room` 0 means no limit.
    """
    value = event.expression.value or ""
    part = value.partition("T")[2] if "/" not in value else ""
    clock = _CLOCK.match(part)
    hour = _PARTS.get(part, f"{clock[1]}{clock[2] or ':00'}" if clock else "")
    dates = in_short(event.first, event.last)
    whole = f"{dates} {hour}".rstrip()
    if not room or len(whole) <= room:
        return whole
    return dates if len(dates) <= room else dates[: room - 1] + "…"


def flags(event: "DatedEvent", *, is_brief: bool = False) -> str:
    """Return what to mind about an event, each with a mark, and the number of articles that report it.

    If it `is_brief`, only the first has its word.
    """
    words = _cautions(event)
    marked = [f"{_MARKS[word]} {word}" for word in words]
    if is_brief and words:
        marked = [" ".join([marked[0], *(_MARKS[word] for word in words[1:])])]
    if event.n_reports > 1:
        marked.append(counted(event.n_reports, "article"))
    return " · ".join(marked)


@lru_cache(maxsize=4096)  # a list is drawn again at each key press
def _cautions(event: "DatedEvent") -> tuple[str, ...]:
    return event.cautions


def shown_part(event: "DatedEvent", n_characters: int) -> tuple[str, str, str]:
    """Return the part of a sentence that fits: what happened then, or the beginning of a statement."""
    parts = quoted(event)
    return parts if "inferred" in _cautions(event) else around(parts, n_characters)


def origin(article: Article, room: int) -> str:
    """Return an article's title, shortened to `room` cells together with its date and source."""
    where = f" · {source_line(article.published, article.source)}"
    title = line(article.title)
    if cell_len(title) + cell_len(where) > room:
        title = set_cell_size(title, max(_LEAST_TITLE, room - cell_len(where) - 1)).rstrip() + "…"
    whole = title + where
    return whole if cell_len(whole) <= room else set_cell_size(whole, max(0, room - 1)) + "…"


def quoted(event: "DatedEvent") -> tuple[str, str, str]:
    """Return the sentence as one line in three parts: before, inside and after the temporal expression."""
    text, sentence, time = event.article.text, event.article_span, event.expression.article_span
    parts = text[sentence.start : time.start], text[time.start : time.end], text[time.end : sentence.end]
    before, words, after = (re.sub(r"\s+", " ", visible(part)) for part in parts)
    return before.lstrip(), words, after.rstrip()


def around(parts: tuple[str, str, str], n_characters: int) -> tuple[str, str, str]:
    """Cut the start of a sentence if it doesn't fit, so that what happened then is visible.

    The clause with the temporal expression is shown from its start, or else as much of it as leaves the expression
    in view.
    """
    before, words, after = parts
    if len(before) + len(words) + len(after) <= n_characters or len(before) + len(words) < n_characters:
        return parts
    room = max(n_characters // _BEFORE_THE_TIME, n_characters - len(words) - 1)
    starts = [found.end() for found in _CLAUSE.finditer(before) if len(before) - found.end() < room]
    if starts and len(before) - starts[0] >= room // 2:
        before = "…" + before[starts[0] :]
    else:
        room = max(n_characters // _BEFORE_THE_TIME, n_characters - len(words) - len(after))
        kept = before[len(before) - max(0, room - 1) :]
        before = "…" + kept.partition(" ")[2]
    return before, words, after


def worked_out(event: "DatedEvent") -> Content:
    """Return the dates of an event in full, what to mind about them, and how they were worked out and how surely."""
    found = event.expression
    parts: list[Piece] = [(line(in_words(found.value or "")), f"bold {ACCENT}")]
    others = (word for word in _cautions(event) if word != found.certainty)
    parts += [(f" · {_MARKS[word]} {word}", "$text-warning") for word in others]
    parts.append((f" · {line(event.explanation)}", MUTED))
    return Content.assemble(*parts)


def whereabouts(event: "DatedEvent") -> Content:
    """Return the date, source and title of the article, and the other articles that report the same."""
    article = event.article
    named = also_in(event.versions, article)
    copies = f" · {line(named)}" if named else ""
    origin = f"{source_line(article.published, article.source)} · {line(article.title)}"
    return Content.styled(origin + copies, MUTED)


def sentence(event: "DatedEvent", n_characters: int) -> Content:
    """Return the sentence, cut to `n_characters`, with its temporal expression highlighted."""
    before, words, after = around(quoted(event), n_characters)
    rest = after[: max(0, n_characters - len(before) - len(words))]
    cut = "…" if len(rest) < len(after) else ""
    return Content.assemble("“", before, (words, QUOTE), rest, cut, "”")


def told_of(each: Bin, unit: Unit) -> str:
    """Return the period of a bin and how many events it has."""
    span = f"{each.number * unit.years}s" if unit > Unit.YEAR else in_short(each.first, each.last)
    longer = f", plus {each.n_reaching:,} longer" if each.n_reaching else ""
    return f"{span}: {counted(each.n_within, 'event')}{longer}"


def with_more(summary: str, n_outside: int, n_others: int, others: str, width: int) -> str:
    """Return a summary with the number of events that keys show; `others` are “about years” or “about days”.

    The length of a bar is left out if the rest would not fit.
    """
    more = [f"w: {counted(n_outside, 'outlier')}"] if n_outside else []
    more += [f"t: {n_others:,} {others}"] if n_others else []
    head, _, bars = summary.rpartition(" · ")
    for parts in ([head, bars, *more], [head, *more]):
        if len(whole := " · ".join(parts)) <= width - _HEADING_CELLS:
            return whole
    return " · ".join([head, *more])


def summary(shown: "Sequence[DatedEvent]", unit: Unit, *, of_query: bool) -> str:
    """Return how many events are shown, over what period, and the period of one bar."""
    first, last = min(each.first for each in shown), max(each.last for each in shown)
    span = f"{first.year}" if first.year == last.year else f"{first.year}–{last.year}"
    where = " matching the search" if of_query else ""
    return f"{counted(len(shown), 'dated event')}{where} · {span} · one bar per {unit.name.lower()}"
