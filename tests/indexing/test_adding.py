"""Adding single articles: texts and data without a file, and files with fields that the user states."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from qa.articles.documents import ArticleFields
from qa.engine import Engine
from qa.errors import ArticleError, DeletionPendingError
from qa.indexing.adding import FOLDER, Outcome
from qa.library import EmbeddedLibrary
from qa.settings.settings import Settings
from tests.conftest import WriteArticle

TEXT = "Crews of the Ulvarre ferries stop work\n\nThe crews voted on Tuesday to stop work."
PAGE = (
    "<html><head><title>Crews stop work</title></head><body><p>By Ann Bell | 6 May 2031</p>"
    "<p>The crews of the Ulvarre ferries voted on Tuesday to stop work.</p></body></html>"
)
DATED = ArticleFields(title="Ferries\nstay in port", published=date(2031, 5, 7), source="The Example")


@pytest.fixture
def engine(tmp_path: Path, cache: Path) -> Iterator[Engine]:
    opened = Engine(Settings(library=tmp_path / "library", cache=cache))
    yield opened
    opened.close()


def added_files(engine: Engine) -> list[Path]:
    return sorted((engine.settings.library / FOLDER).iterdir())


def test_a_text_becomes_an_article_with_a_file_of_its_own(engine: Engine) -> None:
    addition = engine.add_text(TEXT)
    article = addition.article
    assert (addition.outcome, article.text, article.published) == (Outcome.ADDED, TEXT, None)
    assert engine.article(article.id[:8]) == engine.article(str(article.path)) == article
    assert article.path is not None
    path = Path(article.path)
    assert path.parent == engine.settings.library / FOLDER
    assert path.name.startswith("crews-of-the-ulvarre-ferries-stop-work")
    assert path.read_text(encoding="utf-8") == TEXT
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_users_fields_come_first_and_are_named_as_theirs(engine: Engine) -> None:
    article = engine.add_text("date 2030-01-02 Crews stop\n\nThe crews voted.", fields=DATED).article
    assert (article.title, article.published) == ("Ferries stay in port", date(2031, 5, 7))
    assert dict(article.origins) == {"title": "given", "published": "given", "source": "given"}
    assert article.text == "Crews stop\n\nThe crews voted."


def test_relative_days_count_from_the_given_date(engine: Engine) -> None:
    article = engine.add_text(TEXT, fields=DATED).article
    assert [each.value for each in engine.time_expressions(article.id)] == ["2031-05-06"]


def test_the_same_text_is_a_duplicate_whatever_its_blanks(engine: Engine) -> None:
    first = engine.add_text(TEXT)
    again = [engine.add_text(TEXT), engine.add_text(f"\n{TEXT}\r\n\n")]
    assert [each.outcome for each in again] == [Outcome.DUPLICATE] * 2
    assert [each.article for each in again] == [first.article] * 2
    assert [str(path) for path in added_files(engine)] == [first.article.path]
    assert len(engine.articles()) == 1


def test_a_duplicate_gets_the_fields_that_are_new(engine: Engine, write: WriteArticle) -> None:
    path = write("a.txt", TEXT)
    engine.index([path])
    addition = engine.add_text(TEXT, fields=ArticleFields(published=date(2031, 5, 7)))
    assert (addition.outcome, addition.article.path) == (Outcome.UPDATED, str(path))
    assert engine.articles()[0].published == date(2031, 5, 7)
    assert [each.value for each in engine.time_expressions(addition.article.id)] == ["2031-05-06"]
    assert added_files(engine) == []
    assert engine.index([path]).unchanged == 1
    assert (
        engine.add_text(TEXT, fields=ArticleFields(published=date(2031, 5, 7))).outcome is Outcome.DUPLICATE
    )


def test_given_fields_outlive_changes_to_the_file(engine: Engine, write: WriteArticle) -> None:
    path = write("a.txt", TEXT)
    engine.add_files([path], fields=DATED)
    write("a.txt", f"{TEXT}\n\nNo boat sails on Friday.")
    assert engine.index([path]).updated == 1
    article = engine.article(str(path))
    assert (article.title, article.published, article.source) == (
        "Ferries stay in port",
        date(2031, 5, 7),
        "The Example",
    )
    assert "No boat sails" in article.text
    engine.add_files([path], fields=ArticleFields(title="Another"))
    assert (engine.article(str(path)).title, engine.article(str(path)).published) == (
        "Another",
        date(2031, 5, 7),
    )


def test_data_is_read_in_its_format_and_kept(engine: Engine) -> None:
    report = engine.add_data(PAGE.encode(), ".html")
    (addition,) = report.additions
    assert (addition.article.title, addition.article.author) == ("Crews stop work", "Ann Bell")
    assert dict(addition.article.origins)["published"] == "first lines"
    assert [path.read_bytes() for path in added_files(engine)] == [PAGE.encode()]


def test_each_article_of_a_table_is_added(engine: Engine) -> None:
    table = f'title,text\nOne,"{TEXT}"\nTwo,"The talks failed."\nThree,"The talks failed."\n'
    report = engine.add_data(table.encode(), ".csv")
    assert [each.outcome for each in report.additions] == [Outcome.ADDED, Outcome.ADDED, Outcome.DUPLICATE]
    assert [str(each.article.path).partition("#")[2] for each in report.additions] == ["1", "2", "2"]


@pytest.mark.parametrize(("data", "suffix"), [(b"", ".txt"), (b"\x00\x01", ".txt"), (b"%PDF-1.4", ".pdf")])
def test_what_can_not_be_read_leaves_no_file(engine: Engine, data: bytes, suffix: str) -> None:
    report = engine.add_data(data, suffix)
    assert (report.additions, len(report.failed)) == ([], 1)
    assert added_files(engine) == []


@pytest.mark.parametrize("text", ["", " \n\t", "…\n—"])
def test_a_text_without_words_is_refused(engine: Engine, text: str) -> None:
    with pytest.raises(ArticleError):
        engine.add_text(text)
    assert added_files(engine) == []


def test_a_hostile_text_names_no_other_file(engine: Engine) -> None:
    article = engine.add_text("../../etc/passwd\x1b[2J\ud800\n\nThe crews voted.").article
    assert Path(str(article.path)).parent == engine.settings.library / FOLDER
    assert "\x1b" not in article.text


def test_an_added_text_is_like_any_file_to_other_commands(engine: Engine) -> None:
    article = engine.add_text(TEXT, fields=DATED).article
    assert engine.index([engine.settings.library / FOLDER], prune=True).unchanged == 1
    assert engine.article_by_id(article.id) == article
    assert not [part for part in engine.check_library() if part.problems]
    engine.remove([article.id])
    assert engine.articles() == []


def test_a_removed_article_comes_back_when_it_is_added_again(engine: Engine) -> None:
    article = engine.add_text(TEXT, fields=DATED).article
    engine.remove([article.id])
    addition = engine.add_text(TEXT)
    assert (addition.outcome, addition.article) == (Outcome.RESTORED, article)
    assert engine.removed() == []


def test_an_article_that_was_permanently_deleted_leaves_no_file_and_can_be_added_again(
    engine: Engine,
) -> None:
    article = engine.add_text(TEXT).article
    engine.delete_permanently([article.id])
    assert added_files(engine) == []
    assert engine.add_text(TEXT).outcome is Outcome.RESTORED
    assert [path.read_text(encoding="utf-8") for path in added_files(engine)] == [TEXT]


def test_its_file_is_deleted_even_if_a_reader_delays_the_rest(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.library.database._BUSY_MILLISECONDS", 1)
    article = engine.add_text(TEXT).article
    engine.library.close()  # the next connection has the shorter time limit
    reader = EmbeddedLibrary(engine.library.folder)
    with reader.reading():
        reader.articles()
        with pytest.raises(DeletionPendingError):
            engine.delete_permanently([article.id])
    assert added_files(engine) == []
    reader.close()


def test_a_file_is_kept_until_the_last_of_its_articles_is_deleted(engine: Engine) -> None:
    report = engine.add_data(b"title,text\nOne,The crews voted.\nTwo,The talks failed.\n", ".csv")
    first, second = (addition.article.id for addition in report.additions)
    engine.delete_permanently([first])
    assert len(added_files(engine)) == 1
    engine.remove([second])
    engine.delete_permanently([second])
    assert added_files(engine) == []
