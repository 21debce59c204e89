"""The commands and their flags. Each imports what it needs when it runs, so that --help costs little."""

import io
import os
import shlex
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from qa.errors import CancelledError, DatelineError
from qa.plain import printable

_CONTEXT = {"help_option_names": ["-h", "--help"]}
app = typer.Typer(
    name="dateline",
    help="Ask your own news articles: exact quotes, with source, place and date. All on this machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings=_CONTEXT,
)

LibraryFlag = Annotated[
    Path | None,
    typer.Option("--library", metavar="DIR", help="The library's folder.", show_default=False),
]
JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON.")]
SinceFlag = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", help="Only articles published on or after YYYY-MM-DD."),
]
UntilFlag = Annotated[
    str | None,
    typer.Option("--until", metavar="DATE", help="Only articles published on or before YYYY-MM-DD."),
]
SourceFlag = Annotated[
    str | None,
    typer.Option(
        "--source",
        metavar="GLOB",
        help="Only articles whose source, path or file name fits a pattern.",
    ),
]
TopFlag = Annotated[
    int | None,
    typer.Option("--top-k", metavar="N", min=1, max=200, help="How many passages to read."),
]
ArticleName = Annotated[
    str,
    typer.Argument(metavar="ARTICLE", help="An id or its beginning, a path, a file name or a title."),
]


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        from importlib.metadata import version as version_of

        typer.echo(f"dateline {version_of('dateline-qa')}")
        raise typer.Exit
    _ = context


@app.command()
def index(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files and folders of articles.")],
    *,
    library: LibraryFlag = None,
    prune: Annotated[bool, typer.Option("--prune", help="Take out articles whose files are gone.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Name every file that is stored.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Bring articles into the library; what is there and unchanged is left as it is."""
    from qa.cli.index_command import run

    folders = [path.expanduser() for path in paths]
    run(_engine(library), folders, prune=prune, verbose=verbose, as_json=as_json)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION")],
    *,
    library: LibraryFlag = None,
    since: SinceFlag = None,
    until: UntilFlag = None,
    source: SourceFlag = None,
    top_k: TopFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """Answer a question. Exit code: 0 answered, 1 not in these articles, 2 error."""
    from qa.cli.ask_command import run

    run(_engine(library), question, _filters(since, until, source), top_k, as_json=as_json)


@app.command()
def search(
    query: Annotated[str, typer.Argument(metavar="QUERY")],
    *,
    library: LibraryFlag = None,
    since: SinceFlag = None,
    until: UntilFlag = None,
    source: SourceFlag = None,
    top_k: TopFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """Show the passages that fit best, without an answer. Exit code: 0 found, 1 nothing, 2 error."""
    from qa.cli.search_command import run

    run(_engine(library), query, _filters(since, until, source), top_k, as_json=as_json)


@app.command()
def articles(*, library: LibraryFlag = None, as_json: JsonFlag = False) -> None:
    """List the articles of the library, newest first."""
    from qa.cli.article_commands import listing

    listing(_engine(library), as_json=as_json)


@app.command()
def show(article: ArticleName, *, library: LibraryFlag = None, as_json: JsonFlag = False) -> None:
    """Print an article as it is stored; every offset counts in this text."""
    from qa.cli.article_commands import show as run

    run(_engine(library), article, as_json=as_json)


@app.command()
def remove(
    names: Annotated[list[str], typer.Argument(metavar="ARTICLE…", help="Ids, paths, file names or titles.")],
    *,
    library: LibraryFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """Take articles out of the library; their files stay as they are."""
    from qa.cli.article_commands import remove as run

    run(_engine(library), names, as_json=as_json)


@app.command()
def doctor(*, library: LibraryFlag = None, as_json: JsonFlag = False) -> None:
    """Look at what is installed, the model and the library; say what is wrong and how to mend it."""
    from qa.cli.doctor_command import run

    run(_settings(library), as_json=as_json)


@app.command()
def chat(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH…]", help="Articles to bring in first, behind the screen."),
    ] = None,
    *,
    library: LibraryFlag = None,
    in_browser: Annotated[
        bool, typer.Option("--web", help="Serve the app to browsers of this machine, and to no others.")
    ] = False,
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=1, max=65535, help="The port that --web uses.")
    ] = 8463,
) -> None:
    """Open the app, in the terminal or, with --web, in a browser of this machine."""
    folders = tuple(path.expanduser() for path in paths or ())
    if in_browser:
        from tui.web import serve

        return serve(_chat_command(library, folders), port)
    if not (sys.stdin.isatty() and sys.stdout.isatty()) and "TEXTUAL_DRIVER" not in os.environ:
        raise DatelineError("The app needs a terminal.", "Without one, ask with: dateline ask QUESTION")
    import tui

    return tui.run(_settings(library), folders)


def _chat_command(library: Path | None, paths: Sequence[Path]) -> str:
    """Return the command that opens this very app, for the server to run once for each page."""
    named = ["--library", str(library.expanduser().absolute())] if library else []
    return shlex.join([sys.executable, "-m", "qa.cli", "chat", *named, "--", *map(str, paths)])


def main() -> NoReturn:
    """Run the command line; no traceback for anything that a user can cause."""
    _prepare_streams()
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except DatelineError as error:
        _complain(error.message, error.hint)
        code = error.exit_code
    except typer.Exit as leave:
        code = leave.exit_code
    except (KeyboardInterrupt, typer.Abort):
        code = CancelledError.exit_code
    except OSError as error:
        _complain(f"The output cannot be written ({error.strerror}).", "Make room, or send it elsewhere.")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 2
    except Exception as error:
        if not _is_usage_error(error):
            raise
        code = 2
    sys.exit(code if isinstance(code, int) else 0)


def _prepare_streams() -> None:
    """End quietly when a reader such as `head` has enough, and print what a narrow encoding cannot as escapes."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    if sys.stdout is None or sys.stderr is None:
        sys.exit(2)  # there is nowhere to answer to
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _is_usage_error(error: Any) -> bool:
    """Show a mistake in the command's words as typer shows it, and say whether it was one."""
    show = getattr(error, "show", None)
    if show is None:
        return False
    show(file=sys.stderr)
    return True


def _complain(message: str, hint: str) -> None:
    typer.echo(f"dateline: {printable(message)}", err=True)
    if hint:
        typer.echo(f"  {printable(hint)}", err=True)


def _settings(library: Path | None) -> Any:
    from qa.config import load_settings

    return load_settings(library=library.expanduser().absolute() if library else None)


def _engine(library: Path | None) -> Any:
    from qa.engine import Engine

    return Engine(_settings(library))


def _filters(since: str | None, until: str | None, source: str | None) -> Any:
    from qa.cli.dates import day_flag
    from qa.records import Filters

    return Filters(day_flag("--since", since), day_flag("--until", until), source)
