"""Answers are the same after encoding and decoding, and anything else is refused."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from qa.answer_codec import decoded, encoded
from qa.errors import CitationError, ConversationsError
from qa.history import ConversationStore
from qa.history.salvage import salvage_conversations
from qa.json_output import answer_json
from qa.records import Answer, Article, Factuality, Filters
from tests.answer_samples import FERRY, HARBOUR, full_answer, with_changes

DATA = Path(__file__).parent / "data" / "answers"
ARTICLES = {article.id: article for article in (FERRY, HARBOUR)}


def sample(name: str) -> str:
    return (DATA / name).read_text(encoding="utf-8")


def test_a_saved_answer_is_restored_without_any_difference() -> None:
    saved = json.dumps(encoded(full_answer(), exact=True))
    assert decoded(json.loads(saved), ARTICLES.__getitem__) == full_answer()


def test_the_factuality_of_another_answer_is_saved() -> None:
    answer = full_answer()
    other = replace(answer.alternatives[0], factuality=Factuality.DOUBTED)
    saved = json.dumps(encoded(replace(answer, alternatives=(other,)), exact=True))
    assert decoded(json.loads(saved), ARTICLES.__getitem__).alternatives == (other,)


def known(value: Any, sample: Any) -> Any:
    """Return a value without the names that an older sample doesn't have, in the order of the value."""
    if isinstance(value, dict):
        return {name: known(each, sample[name]) for name, each in value.items() if name in sample}
    return [known(*pair) for pair in zip(value, sample, strict=True)] if isinstance(value, list) else value


def test_the_output_keeps_the_shape_that_programs_know() -> None:
    older = json.loads(sample("output.json"))
    printed = known(json.loads(json.dumps(answer_json(full_answer()))), older)
    assert json.dumps(printed, ensure_ascii=False, indent=1) + "\n" == sample("output.json")


def without_matches(answer: Answer) -> Answer:
    """Return an answer as older versions had it."""
    parts = tuple(map(without_matches, answer.parts))
    return replace(answer, matches=(), parts=parts, newest_day=None, dated_question=None)


def shown(answer: Answer) -> Answer:
    """Return an answer as the output shows it: rounded, and without fields that are only saved."""
    return decoded(answer_json(answer), ARTICLES.__getitem__)


def test_output_of_an_older_version_is_still_read() -> None:
    older = json.loads(sample("output.json"))
    for name in ("standalone_question", "date_filter", "choices", "parts", "reaction"):
        del older[name]
    found = decoded(older, ARTICLES.__getitem__)
    bare = replace(
        full_answer(), standalone_question=None, date_filter=None, choices=(), parts=(), reaction=None
    )
    assert found == shown(bare)
    assert (found.text, found.confidence, found.nearest) == ("Tuesday", 0.8123, ())


def old_conversations(folder: Path) -> Path:
    """Make a conversations file of format 2 with the stored answer, and return its path."""
    with closing(ConversationStore(folder)) as store:
        store.keep_question("talk", "turn", full_answer().question, Filters())
        store.keep_answer("talk", "turn", full_answer(), list(ARTICLES.values()))
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("UPDATE turns SET answer = ?", (sample("conversation-format-2.json"),))
        connection.executescript("DROP TABLE notes; PRAGMA user_version = 2")
        connection.commit()
    return store.path


def test_a_conversation_of_the_second_format_opens_and_can_be_continued(tmp_path: Path) -> None:
    old_conversations(tmp_path)
    with closing(ConversationStore(tmp_path)) as store:
        store.keep_question("talk", "next", "And then?", Filters())
        store.keep_answer("talk", "next", full_answer(), [])
        assert [turn.answer for turn in store.conversation("talk").turns] == [
            without_matches(full_answer()),
            full_answer(),
        ]


def test_a_damaged_file_of_the_second_format_keeps_its_answers(tmp_path: Path) -> None:
    old_conversations(tmp_path)
    report = salvage_conversations(tmp_path)
    assert (report.n_turns, report.n_answers_lost) == (1, 0)
    with closing(ConversationStore(tmp_path)) as store:
        assert [turn.answer for turn in store.conversation("talk").turns] == [without_matches(full_answer())]


BAD_VALUES: list[dict[str, Any]] = [
    {"question": 5},
    {"status": "error"},
    {"status": "not_found"},
    {"reason": "because"},
    {"answer": None},
    {"confidence": True},
    {"confidence": "0.5"},
    {"confidence": 1.5},
    {"confidence": float("nan")},
    {"timings": {"total_seconds": float("inf")}},
    {"citations": {}},
    {"citations.0.number": 0},
    {"citations.0.number": 1.0},
    {"citations.0.start": -1},
    {"citations.0.start": True},
    {"citations.0.start": 10**30},
    {"citations.0.answer_end": 10**6},
    {"citations.0.passage_start": 10**6},
    {"citations.0.published": 20310508},
    {"citations.0.published": "8 May"},
    {"citations.0.scores.fused": None},
    {"citations.0.scores.more": 1},
    {"resolved_date.certainty": "very"},
    {"resolved_date.end": 0},
    {"date_filter.since": "2031-13-01"},
    {"alternatives.0.citations.0.quote": None},
    {"choices": [None]},
    {"parts.0.status": "answered"},
    {"parts.0.matches.0.highlights": [{"start": 5, "end": 2}]},
    {"parts.1.reaction.kind": "dance"},
    {"parts.1.reaction.article_ids": "x"},
    {"nearest.0.passage": "another length"},
    {"nearest.0.rank": 0},
]


@pytest.mark.parametrize("changes", BAD_VALUES, ids=str)
def test_a_hostile_value_is_refused(changes: dict[str, Any]) -> None:
    value = encoded(full_answer(), exact=True)
    bad = with_changes(value, changes)
    with pytest.raises(ValueError, match=f"^{next(iter(changes)).split('.')[0]}|^the answer: "):
        decoded(bad, ARTICLES.__getitem__)


@pytest.mark.parametrize("value", [None, [], "x", 5, {}, {"answer": {}}], ids=str)
def test_json_that_is_not_an_answer_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"^(question|status|reason|the answer|parts.*): "):
        decoded(value, ARTICLES.__getitem__)


def test_parts_within_parts_without_end_are_refused() -> None:
    value = encoded(full_answer())
    for _ in range(500):
        value = {**value, "parts": [value]}
    with pytest.raises(ValueError, match=r"^(question|status|reason|the answer|parts.*): "):
        decoded(value, ARTICLES.__getitem__)


def test_an_altered_quote_or_article_is_refused() -> None:
    value = encoded(full_answer())
    with pytest.raises(CitationError):
        decoded(with_changes(value, {"citations.0.quote": "It never returned."}), ARTICLES.__getitem__)
    altered: dict[str, Article] = {**ARTICLES, FERRY.id: replace(FERRY, text=FERRY.text.upper())}
    with pytest.raises(CitationError):
        decoded(value, altered.__getitem__)


@pytest.mark.parametrize(
    "answer", ['{"text": "x"}', "{}", "[]", "5", '{"text": "x", "citations": [5]}', "no JSON"]
)
def test_a_saved_answer_of_no_format_names_the_file(tmp_path: Path, answer: str) -> None:
    path = old_conversations(tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE turns SET answer = ?", (answer,))
        connection.commit()
    with (
        closing(ConversationStore(tmp_path)) as store,
        pytest.raises(ConversationsError, match=r"conversations\.sqlite3"),
    ):
        store.conversation("talk")
