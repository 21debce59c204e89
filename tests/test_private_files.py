"""Files with articles, questions and answers can be read only by their owner."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from qa import ConversationStore, Filters
from qa.batch import BatchResult
from qa.batch.journal import Journal
from qa.batch.kept import RecordedBatch
from qa.batch.question_files import read_questions
from qa.batch.receipts import Receipts
from qa.engine import Engine
from qa.library import EmbeddedLibrary
from qa.settings.settings import load_settings
from tests.library.toy import article, fill


@pytest.fixture(autouse=True)
def _open_mask() -> Iterator[None]:
    """Let new files be open to everybody, unless they are made private."""
    mask = os.umask(0)
    yield
    os.umask(mask)


def modes(folder: Path) -> set[int]:
    """Return the modes of a folder and of its files that are not empty."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.stat().st_size]
    assert files
    return {path.stat().st_mode & 0o777 for path in (folder, *files)}


def test_a_library(tmp_path: Path) -> None:
    with closing(EmbeddedLibrary(tmp_path / "new" / "library")) as library:
        fill(library, [article("The talks ended.")])
        library.articles()
        assert (library.folder / "library.sqlite-wal").exists()
        assert modes(library.folder) == {0o600, 0o700}
        assert library.folder.parent.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    folder.mkdir(mode=0o750)
    with closing(EmbeddedLibrary(folder)) as library:
        fill(library, [article("The talks ended.")])
    assert modes(folder) == {0o600, 0o750}


def test_conversations(tmp_path: Path) -> None:
    with closing(ConversationStore(tmp_path / "new" / "library")) as store:
        store.keep_question("one", "t1", "Who?", Filters())
        assert modes(store.path.parent) == {0o600, 0o700}


def test_the_record_of_a_run_and_its_receipt(tmp_path: Path) -> None:
    out = tmp_path / "answers.jsonl"
    journal = Journal(out, ["x"])
    journal.path.write_text('{"fingerprint": ["x"]}\n')  # an older version made it readable for all
    journal.open(resume=True)
    journal.add(0, {"question": "Who?"})
    assert journal.path.stat().st_mode & 0o777 == 0o600
    journal.close()
    out.write_text("", encoding="utf-8")
    Receipts(tmp_path / "batches").note(out, ["x"], BatchResult(1))
    assert modes(tmp_path / "batches") == {0o600, 0o700}


def test_the_record_of_a_run_in_the_app(tmp_path: Path) -> None:
    questions = tmp_path / "questions.txt"
    questions.write_text("Who?\n", encoding="utf-8")
    folder = tmp_path / "batches"
    with closing(Engine(load_settings(library=tmp_path / "none"))) as engine:
        RecordedBatch(engine, read_questions(str(questions)), folder).run(stopped=lambda: True)
    assert modes(folder) == {0o600, 0o700}
