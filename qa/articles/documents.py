"""The output of a loader: the texts of a file and the metadata in it, before they are cleaned."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, TypeAlias

from qa.records import GIVEN

FIELDS = ("title", "published", "author", "source", "url")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document: blocks of text with blank lines between them.

    `label` names its page or chapter. With `continues`, its first block is the rest of the previous part's last one.
    """

    text: str
    label: str = ""
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A value that a document states for one of FIELDS or its "keywords", and where ("PDF metadata").

    A `weak` claim counts only if the document's first lines state nothing: the date on which a file was made.
    """

    field: str
    value: str
    origin: str
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One article before it is cleaned; of several claims for a field the first valid one counts.

    `member` is what its path adds to its file's: "/talks.html" in an archive, "#3" for a mailbox's third message.
    """

    parts: tuple[Part, ...]
    claims: tuple[Claim, ...] = ()
    notes: tuple[str, ...] = ()
    member: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """A member that can't become an article; with an empty `member`, the rest of the file can't be read."""

    message: str
    hint: str
    member: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A member in an unsupported format; a file of questions as a whole has an empty `member`."""

    member: str


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a file: its place, the name that tells its format, and a function that returns its bytes."""

    place: str
    name: str
    read: Callable[[], bytes]


Found: TypeAlias = Document | Failure | Skipped


@dataclass(frozen=True, slots=True)
class ArticleFields:
    """What the user states about an article; it comes before what the document itself states."""

    title: str | None = None
    published: date | None = None
    author: str | None = None
    source: str | None = None
    url: str | None = None

    def __bool__(self) -> bool:
        return any(asdict(self).values())

    def over(self, others: "ArticleFields") -> "ArticleFields":
        """Return these fields, and the others where these are empty."""
        return replace(others, **{name: value for name, value in asdict(self).items() if value})

    @property
    def claims(self) -> "tuple[Claim, ...]":
        """The claims for the fields that are not empty."""
        stated = {name: str(value) for name, value in asdict(self).items() if value}
        return claims_of(stated, GIVEN)


class DocumentError(Exception):
    """A document that can't be read: what is wrong with it, and what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one file may take; sizes in bytes, `seconds` of processor time for each document in it.

    `n_members`, `n_nested` and `expansion` concern archives: their files, archives inside archives, and how many
    times larger a file may be unpacked.
    """

    text_bytes: int = 4_000_000
    file_bytes: int = 100_000_000
    unpacked_bytes: int = 2_000_000_000
    memory_bytes: int = 2 << 30
    seconds: float = 60.0
    n_members: int = 100_000
    n_nested: int = 3
    n_pages: int = 5_000
    expansion: int = 200


@dataclass(frozen=True, slots=True)
class Request:
    """A loader's input besides the data: the file's name, the limits, and columns of tables ("text" → "body")."""

    name: str
    limits: Limits = Limits()
    columns: tuple[tuple[str, str], ...] = ()


def claims_of(values: Mapping[str, str | None], origin: str, *, weak: bool = False) -> tuple[Claim, ...]:
    """Return a claim for each value that is not blank."""
    return tuple(
        Claim(name, value, origin, weak) for name, value in values.items() if value and value.strip()
    )


def within(found: Found, place: str) -> Found:
    """Return the same as found in a member at `place`."""
    return replace(found, member=place + found.member)


def to_json(found: Found) -> dict[str, Any]:
    """Return a plain dictionary, for `from_json`."""
    return {"kind": type(found).__name__, **asdict(found)}


def from_json(plain: dict[str, Any]) -> Found:
    """Return what `to_json` was given; ValueError, TypeError or KeyError for anything else."""
    kind = plain.pop("kind")
    if kind == "Document":
        parts = tuple(Part(**each) for each in plain.pop("parts"))
        claims = tuple(Claim(**each) for each in plain.pop("claims"))
        return Document(parts, claims, tuple(plain["notes"]), plain["member"])
    return Failure(**plain) if kind == "Failure" else Skipped(**plain)


Loader: TypeAlias = Callable[[bytes, Request], Iterator[Found]]
Opener: TypeAlias = Callable[[bytes, Request], Iterator[Member | Failure | Skipped]]
