"""`dateline articles`, `show`, `summarize` and `remove`."""

import sys
from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from qa.cli.output import building_notice, day_words, err, out, print_json, print_text
from qa.engine import Engine
from qa.json_output import article_json, summary_json, summary_of_json
from qa.utils.text import printable


def listing(engine: Engine, *, as_json: bool) -> None:
    """Print the articles as a table."""
    summaries = engine.articles()
    if as_json:
        print_json([summary_json(summary) for summary in summaries])
        return
    if not sys.stdout.isatty():
        for each in summaries:
            shown = (each.id[:8], str(each.published or "none"), each.title, each.source or "")
            print_text("\t".join((*map(printable, shown), str(each.n_passages))))  # one line per article
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("id", "date", "title", "source"):
        table.add_column(name, overflow="fold", no_wrap=name in ("id", "date"))
    table.add_column("passages", justify="right")
    for each in summaries:
        cells = (each.id[:8], str(each.published or "none"), each.title, each.source or "")
        table.add_row(*(Text(printable(cell)) for cell in cells), str(each.n_passages))
    out().print(table)
    if not summaries:
        err().print("The library has no articles yet. Add some with: dateline index FOLDER")


def show(engine: Engine, name: str, *, as_json: bool) -> None:
    """Print one article."""
    article = engine.article(name)
    if as_json:
        print_json(article_json(article))
        return
    console = err()
    console.print(Text(article.title, style="bold"))
    origin = (
        day_words(article.published),
        printable(article.author or ""),
        article.source,
        article.url,
        printable(article.path or ""),
        article.id,
    )
    console.print(Text(" · ".join(filter(None, origin)), style="dim"))
    console.print()
    print_text(article.text)  # with the stored length, so that offsets can be counted in it


def summarize(engine: Engine, name: str, *, as_json: bool) -> None:
    """Print the summary of one article, each sentence with its position."""
    summary = engine.summarize(name, watch=building_notice())
    if as_json:
        print_json(summary_of_json(summary))
        return
    article = summary.article
    err().print(Text(article.title, style="bold"))
    err().print(
        Text(" · ".join(filter(None, (day_words(article.published), article.source, article.id[:8]))), "dim")
    )
    for sentence in summary.sentences:
        span = sentence.article_span
        out().print(Text(f"“{printable(sentence.quote)}”"))
        out().print(Text(f"    [{sentence.number}] characters {span.start}–{span.end}", style="dim"))
    if not summary.sentences:
        err().print("This article has no complete sentence to quote.")


def remove(engine: Engine, names: Sequence[str], *, as_json: bool) -> None:
    """Remove articles and print which."""
    removed = engine.remove(names)
    if as_json:
        print_json({"removed": [summary_json(summary) for summary in removed]})
        return
    for summary in removed:
        out().print(Text(f"removed {summary.id[:8]} {summary.title}"))
