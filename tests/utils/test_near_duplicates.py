"""Near-duplicates: the index finds the same as comparing every pair, at low cost."""

from hypothesis import given
from hypothesis import strategies as st

from qa.utils.near_duplicates import NearCopyIndex, near_copies
from tests.growth import assert_linear

SENTENCES = st.lists(
    st.lists(st.sampled_from("ferry crew quay Monday 7.30 strike".split()), max_size=9).map(" ".join),
    max_size=20,
)


@given(SENTENCES)
def test_the_index_finds_what_comparing_every_pair_finds(sentences: list[str]) -> None:
    index = NearCopyIndex()
    kept: list[str] = []
    for sentence in sentences:
        compared = next((n for n, known in enumerate(kept) if near_copies(known, sentence)), None)
        assert index.find(sentence) == compared
        if compared is None:
            index.add(sentence)
            kept.append(sentence)


def test_a_copy_is_found_beside_many_texts_with_the_same_opening() -> None:
    opening = "The harbour board of the old town said on Monday that"
    index = NearCopyIndex()
    for number in range(500):
        index.add(f"{opening} " + " ".join(f"word{number}x{place}" for place in range(20)))
    tail = " ".join(f"word400x{place}" for place in range(20))
    assert index.find(f"Officials of the old town said on Monday that {tail}") == 400


def test_twice_the_texts_of_the_same_opening_take_twice_the_work() -> None:
    def distinct(sentences: str) -> NearCopyIndex:
        index = NearCopyIndex()
        for sentence in sentences.split("\n"):
            if index.find(sentence) is None:
                index.add(sentence)
        return index

    def texts(n_sentences: int) -> str:
        opening = "The harbour board of the old town said"
        return "\n".join(
            f"{opening} " + " ".join(f"w{number}x{place}" for place in range(20))
            for number in range(n_sentences)
        )

    assert_linear(distinct, texts, 200)
