"""Texts that fit a width: lines, paths, and parts of quotes."""

import pytest
from rich.cells import cell_len

from qa import Article, Passage, Scores, Span
from tui.formatting.answer_text import article_head
from tui.formatting.fitted import one_line, short_path, shown_part
from tui.state import Place


@pytest.mark.parametrize(
    ("path", "n_cells", "wanted", "reason"),
    [
        ("/news/a.txt", 20, "/news/a.txt", "it fits"),
        ("/news/2031/may/old/report.txt", 26, "/news/…/old/report.txt", "a folder in the middle goes first"),
        ("/news/2031/may/old/report.txt", 14, "/…/report.txt", "then all folders"),
        ("~/news/2031/report.txt", 18, "~/…/report.txt", "home stays"),
        ("/news/a-very-long-report.txt", 13, "a-very…rt.txt", "the name is cut in its middle at last"),
        ("日本の新聞/記事の名前.txt", 12, "記事…前.txt", "wide characters count twice"),
    ],
)
def test_a_path_is_cut_in_the_middle(path: str, n_cells: int, wanted: str, reason: str) -> None:
    shown = short_path(path, n_cells)
    assert shown == wanted, reason
    assert cell_len(shown) <= n_cells


def test_a_line_is_cut_at_a_word() -> None:
    assert one_line("The ferry sails again", 18) == "The ferry sails…"
    assert one_line("The ferry", 9) == "The ferry"
    assert one_line("Incomprehensibilities", 10) == "Incompreh…"


@pytest.mark.parametrize(
    ("focus", "n_lines", "wanted", "reason"),
    [
        (None, 2, "aa bb cc dd ee ff", "the beginning"),
        (Span(3, 5), 2, "aa bb cc dd ee ff", "the beginning has the answer"),
        (Span(27, 29), 2, "gg hh ii jj kk ll", "the lines that end with the answer"),
    ],
)
def test_the_shown_part_holds_the_answer(focus: Span | None, n_lines: int, wanted: str, reason: str) -> None:
    text = "aa bb cc dd ee ff gg hh ii jj kk ll mm nn oo pp qq rr"
    assert shown_part(text, focus, 10, n_lines).of(text) == wanted, reason


def test_a_text_that_is_only_a_line_longer_is_shown_whole() -> None:
    assert shown_part("aa bb cc dd", None, 5, 2) == Span(0, 11)


def test_the_path_of_an_article_stays_on_its_line() -> None:
    path = f"/news/{'long-folder-name/' * 8}report.txt"
    article = Article("a" * 64, "Report", "It rained.", None, None, "https://example.org/report", path)
    place = Place(1, article, Passage(article.id, 0, Span(0, 10), "It rained."), Scores())
    rows = article_head(place, 1, 1, width=60).plain.splitlines()
    assert rows[2].startswith("/news/")
    assert rows[2].endswith("…/long-folder-name/report.txt")
    assert len(rows[2]) <= 60
    assert rows[3] == "https://example.org/report"
    assert len(rows) == 4, "an article opened as a whole has no passages to step through"
    assert article_head(place, 1, 2, width=60).plain.endswith("\npassage 1 of 2")
