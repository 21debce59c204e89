"""`dateline snapshot create | list | restore | delete`."""

from typing import Annotated

import typer

from qa.cli.flags import JsonFlag, LibraryFlag
from qa.cli.opening import engine_for

SnapshotName = Annotated[str, typer.Argument(metavar="NAME", help="The name of a snapshot.")]
snapshot_app = typer.Typer(
    name="snapshot",
    help="Save the state of the library under a name, and go back to it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@snapshot_app.command()
def create(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="A name (default: the date and time).")
    ] = None,
    *,
    library: LibraryFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """Save the articles, conversations and notes as they are now. Other programs may go on writing."""
    from qa.cli.snapshot_commands import create as run

    run(engine_for(library), name, as_json=as_json)


@snapshot_app.command("list")
def list_(*, library: LibraryFlag = None, as_json: JsonFlag = False) -> None:
    """List the snapshots, newest first."""
    from qa.cli.snapshot_commands import listing

    listing(engine_for(library), as_json=as_json)


@snapshot_app.command()
def restore(
    name: SnapshotName,
    *,
    conversations: Annotated[
        bool,
        typer.Option("--conversations", help="Restore the conversations and the notebook, too."),
    ] = False,
    library: LibraryFlag = None,
    as_json: JsonFlag = False,
) -> None:
    """Go back to the articles of a snapshot. The present state is saved as a snapshot first."""
    from qa.cli.snapshot_commands import restore as run

    run(engine_for(library), name, conversations=conversations, as_json=as_json)


@snapshot_app.command()
def delete(name: SnapshotName, *, library: LibraryFlag = None, as_json: JsonFlag = False) -> None:
    """Delete a snapshot. This can't be undone."""
    from qa.cli.snapshot_commands import delete as run

    run(engine_for(library), name, as_json=as_json)
