"""An inspection → sections of text."""

from typing import TYPE_CHECKING

from textual.content import Content

from tui.formatting.answer_text import ACCENT, MUTED, Piece, line, visible

if TYPE_CHECKING:
    from qa import Inspection, Row, Section, SentenceTrace

_INDENT = " " * 15


def steps(found: "Inspection") -> Content:
    """Return all steps of a question."""
    from qa import inspection_sections

    return Content("\n\n").join(_section(section) for section in inspection_sections(found))


def trace(lost: "SentenceTrace") -> Content:
    """Return where a sentence was lost, with the figures of that step."""
    from qa import trace_sections

    return _section(trace_sections(lost))


def _section(section: "Section") -> Content:
    parts: list[Piece] = [(section.title, f"bold {ACCENT}")]
    if section.note:
        parts.append((f"  {line(section.note)}", MUTED))
    for row in section.rows:
        parts += ["\n", *_row(row, is_spread=section.is_spread)]
    return Content.assemble(*parts)


def _row(row: "Row", *, is_spread: bool) -> list[Piece]:
    parts: list[Piece] = []
    if row.leads:
        parts.append((f"{visible(row.leads)}  ", MUTED if row.is_used is False else ACCENT))
    parts.append((line(row.words), "bold" if row.is_used else ""))
    if row.note:
        apart = f"\n{_INDENT}" if is_spread else "  " if row.words else ""
        parts.append((f"{apart}{line(row.note)}", MUTED))
    return parts
