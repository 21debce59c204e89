"""Commands that answer: `ask`, `search`, `inspect`, `timeline`, `dates`.

Each imports what it needs when it runs, so that --help costs little.
"""

from pathlib import Path
from typing import Annotated

import typer

from qa.cli.filter_options import read_filters
from qa.cli.flags import (
    AnyDateFlag,
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
    SourceFlag,
    TagsFlag,
    TopFlag,
)
from qa.cli.opening import engine_for, existing, open_models_ahead, settings_for, without_collecting

commands = typer.Typer()


@commands.command()
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
    with without_collecting():
        open_models_ahead(library)
        from qa.cli.ask_command import run
        from qa.cli.dates import day_flag

        days = (day_flag("--as-of", as_of), any_date)
        engine = existing(engine_for(library))
        filters = read_filters(engine, since, until, source, tags, collection)
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


@commands.command()
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

    engine = engine_for(library)
    filters = read_filters(engine, since, until, source, tags, collection)
    run(engine, " ".join(query), filters, top_k, as_json=as_json)


@commands.command()
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
    engine = existing(engine_for(library))
    filters = read_filters(engine, since, until, source, tags, collection)
    run(engine, " ".join(question), sentence, filters, days, top_k, as_json=as_json)


@commands.command()
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
    engine = engine_for(library)
    filters = read_filters(engine, None, None, source, tags, collection)
    run(engine, query, days, filters, to)


@commands.command()
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

    run(settings_for(None), file.expanduser(), day_flag("--published", published), as_json=as_json)
