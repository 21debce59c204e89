"""The command line: all commands, and what happens before and after each."""

import io
import os
import signal
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
import typer.core

from qa.cli import articles_app, asking_app, indexing_app, maintenance_app, programs_app, question_file_app
from qa.cli.label_app import collection_app, tag_app
from qa.cli.opening import note_opened
from qa.cli.snapshot_app import snapshot_app
from qa.errors import ArticleError, CancelledError, DatelineError
from qa.utils.escaping import visible
from qa.utils.text import printable


class _Commands(typer.core.TyperGroup):
    """The commands; the path of a file or folder instead of one opens the app with it."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that the arguments begin with."""
        is_path = args and self.get_command(ctx, args[0]) is None and _is_there(args[0])
        return super().resolve_command(ctx, ["chat", *args] if is_path else args)


def _is_there(name: str) -> bool:
    try:
        return Path(name).expanduser().exists()
    except (OSError, RuntimeError, ValueError):
        return False


_CONTEXT = {"help_option_names": ["-h", "--help"]}
app = typer.Typer(
    cls=_Commands,
    name="dateline",
    help="Ask your own news articles. Answers are exact quotes with source, position and date. Runs locally.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings=_CONTEXT,
)


for commands in (indexing_app, asking_app, question_file_app, articles_app, maintenance_app, programs_app):
    app.add_typer(commands.commands)
app.add_typer(snapshot_app)
app.add_typer(tag_app)
app.add_typer(collection_app)


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


def main() -> NoReturn:
    """Run the command line; users never see a traceback for their own errors."""
    _prepare_streams()
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except DatelineError as error:
        about = f"{error.path}: " if isinstance(error, ArticleError) else ""
        _print_error(f"{about}{error.message}", error.hint)
        code = error.exit_code
    except typer.Exit as leave:
        code = leave.exit_code
    except (KeyboardInterrupt, typer.Abort):
        code = CancelledError.exit_code
    except OSError as error:
        _print_error(f"Can't write the output ({error.strerror}).", "Free some space, or write it elsewhere.")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 2
    except Exception as error:
        if not _is_usage_error(error):
            raise
        code = 2
    note_opened()
    sys.exit(code if isinstance(code, int) else 0)


def _prepare_streams() -> None:
    """End quietly when a reader such as `head` stops, and escape characters that the encoding lacks."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    if sys.stdout is None or sys.stderr is None:
        sys.exit(2)  # there is no output to write to
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _is_usage_error(error: Any) -> bool:
    """Show a usage error as typer does; return whether it was one."""
    show = getattr(error, "show", None)
    if show is None:
        return False
    said = io.StringIO()
    show(file=said)  # it quotes the arguments, which a shell may have made of file names
    sys.stderr.write(visible(said.getvalue()))
    return True


def _print_error(message: str, hint: str) -> None:
    typer.echo(visible(f"dateline: {printable(message)}"), err=True)
    if hint:
        typer.echo(visible(f"  {printable(hint)}"), err=True)
