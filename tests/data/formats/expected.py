"""Collects how the documents should be read."""

from datetime import date
from pathlib import Path
from typing import Any

from tests.data.formats.stories import Story

FOLDER = Path(__file__).parent
EXPECTED: list[dict[str, Any]] = []


def save(name: str, data: bytes | str, encoding: str = "utf-8") -> None:
    """Write a file."""
    (FOLDER / name).write_bytes(data if isinstance(data, bytes) else data.encode(encoding))


def expect(  # noqa: PLR0913 - all but the file and the story are keyword-only
    name: str,
    story: Story,
    *,
    member: str = "",
    before: tuple[str, ...] = (),
    after: tuple[str, ...] = (),
    published: date | None = None,
    dated_by: str = "",
    title: str | None = None,
    author: str | None = None,
    source: str | None = None,
    places: dict[str, str] | None = None,
    columns: str = "",
) -> None:
    """Note an article: the story's paragraphs between others, what is stated, and the places of some words.

    The author and the source are those that the document states; None if it states none.
    """
    EXPECTED.append(
        {
            "file": name,
            "member": member,
            "title": title or story.title,
            "published": (published or story.published).isoformat(),
            "dated_by": dated_by,
            "author": author,
            "source": source,
            "text": "\n\n".join((*before, *story.paragraphs, *after)),
            "places": places or {},
            "columns": columns,
        }
    )
