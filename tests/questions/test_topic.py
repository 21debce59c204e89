import pytest

from qa.questions import goes_on, names_only
from qa.records import Hit, Passage, Scores, Span


def hit(text: str, cosine: float) -> Hit:
    return Hit(Passage("a" * 32, 0, Span(0, len(text)), text), 0.0, 1, Scores(dense_score=cosine))


CITED = [hit("The dockers of Bergen struck on Friday, and the vote was close.", 0.3)]


@pytest.mark.parametrize(
    ("question", "other", "stays"),
    [
        pytest.param(
            "How close was the vote?", hit("A vote in Chile was close.", 0.4), True, id="both could be meant"
        ),
        pytest.param("Where was the count?", hit("The count took place in a school.", 0.4), True, id="vague"),
        pytest.param(
            "Which rare animal did keepers find in the zoo garden?",
            hit("Keepers found a rare animal in the garden of the zoo.", 0.9),
            False,
            id="another article says all of it",
        ),
        pytest.param(
            "how close was the vote in chile", hit("The vote in Chile was close.", 0.4), False, id="a name"
        ),
    ],
)
def test_a_question_continues_unless_another_article_clearly_fits(
    question: str, other: Hit, stays: bool
) -> None:
    assert goes_on(question, CITED, [other]) is stays


@pytest.mark.parametrize(
    ("question", "known"),
    [("Who won in Bergen?", True), ("Who won in Bergen and Oslo?", False), ("Who won?", False)],
)
def test_whether_all_names_were_spoken_of(question: str, known: bool) -> None:
    assert names_only(question, [CITED[0].passage.text]) is known
