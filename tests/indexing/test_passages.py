import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from qa.articles.loading import article_id
from qa.embedding import ModelFolder
from qa.indexing.passages import PassageSplitter, sentence_spans
from qa.records import Article, Span

SMALL = 16
_BLANKS = " \t\n\r\x0b\x0c\x1c\x1f\x85\u00a0\u1680\u2003\u2009\u2028\u2029\u202f\u205f\u3000"
_EXOTIC = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=60),
    st.text(_BLANKS, min_size=1, max_size=4),
    st.sampled_from(
        [". ", "! ", "?” ", "\n\n", ".\u00a0", "Mr. ", "7.30 pm. ", "。", "।", "…", ".A", "[SEP]", "\ufffd"]
    ),
    st.text("abcdefghij", min_size=90, max_size=400),
    st.text("가각힣ㄱ", min_size=1, max_size=40),
    st.integers(1, 400).map(lambda n: " " * n),
    st.integers(1, 400).map(lambda n: "\ufffd" * n),
    st.text("The talks ended on Wednesday night. ", min_size=1, max_size=300),
)
ANY_TEXT = st.lists(_EXOTIC, max_size=12).map("".join)


@pytest.fixture(scope="module")
def tokenizer(model: ModelFolder) -> Tokenizer:
    return model.tokenizer()


@pytest.fixture(scope="module")
def small(tokenizer: Tokenizer) -> PassageSplitter:
    return PassageSplitter(tokenizer, SMALL)


def n_pieces(tokenizer: Tokenizer, text: str) -> int:
    return len(tokenizer.encode(text, add_special_tokens=False).ids)


@settings(max_examples=200)
@given(ANY_TEXT)
@example("x" * 300 + " tail. And so on.")
@example("a" * 99 + "\u2603" * 3 + "b" * 300)
def test_every_non_blank_character_is_covered_and_nothing_runs_backwards(
    small: PassageSplitter, text: str
) -> None:
    spans = small.spans(text)
    covered = {place for span in spans for place in range(span.start, span.end)}
    assert [char for place, char in enumerate(text) if not char.isspace() and place not in covered] == []
    assert all(len(span) > 0 for span in spans)
    assert [span.start for span in spans] == sorted({span.start for span in spans})
    assert [span.end for span in spans] == sorted({span.end for span in spans})


@settings(max_examples=200)
@given(ANY_TEXT)
@example("x" * 300 + " tail. And so on.")  # a part of a word has pieces where the whole had one
@example("a" * 99 + "\u2603" * 3 + "b" * 300)
@example(("qwrtzp" * 60 + " ") * 3)
def test_no_passage_exceeds_the_budget_or_the_cap(
    small: PassageSplitter, tokenizer: Tokenizer, text: str
) -> None:
    for span in small.spans(text):
        assert n_pieces(tokenizer, span.of(text)) <= SMALL
        assert len(span) <= SMALL * 16


@given(ANY_TEXT)
def test_passages_are_slices_and_their_ordinals_run(small: PassageSplitter, text: str) -> None:
    article = Article(article_id(text), "t", text)
    passages = small.split(article)
    assert [passage.ordinal for passage in passages] == list(range(len(passages)))
    for passage in passages:
        assert passage.article_id == article.id
        assert passage.article_span.of(article.text) == passage.text
        assert passage.text == passage.text.strip()


