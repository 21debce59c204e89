"""The error tree.

    DatelineError
    ├── SettingsError            a setting or a date that cannot be used
    ├── QuestionError            a question with nothing to search for
    ├── NoSuchDayError           a question of a day that no calendar has
    ├── ArticleError             one file that cannot become an article; never stops an ingest
    ├── UnknownArticleError      no article, or several, answer to a name
    ├── QuestionFileError        a file of questions, or one row of it, that cannot be used
    ├── AnswerFileError          a file of answers or a report that cannot be written or gone on with
    ├── EvaluationError          labelled questions that cannot answer what is asked of them
    ├── CitationError            a quote that is not what its article says
    ├── EncoderError             a model that is missing, damaged or cannot be built
    ├── WeightsError             a shipped file of weights that is missing, damaged or changed
    ├── LibraryError             the library as a whole
    │   ├── LibraryMissingError      nothing is stored there yet
    │   ├── LibraryBrokenError       the database cannot be read
    │   ├── LibraryDamagedError      something in the database is wrong, and nothing is added to it
    │   ├── LibraryMismatchError     it was built with another model
    │   ├── LibraryBusyError         another process is writing
    │   ├── LibraryFullError         the disk is full
    │   └── LibraryForbiddenError    the folder's rights do not allow it
    ├── ConversationsError       the kept conversations cannot be read or written
    └── CancelledError           the user stopped it

Each says what happened (`message`) and what to do about it (`hint`).
"""

import shlex
from pathlib import Path


class DatelineError(Exception):
    """Anything that a user can meet; `exit_code` is what the command line ends with."""

    exit_code = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class SettingsError(DatelineError):
    """A setting, flag or date that cannot be used."""


class QuestionError(DatelineError):
    """A question with nothing in it to search for."""

    def __init__(self) -> None:
        super().__init__("There are no words to search for.", "Type a few, for example a name or an event.")


class NoSuchDayError(DatelineError):
    """A question of a day that no calendar has; `why` says which and why, in a sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(why, "Ask of another day, or of any: with --any-date, in the app with F6.")


class ArticleError(DatelineError):
    """One file that cannot become an article."""

    def __init__(self, path: Path, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.path = path


class UnknownArticleError(DatelineError):
    """No article, or more than one, answers to the name given."""


class QuestionFileError(DatelineError):
    """A file of questions, or one row of it, that cannot be used.

    `name` is the file's, `line` and `column` count from 1 and are None where the whole file is meant. In a
    table `line` is the row's and `column` the number of its field.
    """

    def __init__(
        self, name: str, what: str, hint: str = "", *, line: int | None = None, column: int | None = None
    ) -> None:
        place = f", line {line}" if line is not None else ""
        place += f", column {column}" if column is not None else ""
        super().__init__(f"{name}{place}: {what}", hint)
        self.name, self.what, self.line, self.column = name, what, line, column


class AnswerFileError(DatelineError):
    """A file of answers, or a report, that cannot be written or gone on with."""

    def __init__(self, path: Path, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.path = path


class EvaluationError(DatelineError):
    """LabelledQuestion questions that cannot answer what is asked of them."""


class CitationError(DatelineError):
    """A quote that is not what its article says at that place."""

    def __init__(self, title: str, start: int, end: int) -> None:
        super().__init__(
            f"The quote is not what “{title}” says at {start}–{end}.",
            "This is a defect in Dateline: please report it with the article.",
        )


class EncoderError(DatelineError):
    """A model that is missing, damaged or cannot be built."""


class WeightsError(DatelineError):
    """A shipped file of weights that is missing, damaged or changed."""

    def __init__(self, path: Path, what: str, hint: str) -> None:
        super().__init__(f"The file {path} {what}.", hint)
        self.path = path


class LibraryError(DatelineError):
    """The library as a whole cannot be used; `folder` is where it is."""

    def __init__(self, folder: Path, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.folder = folder


class LibraryMissingError(LibraryError):
    """Nothing is stored there yet."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            folder,
            f"There is no library at {folder}.",
            "Make one with: dateline index FOLDER_OF_ARTICLES",
        )


class LibraryBrokenError(LibraryError):
    """The database cannot be read."""

    def __init__(self, folder: Path, detail: str) -> None:
        super().__init__(
            folder,
            f"The library at {folder} cannot be read ({detail}).",
            "Move that folder away and index the articles again; the articles themselves are untouched.",
        )


class LibraryDamagedError(LibraryError):
    """Something in the database is wrong; nothing is added to it until it is repaired."""

    def __init__(self, folder: Path, detail: str) -> None:
        super().__init__(
            folder,
            f"The library at {folder} is damaged ({detail}).",
            f"Repair it with: dateline doctor --repair --library {shlex.quote(str(folder))}",
        )


class LibraryMismatchError(LibraryError):
    """The library was built with another model, precision or passage size."""

    def __init__(self, folder: Path, stored: str, wanted: str) -> None:
        super().__init__(
            folder,
            f"The library at {folder} was built with {stored}, but the settings ask for {wanted}.",
            "Use another --library folder for these settings, or set them back. "
            "Vectors of two models cannot be compared.",
        )


class LibraryBusyError(LibraryError):
    """Another process is writing."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            folder,
            f"Another process is writing to the library at {folder}.",
            "Wait until it has finished; asking and searching work meanwhile.",
        )


class LibraryFullError(LibraryError):
    """The disk is full."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            folder,
            f"The disk that holds the library at {folder} is full.",
            "Make room and run the same command again; everything reported as stored is kept.",
        )


class LibraryForbiddenError(LibraryError):
    """The folder's rights do not allow it."""

    def __init__(self, folder: Path, doing: str) -> None:
        super().__init__(
            folder,
            f"{folder} does not allow {doing} a library there.",
            "Choose another folder with --library, or make it a folder that you may write to.",
        )


class ConversationsError(DatelineError):
    """The kept conversations cannot be read or written; asking goes on without them."""

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(
            f"The conversations kept in {path} cannot be used ({detail}).",
            "Look at the rights and the room on that disk, or move the file away; the articles are untouched.",
        )
        self.path = path


class CancelledError(DatelineError):
    """The user stopped it; what was stored before stays stored."""

    exit_code = 130

    def __init__(self) -> None:
        super().__init__("Stopped.", "What was already stored is kept; the same command goes on from there.")


def brief(error: Exception) -> str:
    """Return the first line of another library's error, short enough to stand in one of ours."""
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
