"""Answer rows as readable documents: Markdown and HTML."""

from collections.abc import Sequence
from typing import Any

from qa.batch.rows import (
    FAILED,
    REFUSED,
    Json,
    carried_of,
    cell_text,
    conflict_of,
    error_words,
    part_question,
    parts_of,
)
from qa.english.confidence import confidence_words
from qa.records import Status
from qa.utils.escaping import markdown_text
from qa.utils.html import rendered
from qa.utils.text import printable

_N_CLOSEST = 3


class Markdown:
    """Questions as headings, with the quotes below."""

    def __init__(self, carried: Sequence[str]) -> None:
        _ = carried

    def head(self) -> str:
        """Return the title."""
        return "# Answers\n"

    def row(self, row: Json) -> str:
        """Return one question with its answer and citations, or with those of each part."""
        lines = ["", f"## {_plain(row['question'] or row['id'])}", ""]
        parts = parts_of(row)
        for number, part in enumerate(parts, 1):
            if len(parts) > 1:
                lines += [f"### {number}. {_plain(part_question(part))}", ""]
            lines += _part_markdown(part)
        lines += [f"- {_plain(name)}: {_plain(cell_text(value))}" for name, value in carried_of(row).items()]
        return "\n".join(lines).rstrip("\n") + "\n"

    def foot(self) -> str:
        """Return nothing."""
        return ""


class Html:
    """A single self-contained page without scripts."""

    def __init__(self, carried: Sequence[str]) -> None:
        _ = carried

    def head(self) -> str:
        """Return the page up to the first question."""
        return rendered("head.html", title="Answers")

    def row(self, row: Json) -> str:
        """Return one question with its answer and citations, or with those of each part."""
        return rendered(
            "answer_row.html",
            row=row,
            parts=parts_of(row),
            carried=[(name, cell_text(value)) for name, value in carried_of(row).items()],
            part_question=part_question,
            error_words=error_words,
            confidence=_confidence,
            origin=_origin,
            no_answer=_no_answer,
            closest=_closest,
        )

    def foot(self) -> str:
        """Return the end of the page."""
        return rendered("foot.html")


def _origin(citation: Json) -> str:
    """Return the source of a quote in one line."""
    section = f"{citation['place']}, " if citation.get("place") else ""  # older records have none
    place = f"{section}characters {citation['start']}–{citation['end']}"
    known = (citation["title"], citation["published"], citation["source"], citation["article_id"][:8], place)
    return " · ".join(each for each in known if each)


def _plain(value: Any) -> str:
    """Return text as one line in which nothing is Markdown or HTML."""
    return markdown_text(printable(str(value)))


def _confidence(row: Json) -> str:
    verdict = {True: "yes; ", False: "no; ", None: ""}[row.get("verdict")]
    date = f"{row['resolved_date']['text']}; " if row["resolved_date"] else ""
    inferred = "inferred; " if row.get("is_inferred") else ""
    factuality = f"{row['factuality']}; " if row.get("factuality") else ""
    conflict = f"; conflicting answers: {told}" if (told := conflict_of(row)) else ""
    return f"{verdict}{date}{inferred}{factuality}{confidence_words(row['confidence'])}{conflict}"


def _part_markdown(part: Json) -> list[str]:
    lines = [_answer_markdown(part), ""]
    for citation in (*part["citations"], *_closest(part)):
        lines += [f"> {_plain(citation['quote'])}", "", f"{_plain(_origin(citation))}", ""]
    return lines


def _closest(part: Json) -> list[Json]:
    """Return the closest passages of a refusal, or all passages listed for a keyword query."""
    matches: list[Json] = part.get("matches", []) if part["answer"] is None else []
    return matches if part["status"] == Status.LISTED else matches[:_N_CLOSEST]


def _no_answer(part: Json) -> str:
    """Return the text that is shown instead of an answer."""
    if part["status"] == Status.LISTED:
        return "Passages with these words:"
    return f"{REFUSED} Closest passages:" if _closest(part) else REFUSED


def _answer_markdown(row: Json) -> str:
    if row["status"] == FAILED:
        return f"*{_plain(error_words(row['error']))}*"
    if row["answer"] is None:
        return f"*{_no_answer(row)}*"
    return f"**{_plain(row['answer'])}** · {_plain(_confidence(row))}"
