"""The reader in which the large model decides, with the weights that ship."""

import itertools
import shutil
from pathlib import Path

import pytest

from qa.errors import WeightsError
from qa.indexing.passages import PassageSplitter
from qa.questions.answer_type import typed
from qa.reading import Asked
from qa.reading.best_reader import BestReader
from qa.reading.candidates import N_REREAD
from qa.reading.decoding import PassageLogits
from qa.reading.early_exit import N_FIRST
from qa.reading.reader_model import BEST_FILES, WEIGHTS
from qa.records import Hit, Passage, Scores, Span
from tests.reading.ferries import FERRIES, TEXT, article


@pytest.fixture(scope="module")
def reader() -> BestReader:
    return BestReader()


@pytest.fixture
def hits(splitter: PassageSplitter) -> list[Hit]:
    return [
        Hit(passage, 1.0, rank, Scores(dense_score=0.5))
        for rank, passage in enumerate(splitter.split(FERRIES), start=1)
    ]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("When did the crews meet the harbour board?", "Tuesday evening"),
        ("What rise did the board offer?", "four per cent"),
        ("When is the second session?", "Friday"),
        ("Why did the crews refuse the offer?", "it came without a date"),
        ("Who spoke for the crews?", "Idris Quennelby and Oona Marchbrook"),
    ],
)
def test_the_best_span_contains_the_answer_and_passes_the_threshold(
    reader: BestReader, hits: list[Hit], question: str, answer: str
) -> None:
    reading = reader.read(typed(question), hits, article)
    best = reading.spans[0]
    assert answer in best.text
    assert len(best.text) < 3 * len(answer)
    assert best.score >= reading.null_score


@pytest.mark.parametrize(
    "question",
    [
        "Who won the chess tournament in Reykjavik?",
        "How many passengers drowned?",
        "How much does a ticket to the island cost?",
    ],
)
def test_an_answer_missing_from_the_passages_is_below_the_threshold(
    reader: BestReader, hits: list[Hit], question: str
) -> None:
    reading = reader.read(typed(question), hits, article)
    assert all(span.score < reading.null_score for span in reading.spans)


def test_spans_are_slices_in_descending_order_that_do_not_overlap(
    reader: BestReader, hits: list[Hit]
) -> None:
    spans = reader.read(typed("What did the board offer?"), [*hits, *hits], article).spans
    assert [span.article_span.of(TEXT) for span in spans] == [span.text for span in spans]
    scores = [span.score for span in spans]
    assert scores == sorted(scores, reverse=True)
    places = sorted(span.article_span for span in spans)
    assert all(one.end <= other.start for one, other in itertools.pairwise(places))


def test_no_hits_give_no_spans(reader: BestReader) -> None:
    assert reader.read(typed("What?"), [], article).spans == ()


def test_the_same_passage_is_scored_the_same_beside_other_passages(
    reader: BestReader, hits: list[Hit]
) -> None:
    question = typed("What rise did the board offer?")
    alone = reader.read(question, hits[:1], article).spans[0]
    beside = reader.read(question, [hits[0], *hits], article).spans[0]
    assert beside.text == alone.text
    assert beside.score == pytest.approx(alone.score, abs=1e-6)


@pytest.mark.parametrize("name", BEST_FILES)
def test_a_missing_file_of_the_large_model_is_reported_by_name(tmp_path: Path, name: str) -> None:
    for path in WEIGHTS.iterdir():
        if path.name != name:
            (tmp_path / path.name).symlink_to(path)
    with pytest.raises(WeightsError, match=name.replace(".", r"\.")):
        BestReader(tmp_path)


def test_an_altered_tokenizer_is_refused(tmp_path: Path) -> None:
    for path in WEIGHTS.iterdir():
        (tmp_path / path.name).symlink_to(path)
    altered = tmp_path / "best.tokenizer.json"
    altered.unlink()
    shutil.copy(WEIGHTS / "best.tokenizer.json", altered)
    altered.write_bytes(altered.read_bytes().replace(b"##s", b"##z", 1))
    with pytest.raises(WeightsError, match=r"best\.tokenizer\.json"):
        BestReader(tmp_path)


def test_interpretations_read_together_share_the_large_model(
    reader: BestReader, hits: list[Hit], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[tuple[str, int]] = []
    best = reader._models.best
    logits = best.logits

    def counted(question: str, passages: list[str]) -> list[PassageLogits]:
        read.append((question, len(passages)))
        return logits(question, passages)

    monkeypatch.setattr(best, "logits", counted)
    right, wrong = (
        Asked(typed(question), [*hits, *hits, *hits])
        for question in ("When did the crews meet the harbour board?", "When did the chess players meet?")
    )
    readings = reader.read_several([right, wrong], article)
    assert sum(n for _, n in read) <= N_REREAD + 1
    assert all(n > 0 for _, n in read)
    assert "Tuesday evening" in readings[0].spans[0].text
    assert readings[0].spans[0].score > readings[1].spans[0].score
    alone = reader.read(right.question, right.hits, article, all_hits=True)
    assert alone.spans[0] == readings[0].spans[0]


def test_the_first_passages_settle_an_answer_that_no_other_passage_may_contradict(
    reader: BestReader, splitter: PassageSplitter
) -> None:
    question = typed("When did the crews meet the harbour board?")
    first = [Hit(passage, 1.0, 1, Scores()) for passage in splitter.split(FERRIES)][:1]
    others = [_hit(f"{number} boats lay in the old dock, and nobody was aboard.") for number in range(4)]
    hits = [*first, *others]
    settled = reader.read(question, hits, article)
    assert settled.n_read == N_FIRST
    complete = reader.read(question, hits, article, all_hits=True)
    assert complete.n_read is None
    # The small model, which agrees, has only read the passages of the complete reading.
    assert settled.spans[0].article_span == complete.spans[0].article_span
    assert settled.spans[0].score < complete.spans[0].score
    rival = _hit("The crews met the harbour board on Sunday morning.")
    both = reader.read(question, [*hits, rival], article)
    assert "Sunday morning" in {span.text for span in both.spans}
    assert both.n_read in (N_FIRST + 1, None)


def test_a_doubtful_answer_is_looked_for_in_all_passages(reader: BestReader, hits: list[Hit]) -> None:
    others = [_hit(f"{number} boats lay in the old dock, and nobody was aboard.") for number in range(3)]
    reading = reader.read(typed("What rise did the board offer?"), [*others, *hits], article)
    assert reading.n_read is None
    assert "four per cent" in reading.spans[0].text


def test_the_members_of_a_list_are_looked_for_in_all_passages(reader: BestReader, hits: list[Hit]) -> None:
    others = [_hit(f"{number} boats lay in the old dock, and nobody was aboard.") for number in range(3)]
    assert reader.read(typed("Who were the speakers of the crews?"), [*hits, *others], article).n_read is None


def _hit(text: str) -> Hit:
    return Hit(Passage(FERRIES.id, 9, Span(0, len(text)), text), 0.5, 9, Scores())
