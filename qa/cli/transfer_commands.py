"""`dateline export` and `dateline import`."""

from pathlib import Path
from typing import Any

from rich.text import Text

from qa.cli.output import advancing, counted, err, out, print_json
from qa.engine import Engine
from qa.transfer import ExportReport, ImportReport, LibraryExporter, LibraryImporter
from qa.utils.text import printable

_N_NAMED = 5


def export(engine: Engine, path: Path, *, conversations: bool, files: bool, as_json: bool) -> None:
    """Write the library to a file."""
    with advancing() as watch:
        report = LibraryExporter(engine, watch, _never).run(path, conversations=conversations, files=files)
    if as_json:
        print_json(_export_json(report))
        return
    parts = [
        counted(report.n_articles, "article"),
        *([counted(report.n_conversations, "conversation"), counted(report.n_notes, "note")] * conversations),
        *([counted(report.n_files, "file")] * files),
    ]
    out().print(Text(f"exported {', '.join(parts)} to {report.path} ({report.n_bytes / 1e6:,.1f} MB)"))
    for missing in report.missing[:_N_NAMED]:
        err().print(Text(f"not included, because it can't be read: {printable(str(missing))}"))
    if len(report.missing) > _N_NAMED:
        err().print(f"… and {len(report.missing) - _N_NAMED} more files")
    if not conversations:
        err().print("Conversations and notes are not included (--conversations includes them).")


def import_(engine: Engine, path: Path, *, folder: Path | None, conversations: bool, as_json: bool) -> None:
    """Add what a file has to the library."""
    with advancing() as watch:
        report = LibraryImporter(engine, watch, _never).run(path, folder=folder, conversations=conversations)
    if as_json:
        print_json(_import_json(report))
        return
    parts = [
        f"{counted(report.added, 'article')} added",
        *([f"{report.known:,} already there"] if report.known else []),
        *([f"{report.left_out:,} skipped because you removed them"] if report.left_out else []),
        *([f"{counted(report.n_conversations, 'conversation')} added"] if report.n_conversations else []),
        *([f"{counted(report.n_notes, 'note')} added"] if report.n_notes else []),
        *([f"{counted(report.n_files, 'file')} written"] if report.n_files else []),
    ]
    out().print(", ".join(parts))
    if report.n_encoded:
        passages = counted(report.n_encoded, "passage")
        err().print(f"The export is from another model or other settings, so {passages} got new vectors.")
    if report.n_removed:
        err().print(
            f"{counted(report.n_removed, 'article')} removed on the other machine will be left out here, too."
        )
    if report.has_conversations and not conversations:
        err().print("The file has conversations or notes, too: import them with --conversations.")


def _export_json(report: ExportReport) -> dict[str, Any]:
    return {
        "path": str(report.path),
        "articles": report.n_articles,
        "passages": report.n_passages,
        "removed": report.n_removed,
        "conversations": report.n_conversations,
        "notes": report.n_notes,
        "files": report.n_files,
        "missing": [str(path) for path in report.missing],
        "bytes": report.n_bytes,
    }


def _import_json(report: ImportReport) -> dict[str, Any]:
    return {
        "added": report.added,
        "known": report.known,
        "left_out": report.left_out,
        "removed": report.n_removed,
        "encoded": report.n_encoded,
        "conversations": report.n_conversations,
        "notes": report.n_notes,
        "files": report.n_files,
    }


def _never() -> bool:
    return False
