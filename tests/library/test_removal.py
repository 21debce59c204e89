"""Removed articles: restored with everything they had, left out until then, and permanently deleted."""

from dataclasses import replace
from pathlib import Path

import pytest

from qa.errors import UnknownArticleError
from qa.library import EmbeddedLibrary
from qa.records import Section
from tests.library.toy import NO_FILTERS, agrees, article, dated, fill, put

TALKS = replace(
    article("The talks began on Monday. They ended a week later.", "/news/talks.txt", "2024-09-18"),
    author="Ida Brock",
    sections=(Section("page 1", 0),),
    origins=(("title", "date line"),),
)
FERRY = article("The ferry was late. Nobody complained.", "/news/ferry.txt")


def _no_problems(library: EmbeddedLibrary) -> bool:
    return not [each for part in library.check_parts(lambda _: None) for each in part.problems]


def test_a_restored_article_has_everything_that_it_had(library: EmbeddedLibrary) -> None:
    fill(library, [FERRY])
    with library.writing():
        put(library, TALKS, "6:abc/1", dated(TALKS))
        library.store.put_twin(Path("/news/copy.txt"), TALKS.id, "6:def/1")
        library.save_vectors()
        times = library.time_expressions(TALKS.id)
        library.removed.remove([TALKS.id])
        assert library.search_words('"talks"', NO_FILTERS, 9) == []
        assert _no_problems(library)
        library.removed.restore([TALKS.id])
    assert library.article(TALKS.id) == TALKS
    assert times == library.time_expressions(TALKS.id) != ()
    assert library.store.file(Path("/news/talks.txt")) == (TALKS.id, "6:abc/1")
    assert library.store.file(Path("/news/copy.txt")) == (TALKS.id, "6:def/1")
    assert library.removed.listed() == []
    assert agrees(library)
    assert _no_problems(library)


def test_removed_articles_are_listed_and_found(library: EmbeddedLibrary) -> None:
    fill(library, [TALKS, FERRY])
    library.removed.remove([TALKS.id])
    library.removed.remove([FERRY.id])
    assert [each.title for each in library.removed.listed()] == [FERRY.title, TALKS.title]
    for name in (TALKS.id[:6], "/news/talks.txt", "talks.txt", TALKS.title):
        assert library.named_removed(name).id == TALKS.id
    with pytest.raises(UnknownArticleError, match="No removed article matches"):
        library.named_removed("alks.txt")


def test_a_file_that_has_another_article_by_now_keeps_it(library: EmbeddedLibrary) -> None:
    fill(library, [TALKS])
    library.removed.remove([TALKS.id])
    newer = article("The talks were cancelled.", "/news/talks.txt")
    fill(library, [newer])
    library.removed.restore([TALKS.id])
    paths = {each.id: each.path for each in library.articles()}
    assert paths == {newer.id: "/news/talks.txt", TALKS.id: f"/news/talks.txt~{TALKS.id[:8]}"}
    assert _no_problems(library)


def test_all_are_restored_or_none(library: EmbeddedLibrary) -> None:
    fill(library, [TALKS])
    library.removed.remove([TALKS.id])
    with pytest.raises(ValueError, match="unpack"):
        library.removed.restore([TALKS.id, FERRY.id])
    assert library.articles() == []
    assert library.removed.has(TALKS.id)


def test_a_permanently_deleted_text_is_in_no_file_of_the_library(
    library: EmbeddedLibrary, folder: Path
) -> None:
    secret = article("Zylphandra met Quoxley at the quarry. Zylphandra left.", "/news/wyvernly.txt")
    others = [article(f"Report {number} on the harbour. " * 9, f"/news/{number}.txt") for number in range(30)]
    fill(library, [*others[:15], secret, *others[15:]])
    library.removed.remove([secret.id])
    held = _bytes(folder)
    assert all(word in held for word in (b"zylphandra", b"quoxley", b"wyvernly"))
    with library.writing():
        library.delete_permanently([secret.id])
    held = _bytes(folder)
    assert not any(word in held for word in (b"zylphandra", b"zylphandr", b"quoxley", b"wyvernly"))
    assert library.removed.listed()[0].is_deleted
    assert library.removed.has(secret.id)
    assert len(library.search_words('"harbour"', NO_FILTERS, 999)) == 270
    assert agrees(library)
    assert _no_problems(library)


def test_a_stored_article_can_be_permanently_deleted_at_once(library: EmbeddedLibrary, folder: Path) -> None:
    fill(library, [TALKS, FERRY])
    with library.writing():
        library.delete_permanently([FERRY.id])
    assert [each.id for each in library.articles()] == [TALKS.id]
    assert b"complained" not in _bytes(folder)
    library.removed.restore([FERRY.id])
    assert not library.removed.has(FERRY.id), "its file can be indexed again"
    assert len(library.articles()) == 1


def test_a_removed_text_that_was_altered_is_noticed(library: EmbeddedLibrary) -> None:
    fill(library, [TALKS])
    library.removed.remove([TALKS.id])
    library._database.rows("UPDATE removed_articles SET article = replace(article, 'Monday', 'Friday')")
    assert not _no_problems(library)


def _bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file()).lower()
