"""How replies to typed input are scored, on hand-made replies and one real answer."""

import json
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from benchmarks.typed_input import ask_all, misses, shares, table
from benchmarks.typed_scoring import Outcome, Reply, as_asked, score
from qa.engine import Engine
from qa.settings.settings import load_settings
from tests.conftest import WriteArticle

TYPED_INPUT = Path(__file__).parents[1] / "data" / "typed_input.jsonl"
FERRY = ("ferry.txt", "The ferry Alba left Lorne at 9 a.m. on Tuesday with 40 passengers.")
WEATHER = ("weather.txt", "Rain fell in Lorne on Tuesday.")
FOUND = {"articles": ["ferry.txt"]}
MEMBERS: dict[str, Any] = {"must_contain": [["Alba"], ["Bruna"], ["Cora", "Corina"]], **FOUND}


def said(*texts: str, quotes: tuple[tuple[str, str], ...] = (FERRY,), **rest: Any) -> Reply:
    files = tuple(dict.fromkeys(file for file, _ in quotes))
    return Reply(texts=texts, quotes=quotes, files=files, **rest)


@pytest.mark.parametrize(
    ("kind", "expected", "reply", "outcome"),
    [
        pytest.param("fact", {"answers": ["40"]}, said("40"), Outcome.RIGHT, id="the same"),
        pytest.param("fact", {"answers": ["40"]}, said("about 40"), Outcome.RIGHT, id="in a short answer"),
        pytest.param(
            "fact", {"answers": ["40"]}, said("with 40 passengers"), Outcome.RIGHT, id="three times as long"
        ),
        pytest.param(
            "fact",
            {"answers": ["40"], **FOUND},
            said("on Tuesday with 40 passengers"),
            Outcome.PARTLY,
            id="longer than three times, so only the quote counts",
        ),
        pytest.param("fact", {"answers": ["40"]}, said("400"), Outcome.WRONG, id="not a part of a word"),
        pytest.param("fact", {"answers": ["40"]}, said("12", "40"), Outcome.PARTLY, id="beside another one"),
        pytest.param(
            "fact", {"answers": ["40"], **FOUND}, said("9 a.m."), Outcome.PARTLY, id="in the right quote"
        ),
        pytest.param(
            "fact",
            {"answers": ["40"], "articles": ["other.txt"]},
            said("9 a.m."),
            Outcome.WRONG,
            id="in a quote of another article",
        ),
        pytest.param("fact", {"answers": ["40"]}, Reply(refused=True), Outcome.WRONGLY_REFUSED, id="refused"),
        pytest.param(
            "fact",
            {"answers": ["Tuesday"], "date": "2031-05-06"},
            said("Tuesday", date="2031-05-06T09:00"),
            Outcome.RIGHT,
            id="the right day",
        ),
        pytest.param(
            "fact",
            {"answers": ["Tuesday"], "date": "2031-05-06"},
            said("Tuesday", date="2031-05-13"),
            Outcome.PARTLY,
            id="the right word for another day",
        ),
        pytest.param("absent", {"refuse": True}, Reply(refused=True), Outcome.RIGHTLY_REFUSED, id="absent"),
        pytest.param(
            "absent", {"refuse": True}, said(""), Outcome.RIGHTLY_REFUSED, id="passages without an answer"
        ),
        pytest.param("absent", {"refuse": True}, said("40"), Outcome.WRONG, id="answered though absent"),
        pytest.param(
            "absent",
            {"refuse": True, "answers": ["The cause is not known"]},
            said("the cause is not known"),
            Outcome.RIGHT,
            id="the articles say that it isn't known",
        ),
        pytest.param(
            "statement",
            {"answers": ["the sea was calm"], **FOUND},
            said("The sea was calm, and we left."),
            Outcome.RIGHT,
            id="the statement",
        ),
        pytest.param(
            "statement",
            {"answers": ["with 40 passengers"], **FOUND},
            said("We left.", quotes=(WEATHER, FERRY)),
            Outcome.RIGHT,
            id="the first quote of a right article",
        ),
        pytest.param(
            "statement", {"answers": ["no storm"], **FOUND}, said("We left."), Outcome.WRONG, id="other words"
        ),
        pytest.param(
            "list",
            MEMBERS,
            said("Alba", "Bruna", "Corina"),
            Outcome.RIGHT,
            id="all members, one by another name",
        ),
        pytest.param("list", MEMBERS, said("Alba"), Outcome.PARTLY, id="a third of the members"),
        pytest.param("list", MEMBERS, said("three ferries"), Outcome.WRONG, id="no members"),
        pytest.param(
            "list",
            MEMBERS,
            said("three ferries", quotes=(("ferry.txt", "The Alba, the Bruna and the Cora left."),)),
            Outcome.PARTLY,
            id="members in the quote only",
        ),
        pytest.param(
            "summary",
            {"must_contain": [["ferry"], ["40"]], **FOUND},
            said(""),
            Outcome.RIGHT,
            id="both points, quoted",
        ),
        pytest.param(
            "summary",
            {"must_contain": [["rain"]], **FOUND},
            said("", quotes=(WEATHER,)),
            Outcome.WRONG,
            id="of another article",
        ),
        pytest.param(
            "comparison",
            {"sides": [["ferry"], ["rain"]]},
            said("", quotes=(FERRY, WEATHER)),
            Outcome.RIGHT,
            id="both sides",
        ),
        pytest.param("comparison", {"sides": [["ferry"], ["rain"]]}, said(""), Outcome.PARTLY, id="one side"),
        pytest.param(
            "day",
            {"date": "2031-05-06", **FOUND},
            said("", quotes=(WEATHER, FERRY), day="2031-05-06"),
            Outcome.RIGHT,
            id="a right article of that day",
        ),
        pytest.param("day", {"date": "2031-05-06", **FOUND}, said(""), Outcome.PARTLY, id="without the day"),
        pytest.param("latest", FOUND, said(""), Outcome.RIGHT, id="the newest first"),
        pytest.param(
            "latest", FOUND, said("", quotes=(WEATHER, FERRY)), Outcome.PARTLY, id="the newest later"
        ),
        pytest.param("keywords", FOUND, said("", quotes=(WEATHER,)), Outcome.WRONG, id="another article"),
        pytest.param("small_talk", {}, Reply(action="greeting"), Outcome.RIGHT, id="any reply"),
        pytest.param("small_talk", {}, said("40"), Outcome.WRONG, id="small talk taken for a question"),
        pytest.param("command", {"action": ["more"]}, Reply(action="more"), Outcome.RIGHT, id="the command"),
        pytest.param("command", {"action": ["more"]}, Reply(action="quit"), Outcome.WRONG, id="another one"),
        pytest.param(
            "command",
            {"action": ["more"]},
            Reply(refused=True),
            Outcome.WRONGLY_REFUSED,
            id="a command refused",
        ),
    ],
)
def test_outcome(kind: str, expected: dict[str, Any], reply: Reply, outcome: Outcome) -> None:
    assert score(kind, expected, reply) is outcome


