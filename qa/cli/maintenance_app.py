"""Commands about the library as a whole: `export`, `copy`, `maintain`, `import`, `doctor`.

Each imports what it needs when it runs, so that --help costs little.
"""

from pathlib import Path
from typing import Annotated

import typer

from qa.cli.flags import JsonFlag, LibraryFlag
from qa.cli.opening import engine_for, settings_for

commands = typer.Typer()


@commands.command()
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
    run(engine_for(library), path, conversations=conversations, files=files, as_json=as_json)


@commands.command()
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

    run(engine_for(source).library, engine_for(target), as_json=as_json)


@commands.command()
def maintain(*, library: LibraryFlag = None, as_json: JsonFlag = False) -> None:
    """Keep a library fast and small: merge its indexes, return unused space, and measure the search by vector."""
    from qa.cli.scale_commands import maintain as run

    run(engine_for(library), as_json=as_json)


@commands.command("import")
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
    run(engine_for(library), path, folder=place, conversations=conversations, as_json=as_json)


@commands.command()
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

    run(settings_for(library), repair=repair, as_json=as_json)
