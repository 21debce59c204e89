"""The notebook as a Word document."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from qa.english.confidence import confidence_words
from qa.history.notebook_export import answer_line, origin
from qa.history.records import Note
from qa.utils.escaping import visible
from qa.utils.text import REPLACEMENT

_TITLE = "Notebook"
_NOT_IN_XML = str.maketrans({"\ufffe": REPLACEMENT, "\uffff": REPLACEMENT})


def notebook_docx(notes: Sequence[Note]) -> bytes:
    """Return the notes as a Word document: questions as headings, quotes with numbers, and a list of sources."""
    import docx

    document: Any = docx.Document()
    _describe(document.core_properties)
    document.add_heading(_TITLE, level=0)
    sources: list[str] = []
    for note in notes:
        document.add_heading(_text(note.question), level=1)
        answer = document.add_paragraph()
        answer.add_run(_text(answer_line(note))).bold = True
        answer.add_run(f" · {confidence_words(note.answer.confidence)}")
        for citation in note.answer.citations:
            sources.append(origin(citation))
            quote = document.add_paragraph(_text(f"“{citation.quote}”"), style="Quote")
            quote.add_run(str(len(sources))).font.superscript = True
        if note.text:
            document.add_paragraph(_text(note.text))
    _add_sources(document, sources)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _describe(properties: Any) -> None:
    """Replace the properties of the empty document that the library starts from."""
    now = datetime.now(UTC)
    properties.title, properties.author, properties.comments = _TITLE, "", ""
    properties.created = properties.modified = now


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
