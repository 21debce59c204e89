import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import apsw
import pytest

from qa.embedding import Identity
from qa.errors import LibraryMismatchError, LibraryMissingError, UnknownArticleError
from qa.library import EmbeddedLibrary
from qa.records import Section, Span
from tests.library.toy import BUDGET, NO_FILTERS, TOY, agrees, article, fill, passages, put, texts, vector

TALKS = article(
    "The talks ended. Nobody signed.", "/news/talks.txt", "2024-09-19", source="The Wire", url="u"
)
FERRY = article("No boat sailed. The crews had stopped.", "/news/ferry.txt", "2031-05-09")
NOTE = article("A note on clinics.", "/news/note.txt")


def test_an_article_comes_back_as_it_was_put(library: EmbeddedLibrary) -> None:
    report = replace(
        article("Page one says this. Page two says that."),
        author="Ann Bell",
        sections=(Section("page 1", 0), Section("page 2", 20)),
        origins=(("title", "PDF metadata"), ("author", "first lines")),
    )
    fill(library, [TALKS, NOTE])
    assert library.article(TALKS.id) == TALKS
    assert library.article(NOTE.id) == NOTE
    assert library.store.counts() == (2, 3)
    fill(library, [report])
    assert library.article(report.id) == report


def test_passages_come_back_as_slices_of_their_article(library: EmbeddedLibrary) -> None:
    accents = article("Élysée 🙂 déjà vu. Œuvre naïve.", "/news/é.txt")
    fill(library, [accents])
    stored = library.store.passages(library.vector_ids().tolist())
    assert sorted(stored.values(), key=lambda passage: passage.ordinal) == passages(accents)
    assert [passage.article_span for passage in passages(accents)] == [Span(0, 17), Span(18, 30)]


def test_articles_are_listed_newest_first_and_undated_last(library: EmbeddedLibrary) -> None:
    fill(library, [NOTE, TALKS, FERRY])
    listed = library.articles()
    assert [each.id for each in listed] == [FERRY.id, TALKS.id, NOTE.id]
    assert (listed[1].n_passages, listed[1].n_characters, listed[1].source) == (
        2,
        len(TALKS.text),
        "The Wire",
    )


def test_a_changed_file_replaces_its_article(library: EmbeddedLibrary) -> None:
    changed = article("The talks went on.", TALKS.path or "", "2024-09-20")
    fill(library, [TALKS, FERRY])
    fill(library, [changed])
    assert {each.id for each in library.articles()} == {changed.id, FERRY.id}
    assert library.search_words('"signed"', NO_FILTERS, 9) == []
    assert agrees(library)


def test_the_same_text_put_again_keeps_one_copy_and_takes_the_new_date(library: EmbeddedLibrary) -> None:
    fill(library, [TALKS])
    fill(library, [replace(TALKS, title="New title", published=None)])
    assert library.store.counts() == (1, 2)
    assert library.article(TALKS.id).title == "New title"
    assert len(library.search_words('"signed"', NO_FILTERS, 9)) == 1
    assert agrees(library)


def test_removing_takes_everything_with_it(library: EmbeddedLibrary) -> None:
    fill(library, [TALKS, FERRY])
    library.removed.remove([TALKS.id])
    assert [each.id for each in library.articles()] == [FERRY.id]
    assert library.store.file(Path(str(TALKS.path))) is None
    assert library.search_words('"talks"', NO_FILTERS, 9) == []
    assert "The talks ended." not in texts(library, library.search_vectors(vector("x"), NO_FILTERS, 9))
    assert agrees(library)


def test_a_removal_that_fails_removes_none_of_its_articles(library: EmbeddedLibrary, folder: Path) -> None:
    fill(library, [TALKS, FERRY])
    with closing(sqlite3.connect(folder / "library.sqlite")) as database:
        database.execute(
            "CREATE TRIGGER kept BEFORE DELETE ON articles"
            f" WHEN old.id = '{FERRY.id}' BEGIN SELECT raise(ABORT, 'kept'); END"
        )
    with pytest.raises(apsw.ConstraintError, match="kept"):
        library.removed.remove([TALKS.id, FERRY.id])
    assert {each.id for each in library.articles()} == {TALKS.id, FERRY.id}
    assert agrees(library)


