"""`dateline dates`."""

from datetime import date
from itertools import islice
from pathlib import Path

from rich.text import Text

from qa.articles.limits import columns_of, limits_of
from qa.articles.reader import ArticleReader
from qa.cli.output import day_words, err, out, print_json
from qa.dates import in_words, time_expressions
from qa.errors import ArticleError
from qa.json_output import time_expression_json
from qa.records import Article, TimeExpression
from qa.settings.settings import Settings
from qa.utils.text import printable


def dates(settings: Settings, path: Path, published: date | None, *, as_json: bool) -> None:
    """Print the temporal expressions of a file with their values and rules."""
    whole = path.absolute()
    if not whole.exists():
        raise ArticleError(whole, "This file doesn't exist.", "Check the name.")
    article = _only_article(whole, settings)
    counted_from = published or article.published
    found = time_expressions(article.text, counted_from)
    if as_json:
        day = counted_from.isoformat() if counted_from else None
        print_json(
            {"published": day, "expressions": [time_expression_json(each, article.text) for each in found]}
        )
        return
    stated = "" if published else _stated(article)
    origin = f"counted from {day_words(counted_from)}{stated}" if counted_from else "undated"
    err().print(Text(f"{printable(article.title)} · {origin}", style="dim"))
    if counted_from is None:
        err().print("Relative dates need a publication date. Give one with --published DATE")
    for each in found:
        _print_expression(article, each)


def _stated(article: Article) -> str:
    """Return where an article states its date, in brackets; empty if it has none."""
    origin = dict(article.origins).get("published")
    return f" ({origin})" if origin else ""


def _only_article(path: Path, settings: Settings) -> Article:
    """Return the article of a file that holds one; ArticleError otherwise."""
    with ArticleReader(limits_of(settings), columns_of(settings)) as reader:
        found = list(islice(reader.articles(path, reader.bytes_of(path)), 2))
    if len(found) > 1:
        raise ArticleError(
            path, "This file holds several articles.", "Save one of them as a file of its own."
        )
    if isinstance(found[0], ArticleError):
        raise found[0]
    return found[0].article


def _print_expression(article: Article, each: TimeExpression) -> None:
    words = each.article_span.of(article.text)
    meaning = in_words(each.value, each.kind) if each.value else "unknown"
    other = f", or {in_words(each.alternative)}" if each.alternative else ""
    console = out()
    console.print(Text.assemble((f"“{printable(words)}”", "bold"), f"  {meaning}{other}"))
    place = f"characters {each.article_span.start}–{each.article_span.end}"
    console.print(Text(f"    {each.kind}, {each.certainty}: {each.rule} · {place}", style="dim"))
