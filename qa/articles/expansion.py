"""A file's bytes → its documents, one by one; archives and mailboxes are opened level by level."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from qa.articles.documents import (
    Document,
    DocumentError,
    Failure,
    Found,
    Member,
    Request,
    Skipped,
    within,
)
from qa.articles.formats import Format, format_of


def _ignore(place: str) -> None:
    _ = place


def documents_in(
    data: bytes, request: Request, *, skip: int = 0, starting: Callable[[str], None] = _ignore
) -> Iterator[Found]:
    """Yield the documents of a file in order; the suffix of `request.name` decides the format.

    `starting` is called with the place of each member before it is parsed. The first `skip` of them are passed over:
    a new process continues there if parsing one of them ended the old one.
    """
    kind = format_of(request.name)
    if kind is None:
        yield Failure("Unsupported format.", "See the formats in docs/articles.md.")
        return
    n_members = 0
    for member in _leaves(kind, data, request, depth=0):
        if not isinstance(member, Member):
            yield member
            continue
        n_members += 1
        if n_members > skip:
            starting(member.place)
            yield from _parsed(member, request)


def bytes_at(place: str, data: bytes, request: Request) -> bytes:
    """Return the bytes of the member at a place of a file, `data` itself if `place` is empty.

    Raises DocumentError if there is no such member.
    """
    kind = format_of(request.name)
    for member in _leaves(kind, data, request, depth=0) if kind else ():
        if isinstance(member, Member) and member.place == place:
            return member.read()
    raise DocumentError("This file no longer holds the article.", "Add it again with: dateline index FILE")


def _leaves(
    kind: Format, data: bytes, request: Request, *, depth: int
) -> Iterator[Member | Failure | Skipped]:
    """Yield the files that hold no other files."""
    if not kind.holds_files:
        yield Member("", request.name, lambda: data)
        return
    if depth > request.limits.n_nested:
        yield Failure(
            "It lies too deep in archives inside archives.",
            "Unpack the inner archives and add them one by one.",
        )
        return
    try:
        for member in kind.function()(data, request):
            if not isinstance(member, Member):
                yield member
                continue
            inner = format_of(member.name)
            if inner is None:
                yield Skipped(member.place)
            elif inner.holds_files:
                inside = replace(request, name=member.name)
                yield from _opened(member, inner, inside, depth=depth + 1)
            else:
                yield member
    except DocumentError as error:
        yield Failure(error.message, error.hint)
    except Exception as error:  # noqa: BLE001 - a parser may raise anything on a damaged file
        yield _damaged(kind, error)


def _opened(
    member: Member, kind: Format, request: Request, *, depth: int
) -> Iterator[Member | Failure | Skipped]:
    """Yield the leaves of a container inside a container, with their whole place."""
    try:
        data = member.read()
    except DocumentError as error:
        yield Failure(error.message, error.hint, member.place)
        return
    for leaf in _leaves(kind, data, request, depth=depth):
        if isinstance(leaf, Member):
            yield replace(leaf, place=member.place + leaf.place)
        else:
            yield replace(leaf, member=member.place + leaf.member)


def _parsed(member: Member, request: Request) -> Iterator[Found]:
    """Yield the documents of one file, and a failure if it can't be read."""
    kind = format_of(member.name)
    assert kind is not None  # noqa: S101 - members of other kinds are not parsed
    inside = replace(request, name=member.name)
    try:
        for found in kind.function()(member.read(), inside):
            yield within(_checked(found, request), member.place)
    except DocumentError as error:
        yield Failure(error.message, error.hint, member.place)
    except MemoryError:
        yield Failure(
            "Reading this file takes too much memory.", "Split it into smaller files.", member.place
        )
    except Exception as error:  # noqa: BLE001 - a parser may raise anything on a damaged file
        yield within(_damaged(kind, error), member.place)


def _checked(found: Found, request: Request) -> Found:
    """Return a document, or a failure if its text is too long."""
    if not isinstance(found, Document):
        return found
    most = request.limits.text_bytes
    n_characters = sum(len(part.text) for part in found.parts)
    if (
        n_characters <= most
        and sum(len(part.text.encode("utf-8", "replace")) for part in found.parts) <= most
    ):
        return found
    return Failure(
        f"Its text has {n_characters / 1e6:.1f} million characters; the maximum is {most / 1e6:.1f} MB.",
        "Split it into articles, or increase max_article_megabytes in the settings.",
        found.member,
    )


def _damaged(kind: Format, error: Exception) -> Failure:
    detail = f"{type(error).__name__}: {error}".strip(": ")[:120]
    return Failure(
        f"This file can't be read as {kind.name} ({detail}).",
        "It may be damaged or another format. Open it in its own program and save it again.",
    )
