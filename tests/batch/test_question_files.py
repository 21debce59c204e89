"""Question files in every format: valid ones, and invalid ones whose errors name the place."""

import os
import re
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from qa.batch.question_files import QuestionFile, read_questions
from qa.errors import CancelledError, QuestionFileError
from qa.records import Turn

TWO = ["When did it end?", "Who said so?"]


def read(folder: Path, name: str, content: str | bytes) -> QuestionFile:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_questions(str(path))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("q.txt", "# ours\n\nWhen did it end?\n   \n  Who said so?  \n"),
        ("windows.txt", "When did it end?\r\nWho said so?\r\n"),
        ("bom.txt", b"\xef\xbb\xbfWhen did it end?\nWho said so?"),
        ("utf16.txt", "When did it end?\nWho said so?".encode("utf-16")),
        ("q.csv", "question,desk\nWhen did it end?,news\nWho said so?,\n"),
        ("bom.csv", b"\xef\xbb\xbfquestion\nWhen did it end?\nWho said so?\n"),
        ("utf16.csv", "question\nWhen did it end?\nWho said so?\n".encode("utf-16")),
        ("semicolon.csv", "desk;Question\nnews;When did it end?\nnews;Who said so?\n"),
        ("mac.csv", "question,desk\rWhen did it end?,news\rWho said so?,\r"),
        ("lone.csv", "question\n\rWhen did it end?\r\nWho said so?\r"),
        ("quoted.csv", 'desk;question\r"a\rb";When did it end?\r\n"\r";Who said so?'),
        ("long.csv", f"question,desk\nWhen did it end?,{'x' * 131_073}\nWho said so?,\n"),
        ("header.csv", f"{'x' * 131_073};question\n;When did it end?\n;Who said so?\n"),
        ("q.tsv", "ID\tquestion\na\tWhen did it end?\nb\tWho said so?\n"),
        ("q.jsonl", '{"question": "When did it end?"}\n\n{"question": "Who said so?"}'),
        ("bom.jsonl", b'\xef\xbb\xbf{"question": "When did it end?"}\n{"question": "Who said so?"}'),
        ("utf16.jsonl", '{"question": "When did it end?"}\n{"question": "Who said so?"}'.encode("utf-16")),
    ],
)
def test_the_same_questions_in_every_form(tmp_path: Path, name: str, content: str | bytes) -> None:
    rows = read(tmp_path, name, content).rows
    assert [row.text for row in rows] == TWO
    assert [row.error for row in rows] == [None, None]


def test_a_workbook(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["id", "Question", "asked on", "page"])
    sheet.append([7, "When did it end?", date(2024, 9, 18), 3.0])
    sheet.append([None, None, None, None])
    sheet.append([None, "Who said so?"])
    workbook.save(tmp_path / "q.xlsx")
    rows = read_questions(str(tmp_path / "q.xlsx")).rows
    assert [(row.id, row.text, row.line) for row in rows] == [("7", TWO[0], 2), ("4", TWO[1], 4)]
    assert rows[0].carried == {"asked on": "2024-09-18", "page": "3"}


BAD_CELLS = [
    pytest.param('<c r="B2" t="d"><v>2024-99-99</v></c>', "2024-99-99", id="a date that does not exist"),
    pytest.param('<c r="B2" s="1"><v>1e12</v></c>', "1000000000000", id="a day beyond the calendar"),
    pytest.param('<c r="B2" s="1"><v>1e999</v></c>', "inf", id="an endless number as a date"),
    pytest.param('<c r="B2" s="1"><v>soon</v></c>', "soon", id="a word where a date should be"),
    pytest.param('<c r="B2" t="s"><v>9999</v></c>', "9999", id="a shared text that is not there"),
    pytest.param(f'<c r="B2"><v>{"9" * 5_000}</v></c>', "9" * 5_000, id="a number with too many digits"),
]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("cell", "carried"), BAD_CELLS)
def test_one_bad_cell_does_not_cost_a_workbook(tmp_path: Path, cell: str, carried: str) -> None:
    workbook = Workbook()
    for row in (["question", "asked on"], [TWO[0], date(2024, 9, 18)], [TWO[1], date(2024, 9, 19)]):
        workbook.active.append(row)
    workbook.save(tmp_path / "good.xlsx")
    with ZipFile(tmp_path / "good.xlsx") as good, ZipFile(tmp_path / "q.xlsx", "w") as bad:
        for name in good.namelist():
            content = good.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                content, n_changed = re.subn(r'<c r="B2".*?</c>', cell, content)
                assert n_changed == 1
            bad.writestr(name, content)
    rows = read_questions(str(tmp_path / "q.xlsx")).rows
    assert [(row.text, row.error) for row in rows] == [(TWO[0], None), (TWO[1], None)]
    assert [row.carried["asked on"] for row in rows] == [carried, "2024-09-19"]


