"""Pictures of PDF pages: the highlighted boxes are read again from the file, and must hold the quote."""

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from qa.articles.page_pictures import PagePainter, PagePicture, page_span, pages_of
from qa.errors import ArticleError
from qa.records import Article, Span
from tests.articles.pdf_files import column, pdf
from tests.articles.reading import LIMITS, article, articles

LEFT = [
    "The crews of the ferries in the town of Port",
    "Ember voted on Tuesday to stop work until",
    "the owners pay. “We have waited,” said Tove",
    "Lind, the chair. The bridge is closed, and no",
    "boat sails before Friday, when a new agree-",
]
RIGHT = [
    "ment is expected. The mayor, who was in the",
    "hall, said (again) that the town can’t wait.",
    "A well-known mediator arrived at noon on the",
    "night train. He will meet both sides of the",
    "dispute, the office said, together with own-",
]
SECOND = ["ers from three other towns. Nobody signed", "anything, and the quay stayed empty."]


def head(page: int) -> list[Any]:
    return [(60, 810, 9, "The Ember Gazette"), (480, 810, 9, f"page {page}"), (300, 30, 9, f"{page}")]


def two_columns() -> list[list[Any]]:
    rows = zip(column(LEFT, top=700), column(RIGHT, left=320, top=700), strict=True)
    first = [placed for row in rows for placed in row]
    return [[*head(1), (60, 770, 22, "Ferry crews stop"), *first], [*head(2), *column(SECOND)]]


PAGES = two_columns()
_MARGIN = 2  # pixels around the words
QUOTES = [
    pytest.param("Ember voted on Tuesday", 1, id="in one line"),
    pytest.param("“We have waited,” said Tove Lind, the chair.", 1, id="over two lines, with marks"),
    pytest.param("when a new agreement is expected.", 1, id="a broken word, over two columns"),
    pytest.param("said (again) that the town can’t wait.", 1, id="marks inside"),
    pytest.param("A well-known mediator", 1, id="a hyphen that stays"),
    pytest.param("together with owners from three other towns.", 1, id="the first page of a break"),
    pytest.param("together with owners from three other towns.", 2, id="the second page of a break"),
    pytest.param("the quay stayed empty.", 2, id="the last page"),
    pytest.param("the", 1, id="a word that occurs often"),
]


@pytest.fixture(scope="module")
def painter() -> Iterator[PagePainter]:
    made = PagePainter(LIMITS)
    yield made
    made.close()


def stored(path: Path, data: bytes) -> Article:
    path.write_bytes(data)
    return replace(article(path.name, data), path=str(path))


def draw(
    painter: PagePainter, of: Article, page: int, words: str = "", *, is_known: bool = True
) -> PagePicture:
    start = of.text.index(words)
    span = Span(start, start + len(words)) if words else None
    return painter.draw(of, page, span, 900, lambda _: is_known)


def text_in(picture: PagePicture, data: bytes) -> str:
    """Return the letters in the boxes, as pdfium reads them at these places."""
    page = pypdfium2.PdfDocument(data)[picture.page - 1]
    textpage = page.get_textpage()
    width, height = Image.open(io.BytesIO(picture.png)).size
    convert = page.render(scale=width / page.get_width()).get_posconv(page).to_page
    found = ""
    for left, top, right, bottom in picture.boxes:
        one = convert(round(left * width) + _MARGIN, round(top * height) + _MARGIN)
        other = convert(round(right * width) - _MARGIN, round(bottom * height) - _MARGIN)
        xs, ys = sorted((one[0], other[0])), sorted((one[1], other[1]))
        found += textpage.get_text_bounded(xs[0], ys[0], xs[1], ys[1])
    return squeezed(found)


def squeezed(text: str) -> str:
    return "".join(char for char in text if not (char.isspace() or char in "-\u0002\ufffe"))


def on_page(words: str, page: int) -> str:
    """Return the part of the words that a page has: a broken word begins on the page before."""
    if "owners" not in words:
        return squeezed(words)
    before, _, after = words.partition("owners")
    return squeezed(before + "own") if page == 1 else squeezed("ers" + after)


