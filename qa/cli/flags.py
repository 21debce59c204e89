"""The flags that several commands take, each told once."""

from pathlib import Path
from typing import Annotated

import typer

LibraryFlag = Annotated[
    Path | None,
    typer.Option("--library", metavar="DIR", help="The library's folder.", show_default=False),
]
JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON.")]
PublishedSinceFlag = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", help="Only articles published on or after YYYY-MM-DD."),
]
PublishedUntilFlag = Annotated[
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
AsOfFlag = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="The day that “last Monday” in a question counts from."),
]
AnyDateFlag = Annotated[
    bool, typer.Option("--any-date", help="Do not narrow the search to the days that the question names.")
]
HappenedSinceFlag = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", help="Only what happened on or after YYYY-MM-DD."),
]
HappenedUntilFlag = Annotated[
    str | None,
    typer.Option("--until", metavar="DATE", help="Only what happened on or before YYYY-MM-DD."),
]
TopFlag = Annotated[
    int | None,
    typer.Option("--top-k", metavar="N", min=1, max=200, help="How many passages to read."),
]
ArticleName = Annotated[
    str,
    typer.Argument(metavar="ARTICLE", help="An id or its beginning, a path, a file name or a title."),
]
