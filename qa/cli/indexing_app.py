"""Commands that fill the library: `index`, `add`, `watch`.

Each imports what it needs when it runs, so that --help costs little.
"""

from pathlib import Path
from typing import Annotated

import typer

from qa.cli.flags import (
    JsonFlag,
    LibraryFlag,
    RayFlag,
    SetAuthor,
    SetDate,
    SetSource,
    SetTitle,
    SetUrl,
    WorkersFlag,
)
from qa.cli.opening import engine_for, workers_for

commands = typer.Typer()


@commands.command()
def index(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Article files or folders.")],
    *,
    library: LibraryFlag = None,
    prune: Annotated[bool, typer.Option("--prune", help="Remove articles whose files are gone.")] = False,
    workers: WorkersFlag = None,
    ray: RayFlag = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="List every file.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Add articles to the library. Unchanged articles are skipped."""
    from qa.cli.index_command import run

    folders = [path.expanduser() for path in paths]
    with workers_for(workers, ray) as pool:
        run(engine_for(library), folders, pool, prune=prune, verbose=verbose, as_json=as_json)


@commands.command()
def add(
    paths: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Article files, or - for standard input.")
    ],
    *,
    library: LibraryFlag = None,
    title: SetTitle = None,
    date: SetDate = None,
    author: SetAuthor = None,
    source: SetSource = None,
    url: SetUrl = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="FORMAT", help="The format, such as html (default: by name or content)."
        ),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Add single articles, from files or standard input. Options replace what the article states."""
    from qa.articles.documents import ArticleFields
    from qa.cli.add_command import run
    from qa.cli.dates import day_flag

    fields = ArticleFields(title, day_flag("--date", date), author, source, url)
    run(engine_for(library), [path.expanduser() for path in paths], fields, format_, as_json=as_json)


@commands.command()
def watch(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Article files or folders.")],
    *,
    library: LibraryFlag = None,
    once: Annotated[
        bool, typer.Option("--once", help="Bring the library up to date once, and exit.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print only files that failed.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Keep the library up to date with new, changed and removed files until you press Ctrl+C."""
    from qa.cli.watch_command import run

    run(engine_for(library), [path.expanduser() for path in paths], once=once, quiet=quiet, as_json=as_json)
