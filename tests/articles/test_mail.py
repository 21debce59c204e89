from datetime import date
from email.message import EmailMessage

import pytest

from qa.articles.loading import Loaded
from qa.errors import ArticleError
from tests.articles.reading import article, articles, error, read

PLAIN = "The crews of the ferries voted on Tuesday to stop work.\n\nNo boat sails on Friday.\n"


def message(**headers: str) -> EmailMessage:
    made = EmailMessage()
    stated = {
        "From": "Ann Bell <ann@post.example>",
        "Subject": "Crews vote to stop",
        "Date": "Tue, 6 May 2031 23:50 +0500",
    }
    for name, value in (stated | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        if value:
            made[name] = value
    return made


def test_a_text_message_gives_body_subject_date_and_sender() -> None:
    mail = message()
    mail.set_content(PLAIN)
    found = article("a.eml", mail.as_bytes())
    assert found.text == PLAIN.strip()
    assert (found.title, found.published) == ("Crews vote to stop", date(2031, 5, 6))
    assert (found.author, found.source) == ("Ann Bell", "Ann Bell")
    assert dict(found.origins)["published"] == "mail header"


def test_a_newsletter_in_html_has_no_scripts_and_names_its_list() -> None:
    mail = message(List_Id='"The Quay Letter" <quay.post.example>', Subject="=?utf-8?q?Caf=C3=A9s_reopen?=")
    mail.set_content("View this letter in your browser.")
    mail.add_alternative(
        "<html><head><style>p {color: red}</style></head><body><table><tr><td><h1>Cafés reopen</h1>"
        "<p>The cafés on the quay reopened on Monday<br>after a month.</p></td></tr></table>"
        "<p>Bread was free.<br><br>Coffee was not.</p><div style='display:none'>hidden words</div>"
        "<script>steal()</script></body></html>",
        subtype="html",
    )
    found = article("a.eml", mail.as_bytes())
    assert found.text == (
        "Cafés reopen\n\nThe cafés on the quay reopened on Monday\nafter a month.\n\nBread was free.\n\nCoffee was not."
    )
    assert (found.title, found.source) == ("Cafés reopen", "The Quay Letter")


def test_wrapped_lines_are_joined_and_short_lines_kept() -> None:
    wrapped = "The crews of the ferries voted on Tuesday to stop work until\nthe owners pay, the union said.\n\nAnn\nBell"
    mail = message()
    mail.set_content(wrapped)
    assert article("a.eml", mail.as_bytes()).text == (
        "The crews of the ferries voted on Tuesday to stop work until the owners pay, the union said.\n\nAnn\nBell"
    )


def test_attachments_are_not_read() -> None:
    mail = message()
    mail.set_content(PLAIN)
    mail.add_attachment(b"secret words", maintype="text", subtype="plain", filename="note.txt")
    assert "secret" not in article("a.eml", mail.as_bytes()).text


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(
            b"From: \xff\xfe <\nDate: Tue, 99 Foo 2031\nSubject: =?utf-8?b?!!!?=\n\nWords here.",
            id="bad headers",
        ),
        pytest.param(
            b"Subject: x\nContent-Type: text/plain; charset=no-such\n\nWords caf\xe9.", id="unknown charset"
        ),
        pytest.param(
            b"Subject: x\nContent-Type: text/plain; charset=zlib\n\nWords here.", id="a codec, not a charset"
        ),
        pytest.param(
            b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\nWords without a part.", id="no parts"
        ),
        pytest.param(b"Subject: x\n" * 20_000 + b"\nWords here.", id="twenty thousand headers"),
    ],
)
def test_broken_messages_are_read_or_refused(data: bytes) -> None:
    (found,) = read("a.eml", data)
    assert isinstance(found, ArticleError) or "ords" in found.article.text


def test_an_invalid_date_is_named() -> None:
    mail = message(Date="")
    mail.set_content(PLAIN)
    data = b"Date: the other day\n" + mail.as_bytes()
    (found,) = read("a.eml", data)
    assert isinstance(found, Loaded)
    assert any("the other day" in note for note in found.notes)


def test_an_invalid_message_is_an_error() -> None:
    assert "not an e-mail" in error("a.eml", b"Just words.").message
    assert "no text" in error("a.eml", b"Subject: empty\n\n").message


def test_each_message_of_a_mailbox_is_an_article() -> None:
    first, second = message(), message(Subject="Second")
    first.set_content(PLAIN)
    second.set_content("On Monday all was well.\n\n>From the quay came a horn.\n")
    box = b"".join(
        b"From ann@post.example Tue May  6 2031\n" + mail.as_bytes() + b"\n" for mail in (first, second)
    )
    found = articles("mail.mbox", box)
    assert [(each.path, each.title) for each in found] == [
        ("/news/mail.mbox#1", "Crews vote to stop"),
        ("/news/mail.mbox#2", "Second"),
    ]
    assert found[1].text == "On Monday all was well.\n\nFrom the quay came a horn."


def test_a_bad_message_does_not_stop_the_next() -> None:
    mail = message()
    mail.set_content(PLAIN)
    box = b"From x\nnothing\n\nFrom ann\n" + mail.as_bytes()
    bad, good = read("mail.mbox", box)
    assert isinstance(bad, ArticleError)
    assert str(bad.path) == "/news/mail.mbox#1"
    assert isinstance(good, Loaded)
    assert "not a mailbox" in error("mail.mbox", b"Dear all,").message
