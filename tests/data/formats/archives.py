"""Archives of other documents."""

import io
import tarfile

from benchmarks.documents import zipped
from tests.data.formats.expected import EXPECTED, FOLDER, save
from tests.data.formats.mails import wire
from tests.data.formats.pages import newspaper
from tests.data.formats.stories import BUDGET, FERRIES, WHALE, Story

_SECONDS = 1_935_000_000


def make() -> None:
    """Make the archives, from files that were made before."""
    _tar("mixed.tar.gz", "w:gz", ("press-release.docx", "report.odt", "agency-wire.eml", "mailing-list.mbox"))
    _zip()
    _tar("nested.tar.xz", "w:xz", ("news.zip", "date-line.txt"))


def _tar(name: str, mode: str, members: tuple[str, ...]) -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode=mode) as archive:  # type: ignore[call-overload]
        for each in (*members, "README"):
            data = (FOLDER / each).read_bytes() if each != "README" else b"Exported for you."
            entry = tarfile.TarInfo(f"./export 2031/{each}")
            entry.size, entry.mtime = len(data), _SECONDS
            archive.addfile(entry, io.BytesIO(data))
    save(name, made.getvalue())
    for each in members:
        _expect_member(name, f"/export 2031/{each}", each)


def _expect_member(name: str, place: str, member: str) -> None:
    """Expect the articles of a file in an archive."""
    for known in [each for each in EXPECTED if each["file"] == member]:
        EXPECTED.append({**known, "file": name, "member": place + known["member"]})


def _zip() -> None:
    """Make an archive as macOS makes it, with hidden files, a picture, and a table."""
    row = f'title,date,text\n"{WHALE.title}",{WHALE.published},"{" ".join(WHALE.paragraphs)}"\n'
    files: dict[str, str | bytes] = {
        "news/": "",
        "news/Tram & pool.html": newspaper(BUDGET),
        "__MACOSX/news/._Tram & pool.html": b"\x00\x05\x16\x07",
        "news/.DS_Store": b"\x00\x00\x00\x01Bud1",
        "news/photo.jpg": b"\xff\xd8\xff",
        "news/ferries.eml": wire(FERRIES),
        "news/whales.csv": row.replace("“", '""').replace("”", '""'),
    }
    save("news.zip", zipped(files))
    page = Story(BUDGET.title, BUDGET.published, "", (BUDGET.title, *BUDGET.paragraphs))
    table = Story(
        WHALE.title, WHALE.published, "", (" ".join(WHALE.paragraphs).replace("“", '"').replace("”", '"'),)
    )
    stated = (
        ("/news/Tram & pool.html", page, BUDGET.author, "The Ulvarre Herald", "JSON-LD"),
        ("/news/ferries.eml", FERRIES, "Coast Press Agency", "Coast Press Agency", "mail header"),
        ("/news/whales.csv#1", table, None, None, "column"),
    )
    from tests.data.formats.expected import expect

    for member, story, author, source, dated_by in stated:
        expect("news.zip", story, member=member, author=author, source=source, dated_by=dated_by)
