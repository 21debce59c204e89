"""`dateline copy` and `dateline maintain`."""

from typing import Any

import typer

from qa.cli.output import advancing, counted, err, out, print_json
from qa.engine import Engine
from qa.library import Library
from qa.transfer.copying import CopyReport, LibraryCopier
from qa.utils.text import printable

_N_NAMED = 5


def copy(source: Library, target: Engine, *, as_json: bool) -> None:
    """Copy a library; exit with 1 if some articles of the copy are different."""
    with advancing() as watch:
        report = LibraryCopier(source, target, watch, lambda: False).run()
    if as_json:
        print_json(_copy_json(report))
    else:
        _print_copy(report)
    raise typer.Exit(1 if report.different else 0)


def maintain(engine: Engine, *, as_json: bool) -> None:
    """Maintain the library, and print what was done."""
    steps = []
    for step in engine.maintain():
        steps.append(step)
        if not as_json:
            out().print(printable(step))
    if as_json:
        print_json({"steps": steps})


def _print_copy(report: CopyReport) -> None:
    parts = [
        f"{counted(report.copied, 'article')} copied",
        *([f"{report.known:,} already there"] if report.known else []),
        *([f"{report.left_out:,} skipped because you removed them there"] if report.left_out else []),
    ]
    n_compared = report.copied + report.known
    out().print(
        f"{', '.join(parts)}; compared {counted(n_compared, 'article')} with"
        f" {counted(report.n_passages, 'passage')}"
    )
    if report.n_encoded:
        passages = counted(report.n_encoded, "passage")
        err().print(f"The copy has another model or other settings, so {passages} got new vectors.")
    if report.different:
        err().print(f"{counted(len(report.different), 'article')} in the copy differ from the original:")
        for key in report.different[:_N_NAMED]:
            err().print(f"  {key}")
        if len(report.different) > _N_NAMED:
            err().print(f"  … and {len(report.different) - _N_NAMED} more")
    else:
        err().print("All of them are the same in both libraries.")


def _copy_json(report: CopyReport) -> dict[str, Any]:
    return {
        "copied": report.copied,
        "known": report.known,
        "left_out": report.left_out,
        "passages": report.n_passages,
        "encoded": report.n_encoded,
        "removed": report.n_removed,
        "different": report.different,
    }
