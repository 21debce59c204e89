"""Three articles whose texts, sources, tags and paths try to break out of a query."""

from collections.abc import Sequence
from dataclasses import replace

from qa.library import Library
from qa.records import Article
from tests.library.toy import BUDGET, TOY, article, dated, put

HOSTILE = "O'Brien's \"Post\"; DROP TABLE passages; -- \\' %_*"
BRIDGE = replace(
    article(
        "The café by the bridge opened on Monday. It was running late.",
        "/news/bridge.txt",
        "2024-09-18",
        source="Valley Herald",
    ),
    keywords=("Traffic", "Città"),
)
FERRY = article(
    "The ferry stopped in July 2023. Storms were blamed.", "/news/ferry.txt", "2024-01-05", source=HOSTILE
)
UNDATED = article("A bakery won the prize.", f"/other/{HOSTILE}.txt".replace("; -- ", ""), title=HOSTILE)
ALL = (BRIDGE, FERRY, UNDATED)


def copied(source: Library, target: Library) -> None:
    """Store the articles of a library in a new one, with their vectors."""
    identity = source.identity()
    assert identity is not None
    with target.writing():
        target.adopt(*identity)
        with target.together():
            for each in source.store.several_stored(source.store.article_ids()).values():
                target.add(each)


def stored(library: Library, articles: Sequence[Article] = ALL) -> Library:
    """Store articles with their dates, in one commit."""
    with library.writing():
        library.adopt(TOY, BUDGET)
        with library.together():
            for each in articles:
                put(library, each, "1:x", dated(each))
        library.save_vectors()
    return library
