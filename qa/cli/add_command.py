"""`dateline add`."""

import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import typer
from rich.text import Text

from qa.articles.content import suffix_of_data
from qa.articles.documents import ArticleFields
from qa.articles.files import read_bytes
from qa.articles.formats import ARTICLE_SUFFIXES, format_of, is_article
from qa.articles.limits import limits_of
from qa.cli.dates import day_flag
from qa.cli.output import building_notice, day_words, err, origin_words, out, print_json
from qa.engine import Engine
from qa.errors import ArticleError, CancelledError, SettingsError, UnknownArticleError
from qa.indexing.adding import Addition, AddReport, Outcome
from qa.json_output import addition_json, failure_json
from qa.library import RemovedArticle
from qa.records import Article
from qa.utils.text import printable

STANDARD_INPUT = Path("-")
_ID = re.compile(r"[0-9a-fA-F]{4,32}(?:…|\.\.\.)?")
_NAME = Path("standard input")
_NOT_RECOGNISED = "This is not text, and its format was not recognised."
_OUTCOMES = {
    Outcome.ADDED: "added",
    Outcome.UPDATED: "updated",
    Outcome.RESTORED: "restored",
    Outcome.DUPLICATE: "already in the library:",
}


def run(
    engine: Engine, paths: Sequence[Path], fields: ArticleFields, format_: str | None, *, as_json: bool
) -> None:
    """Add files, or standard input for `-`; exit with 1 if some could not be read, with 2 if none could."""
    suffix = _suffix(format_)
    report = AddReport()
    try:
        for path in paths:
            try:
                _add(engine, path, fields, suffix, report)
            except ArticleError as error:
                report.failed.append(error)
    except KeyboardInterrupt:
        raise CancelledError from None
    if as_json:
        failed = [failure_json(error) for error in report.failed]
        print_json({"articles": [addition_json(each) for each in report.additions], "failed": failed})
    else:
        _print(report)
    if report.failed:
        raise typer.Exit(1 if report.additions else 2)


def _add(engine: Engine, path: Path, fields: ArticleFields, suffix: str | None, report: AddReport) -> None:
    notice = building_notice()
    if path == STANDARD_INPUT:
        data = _read_input(engine)
        _refuse_fields_of_many(suffix := suffix or _recognised(_NAME, data), fields)
        added = engine.add_data(data, suffix, fields=fields, watch=notice)
        if undated := _asked_for_date(added):
            fields = fields.over(ArticleFields(published=undated))
            added = engine.add_data(data, suffix, fields=fields, watch=notice)
    elif (known := _named_by_id(engine, path)) is not None:
        raise known
    elif path.is_dir():
        raise ArticleError(path, "This is a folder.", "Add its files with: dateline index FOLDER")
    elif path.is_file() and (suffix or not is_article(path)):
        data = read_bytes(path, limits_of(engine.settings).file_bytes, "max_file_megabytes")
        _refuse_fields_of_many(suffix := suffix or _recognised(path, data), fields)
        added = engine.add_data(data, suffix, fields=fields, watch=notice)
    else:
        _refuse_fields_of_many(path.name, fields)
        added = engine.add_files([path], fields=fields, watch=notice)
    report.additions += added.additions
    report.failed += added.failed


def _named_by_id(engine: Engine, path: Path) -> ArticleError | None:
    """Return an error if there is no such file, but an article with this id, stored or removed."""
    if not _ID.fullmatch(str(path)) or path.exists() or not engine.library.exists:
        return None
    try:
        (found,) = engine.named_anywhere([str(path)])
    except UnknownArticleError:
        return None
    key = found.id[:8]
    if isinstance(found, RemovedArticle):
        what = "This is the id of an article that you removed."
        return ArticleError(path, what, f"Restore it with: dateline restore {key}")
    what = f"This is the id of an article in the library: {printable(found.title)}."
    return ArticleError(path, what, f"Change its date or source with: dateline set {key}")


def _suffix(format_: str | None) -> str | None:
    """Return the suffix for `--format html` or `--format .html`."""
    if format_ is None:
        return None
    suffix = f".{format_.lower().lstrip('.')}"
    if suffix not in ARTICLE_SUFFIXES:
        kinds = ", ".join(each.lstrip(".") for each in ARTICLE_SUFFIXES)
        raise SettingsError(f"“{format_}” after --format is not a format.", f"Use one of these: {kinds}.")
    return suffix


def _recognised(path: Path, data: bytes) -> str:
    suffix = suffix_of_data(data)
    if suffix is None:
        raise ArticleError(path, _NOT_RECOGNISED, "Name it with --format.")
    return suffix


def _refuse_fields_of_many(name: str, fields: ArticleFields) -> None:
    kind = format_of(f"file{name}" if name in ARTICLE_SUFFIXES else name)
    if kind is not None and kind.holds_many and (fields.title or fields.url):
        raise SettingsError(
            f"--title and --url can't be given for {kind.name} files, which can hold several articles.",
            "Leave them out.",
        )


def _read_input(engine: Engine) -> bytes:
    """Read standard input up to the limit for files."""
    if sys.stdin.isatty():
        err().print("Paste the article, then press Enter and Ctrl+D.")
    most = limits_of(engine.settings).file_bytes
    data = sys.stdin.buffer.read(most + 1)
    if len(data) > most:
        hint = "Split it, or increase max_file_megabytes in the settings."
        raise ArticleError(_NAME, f"This is more than {most / 1e6:.0f} MB.", hint)
    return data


def _asked_for_date(report: AddReport) -> date | None:
    """Ask for the date of a single undated article, on a terminal only."""
    is_undated = [each.article.published for each in report.additions] == [None]
    if not (is_undated and sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    while True:
        err().print("Date of publication (like 12 June 2031; Enter for none): ", end="")
        written = sys.stdin.readline().strip()
        try:
            return day_flag("the date", written or None)
        except SettingsError as error:
            err().print(f"{error.message} {error.hint}")


def _print(report: AddReport) -> None:
    for addition in report.additions:
        _print_addition(addition)
    for error in report.failed:
        reason = printable(f"{error.message} {error.hint}")
        err().print(f"failed {printable(str(error.path))}: {reason}")


def _print_addition(addition: Addition) -> None:
    article = addition.article
    out().print(Text(f"{_OUTCOMES[addition.outcome]} {article.id[:8]} {article.title}"))
    details = [_dated(article), *_stated(article), printable(article.path or "")]
    out().print(Text(f"    {' · '.join(details)}"))
    if article.published is None:
        key = article.id[:8]
        err().print(f"note: {key} has no date. Set one with: dateline set {key} --date DATE")


def _dated(article: Article) -> str:
    origin = dict(article.origins).get("published")
    day = day_words(article.published)
    return f"{day} (date: {origin_words(origin)})" if origin else day


def _stated(article: Article) -> list[str]:
    return [printable(each) for each in (article.author, article.source, article.url) if each]