@given(ANY_TEXT)
def test_sentences_do_not_overlap_and_leave_out_only_blanks(text: str) -> None:
    place = 0
    for span in sentence_spans(text):
        assert not text[place : span.start].strip()
        assert span.of(text) == span.of(text).strip() != ""
        place = span.end
    assert not text[place:].strip()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("One ended. Two began.", ["One ended.", "Two began."], id="plain"),
        pytest.param(
            "Mr. Roy came at 7.30 pm. He left.", ["Mr. Roy came at 7.30 pm.", "He left."], id="abbreviations"
        ),
        pytest.param(
            "“It’s over.” She left.",
            ["“It’s over.”", "She left."],
            id="the quote mark stays with its sentence",
        ),
        pytest.param("A heading\n\nA sentence.", ["A heading", "A sentence."], id="a paragraph's end"),
        pytest.param("A line\nruns on.", ["A line\nruns on."], id="a line's end is none"),
        pytest.param(
            "Élysée déjà. Œuvre naïve.",
            ["Élysée déjà.", "Œuvre naïve."],
            id="offsets count characters, not bytes",
        ),
        pytest.param("🙂🙂 Yes. No.", ["🙂🙂 Yes.", "No."], id="also outside the first plane"),
        pytest.param("A cat.\u00a0 A dog.", ["A cat.", "A dog."], id="a hard space is a blank"),
        pytest.param(" \n\u3000 ", [], id="blanks alone"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [span.of(text) for span in sentence_spans(text)] == sentences


@pytest.mark.parametrize("blank", sorted(set(_BLANKS)))
def test_no_whitespace_makes_the_sentence_library_panic(
    capfd: pytest.CaptureFixture[str], blank: str
) -> None:
    assert sentence_spans(f"A{blank}. B{blank}.{blank}C.")
    assert sentence_spans(f"A{blank}.")
    assert capfd.readouterr().err == ""


@given(text=ANY_TEXT)
def test_no_text_makes_it_panic(capfd: pytest.CaptureFixture[str], text: str) -> None:
    sentence_spans(text)
    assert capfd.readouterr().err == ""


def sentence(word: str, n_words: int) -> str:
    return " ".join([word.capitalize(), *[word] * (n_words - 1)]) + "."


def test_sentences_are_packed_with_one_of_overlap(small: PassageSplitter, tokenizer: Tokenizer) -> None:
    # Four sentences of seven pieces each: two fit into 16, and the second opens the next passage.
    sentences = [sentence(word, 6) for word in ("talk", "night", "march", "ferry")]
    assert [n_pieces(tokenizer, each) for each in sentences] == [7, 7, 7, 7]
    text = " ".join(sentences)
    first, second, third, fourth = sentences
    assert [span.of(text) for span in small.spans(text)] == [
        f"{first} {second}",
        f"{second} {third}",
        f"{third} {fourth}",
    ]


def test_no_overlap_where_it_does_not_fit(small: PassageSplitter) -> None:
    # 4 + 10 fit into 16, 10 + 10 do not: the third sentence stands alone.
    text = " ".join([sentence("talk", 3), sentence("night", 9), sentence("march", 9)])
    spans = [span.of(text) for span in small.spans(text)]
    assert spans == [f"{sentence('talk', 3)} {sentence('night', 9)}", sentence("march", 9)]


def test_a_short_text_is_one_passage(splitter: PassageSplitter) -> None:
    text = "The talks ended. Nobody signed.\n\nThe protest goes on."
    assert splitter.spans(text) == [Span(0, len(text))]


def test_an_over_long_sentence_is_cut_between_words(small: PassageSplitter, tokenizer: Tokenizer) -> None:
    text = "talks " * 39 + "ended"
    parts = [span.of(text) for span in small.spans(text)]
    assert " ".join(parts) == text
    assert [n_pieces(tokenizer, part) for part in parts] == [16, 16, 8]


def test_paragraph_blanks_are_not_counted_as_text(small: PassageSplitter) -> None:
    text = "One." + "\n" * 5000 + "Two."
    assert [span.of(text) for span in small.spans(text)] == ["One.", "Two."]


@pytest.mark.parametrize(
    "unit",
    [
        pytest.param("word ", id="one sentence without an end"),
        pytest.param("x", id="one word without an end"),
        pytest.param("Ab. ", id="very many short sentences"),
        pytest.param("unbelievable-", id="a chain of words"),
    ],
)
def test_a_megabyte_in_one_line_takes_time_in_proportion(splitter: PassageSplitter, unit: str) -> None:
    def seconds(n_characters: int) -> float:
        text = unit * (n_characters // len(unit))
        began = time.process_time()
        spans = splitter.spans(text)
        elapsed = time.process_time() - began
        assert spans[-1].end == len(text.rstrip())
        return elapsed

    quarter, whole = seconds(250_000), seconds(1_000_000)
    assert whole < 8 * quarter + 0.5  # four times as much; twice that again for a busy machine
    assert whole < 30


def test_a_budget_needs_room(tokenizer: Tokenizer) -> None:
    with pytest.raises(ValueError, match="0"):
        PassageSplitter(tokenizer, 0)
