"""The file that holds an export: a zip of JSON Lines and plain arrays, with the SHA-256 of each part.

manifest.json names every other member with its size and SHA-256, and the zip's comment has the SHA-256 of the
manifest. Nothing in the file is executed, no name in it is used as a path, and no SQLite file is in it.
"""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from qa.errors import CancelledError, TransferError
from qa.progress import CopyAdvanced, Event
from qa.utils.private_files import create_private_file

FORMAT, VERSION = "dateline-library", 1
MANIFEST = "manifest.json"
Json = dict[str, Any]
Watcher = Callable[[Event], None]
StopSign = Callable[[], bool]

_COMMENT = f"{FORMAT} sha256 ".encode()
_CHUNK_BYTES = 1 << 20
_LONGEST_LINE_BYTES = 64 << 20
_LONGEST_MANIFEST_BYTES = 4 << 20
_MOST_MEMBERS = 1_000_000
_MOST_EXPANSION, _SMALL_BYTES = 200, 10_000_000
_ALLOWED_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError)


@dataclass(slots=True)
class _Member:
    """A part that is being written: its size and digest so far."""

    file: IO[bytes]
    n_bytes: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def write(self, data: bytes) -> None:
        """Append bytes."""
        self.file.write(data)
        self.digest.update(data)
        self.n_bytes += len(data)

    def write_line(self, value: Any) -> None:
        """Append a value as a line of JSON."""
        self.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


