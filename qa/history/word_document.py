"""The notebook or a timeline as a Word document."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from qa.english.confidence import confidence_words
from qa.history.notebook_export import answer_line, day_line, headings, origin
from qa.history.records import Note
from qa.utils.escaping import visible
from qa.utils.text import REPLACEMENT

_TITLE = "Notebook"
_NOT_IN_XML = str.maketrans({"\ufffe": REPLACEMENT, "\uffff": REPLACEMENT})


def notebook_docx(notes: Sequence[Note], *, by_day: bool = False) -> bytes:
    """Return the notes as a Word document: questions or days as headings, numbered quotes, and a list of sources."""
    document = _document(_TITLE)
    sources: list[str] = []
    for before, note in zip([None, *notes], notes, strict=False):
        for level, words in headings(note, before, by_day=by_day):
            document.add_heading(_text(words), level=level)
        if not note.is_quote:
            answer = document.add_paragraph()
            answer.add_run(_text(answer_line(note))).bold = True
            answer.add_run(f" · {confidence_words(note.answer.confidence)}")
        document.add_paragraph(_text(day_line(note)))
        for citation in note.answer.citations:
            sources.append(origin(citation))
            _add_quote(document, citation.quote, len(sources))
        if note.text:
            document.add_paragraph(_text(note.text))
    return _finished(document, sources)


def timeline_docx_of(title: str, days: Sequence[tuple[str, Sequence[tuple[str, str, str]]]]) -> bytes:
    """Return a timeline as a Word document; each day has a heading, and its sentences with a remark and a source."""
    document = _document(title)
    sources: list[str] = []
    for heading, events in days:
        document.add_heading(_text(heading), level=1)
        for sentence, remark, source in events:
            sources.append(source)
            _add_quote(document, sentence, len(sources)).add_run(_text(remark))
    return _finished(document, sources)


def _document(title: str) -> Any:
    """Return a document with a title, and without the properties of the empty one that the library starts from."""
    import docx

    document: Any = docx.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = _text(title), "", ""
    properties.created = properties.modified = datetime.now(UTC)
    document.add_heading(_text(title), level=0)
    return document


def _add_quote(document: Any, sentence: str, number: int) -> Any:
    """Add a quote with the number of its source, and return the paragraph."""
    quote = document.add_paragraph(_text(f"“{sentence}”"), style="Quote")
    quote.add_run(str(number)).font.superscript = True
    return quote


def _finished(document: Any, sources: Sequence[str]) -> bytes:
    _add_sources(document, sources)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _add_sources(document: Any, sources: Sequence[str]) -> None:
    if not sources:
        return
    document.add_heading("Sources", level=1)
    for number, source in enumerate(sources, start=1):
        paragraph = document.add_paragraph()
        paragraph.add_run(str(number)).font.superscript = True
        paragraph.add_run(_text(f" {source}"))


def _text(text: str) -> str:
    """Return a text without characters that XML can't hold or that act on the reader."""
    return visible(text).translate(_NOT_IN_XML)
