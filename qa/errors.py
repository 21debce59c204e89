"""The error tree.

    DatelineError
    ├── SettingsError            a setting or a date that can't be used
    ├── QuestionError            a question with nothing to search for
    ├── NoSuchDayError           a question about a date that doesn't exist
    ├── FetchError               a web page that can't or may not be fetched
    ├── ArticleError             one file that can't become an article; never stops indexing
    ├── UnknownArticleError      no article, or several, match a name
    ├── LabelError               a tag or collection that can't have this name
    │   └── UnknownLabelError        no tag or collection has this name
    ├── QuestionFileError        a file of questions, or one row of it, that can't be used
    ├── AnswerFileError          a file of answers or a report that can't be written or resumed
    ├── ExportError              an exported file that can't be written
    ├── EvaluationError          labelled questions that don't allow the requested evaluation
    ├── CitationError            a quote that doesn't match its article
    ├── EncoderError             a model that is missing, damaged or cannot be built
    ├── WeightsError             a shipped file of weights that is missing, damaged or changed
    ├── LibraryError             the library as a whole
    │   ├── LibraryMissingError      there is no library yet
    │   ├── LibraryBrokenError       the database cannot be read
    │   ├── LibraryDamagedError      something in the database is wrong, and nothing is added to it
    │   ├── LibraryNewerError        a newer Dateline wrote it
    │   ├── LibraryUnmergedError     it is read-only, with changes that SQLite has yet to merge
    │   ├── LibraryDiskError         the disk, or a limit on file sizes, does not allow reading or writing
    │   ├── LibraryMismatchError     it was built with another model
    │   ├── LibraryBusyError         another process is writing
    │   │   └── DeletionPendingError     articles are deleted, but their text may still be in the files
    │   ├── LibraryUnreachableError  tables that can't be read or written
    │   ├── EngineMissingError       the packages of its engine are not installed
    │   ├── UnsupportedError         its engine can't do that
    │   ├── LibraryFullError         the disk is full
    │   ├── SnapshotError            a snapshot that is missing or damaged, or can't get its name
    │   └── LibraryForbiddenError    the folder's permissions don't allow it
    ├── TransferError            an export that can't be written, or a file that can't be imported
    ├── NoRoomError              too little free space on a disk
    ├── WorkersError             worker processes or a cluster that can't be used
    ├── ConversationsError       the saved conversations can't be read or written
    └── CancelledError           the user stopped it

Each says what happened (`message`) and what to do about it (`hint`).
"""

import errno
import shlex
from pathlib import Path
from typing import Any


class DatelineError(Exception):
    """Any error that is reported to a user; `exit_code` is the exit code of the command."""

    exit_code = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[Any, ...]:
        """Let an error be sent to another process, with arguments of any kind."""
        return _rebuilt, (type(self), self.args, self.__dict__)


def _rebuilt(kind: type[DatelineError], arguments: tuple[Any, ...], fields: dict[str, Any]) -> DatelineError:
    error = kind.__new__(kind, *arguments)
    error.args = arguments
    error.__dict__.update(fields)
    return error


class SettingsError(DatelineError):
    """An invalid setting, option or date."""


class QuestionError(DatelineError):
    """A question without any words to search for."""

    def __init__(self) -> None:
        super().__init__(
            "There are no words to search for.", "Type a question, or a few words such as a name or an event."
        )


class NoSuchDayError(DatelineError):
    """A question about a date that doesn't exist; `why` is a sentence with the reason."""

    def __init__(self, why: str) -> None:
        super().__init__(why, "Use a date that exists, or search all dates (--any-date, or F6 in the app).")


