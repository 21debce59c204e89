"""Options shared by several commands."""

from typing import Annotated

import typer

QuestionWords = Annotated[
    list[str], typer.Argument(metavar="QUESTION…", help="The question; quotation marks are optional.")
]
LibraryFlag = Annotated[
    str | None,
    typer.Option(
        "--library", metavar="NAME|DIR", help="The library, by its name or folder.", show_default=False
    ),
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
        help="Only articles whose source, path or file name matches this pattern.",
    ),
]
TagsFlag = Annotated[
    list[str] | None,
    typer.Option(
        "--tag", metavar="NAME", help="Only articles with this tag. Repeat it to need several tags."
    ),
]
CollectionFlag = Annotated[
    str | None, typer.Option("--collection", metavar="NAME", help="Only articles in this collection.")
]
AsOfFlag = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="The date that “last Monday” in a question is counted from."
    ),
]
AnyDateFlag = Annotated[
    bool, typer.Option("--any-date", help="Don't limit the search to the date that the question names.")
]
AsTypedFlag = Annotated[bool, typer.Option("--as-typed", help="Don't correct the spelling of the question.")]
HappenedSinceFlag = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", help="Only events on or after YYYY-MM-DD."),
]
HappenedUntilFlag = Annotated[
    str | None,
    typer.Option("--until", metavar="DATE", help="Only events on or before YYYY-MM-DD."),
]
TopFlag = Annotated[
    int | None,
    typer.Option("--top-k", metavar="N", min=1, max=200, help="Number of passages to read."),
]
ArticleName = Annotated[
    str,
    typer.Argument(metavar="ARTICLE", help="An id or the start of one, a path, a file name or a title."),
]