@pytest.mark.parametrize(
    ("typed", "asked", "same"),
    [
        ("who left lorne", "Who left Lorne?", True),
        ("Who left Lorne?", "Who left Lorne (the ferry)?", False),
        ("and where?", "Where did the ferry leave?", False),
    ],
)
def test_as_asked(typed: str, asked: str, same: bool) -> None:
    assert as_asked(typed, asked) is same


def test_turns_are_asked_in_their_conversation(write: WriteArticle, tmp_path: Path) -> None:
    text = "date 2031-05-07 Ferry\n\nThe ferry Alba left Lorne at 9 a.m. on Tuesday with 40 passengers."
    file = write("ferry.txt", text)
    gold = {"articles": ["ferry.txt"]}
    turns = [
        {"conversation": "t1", "turn": 1, "kind": "small_talk", "typed": "hello", "expected": {}},
        _turn(
            "t1",
            2,
            "How many passengers were on the ferry Alba?",
            {"answers": ["40"], "as_typed": True, **gold},
        ),
        _turn(
            "t2",
            1,
            "When did the ferry Alba leave Lorne?",
            {"answers": ["Tuesday"], "date": "2031-05-06", **gold},
        ),
    ]
    engine = Engine(load_settings(library=tmp_path / "library"), n_threads=1)
    engine.index([file])
    scored = list(ask_all(engine, turns))
    engine.close()
    assert [each.outcome for each in scored] == [Outcome.RIGHT] * 3
    assert scored[1].reply.files == ("ferry.txt",)
    assert [line.split()[:2] for line in table(scored)][1:] == [
        ["small_talk", "1"],
        ["fact", "2"],
        ["all", "3"],
        ["development", "1"],
        ["kept", "aside"],
    ]
    assert next(shares(scored)) == "complete questions left as typed: 1 of 1 (100.0 %)"


def _turn(conversation: str, number: int, typed: str, expected: dict[str, Any]) -> dict[str, Any]:
    return {
        "conversation": conversation,
        "turn": number,
        "kind": "fact",
        "typed": typed,
        "expected": expected,
    }


def test_our_own_turns_are_well_formed() -> None:
    """Conversations are numbered and in order, and `expected` has only fields that are scored."""
    rows = [json.loads(line) for line in TYPED_INPUT.read_text(encoding="utf-8").splitlines()]
    places = [(row["conversation"], row["turn"]) for row in rows]
    wanted = [
        (name, number)
        for name, turns in groupby(places, key=lambda place: place[0])
        for number, _ in enumerate(turns, start=1)
    ]
    assert places == wanted
    assert [name for name, number in places if number == 1] == sorted({name for name, _ in places})
    known = {"answers", "articles", "date", "refuse", "action", "must_contain", "sides", "as_typed"}
    assert all(row["typed"] and row["kind"] and row["expected"].keys() <= known for row in rows)
    asked = [row["expected"] for row in rows if row["kind"] not in ("small_talk", "command")]
    assert all(each.get("refuse", False) != ("articles" in each) for each in asked)


def test_what_is_kept_aside_isnt_printed(write: WriteArticle, tmp_path: Path) -> None:
    engine = Engine(load_settings(library=tmp_path / "library"), n_threads=1)
    engine.index([write("rain.txt", f"date 2031-05-07 Rain\n\n{WEATHER[1]}")])
    turns = [_turn(name, 1, "Who rowed the boat?", {"answers": ["Lind"]}) for name in ("t1", "t2")]
    printed = "\n".join(misses(list(ask_all(engine, turns))))
    engine.close()
    assert "t2.1" in printed
    assert "t1.1" not in printed
