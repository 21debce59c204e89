"""The commands and their flags. Each imports what it needs when it runs, so that --help costs little."""

import gc
import io
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
import typer.core

from qa.cli.filter_options import read_filters as _filters
from qa.cli.flags import (
    AnyDateFlag,
    ArticleName,
    ArticleNames,
    AsOfFlag,
    AsTypedFlag,
    CollectionFlag,
    HappenedSinceFlag,
    HappenedUntilFlag,
    JsonFlag,
    LibraryFlag,
    PublishedSinceFlag,
    PublishedUntilFlag,
    QuestionWords,
    RayFlag,
    SetAuthor,
    SetDate,
    SetSource,
    SetTitle,
    SetUrl,
    SourceFlag,
    TagsFlag,
    TopFlag,
    WorkersFlag,
    YesFlag,
)
from qa.cli.label_app import collection_app, tag_app
from qa.cli.snapshot_app import snapshot_app
from qa.errors import ArticleError, CancelledError, DatelineError
from qa.utils.child_process import child_environment, python_command
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


@app.command()
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
    from qa.cli.opening import workers_for

    folders = [path.expanduser() for path in paths]
    with workers_for(workers, ray) as pool:
        run(_engine(library), folders, pool, prune=prune, verbose=verbose, as_json=as_json)


@app.command()
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
    run(_engine(library), [path.expanduser() for path in paths], fields, format_, as_json=as_json)


@app.command()
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

    run(_engine(library), [path.expanduser() for path in paths], once=once, quiet=quiet, as_json=as_json)


