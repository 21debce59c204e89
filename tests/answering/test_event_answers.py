"""What happened on a day: the main events first, one per story, prices and fixtures last."""

import pytest

from qa import Answer, Engine, Status
from qa.questions.event_questions import events_query, is_event_question, topic_of_events
from qa.records import Factuality
from tests.conftest import EngineWith

ARTICLES = {
    "prices.txt": (
        " date 2031-05-12 Kelso shares close higher\n\n"
        "Share prices on the Kelso exchange closed 0.8 percent higher at 5,102 points on Monday in heavy trading. "
        "The dollar fell against the crown."
    ),
    "match.txt": (
        " date 2031-05-12 Kelso Rovers win\n\n"
        "Kelso Rovers beat Oddby United 3-1 in the second round of the league cup on Monday. "
        "The striker scored two goals in the match."
    ),
    "blast.txt": (
        " date 2031-05-12 Blast kills nine in Oddby\n\n"
        "Nine people were killed and thirty injured on Monday when a bomb exploded at the market of Oddby. "
        "The police closed the roads around the market on Monday evening."
    ),
    "blast-2.txt": (
        " date 2031-05-13 Oddby mourns the dead of the market\n\n"
        "Thousands mourned on Tuesday the nine people who were killed when a bomb exploded at the market of Oddby on "
        "Monday."
    ),
    "preview.txt": (
        " date 2031-05-09 Minister to visit Port Ember\n\n"
        "The minister of trade will visit Port Ember on 12 May 2031 for talks with the owners of the port."
    ),
}
ON_A_DAY = "What happened on 12 May 2031?"


@pytest.fixture(scope="module")
def engine(engine_with: EngineWith) -> Engine:
    """Return an engine with the articles above."""
    return engine_with(ARTICLES)


def _files(answer: Answer) -> list[str]:
    paths = [entry.citations[0].article.path or "" for entry in answer.entries]
    return [path.rpartition("/")[2].removesuffix(".txt") for path in paths]


def test_the_main_event_comes_first_and_routine_last(engine: Engine) -> None:
    """A bomb comes before a visit, a price and a match, and its second report is folded."""
    answer = engine.ask(ON_A_DAY)
    files = _files(answer)
    assert files[0] == "blast"
    assert files[1] == "preview"
    assert set(files[2:]) == {"prices", "match"}


def test_an_event_that_was_still_to_come_is_marked(engine: Engine) -> None:
    """The visit was announced three days before; the others are reported."""
    answer = engine.ask(ON_A_DAY)
    marked = {file: entry.factuality for file, entry in zip(_files(answer), answer.entries, strict=True)}
    assert marked == {"blast": None, "preview": Factuality.ANNOUNCED, "prices": None, "match": None}


def test_an_announced_event_is_marked_if_it_is_the_only_one(engine: Engine) -> None:
    answer = engine.ask("What happened in Port Ember on 12 May 2031?")
    assert answer.entries == ()
    assert [(each.article.path or "").rpartition("/")[2] for each in answer.citations] == ["preview.txt"]
    assert answer.factuality is Factuality.ANNOUNCED


def test_every_event_is_a_quote_of_that_day(engine: Engine) -> None:
    """The date of each entry is the day that was asked for."""
    answer = engine.ask(ON_A_DAY)
    for entry in answer.entries:
        assert entry.resolved_date is not None
        assert (entry.resolved_date.value or "").startswith("2031-05-12")
        (cited,) = entry.citations
        assert cited.article_span.of(cited.article.text) == entry.text


def test_a_place_leaves_out_events_elsewhere(engine: Engine) -> None:
    """Only passages that name the place count."""
    answer = engine.ask("What happened in Port Ember on 12 May 2031?")
    assert [cited.article.title for cited in answer.citations] == ["Minister to visit Port Ember"]
    assert engine.ask("What happened in Quillmoor on 12 May 2031?").status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("question", "topic", "query"),
    [
        ("What happened?", None, ""),
        ("What else happened there?", None, ""),
        ("What happened in Port Ember?", "Port Ember", "Port Ember"),
        ("tell me what happened at the market", "the market", "the market"),
        ("What is planned?", None, ""),
    ],
)
def test_questions_for_events(question: str, topic: str | None, query: str) -> None:
    """The place is the topic."""
    assert is_event_question(question)
    assert topic_of_events(question) == topic
    assert events_query(question) == query


def test_other_verbs_ask_for_a_span() -> None:
    """A day alone doesn't make a question ask for events."""
    assert not is_event_question("Who died?")
    assert events_query("Who died?") == "Who died?"