def test_removing_a_missing_article_changes_nothing(library: EmbeddedLibrary) -> None:
    fill(library, [TALKS])
    before = library.store.sequence()
    library.removed.remove([FERRY.id])
    library.store.release(Path("/nowhere"))
    assert library.store.sequence() == before
    assert agrees(library)


def test_ids_of_passages_are_never_used_again(library: EmbeddedLibrary) -> None:
    fill(library, [TALKS])
    first = set(library.vector_ids().tolist())
    library.removed.remove([TALKS.id])
    fill(library, [TALKS])
    assert first.isdisjoint(library.vector_ids().tolist())


# Twins: two files that hold the same text

A, B, C = (Path(f"/news/{name}.txt") for name in "abc")


def test_when_its_owner_goes_a_twin_takes_the_article_over(library: EmbeddedLibrary) -> None:
    owned = article("The same report.", str(A))
    fill(library, [owned])
    library.store.put_twin(B, owned.id, "1:b")
    assert library.store.counts() == (1, 1)
    library.store.release(A)
    assert library.article(owned.id).path == str(B)
    library.store.release(B)
    assert library.store.counts() == (0, 0)
    assert agrees(library)


def test_when_a_twin_goes_the_owner_stays_and_need_not_be_read_again(library: EmbeddedLibrary) -> None:
    owned = article("The same report.", str(A))
    fill(library, [owned])
    library.store.put_twin(B, owned.id, "1:b")
    library.store.release(B)
    assert library.article(owned.id).path == str(A)
    assert library.store.file(A) == (owned.id, "1:x")


def test_a_twin_that_is_put_again_leaves_its_owner_alone(library: EmbeddedLibrary) -> None:
    owned = article("The same report.", str(A))
    fill(library, [owned])
    library.store.put_twin(B, owned.id, "1:b")
    library.store.put_twin(B, owned.id, "1:newer")
    assert library.store.file(A) == (owned.id, "1:x")
    assert library.store.file(B) == (owned.id, "1:newer")


def test_an_owner_that_is_put_again_does_not_forget_its_twins(library: EmbeddedLibrary) -> None:
    owned = article("The same report.", str(A))
    fill(library, [owned])
    library.store.put_twin(B, owned.id, "1:b")
    library.store.put_twin(C, owned.id, "1:c")
    fill(library, [replace(owned, title="Another title")])
    library.store.release(A)
    assert library.article(owned.id).path == str(B)
    library.store.release(B)
    assert library.article(owned.id).path == str(C)


def test_an_owner_that_changes_leaves_its_text_to_the_twin(library: EmbeddedLibrary) -> None:
    owned = article("The same report.", str(A))
    fill(library, [owned])
    library.store.put_twin(B, owned.id, "1:b")
    fill(library, [article("Another report.", str(A))])
    assert library.article(owned.id).path == str(B)
    assert library.store.counts() == (2, 2)
    assert agrees(library)


def test_a_file_that_becomes_a_copy_loses_its_old_article(library: EmbeddedLibrary) -> None:
    owned, other = article("The same report.", str(A)), article("Another report.", str(B))
    fill(library, [owned, other])
    library.store.put_twin(B, owned.id, "1:b")
    assert [each.id for each in library.articles()] == [owned.id]
    assert agrees(library)


# Names


@pytest.mark.parametrize(
    ("name", "found"),
    [
        pytest.param(TALKS.id, TALKS.id, id="a whole id"),
        pytest.param(TALKS.id[:6].upper(), TALKS.id, id="the beginning of one, in capitals"),
        pytest.param("/news/talks.txt", TALKS.id, id="a path"),
        pytest.param("talks.txt", TALKS.id, id="a file name"),
        pytest.param("A note on clinics.", NOTE.id, id="a title"),
    ],
)
def test_an_article_answers_to_its_names(library: EmbeddedLibrary, name: str, found: str) -> None:
    fill(library, [TALKS, FERRY, NOTE])
    assert library.named(name).id == found


@pytest.mark.parametrize(
    "name", ["", "xyz", "%", "_", TALKS.id[:3], "alks.txt", "'; DROP TABLE articles; --", "\udcff", "nul\x00"]
)
def test_an_unknown_public_name_is_an_error(library: EmbeddedLibrary, name: str) -> None:
    fill(library, [TALKS, FERRY, NOTE])
    with pytest.raises(UnknownArticleError):
        library.named(name)


