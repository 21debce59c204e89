import time

import pytest

from qa.articles.first_lines import claims_in


def found(text: str) -> list[tuple[str, str]]:
    return [(claim.field, claim.value) for claim in claims_in(text)]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        pytest.param("Crews stop\n\n6 May 2031\n\nWords.", [("published", "6 May 2031")], id="a date alone"),
        pytest.param(
            "Published on: 2031-05-06 10:15", [("published", "2031-05-06 10:15")], id="with a label"
        ),
        pytest.param(
            "By Ann Bell and Bo van Dahl | May 6, 2031",
            [("author", "Ann Bell and Bo van Dahl"), ("published", "May 6, 2031")],
            id="a byline and a date in one line",
        ),
        pytest.param(
            "ULVARRE, May 6, 2031 (Wire) — No boat sailed.",
            [("published", "May 6, 2031")],
            id="an agency's dateline",
        ),
        pytest.param(
            "Crews stop\n\nHarbour Post, 6 May 2031\n\nWords.",
            [("published", "6 May 2031"), ("source", "Harbour Post")],
            id="a newspaper and a date under a headline",
        ),
        pytest.param(
            "Crews stop\n\nUlvarre, 6 May 2031\n\nWords.",
            [("published", "6 May 2031")],
            id="a place and a date",
        ),
        pytest.param(
            "\n".join(["Words."] * 20 + ["Published: 6 May 2031"] + ["Words."] * 9),
            [("published", "6 May 2031")],
            id="a label counts anywhere",
        ),
        pytest.param(
            "\n".join(["Words."] * 20 + ["Published in the Harbour Post on May 6, 2031", "Words."] * 1),
            [("published", "May 6, 2031"), ("source", "Harbour Post")],
            id="a label with a newspaper",
        ),
        pytest.param(
            "\n".join(["Words."] * 9 + ["Ulvarre, 6 May 2031"] + ["Words."] * 9),
            [],
            id="a name in the middle",
        ),
        pytest.param("The pact was signed in Lund, 6 May 2031.\nWords.", [], id="the end of a sentence"),
        pytest.param("2031-05-06 was a quiet day on the quay.", [], id="a sentence that starts with a date"),
        pytest.param("Updated: 7 May 2031", [], id="another label"),
        pytest.param("By the quay, crowds came.", [], id="no name"),
        pytest.param("By Friday, 6 May 2031", [("author", "Friday, 6 May 2031")][:0], id="a day after by"),
        pytest.param("\n".join(["Words."] * 8 + ["6 May 2031"]), [], id="too far down"),
    ],
)
def test_first_lines(text: str, claims: list[tuple[str, str]]) -> None:
    assert found(text) == claims


@pytest.mark.parametrize("piece", ["A" * 40 + " ", "1 ", "7.30 pm ", "| ", "By A ", "-", "May 6, 2031 "])
def test_any_text_is_fast(piece: str) -> None:
    began = time.thread_time()
    claims_in(piece * 20_000)
    assert time.thread_time() - began < 0.5
