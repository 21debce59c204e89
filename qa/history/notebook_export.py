"""The notebook as Markdown with footnotes, as a web page, or as references in CSL-JSON."""

from collections.abc import Sequence
from typing import Any

from qa.answering.version_names import also_in
from qa.english.confidence import confidence_words
from qa.history.export import VERDICTS, day_words, markdown_text
from qa.history.records import Note
from qa.records import Article, Citation, Span
from qa.utils.escaping import json_text, visible
from qa.utils.html import rendered
from qa.utils.text import printable

_TITLE = "Notebook"


def notebook_markdown(notes: Sequence[Note]) -> str:
    """Return the notes as Markdown, with a footnote for each quote; the articles' text is escaped."""
    lines = [f"# {_TITLE}", ""]
    footnotes: list[str] = []
    for note in notes:
        lines += [f"## {markdown_text(note.question)}", "", f"**{markdown_text(answer_line(note))}**", ""]
        for citation in note.answer.citations:
            footnotes.append(f"[^{len(footnotes) + 1}]: {markdown_text(origin(citation))}")
            quoted = markdown_text(f"“{citation.quote}”").splitlines()
            lines += [
                *(f"> {line}".rstrip() for line in quoted[:-1]),
                f"> {quoted[-1]}[^{len(footnotes)}]",
                "",
            ]
        lines += [markdown_text(note.text), ""] if note.text else []
    return "\n".join([*lines, *footnotes]) + "\n"


def notebook_html(notes: Sequence[Note]) -> str:
    """Return the notes as a self-contained page without scripts."""
    citations = [citation for note in notes for citation in note.answer.citations]
    numbers = {id(citation): number for number, citation in enumerate(citations, start=1)}
    return (
        rendered("head.html", title=_TITLE)
        + rendered(
            "notebook.html",
            notes=notes,
            citations=citations,
            answer=answer_line,
            confidence=lambda note: confidence_words(note.answer.confidence),
            origin=origin,
            number=lambda citation: numbers[id(citation)],
        )
        + rendered("foot.html")
    )


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