class ArticleError(DatelineError):
    """One file that can't become an article."""

    def __init__(self, path: Path, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.path = path


class FetchError(DatelineError):
    """A web page that can't or may not be fetched."""


class UnknownArticleError(DatelineError):
    """No article, or more than one, matches a name."""


class LabelError(DatelineError):
    """A name that a tag or collection can't have."""


class UnknownLabelError(LabelError):
    """No tag, or no collection, has this name."""


class QuestionFileError(DatelineError):
    """An invalid file of questions, or one invalid row of it.

    `name` is the file's. `line` and `column` count from 1 and are None if they concern the whole file. In a table,
    `line` is the row's and `column` the number of its field.
    """

    def __init__(
        self, name: str, what: str, hint: str = "", *, line: int | None = None, column: int | None = None
    ) -> None:
        place = f", line {line}" if line is not None else ""
        place += f", column {column}" if column is not None else ""
        super().__init__(f"{name}{place}: {what}", hint)
        self.name, self.what, self.line, self.column = name, what, line, column


class AnswerFileError(DatelineError):
    """A file of answers, or a report, that can't be written or resumed."""

    def __init__(self, path: Path, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.path = path


class ExportError(DatelineError):
    """An exported file that can't be written."""


class EvaluationError(DatelineError):
    """Labelled questions that don't allow the requested evaluation."""


class CitationError(DatelineError):
    """A quote that doesn't match its article."""

    def __init__(self, title: str, start: int, end: int) -> None:
        super().__init__(
            f"The quote doesn't match “{title}” at {start}–{end}.",
            "This is a bug in Dateline. Please report it with the article.",
        )


class EncoderError(DatelineError):
    """A model that is missing, damaged or cannot be built."""


class WeightsError(DatelineError):
    """A shipped file of weights that is missing, damaged or changed."""

    def __init__(self, path: Path, what: str, hint: str) -> None:
        super().__init__(f"The file {path} {what}.", hint)
        self.path = path


class LibraryError(DatelineError):
    """The whole library can't be used; `location` is where it is."""

    def __init__(self, location: object, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.location = location


class LibraryMissingError(LibraryError):
    """There is no library yet."""

    def __init__(self, location: object) -> None:
        super().__init__(
            location,
            f"There is no library at {location}.",
            "Create one with: dateline index FOLDER",
        )


REPAIR_COMMAND = "Run: dateline doctor --repair."
_REPAIR_OR_MOVE = (
    f"{REPAIR_COMMAND} If that fails, move library.sqlite out of that folder and "
    "index your articles again. Leave the other files there: they contain your conversations."
)


class LibraryBrokenError(LibraryError):
    """The database can't be read."""

    def __init__(self, location: object, detail: str, hint: str = _REPAIR_OR_MOVE) -> None:
        super().__init__(location, f"Can't read the library at {location} ({detail}).", hint)


class LibraryFileEmptyError(LibraryBrokenError):
    """The database is a file without content; Dateline never writes one."""

    def __init__(self, location: object) -> None:
        super().__init__(
            location,
            "the file library.sqlite is empty",
            "Restore library.sqlite from a backup, or delete it and index your articles again.",
        )


class LibraryNewerError(LibraryError):
    """A newer Dateline wrote the library; nothing is wrong with it."""

    def __init__(self, location: object, found: int, known: int) -> None:
        super().__init__(
            location,
            f"A newer version of Dateline wrote the library at {location} (format {found}; this one reads {known}).",
            "Update Dateline, or use another folder with --library. Nothing was changed.",
        )


class LibraryDiskError(LibraryError):
    """The operating system refused to read or write; `cause` is its reason and `number` its error number."""

    def __init__(self, location: object, number: int, cause: str) -> None:
        super().__init__(
            location,
            f"Can't read or write the library at {location} ({cause}).",
            f"{disk_hint(number)} Everything reported as stored is kept.",
        )


class LibraryUnmergedError(LibraryError):
    """A library that is read-only, although its last changes are still in SQLite's log."""

    def __init__(self, location: object) -> None:
        super().__init__(
            location,
            f"The library at {location} is read-only, and its last changes are still in library.sqlite-wal.",
            "Copy the folder to a place where you can write, and use the copy with --library.",
        )


class LibraryDamagedError(LibraryError):
    """Something in the database is wrong; nothing is added to it until it is repaired."""

    def __init__(self, location: object, detail: str) -> None:
        super().__init__(
            location,
            f"The library at {location} is damaged ({detail}).",
            f"Repair it with: dateline doctor --repair --library {shlex.quote(str(location))}",
        )


class LibraryMismatchError(LibraryError):
    """The library was built with another model, precision or passage size."""

    def __init__(self, location: object, stored: str, wanted: str) -> None:
        super().__init__(
            location,
            f"The library at {location} was built with {stored}, but the settings ask for {wanted}.",
            "Use another folder with --library, or restore the old settings. "
            "Vectors of different models can't be compared.",
        )


class LibraryBusyError(LibraryError):
    """Another process is writing."""

    def __init__(self, location: object) -> None:
        super().__init__(
            location,
            f"Another process is writing to the library at {location}.",
            "Wait until it has finished. You can ask and search meanwhile.",
        )


class DeletionPendingError(LibraryBusyError):
    """Articles were deleted, but their text can't be erased from the files, because of another error."""

    def __init__(self, location: object, cause: LibraryError) -> None:
        super().__init__(location)
        is_busy = isinstance(cause, LibraryBusyError)
        self.message = (
            f"Another process is using the library at {location}, so the deletion isn't complete."
            if is_busy
            else f"The deletion isn't complete. {cause.message}"
        )
        self.args = (self.message,)
        advice = "Close other programs that use the library." if is_busy else cause.hint
        if isinstance(cause, LibraryFullError):
            advice = "Free some space."
        self.hint = (
            "The articles are deleted, but parts of their text may still be in the library's files."
            f" {advice} Then run: dateline maintain"
        )


class LibraryFullError(LibraryError):
    """The disk is full."""

    def __init__(self, location: object) -> None:
        super().__init__(
            location,
            f"The disk is full (library at {location}).",
            "Free some space and run the command again. Everything reported as stored is kept.",
        )


class LibraryForbiddenError(LibraryError):
    """The folder's permissions don't allow it."""

    def __init__(self, location: object, doing: str, cause: str = "") -> None:
        super().__init__(
            location,
            f"No permission for {doing} the library at {location}{f' ({cause})' if cause else ''}.",
            "Check the folder's permissions, or use another folder with --library.",
        )


class EngineMissingError(LibraryError):
    """The library's engine is not installed; `extra` installs it."""

    def __init__(self, location: object, engine: str, extra: str) -> None:
        super().__init__(
            location,
            f"The library at {location} needs {engine}, which is not installed.",
            f"Install it with: pip install 'dateline-qa[{extra}]'",
        )


class LibraryUnreachableError(LibraryError):
    """Tables that can't be read or written: no network, no permission, or they are damaged."""

    def __init__(self, location: object, detail: str) -> None:
        super().__init__(
            location,
            f"Can't use the library at {location} ({detail}).",
            "Check the address, the network and your permissions. Everything reported as stored is kept.",
        )


class UnsupportedError(LibraryError):
    """Something that this library's engine doesn't have; `instead` is what the user can do."""

    def __init__(self, location: object, what: str, instead: str) -> None:
        super().__init__(location, f"Not available for {location}: {what}.", instead)


class SnapshotError(LibraryError):
    """A snapshot that is missing or damaged, or a name that can't be used."""


class TransferError(DatelineError):
    """An export that can't be written, or a file that can't be imported."""

    def __init__(self, path: Path, what: str, hint: str = "") -> None:
        super().__init__(f"{path}: {what}", hint)
        self.path = path


class NoRoomError(DatelineError):
    """A folder's disk has too little free space; nothing was written."""

    def __init__(self, folder: Path, needed: int, free: int) -> None:
        super().__init__(
            f"There is too little free space at {folder}: {_megabytes(needed)} are needed,"
            f" {_megabytes(free)} are free.",
            "Free some space and try again. Nothing was changed.",
        )
        self.folder = folder


class WorkersError(DatelineError):
    """Worker processes or a cluster that can't be used."""


class ConversationsError(DatelineError):
    """The saved conversations can't be read or written; asking still works."""

    def __init__(self, path: Path, detail: str, hint: str = "") -> None:
        super().__init__(
            f"Can't use the saved conversations in {path} ({detail}).",
            hint or "Check the file's permissions and the disk. Articles are not affected.",
        )
        self.path = path


class CancelledError(DatelineError):
    """The user stopped the work. Everything stored before is kept."""

    exit_code = 130

    def __init__(
        self, hint: str = "Articles already added are kept. Run the same command to continue."
    ) -> None:
        super().__init__("Stopped.", hint)


def _megabytes(n_bytes: int) -> str:
    return f"{n_bytes / 1_000_000:,.1f} MB"


def disk_hint(number: int) -> str:
    """Return what to do when the operating system refuses with this error number."""
    if number == errno.EFBIG:
        return "Raise the limit on file sizes (ulimit -f), or use a file system that allows larger files."
    return "Check the disk."


def brief(error: Exception) -> str:
    """Return the first line of another library's error, shortened."""
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
