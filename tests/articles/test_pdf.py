from datetime import date

import pytest

from qa.errors import ArticleError
from tests.articles.pdf_files import column, pdf
from tests.articles.reading import article, error, quoted, read

INFO = "/Title (Ferry crews stop) /Author (Ann Bell) /CreationDate (D:20310509101500+02'00')"


def test_lines_become_paragraphs_and_broken_words_whole() -> None:
    lines = [
        "The crews of the ferries voted on Tuesday to stop work until the own-",
        "ers pay, the union said. A well-known mediator will arrive on the quay.",
        "No boat sails on Friday.",
        "",
        "“We have waited long enough,” said Tove Lind, the chair of the well-",
        "known union of the crews.",
    ]
    found = article("a.pdf", pdf([column(lines)]))
    assert found.text == (
        "The crews of the ferries voted on Tuesday to stop work until the owners pay, the union said. A well-known"
        " mediator will arrive on the quay. No boat sails on Friday.\n\n“We have waited long enough,” said Tove Lind,"
        " the chair of the well-known union of the crews."
    )


def test_two_columns_are_read_one_after_the_other_below_their_heading() -> None:
    left = [f"Left line {n} is as wide as it can be here," for n in range(8)] + [
        "and the left column ends here."
    ]
    right = [f"Right line {n} is as wide as it can be too," for n in range(8)] + [
        "and the right column ends here."
    ]
    rows = [
        placed
        for pair in zip(column(left, top=700), column(right, left=320, top=700), strict=True)
        for placed in pair
    ]
    found = article("a.pdf", pdf([[(60, 770, 22, "A headline across both columns"), *rows]]))
    assert found.title == "A headline across both columns"
    assert found.text.startswith("A headline across both columns\n\nLeft line 0")
    assert found.text.index("left column ends") < found.text.index("Right line 0")


def test_headers_footers_and_page_numbers_are_dropped_and_pages_kept() -> None:
    pages = [
        [
            (60, 800, 9, "The Ulvarre Post"),
            (480, 800, 9, f"6 May 2031, page {n}"),
            *column(
                [f"Page {n} reports what happened on the quay that day.", "The boats stayed in."], top=700
            ),
            (290, 30, 9, f"{n}"),
        ]
        for n in (1, 2, 3)
    ]
    found = article("a.pdf", pdf(pages, INFO))
    assert "Ulvarre" not in found.text
    assert [section.label for section in found.sections] == ["page 1", "page 2", "page 3"]
    assert [quoted(found, f"Page {n} reports") for n in (1, 2, 3)] == ["page 1", "page 2", "page 3"]
    assert (
        found.text.splitlines()[-1]
        == "Page 3 reports what happened on the quay that day. The boats stayed in."
    )


def test_a_paragraph_and_a_word_go_on_over_a_page() -> None:
    first = column(["The mediator said that the talks would go on until the own-"])
    second = column(["ers agree to pay.", "", "Nobody signed."])
    found = article("a.pdf", pdf([first, second]))
    assert (
        found.text
        == "The mediator said that the talks would go on until the owners agree to pay.\n\nNobody signed."
    )
    assert [(section.label, section.start) for section in found.sections] == [
        ("page 1", 0),
        ("page 2", found.text.index("agree")),
    ]


def test_properties_and_first_lines() -> None:
    found = article(
        "a.pdf", pdf([column(["No boat sailed on Friday, the union said in a statement."])], INFO)
    )
    assert (found.title, found.author, found.published) == ("Ferry crews stop", "Ann Bell", date(2031, 5, 9))
    assert dict(found.origins)["published"] == "document's creation date"
    dated = article("a.pdf", pdf([column(["6 May 2031", "", "No boat sailed."])], INFO))
    assert (dated.published, dict(dated.origins)["published"]) == (date(2031, 5, 6), "first lines")
    junk = article(
        "a.pdf", pdf([column(["Crews stop", "", "No boat."])], "/Title (Microsoft Word - draft7.doc)")
    )
    assert junk.title != "Microsoft Word - draft7.doc"


def test_first_line_indents_start_paragraphs() -> None:
    lines = [
        (75, "The crews voted on Tuesday to stop work until the owners pay them,"),
        (60, "the union said in a statement on the quay in the late afternoons and"),
        (60, "throughout the evening, until all the lights on the quay were out again."),
        (75, "Nobody answered the crews of the ferries on the evening of Tuesday."),
        (75, "The owners did not answer until Friday, when they sent a letter to"),
        (60, "the union and to the papers."),
    ]
    placed = [(float(left), 760.0 - 14 * n, 11.0, text) for n, (left, text) in enumerate(lines)]
    assert [each[:11] for each in article("a.pdf", pdf([placed])).text.split("\n\n")] == [
        "The crews v",
        "Nobody answ",
        "The owners ",
    ]


def test_files_that_are_no_pdf_with_text() -> None:
    assert "not a PDF" in error("a.pdf", b"").message
    assert "not a PDF" in error("a.pdf", b"%PDF-1.4 nothing").message
    assert "pictures" in error("a.pdf", pdf([[]])).message
    whole = pdf([column(["Words."])])
    for cut in (len(whole) // 4, len(whole) // 2):
        assert isinstance(read("a.pdf", whole[:cut])[0], ArticleError)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(
            pdf([column(["Words."])]).replace(b"[4 0 R]", b"[2 0 R]"), id="a page tree that contains itself"
        ),
        pytest.param(
            pdf([column(["Words."])]).replace(b"/Count 1", b"/Count 2000000000"), id="two billion pages"
        ),
        pytest.param(pdf([column(["Words."])]).replace(b"842]", b"1e30]"), id="an endless page"),
        pytest.param(pdf([[(60, 700, 1e12, "Words."), (1e30, -1e30, 1e-9, "More.")]]), id="giant letters"),
        pytest.param(
            pdf([column([f"Line {n}" for n in range(3_000)], leading=0.01)]), id="lines on top of each other"
        ),
    ],
)
def test_hostile_files_end_with_an_article_or_an_error(data: bytes) -> None:
    (found,) = read("a.pdf", data)
    assert isinstance(found, ArticleError) or found.article.text


def test_small_lines_at_the_edges_of_a_single_page_are_its_header_and_footer() -> None:
    page = [
        (60, 810, 8, "The Ulvarre Post"),
        (480, 810, 8, "6 May 2031"),
        *column(["No boat sailed on Friday, the union said."]),
        (290, 25, 8, "Page 1 of 1"),
    ]
    found = article("a.pdf", pdf([page], INFO))
    assert found.text == "No boat sailed on Friday, the union said."
    assert (found.published, dict(found.origins)["published"]) == (date(2031, 5, 6), "page header")
