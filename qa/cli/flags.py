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
    typer.Option(
        "--since", metavar="DATE", help="Only articles published on or after this date, month or year."
    ),
]
PublishedUntilFlag = Annotated[
    str | None,
    typer.Option(
        "--until", metavar="DATE", help="Only articles published on or before this date, month or year."
    ),
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
        "--tag", metavar="NAME", help="Only articles with this tag. Repeat it to require several tags."
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
    typer.Option("--since", metavar="DATE", help="Only events on or after this date, month or year."),
]
HappenedUntilFlag = Annotated[
    str | None,
    typer.Option("--until", metavar="DATE", help="Only events on or before this date, month or year."),
]
TopFlag = Annotated[
    int | None,
    typer.Option("--top-k", metavar="N", min=1, max=200, help="Number of passages to read."),
]
YesFlag = Annotated[bool, typer.Option("--yes", "-y", help="Don't ask before changing several articles.")]
_NAMES_HELP = "Ids or starts of ids, paths, file names, titles or dates; * stands for anything (“1997-08-*”)."
ArticleNames = Annotated[list[str], typer.Argument(metavar="ARTICLE…", help=_NAMES_HELP)]
AnyArticleNames = Annotated[list[str] | None, typer.Argument(metavar="[ARTICLE…]", help=_NAMES_HELP)]
SetTitle = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="The title.")]
SetDate = Annotated[
    str | None,
    typer.Option("--date", metavar="DATE", help="The date of publication, such as “12 August 1997”."),
]
SetAuthor = Annotated[str | None, typer.Option("--author", metavar="NAME", help="The author.")]
SetSource = Annotated[
    str | None, typer.Option("--source", metavar="NAME", help="The source, such as a newspaper.")
]
SetUrl = Annotated[str | None, typer.Option("--url", metavar="URL", help="The web address.")]
ArticleName = Annotated[
    str,
    typer.Argument(metavar="ARTICLE", help="An id or the start of one, a path, a file name or a title."),
]
WorkersFlag = Annotated[
    int | None,
    typer.Option("--workers", metavar="N", min=1, max=1024, help="Use this many processes."),
]
RayFlag = Annotated[
    str | None,
    typer.Option(
        "--ray", metavar="ADDRESS", help="Use the workers of a Ray cluster; “local” starts one here."
    ),
]
