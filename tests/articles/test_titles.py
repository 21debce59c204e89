"""Titles: a headline is kept, and what says nothing about the article becomes its first sentence."""

from datetime import date
from pathlib import Path

import pytest

from qa.articles import load
from qa.articles.documents import ArticleFields
from qa.articles.loading import with_given
from qa.articles.titles import Title, first_sentence, titled

TEXT = "LORNE, May 12 (Harbour News) -- Crews of the ferries met Dr. Mara Holt on Monday. They talked for hours.\n"
MADE = "Crews of the ferries met Dr. Mara Holt on Monday"


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        ("Ferry crews go on strike", "date line"),
        ("iPhone sales rise in Lorne", "date line"),
        ("By the river, a ferry waits", "date line"),
        ("Attention seekers win prize", "date line"),
        ("Embargo on oil is lifted", "date line"),
        ("Updates on the ferry strike", "date line"),
        ("UK-EU talks on ferries resume", "page"),
        ("Three: a day in the life", "page"),
        ("NATO", "front matter"),
        ("notes on the strike", "front matter"),  # written so on purpose
        ("Marzipan fair", "front matter"),
        ("1984", "front matter"),
        ("a", "front matter"),  # the file's name, written so on purpose
    ],
)
def test_headlines_are_kept(given: str, origin: str) -> None:
    assert titled(given, origin, TEXT, "a") == Title(given, None)


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        ("ATTENTION - ADDS quotes, background ///", "date line"),
        ("/// ADDS details", "page"),
        ("UPDATES throughout", "date line"),
        ("Herewith a corrected repetition ///", "date line"),
        ("///", "date line"),
        ("= (PICTURE) =", "date line"),
        ("by Ana Bell", "date line"),
        ("Tel: Lorne (357) 22-758-826", "date line"),
        ("elections", "date line"),  # the end of a headline that was cut
        ("talks on the new roster", "date line"),
        ("ferry-strike-lorne-2031", "front matter"),
        ("FERRY_STRIKE_2", "page"),
        ("Microsoft Word - ferry.doc", "PDF metadata"),
        ("ferry final 2.indd", "PDF metadata"),
        ("Untitled", "PDF metadata"),
        ("ferry", "page"),  # the file's name
        ("CREWS OF THE FERRIES GO ON STRIKE", "date line"),
    ],
)
def test_a_bad_title_is_replaced_by_the_first_sentence(given: str, origin: str) -> None:
    assert titled(given, origin, f"{given}\n\n{TEXT}", "ferry") == Title(MADE, given, is_made=True)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("1st lead: ferry crews go on strike", "Ferry crews go on strike"),
        ("URGENT: Ferry sinks off Lorne", "Ferry sinks off Lorne"),
        ("== Ferry crews go on strike ==", "Ferry crews go on strike"),
        ("Ferry crews go on strike ///", None),
    ],
)
def test_marks_and_numbers_of_leads_are_taken_off(given: str, shown: str | None) -> None:
    assert titled(given, "date line", TEXT, "a") == Title(shown or MADE, given, is_made=shown is None)


def test_long_sentences_are_cut_without_loose_ends() -> None:
    text = "The second round of talks between the crews and the ferry board of Lorne ended late in the night."
    short = "The second round of talks between the crews and the ferry board of Lorne ended late …"
    assert first_sentence(text) == short
    paragraph = f"{text} {text}"
    assert titled(paragraph, "first heading", f"{paragraph}\n\n{TEXT}", "a").shown == short
    assert first_sentence("x" * 500) == "x" * 90 + " …"


def test_the_raw_title_stays_in_the_record() -> None:
    data = f"date 2031-05-12 ATTENTION - ADDS quotes ///\n\n{TEXT}".encode()
    article = load(Path("/news/a.txt"), data).article
    assert (article.title, article.raw_title, article.headline) == (
        MADE,
        "ATTENTION - ADDS quotes ///",
        "ATTENTION - ADDS quotes ///",
    )
    assert dict(article.origins)["title"] == "first sentence"
    assert article.published == date(2031, 5, 12)


def test_a_headline_above_a_text_is_its_title() -> None:
    article = load(Path("/news/a.txt"), f"Marzipan fair\n\n{TEXT}".encode()).article
    assert (article.title, article.raw_title, dict(article.origins)["title"]) == (
        "Marzipan fair",
        None,
        "first line",
    )


def test_an_article_without_a_title_has_an_empty_raw_title() -> None:
    article = load(Path("/news/a.txt"), f"date 2031-05-12 {TEXT}".encode()).article
    assert (article.title, article.raw_title, article.headline) == (MADE, "", "")


def test_the_users_title_is_shown_as_it_is() -> None:
    article = load(Path("/news/a.txt"), f"---\ntitle: Ferry crews strike\n---\n{TEXT}".encode()).article
    stated = with_given(article, ArticleFields(title="notes_on_the_strike"))
    assert (stated.title, stated.raw_title) == ("notes_on_the_strike", "Ferry crews strike")
