"""`dateline articles`, `summarize`, `remove` and `restore`."""

import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

from qa.cli.confirming import confirm
from qa.cli.output import building_notice, counted, day_words, err, out, print_json, print_text
from qa.engine import Engine
from qa.errors import SettingsError
from qa.history import ConversationStore
from qa.json_output import removed_json, summary_json, summary_of_json
from qa.library import ArticleSummary
from qa.library.article_list import SORT_KEYS, in_order, with_words, without_older_versions
from qa.library.named_snapshots import NamedSnapshots
from qa.records import Filters
from qa.utils.nearest_names import did_you_mean
from qa.utils.text import printable

_EMPTY = "The library has no articles yet. Add some with: dateline index FOLDER"


@dataclass(frozen=True, slots=True)
class ListOptions:
    """What is listed and how: words that articles must contain, and the column to sort by.

    Without `all_versions`, a table has one row for each story.
    """

    words: str = ""
    sort: str = "date"
    is_reversed: bool = False
    all_versions: bool = False


def listing(engine: Engine, filters: Filters, wishes: ListOptions, *, as_json: bool) -> None:
    """Print the articles as a table."""
    if wishes.sort not in SORT_KEYS:
        hint = did_you_mean(wishes.sort, SORT_KEYS) or f"Use {', '.join(SORT_KEYS)}."
        raise SettingsError(f"There is no column “{printable(wishes.sort)}” to sort by.", hint)
    found = with_words(engine.articles(filters), wishes.words)
    summaries = in_order(found, wishes.sort, is_reversed=wishes.is_reversed)
    if as_json:
        print_json([summary_json(summary) for summary in summaries])
        return
    if not summaries:
        is_narrowed = filters.narrowing or wishes.words
        err().print("No articles match." if is_narrowed else _EMPTY)
    elif sys.stdout.isatty():
        _print_table(summaries if wishes.all_versions else without_older_versions(summaries))
    else:
        for each in summaries:
            _print_line(each)


def _print_line(each: ArticleSummary) -> None:
    """Print one line per article, for other programs."""
    shown = (each.id[:8], str(each.published or "none"), each.title, each.source or "")
    numbers = (str(each.n_passages), str(each.n_dates))
    print_text("\t".join((*map(printable, shown), *numbers, ", ".join(each.tags))))


def _print_table(summaries: Sequence[ArticleSummary]) -> None:
    """Print articles as a table; the column of tags is left out if there are none."""
    has_tags = any(each.tags for each in summaries)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("id", "date", "title", "source"):
        table.add_column(name, overflow="fold", no_wrap=name in ("id", "date"))
    table.add_column("dates", justify="right")
    if has_tags:
        table.add_column("tags", overflow="fold")
    for each in summaries:
        more = f" (+{counted(each.n_versions - 1, 'version')})" if each.n_versions > 1 else ""
        cells = [
            each.id[:8],
            str(each.published or "none"),
            each.title + more,
            each.source or "",
            str(each.n_dates),
        ]
        cells += [", ".join(each.tags)] if has_tags else []
        table.add_row(*(Text(printable(cell)) for cell in cells))
    out().print(table)


def removed_listing(engine: Engine, *, as_json: bool) -> None:
    """Print the removed articles, the last removed first: one line each, with tabs unless on a terminal."""
    removed = engine.removed()
    if as_json:
        print_json([removed_json(each) for each in removed])
        return
    rows = [
        (
            each.id[:8],
            f"{each.removed.astimezone():%Y-%m-%d %H:%M}",
            "(permanently deleted)" if each.is_deleted else printable(each.title),
            printable(each.source or ""),
        )
        for each in removed
    ]
    if not sys.stdout.isatty():
        for row in rows:
            print_text("\t".join(row))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("id", "removed", "title", "source"):
        table.add_column(name, overflow="fold", no_wrap=name in ("id", "removed"))
    for row in rows:
        table.add_row(*map(Text, row))
    out().print(table)
    err().print("Bring an article back with: dateline restore ID" if rows else "No articles were removed.")


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


def remove(engine: Engine, names: Sequence[str], *, is_sure: bool, as_json: bool) -> None:
    """Remove articles and print which; ask first if there are several, unless the user is sure."""
    found = engine.articles_named(names)
    if len(found) > 1 and not is_sure:
        confirm(found, "Remove")
    removed = engine.remove([each.id for each in found])
    if as_json:
        print_json({"removed": [summary_json(summary) for summary in removed]})
        return
    for summary in removed:
        out().print(Text(f"removed {summary.id[:8]} {summary.title}"))
    ids = " ".join(summary.id[:8] for summary in removed)
    err().print(Text(f"Bring {'it' if len(removed) == 1 else 'them'} back with: dateline restore {ids}"))


def delete_permanently(engine: Engine, names: Sequence[str], *, is_sure: bool, as_json: bool) -> None:
    """Permanently delete articles, print which, and where else their text is kept; ask first as `remove` does."""
    found = engine.named_anywhere(names)
    if len(found) > 1 and not is_sure:
        confirm(found, "Delete permanently")
    deleted = engine.delete_permanently([each.id for each in found])
    with closing(ConversationStore(engine.library.folder)) as store:
        n_conversations, n_notes = store.n_citing([each.id for each in deleted])
    kept_in = NamedSnapshots(engine.library.folder).containing([each.id for each in deleted])
    if as_json:
        listed = [{"article_id": each.id, "title": each.title, "path": each.path} for each in deleted]
        print_json(
            {"deleted": listed, "conversations": n_conversations, "notes": n_notes, "snapshots": kept_in}
        )
        return
    for each in deleted:
        out().print(Text(f"deleted {each.id[:8]} {each.title}"))
    if n_conversations or n_notes:
        err().print(
            f"{counted(n_conversations, 'conversation')} and {counted(n_notes, 'note')} still quote the text."
            " Delete them in the app."
        )
    if kept_in:
        names = ", ".join(kept_in)
        err().print(Text(f"These snapshots still have the text (dateline snapshot delete NAME): {names}"))
    err().print("The article files, backups and other copies are not touched.")


def restore(engine: Engine, names: Sequence[str], *, as_json: bool) -> None:
    """Bring removed articles back and print which."""
    restored = engine.restore(names)
    if as_json:
        print_json({"restored": [removed_json(each) for each in restored]})
        return
    for each in restored:
        if each.is_deleted:
            out().print(f"{each.id[:8]} was permanently deleted. It is added again when its file is indexed.")
        else:
            out().print(Text(f"restored {each.id[:8]} {each.title}"))
