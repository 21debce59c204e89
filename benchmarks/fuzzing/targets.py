"""What is fuzzed. Each target takes any bytes and raises DefectError when something that must hold does not.

Errors that Dateline raises for bad input are expected; any other exception is a finding.
"""

import atexit
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from unittest.mock import patch

from benchmarks.fuzzing.format_targets import FORMAT_TARGETS, Target
from benchmarks.fuzzing.soundness import require, require_in_order, require_sound
from benchmarks.fuzzing.texts import text_of
from benchmarks.fuzzing.words import (
    ATTRIBUTION,
    DATES,
    FRONT_MATTER,
    MESSAGES,
    QUESTION_FILES,
    SETTINGS,
)
from qa.errors import ArticleError, QuestionFileError, SettingsError
from qa.records import Article

if TYPE_CHECKING:
    pass

_Result = TypeVar("_Result")
_FIRST_DAY = date(1900, 1, 1)
_QUESTION_CHARACTERS = 200
_N_DAYS = 73_000  # to about the year 2100
_SLOW_SECONDS = 2.0  # of processor time; work that takes longer is measured on half the text too
_MOST_GROWTH = 3.0  # times the work for twice the text; 2 is proportional, 4 is quadratic


def article_loading(data: bytes) -> None:
    """Load a file, and split its article into passages and sentences."""
    from qa.articles import load

    if not data:
        return
    kind, body = data[0], data[1:]
    path = Path("article.md" if kind & 1 else "article.txt")
    if kind & 2:
        body = text_of(body, FRONT_MATTER).encode("utf-8", "surrogatepass")
    try:
        loaded = load(path, body)
    except ArticleError:
        return
    require_sound(loaded.article)


def dates(data: bytes) -> None:
    """Work out the time expressions and events of a text, and the days that a question names."""
    from qa.dates import days_of, in_words, time_expressions
    from qa.questions.dates import date_filter_of
    from qa.timeline.events import events_of, in_order
    from qa.utils.text import clean

    published = None
    if len(data) >= 2 and data[0]:  # noqa: PLR2004 - two bytes are a day
        published = _FIRST_DAY + timedelta(int.from_bytes(data[:2]) % _N_DAYS)
    text = clean(text_of(data[2:], DATES))
    found = _proportional(lambda words: time_expressions(words, published), text)
    require_in_order([each.article_span for each in found], text, "time expressions")
    for each in found:
        require(published is not None or each.reference is None, "a day was counted from no dateline")
        for value in filter(None, (each.value, each.alternative)):
            require(in_words(value), f"{value} has no wording")
            days = days_of(value)
            require(days is None or days[0] <= days[1], f"{value} ends before it begins")
    article = Article("0" * 32, "A title", text, published, None, None, "article.txt")
    for event in in_order(events_of(article, found)):
        require(event.first <= event.last, "an event ends before it begins")
        require(event.article_span.contains(event.expression.article_span), "an event is not dated by itself")
    named = date_filter_of(text[:_QUESTION_CHARACTERS], published or _FIRST_DAY)
    if named is not None:
        require(named.since <= named.until, "a question's days run backwards")
        require(named.expression in text, "a question's days are not its own words")


def attribution(data: bytes) -> None:
    """Find the speakers and their statements in a text, as one sentence and sentence by sentence."""
    from qa.attribution import attributions_in
    from qa.indexing.passages import sentence_spans
    from qa.utils.text import clean

    text = clean(text_of(data, ATTRIBUTION))
    spans = _proportional(lambda words: list(sentence_spans(words)), text)
    require_in_order(spans, text, "sentences")
    for sentence in (text, *(span.of(text) for span in spans)):
        for each in attributions_in(sentence):
            for span in (each.speaker, each.statement):
                require(
                    0 <= span.start < span.end <= len(sentence), "an attribution lies outside its sentence"
                )
            require(each.speaker.of(sentence).strip(), "a speaker is blank")


