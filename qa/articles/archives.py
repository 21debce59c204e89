"""Archives: .zip, .tar, .tar.gz and other compressed tar files of articles in any format."""

import io
import tarfile
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath

from qa.articles.documents import DocumentError, Failure, Limits, Member, Request, Skipped
from qa.articles.formats import format_of
from qa.articles.zip_files import files_in, open_zip, read_entry, refuse_bomb
from qa.utils.text import printable

_LONGEST_PLACE = 300
_SMALL_BYTES = 10_000_000
_RUBBISH = ("__MACOSX",)
_DAMAGED = "Create the archive again, or unpack it and add the files."


def members(data: bytes, request: Request) -> Iterator[Member | Failure | Skipped]:
    """Yield the files that can be articles, each with a path below the archive's that can't lead out of it."""
    is_zip = request.name.lower().endswith(".zip")
    total = _Total(request.limits, len(data))
    places = _Places()
    yield from (
        _zip_members(data, request.limits, total, places) if is_zip else _tar_members(data, total, places)
    )


class _Total:
    """Counts what an archive holds in all, and refuses too much of it."""

    def __init__(self, limits: Limits, n_packed: int) -> None:
        self.limits = limits
        self._n_packed = n_packed
        self._n_bytes = self._n_members = 0

    def add(self, n_bytes: int) -> None:
        self._n_bytes += n_bytes
        if self._n_bytes > self.limits.unpacked_bytes:
            raise DocumentError(
                f"This archive has more than {self.limits.unpacked_bytes / 1e6:.0f} MB when unpacked; the rest was"
                " left out.",
                "Split it, or unpack it and add the files.",
            )

        if self._n_bytes > _SMALL_BYTES and self._n_bytes > self.limits.expansion * self._n_packed:
            raise DocumentError(
                f"This archive is packed to less than 1/{self.limits.expansion} of its size, like a zip bomb; the"
                " rest was left out.",
                "If you trust it, unpack it and add the files.",
            )

    def count(self) -> None:
        self._n_members += 1
        if self._n_members > self.limits.n_members:
            raise DocumentError(
                f"This archive holds more than {self.limits.n_members:,} files; the rest was left out.",
                "Split it, or unpack it and add the files.",
            )


class _Places:
    """Gives each member its own path."""

    def __init__(self) -> None:
        self._n_used: Counter[str] = Counter()

    def of(self, name: str) -> str | None:
        """Return a member's place; None for hidden files and folders, as in folders on the disk."""
        parts = [printable(part) for part in name.replace("\\", "/").split("/")]
        parts = [part for part in parts if part not in ("", ".", "..")]
        if not parts or any(part.startswith(".") or part in _RUBBISH for part in parts):
            return None
        place = "/" + "/".join(parts)
        if len(place) > _LONGEST_PLACE:
            place = "/…" + place[-_LONGEST_PLACE:]
        self._n_used[place] += 1
        if (number := self._n_used[place]) > 1:
            path = PurePosixPath(place)
            place = str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
        return place


def _zip_members(
    data: bytes, limits: Limits, total: _Total, places: _Places
) -> Iterator[Member | Failure | Skipped]:
    with open_zip(data, "a zip archive") as archive:

        def read(entry_name: int) -> bytes:
            unpacked = read_entry(archive, entries[entry_name], limits)
            total.add(len(unpacked))
            return unpacked

        entries = list(files_in(archive, limits))
        for number, entry in enumerate(entries):
            place = places.of(entry.filename)
            if place is None:
                continue
            name = PurePosixPath(place).name
            yield Skipped(place) if format_of(name) is None else Member(place, name, partial(read, number))


def _tar_members(data: bytes, total: _Total, places: _Places) -> Iterator[Member | Failure | Skipped]:
    """Yield the regular files; links and devices are left out."""
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r|*") as archive:
            for entry in archive:
                total.count()
                total.add(
                    entry.size
                )  # also of those that are left out: they are unpacked to reach the next one
                if not entry.isreg() or (place := places.of(entry.name)) is None:
                    continue
                name = PurePosixPath(place).name
                if format_of(name) is None:
                    yield Skipped(place)
                    continue
                if entry.size > total.limits.file_bytes:
                    yield _too_large(place, total.limits)
                    continue
                file = archive.extractfile(entry)
                content = file.read() if file else b""
                yield Member(place, name, partial(bytes, content))
    except (tarfile.TarError, EOFError, OSError, zlib.error, ValueError, OverflowError) as error:
        raise DocumentError(f"This archive is damaged ({error}).", _DAMAGED) from error


def _too_large(place: str, limits: Limits) -> Failure:
    try:
        refuse_bomb(limits.file_bytes + 1, limits.file_bytes, limits)
    except DocumentError as error:
        return Failure(error.message, error.hint, place)
    raise AssertionError
