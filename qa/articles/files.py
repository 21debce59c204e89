"""Which files below a path are articles."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from qa.errors import ArticleError
from qa.utils.file_suffixes import ARTICLE_SUFFIXES


def _ignore(path: Path) -> None:
    _ = path


def find(paths: list[Path], passed_over: Callable[[Path], None] = _ignore) -> Iterator[Path | ArticleError]:
    """Yield the article files at and below `paths`, absolute, sorted within each folder, each once.

    Hidden files and folders are passed over, and links to folders are not followed. What cannot be
    looked at is yielded as an error, so that one closed folder never hides the open ones. `passed_over`
    hears of the files of other kinds in folders.
    """
    seen: set[Path] = set()
    for given in paths:
        path = Path(os.path.abspath(given))  # noqa: PTH100 - keep links as the user wrote them
        for found in _below(path, passed_over):
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
    return ArticleError(path, "The name of this file, or of its folder, is not valid UTF-8.", "Rename it.")


def _below(path: Path, passed_over: Callable[[Path], None]) -> Iterator[Path | ArticleError]:
    try:
        is_folder, exists = path.is_dir(), path.exists()
    except OSError as error:
        yield ArticleError(
            path, f"This cannot be looked at ({error.strerror}).", "Check its name and its rights."
        )
        return
    if is_folder:
        yield from _in_folder(path, passed_over)
    elif not exists:
        yield ArticleError(path, "There is no such file or folder.", "Check the name.")
    elif path.suffix.lower() not in ARTICLE_SUFFIXES:
        kinds = ", ".join(ARTICLE_SUFFIXES)
        yield ArticleError(
            path, f"Files of this kind are not read ({kinds} are).", "Convert it to text first."
        )
    else:
        yield path


def _in_folder(folder: Path, passed_over: Callable[[Path], None]) -> Iterator[Path | ArticleError]:
    errors: list[OSError] = []
    for where, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.startswith("."):
                continue
            if Path(name).suffix.lower() in ARTICLE_SUFFIXES:
                yield Path(where, name)
            else:
                passed_over(Path(where, name))
    for error in errors:
        closed = Path(str(error.filename or folder))
        yield ArticleError(closed, f"This folder cannot be read ({error.strerror}).", "Change its rights.")