@pytest.mark.parametrize(("words", "page"), QUOTES)
@pytest.mark.parametrize(
    ("turn", "entries"),
    [
        pytest.param(0, "", id="upright"),
        pytest.param(3, "/Rotate 90", id="a quarter"),
        pytest.param(2, "/Rotate 180", id="upside down"),
        pytest.param(1, "/Rotate 270", id="three quarters"),
        pytest.param(3, "", id="drawn upwards"),
        pytest.param(0, "/CropBox [40 20 580 830]", id="cropped"),
        pytest.param(0, "/UserUnit 2", id="in other units"),
    ],
)
def test_the_boxes_hold_the_quote(
    painter: PagePainter, tmp_path: Path, words: str, page: int, turn: int, entries: str
) -> None:
    data = pdf(PAGES, turn=turn, entries=entries)
    of = stored(tmp_path / "a.pdf", data)
    picture = draw(painter, of, page, words)
    assert picture.n_pages == 2
    assert text_in(picture, data) == on_page(words, page)


def test_the_boxes_are_tinted_and_nothing_else_is(painter: PagePainter, tmp_path: Path) -> None:
    of = stored(tmp_path / "a.pdf", pdf(PAGES))
    plain = Image.open(io.BytesIO(draw(painter, of, 1).png))
    picture = draw(painter, of, 1, "Ember voted on Tuesday")
    marked = Image.open(io.BytesIO(picture.png))
    assert marked.size == plain.size == (900, 1274)
    ((left, top, right, bottom),) = picture.boxes
    inside = (round(left * 900), round(top * 1274), round(right * 900), round(bottom * 1274))
    for image in (plain, marked):
        image.paste((0, 0, 0), inside)
    assert marked.tobytes() == plain.tobytes()
    again = Image.open(io.BytesIO(picture.png)).crop(inside)
    assert any(red > 200 and blue < 120 for red, _, blue in again.get_flattened_data())


def test_pages_of_a_span(tmp_path: Path) -> None:
    of = stored(tmp_path / "a.pdf", pdf(PAGES))
    start = of.text.index("together with owners from")
    assert list(pages_of(of, Span(start, start + 25))) == [1, 2]
    assert list(pages_of(of, Span(start, start + 20))) == [1]
    second = page_span(of, 2)
    assert second is not None
    assert second.of(of.text).startswith("from three other towns.")
    assert page_span(of, 3) is None
    assert list(pages_of(replace(of, sections=()), Span(0, 1))) == []


def test_headers_that_only_the_whole_document_shows(painter: PagePainter, tmp_path: Path) -> None:
    """The header is on most pages, but only once near the first one, where it looks like text."""
    pages = [
        [
            (60, 810, 9, f"Part {chr(70 + number) * 3}" if 0 < number < 5 else "Harbour"),
            *column(
                [f"Page {number} says that the ferry of the town", "sails at noon, and not at night."],
                top=700,
            ),
        ]
        for number in range(10)
    ]
    data = pdf(pages)
    of = stored(tmp_path / "a.pdf", data)
    words = "Page 0 says that the ferry of the town sails at noon"
    assert "Harbour" not in of.text
    assert text_in(draw(painter, of, 1, words), data) == squeezed(words)


def test_an_article_of_an_older_version_is_aligned(painter: PagePainter, tmp_path: Path) -> None:
    data = pdf(PAGES)
    of = stored(tmp_path / "a.pdf", data)
    older = replace(
        of, text=of.text.replace("Ferry crews stop\n\n", "").replace("The mayor", "New: The mayor")
    )
    picture = draw(painter, older, 1, "Ember voted on Tuesday")
    assert text_in(picture, data) == "EmbervotedonTuesday"


def test_a_pdf_in_an_archive(painter: PagePainter, tmp_path: Path) -> None:
    data, packed = pdf(PAGES), io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("other.txt", "Nothing here.")
        archive.writestr("in/a.pdf", data)
    path = tmp_path / "news.zip"
    path.write_bytes(packed.getvalue())
    (of,) = [each for each in articles("news.zip", packed.getvalue()) if str(each.path).endswith("a.pdf")]
    of = replace(of, path=f"{path}/in/a.pdf")
    assert text_in(draw(painter, of, 1, "Ember voted"), data) == "Embervoted"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("other.txt", "Nothing here.")
    assert "no longer holds" in refusal(painter, of, 1)


