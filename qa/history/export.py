"""A conversation as a document: Markdown to read, JSON for programs, both with every citation."""

from datetime import date
from typing import Any

from qa.answering.version_names import version_lines
from qa.english.confidence import confidence_words
from qa.history.records import SavedConversation, SavedTurn
from qa.json_output import answer_json
from qa.records import Answer, Citation, Filters
from qa.utils.escaping import markdown_text
from qa.utils.text import printable

VERDICTS = {True: "Yes: ", False: "No: ", None: ""}  # before the answer to a yes/no question


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
    head = (
        f"# {markdown_text(summary.title)}\n\nStarted on {day_words(summary.begun)}. Every quote is exact.\n"
    )
    return "\n".join([head, *map(_turn_markdown, conversation.turns)])


def filter_words(filters: Filters) -> str:
    """Return filters in words; empty if there are none."""
    since = f"published on or after {day_words(filters.since)}" if filters.since else ""
    until = f"published on or before {day_words(filters.until)}" if filters.until else ""
    source = f"from {filters.source}" if filters.source else ""
    n_articles = len(filters.article_ids)
    only = f"chosen individually ({n_articles})" if n_articles else ""
    tags = " and ".join(f"tagged “{tag}”" for tag in filters.tags)
    collection = f"in the collection “{filters.collection}”" if filters.collection else ""
    return ", ".join(filter(None, (only, since, until, source, tags, collection)))


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
        "tags": list(filters.tags),
        "collection": filters.collection,
        "error": " ".join(turn.error).strip() if turn.error else None,
        "answer": answer_json(turn.answer) if turn.answer else None,
    }


def _turn_markdown(turn: SavedTurn) -> str:
    lines = [f"## {markdown_text(turn.question)}", ""]
    if words := filter_words(turn.filters):
        lines += [f"Filters: articles {markdown_text(words)}.", ""]
    if turn.error:
        lines += [markdown_text(" ".join(turn.error).strip()), ""]
    elif turn.answer is None:
        lines += ["Stopped.", ""]
    elif turn.answer.text is None:
        lines += ["**Not in these articles.**", ""]
    else:
        lines += _answer_lines(turn.answer)
    return "\n".join(lines)


def _answer_lines(answer: Answer) -> list[str]:
    when = f", {markdown_text(answer.resolved_date.text)}" if answer.resolved_date else ""
    verdict = VERDICTS[answer.verdict]
    lines = [
        f"**{verdict}{markdown_text(answer.text or '')}**{when} · {confidence_words(answer.confidence)}",
        "",
    ]
    for citation in answer.citations:
        lines += _citation_lines(citation)
    for other in answer.alternatives:
        lines += [f"Other answer: {markdown_text(other.text)} · {confidence_words(other.confidence)}", ""]
        for citation in other.citations:
            lines += _citation_lines(citation)
    return lines


def _citation_lines(citation: Citation) -> list[str]:
    article, span = citation.article, citation.article_span
    published = day_words(article.published) if article.published else "undated"
    known = map(markdown_text, filter(None, (article.source, article.url)))
    origin = [markdown_text(article.title), published, *known]
    quoted = [f"> {line}".rstrip() for line in markdown_text(citation.quote).splitlines()]
    where = ", ".join(
        markdown_text(printable(each)) for each in (article.path or article.id, citation.place) if each
    )
    place = f"{where}, characters {span.start}–{span.end}"
    versions = [markdown_text(line) for line in version_lines(citation.versions, article)]
    below = [f"\\[{citation.number}\\] {' · '.join(origin)}", place, *versions]
    return [*quoted, "", *(f"{line}  " for line in below[:-1]), below[-1], ""]


def day_words(moment: date) -> str:
    """Return a day in words: 4 March 2031."""
    return f"{moment.day} {moment:%B %Y}"
