import pytest

from qa.evaluation.drafting import draft_questions
from qa.records import Article


def article(text: str) -> Article:
    return Article("a" * 32, "A headline", text, path="/news/a.txt")


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        (
            "Idris Quennelby said that the boats would stay.",
            "Who said that the boats would stay?",
            "Idris Quennelby",
        ),
        ("Pirro Lantévy, who bakes for the town, stayed.", "Who bakes for the town?", "Pirro Lantévy"),
        (
            "It was Maëlle Torvander, the board's chair, again.",
            "Who is the board's chair?",
            "Maëlle Torvander",
        ),
        ("About 118 crew members voted to stop.", "How many crew members voted to stop?", "118"),
        ("The ballot closed on Monday night.", "When was it that the ballot closed?", "on Monday night"),
        ("Four boats sank on Monday.", "When was it that four boats sank?", "on Monday"),
        ("The boats sail in June 2031 again.", "When was it that the boats sail again?", "in June 2031"),
        (
            "OSLO, Jan. 7 (Agency) -- The ballot closed on Monday.",
            "When was it that the ballot closed?",
            "on Monday",
        ),
    ],
)
def test_a_template_asks_for_words_of_the_sentence(sentence: str, question: str, answer: str) -> None:
    drafts = draft_questions(article(sentence))
    assert (question, answer) in [(draft.question, draft.answer) for draft in drafts]
    assert {draft.sentence for draft in drafts} == {sentence}
    assert all(draft.answer in sentence for draft in drafts)


@pytest.mark.parametrize(
    "sentence",
    [
        "It rained.",
        "On Friday, the second day of the stoppage, nothing moved.",  # no person is the second day
        "“I saw 12 boats,” he said.",  # what is quoted may be a part of a sentence
        "The talks took 12 hours.",  # a length of time is no count of things
    ],
)
def test_sentences_without_a_matching_template_are_skipped(sentence: str) -> None:
    assert [draft for draft in draft_questions(article(sentence)) if draft.kind != "when"] == []


def test_at_most_twelve_of_an_article_spread_over_it_and_none_twice() -> None:
    text = " ".join(f"The ballot of ward {number} closed on Monday." for number in range(40))
    drafts = draft_questions(article(f"{text} {text}"))
    assert 10 <= len(drafts) <= 12
    assert len({draft.question for draft in drafts}) == len(drafts)
    assert "ward 3" in drafts[-1].question


def test_a_draft_row_is_marked_and_names_its_article() -> None:
    row = draft_questions(article("The ballot closed on \x1b[31mMonday night, on Monday."))[0].as_json(7)
    assert (row["id"], row["draft"], row["article"], row["date"]) == ("draft-0007", True, "a.txt", None)
    assert "\x1b" not in "".join(map(str, row.values()))
