"""MinHash bands: the same in each version of the library, because they are stored."""

import pytest
from datasketch import MinHash

from qa.utils.minhash import N_BANDS, bands_of, signature_of

MARKS = [f"mark {number}" for number in range(200)]


PINNED = [2614482762973709056, 5200539942327302266]


def test_the_bands_of_a_text_never_change() -> None:
    """If this fails, change SCHEME: libraries hold bands that can't be compared with the new ones."""
    assert bands_of(MARKS)[:2] == PINNED


def test_bands_do_not_depend_on_the_order_of_the_marks() -> None:
    assert bands_of(MARKS) == bands_of(reversed(MARKS))
    assert len(set(bands_of(MARKS))) == N_BANDS


def test_many_marks_give_the_same_bands_as_a_set_in_one_piece() -> None:
    assert bands_of(MARKS * 25) == bands_of(MARKS)  # 5,000 marks are added in three pieces


def test_similar_sets_have_bands_in_common_and_others_do_not() -> None:
    half = MARKS[:100] + [f"other {number}" for number in range(100)]
    distinct = [f"distinct {number}" for number in range(200)]
    assert len(set(bands_of(MARKS)) & set(bands_of(half))) >= 2
    assert not set(bands_of(MARKS)) & set(bands_of(distinct))


@pytest.mark.parametrize("n_marks", [0, 1, 7, 4500])
def test_a_signature_is_that_of_datasketch(n_marks: int) -> None:
    marks = [f"märk {number}" for number in range(n_marks)]
    other = MinHash(num_perm=128, seed=1, scheme="affine32")
    other.update_batch([mark.encode() for mark in marks])
    assert (signature_of(marks) == other.hashvalues).all()