def test_a_name_of_two_is_refused_with_both(library: EmbeddedLibrary) -> None:
    fill(library, [replace(TALKS, title="Same"), replace(FERRY, title="Same")])
    with pytest.raises(UnknownArticleError, match="2 articles") as caught:
        library.named("Same")
    assert TALKS.id[:8] in caught.value.message
    assert FERRY.id[:8] in caught.value.message


def test_an_unknown_id_is_an_error_that_says_where_to_look(library: EmbeddedLibrary) -> None:
    fill(library, [TALKS])
    with pytest.raises(UnknownArticleError) as caught:
        library.article("0" * 32)
    assert "dateline articles" in caught.value.hint


@pytest.mark.parametrize(
    ("root", "below"),
    [
        pytest.param("/news", ["/news/a.txt", "/news/sub/b.txt"], id="a folder"),
        pytest.param("/news/a.txt", ["/news/a.txt"], id="a file"),
        pytest.param("/new", [], id="the beginning of a name is no folder"),
        pytest.param("/", ["/news/a.txt", "/news/sub/b.txt", "/newsroom/c.txt"], id="everything"),
        pytest.param("/n_ws", [], id="an underscore is no wildcard"),
    ],
)
def test_files_below_a_folder(library: EmbeddedLibrary, root: str, below: list[str]) -> None:
    fill(library, [article(path, path) for path in ("/news/a.txt", "/news/sub/b.txt", "/newsroom/c.txt")])
    assert [str(path) for path in library.store.files_below(Path(root))] == below


# What the vectors are made with


def test_a_library_remembers_what_its_vectors_are_made_with(library: EmbeddedLibrary, folder: Path) -> None:
    fill(library, [TALKS])
    assert EmbeddedLibrary(folder).identity() == (TOY, BUDGET)


@pytest.mark.parametrize(
    ("identity", "budget"),
    [
        pytest.param(replace(TOY, digest="f" * 64), BUDGET, id="other weights"),
        pytest.param(replace(TOY, precision="fp32"), BUDGET, id="another precision"),
        pytest.param(TOY, 64, id="passages of another size"),
    ],
)
def test_a_mixture_of_models_is_refused_and_changes_nothing(
    library: EmbeddedLibrary, identity: Identity, budget: int
) -> None:
    fill(library, [TALKS])
    with pytest.raises(LibraryMismatchError) as caught:
        library.check(identity, budget)
    assert "--library" in caught.value.hint
    with library.writing(), pytest.raises(LibraryMismatchError):
        library.adopt(identity, budget)
    assert library.identity() == (TOY, BUDGET)


def test_the_same_weights_under_another_name_are_the_same(library: EmbeddedLibrary) -> None:
    fill(library, [TALKS])
    library.check(replace(TOY, model="/a/folder/of/it"), BUDGET)


def test_a_library_that_is_not_there(library: EmbeddedLibrary, folder: Path) -> None:
    assert not library.exists
    assert library.articles() == []
    with pytest.raises(LibraryMissingError) as caught:
        library.vector_ids()
    assert str(folder) in caught.value.message
    assert "dateline index" in caught.value.hint
    assert not folder.exists()


def test_an_empty_library_finds_nothing(library: EmbeddedLibrary) -> None:
    fill(library, [])
    assert library.search_vectors(vector("x"), NO_FILTERS, 5) == []
    assert library.search_words('"x"', NO_FILTERS, 5) == []


def test_a_library_opened_while_empty_can_be_filled(
    library: EmbeddedLibrary,
) -> None:
    with library.writing():
        assert library.vector_ids().tolist() == []
    fill(library, [TALKS])
    assert agrees(library)
    assert len(library.search_vectors(vector("x"), NO_FILTERS, 5)) == 2


def test_a_put_that_fails_leaves_nothing_behind(library: EmbeddedLibrary) -> None:
    fill(library, [TALKS])
    found = passages(FERRY)
    with library.writing(), pytest.raises(ValueError, match="zip"):
        library.put(FERRY, "1:x", found, vector("only one")[None, :])
    assert [each.id for each in library.articles()] == [TALKS.id]
    assert agrees(library)
    with library.writing():
        put(library, FERRY)
    assert agrees(library)