def refusal(painter: PagePainter, of: Article, page: int, words: str = "", *, is_known: bool = True) -> str:
    with pytest.raises(ArticleError) as caught:
        draw(painter, of, page, words, is_known=is_known)
    assert caught.value.hint
    assert str(caught.value.path) == of.path
    return caught.value.message


def test_a_changed_a_missing_and_an_unknown_file(painter: PagePainter, tmp_path: Path) -> None:
    data = pdf(PAGES)
    of = stored(tmp_path / "a.pdf", data)
    Path(str(of.path)).write_bytes(data + b"\n")
    assert draw(painter, of, 1, "Ember voted", is_known=False).boxes  # other bytes, the same text
    Path(str(of.path)).write_bytes(pdf([[*PAGES[0], (60, 500, 11, "One more line.")], PAGES[1]]))
    assert "has changed" in refusal(painter, of, 1, "Ember voted", is_known=False)
    Path(str(of.path)).write_bytes(b"%PDF-1.4 nothing")
    assert "damaged" in refusal(painter, of, 1)
    Path(str(of.path)).unlink()
    assert "no longer exists" in refusal(painter, of, 1)
    assert "not from a PDF" in refusal(painter, replace(of, path=str(tmp_path / "a.txt")), 1)


def test_pages_that_are_not_there(painter: PagePainter, tmp_path: Path) -> None:
    of = stored(tmp_path / "a.pdf", pdf(PAGES))
    assert "no page 3" in refusal(painter, of, 3)
    assert "isn't on page 2" in refusal(painter, of, 2, "Ember voted")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(b"842]", b"1e30]", id="an endless page"),
        pytest.param(b"[0 0 595 842]", b"[0 0 0 0]", id="no paper"),
        pytest.param(b"[0 0 595 842]", b"[0 0 1 90000]", id="a long strip"),
    ],
)
def test_hostile_pages_end_with_a_picture_or_an_error(
    painter: PagePainter, tmp_path: Path, old: bytes, new: bytes
) -> None:
    of = stored(tmp_path / "a.pdf", pdf(PAGES))
    Path(str(of.path)).write_bytes(pdf(PAGES).replace(old, new))
    with suppress(ArticleError):
        width, height = Image.open(io.BytesIO(draw(painter, of, 1).png)).size
        assert width * height < 20_000_000
    assert draw(painter, stored(tmp_path / "b.pdf", pdf(PAGES)), 1, "Ember voted").boxes  # it goes on


def test_show_writes_a_page(tmp_path: Path) -> None:
    from tests.cli.commands import dateline

    data = pdf(PAGES)
    (tmp_path / "a.pdf").write_bytes(data)
    library, png = tmp_path / "library", tmp_path / "page.png"
    dateline("index", tmp_path / "a.pdf", "--library", library)
    text = dateline("show", "a.pdf", "--library", library).stdout
    start = text.index("together with owners")
    at = f"{start}–{start + 25}"
    done = dateline("show", "a.pdf", "--span", at, "--png", png, "--library", library, "--json")
    shown = json.loads(done.stdout)
    assert (shown["page"], shown["pages"], shown["also_on_pages"]) == (1, 2, [2])
    assert png.read_bytes().startswith(b"\x89PNG")
    part = dateline("show", "a.pdf", "--span", at, "--library", library).stdout
    assert part == text[start : start + 25] + "\n"
    second = dateline("show", "a.pdf", "--page", "2", "--library", library)
    assert second.stdout.startswith("from three other towns.")
    for wrong in ("9", "9-3", "0-999999"):
        assert dateline("show", "a.pdf", "--span", wrong, "--library", library).returncode == 2
    unwritable = tmp_path / "no" / "page.png"
    failed = dateline("show", "a.pdf", "--png", unwritable, "--library", library)
    assert failed.returncode == 2
    assert "can't be written" in failed.stderr
