"""`dateline index`."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from qa.articles.formats import ARTICLE_SUFFIXES, is_article, suffix_of
from qa.cli.output import ProgressLines, building_notice, counted, err, out, print_json
from qa.engine import Engine
from qa.errors import CancelledError
from qa.indexing.indexer import IndexReport, Watcher
from qa.json_output import report_json
from qa.progress import Event, FileEncoding, FileFailed, FileLeftOut, FileRemoved, FileStored, FileUnchanged
from qa.utils.text import printable
from qa.workers import Workers

_NAME_WIDTH = 30
_N_NOTES = 3
_N_KINDS = 6


def run(
    engine: Engine,
    paths: Sequence[Path],
    workers: Workers | None = None,
    *,
    prune: bool,
    verbose: bool,
    as_json: bool,
) -> None:
    """Index, with a bar on a terminal; exit with 2 if there were files and none could be read.

    The exit code is 1 if some files failed.
    """
    noted: list[FileStored] = []
    try:
        with _watching(noted, verbose=verbose) as watch:
            report = engine.index(paths, prune=prune, workers=workers, watch=watch)
    except KeyboardInterrupt:
        raise CancelledError from None
    if not verbose:
        _print_notes(noted)
    n_read = report.added + report.updated + report.unchanged
    if verbose or report.added or report.updated or not n_read:
        _print_passed_over(report.passed_over, verbose=verbose)
    if as_json:
        print_json(report_json(report))
    else:
        _print_report(report)
    if (report.failed or report.passed_over) and not n_read + report.removed + report.left_out:
        raise typer.Exit(2)
    if report.failed:
        raise typer.Exit(1)


@contextmanager
def _watching(noted: list[FileStored], *, verbose: bool) -> Iterator[Watcher]:
    """Yield a watcher that prints a line per file, or moves a bar on a terminal.

    Files stored with notes are added to `noted`.
    """
    console = err()
    notice = building_notice()
    progress = Progress(
        TextColumn("{task.fields[name]}", markup=False),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(),
        console=console,
        disable=not sys.stderr.isatty(),
        transient=True,
    )
    with progress:
        task = progress.add_task("index", name="Looking for articles", total=None, rate="")
        lines = ProgressLines("files")

        def watch(event: Event) -> None:
            notice(event)
            if isinstance(event, FileStored | FileUnchanged | FileFailed | FileLeftOut):
                name = _short(event.path.name)
                rate = lines.moved(event.n_done, event.n_files)
                progress.update(task, completed=event.n_done, total=event.n_files, name=name, rate=rate)
            if isinstance(event, FileEncoding):
                share = f"{event.path.name} {event.n_encoded / event.n_passages:.0%}"
                progress.update(task, name=_short(share))
                return
            if isinstance(event, FileStored) and event.notes:
                noted.append(event)
            if isinstance(event, FileFailed) or verbose:
                console.print(event_line(event))

        yield watch


def _short(name: str) -> str:
    text = Text(printable(name))
    text.truncate(_NAME_WIDTH, overflow="ellipsis")
    return text.plain


def event_line(event: Event) -> str:
    """Return a line that says what happened to a file."""
    if isinstance(event, FileStored):
        notes = "".join(f"; {printable(note)}" for note in event.notes)
        what = "updated" if event.updated else "added"
        return f"{what} {printable(str(event.path))} ({counted(event.n_passages, 'passage')}{notes})"
    if isinstance(event, FileUnchanged):
        same = f" (same text as {printable(str(event.twin))})" if event.twin else ""
        return f"{'duplicate' if same else 'unchanged'} {printable(str(event.path))}{same}"
    if isinstance(event, FileLeftOut):
        return f"left out {printable(str(event.path))} (removed before)"
    if isinstance(event, FileRemoved):
        return f"removed {printable(str(event.path))}"
    if isinstance(event, FileFailed):
        why = printable(f"{event.error.message} {event.error.hint}")
        return f"failed {printable(str(event.error.path))}: {why}"
    return "loading the model"


def _print_notes(noted: Sequence[FileStored]) -> None:
    console = err()
    for event in noted[:_N_NOTES]:
        console.print(f"note: {printable(event.path.name)}: {printable('; '.join(event.notes))}")
    if len(noted) > _N_NOTES:
        console.print(f"… and {len(noted) - _N_NOTES} more notes (shown with --verbose)")


def _print_passed_over(paths: Sequence[Path], *, verbose: bool) -> None:
    console = err()
    for path in paths if verbose else ():
        console.print(f"skipped {printable(str(path))}")
    questions = [path for path in paths if is_article(path)]
    if questions:
        files = counted(len(questions), "file")
        named = ", ".join(printable(path.name) for path in questions[:_N_KINDS])
        more = f" and {len(questions) - _N_KINDS} more" if len(questions) > _N_KINDS else ""
        console.print(
            f"note: {files} of questions skipped: {named}{more}; ask them with: dateline batch FILE"
        )
    if len(questions) < len(paths):
        _print_unsupported([path for path in paths if not is_article(path)], verbose=verbose)


def _print_unsupported(paths: Sequence[Path], *, verbose: bool) -> None:
    kinds = Counter(suffix_of(path) or "no suffix" for path in paths).most_common()
    named = ", ".join(f"{n} {printable(suffix)}" for suffix, n in kinds[:_N_KINDS])
    more = f" and {len(kinds) - _N_KINDS} more kinds" if len(kinds) > _N_KINDS else ""
    listed = "" if verbose else "; list them with --verbose"
    console = err()
    console.print(
        f"note: {counted(len(paths), 'file')} skipped in unsupported formats: {named}{more}{listed}"
    )
    console.print(f"Supported: {' '.join(ARTICLE_SUFFIXES)}")


def _print_report(report: IndexReport) -> None:
    parts = (
        (report.added, "added"),
        (report.updated, "updated"),
        (report.unchanged, "unchanged"),
        (report.removed, "removed"),
        (report.left_out, "skipped because you removed them"),
        (len(report.failed), "failed"),
    )
    nothing = "nothing could be read" if report.passed_over else "no articles found"
    counts = ", ".join(f"{n} {name}" for n, name in parts if n) or nothing
    out().print(
        f"{counts}; the library has {counted(report.articles, 'article')} in"
        f" {counted(report.passages, 'passage')} ({report.seconds:.1f} s)"
    )
    if report.left_out:
        err().print("List the removed articles with: dateline articles --removed")
