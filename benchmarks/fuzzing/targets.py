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
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar
from unittest.mock import patch

from benchmarks.fuzzing.documents import packed
from benchmarks.fuzzing.texts import text_of
from benchmarks.fuzzing.words import (
    ATTRIBUTION,
    DATES,
    FRONT_MATTER,
    MARKUP,
    MESSAGES,
    QUESTION_FILES,
    SETTINGS,
)
from qa.errors import ArticleError, QuestionFileError, SettingsError
from qa.records import Article, Span

if TYPE_CHECKING:
    from qa.indexing.passages import PassageSplitter

_Result = TypeVar("_Result")
Target: TypeAlias = Callable[[bytes], None]
_FIRST_DAY = date(1900, 1, 1)
_QUESTION_CHARACTERS = 200
_N_DAYS = 73_000  # to about the year 2100
_SLOW_SECONDS = 2.0  # of processor time; work that takes longer is measured on half the text too
_MOST_GROWTH = 3.0  # times the work for twice the text; 2 is proportional, 4 is quadratic


class DefectError(AssertionError):
    """Something that must hold for every input does not hold."""


def _require(condition: object, what: str) -> None:
    if not condition:
        raise DefectError(what)


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
    _require_sound(loaded.article)


def formats(data: bytes) -> None:
    """Read a file of any format that is not plain text, as it is or with the text packed in that format."""
    from qa.articles.documents import Limits, Request
    from qa.articles.formats import FORMATS
    from qa.articles.loading import load_all

    if len(data) < 2:  # noqa: PLR2004 - a kind and a way
        return
    kinds = [each for each in FORMATS if not each.plain]
    kind = kinds[data[0] % len(kinds)]
    name = f"file{kind.suffixes[data[1] % len(kind.suffixes)]}"
    body = data[2:] if data[1] & 1 else packed(kind.module, text_of(data[2:], MARKUP))
    limits = Limits(text_bytes=100_000, file_bytes=1_000_000, unpacked_bytes=4_000_000, n_members=100)
    for found in load_all(Path(name), body, Request(name, limits)):
        if isinstance(found, ArticleError):
            _require(found.message and found.hint, "an error says nothing")
        else:
            _require_sound(found.article)


def _require_sound(article: Article) -> None:
    from qa.articles.loading import article_id
    from qa.indexing.passages import sentence_spans
    from qa.utils.text import clean

    text = article.text
    _require(article.id == article_id(text), "the id is not that of the text")
    _require(text == text.strip() and any(char.isalnum() for char in text), "the text is empty or padded")
    stated = (article.title, article.source or "", article.url or "", article.author or "")
    for words in (text, *stated, *(section.label for section in article.sections)):
        words.encode()  # a lone surrogate could not be stored
        _require(clean(words) == words, "what was loaded is not clean")
    _require(not any("\n" in words for words in stated), "a field has several lines")
    starts = [section.start for section in article.sections]
    _require(
        starts == sorted(set(starts)) and all(start < len(text) for start in starts),
        "sections are out of place",
    )
    passages = _splitter().split(article)
    _require(passages, "there are no passages")
    for passage in passages:
        span = passage.article_span
        _require(text[span.start : span.end] == passage.text, "a passage is not its span of the text")
    _require_in_order(list(sentence_spans(text)), text, "sentences")


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
    _require_in_order([each.article_span for each in found], text, "time expressions")
    for each in found:
        _require(published is not None or each.reference is None, "a day was counted from no dateline")
        for value in filter(None, (each.value, each.alternative)):
            _require(in_words(value), f"{value} has no wording")
            days = days_of(value)
            _require(days is None or days[0] <= days[1], f"{value} ends before it begins")
    article = Article("0" * 32, "A title", text, published, None, None, "article.txt")
    for event in in_order(events_of(article, found)):
        _require(event.first <= event.last, "an event ends before it begins")
        _require(
            event.article_span.contains(event.expression.article_span), "an event is not dated by itself"
        )
    named = date_filter_of(text[:_QUESTION_CHARACTERS], published or _FIRST_DAY)
    if named is not None:
        _require(named.since <= named.until, "a question's days run backwards")
        _require(named.expression in text, "a question's days are not its own words")


def attribution(data: bytes) -> None:
    """Find who is said to have said what in a text, as one sentence and sentence by sentence."""
    from qa.attribution import attributions_in
    from qa.indexing.passages import sentence_spans
    from qa.utils.text import clean

    text = clean(text_of(data, ATTRIBUTION))
    spans = _proportional(lambda words: list(sentence_spans(words)), text)
    _require_in_order(spans, text, "sentences")
    for sentence in (text, *(span.of(text) for span in spans)):
        for each in attributions_in(sentence):
            for span in (each.speaker, each.statement):
                _require(
                    0 <= span.start < span.end <= len(sentence), "an attribution lies outside its sentence"
                )
            _require(each.speaker.of(sentence).strip(), "a speaker is blank")


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
    _require(questions.rows, "a file without rows was read")
    for row in questions.rows:
        _require(row.error or any(char.isalnum() for char in row.text), "a question has no words")
        _require(row.text == printable(row.text), "a question is not fit to be shown")
        _require(row.line >= 1, "a row has no line")
    good = [str(row.id) for row in questions.rows if row.error is None]
    _require(len(good) == len(set(good)), "two questions have the same id")


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
            _require(path.read_bytes() == body, "a refused change was written")
            return
        after = load_settings()
    _require(after.top_k == changed["top_k"], "the changed setting is not there")
    for name in SETTING_NAMES:
        if before is not None and name != "top_k":
            _require(getattr(after, name) == getattr(before, name), f"{name} was changed too")


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
        _require(fits, "a size is not within its limits")
    if isinstance(message, Typed):
        message.data.decode()


def _require_in_order(spans: list[Span], text: str, what: str) -> None:
    _require(all(0 <= span.start < span.end <= len(text) for span in spans), f"{what} lie outside the text")
    _require(all(one.end <= other.start for one, other in pairwise(spans)), f"{what} overlap")


def _proportional(work: Callable[[str], _Result], text: str) -> _Result:
    """Return the result of work on a text; slow work may take at most _MOST_GROWTH times that on the first half."""
    began = time.process_time()
    result = work(text)
    if time.process_time() - began > _SLOW_SECONDS:
        half, whole = (
            min(_seconds(work, words) for _ in range(2)) for words in (text[: len(text) // 2], text)
        )
        _require(whole < _MOST_GROWTH * half, f"{whole:.2f} s for a text, {half:.2f} s for its first half")
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


@cache
def _splitter() -> "PassageSplitter":
    from qa.embedding import DEFAULT_MODEL, find_model
    from qa.indexing.passages import PassageSplitter

    return PassageSplitter(find_model(DEFAULT_MODEL).tokenizer())


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
    "formats": formats,
    "dates": dates,
    "attribution": attribution,
    "questions": question_files,
    "settings": settings,
    "messages": browser_messages,
}
