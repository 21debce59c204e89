"""`dateline dates` and `timeline`."""

import sys
from datetime import date
from itertools import groupby, islice
from pathlib import Path

import typer
from rich.text import Text

from qa.answering.version_names import version_lines
from qa.articles.limits import columns_of, limits_of
from qa.articles.reader import ArticleReader
from qa.cli.output import building_notice, day_words, err, out, print_json, print_text
from qa.dates import day_in_words, in_words, time_expressions
from qa.engine import Engine
from qa.errors import ArticleError
from qa.json_output import event_json, time_expression_json
from qa.records import Article, Certainty, Filters, TimeExpression
from qa.settings.settings import Settings
from qa.timeline.events import DatedEvent
from qa.utils.text import printable


def dates(settings: Settings, path: Path, published: date | None, *, as_json: bool) -> None:
    """Print the temporal expressions of a file with their values and rules."""
    whole = path.absolute()
    article = _only_article(whole, settings)
    counted_from = published or article.published
    found = time_expressions(article.text, counted_from)
    if as_json:
        origin = counted_from.isoformat() if counted_from else None
        print_json(
            {"published": origin, "expressions": [time_expression_json(each, article.text) for each in found]}
        )
        return
    stated = "" if published else _stated(article)
    err().print(
        Text(f"{printable(article.title)} · counted from {day_words(counted_from)}{stated}", style="dim")
    )
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


def timeline(
    engine: Engine,
    query: str | None,
    since: date | None,
    until: date | None,
    filters: Filters,
    *,
    as_json: bool,
) -> None:
    """Print dated events in order, and set the exit code like grep."""
    events = engine.timeline(query, since=since, until=until, filters=filters, watch=building_notice())
    if as_json:
        print_json([event_json(event) for event in events])
    elif not sys.stdout.isatty():
        for event in events:
            _print_line(event)
    else:
        is_long = False
        for days, same_days in groupby(events, key=lambda event: (event.first, event.last)):
            told = list(same_days)
            if told[0].is_whole_years and not is_long:
                is_long = True
                out().print(Text("Whole years", style="bold italic"))
            out().print(Text(day_in_words(days), style="bold"))
            for event in told:
                _print_event(event)
    if not events:
        err().print("No events found.")
    raise typer.Exit(0 if events else 1)


def _print_expression(article: Article, each: TimeExpression) -> None:
    words = each.article_span.of(article.text)
    meaning = in_words(each.value, each.kind) if each.value else "unknown"
    other = f", or {in_words(each.alternative)}" if each.alternative else ""
    console = out()
    console.print(Text.assemble((f"“{printable(words)}”", "bold"), f"  {meaning}{other}"))
    place = f"characters {each.article_span.start}–{each.article_span.end}"
    console.print(Text(f"    {each.kind}, {each.certainty}: {each.rule} · {place}", style="dim"))


def _print_event(event: DatedEvent) -> None:
    console = out()
    console.print(Text(f"  {printable(event.quote)}"))
    origin = [printable(event.article.title), day_words(event.article.published)]
    origin.append(f"“{printable(event.expression.article_span.of(event.article.text))}”")
    if event.expression.certainty is Certainty.AMBIGUOUS:
        origin.append(_ambiguous(event.expression))
    console.print(Text(f"    {' · '.join(origin)}", style="dim"))
    for line in version_lines(event.versions, event.article):
        console.print(Text(f"    {line}", style="dim"))


def _print_line(event: DatedEvent) -> None:
    """Print one line per event, for other programs."""
    cells = (
        in_words(event.expression.value or ""),
        event.expression.certainty,
        event.article.id[:8],
        f"{event.article_span.start}-{event.article_span.end}",
        printable(event.article.title),
        printable(event.quote),
    )
    print_text("\t".join(cells))


def _ambiguous(expression: TimeExpression) -> str:
    other = f", or {in_words(expression.alternative)}" if expression.alternative else ""
    return f"ambiguous{other}"
