"""`dateline questions`."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from qa.articles import find
from qa.articles.limits import columns_of, limits_of
from qa.articles.reader import ArticleReader
from qa.cli.output import counted, err
from qa.engine import Engine
from qa.errors import ArticleError, SettingsError
from qa.evaluation.drafting import draft_questions
from qa.records import Article
from qa.utils.atomic_write import atomic_writer
from qa.utils.escaping import json_text
from qa.utils.text import printable


def run(engine: Engine, names: Sequence[str], out: Path | None) -> None:
    """Print drafts of questions, or write them to a file."""
    if out is not None and out.exists():
        raise SettingsError(
            f"{printable(str(out))} already exists.", "Use a new file, so that no labels are lost."
        )
    articles = list({article.id: article for article in _articles(engine, names)}.values())
    drafts = [draft for article in articles for draft in draft_questions(article)]
    lines = [json_text(draft.as_json(number)) + "\n" for number, draft in enumerate(drafts, start=1)]
    if out is None:
        sys.stdout.writelines(lines)
    else:
        with atomic_writer(out) as file:
            file.writelines(lines)
    summary = f"{counted(len(drafts), 'draft')} from {counted(len(articles), 'article')}. "
    err().print(
        f"{summary}Drafts are made from templates. Correct each question, its answers and its date, then remove"
        " its “draft” mark."
    )


def _articles(engine: Engine, names: Sequence[str]) -> Iterator[Article]:
    """Yield the articles of files and folders, and those of the library that answer to the other names."""
    with ArticleReader(limits_of(engine.settings), columns_of(engine.settings)) as reader:
        for name in names:
            path = Path(name).expanduser()
            if not path.exists():
                yield engine.article(name)
                continue
            for found in find([path]):
                yield from _loaded(found, reader)


def _loaded(found: Path | ArticleError, reader: ArticleReader) -> Iterator[Article]:
    """Yield the articles of a file, and print what can't be read."""
    try:
        if isinstance(found, ArticleError):
            raise found
        for each in reader.articles(found, reader.bytes_of(found)):
            if isinstance(each, ArticleError):
                _print_error(each)
            else:
                yield each.article
    except ArticleError as error:
        _print_error(error)


def _print_error(error: ArticleError) -> None:
    err().print(f"{printable(str(error.path))}: {printable(f'{error.message} {error.hint}')}")
