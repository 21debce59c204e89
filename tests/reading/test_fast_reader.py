import itertools
from pathlib import Path

import pytest

from qa.embedding.weights import find_model
from qa.errors import WeightsError
from qa.indexing.passages import PassageSplitter
from qa.questions.answer_type import typed
from qa.reading.fast_reader import FastReader
from qa.reading.question_overlap import QuestionWords, text_around
from qa.reading.reader_model import FAST, WEIGHTS, fast_model
from qa.reading.reread import surroundings
from qa.records import Article, Hit, Passage, Scores, Span
from qa.retrieval.word_overlap import Coverage
from tests.reading.ferries import FERRIES, TEXT, article


@pytest.fixture(scope="module")
def reader() -> FastReader:
    return FastReader()


@pytest.mark.parametrize("name", ["reader.int8.onnx", "calibration.json", "SHA256SUMS"])
@pytest.mark.parametrize("harm", ["missing", "truncated", "altered"])
def test_damaged_weights_are_refused_by_name(tmp_path: Path, name: str, harm: str) -> None:
    for path in WEIGHTS.iterdir():
        (tmp_path / path.name).symlink_to(path)
    data = bytearray((WEIGHTS / name).read_bytes())
    (tmp_path / name).unlink()
    if harm == "truncated":
        del data[len(data) // 2 :]
    if harm == "altered":
        middle = len(data) // 2
        data[middle : middle + 8] = b"\xff" * 8
    if harm != "missing":
        (tmp_path / name).write_bytes(data)
    with pytest.raises(WeightsError) as caught:
        FastReader(tmp_path)
    assert name in caught.value.message
    assert caught.value.hint == "Install Dateline again."


def test_weights_that_the_runtime_cannot_open_are_no_traceback(tmp_path: Path) -> None:
    (tmp_path / FAST).write_bytes(b"no model at all")
    with pytest.raises(WeightsError, match=r"reader\.int8\.onnx cannot be opened"):
        fast_model(tmp_path)


@pytest.fixture
def hits(splitter: PassageSplitter) -> list[Hit]:
    passages = splitter.split(FERRIES)
    return [
        Hit(passage, 1.0, rank, Scores(dense_score=0.5)) for rank, passage in enumerate(passages, start=1)
    ]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("When did the crews meet the harbour board?", "Tuesday evening"),
        ("What rise did the board offer?", "four per cent"),
        ("When is the second session?", "Friday"),
    ],
)
def test_the_best_span_is_short_and_holds_the_answer(
    reader: FastReader, hits: list[Hit], question: str, answer: str
) -> None:
    best = reader.read(typed(question), hits, article).spans[0]
    assert answer in best.text
    assert len(best.text) < 3 * len(answer)


def test_an_unanswerable_question_scores_below_no_answer(reader: FastReader, hits: list[Hit]) -> None:
    reading = reader.read(typed("Who won the chess tournament in Reykjavik?"), hits, article)
    assert reading.spans[0].score < reading.null_score


def test_a_reason_is_answered_with_its_sentence(reader: FastReader, hits: list[Hit]) -> None:
    best = reader.read(typed("Why did the crews refuse the offer?"), hits, article).spans[0]
    assert best.text.startswith("The board offered")
    assert best.text.endswith("without a date.")


def test_a_list_reaches_from_its_first_member_to_its_last(reader: FastReader, hits: list[Hit]) -> None:
    best = reader.read(typed("Who were the people that spoke for the crews?"), hits, article).spans[0]
    assert best.text == "Idris Quennelby and Oona Marchbrook"


def test_spans_are_slices_best_first_without_overlap(reader: FastReader, hits: list[Hit]) -> None:
    spans = reader.read(typed("What did the board offer?"), [*hits, *hits], article).spans
    assert [span.article_span.of(TEXT) for span in spans] == [span.text for span in spans]
    scores = [span.score for span in spans]
    assert scores == sorted(scores, reverse=True)
    places = sorted(span.article_span for span in spans)
    assert all(one.end <= other.start for one, other in itertools.pairwise(places))


def test_nothing_to_read_gives_nothing(reader: FastReader) -> None:
    assert reader.read(typed("What?"), [], article).spans == ()


def test_confidence_rises_with_the_score_and_stays_a_probability(reader: FastReader) -> None:
    levels = [reader.confidence(score) for score in (-50.0, -3.0, 0.0, 3.0, 50.0)]
    assert levels == sorted(levels)
    assert all(0 <= level <= 1 for level in levels)


def test_coverage_weighs_rare_words_more() -> None:
    sentences = ["The board met.", "The board left.", "The board offered four per cent."]
    coverage = Coverage("What did the board offer?", sentences)
    assert coverage.of("The board offers nothing.") == 1.0
    assert coverage.of("They offered it.") > coverage.of("The board met.") > 0
    assert coverage.of("Nothing here.") == 0.0


def test_rare_words_that_the_article_says_too_count_for_more() -> None:
    words = QuestionWords(
        "When did the Quennelbys meet the board?", find_model("all-MiniLM-L6-v2").tokenizer()
    )
    everything = words.said_in("The board meets the Quennelbys.")
    assert (
        0
        == words.said_in("Nothing here.")
        < words.said_in("A MEETING")
        < words.said_in("quennelby")
        < everything
    )
    assert everything == pytest.approx(sum(map(words.said_in, ("board", "meet", "Quennelby"))))


def test_the_text_around_a_passage_is_its_article_or_part_of_a_long_one() -> None:
    assert text_around(FERRIES, Span(10, 20)) == f"Ferries\n{TEXT}"
    long = Article("c", "Long", "x" * 100_000)
    assert len(text_around(long, Span(50_000, 50_100))) == len("Long\n") + 20_100


def test_the_best_passage_is_read_again_with_its_context(reader: FastReader) -> None:
    before = "The harbour board of Ulvarre spoke with the ferry crews on Tuesday evening. "
    body = "It ended after two hours. Nobody took minutes, and nobody signed anything. "
    text = before + body + "A second session was called for Friday."
    whole = Article("b", "Ferries", text)
    place = Span(len(before), len(before + body))
    hit = Hit(Passage("b", 0, place, place.of(text)), 1.0, 1, Scores(dense_score=0.5))
    best = reader.read(
        typed("How long did the harbour board speak with the crews?"), [hit], lambda _: whole
    ).spans[0]
    assert "two hours" in best.text
    assert best.article_span.of(text) == best.text


def test_rereading_adds_half_a_passage_on_each_side_and_cuts_no_word() -> None:
    text = "one two three four five six seven eight nine ten"
    passage = Span(text.index("four"), text.index("seven"))
    assert surroundings(text, passage).of(text).split() == ["three", "four", "five", "six", "seven"]
    assert surroundings(text, Span(0, len(text))) == Span(0, len(text))
    assert surroundings("x" * 40, Span(10, 20)) == Span(10, 20)