def test_reading_reports_progress_and_can_be_stopped(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.active["A1"] = "question"
    for line in range(2, 2_500):
        workbook.active.cell(line, 1).number_format = "0.00"  # formatted, but empty, as in many a workbook
    workbook.active["A2500"] = "When did it end?"
    workbook.save(tmp_path / "q.xlsx")
    (tmp_path / "q.csv").write_text("question\n" + "When did it end?\n" * 2_500, encoding="utf-8")
    for name, reported in (("q.xlsx", [1_000, 2_000]), ("q.csv", [1_000, 2_000, 2_500, 2_500])):
        watched: list[int] = []
        read_questions(str(tmp_path / name), watched.append)
        assert watched == reported

        def stop(_n_rows: int) -> None:
            raise CancelledError

        with pytest.raises(CancelledError):
            read_questions(str(tmp_path / name), stop)


def test_a_json_row_brings_filters_and_earlier_turns(tmp_path: Path) -> None:
    line = (
        '{"id": 7, "question": "Who said so?", "since": "2024-09", "until": "2024-09", "source": "*lantern*",'
        ' "history": [{"question": "When did it end?", "answer": null}], "desk": {"name": "a\\u001b[31mb"}}'
    )
    (row,) = read(tmp_path, "q.jsonl", line).rows
    assert row.id == 7
    assert (row.filters.since, row.filters.until, row.filters.source) == (
        date(2024, 9, 1),
        date(2024, 9, 30),
        "*lantern*",
    )
    assert row.history == (Turn("When did it end?", None),)
    assert row.carried["desk"] == {"name": "a�[31mb"}
    assert row.carried["since"] == "2024-09"


def test_columns_of_a_table_are_carried_and_filter_nothing(tmp_path: Path) -> None:
    (row,) = read(tmp_path, "q.csv", "question,source,since\nWho said so?,Reuters,soon\n").rows
    assert row.carried == {"source": "Reuters", "since": "soon"}
    assert not row.filters.narrowing


@pytest.mark.parametrize(
    ("line", "column", "reported"),
    [
        ('{"id": 1, "question": }', 23, "not valid JSON"),
        ('{"question": "a b"', 19, "not valid JSON"),
        ("[1, 2]", 1, "an array, not an object"),
        ('"When?"', 1, "a string, not an object"),
        ('{"id": 1}', 1, "“question” is missing"),
        ('{"id": 1, "question": 5}', 11, "must be text"),
        ('{"question": "?!"}', 2, "no words"),
        ('{"question": "' + "a" * 2001 + '"}', 2, "2,001 characters"),
        ('{"question": "a", "id": [1]}', 19, "“id”"),
        ('{"question": "a", "id": true}', 19, "“id”"),
        ('{"question": "a", "since": "Monday"}', 19, "“since” is not a date"),
        ('{"question": "a", "since": "2024-04-31"}', 19, "(April 2024 has 30 days)"),
        ('{"question": "a", "until": 2024}', 19, "“until” must be text"),
        ('{"question": "a", "source": ["x"]}', 19, "“source” must be text"),
        ('{"question": "a", "history": "x"}', 19, "must be an array"),
        ('{"question": "a", "history": [{"question": 1}]}', 19, "Turn 1"),
        ('{"question": "a", "answers": "b"}', 19, "“answers”"),
        ('{"question": "a", "date": 2024}', 19, "“date”"),
        ('{"question": "a", "x": NaN}', 1, "NaN"),
        ('{"question": "a", "x": ' + "[" * 30 + "]" * 30 + "}", 19, "nested"),
        ("[" * 100_000, 1, "nested too deeply"),
        ('{"question": "a", "x": ' + "9" * 5000 + "}", 1, "not valid JSON"),
        ('{"question": "' + "a" * 10_000_000 + '"}', 1_000_001, "longer than 1,000,000"),
    ],
)
def test_a_bad_line_of_json_is_a_row_with_its_position(
    tmp_path: Path, line: str, column: int, reported: str
) -> None:
    first, bad, last = read(
        tmp_path, "q.jsonl", f'{{"question": "When?"}}\n{line}\n{{"question": "Who?"}}\n'
    ).rows
    assert bad.error is not None
    assert (bad.error.line, bad.error.column) == (2, column)
    assert f"q.jsonl, line 2, column {column}" in bad.error.message
    assert reported in bad.error.message
    assert (first.error, last.error) == (None, None)


@pytest.mark.parametrize(
    ("row", "column", "reported"),
    [
        ("a,b,c", 3, "3 fields, but the header has 2"),
        ('"a"b,c', 1, "Can't read this row"),
        (" ,news", 1, "no words"),
    ],
)
def test_a_bad_row_of_a_table(tmp_path: Path, row: str, column: int, reported: str) -> None:
    first, bad, last = read(tmp_path, "q.csv", f"question,desk\nWhen?,x\n{row}\nWho?,x\n").rows
    assert bad.error is not None
    assert (bad.error.line, bad.error.column) == (3, column)
    assert reported in bad.error.message
    assert (first.text, first.error, last.text, last.error) == ("When?", None, "Who?", None)


def test_an_unclosed_quotation_mark_is_reported_where_it_opens(tmp_path: Path) -> None:
    first, bad = read(tmp_path, "q.csv", 'question,desk\nWhen?,x\n"Who?,x\nWhere?,x\n').rows
    assert first.error is None
    assert bad.error is not None
    assert bad.error.line == 3


def test_a_duplicate_id_is_reported_with_its_first_line(tmp_path: Path) -> None:
    lines = '{"id": "a", "question": "When?"}\n{"id": "b", "question": "Who?"}\n{"question": "W?", "id": "a"}'
    first, second, third = read(tmp_path, "q.jsonl", lines).rows
    assert (first.error, second.error) == (None, None)
    assert third.error is not None
    assert "line 3, column 20: The id “a” is already used in line 1" in third.error.message


def test_an_id_of_our_own_is_never_one_of_theirs(tmp_path: Path) -> None:
    rows = read(tmp_path, "q.jsonl", '{"question": "When?"}\n{"id": 1, "question": "Who?"}').rows
    assert [row.id for row in rows] == ["line-1", 1]
    assert [row.error for row in rows] == [None, None]


@pytest.mark.parametrize(
    ("name", "content", "reported", "line", "column"),
    [
        ("q.csv", "query,desk\nWhen?,x\n", "no column “question”. Columns: query, desk", 1, 1),
        ("q.csv", "\nid,question,id\n1,When?,2\n", "The column “id” appears twice", 2, 3),
        ("q.csv", "", "no questions", None, None),
        ("q.jsonl", "\n \n", "no questions", None, None),
        ("q.txt", "# only a remark\n", "no questions", None, None),
        ("q.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "not a text file", None, None),
        ("q.txt", "When?".encode("utf-16-le"), "not a text file", None, None),
        ("q.xlsx", "question\nWhen?\n", "not an .xlsx workbook", None, None),
        ("q.docx", "When?", "Unsupported extension “.docx”", None, None),
    ],
)
def test_an_unusable_file_is_refused(
    tmp_path: Path, name: str, content: str | bytes, reported: str, line: int | None, column: int | None
) -> None:
    with pytest.raises(QuestionFileError) as caught:
        read(tmp_path, name, content)
    assert reported in caught.value.message
    assert caught.value.hint
    assert (caught.value.line, caught.value.column) == (line, column)


def test_a_folder_a_missing_file_and_one_of_endless_size(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match="is a folder"):
        read_questions(str(tmp_path))
    with pytest.raises(QuestionFileError, match="doesn't exist"):
        read_questions(str(tmp_path / "q.csv"))
    (tmp_path / "q.txt").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.txt")
    for name in ("q.txt", "pipe.txt"):
        with pytest.raises(QuestionFileError, match="not a regular file"):
            read_questions(str(tmp_path / name))
    (tmp_path / "large.txt").touch()
    os.truncate(tmp_path / "large.txt", 64_000_001)
    with pytest.raises(QuestionFileError, match="larger than 64 MB"):
        read_questions(str(tmp_path / "large.txt"))
