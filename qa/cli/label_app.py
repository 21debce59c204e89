"""`dateline tag …` and `dateline collection …`: the subcommands and their arguments."""

from typing import Annotated

import typer

from qa.cli.flags import AnyArticleNames, ArticleNames, JsonFlag, LibraryFlag
from qa.cli.opening import engine_for

_SHARED = {
    "no_args_is_help": True,
    "add_completion": False,
    "rich_markup_mode": None,
    "context_settings": {"help_option_names": ["-h", "--help"]},
}
tag_app = typer.Typer(name="tag", help="Tag articles, and list tags.", **_SHARED)  # type: ignore[arg-type]
collection_app = typer.Typer(
    name="collection",
    help="Put articles into named collections.",
    **_SHARED,  # type: ignore[arg-type]
)

TagName = Annotated[str, typer.Argument(metavar="TAG", help="A word or a short phrase.")]
CollectionName = Annotated[str, typer.Argument(metavar="COLLECTION", help="The name of a collection.")]


@tag_app.command("add")
def add_tag(
    tag: TagName, articles: ArticleNames, *, library: LibraryFlag = None, as_json: JsonFlag = False
) -> None:
    """Tag articles."""
    from qa.cli.label_commands import add_tag as run

    run(engine_for(library), tag, articles, as_json=as_json)


@tag_app.command("remove")
def remove_tag(
    tag: TagName, articles: ArticleNames, *, library: LibraryFlag = None, as_json: JsonFlag = False
) -> None:
    """Remove a tag from articles, even one that their files state."""
    from qa.cli.label_commands import remove_tag as run

    run(engine_for(library), tag, articles, as_json=as_json)


@tag_app.command("list")
def list_tags(
    articles: AnyArticleNames = None, *, library: LibraryFlag = None, as_json: JsonFlag = False
) -> None:
    """List all tags, or those of the given articles, with the number of articles that have each."""
    from qa.cli.label_commands import list_tags as run

    run(engine_for(library), articles or [], as_json=as_json)


@collection_app.command("create")
def create(
    collection: CollectionName,
    articles: AnyArticleNames = None,
    *,
    library: LibraryFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """Create a collection, empty or with articles."""
    from qa.cli.label_commands import create as run

    run(engine_for(library), collection, articles or [], as_json=as_json)


@collection_app.command("add")
def add_to_collection(
    collection: CollectionName,
    articles: ArticleNames,
    *,
    library: LibraryFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """Add articles to a collection."""
    from qa.cli.label_commands import add_to_collection as run

    run(engine_for(library), collection, articles, as_json=as_json)


@collection_app.command("remove")
def remove_from_collection(
    collection: CollectionName,
    articles: ArticleNames,
    *,
    library: LibraryFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """Remove articles from a collection. They stay in the library."""
    from qa.cli.label_commands import remove_from_collection as run

    run(engine_for(library), collection, articles, as_json=as_json)


@collection_app.command("list")
def list_collections(*, library: LibraryFlag = None, as_json: JsonFlag = False) -> None:
    """List all collections. List their articles with: dateline articles --collection NAME."""
    from qa.cli.label_commands import list_collections as run

    run(engine_for(library), as_json=as_json)


@collection_app.command("delete")
def delete(collection: CollectionName, *, library: LibraryFlag = None, as_json: JsonFlag = False) -> None:
    """Delete a collection; its articles stay in the library."""
    from qa.cli.label_commands import delete as run

    run(engine_for(library), collection, as_json=as_json)
