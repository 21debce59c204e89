"""From a file in each format to an answer that names the file and the page, with the real models."""

import io
import json
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from qa.engine import Engine
from qa.records import Status
from qa.settings.settings import load_settings
from tests.articles.pdf_files import column, pdf
from tests.articles.test_office_documents import docx, epub, odt, p

STORY = (
    "The crews of the Ulvarre ferries voted on Tuesday to stop work.",
    "Tove Lind, the chair of the union, said that 214 crew members had voted for the strike.",
    "No boat sails on Friday.",
)
QUESTION = "How many crew members voted for the strike?"


def _mail() -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["Date"] = (
        "Crews stop",
        "Ann <a@b.example>",
        "Tue, 6 May 2031 10:00 +0000",
    )
    message.set_content("\n\n".join(STORY))
    return message.as_bytes()


def _zip() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("inner/story.html", _html())
    return made.getvalue()


def _html() -> str:
    return "<title>Crews stop</title><body>" + "".join(f"<p>{line}</p>" for line in STORY)


TEXT = " ".join(STORY)
FILES: dict[str, tuple[bytes, str, str | None]] = {
    "a.html": (_html().encode(), "a.html", None),
    "a.pdf": (pdf([column(["An empty page, but for this line."]), column([*STORY])]), "a.pdf", "page 2"),
    "a.docx": (docx("".join(map(p, STORY))), "a.docx", None),
    "a.odt": (odt("".join(f"<text:p>{line}</text:p>" for line in STORY)), "a.odt", None),
    "a.rtf": (("{\\rtf1 " + "\\par ".join(STORY) + "}").encode(), "a.rtf", None),
    "a.epub": (epub({"a": "<h1>One</h1>", "b": f"<h1>Two</h1><p>{TEXT}</p>"}), "a.epub", "chapter 2: Two"),
    "a.eml": (_mail(), "a.eml", None),
    "a.mbox": (b"From x\n" + _mail(), "a.mbox#1", None),
    "a.rss": (
        f"<rss><channel><item><description>{TEXT}</description></item></channel></rss>".encode(),
        "a.rss#1",
        None,
    ),
    "a.csv": (f'title,text\nOther,Words.\nCrews,"{TEXT}"\n'.encode(), "a.csv#2", None),
    "a.jsonl": (json.dumps({"body": TEXT}).encode(), "a.jsonl#1", None),
    "a.zip": (_zip(), "a.zip/inner/story.html", None),
}


@pytest.mark.parametrize("name", FILES)
def test_an_answer_names_the_file_and_the_page(name: str, tmp_path: Path) -> None:
    data, path, place = FILES[name]
    (tmp_path / name).write_bytes(data)
    engine = Engine(load_settings(library=tmp_path / "library"))
    assert engine.index([tmp_path / name]).failed == []
    answer = engine.ask(QUESTION)
    engine.close()
    assert answer.status is Status.ANSWERED
    citation = answer.citations[0]
    assert "214" in citation.quote
    assert citation.article_span.of(citation.article.text) == citation.quote
    assert (citation.article.path, citation.place) == (str(tmp_path / path), place)
