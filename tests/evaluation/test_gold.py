from pathlib import Path

import pytest

from qa.batch.question_files import read_questions
from qa.errors import EvaluationError, QuestionFileError
from qa.evaluation.gold import gold_ids, labelled_of, same_at_granularity
from qa.library import ArticleSummary


@pytest.mark.parametrize(
    ("value", "gold", "same"),
    [
        ("2024-09-18", "2024-09-18", True),
        ("2024-09-18TNI", "2024-09-18", True),  # finer than gold
        ("2024-09-18T19:30", "2024-09-18T19", True),
        ("2024-09-18", "2024-09", True),
        ("2024-09-18", "2024", True),
        ("1994", "199", True),  # the nineties
        ("1994-05", "19", True),  # a century, as TIMEX3 writes it
        ("2024-09-18", "2024-W38", True),
        ("2024-09-15", "2024-W38", False),  # the Sunday before
        ("2024-12-30", "2025-W01", True),  # ISO weeks begin on Mondays
        ("2024-09-18", "2024-Q3", True),
        ("2024-10", "2024-Q3", False),
        ("2024-09", "2024-09-18", False),  # coarser than gold
        ("2024-09-19", "2024-09-18", False),
        ("2024-10", "2024-1", False),
        ("20241", "2024", False),
        ("PT22H", "PT22H", True),
        ("PT22H", "PT2", False),
    ],
)
def test_dates_are_compared_at_golds_grain(value: str, gold: str, same: bool) -> None:
    assert same_at_granularity(value, gold) is same


def test_labels_from_json_and_from_a_table(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text(
        '{"question": "When?", "answers": ["Monday", "on Monday"], "date": "2024-09-16", "article": "a.txt"}\n'
        '{"question": "Who left?", "answers": [], "kind": "odd"}\n'
        '{"question": "Where?"}\n'
        '{"question": "Why?", "answers": ["so"], "draft": true}\n'
    )
    (tmp_path / "q.csv").write_text(
        "question,answers,date,articles\nWhen?,Monday | on Monday,2024-09-16,a.txt|b.txt\n"
        'Who left?,[],,\nWhere?,,,\nWhy?,"[""so | so""]",,\n'
    )
    first, second, fourth = labelled_of(read_questions(str(tmp_path / "q.jsonl")))
    assert (first.answers, first.date, first.articles) == (("Monday", "on Monday"), "2024-09-16", ("a.txt",))
    assert (first.kind, second.kind, second.answers, fourth.draft) == ("time", "odd", (), True)
    one, two, four = labelled_of(read_questions(str(tmp_path / "q.csv")))
    assert (one.answers, one.articles) == (("Monday", "on Monday"), ("a.txt", "b.txt"))
    assert (two.answers, four.answers) == ((), ("so | so",))


def test_a_file_without_labels_and_one_with_a_broken_label(tmp_path: Path) -> None:
    (tmp_path / "q.txt").write_text("When?\n")
    with pytest.raises(EvaluationError, match="has no labelled questions"):
        labelled_of(read_questions(str(tmp_path / "q.txt")))
    (tmp_path / "q.csv").write_text("question,answers\nWhen?,[Monday\n")
    with pytest.raises(QuestionFileError, match="line 2"):
        labelled_of(read_questions(str(tmp_path / "q.csv")))


def test_an_article_is_named_by_id_title_path_or_file_name(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text(
        "\n".join(
            f'{{"question": "When?", "answers": ["x"], "articles": ["{name}"]}}'
            for name in ("abcd1234", "ABCD", "abc", "The ferry", "/news/a.txt", "a.txt", "b.txt", "c.txt")
        )
    )
    articles = [
        ArticleSummary("abcd1234", "The ferry", None, None, None, "/news/a.txt", 1, 1),
        ArticleSummary("ef567890", "The quay", None, None, None, "/news/b.txt", 1, 1),
        ArticleSummary("ef567891", "The quay", None, None, None, "/old/b.txt", 1, 1),
    ]
    found = gold_ids(labelled_of(read_questions(str(tmp_path / "q.jsonl"))), articles)
    ferry = frozenset({"abcd1234"})
    nothing: frozenset[str] = frozenset()
    assert found == [ferry, ferry, nothing, ferry, ferry, ferry, frozenset({"ef567890", "ef567891"}), nothing]