@app.command()
def ask(
    question: QuestionWords,
    *,
    is_continued: Annotated[
        bool, typer.Option("--continue", "-c", help="Follow up on the last conversation, and save it there.")
    ] = False,
    library: LibraryFlag = None,
    since: PublishedSinceFlag = None,
    until: PublishedUntilFlag = None,
    source: SourceFlag = None,
    tags: TagsFlag = None,
    collection: CollectionFlag = None,
    as_of: AsOfFlag = None,
    any_date: AnyDateFlag = False,
    top_k: TopFlag = None,
    as_typed: AsTypedFlag = False,
    newest_first: Annotated[
        bool, typer.Option("--newest-first", help="List the passages of a keyword query by date.")
    ] = False,
    composes: Annotated[
        bool,
        typer.Option("--compose", help="Let the configured language model word an answer from the quotes."),
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Answer a question, or list passages for keywords. Exit code: 0 answered, 1 not in these articles, 2 error."""
    with _without_collecting():
        _open_models_ahead(library)
        from qa.cli.ask_command import run
        from qa.cli.dates import day_flag

        days = (day_flag("--as-of", as_of), any_date)
        engine = _existing(library)
        filters = _filters(engine, since, until, source, tags, collection)
        run(
            engine,
            " ".join(question),
            filters,
            days,
            top_k,
            as_typed=as_typed,
            newest_first=newest_first,
            is_continued=is_continued,
            composes=composes,
            as_json=as_json,
        )


@app.command()
def search(
    query: Annotated[list[str], typer.Argument(metavar="QUERY…", help="A question, or words to search for.")],
    *,
    library: LibraryFlag = None,
    since: PublishedSinceFlag = None,
    until: PublishedUntilFlag = None,
    source: SourceFlag = None,
    tags: TagsFlag = None,
    collection: CollectionFlag = None,
    top_k: TopFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """Show the passages that match best, without an answer. Exit code: 0 found, 1 nothing found, 2 error."""
    from qa.cli.search_command import run

    engine = _engine(library)
    filters = _filters(engine, since, until, source, tags, collection)
    run(engine, " ".join(query), filters, top_k, as_json=as_json)


@app.command()
def inspect(
    question: QuestionWords,
    *,
    sentence: Annotated[
        str | None,
        typer.Option(
            "--sentence", metavar="TEXT", help="Show the step at which this sentence was ruled out."
        ),
    ] = None,
    library: LibraryFlag = None,
    since: PublishedSinceFlag = None,
    until: PublishedUntilFlag = None,
    source: SourceFlag = None,
    tags: TagsFlag = None,
    collection: CollectionFlag = None,
    as_of: AsOfFlag = None,
    any_date: AnyDateFlag = False,
    top_k: TopFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """Explain step by step how a question is answered. Exit code: 0 answered, 1 not in these articles, 2 error."""
    from qa.cli.dates import day_flag
    from qa.cli.inspect_command import run

    days = (day_flag("--as-of", as_of), any_date)
    engine = _existing(library)
    filters = _filters(engine, since, until, source, tags, collection)
    run(engine, " ".join(question), sentence, filters, days, top_k, as_json=as_json)


@app.command()
def timeline(
    query: Annotated[
        str | None,
        typer.Argument(metavar="[QUERY]", help="A topic or a name. Without it, all events are listed."),
    ] = None,
    *,
    library: LibraryFlag = None,
    since: HappenedSinceFlag = None,
    until: HappenedUntilFlag = None,
    source: SourceFlag = None,
    tags: TagsFlag = None,
    collection: CollectionFlag = None,
    full: Annotated[
        bool, typer.Option("--full", help="Show each step by which a date was worked out.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write the events to this new file.")
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="FORMAT", help="md, csv, json, html or docx (default: FILE's extension)."
        ),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """List dated events in order. Exit code: 0 found, 1 nothing found, 2 error."""
    from qa.cli.dates import period_flags
    from qa.cli.timeline_command import output, run

    to = output(format_, out.expanduser() if out else None, as_json=as_json, is_full=full)
    days = period_flags(since, until)
    engine = _engine(library)
    filters = _filters(engine, None, None, source, tags, collection)
    run(engine, query, days, filters, to)


@app.command()
def dates(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An article file.")],
    *,
    published: Annotated[
        str | None,
        typer.Option(
            "--published",
            metavar="DATE",
            help="The publication date, from which relative dates are counted.",
        ),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """List the dates in an article, with the rule for each."""
    from qa.cli.date_commands import dates as run
    from qa.cli.dates import day_flag

    run(_settings(None), file.expanduser(), day_flag("--published", published), as_json=as_json)


@app.command()
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
    from qa.cli.opening import workers_for

    to = destination(questions, out.expanduser() if out else None, format_, resume=resume)
    engine = _engine(library, n_threads=1)
    filters = _filters(engine, since, until, source, tags, collection)
    with workers_for(workers, ray) as pool:
        run(engine, questions, to, filters, Asking(top_k, pool), json_errors=json_errors)


@app.command()
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
    engine = _existing(library)
    run(engine, questions, _filters(engine, since, until, source, tags, collection), wishes)


@app.command("questions")
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

    run(_engine(library), names, out.expanduser() if out else None)


@app.command()
def articles(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORDS…]", help="Only articles with these words in title, source, file or tags."
        ),
    ] = None,
    *,
    library: LibraryFlag = None,
    since: PublishedSinceFlag = None,
    until: PublishedUntilFlag = None,
    source: SourceFlag = None,
    tags: TagsFlag = None,
    collection: CollectionFlag = None,
    sort: Annotated[
        str, typer.Option("--sort", metavar="COLUMN", help="date, title, source, dates, passages or tags.")
    ] = "date",
    is_reversed: Annotated[bool, typer.Option("--reverse", help="Reverse the order.")] = False,
    removed: Annotated[
        bool, typer.Option("--removed", help="List the articles that were removed, and when.")
    ] = False,
    versions: Annotated[
        bool, typer.Option("--versions", help="List every version of a story, not only the newest one.")
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """List the articles in the library, newest first."""
    from qa.cli.article_commands import ListOptions, listing, removed_listing

    engine = _engine(library)
    if removed:
        return removed_listing(engine, as_json=as_json)
    filters = _filters(engine, since, until, source, tags, collection)
    wishes = ListOptions(" ".join(words or ()), sort, is_reversed=is_reversed, all_versions=versions)
    return listing(engine, filters, wishes, as_json=as_json)


@app.command()
def libraries(
    *,
    library: LibraryFlag = None,
    forget: Annotated[
        list[str] | None,
        typer.Option(
            "--forget", metavar="NAME|DIR", help="Remove a library from the list. Its files are kept."
        ),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """List the libraries that were used, with their size. Use one with --library NAME."""
    from qa.cli.libraries_command import forget as run_forget
    from qa.cli.libraries_command import listing

    if forget:
        return run_forget(forget)
    return listing(_settings(library).library, as_json=as_json)


@app.command()
def show(
    article: ArticleName,
    *,
    page: Annotated[
        int | None, typer.Option("--page", metavar="N", min=1, help="Only this page of a PDF.")
    ] = None,
    span: Annotated[
        str | None,
        typer.Option(
            "--span", metavar="START-END", help="Only these characters, as citations name them (120-180)."
        ),
    ] = None,
    png: Annotated[
        Path | None,
        typer.Option(
            "--png", metavar="FILE", help="Draw the PDF page to this file, with --span highlighted."
        ),
    ] = None,
    library: LibraryFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """Print an article as it is stored, or draw a page of its PDF. Positions count characters in the stored text."""
    from qa.cli.show_command import Part, run, span_flag

    part = Part(page, span_flag(span), png.expanduser() if png else None)
    run(_engine(library), article, part, as_json=as_json)


@app.command()
def summarize(article: ArticleName, *, library: LibraryFlag = None, as_json: JsonFlag = False) -> None:
    """Summarize an article in 3 to 5 of its own sentences."""
    from qa.cli.article_commands import summarize as run

    run(_engine(library), article, as_json=as_json)


@app.command("set")
def set_(
    names: ArticleNames,
    *,
    date: SetDate = None,
    source: SetSource = None,
    title: SetTitle = None,
    author: SetAuthor = None,
    url: SetUrl = None,
    reset: Annotated[
        bool, typer.Option("--reset", help="Go back to what the articles' files state, in all fields.")
    ] = False,
    is_sure: YesFlag = False,
    library: LibraryFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """Correct the date, source, title, author or address of articles. Dates in the text are worked out again."""
    from qa.articles.documents import ArticleFields
    from qa.cli.correct_command import run
    from qa.cli.dates import day_flag

    fields = ArticleFields(title, day_flag("--date", date), author, source, url)
    run(_engine(library), names, fields, is_reset=reset, is_sure=is_sure, as_json=as_json, library=library)


@app.command()
def remove(
    names: ArticleNames,
    *,
    is_sure: YesFlag = False,
    permanently: Annotated[
        bool,
        typer.Option("--forever", help="Delete the text from the library's files. This can't be undone."),
    ] = False,
    library: LibraryFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """Remove articles from the library, but keep their files. Undo this with: dateline restore."""
    from qa.cli.article_commands import delete_permanently
    from qa.cli.article_commands import remove as run

    (delete_permanently if permanently else run)(_engine(library), names, is_sure=is_sure, as_json=as_json)


@app.command()
def restore(
    names: ArticleNames,
    *,
    library: LibraryFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """Restore removed articles. List them with: dateline articles --removed."""
    from qa.cli.article_commands import restore as run

    run(_engine(library), names, as_json=as_json)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file, such as library.dateline.")],
    *,
    conversations: Annotated[
        bool, typer.Option("--conversations", help="Include your conversations and notes.")
    ] = False,
    files: Annotated[bool, typer.Option("--files", help="Include the articles' original files.")] = False,
    library: LibraryFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """Write the library to one file, to move it to another machine. See: dateline import."""
    from qa.cli.transfer_commands import export as run

    path = file.expanduser().absolute()
    run(_engine(library), path, conversations=conversations, files=files, as_json=as_json)


@app.command()
def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="A library, by its name or place.")],
    target: Annotated[
        str, typer.Argument(metavar="TO", help="Another library, which is created if there is none.")
    ],
    *,
    as_json: JsonFlag = False,
) -> None:
    """Copy a library's articles to another one, and compare them. Continues a copy that was stopped."""
    from qa.cli.scale_commands import copy as run

    run(_engine(source).library, _engine(target), as_json=as_json)


@app.command()
def maintain(*, library: LibraryFlag = None, as_json: JsonFlag = False) -> None:
    """Keep a library fast and small: merge its indexes, return unused space, and measure the search by vector."""
    from qa.cli.scale_commands import maintain as run

    run(_engine(library), as_json=as_json)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file made by dateline export.")],
    *,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--folder",
            metavar="DIR",
            help="Where the articles' files are on this machine. Included files are written there.",
        ),
    ] = None,
    conversations: Annotated[
        bool, typer.Option("--conversations", help="Import conversations and notes, too.")
    ] = False,
    library: LibraryFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """Add the articles of an exported library to this one. Articles that it already has are not changed."""
    from qa.cli.transfer_commands import import_ as run

    path, place = file.expanduser().absolute(), folder.expanduser().absolute() if folder else None
    run(_engine(library), path, folder=place, conversations=conversations, as_json=as_json)


