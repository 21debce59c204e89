"""E-mails and mailboxes."""

import textwrap
from datetime import datetime
from email.message import EmailMessage
from html import escape
from zoneinfo import ZoneInfo

from tests.data.formats.expected import expect, save
from tests.data.formats.stories import BAKERY, BRIDGE, BUDGET, FERRIES, MUSEUM, SCHOOL, STORM, WHALE, Story


def make() -> None:
    """Make the messages."""
    save("agency-wire.eml", wire(FERRIES))
    expect(
        "agency-wire.eml",
        FERRIES,
        author="Coast Press Agency",
        source="Coast Press Agency",
        dated_by="mail header",
    )
    _newsletter(BAKERY)
    _with_attachment(MUSEUM)
    _list()
    _sent_folder()
    _windows()


def _headed(story: Story, sender: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "desk@herald.example", story.title
    sent = datetime(
        story.published.year,
        story.published.month,
        story.published.day,
        14,
        5,
        tzinfo=ZoneInfo("Europe/Oslo"),
    )
    made["Date"] = sent.strftime("%a, %d %b %Y %H:%M:%S %z")
    return made


def wire(story: Story) -> bytes:
    """Return an agency's message: plain text in lines of 72 characters, quoted-printable."""
    made = _headed(story, "Coast Press Agency <wire@cpa.example>")
    wrapped = (textwrap.fill(each, 72, break_on_hyphens=False) for each in story.paragraphs)
    made.set_content("\n\n".join(wrapped), cte="quoted-printable")
    return made.as_bytes()


def _newsletter(story: Story) -> None:
    """Make a newsletter whose plain part only points to the web, and whose HTML is a table."""
    made = _headed(story, '"Harbour Street News" <news@harbour.example>')
    made["List-Id"] = "Harbour Street News <news.harbour.example>"
    made["Archived-At"] = "<https://harbour.example/2031/6>"
    made.set_content("Read this newsletter in your browser: https://harbour.example/2031/6")
    paragraphs = "".join(f"<tr><td><p>{escape(each)}</p></td></tr>" for each in story.paragraphs)
    page = (
        '<html><head><style>td{font:16px sans-serif}</style></head><body><table role="presentation">'
        f"<tr><td><h1>{escape(story.title)}</h1></td></tr>{paragraphs}</table>"
        '<img src="https://harbour.example/open.gif" width="1" height="1"></body></html>'
    )
    made.add_alternative(page, subtype="html")
    save("newsletter.eml", made.as_bytes())
    expect(
        "newsletter.eml",
        story,
        before=(story.title,),
        author="Harbour Street News",
        source="Harbour Street News",
        dated_by="mail header",
    )


def _with_attachment(story: Story) -> None:
    """Make a message in ISO 8859-1 and base64 with an attached picture and an encoded subject."""
    made = EmailMessage()
    title = "Ostervik’s museum returns a bell – für immer"
    made["From"], made["Subject"] = "Museum Ostervik <press@museum.example>", title
    made["Date"] = f"{story.published:%a, %d %b %Y} 08:00:00 +0000"
    plain = "\n\n".join(story.paragraphs).replace("“", '"').replace("”", '"').replace("’", "'")
    made.set_content(plain, charset="iso-8859-1", cte="base64")
    made.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg", filename="bell.jpg")
    save("with-attachment.eml", made.as_bytes())
    expect(
        "with-attachment.eml",
        Story(title, story.published, "", tuple(plain.split("\n\n"))),
        author="Museum Ostervik",
        source="Museum Ostervik",
        dated_by="mail header",
    )


def _list() -> None:
    """Make the mailbox of a mailing list, with a quoted “From ” at the start of a line."""
    quoted = Story(
        STORM.title,
        STORM.published,
        "",
        (*STORM.paragraphs, "From Kelsund we hear that the road is open again."),
    )
    messages = []
    for story in (quoted, WHALE, BRIDGE):
        made = _headed(story, "Iris Holm <iris@coast.example>")
        made["List-Id"] = "Coast reporters <coast.lists.example>"
        made.set_content("\n\n".join(story.paragraphs), cte="8bit")
        body = made.as_bytes().replace(b"\nFrom Kelsund", b"\n>From Kelsund")
        messages.append(b"From iris@coast.example Sat Nov 22 14:05:00 2031\n" + body + b"\n")
    save("mailing-list.mbox", b"\n".join(messages))
    for number, story in enumerate((quoted, WHALE, BRIDGE), start=1):
        expect(
            "mailing-list.mbox",
            story,
            member=f"#{number}",
            author="Iris Holm",
            source="Coast reporters",
            dated_by="mail header",
        )


def _sent_folder() -> None:
    """Make a mailbox as Thunderbird keeps it: “From - ” lines and its own headers."""
    parts = []
    for story in (SCHOOL, BUDGET):
        head = b"From - Thu Dec  4 09:00:00 2031\nX-Mozilla-Status: 0001\nX-Mozilla-Status2: 00000000\n"
        parts.append(head + wire(story) + b"\n")
    save("sent.mbox", b"\n".join(parts))
    for number, story in enumerate((SCHOOL, BUDGET), start=1):
        expect(
            "sent.mbox",
            story,
            member=f"#{number}",
            author="Coast Press Agency",
            source="Coast Press Agency",
            dated_by="mail header",
        )


def _windows() -> None:
    """Make a mailbox with the line ends of Windows."""
    parts = [
        b"From wire@cpa.example Tue May  6 14:05:00 2031\n" + wire(story) + b"\n"
        for story in (FERRIES, MUSEUM)
    ]
    save("windows.mbox", b"\n".join(parts).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    for number, story in enumerate((FERRIES, MUSEUM), start=1):
        expect(
            "windows.mbox",
            story,
            member=f"#{number}",
            author="Coast Press Agency",
            source="Coast Press Agency",
            dated_by="mail header",
        )
