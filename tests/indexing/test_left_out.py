"""Removed articles stay removed when their files are indexed again."""

import mailbox
from email.message import EmailMessage
from pathlib import Path

import pytest

from qa.embedding import Encoder
from qa.indexing.passages import PassageSplitter
from qa.library import EmbeddedLibrary
from qa.progress import FileLeftOut
from tests.indexing.test_indexer import CountingEncoder, EngineWorker


@pytest.fixture
def worker(tmp_path: Path, encoder: Encoder, splitter: PassageSplitter) -> EngineWorker:
    return EngineWorker(EmbeddedLibrary(tmp_path / "library"), CountingEncoder(encoder), splitter)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "bridge.txt").write_text("The bridge was closed on Monday.", encoding="utf-8")
    (folder / "ferry.txt").write_text("The ferry was late again.", encoding="utf-8")
    return folder


def remove(worker: EngineWorker, name: str) -> str:
    article_id = worker.library.named(name).id
    worker.library.removed.remove([article_id])
    return article_id


def test_a_removed_article_is_left_out_until_it_is_restored(worker: EngineWorker, news: Path) -> None:
    worker.index(news)
    article_id = remove(worker, "ferry.txt")
    for _ in range(2):
        report = worker.index(news)
        assert (report.added, report.unchanged, report.left_out, report.articles) == (0, 1, 1, 1)
        assert [e.article_id for e in worker.events if isinstance(e, FileLeftOut)] == [article_id]
        assert worker.encoder.n_texts == 0
    worker.library.removed.restore([article_id])
    report = worker.index(news)
    assert (report.unchanged, report.left_out, report.articles) == (2, 0, 2)


def test_a_copy_of_its_file_is_left_out_too_and_restored_with_it(worker: EngineWorker, news: Path) -> None:
    worker.index(news)
    article_id = remove(worker, "ferry.txt")
    (news / "copy.txt").write_text("The ferry was late again.", encoding="utf-8")
    assert worker.index(news).left_out == 2
    worker.library.removed.restore([article_id])
    assert {path.name for path in worker.library.store.files_below(news)} == {
        "bridge.txt",
        "copy.txt",
        "ferry.txt",
    }


def test_a_file_with_another_text_is_another_article(worker: EngineWorker, news: Path) -> None:
    worker.index(news)
    remove(worker, "ferry.txt")
    (news / "ferry.txt").write_text("The ferry was on time.", encoding="utf-8")
    report = worker.index(news)
    assert (report.added, report.left_out) == (1, 0)
    (news / "ferry.txt").write_text("The ferry was late again.", encoding="utf-8")
    report = worker.index(news)
    assert (report.left_out, report.articles) == (1, 1), "the removed text is back in the file"


def test_what_was_permanently_deleted_is_left_out_too(worker: EngineWorker, news: Path) -> None:
    worker.index(news)
    worker.library.delete_permanently([worker.library.named("ferry.txt").id])
    assert worker.index(news).left_out == 1
    assert b"ferry" not in (news.parent / "library" / "library.sqlite").read_bytes()


def test_one_message_of_a_mailbox_can_be_removed(worker: EngineWorker, tmp_path: Path) -> None:
    path = tmp_path / "press.mbox"
    box = mailbox.mbox(path)
    for number in range(3):
        message = EmailMessage()
        message["Subject"] = f"Harbour report {number}"
        message.set_content(f"Report number {number} says that the harbour was calm.")
        box.add(message)
    box.close()
    assert worker.index(path).added == 3
    remove(worker, worker.library.articles()[1].id)
    report = worker.index(path)
    assert (report.unchanged, report.left_out, report.articles) == (2, 1, 2)
    with path.open("ab") as file:
        file.write(
            b"\nFrom a Mon Jan  1 00:00:00 2024\nSubject: More\n\nThe harbour was rough on Friday.\n\n"
        )
    report = worker.index(path)
    assert (report.added, report.unchanged, report.left_out, report.articles) == (1, 2, 1, 3)
    report = worker.index(path)
    assert (report.unchanged, report.left_out) == (3, 1)
