"""Commands about articles: `articles`, `libraries`, `show`, `summarize`, `set`, `remove`, `restore`.

Each imports what it needs when it runs, so that --help costs little.
"""

from pathlib import Path
from typing import Annotated

import typer

from qa.cli.filter_options import read_filters
from qa.cli.flags import (
    ArticleName,
    ArticleNames,
    CollectionFlag,
    JsonFlag,
    LibraryFlag,
    PublishedSinceFlag,
    PublishedUntilFlag,
    SetAuthor,
    SetDate,
    SetSource,
    SetTitle,
    SetUrl,
    SourceFlag,
    TagsFlag,
    YesFlag,
)
from qa.cli.opening import engine_for, settings_for

commands = typer.Typer()


@commands.command()
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

    engine = engine_for(library)
    if removed:
        return removed_listing(engine, as_json=as_json)
    filters = read_filters(engine, since, until, source, tags, collection)
    wishes = ListOptions(" ".join(words or ()), sort, is_reversed=is_reversed, all_versions=versions)
    return listing(engine, filters, wishes, as_json=as_json)


@commands.command()
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
    return listing(settings_for(library).library, as_json=as_json)


@commands.command()
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
    run(engine_for(library), article, part, as_json=as_json)


@commands.command()
def summarize(article: ArticleName, *, library: LibraryFlag = None, as_json: JsonFlag = False) -> None:
    """Summarize an article in 3 to 5 of its own sentences."""
    from qa.cli.article_commands import summarize as run

    run(engine_for(library), article, as_json=as_json)


@commands.command("set")
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
    run(engine_for(library), names, fields, is_reset=reset, is_sure=is_sure, as_json=as_json, library=library)


@commands.command()
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

    (delete_permanently if permanently else run)(engine_for(library), names, is_sure=is_sure, as_json=as_json)


@commands.command()
def restore(
    names: ArticleNames,
    *,
    library: LibraryFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """Restore removed articles. List them with: dateline articles --removed."""
    from qa.cli.article_commands import restore as run

    run(engine_for(library), names, as_json=as_json)
