"""Corrected fields of articles: kept when files are indexed again, undone, and counted from."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from qa.articles.documents import FIELDS, ArticleFields
from qa.articles.loading import with_given, without_given
from qa.engine import Engine
from qa.records import Article, OwnField
from qa.settings.settings import Settings
from tests.conftest import WriteArticle

TEXT = "---\ntitle: Crews stop\ndate: 2031-05-07\n---\n\nThe crews of the Ulvarre ferries voted on Tuesday."
LATER = ArticleFields(published=date(2031, 6, 11), source="The Example")


@pytest.fixture
def engine(tmp_path: Path, cache: Path) -> Iterator[Engine]:
    opened = Engine(Settings(library=tmp_path / "library", cache=cache))
    yield opened
    opened.close()


def days(engine: Engine, article: Article) -> list[str | None]:
    return [each.value for each in engine.time_expressions(article.id)]


def test_dates_follow_a_corrected_dateline_which_outlives_indexing(
    engine: Engine, write: WriteArticle
) -> None:
    path = write("a.md", TEXT)
    engine.index([path])
    before = engine.article(str(path))
    engine.labels.tag([before.id], ["ferries"])
    assert days(engine, before) == ["2031-05-06"]
    (correction,) = engine.correct([str(path)], LATER)
    assert correction.before == before
    assert correction.after == engine.article(str(path))
    assert correction.changed == ("published", "source")
    assert days(engine, correction.after) == ["2031-06-10"]
    assert engine.articles()[0].tags == ("ferries",)
    assert engine.articles()[0].given == ("published", "source")
    assert engine.search("ferries voted")[0].passage.article_id == before.id
    assert engine.index([path.parent]).unchanged == 1
    write("a.md", TEXT.replace("Tuesday", "Monday"))
    assert engine.index([path.parent]).updated == 1
    after = engine.article(str(path))
    assert (after.published, after.source, days(engine, after)) == (
        date(2031, 6, 11),
        "The Example",
        ["2031-06-09"],
    )
    engine.correct([after.id], ArticleFields(), reset=FIELDS)
    reset = engine.article(str(path))
    assert (reset.published, reset.source, reset.own_fields) == (date(2031, 5, 7), None, ())
    assert engine.index([path.parent]).unchanged == 1


def test_a_correction_is_undone_and_restored_with_its_article(engine: Engine, write: WriteArticle) -> None:
    engine.index([write("a.md", TEXT), write("b.md", "The quay is closed since Monday.")])
    before = engine.articles()[0]
    corrections = engine.correct(["*"], LATER)
    assert len(corrections) == 2
    engine.remove([before.id])
    engine.restore([before.id])
    assert engine.article(before.id).published == date(2031, 6, 11)
    assert [each.published for each in engine.undo_corrections(corrections)] == [date(2031, 5, 7), None]
    assert engine.articles()[0] == before
    assert engine.correct([before.id], ArticleFields(title="Crews stop"))[0].changed == ()
    assert engine.correct([before.id], ArticleFields(title="Crews stop")) == []


ARTICLE = Article(
    "1" * 32,
    "A long …",
    "A long text.",
    date(2031, 5, 7),
    "gazette.example",
    "https://gazette.example/1",
    origins=(
        ("published", "front matter"),
        ("source", "web address"),
        ("title", "first sentence"),
        ("url", "front matter"),
    ),
    raw_title="notes.doc",
)


@pytest.mark.parametrize(
    ("fields", "changed"),
    [
        pytest.param(
            ArticleFields(published=date(2031, 5, 8)), {"published": date(2031, 5, 8)}, id="the-date"
        ),
        pytest.param(
            ArticleFields(title="Ferries"), {"title": "Ferries", "raw_title": "notes.doc"}, id="a-title"
        ),
        pytest.param(
            ArticleFields(title="notes.doc"), {"title": "notes.doc", "raw_title": None}, id="the-raw-title"
        ),
        pytest.param(ArticleFields(source="The Gazette"), {"source": "The Gazette"}, id="a-source"),
        pytest.param(
            ArticleFields(url="https://quay.example/2"),
            {"url": "https://quay.example/2", "source": "quay.example"},
            id="the-source-follows-the-address",
        ),
        pytest.param(ArticleFields(author="Ann Bell"), {"author": "Ann Bell"}, id="an-author"),
    ],
)
def test_every_field_can_be_set_and_reset(fields: ArticleFields, changed: dict[str, object]) -> None:
    corrected = with_given(ARTICLE, fields)
    assert {name: getattr(corrected, name) for name in changed} == changed
    assert without_given(corrected) == ARTICLE
    assert with_given(corrected, fields) == corrected
    other = with_given(corrected, ArticleFields("T", date(2030, 1, 1), "A", "S", "https://s.example/"))
    assert without_given(other) == ARTICLE


def test_without_a_record_of_what_the_document_states_a_field_becomes_empty() -> None:
    old = Article(
        "1" * 32, "Mine", "A text.", date(2031, 5, 7), origins=(("published", "given"), ("title", "given"))
    )
    reset = without_given(old)
    assert (reset.title, reset.published, reset.origins) == ("Mine", None, ())
    assert without_given(old, ["title"]).published == date(2031, 5, 7)
    assert with_given(old, ArticleFields(published=date(2031, 5, 8))).own_fields == ()
    assert with_given(ARTICLE, LATER).own_fields[0] == OwnField("published", "2031-05-07", "front matter")
