"""`dateline tag` and `dateline collection`."""

import sys
from collections import Counter
from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from qa.cli.output import counted, err, out, print_json, print_text
from qa.engine import Engine
from qa.library import ArticleSummary
from qa.library.labels import Label
from qa.utils.text import printable


def add_tag(engine: Engine, tag: str, names: Sequence[str], *, as_json: bool) -> None:
    """Tag articles and print how many."""
    articles = engine.articles_named(names)
    engine.labels.tag(_ids(articles), [tag])
    _report(
        f"tagged {_counted(articles)} “{printable(tag)}”", articles, {"tag": printable(tag)}, as_json=as_json
    )


def remove_tag(engine: Engine, tag: str, names: Sequence[str], *, as_json: bool) -> None:
    """Take a tag away and print from how many articles."""
    tag = engine.labels.tag_named(tag)
    found = engine.articles_named(names)
    articles = [each for each in found if tag in each.tags]
    engine.labels.untag(_ids(articles), [tag])
    _report(f"removed the tag “{tag}” from {_counted(articles)}", articles, {"tag": tag}, as_json=as_json)


def list_tags(engine: Engine, names: Sequence[str], *, as_json: bool) -> None:
    """Print tags with the number of articles."""
    if names:
        counts = Counter(tag for article in engine.articles_named(names) for tag in article.tags)
        labels = [Label(name, n_articles) for name, n_articles in sorted(counts.items())]
    else:
        labels = engine.labels.tags()
    _list(labels, "tag", "No tags yet. Add one with: dateline tag add TAG ARTICLE", as_json=as_json)


def create(engine: Engine, name: str, names: Sequence[str], *, as_json: bool) -> None:
    """Create a collection with the articles that match the names."""
    articles = engine.articles_named(names)
    created = engine.labels.create_collection(name)
    engine.labels.collect(_ids(articles), created)
    with_articles = f" with {_counted(articles)}" if articles else ""
    _report(f"created “{created}”{with_articles}", articles, {"collection": created}, as_json=as_json)


def add_to_collection(engine: Engine, name: str, names: Sequence[str], *, as_json: bool) -> None:
    """Add articles to a collection and print how many."""
    name = engine.labels.collection_named(name)
    articles = engine.articles_named(names)
    engine.labels.collect(_ids(articles), name)
    _report(f"added {_counted(articles)} to “{name}”", articles, {"collection": name}, as_json=as_json)


def remove_from_collection(engine: Engine, name: str, names: Sequence[str], *, as_json: bool) -> None:
    """Take articles out of a collection and print how many."""
    name = engine.labels.collection_named(name)
    articles = [each for each in engine.articles_named(names) if name in each.collections]
    engine.labels.uncollect(_ids(articles), name)
    _report(f"took {_counted(articles)} out of “{name}”", articles, {"collection": name}, as_json=as_json)


def list_collections(engine: Engine, *, as_json: bool) -> None:
    """Print the collections with the number of articles."""
    missing = "No collections yet. Create one with: dateline collection create NAME"
    _list(engine.labels.collections(), "collection", missing, as_json=as_json)


def delete(engine: Engine, name: str, *, as_json: bool) -> None:
    """Delete a collection."""
    deleted = engine.labels.delete_collection(name)
    _report(
        f"deleted “{deleted}”; its articles stay in the library", [], {"collection": deleted}, as_json=as_json
    )


def _ids(articles: Sequence[ArticleSummary]) -> list[str]:
    return [article.id for article in articles]


def _counted(articles: Sequence[ArticleSummary]) -> str:
    return counted(len(articles), "article")


def _report(words: str, articles: Sequence[ArticleSummary], names: dict[str, str], *, as_json: bool) -> None:
    if as_json:
        print_json({**names, "article_ids": _ids(articles)})
    else:
        out().print(Text(words))


def _list(labels: Sequence[Label], kind: str, missing: str, *, as_json: bool) -> None:
    """Print labels: one line each, with a tab unless on a terminal."""
    if as_json:
        print_json([{"name": label.name, "articles": label.n_articles} for label in labels])
    elif not labels:
        err().print(missing)
    elif not sys.stdout.isatty():
        for label in labels:
            print_text(f"{label.name}\t{label.n_articles}")
    else:
        table = Table(box=None, pad_edge=False, header_style="bold")
        table.add_column(kind, overflow="fold")
        table.add_column("articles", justify="right")
        for label in labels:
            table.add_row(Text(label.name), f"{label.n_articles:,}")
        out().print(table)
