from pathlib import Path

import pytest

from qa.engine import Engine
from qa.errors import LibraryMissingError, QuestionError, SettingsError, UnknownArticleError
from qa.progress import Event, Retrieved
from qa.records import Reason, Status
from qa.settings.settings import Settings

NO_TEXT = "caf\udce9 talks"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Engine:
    folder = tmp_path_factory.mktemp("engine")
    (folder / "a.txt").write_text("The talks ended on Wednesday night.", encoding="utf-8")
    opened = Engine(Settings(library=folder / "library", cache=cache))
    opened.index([folder])
    return opened


def test_undecodable_bytes_in_a_question_are_handled(engine: Engine) -> None:
    assert engine.ask(NO_TEXT).question == "caf\ufffd talks"
    assert len(engine.search(NO_TEXT)) == 1
    with pytest.raises(UnknownArticleError):
        engine.article(NO_TEXT)


def test_an_accent_typed_apart_is_the_same_question(engine: Engine) -> None:
    assert engine.ask("cafe\u0301 talks").question == "café talks"


@pytest.mark.parametrize("question", ["", "  ", "?!", "\x1b\x07", "\u202e\u200b"])
def test_a_question_without_a_word_is_refused(engine: Engine, question: str) -> None:
    with pytest.raises(QuestionError):
        engine.ask(question)
    with pytest.raises(QuestionError):
        engine.search(question)


def test_a_missing_library_gives_an_empty_answer_but_an_error_for_a_search(
    tmp_path: Path, cache: Path
) -> None:
    engine = Engine(Settings(library=tmp_path / "nowhere", cache=cache))
    answer = engine.ask("When did the talks end?")
    assert (answer.status, answer.reason) == (Status.NOT_FOUND, Reason.EMPTY_LIBRARY)
    with pytest.raises(LibraryMissingError):
        engine.search("talks")
    assert not (tmp_path / "nowhere").exists()


def test_passages_longer_than_the_model_reads_are_refused(tmp_path: Path) -> None:
    engine = Engine(Settings(library=tmp_path / "library", passage_pieces=300))
    with pytest.raises(SettingsError, match=r"300.*254"):
        engine.index([tmp_path])


def test_an_article_that_goes_while_a_question_is_answered_is_no_error(tmp_path: Path, cache: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("The talks ended on Wednesday night.", encoding="utf-8")
    (folder / "b.txt").write_text("The talks had ended on Friday, said the mayor.", encoding="utf-8")
    engine = Engine(Settings(library=tmp_path / "library", cache=cache))
    engine.index([folder])

    def remove_one(event: Event) -> None:
        if isinstance(event, Retrieved) and len(engine.articles()) > 1:
            engine.remove(["a.txt"])

    for ask in (engine.ask, lambda question, watch: engine.inspect(question, watch=watch).answer):
        engine.index([folder])
        answer = ask("When did the talks end?", watch=remove_one)
        assert answer.text == "Friday"


@pytest.mark.parametrize(
    "question", ["When was the second round of talks?", "when did they talk for the 2nd time?"]
)
def test_an_ordinal_matches_in_every_form(question: str, tmp_path: Path, cache: Path) -> None:
    (tmp_path / "a.txt").write_text(
        " date 2031-06-12 Harbour board and crews meet again\n\n"
        "Talks between the harbour board and the ferry crews resumed for a second time on Tuesday night in the"
        " Old Customs House, and ended without a result. The first attempt had failed on Sunday.\n",
        encoding="utf-8",
    )
    engine = Engine(Settings(library=tmp_path / "library", cache=cache))
    engine.index([tmp_path])
    answer = engine.ask(question)
    assert answer.text is not None
    assert "Tuesday night" in answer.text
    assert answer.resolved_date is not None
    assert answer.resolved_date.value == "2031-06-10TNI"


def test_what_happened_on_a_day_knows_both_readings_of_an_ambiguous_date(tmp_path: Path, cache: Path) -> None:
    (tmp_path / "a.txt").write_text(
        " date 2024-09-19 The quay\n\nThe quay was shut on 03/04/2024. Nobody knows why.\n", encoding="utf-8"
    )
    engine = Engine(Settings(library=tmp_path / "library", cache=cache))
    engine.index([tmp_path])
    for day in ("3 April 2024", "4 March 2024"):
        answer = engine.ask(f"What happened on {day}?")
        assert answer.text == "The quay was shut on 03/04/2024."
        assert answer.resolved_date is not None
        assert {answer.resolved_date.value, answer.resolved_date.alternative} == {"2024-04-03", "2024-03-04"}
    assert engine.ask("What happened on 5 March 2024?").text is None
