"""The article files below a path."""

import errno
import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from qa.articles.formats import ARTICLE_SUFFIXES, format_of, is_article
from qa.errors import ArticleError
from qa.utils.regular_files import read_regular_file

_RECORD = re.compile(r"(?:#\d{1,9}){1,8}$")


def _ignore(path: Path) -> None:
    _ = path


def find(paths: list[Path], passed_over: Callable[[Path], None] = _ignore) -> Iterator[Path | ArticleError]:
    """Yield the article files at and below `paths`, absolute, sorted within each folder, each once.

    Hidden files and folders are skipped, and links to folders are not followed. In a folder, a link that leads
    out of all the given paths is an error; a link that is itself given is followed. What cannot be read is
    yielded as an error, so one closed folder never hides the open ones. `passed_over` is called with the files
    of other kinds in folders.
    """
    seen: set[Path] = set()
    given_paths = [Path(os.path.abspath(given)) for given in paths]  # noqa: PTH100 - keep links as the user wrote them
    roots = [_real(path) for path in given_paths]
    for path in given_paths:
        for found in _below(path, roots, passed_over):
            if isinstance(found, ArticleError):
                yield found
            elif found not in seen:
                seen.add(found)
                yield found if _is_text(found) else _unnameable(found)


def _is_text(path: Path) -> bool:
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def _unnameable(path: Path) -> ArticleError:
    return ArticleError(path, "The name of this file or its folder is not valid UTF-8.", "Rename it.")


def read_bytes(path: Path, max_bytes: int, setting: str = "max_article_megabytes") -> bytes:
    """Read a regular file of at most `max_bytes` bytes (`setting`), or raise ArticleError saying why not."""
    try:
        size = path.stat().st_size
        data = read_regular_file(path, max_bytes + 1) if size <= max_bytes else b""
    except (FileNotFoundError, NotADirectoryError) as error:
        if path.is_symlink():
            message, hint = "This link points to a file that doesn't exist.", "Correct or remove the link."
        else:
            message, hint = "This file no longer exists.", "If it was moved, add it from its new folder."
        raise ArticleError(path, message, hint) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise ArticleError(path, f"Can't read this file ({reason}).", "Check its permissions.") from error
    if data is None:
        raise ArticleError(path, "This is not a regular file.", "Copy its text into a regular file.")
    if max(size, len(data)) > max_bytes:
        raise ArticleError(
            path,
            f"This file has {max(size, len(data)) / 1e6:.1f} MB; the maximum is {max_bytes / 1e6:.1f} MB.",
            f"Split it into articles, or increase {setting} in the settings.",
        )
    return data


def file_on_disk(path: Path) -> Path:
    """Return the file that holds an article: "a.zip" for "a.zip/talks.html", "b.mbox" for "b.mbox#3"."""
    whole = Path(_RECORD.sub("", str(path)))
    for outer in (*reversed(whole.parents), whole):
        kind = format_of(outer)
        if kind is not None and kind.holds_files and not outer.is_dir():
            return outer
    return whole


def is_gone(path: Path) -> bool:
    """Return whether the file that holds an article no longer exists; a file that we may not see is not gone."""
    try:
        file_on_disk(path).stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        pass
    return False


def _below(
    path: Path, roots: Sequence[Path], passed_over: Callable[[Path], None]
) -> Iterator[Path | ArticleError]:
    try:
        is_folder, exists = path.is_dir(), path.exists()
    except OSError as error:
        yield ArticleError(
            path, f"Can't access this path ({error.strerror}).", "Check its name and permissions."
        )
        return
    if is_folder:
        yield from _in_folder(path, roots, passed_over)
    elif not exists:
        yield ArticleError(path, "This file or folder doesn't exist.", "Check the name.")
    elif not is_article(path):
        kinds = ", ".join(ARTICLE_SUFFIXES)
        yield ArticleError(path, f"Unsupported format. Supported: {kinds}.", "Convert it to text first.")
    else:
        yield path


def _in_folder(
    folder: Path, roots: Sequence[Path], passed_over: Callable[[Path], None]
) -> Iterator[Path | ArticleError]:
    """Yield what is below a folder; folders may be nested to any depth."""
    errors: list[ArticleError] = []
    left = [folder]
    while left:
        here = left.pop()
        try:
            with os.scandir(here) as scanned:
                entries = sorted(scanned, key=lambda entry: entry.name)
        except OSError as error:
            errors.append(_closed(here, error))
            continue
        folders = []
        for entry in entries:
            path = here / entry.name
            is_supported = is_article(path)
            if entry.name.startswith("."):
                continue
            if entry.is_symlink() and (is_supported or _is_folder(entry)) and not _is_inside(path, roots):
                errors.append(_outside(path))
            elif _is_folder(entry):
                folders += [] if entry.is_symlink() else [path]
            elif is_supported:
                yield path
            else:
                passed_over(path)
        left += reversed(folders)
    yield from errors


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # a link to itself, or to what we may not see


def _is_inside(path: Path, roots: Sequence[Path]) -> bool:
    target = _real(path)
    return any(target.is_relative_to(root) for root in roots)


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _outside(path: Path) -> ArticleError:
    what = "This link leads outside the folder and was not followed."
    return ArticleError(path, what, "Add the target directly.")


def _closed(folder: Path, error: OSError) -> ArticleError:
    is_deep = error.errno == errno.ENAMETOOLONG
    hint = "Move it to a shorter path." if is_deep else "Check its permissions."
    return ArticleError(folder, f"Can't read this folder ({error.strerror}).", hint)
