"""State → text to show. Pure functions; no text is interpreted as markup.

Titles, questions, file names and articles are untrusted, so they pass through `line` or `visible` before they are
shown.
"""

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path, PurePath
from typing import TypeAlias

from rich.cells import cell_len
from textual.content import Content

import qa
from qa import (
    Article,
    ArticleError,
    Citation,
    DatelineError,
    Filters,
    Scores,
    Span,
    TimeExpression,
    printable,
    version_lines,
)
from qa import (
    shortened as first_words,
)
from tui.formatting.fitted import one_line, short_path
from tui.formatting.line_wrapping import wrap
from tui.state import LibraryState, Place, Work

HOW_TO_ADD = "Press F2 to open the library, then A to add files or folders."
_LONG_NAMES = re.compile(
    rf"\b(?:{'|'.join(map(re.escape, [*calendar.day_name, *calendar.month_name[1:]]))})\b"
)
BLANK = re.compile(r"\s")  # replaced one by one, so that positions stay true
_BAR_CELLS = 10
_PAGER_CELLS = 90
_FIELD_NAMES = {"published": "date", "url": "address"}
_PREVIEW_CHARACTERS = 2_000  # of an article in the second pane of the library
_PLACE_CELLS = 74  # of a citation on a terminal of 80

MUTED = "$foreground-muted"
QUOTE = "bold $text on $accent 35%"
ACCENT = "$text-accent"
HIGHLIGHT = f"bold {ACCENT}"

Piece: TypeAlias = str | Content | tuple[str, str]


def visible(text: str) -> str:
    """Return a text of the same length without terminal control characters, with spaces for tabs."""
    return qa.visible(text).replace("\t", " ")


def line(text: str) -> str:
    """Return a text as one line without terminal control characters."""
    return visible(printable(text))


def shortened(text: str, n_characters: int = 90) -> str:
    """Return the beginning of a text as one line, cut at a word."""
    return visible(first_words(text, n_characters))


def no_day(written: str, hint: str = "Use the form 2024-09-18.") -> str:
    """Return the error for text that is not a date, with the reason if the calendar has one, or else a hint."""
    from qa import why_no_day  # loads the whole date grammar

    why = why_no_day(written)
    return f"“{written}” is not a date{f': {why}.' if why else f'. {hint}'}"


def counted(number: int, noun: str) -> str:
    """Return “1 article”, “2 articles”."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def day(published: date | None) -> str:
    """Return a date in words, or “undated”."""
    return f"{published.day} {published:%B %Y}" if published else "undated"


def short_date(text: str) -> str:
    """Return a date in words with day and month names cut to three letters."""
    return _LONG_NAMES.sub(lambda found: found[0][:3], text)


def duration(seconds: float) -> str:
    """Return a duration with sensible precision."""
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds:.2f} s"


def bar(value: float, n_cells: int = _BAR_CELLS) -> str:
    """Return a share (0–1) as a bar."""
    n_full = min(n_cells, max(0, round(value * n_cells)))
    return "━" * n_full + "╌" * (n_cells - n_full)


def filter_words(filters: Filters, titles: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """Return the name and the description of each active filter; `titles` are known titles of articles by id."""
    words = []
    if filters.article_ids:
        words.append(("articles", f"only {_articles(filters.article_ids, titles or {})}"))
    if filters.since:
        words.append(("since", f"from {day(filters.since)}"))
    if filters.until:
        words.append(("until", f"until {day(filters.until)}"))
    if filters.source:
        words.append(("source", f"in {line(filters.source)}"))
    if filters.collection:
        words.append(("collection", f"in “{line(filters.collection)}”"))
    words += ((f"tag-{number}", f"tagged “{line(tag)}”") for number, tag in enumerate(filters.tags))
    return words


def _articles(ids: Sequence[str], titles: Mapping[str, str]) -> str:
    """Return the title of a single article if it is known, or else how many there are."""
    title = titles.get(ids[0]) if len(ids) == 1 else None
    return f"“{shortened(title, 32)}”" if title else counted(len(ids), "article")


def file_path(path: str | None) -> str:
    """Return a path relative to the working directory or home if possible."""
    if path is None:
        return "no file"
    for base, prefix in ((Path.cwd(), ""), (Path.home(), "~/")):
        if Path(path).is_relative_to(base):
            return line(prefix + str(Path(path).relative_to(base)))
    return line(path)


def source_line(published: date | None, source: str | None) -> str:
    """Return the date and source of an article."""
    return " · ".join([day(published), line(source)] if source else [day(published)])


# The status bar


def library_line(title: str, state: LibraryState) -> Content:
    """Return a screen's title, and the name and size of the library."""
    parts: list[Piece] = [(title, f"bold {ACCENT}"), ("  ", ""), line(state.name)]
    if state.work is not Work.OPENING:
        held = (counted(state.n_articles, "article"), counted(state.n_passages, "passage"))
        parts.append((" · " + " · ".join(held), MUTED))
    return Content.assemble(*parts)


