"""The rows of the library: filtered by words and fields, and sorted by each column."""

from datetime import date
from time import thread_time

import pytest

from qa import ArticleSummary
from tui.formatting.article_rows import COLUMNS, in_order, listed, with_words


def summary(key: str, title: str, day: str | None, source: str | None, *tags: str) -> ArticleSummary:
    published = date.fromisoformat(day) if day else None
    path = f"/news/{key}.md"
    return ArticleSummary(
        key, title, published, source, None, path, 3, 900, 2, tags, ("Port Ember",) * (key == "b")
    )


ENTRIES = listed(
    [
        summary("a", "Café fire", "2031-05-12", "Ember Gazette", "Fire", "mill fire"),
        summary("b", "Bridge closes", "2031-04-30", "Sorrel Times"),
        summary("c", "Élan wins", None, None, "sport"),
    ],
    gone={"c"},
)


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("", "abc"),
        ("cafe", "a"),
        ("CAFÉ", "a"),
        ("elan", "c"),
        ("gazette fire", "a"),
        ("source:gazette", "a"),
        ("source:fire", ""),
        ("tag:fire", "a"),
        ("tag:closes", ""),
        ('tag:"mill fire"', "a"),
        ("in:port", "b"),
        ('in:"port ember"', "b"),
        ("since:2031-05", "a"),
        ("since:2031-04-30", "ab"),
        ("until:2031-04", "b"),
        ("since:2031 until:2031", "ab"),
        ("missing", "c"),
        ("undated", "c"),
        ('"bridge closes"', "b"),
        ("[", ""),
        ('"', "abc"),
        ("tag:", ""),
    ],
)
def test_filtering(words: str, keys: str) -> None:
    assert "".join(entry.key for entry in with_words(ENTRIES, words)) == keys


@pytest.mark.parametrize(
    ("title", "keys"),
    [("Title", "bac"), ("Published", "cba"), ("Source", "cab"), ("Tags", "bac"), ("Status", "bac")],
)
def test_sorting(title: str, keys: str) -> None:
    column = [each.title for each in COLUMNS].index(title)
    assert "".join(entry.key for entry in in_order(ENTRIES, column, down=False)) == keys


def test_a_key_press_is_fast_with_twenty_thousand_articles() -> None:
    entries = listed(
        [summary(f"{n}", f"Report {n} on ferries", "2031-05-12", "Gazette", "sea") for n in range(20_000)], ()
    )
    began = thread_time()
    assert len(with_words(entries, "ferries 1999")) == 12
    assert thread_time() - began < 0.5
