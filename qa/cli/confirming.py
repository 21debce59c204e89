"""Asking before a command changes several articles."""

import sys
from collections.abc import Sequence

import typer
from rich.text import Text

from qa.cli.output import counted, day_words, err
from qa.errors import SettingsError
from qa.library import ArticleSummary, RemovedArticle
from qa.utils.text import printable

_N_SHOWN = 20
_YES = ("y", "yes")


def confirm(articles: Sequence[ArticleSummary | RemovedArticle], verb: str) -> None:
    """List the articles that are going to be changed, and ask; exit with 1 unless the answer is yes.

    Without a terminal nobody can answer: SettingsError.
    """
    for each in articles[:_N_SHOWN]:
        err().print(Text(f"  {each.id[:8]}  {_described(each)}"))
    if len(articles) > _N_SHOWN:
        err().print(f"  … and {len(articles) - _N_SHOWN:,} more")
    what = counted(len(articles), "article")
    if not sys.stdin.isatty():
        raise SettingsError(f"{verb} {what}? Can't ask without a terminal.", "Add --yes to confirm.")
    err().print(f"{verb} {what}? [y/N] ", end="")
    if sys.stdin.readline().strip().lower() not in _YES:
        err().print("Nothing was changed.")
        raise typer.Exit(1)


def _described(article: ArticleSummary | RemovedArticle) -> str:
    source = printable(article.source or "")
    return " · ".join(filter(None, (printable(article.title), day_words(article.published), source)))
