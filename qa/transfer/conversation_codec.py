"""Saved conversations and notes ↔ JSON values, checked when they are read."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from qa.history.answers import unpacked_answer, unpacked_article, unpacked_filters
from qa.history.checks import is_saved_article
from qa.history.notebook import note_of
from qa.history.records import DeletedConversation, Note
from qa.records import Article
from qa.transfer.paths import PathExporter, PathImporter
from qa.utils.text import clean

_TABLES = ("conversations", "articles", "turns", "turn_articles")
_N_COLUMNS = {"conversations": 4, "articles": 2, "turns": 11, "turn_articles": 3}
_LONGEST_ID = 100
_QUESTION, _ASKED, _FILTERS, _NOTE, _ANSWER = 3, 4, 5, 6, 7


def encoded(rows: DeletedConversation, paths: PathExporter) -> dict[str, Any]:
    """Return the rows of a conversation as a JSON value, without their row ids."""
    value: dict[str, Any] = {table: [row[1:] for row in rows.rows[table]] for table in _TABLES}
    value["articles"] = [(key, _moved(text, paths.exported)) for key, text in value["articles"]]
    return value


def decoded(value: Any, paths: PathImporter) -> DeletedConversation:
    """Return a conversation's rows. ValueError, TypeError or KeyError if anything in it is not as it must be."""
    for table in _TABLES:
        if any(len(row) != _N_COLUMNS[table] for row in value[table]):
            raise ValueError("a conversation has other columns")
    ((conversation_id, title, begun, changed),) = value["conversations"]
    _check_texts(conversation_id, title)
    _check_moments(begun, changed)
    articles = {}
    for key, text in value["articles"]:
        if not is_saved_article(key, text):
            raise ValueError("a cited article was altered")
        articles[key] = _moved(text, paths.placed)
    cited = {key: unpacked_article(text) for key, text in articles.items()}
    _check_turns(conversation_id, value, cited)
    rows = {table: [(None, *row) for row in value[table]] for table in _TABLES}
    rows["articles"] = [(None, *pair) for pair in articles.items()]
    return DeletedConversation(conversation_id, rows)


def encoded_note(row: tuple[Any, ...], paths: PathExporter) -> list[Any]:
    """Return the row of a note as a JSON value."""
    note_id, position, pinned, answer, articles, text = row
    moved = [_moved(each, paths.exported) for each in json.loads(articles)]
    return [note_id, position, pinned, answer, json.dumps(moved, ensure_ascii=False), text]


def decoded_note(value: Any, paths: PathImporter) -> Note:
    """Return a note, to be appended. ValueError, TypeError or KeyError if anything in it is not as it must be."""
    note_id, _, pinned, answer, articles, text = value
    _check_texts(note_id, text)
    _check_moments(pinned)
    stated = json.loads(articles)
    for each in stated:
        if not is_saved_article(json.loads(each)["id"], each):
            raise ValueError("a cited article was altered")
    moved = json.dumps([_moved(each, paths.placed) for each in stated], ensure_ascii=False)
    return note_of((note_id, None, pinned, answer, moved, text))


def _check_turns(conversation_id: str, value: Any, cited: Mapping[str, Article]) -> None:
    of_turn: dict[str, dict[str, Article]] = {}
    for holder, turn_id, key in value["turn_articles"]:
        if holder != conversation_id:
            raise ValueError("a turn is of another conversation")
        of_turn.setdefault(turn_id, {})[key] = cited[key]
    for row in value["turns"]:
        if row[0] != conversation_id or type(row[2]) is not int:
            raise ValueError("a turn is of another conversation")
        _check_texts(row[1], row[_QUESTION], row[_NOTE], *filter(None, row[8:]))
        _check_moments(row[_ASKED])
        unpacked_filters(row[_FILTERS])
        if row[_ANSWER] is not None:
            unpacked_answer(row[_ANSWER], of_turn.get(row[1], {}))


def _check_texts(key: Any, *texts: Any) -> None:
    if not isinstance(key, str) or not 0 < len(key) <= _LONGEST_ID or not key.isprintable():
        raise ValueError("a conversation has no id")
    if any(not isinstance(text, str) or clean(text) != text for text in texts):
        raise ValueError("a conversation has characters that act on a terminal")


def _check_moments(*moments: Any) -> None:
    if any(datetime.fromisoformat(moment).tzinfo is None for moment in moments):
        raise ValueError("a conversation has a moment without a time zone")


def _moved(article: str, move: Any) -> str:
    """Return a packed article with its path moved."""
    value = json.loads(article)
    if value.get("path") is not None:
        value["path"] = move(value["path"])
    return json.dumps(value, ensure_ascii=False)