class ExportWriter:
    """Writes an export beside its path, and gives it its name when it is complete.

    Without `finish`, or after an error, nothing is left. Raises OSError.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._partial = path.with_name(f".{path.name[:80]}.partial")
        self._members: dict[str, Json] = {}

    def __enter__(self) -> "ExportWriter":
        create_private_file(self._partial).close()
        self._zip = zipfile.ZipFile(self._partial, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with ExitStack() as last:
            last.callback(self._partial.unlink, missing_ok=True)
            if self._zip.fp is not None:
                self._zip.close()

    @contextmanager
    def member(self, name: str, *, packed: bool = True) -> Iterator[_Member]:
        """Yield a new part to write to."""
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.external_attr = 0o600 << 16
        with self._zip.open(info, "w", force_zip64=True) as file:
            member = _Member(file)
            yield member
        self._members[name] = {"bytes": member.n_bytes, "sha256": member.digest.hexdigest()}

    def finish(self, description: Json) -> int:
        """Write the manifest, wait until all is on disk, give the file its name, and return its size."""
        whole = {"format": FORMAT, "version": VERSION, **description, "members": self._members}
        manifest = json.dumps(whole, indent=1).encode()
        self._zip.writestr(zipfile.ZipInfo(MANIFEST), manifest, zipfile.ZIP_DEFLATED)
        self._zip.comment = _COMMENT + hashlib.sha256(manifest).hexdigest().encode()
        self._zip.close()
        with self._partial.open("rb") as file:
            os.fsync(file.fileno())
        self._partial.replace(self._path)
        return self._path.stat().st_size


class ExportReader:
    """Reads an export that may be damaged or hostile. Raises TransferError, or OSError if it can't be read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._refusing_damage():
            if not path.is_file():
                raise TransferError(path, "There is no such file.", "Check the name.")
            self._zip = zipfile.ZipFile(path)
            try:
                self.manifest = self._manifest()
                self._check_members()
            except BaseException:
                self._zip.close()
                raise

    def __enter__(self) -> "ExportReader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    @property
    def n_bytes(self) -> int:
        """The size of all parts, unpacked."""
        return sum(int(each["bytes"]) for each in self.members.values())

    @property
    def members(self) -> dict[str, Json]:
        """Size and SHA-256 of the parts by name."""
        members: dict[str, Json] = self.manifest["members"]
        return members

    def verify(self, watch: Watcher, stopped: StopSign) -> None:
        """Compare every part with its size and SHA-256."""
        n_done, n_total = 0, self.n_bytes
        for name, expected in self.members.items():
            digest, n_bytes = hashlib.sha256(), 0
            for chunk in self._chunks(name):
                if stopped():
                    raise CancelledError
                digest.update(chunk)
                n_bytes += len(chunk)
                watch(CopyAdvanced("Checking", n_done + n_bytes, n_total))
            if (n_bytes, digest.hexdigest()) != (expected["bytes"], expected["sha256"]):
                raise self._damaged(f"{name} was altered")
            n_done += n_bytes

    def has(self, name: str) -> bool:
        """Return whether there is a part of this name."""
        return name in self.members

    def lines(self, name: str) -> Iterator[Any]:
        """Yield the values of a part of JSON lines; none if there is no such part."""
        if not self.has(name):
            return
        with self._refusing_damage(), self._zip.open(name) as file:
            n_read = 0
            while line := file.readline(_LONGEST_LINE_BYTES):
                n_read += len(line)
                self._refuse_bomb(name, n_read)
                if not line.endswith(b"\n"):
                    raise self._damaged(f"{name} has a line that is too long or incomplete")
                yield self._parsed(line)

    @contextmanager
    def stream(self, name: str) -> Iterator[Callable[[int], bytes]]:
        """Yield a function that returns the next n bytes of a part, fewer at its end."""
        with self._refusing_damage(), self._zip.open(name) as file:
            yield file.read

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a part."""
        yield from self._chunks(name)

    def refused(self, what: str) -> TransferError:
        """Return the error for content that a Dateline export can't have."""
        return TransferError(
            self._path, f"This export can't be imported: {what}.", "Nothing was imported. Export it again."
        )

    def _manifest(self) -> Json:
        entries = [entry for entry in self._zip.infolist() if entry.filename == MANIFEST]
        if len(entries) != 1 or entries[0].file_size > _LONGEST_MANIFEST_BYTES:
            raise TransferError(
                self._path, "This is not a Dateline export.", "Make one with: dateline export"
            )
        with self._zip.open(entries[0]) as file:
            data = file.read(_LONGEST_MANIFEST_BYTES + 1)
        manifest = self._parsed(data)
        if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
            raise TransferError(
                self._path, "This is not a Dateline export.", "Make one with: dateline export"
            )
        version = manifest.get("version")
        if not isinstance(version, int) or version > VERSION:
            raise TransferError(
                self._path,
                f"A newer version of Dateline made this export (version {version}; this one reads {VERSION}).",
                "Update Dateline. Nothing was imported.",
            )
        if self._zip.comment != _COMMENT + hashlib.sha256(data).hexdigest().encode():
            raise self._damaged("its list of contents was altered")
        return manifest

    def _check_members(self) -> None:
        """Refuse members that the manifest doesn't name, twice the same, encrypted, or packed like a bomb."""
        members = self.manifest.get("members")
        if not isinstance(members, dict) or not all(map(_is_description, members.values())):
            raise self._damaged("its list of contents makes no sense")
        entries = self._zip.infolist()
        names = [entry.filename for entry in entries]
        if len(names) > _MOST_MEMBERS or sorted(names) != sorted([*members, MANIFEST]):
            raise self._damaged("it has other contents than it lists")
        for entry in entries:
            if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _ALLOWED_METHODS:
                raise self._damaged(f"{entry.filename} is encrypted or packed in an unknown way")
            if entry.filename != MANIFEST and entry.file_size != members[entry.filename]["bytes"]:
                raise self._damaged(f"{entry.filename} has another size than listed")
            self._refuse_bomb(entry.filename, entry.file_size)

    def _chunks(self, name: str) -> Iterator[bytes]:
        with self._refusing_damage(), self._zip.open(name) as file:
            n_read = 0
            while chunk := file.read(_CHUNK_BYTES):
                n_read += len(chunk)
                self._refuse_bomb(name, n_read)
                yield chunk

    def _refuse_bomb(self, name: str, n_bytes: int) -> None:
        packed = self._zip.getinfo(name).compress_size
        if n_bytes > _SMALL_BYTES and n_bytes > _MOST_EXPANSION * max(packed, 1):
            raise self._damaged(
                f"{name} is packed to less than 1/{_MOST_EXPANSION} of its size, like a zip bomb"
            )

    def _parsed(self, data: bytes) -> Any:
        try:
            return json.loads(data, parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            raise self._damaged("it has a line that is not JSON") from error

    def _damaged(self, what: str) -> TransferError:
        return TransferError(
            self._path,
            f"This export is damaged or was altered: {what}.",
            "Nothing was imported. Copy it again, or export it again.",
        )

    @contextmanager
    def _refusing_damage(self) -> Iterator[None]:
        try:
            yield
        except _DAMAGED as error:
            raise TransferError(
                self._path,
                "This file is not a Dateline export, or it is incomplete or damaged.",
                "Nothing was imported. Copy it again, or export it again.",
            ) from error


def _is_description(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    n_bytes, digest = value.get("bytes"), value.get("sha256")
    return type(n_bytes) is int and n_bytes >= 0 and isinstance(digest, str)


def _refuse_constant(name: str) -> None:
    raise ValueError(name)
