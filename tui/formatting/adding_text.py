"""Texts about adding single articles."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui.formatting.answer_text import file_path, line, shortened

if TYPE_CHECKING:
    from qa import Addition

NOT_ALLOWED = "Web pages are fetched only if you set allow_network to true (F8), and restart."
_N_NAMED = 5
_OUTCOMES = {
    "added": "Added “{}”.",
    "updated": "Updated “{}”.",
    "restored": "Restored “{}”, which was removed before.",
    "duplicate": "“{}” is already in the library.",
}


def offer(paths: Sequence[Path]) -> tuple[str, str]:
    """Return the title and the text of a dialog that offers to add files or folders."""
    kind = "file" if all(path.suffix for path in paths) else "file or folder"
    title = f"Add this {kind}?" if len(paths) == 1 else f"Add these {len(paths)} files?"
    named = [file_path(str(path)) for path in paths[:_N_NAMED]]
    if len(paths) > _N_NAMED:
        named.append(f"… and {len(paths) - _N_NAMED} more")
    return title, "\n".join(named)


def stored(addition: "Addition") -> str:
    """Return what became of an article."""
    words = _OUTCOMES[addition.outcome.value].format(shortened(line(addition.article.title)))
    return " ".join([words, *(f"Note: {line(note)}." for note in addition.notes)])
