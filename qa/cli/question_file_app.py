"""Commands for files of questions: `batch`, `evaluate`, `questions`.

Each imports what it needs when it runs, so that --help costs little.
"""

from pathlib import Path
from typing import Annotated

import typer

from qa.cli.filter_options import read_filters
from qa.cli.flags import (
    CollectionFlag,
    JsonFlag,
    LibraryFlag,
    PublishedSinceFlag,
    PublishedUntilFlag,
    RayFlag,
    SourceFlag,
    TagsFlag,
    TopFlag,
    WorkersFlag,
)
from qa.cli.opening import engine_for, existing, workers_for

commands = typer.Typer()


@commands.command()
def batch(
    questions: Annotated[
        str,
        typer.Argument(
            metavar="QUESTIONS", help="A .txt, .csv, .tsv, .jsonl or .xlsx file, or - for standard input."
        ),
    ],
    *,
    library: LibraryFlag = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="Write the answers to this file instead of printing them."
        ),
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="FORMAT", help="jsonl, csv, md or html (default: FILE's extension)."
        ),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Continue a run that was stopped.")] = False,
    json_errors: Annotated[
        bool, typer.Option("--json-errors", help="Print errors as JSON on standard error, one per line.")
    ] = False,
    since: PublishedSinceFlag = None,
    until: PublishedUntilFlag = None,
    source: SourceFlag = None,
    tags: TagsFlag = None,
    collection: CollectionFlag = None,
    top_k: TopFlag = None,
    workers: WorkersFlag = None,
    ray: RayFlag = None,
) -> None:
    """Answer a file of questions. Exit code: 0 all answered, 1 some not answered, 2 error, 3 some rows failed."""
    from qa.cli.batch_command import Asking, destination, run

    to = destination(questions, out.expanduser() if out else None, format_, resume=resume)
    engine = engine_for(library, n_threads=1)
    filters = read_filters(engine, since, until, source, tags, collection)
    with workers_for(workers, ray) as pool:
        run(engine, questions, to, filters, Asking(top_k, pool), json_errors=json_errors)


@commands.command()
def evaluate(
    questions: Annotated[str, typer.Argument(metavar="QUESTIONS", help="A file of labelled questions.")],
    *,
    library: LibraryFlag = None,
    since: PublishedSinceFlag = None,
    until: PublishedUntilFlag = None,
    source: SourceFlag = None,
    tags: TagsFlag = None,
    collection: CollectionFlag = None,
    as_json: JsonFlag = False,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="FILE.html", help="Write a report with plots.")
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option("--baseline", metavar="OLD.json", help="Compare with an earlier --json output."),
    ] = None,
    fail_below: Annotated[
        bool, typer.Option("--fail-below", help="Exit with 1 if a measure is worse than in the baseline.")
    ] = False,
    tolerance: Annotated[
        float,
        typer.Option("--tolerance", metavar="POINTS", min=0, max=100, help="Allowed drop in points."),
    ] = 0.0,
    fit_threshold: Annotated[
        float | None,
        typer.Option(
            "--fit-threshold",
            metavar="SHARE",
            min=0.01,
            max=1.0,
            help="Fit the threshold so that this share (0–1) of answers is right. Saved with the library.",
        ),
    ] = None,
    forget_threshold: Annotated[
        bool, typer.Option("--forget-threshold", help="Restore the default threshold.")
    ] = False,
) -> None:
    """Measure accuracy on questions with gold answers. Exit code: 0 done, 1 worse than the baseline, 2 error."""
    from qa.cli.evaluate_command import EvaluationOptions, run

    wishes = EvaluationOptions(
        report, baseline, fail_below, tolerance / 100, fit_threshold, forget_threshold, as_json
    )
    engine = existing(engine_for(library))
    run(engine, questions, read_filters(engine, since, until, source, tags, collection), wishes)


@commands.command("questions")
def draft(
    names: Annotated[
        list[str], typer.Argument(metavar="ARTICLE…", help="Files, folders or articles in the library.")
    ],
    *,
    library: LibraryFlag = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE.jsonl", help="Write the drafts to this file instead of printing them."
        ),
    ] = None,
) -> None:
    """Draft questions about articles, as a start for labelling. Check each one."""
    from qa.cli.questions_command import run

    run(engine_for(library), names, out.expanduser() if out else None)
