import io
from datetime import date

import pypdfium2
import pytest
from PIL import Image

from qa.articles.loading import Loaded
from qa.errors import ArticleError
from tests.articles.pdf_files import Placed, column, pdf
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


def test_the_cells_of_a_table_stay_together_row_by_row() -> None:
    rows = [("Line", "Passengers", "Fare"), ("Ember to Quill", "12,400", "4 crowns"), ("950", "none", "Quay")]
    cells: list[Placed] = [
        (60 + 150 * n, 700 - 16 * row, 11, cell)
        for row, each in enumerate(rows)
        for n, cell in enumerate(each)
    ]
    page = [
        *column(["The office published these figures:"]),
        *cells,
        *column(["It gave no reason."], top=600),
    ]
    assert article("a.pdf", pdf([page])).text.split("\n\n") == [
        "The office published these figures:",
        "Line | Passengers | Fare",
        "Ember to Quill | 12,400 | 4 crowns",
        "950 | none | Quay",
        "It gave no reason.",
    ]


def test_the_marks_of_a_list_are_no_cells() -> None:
    items = [(1, "The fare stays the same."), (2, "The boats sail on Friday.")]
    page: list[Placed] = []
    for number, text in items:
        page += [(60, 720 - 40 * number, 11, f"{number}."), (110, 720 - 40 * number, 11, text)]
    assert article("a.pdf", pdf([page])).text == "1. The fare stays the same.\n\n2. The boats sail on Friday."


def test_a_page_that_is_a_picture_is_named() -> None:
    whole = pypdfium2.PdfDocument(
        pdf([column(["The first page has words."]), [], column(["So has the third."])])
    )
    page, picture = whole[1], pypdfium2.PdfImage.new(whole)
    picture.set_bitmap(pypdfium2.PdfBitmap.from_pil(Image.new("RGB", (40, 60))))
    picture.set_matrix(pypdfium2.PdfMatrix().scale(400, 600))
    page.insert_obj(picture)
    page.gen_content()
    written = io.BytesIO()
    whole.save(written)
    (found,) = read("a.pdf", written.getvalue())
    assert isinstance(found, Loaded)
    assert found.notes[0].startswith("page 2 is a picture without text; run text recognition")
    assert [section.label for section in found.article.sections] == ["page 1", "page 3"]
    (blank,) = read("a.pdf", pdf([column(["Words."]), []]))
    assert isinstance(blank, Loaded)
    assert not any("picture" in note for note in blank.notes)
