"""`dateline doctor`."""

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
from rich.text import Text

from qa.cli.health import Check, examine
from qa.cli.opening import print_upgrade
from qa.cli.output import building_notice, err, out, print_json
from qa.engine import Engine
from qa.errors import CancelledError
from qa.history.checks import check_conversations
from qa.history.salvage import salvage_conversations
from qa.indexing.repair import REPAIR, RepairReport
from qa.progress import CheckAdvanced, Event
from qa.settings.settings import Settings
from qa.utils.text import printable

_MARKS = {True: ("ok   ", "green"), False: ("wrong", "bold red")}


def run(settings: Settings, *, repair: bool, as_json: bool) -> None:
    """Print every check, after a repair if one is wanted; ends with 2 when something is wrong."""
    try:
        with _progress() as watch:
            if repair:
                _repair_conversations(settings, watch)
                _repair_library(settings, watch)
            checks = list(examine(settings, watch))
    except KeyboardInterrupt:
        raise CancelledError from None
    healthy = all(check.healthy for check in checks)
    if as_json:
        print_json({"healthy": healthy, "checks": [_as_json(check) for check in checks]})
    else:
        _print_checks(checks)
    raise typer.Exit(0 if healthy else 2)


@contextmanager
def _progress() -> Iterator[Callable[[Event], None]]:
    """Yield a watcher that moves a bar when standard error is a terminal."""
    notice = building_notice()
    progress = Progress(
        TextColumn("{task.fields[label]}", markup=False),
        BarColumn(bar_width=30),
        TaskProgressColumn(),
        console=err(),
        disable=not sys.stderr.isatty(),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    with progress:
        task = progress.add_task("check", label="Checking the models", total=None)

        def watch(event: Event) -> None:
            notice(event)
            if isinstance(event, CheckAdvanced):
                label = "Repairing" if event.part == REPAIR else f"Checking {event.part}"
                progress.update(task, label=label, completed=event.n_done, total=event.n_total)

        yield watch


def _repair_conversations(settings: Settings, watch: Callable[[Event], None]) -> None:
    """Salvage damaged conversations, and print what was saved on standard error."""
    if not check_conversations(settings.folder, watch).problems:
        return
    report = salvage_conversations(settings.folder)
    lost = f" Answers lost: {report.n_answers_lost}." if report.n_answers_lost else ""
    console = err()
    console.print(
        f"Repaired the conversations. Conversations recovered: {report.n_conversations},"
        f" turns: {report.n_turns}.{lost}"
    )
    console.print(f"The damaged file is kept as {printable(str(report.backup))}.")


def _repair_library(settings: Settings, watch: Callable[[Event], None]) -> None:
    with closing(Engine(settings, on_upgrade=print_upgrade)) as engine:
        if engine.library.exists:
            _print_repair(engine.repair(watch=watch))


def _print_repair(report: RepairReport) -> None:
    """Print what was repaired, lost and kept on standard error."""
    console = err()
    if not report.parts:
        console.print("The library needs no repair.")
        return
    vectors = f"; passages encoded again: {report.n_encoded}" if report.n_encoded else ""
    console.print(f"Repaired {', '.join(report.parts)}. Articles recovered: {report.n_articles}{vectors}.")
    n_read = len(report.lost) - len(report.missing)
    if n_read:
        console.print(f"Files indexed again because their articles were damaged: {n_read}.")
    for path in report.missing:
        console.print(f"lost {printable(str(path))}: the article was damaged and its file is gone")
    if report.backup is not None:
        console.print(f"The damaged database is kept as {printable(str(report.backup))}.")


def _print_checks(checks: list[Check]) -> None:
    console = out()
    for check in checks:
        mark, style = _MARKS[check.healthy]
        console.print(Text.assemble((mark, style), f"  {check.name}: {check.finding}"))
        if check.remedy:
            console.print(Text(f"       {check.remedy}"))


def _as_json(check: Check) -> dict[str, object]:
    return {
        "name": check.name,
        "healthy": check.healthy,
        "finding": check.finding,
        "remedy": check.remedy or None,
    }
