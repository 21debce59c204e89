"""Where libraries are: in a folder, or in LanceDB tables. Importing this is cheap."""

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from qa.settings.locations import local_files

FOLDER_SCHEME, BUCKET_SCHEME = "lance://", "lance+s3://"
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:/[\w.=-]+)*")
_NOT_IN_NAME = re.compile(r"[^a-z0-9]+")
_N_DIGITS = 12


@dataclass(frozen=True, slots=True)
class LanceAddress:
    """A library in LanceDB tables: a folder (`lance:///path`), or a bucket (`lance+s3://bucket/prefix`).

    `place` is the folder's absolute path, or the bucket with its prefix.
    """

    place: str
    is_bucket: bool = False

    def __str__(self) -> str:
        return f"{BUCKET_SCHEME if self.is_bucket else FOLDER_SCHEME}{self.place}"

    @property
    def name(self) -> str:
        """The last part of the place."""
        return self.place.rpartition("/")[2]

    @property
    def folder(self) -> Path:
        """The folder on this machine for what belongs to the library: conversations, files of added texts."""
        slug = _NOT_IN_NAME.sub("-", self.name.lower()).strip("-") or "library"
        digest = hashlib.sha256(str(self).encode("utf-8", "backslashreplace")).hexdigest()[:_N_DIGITS]
        return local_files() / f"{slug[:40]}-{digest}"


LibraryLocation: TypeAlias = Path | LanceAddress


def is_lance_address(text: str) -> bool:
    """Return whether a text is meant as the address of a library in LanceDB tables."""
    return text.startswith(("lance:", "lance+"))


def lance_address(text: str) -> LanceAddress:
    """Parse `lance:///path` or `lance+s3://bucket/prefix`; ValueError says what it must be."""
    if text.startswith(FOLDER_SCHEME):
        path = text.removeprefix(FOLDER_SCHEME)
        if path.startswith("/") and "\0" not in path and path.strip("/"):
            return LanceAddress(os.path.abspath(path))  # noqa: PTH100 - keep links as the user wrote them
        raise ValueError("must be like lance:///path/to/folder")
    place = text.removeprefix(BUCKET_SCHEME).rstrip("/")
    if text.startswith(BUCKET_SCHEME) and _BUCKET.fullmatch(place) and ".." not in place:
        return LanceAddress(place, is_bucket=True)
    raise ValueError("must be like lance:///path/to/folder or lance+s3://bucket/prefix, without credentials")


def has_tables(folder: Path) -> bool:
    """Return whether a folder holds a library in LanceDB tables."""
    try:
        return (folder / "settings.lance").is_dir()
    except OSError:
        return False


def folder_of(location: LibraryLocation) -> Path:
    """Return the folder on this machine for what belongs to a library."""
    return location.folder if isinstance(location, LanceAddress) else location