def activity(state: LibraryState) -> Content:
    """Return what the app is doing."""
    if state.work is Work.INDEXING:
        progress = f" {state.n_done}/{state.n_files} " if state.n_files else "…"
        return Content.assemble(("indexing" + progress, ACCENT), (line(state.file_name), MUTED))
    if state.work is Work.RESTING:
        return Content.styled("error", "$text-error") if state.trouble else Content.styled("ready", MUTED)
    doing = {
        Work.OPENING: "opening the library…",
        Work.LOADING_MODEL: "loading the model…",
        Work.BUILDING_MODEL: "preparing the model (first run only)…",
    }
    return Content.styled(doing[state.work], ACCENT)


def failures_hint(state: LibraryState) -> Content:
    """Return how many files failed; empty if none."""
    if not state.failed:
        return Content("")
    return Content.styled(f"F3: {counted(len(state.failed), 'file')} failed", "$text-warning")


# The conversation


def trouble(error: DatelineError) -> Content:
    """Return an error and its hint."""
    return Content.assemble(
        (sentence(error.message), "bold $text-error"), "\n", (sentence(error.hint), MUTED)
    )


def failures_notice(failed: Sequence[ArticleError]) -> Content:
    """Return a summary of the files that could not be read."""
    return Content.assemble(
        (f"{counted(len(failed), 'file')} could not be read. ", "bold $text-warning"),
        ("Press F3 for details. All other files were added.", MUTED),
    )


def failures(failed: Sequence[ArticleError], n_shown: int = 500) -> Content:
    """Return a list of failed files with the reason for each."""
    blocks = [
        Content.assemble(
            (file_path(str(error.path)), "bold"),
            f"\n{sentence(error.message)} ",
            (sentence(error.hint), MUTED),
        )
        for error in failed[:n_shown]
    ]
    if len(failed) > n_shown:
        blocks.append(Content(f"… and {len(failed) - n_shown:,} more."))
    return Content("\n\n").join(blocks)


def sentence(text: str) -> str:
    """Return an error's text as one line; it may contain a file name."""
    return line(text)


def snippet(match: Citation) -> tuple[str, list[Span]]:
    """Return a match's snippet as one line, with “…” where a sentence is cut, and the highlights counted in it."""
    before, after = ("…" if is_cut else "" for is_cut in match.is_cut)
    start = match.article_span.start
    text = before + BLANK.sub(" ", visible(match.quote)) + after
    shift = len(before) - start
    return text, [Span(span.start + shift, span.end + shift) for span in match.highlights]


# Places in articles


def place(
    shown: Place, *, scored: bool = False, width: int = _PLACE_CELLS, before: Place | None = None
) -> Content:
    """Return a citation with its passage and the quote highlighted; `scored` adds how it was found.

    What the citation `before` it shows is not repeated: the article's heading, or the passage around the quote.
    """
    part = _part_of(shown, before)
    text = marked(part.of(shown.article.text), part.start, shown.quote)
    for span in shown.highlights:
        text = text.stylize(HIGHLIGHT, span.start - part.start, span.end - part.start)
    return Content.assemble(*_place_head(shown, before, width, scored=scored), text)


def _part_of(shown: Place, before: Place | None) -> Span:
    is_repeated = before is not None and before.passage == shown.passage and shown.quote is not None
    return shown.mark if is_repeated else shown.passage.article_span


def scores(why: Scores) -> str:
    """Return the ranks and scores of a passage in both searches."""
    meaning = (
        f"meaning: rank {why.dense_rank} ({why.dense_score:.2f})" if why.dense_rank else "meaning: not found"
    )
    words = (
        f"words: rank {why.sparse_rank} ({why.sparse_score:.1f})" if why.sparse_rank else "words: not found"
    )
    return f"{meaning} · {words} · fused: {why.fused:.3f}"


def copied(shown: Place) -> str:
    """Return a quote with its source and date, for the clipboard."""
    article = shown.article
    quote = shown.quote.of(article.text) if shown.quote else shown.passage.text
    origin = [article.title, *([article.source] if article.source else []), day(article.published)]
    where = article.url or article.path
    return f"“{visible(quote)}”\n— {line(', '.join(origin))}" + (f"\n{line(where)}" if where else "")


def pager_text(shown: Place, width: int) -> tuple[str, int]:
    """Return an article as wrapped text with a heading, and the line (from 1) where the quote starts."""
    article = shown.article
    head = [line(article.title), source_line(article.published, article.source), file_path(article.path), ""]
    text = visible(article.text)
    lines = wrap(text, min(width, _PAGER_CELLS))
    body = [lines.span(number).of(text) for number in range(len(lines))]
    return "\n".join([*head, *body]), len(head) + lines.line_of(shown.mark.start) + 1


def place_to_quote(
    shown: Place, *, scored: bool = False, width: int = _PLACE_CELLS, before: Place | None = None
) -> Content:
    """Return the same text up to the first word of the quote, to measure its position."""
    part = _part_of(shown, before)
    start = shown.quote.start if shown.quote else part.start
    head = _place_head(shown, before, width, scored=scored)
    return Content.assemble(*head, visible(Span(part.start, start + 1).of(shown.article.text)))


