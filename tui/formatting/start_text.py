"""The texts of the start screen: what the library can answer, and what can be typed and pressed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.style import Style

from tui.formatting.answer_text import ACCENT, MUTED, Piece, counted, line, shortened
from tui.formatting.date_ranges import in_local_time
from tui.state import EntryKind, LibraryState, StartEntry, StartSection, Work

if TYPE_CHECKING:
    from qa import ConversationSummary

ENTRY = "start_entry"  # style metadata of an entry: its number, from 0
_KEY = "bold $footer-key-foreground"
_CHOSEN = "bold $text on $accent 35%"
_LONGEST = 52  # characters of a title, so that what follows it fits into 80 columns
_ADDING = StartSection(
    "Add your articles",
    (
        StartEntry(EntryKind.ACTION, "app.add_files", "Add files or a folder…"),
        StartEntry(EntryKind.ACTION, "app.paste_article", "Paste an article…"),
        StartEntry(EntryKind.ACTION, "app.open_samples", "Open the sample articles"),
    ),
)
_TYPING = "Type a question, keywords or /help, then press Enter. "
_PICKING = "To pick from the list, press Tab, then a number. "
_KEYS = "Ctrl+F searches, F2 opens the library, F4 your history. F1 lists all keys."
_DROPPING = "Press a number. You can also drop files onto this window. F1 lists all keys."


def is_empty(library: LibraryState) -> bool:
    """Return whether the library is open and has no articles."""
    return library.work is Work.RESTING and library.n_articles == 0 and library.trouble is None


def introduction(library: LibraryState) -> Content:
    """Return what the app does and, while it can't answer yet, why."""
    parts: list[Piece] = [
        ("Ask your articles.", f"bold {ACCENT}"),
        (" Every answer is an exact quote with its source, position and date.", ""),
    ]
    if is_empty(library):
        parts.append(("\n\nThere are no articles in the library yet.", "bold"))
    elif not library.takes_questions:
        parts.append(("\n\nYou can start typing. Questions are answered when loading has finished.", MUTED))
    return Content.assemble(*parts)


def hint(library: LibraryState, sections: Sequence[StartSection]) -> Content:
    """Return what can be typed and pressed."""
    if is_empty(library):
        return Content.styled(_DROPPING, MUTED)
    picking = _PICKING if any(section.entries for section in sections) else ""
    return Content.styled(f"{_TYPING}{picking}{_KEYS}", MUTED)


def sections(
    library: LibraryState,
    examples: Sequence[str],
    conversations: "Sequence[ConversationSummary]",
    *,
    is_complete: bool,
) -> tuple[StartSection, ...]:
    """Return what can be picked; `is_complete` if no more examples follow."""
    recent = StartSection("Recent conversations", tuple(map(_conversation, conversations)))
    if is_empty(library):
        return _ADDING, recent
    searching = library.n_articles > 0 and not is_complete
    remark = "Looking for questions that your articles answer…" if searching else ""
    asked = StartSection("Try one of these", tuple(map(_question, examples)), remark)
    return asked, recent


def listing(shown: Sequence[StartSection], at: int | None) -> Content:
    """Return the sections with their entries numbered; entry `at` is highlighted."""
    blocks: list[Content] = []
    number = 0
    for section in shown:
        if not section.entries and not section.remark:
            continue
        rows: list[Content] = [Content.styled(section.heading, f"bold {ACCENT}")]
        for entry in section.entries:
            rows.append(_row(number, entry, is_chosen=number == at))
            number += 1
        if not section.entries:
            rows.append(Content.styled(section.remark, MUTED))
        blocks.append(Content("\n").join(rows))
    return Content("\n\n").join(blocks)


def _row(number: int, entry: StartEntry, *, is_chosen: bool) -> Content:
    row = Content.assemble(
        (f" {number + 1} ", _KEY),
        (f" {line(entry.label)} ", _CHOSEN if is_chosen else ""),
        (f" {entry.aside}" if entry.aside else "", MUTED),
    )
    return row.stylize(Style.from_meta({ENTRY: number}))


def _question(question: str) -> StartEntry:
    return StartEntry(EntryKind.QUESTION, question, question)


def _conversation(summary: "ConversationSummary") -> StartEntry:
    size = counted(summary.n_turns, "question")
    aside = f"{size} · {in_local_time(summary.changed)}"
    return StartEntry(EntryKind.CONVERSATION, summary.id, shortened(line(summary.title), _LONGEST), aside)
