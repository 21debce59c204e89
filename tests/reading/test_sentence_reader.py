import pytest

from qa.encoder import Encoder
from qa.passages import PassageSplitter
from qa.reading import SentenceReader
from qa.reading.sentence_reader import Coverage
from qa.records import Article, Hit, Scores

TEXT = (
    "The ferry crews of the island met the harbour board on Tuesday evening. "
    "Nobody took minutes. "
    "The board offered a rise of four per cent, which the crews refused. "
    "A second session was called for Friday."
)


@pytest.fixture
def hits(splitter: PassageSplitter) -> list[Hit]:
    passages = splitter.split(Article("a", "Ferries", TEXT))
    return [
        Hit(passage, 1.0, rank, Scores(dense_score=0.5)) for rank, passage in enumerate(passages, start=1)
    ]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("When did the crews meet the harbour board?", "on Tuesday evening"),
        ("What rise did the board offer?", "four per cent"),
        ("When is the second session?", "Friday"),
    ],
)
def test_the_best_sentence_holds_the_answer(
    encoder: Encoder, hits: list[Hit], question: str, answer: str
) -> None:
    reading = SentenceReader(encoder).read(question, hits)
    assert answer in reading.spans[0].text
    assert reading.spans[0].score > reading.null_score


def test_what_the_passages_do_not_say_scores_below_silence(encoder: Encoder, hits: list[Hit]) -> None:
    reading = SentenceReader(encoder).read("Who won the chess tournament in Reykjavik?", hits)
    assert reading.spans[0].score < reading.null_score


def test_spans_are_slices_and_come_best_first(encoder: Encoder, hits: list[Hit]) -> None:
    reading = SentenceReader(encoder).read("What did the board offer?", hits)
    assert [span.article_span.of(TEXT) for span in reading.spans] == [span.text for span in reading.spans]
    scores = [span.score for span in reading.spans]
    assert scores == sorted(scores, reverse=True)


def test_a_sentence_in_two_passages_is_read_once(encoder: Encoder, hits: list[Hit]) -> None:
    reading = SentenceReader(encoder).read("What did the board offer?", [*hits, *hits])
    assert len(reading.spans) == len({span.text for span in reading.spans})


def test_nothing_to_read_gives_nothing(encoder: Encoder) -> None:
    assert SentenceReader(encoder).read("What?", []).spans == ()


def test_confidence_rises_with_the_score_and_stays_a_probability(encoder: Encoder) -> None:
    reader = SentenceReader(encoder)
    levels = [reader.confidence(score) for score in (-50.0, -3.0, 0.0, 3.0, 50.0)]
    assert levels == sorted(levels)
    assert 0 <= levels[0] < 0.01
    assert 0.9 < levels[-1] <= 1


def test_coverage_weighs_rare_words_more() -> None:
    sentences = ["The board met.", "The board left.", "The board offered four per cent."]
    coverage = Coverage("What did the board offer?", sentences)
    assert coverage.of("The board offers nothing.") == 1.0
    assert coverage.of("They offered it.") > coverage.of("The board met.") > 0
    assert coverage.of("Nothing here.") == 0.0