def _place_head(shown: Place, before: Place | None, width: int, *, scored: bool) -> list[Piece]:
    """Return the number, the title, and the date, source and file of a citation, each in one line."""
    article = shown.article
    number = f"[{shown.number}] "
    lines = [*([scores(shown.scores)] if scored else []), *map(line, version_lines(shown.versions, article))]
    pieces: list[Piece] = [(number, f"bold {ACCENT}")]
    if before is None or before.article.id != article.id:
        origin = source_line(article.published, article.source)
        section = article.place(shown.mark.start)
        lines = [*_origin(origin, section, article.path, width), *lines]
        pieces.append((one_line(line(article.title), width - len(number)), "bold"))
    elif not lines:
        return pieces
    return [*pieces, "\n", ("".join(f"{each}\n" for each in lines), MUTED)]


def _origin(origin: str, section: str | None, path: str | None, width: int) -> list[str]:
    """Return the date and source with the file, in two lines if the file's name would be cut."""
    where = f" · {line(section)}" if section else ""
    room = width - cell_len(origin) - cell_len(where) - 3
    shown = file_path(path)
    if cell_len(PurePath(shown).name) + 2 <= room:
        return [f"{origin} · {short_path(shown, room)}{where}"]
    return [origin, short_path(shown, width - cell_len(where)) + where]


def article_start(article: Article) -> Content:
    """Return the facts about an article and the beginning of its text."""
    facts = (
        line(article.author or ""),
        given_words(article.given),
        *(line(each) for each in article.keywords),
    )
    shown = visible(article.text[:_PREVIEW_CHARACTERS])
    more = "…" if len(article.text) > _PREVIEW_CHARACTERS else ""
    return Content.assemble(
        (line(article.title), f"bold {ACCENT}"),
        "\n",
        " · ".join(filter(None, (source_line(article.published, article.source), *facts))),
        *([("\n" + line(article.url), MUTED)] if article.url else []),
        "\n\n",
        shown + more,
    )


def given_words(names: Iterable[str]) -> str:
    """Return which fields the user set: "date and source set by you"; "" for none."""
    listed = field_words(names)
    return f"{listed} set by you" if listed else ""


def field_words(names: Iterable[str]) -> str:
    """Return names of fields as users know them: "date, source and title"."""
    words = [_FIELD_NAMES.get(name, name) for name in names]
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)


def marked(text: str, text_start: int, quote: Span | None) -> Content:
    """Return a text with the quote highlighted; `text_start` and `quote` count in the article."""
    shown = Content(visible(text))
    if quote is None:
        return shown
    return shown.stylize(QUOTE, quote.start - text_start, quote.end - text_start)


def article_head(shown: Place, number: int = 0, n_places: int = 0, width: int = _PLACE_CELLS) -> Content:
    """Return the heading of an article for a width; citation `number` of `n_places` is shown."""
    article = shown.article
    url = line(article.url) if article.url else ""
    path, gap = file_path(article.path), " · "
    if url and cell_len(path + gap + url) > width:
        gap = "\n"
    where = short_path(path, width) + (gap + url if url else "")
    parts: list[Piece] = [
        (line(article.title), f"bold {ACCENT}"),
        "\n",
        source_line(article.published, article.source),
        *([(f" · {given}", MUTED)] if (given := given_words(article.given)) else []),
        *([(f" · title as given: {shortened(article.raw_title)}", MUTED)] if article.raw_title else []),
        "\n",
        (where, MUTED),
    ]
    is_citation = shown.quote is not None and not shown.highlights
    if n_places > 1 or (n_places and is_citation):
        parts.append((f"\n{'citation' if is_citation else 'passage'} {number} of {n_places}", MUTED))
    return Content.assemble(*parts)


def quotes_in_article(current: Place, places: Sequence[Place]) -> Content:
    """Return the quotes that the conversation cites from an article, the current one in bold."""
    pieces: list[Piece] = []
    for number, each in enumerate(places, start=1):
        if not len(each.mark):
            continue
        quote = BLANK.sub(" ", visible(each.mark.of(each.article.text)))
        pieces += ["\n\n"] if pieces else []
        pieces += [(f"{number}  ", ACCENT), (quote, "bold" if each == current else MUTED)]
    return Content.assemble(*pieces)


def time_expression(found: TimeExpression, text: str) -> Content:
    """Return what a temporal expression of an article resolves to."""
    words = line(found.article_span.of(text))
    meant = (
        qa.in_words(found.value, found.kind)
        if found.value
        else "unknown: the article has no date to count from"
    )
    how = f" · counted from {day(found.reference)}" if found.reference else ""
    other = f" · or {line(qa.in_words(found.alternative))}" if found.alternative else ""
    return Content.assemble(
        (f"“{words}” ", "bold"), (line(meant), ACCENT), (f" · {line(found.rule)}{how}{other}", MUTED)
    )