@app.command()
def doctor(
    *,
    library: LibraryFlag = None,
    repair: Annotated[
        bool, typer.Option("--repair", help="Rebuild what is damaged in the library from its articles.")
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Check the installation, the models and the library. Exit code: 0 healthy, 2 something is wrong."""
    from qa.cli.doctor_command import run

    run(_settings(library), repair=repair, as_json=as_json)


@app.command()
def chat(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH…]", help="Articles to add in the background."),
    ] = None,
    *,
    library: LibraryFlag = None,
    in_browser: Annotated[
        bool, typer.Option("--web", help="Serve the app to browsers on this machine only.")
    ] = False,
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=1, max=65535, help="The port for --web.")
    ] = 8463,
) -> None:
    """Open the app in the terminal or, with --web, in a browser."""
    folders = tuple(path.expanduser() for path in paths or ())
    if in_browser:
        from tui.web import serve

        return serve(_chat_command(library, folders), child_environment(), port)
    if not (sys.stdin.isatty() and sys.stdout.isatty()) and "TEXTUAL_DRIVER" not in os.environ:
        raise DatelineError("The app needs a terminal.", "Use this instead: dateline ask QUESTION")
    import tui

    return tui.run(_settings(library), folders)


@app.command()
def serve(
    *,
    library: LibraryFlag = None,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="The address to listen on.")] = (
        "127.0.0.1"
    ),
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="The port; 0 takes a free one.")
    ] = 8464,
    token_file: Annotated[
        Path | None,
        typer.Option(
            "--token-file",
            metavar="FILE",
            help="Require the token in this file, created if missing. Needed if other machines can connect.",
        ),
    ] = None,
    names: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="NAME", help="Another host name that clients use for this server."),
    ] = None,
) -> None:
    """Answer other programs over HTTP, on this machine only unless you set --host."""
    from qa.cli.serve_command import serve as run

    run(_engine(library), host, port, token_file.expanduser() if token_file else None, tuple(names or ()))


@app.command()
def mcp(*, library: LibraryFlag = None) -> None:
    """Answer an assistant over the Model Context Protocol (standard input and output)."""
    from qa.cli.serve_command import mcp as run

    run(_engine(library))


def _chat_command(library: str | None, paths: Sequence[Path]) -> list[str]:
    """Return the command that opens the app, for the server to run once per page."""
    named = ["--library", str(_settings(library).library)] if library else []
    return python_command("qa.cli", "chat", *named, "--", *map(str, paths))


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
    _note_opened()
    sys.exit(code if isinstance(code, int) else 0)


def _note_opened() -> None:
    """Record the libraries that the command used, if any."""
    opening: Any = sys.modules.get("qa.cli.opening")
    if opening is not None:
        opening.note_opened()


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


def _settings(library: str | None) -> Any:
    from qa.cli.opening import settings_for

    return settings_for(library)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Pause Python's garbage collector: it takes a tenth of the time of a process that ends after one answer."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _open_models_ahead(library: str | None) -> None:
    """Begin to open the models, before everything else that answering needs is imported."""
    settings = _settings(library)
    if settings.folder.is_dir():
        from qa.embedding import find_model
        from qa.embedding.encoder import open_encoder_ahead
        from qa.reading.open import open_reader_ahead

        open_reader_ahead(settings.reader)
        open_encoder_ahead(find_model(settings.model), settings.precision, settings.cache)


def _engine(library: str | None, *, n_threads: int | None = None) -> Any:
    from qa.cli.opening import engine_for

    return engine_for(library, n_threads=n_threads)


def _existing(library: str | None) -> Any:
    """Return an engine for a command that needs a library with articles."""
    from qa.cli.opening import existing

    return existing(_engine(library))
