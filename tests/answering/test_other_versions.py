"""Versions of a story in answers: copies are folded and named, and versions that disagree are shown."""

from collections.abc import Callable
from pathlib import Path

import pytest

from qa.answering.version_names import version_lines
from qa.engine import Engine
from qa.json_output import answer_json
from qa.records import Status
from qa.settings.settings import Settings

LEAD = "Crews of the harbour ferries in Lorne went on strike on Monday after talks about shifts failed."
BODY = (
    "The ferry board said 26 crossings were cancelled by noon and 4,100 passengers had to wait on the quay.",
    "Mara Holt, who speaks for the crews, said the new roster left them 9 hours between two night shifts.",
    "The board offered to pay 15 percent more for nights, and said it would meet the crews again on Thursday.",
    "Lorne has had no strike of this kind since 1998, when the bridge across the Ardle was still being built.",
)
STORY = "\n\n".join((LEAD, *BODY))
MUSEUM = (
    "A museum of clocks opened in Garrow on Sunday. Its oldest piece was made in 1611 for the town hall.\n\n"
    "The ferry from Lorne brings visitors on two days of the week, said Tom Reyes, who collected the clocks."
)
HOW_MANY = "How many crossings were cancelled?"
MakeEngine = Callable[..., Engine]


@pytest.fixture
def engine_of(tmp_path: Path, cache: Path) -> MakeEngine:
    def make(**texts: str) -> Engine:
        folder = tmp_path / "news"
        folder.mkdir()
        for number, (name, text) in enumerate(texts.items()):
            head = (
                f"---\ntitle: Report {name}\nsource: The {name.title()}\ndate: 2031-05-{12 + number}\n---\n"
            )
            (folder / f"{name}.txt").write_text(head + text, encoding="utf-8")
        engine = Engine(Settings(library=tmp_path / "library", cache=cache))
        engine.index([folder])
        return engine

    return make


def test_copies_do_not_take_the_places_of_other_passages(engine_of: MakeEngine) -> None:
    copies = {f"copy{letter}": f"Edition {letter}. {STORY}" for letter in "abcdefghijkl"}
    engine = engine_of(**copies, museum=MUSEUM)
    sources = [
        engine.article_by_id(hit.passage.article_id).source for hit in engine.search("the ferry", top_k=2)
    ]
    assert len(sources) == 2
    assert "The Museum" in sources


def test_a_copy_is_named_with_what_is_other(engine_of: MakeEngine) -> None:
    engine = engine_of(post=STORY, mail=f"LORNE (Harbour News) - {STORY}")
    answer = engine.ask(HOW_MANY)
    assert (answer.text, len(answer.citations), answer.choices) == ("26", 1, ())
    (cited,) = answer.citations
    (version,) = cited.versions
    other = engine.article_by_id(version.article_id)
    assert {cited.article.source, version.source} == {"The Post", "The Mail"}
    assert version.article_span.of(other.text) == version.quote == cited.quote
    assert not version.differs
    named = version_lines(cited.versions, cited.article)
    assert named == [f"Also in: {version.source}, “{version.title}”, {other.published:%-d %B %Y}"]


def test_versions_that_disagree_are_both_shown(engine_of: MakeEngine) -> None:
    engine = engine_of(first=STORY, second=STORY.replace("26 crossings", "31 crossings"))
    answer = engine.ask(HOW_MANY)
    assert {choice.text for choice in answer.choices} == {"26", "31"}
    assert answer.is_one_story
    articles = {choice.citations[0].article.id for choice in answer.choices}
    assert len(articles) == 2
    for choice in answer.choices:
        (cited,) = choice.citations
        assert cited.answer_span.of(cited.article.text) == choice.text
        (version,) = cited.versions
        assert version.differs
    numbers = [cited.number for choice in answer.choices for cited in choice.citations]
    assert numbers == [1, 2]


def test_versions_that_disagree_elsewhere_are_no_conflict(engine_of: MakeEngine) -> None:
    engine = engine_of(first=STORY, second=STORY.replace("26 crossings", "31 crossings"))
    answer = engine.ask("Who speaks for the crews?")
    assert answer.choices == ()
    assert [version.differs for version in answer.citations[0].versions] == [False]


def test_a_version_without_the_sentence_is_not_named(engine_of: MakeEngine) -> None:
    engine = engine_of(whole=STORY, first="\n\n".join((LEAD, *BODY[:2])))
    answer = engine.ask("What did the board offer to pay?")
    assert answer.status is Status.ANSWERED
    assert answer.citations[0].article.source == "The Whole"
    assert answer.citations[0].versions == ()


def test_keyword_queries_and_searches_list_a_story_once(engine_of: MakeEngine) -> None:
    engine = engine_of(first=STORY, second=STORY.replace("26 crossings", "31 crossings"), museum=MUSEUM)
    answer = engine.ask("strike of the ferry crews")
    assert answer.status is Status.LISTED
    sources = [match.article.source for match in answer.matches]
    assert ("The First" in sources) != ("The Second" in sources)
    assert [match.number for match in answer.matches] == list(range(1, len(sources) + 1))
    found = engine.matches("strike of the ferry crews")
    assert len([each for each in found if each.article.source != "The Museum"]) == 1


def test_an_added_or_removed_version_changes_the_next_answer(engine_of: MakeEngine, tmp_path: Path) -> None:
    engine = engine_of(post=STORY)
    assert engine.ask(HOW_MANY).citations[0].versions == ()
    (tmp_path / "news" / "late.txt").write_text(
        STORY.replace("26 crossings", "31 crossings"), encoding="utf-8"
    )
    engine.index([tmp_path / "news"])
    assert {choice.text for choice in engine.ask(HOW_MANY).choices} == {"26", "31"}
    engine.remove(["late.txt"])
    assert engine.ask(HOW_MANY).choices == ()


def test_article_lists_tell_the_newest_version_from_the_others(engine_of: MakeEngine) -> None:
    engine = engine_of(first=STORY, museum=MUSEUM, second=STORY.replace("26 crossings", "31 crossings"))
    newest, museum, first = engine.articles()
    assert (newest.source, newest.n_versions, newest.version_of) == ("The Second", 2, None)
    assert (museum.source, museum.n_versions, museum.version_of) == ("The Museum", 1, None)
    assert (first.source, first.n_versions, first.version_of) == ("The First", 1, newest.id)
    assert [article.id for article in engine.versions(newest.id)] == [first.id]
    assert engine.versions(museum.id) == []


def test_json_names_the_versions(engine_of: MakeEngine) -> None:
    engine = engine_of(post=STORY, mail=f"LORNE (Harbour News) - {STORY}")
    (version,) = answer_json(engine.ask(HOW_MANY))["citations"][0]["versions"]
    text = engine.article_by_id(version["article_id"]).text
    assert text[version["start"] : version["end"]] == version["quote"]
    assert version["differs"] is False


def test_the_inspector_says_that_another_version_was_read(engine_of: MakeEngine) -> None:
    engine = engine_of(post=STORY, mail=f"LORNE (Harbour News) - {STORY}")
    inspection = engine.inspect(HOW_MANY)
    read = {hit.passage.article_id for steps in inspection.steps for hit in steps.answer_trace.hits}
    assert len(read) == 1
    (folded,) = {article.id for article in engine.articles()} - read
    unlike = (
        "LORNE (Harbour News)" if "LORNE" in engine.article_by_id(folded).text else "Crews of the harbour"
    )
    assert engine.trace(inspection, unlike).end == ("folded" if unlike.startswith("LORNE") else "not_read")
