"""`dateline libraries`."""

import sys
from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from qa.cli.output import out, print_json, print_text
from qa.library.known_libraries import KnownLibrary, known_libraries
from qa.settings.library_location import LibraryLocation
from qa.settings.library_names import library_named
from qa.settings.recent_libraries import forget_library
from qa.utils.text import printable


def listing(current: LibraryLocation, *, as_json: bool) -> None:
    """Print the libraries that were used: one line each, with tabs unless on a terminal."""
    libraries = known_libraries(current)
    if as_json:
        print_json([_json(each, current) for each in libraries])
        return
    rows = [_cells(each, current) for each in libraries]
    if not sys.stdout.isatty():
        for row in rows:
            print_text("\t".join(row))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("name", "articles", "last used", "path"):
        table.add_column(name, overflow="fold", justify="right" if name == "articles" else "left")
    for row in rows:
        table.add_row(*map(Text, row))
    out().print(table)


def forget(names: Sequence[str]) -> None:
    """Take libraries off the list."""
    for name in names:
        path = library_named(name)
        forget_library(path)
        out().print(Text(f"forgot {printable(str(path))}; the library is kept"))


def _cells(library: KnownLibrary, current: LibraryLocation) -> tuple[str, str, str, str]:
    mark = " (current)" if library.path == current else ""
    used = f"{library.used.astimezone():%Y-%m-%d %H:%M}" if library.used else "never"
    return printable(library.name) + mark, library.size, used, printable(str(library.path))


def _json(library: KnownLibrary, current: LibraryLocation) -> dict[str, object]:
    return {
        "name": library.name,
        "path": str(library.path),
        "articles": library.n_articles,
        "last_used": library.used.isoformat(timespec="seconds") if library.used else None,
        "current": library.path == current,
    }
