"""The notebook as Markdown with footnotes, as a web page, as a table, or as references in CSL-JSON."""

from collections.abc import Sequence
from typing import Any

from qa.answering.version_names import also_in
from qa.dates import day_in_words, explanation
from qa.english.confidence import confidence_words
from qa.history.export import VERDICTS, day_words
from qa.history.records import Note
from qa.records import Article, Citation, Span
from qa.utils.csv_cells import csv_line
from qa.utils.escaping import json_text, markdown_text, visible
from qa.utils.html import rendered
from qa.utils.text import printable

_TITLE = "Notebook"
_CELLS = (
    *("day", "since", "until", "question", "answer", "note", "quote"),
    *("title", "published", "source", "url", "path", "start", "end"),
)


def headings(note: Note, before: Note | None, *, by_day: bool) -> list[tuple[int, str]]:
    """Return the headings above a note, each with its level from 1.

    In the user's order, that is its question. By day, it is the day if the note `before` has another one. The
    question follows, unless the note is a quote that the user picked.
    """
    if not by_day:
        return [(1, note.question)]
    is_new_day = before is None or before.days != note.days
    day = [(1, day_in_words(note.days) if note.days else "No date")] if is_new_day else []
    return [*day, *([] if note.is_quote else [(2, note.question)])]


def notebook_markdown(notes: Sequence[Note], *, by_day: bool = False) -> str:
    """Return the notes as Markdown, with a footnote for each quote; the articles' text is escaped."""
    lines = [f"# {_TITLE}", ""]
    footnotes: list[str] = []
    for before, note in zip([None, *notes], notes, strict=False):
        for level, words in headings(note, before, by_day=by_day):
            lines += [f"#{'#' * level} {markdown_text(words)}", ""]
        lines += [] if note.is_quote else [f"**{markdown_text(answer_line(note))}**", ""]
        lines += [markdown_text(day_line(note)), ""]
        for citation in note.answer.citations:
            footnotes.append(f"[^{len(footnotes) + 1}]: {markdown_text(origin(citation))}")
            lines += [*_quoted(citation, len(footnotes)), ""]
        lines += [markdown_text(note.text), ""] if note.text else []
    return "\n".join([*lines, *footnotes]) + "\n"


def _quoted(citation: Citation, number: int) -> list[str]:
    """Return a quote in Markdown with the number of its footnote."""
    quoted = markdown_text(f"“{citation.quote}”").splitlines()
    return [*(f"> {line}".rstrip() for line in quoted[:-1]), f"> {quoted[-1]}[^{number}]"]


def notebook_html(notes: Sequence[Note], *, by_day: bool = False) -> str:
    """Return the notes as a self-contained page without scripts."""
    citations = [citation for note in notes for citation in note.answer.citations]
    numbers = {id(citation): number for number, citation in enumerate(citations, start=1)}
    return (
        rendered("head.html", title=_TITLE)
        + rendered(
            "notebook.html",
            notes=[
                (note, headings(note, before, by_day=by_day))
                for before, note in zip([None, *notes], notes, strict=False)
            ],
            citations=citations,
            answer=answer_line,
            day=day_line,
            confidence=lambda note: confidence_words(note.answer.confidence),
            origin=origin,
            number=lambda citation: numbers[id(citation)],
        )
        + rendered("foot.html")
    )


def notebook_csv(notes: Sequence[Note]) -> str:
    """Return the notes as a table with a row for each quote; no cell is run as a formula."""
    rows = (_cells(note, citation) for note in notes for citation in note.answer.citations)
    return csv_line(_CELLS) + "".join(csv_line([row[name] for name in _CELLS]) for row in rows)


def _cells(note: Note, citation: Citation) -> dict[str, str]:
    article, span = citation.article, citation.article_span
    first, last = note.days or (None, None)
    cells = {
        "day": day_line(note),
        "since": first.isoformat() if first else "",
        "until": last.isoformat() if last else "",
        "question": note.question,
        "answer": "" if note.is_quote else answer_line(note),
        "note": note.text,
        "title": article.title,
        "published": article.published.isoformat() if article.published else "",
        "source": article.source or "",
        "url": article.url or "",
        "path": article.path or "",
        "start": str(span.start),
        "end": str(span.end),
    }
    return {"quote": citation.quote} | {name: printable(cell) for name, cell in cells.items()}


def notebook_csl(notes: Sequence[Note]) -> str:
    """Return the cited articles as CSL-JSON, each once, with its quotes as a note."""
    return json_text([_csl(citations) for citations in by_article(notes)], indent=2) + "\n"


def by_article(notes: Sequence[Note]) -> list[list[Citation]]:
    """Return the citations of all notes by article."""
    quoted: dict[str, list[Citation]] = {}
    for note in notes:
        for citation in note.answer.citations:
            quoted.setdefault(citation.article.id, []).append(citation)
    return list(quoted.values())


def reference_id(article: Article) -> str:
    """Return the id of an article in lists of references."""
    return article.id[:12]


def footnote(article: Article, span: Span) -> str:
    """Return a quote with a Markdown footnote for its source."""
    quote = markdown_text(f"“{visible(span.of(article.text))}”")
    return f"{quote}[^1]\n\n[^1]: {markdown_text(origin_of(article, span))}\n"


def origin(citation: Citation) -> str:
    """Return the source of a quote in one line, with the other versions of the story that say the same."""
    versions = also_in(citation.versions, citation.article)
    where = origin_of(citation.article, citation.article_span)
    return printable(". ".join(filter(None, (where, versions))))


def origin_of(article: Article, span: Span) -> str:
    """Return the source of a quote in one line: author, title, source, date, address or path, and position."""
    published = day_words(article.published) if article.published else "undated"
    known = (
        article.author,
        article.title,
        article.source,
        published,
        article.url or article.path,
        article.place(span.start),
    )
    where = f"characters {span.start}–{span.end}"
    return printable(", ".join(filter(None, (*known, where))))


def day_line(note: Note) -> str:
    """Return the day that an answer is about and how it was worked out, or else the day of its article."""
    if (dated := note.dated) is not None:
        inferred = " (inferred)" if note.answer.is_inferred else ""
        return printable(f"{dated.text}{inferred}, from {explanation(dated.expression, dated)}")
    if note.days is None:
        return "No date"
    return f"{day_words(note.days[0])}, the day of the article"


def answer_line(note: Note) -> str:
    """Return the answer in one line, with its date in words."""
    answer = note.answer
    when = f" ({answer.resolved_date.text})" if answer.resolved_date else ""
    return printable(f"{VERDICTS[answer.verdict]}{answer.text or ''}{when}")


def _csl(citations: Sequence[Citation]) -> dict[str, Any]:
    article = citations[0].article
    quotes = dict.fromkeys(f"“{printable(each.quote)}”" for each in citations)
    item: dict[str, Any] = {
        "id": reference_id(article),
        "type": "article-newspaper",
        "title": printable(article.title),
    }
    item |= {name: value for name, value in _csl_fields(article).items() if value}
    return {**item, "note": "\n".join(quotes)}


def _csl_fields(article: Article) -> dict[str, Any]:
    """Return the fields that not every article has."""
    day = article.published
    return {
        "container-title": printable(article.source or ""),
        "author": [{"literal": printable(article.author)}] if article.author else [],
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else {},
        "URL": printable(article.url or ""),
    }