def question_files(data: bytes) -> None:
    """Read a question file of each kind."""
    from qa.batch.question_files import read_questions
    from qa.utils.text import printable

    if not data:
        return
    kind, body = data[0], data[1:]
    suffix = (".txt", ".csv", ".tsv", ".jsonl", ".xlsx")[kind % 5]
    if kind & 128:
        text = text_of(body, QUESTION_FILES)
        body = _workbook(text) if suffix == ".xlsx" else text.encode("utf-8", "surrogatepass")
    path = _scratch() / f"questions{suffix}"
    path.write_bytes(body)
    try:
        questions = read_questions(str(path))
    except QuestionFileError:
        return
    require(questions.rows, "a file without rows was read")
    for row in questions.rows:
        require(row.error or any(char.isalnum() for char in row.text), "a question has no words")
        require(row.text == printable(row.text), "a question is not fit to be shown")
        require(row.line >= 1, "a row has no line")
    good = [str(row.id) for row in questions.rows if row.error is None]
    require(len(good) == len(set(good)), "two questions have the same id")


def settings(data: bytes) -> None:
    """Read a settings file, change a key of it, and read it again."""
    from qa.settings.settings import SETTING_NAMES, load_settings
    from qa.settings.settings_file import write_settings

    if not data:
        return
    path = _scratch() / "config.toml"
    kind, body = data[0], data[1:]
    body = body if kind & 1 else text_of(body, SETTINGS).encode("utf-8", "surrogatepass")
    path.write_bytes(body)
    changed = {"top_k": 1 + kind % 100}
    with patch.dict(os.environ, {"DATELINE_CONFIG": str(path)}):
        try:
            before = load_settings()
        except SettingsError:
            before = None
        try:
            write_settings(changed)
        except SettingsError:
            require(path.read_bytes() == body, "a refused change was written")
            return
        after = load_settings()
    require(after.top_k == changed["top_k"], "the changed setting is not there")
    for name in SETTING_NAMES:
        if before is not None and name != "top_k":
            require(getattr(after, name) == getattr(before, name), f"{name} was changed too")


def browser_messages(data: bytes) -> None:
    """Read a message that a page sends to `chat --web`."""
    from tui.web.browser_messages import MAX_COLUMNS, MAX_ROWS, Resized, Typed, read_message

    if not data:
        return
    body = data[1:]
    text = body.decode("utf-8", "replace") if data[0] & 1 else text_of(body, MESSAGES)
    message = read_message(text)
    if isinstance(message, Resized):
        fits = 0 < message.columns <= MAX_COLUMNS and 0 < message.rows <= MAX_ROWS
        require(fits, "a size is not within its limits")
    if isinstance(message, Typed):
        message.data.decode()


def _proportional(work: Callable[[str], _Result], text: str) -> _Result:
    """Return the result of work on a text; slow work may take at most _MOST_GROWTH times that on the first half."""
    began = time.process_time()
    result = work(text)
    if time.process_time() - began > _SLOW_SECONDS:
        half, whole = (
            min(_seconds(work, words) for _ in range(2)) for words in (text[: len(text) // 2], text)
        )
        require(whole < _MOST_GROWTH * half, f"{whole:.2f} s for a text, {half:.2f} s for its first half")
    return result


def _seconds(work: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    work(text)
    return time.process_time() - began


@cache
def _scratch() -> Path:
    """Make a folder for files that are read by their names; in memory if the system has such a folder."""
    memory = Path("/dev/shm")  # noqa: S108 - the folder inside gets a name of its own
    folder = tempfile.mkdtemp(prefix="dateline-fuzzing-", dir=memory if memory.is_dir() else None)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _workbook(text: str) -> bytes:
    """Return a workbook whose cells are a text's words, or an empty one where a cell may not hold them."""
    import io

    from openpyxl import Workbook
    from openpyxl.utils.exceptions import IllegalCharacterError

    book = Workbook()
    for line in text.split("\n")[:50]:
        try:
            book.worksheets[0].append(line.split("\t")[:20])
        except (IllegalCharacterError, UnicodeEncodeError):
            continue
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


TARGETS: dict[str, Target] = {
    "articles": article_loading,
    **FORMAT_TARGETS,
    "dates": dates,
    "attribution": attribution,
    "questions": question_files,
    "settings": settings,
    "messages": browser_messages,
}
