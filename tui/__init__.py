"""The terminal app: a conversation with your articles."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa import Settings

__all__ = ["run"]


def run(settings: "Settings", paths: Sequence[Path] = ()) -> None:
    """Open the app and return when the user quits.

    The articles at and below `paths` are added in the background. Raises DatelineError if questions were not saved.
    """
    from tui.workers import garbage_collection

    garbage_collection.wait()
    from tui.app import DatelineApp

    app = DatelineApp(settings, paths)
    try:
        app.run()
    finally:
        unsaved = app.close()
    if unsaved is not None:
        raise unsaved
