"""Labelled questions: the right answer, its date and its articles."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from qa.batch.question_files import QuestionFile, QuestionRow
from qa.errors import EvaluationError, QuestionFileError
from qa.library import ArticleSummary
from qa.questions.answer_type import answer_type_of

_SHORTEST_ID = 4
_DAY = re.compile(r"^(\d{4})-(\d\d)-(\d\d)")
_WEEK = re.compile(r"^(\d{4})-W(\d\d)$")
_QUARTER = re.compile(r"^(\d{4})-Q([1-4])$")
_MONTH = re.compile(r"^(\d{4})-(\d\d)")


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question with its gold answers; none means that the articles don't answer it.

    `date` is a TIMEX3 value of any granularity, `articles` are names of supporting articles.
    """

    row: QuestionRow
    answers: tuple[str, ...]
    date: str | None
    articles: tuple[str, ...]
    kind: str
    draft: bool = False


def labelled_of(questions: QuestionFile) -> list[LabelledQuestion]:
    """Return the labelled rows of a file; rows without `answers` or with an error are left out.

    In a table, `answers` are separated by `|`, and `[]` means that the articles don't answer. Raises EvaluationError
    if no row is labelled.
    """
    found = [_labelled(questions.name, row) for row in questions.rows if row.error is None]
    labelled = [each for each in found if each is not None]
    if not labelled:
        raise EvaluationError(
            f"{questions.name} has no labelled questions.",
            "Add “answers” to each question. Use an empty list if the articles don't answer it.",
        )
    return labelled


def same_at_granularity(value: str, gold: str) -> bool:
    """Return whether a TIMEX3 value equals the gold one at its granularity: 2024-09-18TNI matches 2024-09-18."""
    if value == gold:
        return True
    if week := _WEEK.match(gold):
        day = _DAY.match(value)
        return day is not None and _week_of(day) == (int(week[1]), int(week[2]))
    if quarter := _QUARTER.match(gold):
        month = _MONTH.match(value)
        return month is not None and (month[1], (int(month[2]) + 2) // 3) == (quarter[1], int(quarter[2]))
    following = value[len(gold) : len(gold) + 1]
    finer = "0123456789" if gold.isdecimal() and len(gold) < len("2024") else "-T:"  # 202 is a decade
    return value.startswith(gold) and following != "" and following in finer


def gold_ids(
    labelled: Sequence[LabelledQuestion], articles: Iterable[ArticleSummary]
) -> list[frozenset[str]]:
    """Return, for each question, the ids of the library's supporting articles."""
    by_name: dict[str, set[str]] = {}
    ids = []
    for article in articles:
        ids.append(article.id)
        for name in (article.id, article.title, article.path, Path(article.path).name):
            by_name.setdefault(name, set()).add(article.id)
    return [
        frozenset().union(*(by_name.get(name) or _beginning(name, ids) for name in each.articles))
        for each in labelled
    ]


def _labelled(name: str, row: QuestionRow) -> LabelledQuestion | None:
    carried = row.carried
    answers = _answers(name, row)
    if answers is None:
        return None
    articles = _texts(carried.get("articles")) or _texts(carried.get("article"))
    gold_date, kind = carried.get("date"), carried.get("kind")
    return LabelledQuestion(
        row=row,
        answers=tuple(answers),
        date=gold_date if isinstance(gold_date, str) and gold_date else None,
        articles=tuple(articles),
        kind=kind if isinstance(kind, str) and kind else str(answer_type_of(row.text)),
        draft=carried.get("draft") in (True, "true", "True", "1"),
    )


def _answers(name: str, row: QuestionRow) -> list[str] | None:
    given = row.carried.get("answers")
    if given is None or given == "":
        return None
    if isinstance(given, str) and given.lstrip().startswith("["):
        try:
            given = json.loads(given)
        except ValueError as error:
            what, hint = "“answers” must be a list.", "Separate the answers with |, or write a JSON list."
            raise QuestionFileError(name, what, hint, line=row.line) from error
    return _texts(given)


def _texts(given: Any) -> list[str]:
    """Return non-empty texts from an array or separated by |."""
    parts = given.split("|") if isinstance(given, str) else given if isinstance(given, list) else []
    return [part.strip() for part in parts if isinstance(part, str) and part.strip()]


def _beginning(name: str, ids: Sequence[str]) -> set[str]:
    return {each for each in ids if len(name) >= _SHORTEST_ID and each.startswith(name.lower())}


def _week_of(day: re.Match[str]) -> tuple[int, int] | None:
    try:
        year, week, _ = date(int(day[1]), int(day[2]), int(day[3])).isocalendar()
    except ValueError:
        return None
    return year, week
