"""A conversation as a document: Markdown to read, JSON for programs, both with every citation."""

import re
from typing import Any

from qa.english.confidence import confidence_words
from qa.history.records import SavedConversation, SavedTurn
from qa.json_output import answer_json
from qa.records import Answer, Citation, Filters
from qa.utils.escaping import visible
from qa.utils.text import printable

_ACTIVE = re.compile(r"([\\`*_{}\[\]<>#|~&!$])")
_LINE_START = re.compile(r"(?m)^([^\S\n]*+\d*+)([-+=.)])")


def conversation_json(conversation: SavedConversation) -> dict[str, Any]:
    """Return a conversation with everything needed to check its citations; times are UTC, ISO 8601."""
    summary = conversation.summary
    return {
        "title": summary.title,
        "begun": summary.begun.isoformat(timespec="seconds"),
        "turns": [_turn_json(turn) for turn in conversation.turns],
    }


def conversation_markdown(conversation: SavedConversation) -> str:
    """Return a conversation as Markdown, with the articles' text escaped."""
    summary = conversation.summary
    head = f"# {_plain(summary.title)}\n\nStarted on {_day(summary.begun)}. Every quote is exact.\n"
    return "\n".join([head, *map(_turn_markdown, conversation.turns)])


def filter_words(filters: Filters) -> str:
    """Return filters in words; empty if there are none."""
    since = f"published on or after {_day(filters.since)}" if filters.since else ""
    until = f"published on or before {_day(filters.until)}" if filters.until else ""
    source = f"from {filters.source}" if filters.source else ""
    n_articles = len(filters.article_ids)
    only = f"chosen individually ({n_articles})" if n_articles else ""
    return ", ".join(filter(None, (only, since, until, source)))


def _turn_json(turn: SavedTurn) -> dict[str, Any]:
    filters = turn.filters
    return {
        "number": turn.number,
        "question": turn.question,
        "asked": turn.asked.isoformat(timespec="seconds"),
        "since": filters.since.isoformat() if filters.since else None,
        "until": filters.until.isoformat() if filters.until else None,
        "source": filters.source,
        "article_ids": list(filters.article_ids),
        "error": " ".join(turn.error).strip() if turn.error else None,
        "answer": answer_json(turn.answer) if turn.answer else None,
    }


def _turn_markdown(turn: SavedTurn) -> str:
    lines = [f"## {_plain(turn.question)}", ""]
    if words := filter_words(turn.filters):
        lines += [f"Filters: articles {_plain(words)}.", ""]
    if turn.error:
        lines += [_plain(" ".join(turn.error).strip()), ""]
    elif turn.answer is None:
        lines += ["Stopped.", ""]
    elif turn.answer.text is None:
        lines += ["**Not in these articles.**", ""]
    else:
        lines += _answer_lines(turn.answer)
    return "\n".join(lines)


def _answer_lines(answer: Answer) -> list[str]:
    when = f", {_plain(answer.resolved_date.text)}" if answer.resolved_date else ""
    verdict = {True: "Yes: ", False: "No: ", None: ""}[answer.verdict]
    lines = [f"**{verdict}{_plain(answer.text or '')}**{when} · {confidence_words(answer.confidence)}", ""]
    for citation in answer.citations:
        lines += _citation_lines(citation)
    for other in answer.alternatives:
        lines += [f"Other answer: {_plain(other.text)} · {confidence_words(other.confidence)}", ""]
        for citation in other.citations:
            lines += _citation_lines(citation)
    return lines


def _citation_lines(citation: Citation) -> list[str]:
    article, span = citation.article, citation.article_span
    published = _day(article.published) if article.published else "undated"
    origin = [_plain(article.title), published, *map(_plain, filter(None, (article.source, article.url)))]
    quoted = [f"> {line}".rstrip() for line in _plain(citation.quote).splitlines()]
    where = ", ".join(
        _plain(printable(each)) for each in (article.path or article.id, citation.place) if each
    )
    place = f"{where}, characters {span.start}–{span.end}"
    return [*quoted, "", f"\\[{citation.number}\\] {' · '.join(origin)}  ", place, ""]


def _plain(text: str) -> str:
    """Return a text that Markdown shows as it is, and in which nothing acts on a terminal."""
    return _LINE_START.sub(r"\1\\\2", _ACTIVE.sub(r"\\\1", visible(text)))


def _day(moment: Any) -> str:
    return f"{moment.day} {moment:%B %Y}"
