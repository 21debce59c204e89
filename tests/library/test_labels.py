"""Tags and collections: what they select, and what happens to them when articles change."""

from pathlib import Path

import pytest

from qa.errors import LabelError, UnknownLabelError
from qa.library import EmbeddedLibrary
from qa.library.labels import Label
from qa.records import Article, Filters
from tests.library.toy import article, fill, put

FERRY = article("The ferry to Quillmoor sank.", "/news/ferry.txt")
FIRE = article("A fire closed the mill.", "/news/fire.txt")
TALKS = article("Talks about the mill began.", "/news/talks.txt")


def ids(library: EmbeddedLibrary, **filters: object) -> list[str]:
    return sorted(each.id for each in library.articles(Filters(**filters)))  # type: ignore[arg-type]


def tags_of(library: EmbeddedLibrary, each: Article) -> tuple[str, ...]:
    return library.labels.tags_by_article().get(each.id, ())


def stating(each: Article, *keywords: str) -> Article:
    """Return the same article with keywords of its file."""
    fields = {name: getattr(each, name) for name in ("id", "title", "text", "published", "path")}
    return Article(**fields, keywords=keywords)


@pytest.fixture(autouse=True)
def filled(library: EmbeddedLibrary) -> None:
    fill(library, (FERRY, FIRE, TALKS))


def test_tags_select_articles_whatever_their_capitals_and_accents(library: EmbeddedLibrary) -> None:
    library.labels.tag([FIRE.id, TALKS.id], ["Café Noir"])
    library.labels.tag([FIRE.id], ["fire"])
    assert ids(library, tags=("cafe noir",)) == sorted((FIRE.id, TALKS.id))
    assert ids(library, tags=("CAFÉ NOIR", "fire")) == [FIRE.id], "all tags are needed"
    assert ids(library, tags=("water",)) == []
    assert library.labels.tags() == [Label("Café Noir", 2), Label("fire", 1)]


def test_tags_restrict_both_searches(library: EmbeddedLibrary) -> None:
    library.labels.tag([TALKS.id], ["politics"])
    filters = Filters(tags=("politics",))
    assert library.n_allowed(filters) == 1
    assert len(library.search_words('"mill"', Filters(), 9)) == 2
    assert len(library.search_words('"mill"', filters, 9)) == 1


def test_collections_select_articles(library: EmbeddedLibrary) -> None:
    assert library.labels.create_collection("Mill story") == "Mill story"
    assert library.labels.collect([FIRE.id, TALKS.id], "mill STORY") == "Mill story"
    assert ids(library, collection="mill story") == sorted((FIRE.id, TALKS.id))
    library.labels.uncollect([FIRE.id], "Mill story")
    assert library.labels.collections() == [Label("Mill story", 1)]
    library.labels.delete_collection("Mill story")
    assert library.labels.collections() == []
    assert len(library.articles()) == 3, "its articles stay"


def test_a_collection_keeps_its_name_to_itself(library: EmbeddedLibrary) -> None:
    library.labels.create_collection("Élysée")
    with pytest.raises(LabelError, match="already a collection"):
        library.labels.create_collection("elysee")


@pytest.mark.parametrize(
    ("name", "why"), [("  ", "Use letters"), ("…", "Use letters"), ("x" * 61, "shorter"), ("\x1b[2J", None)]
)
def test_a_name_can_be_shown(library: EmbeddedLibrary, name: str, why: str | None) -> None:
    if why is None:
        assert "\x1b" not in library.labels.create_collection(name)
        return
    with pytest.raises(LabelError) as caught:
        library.labels.create_collection(name)
    assert why in caught.value.hint


def test_a_misspelt_name_is_answered_with_the_nearest(library: EmbeddedLibrary) -> None:
    library.labels.tag([FIRE.id], ["harbour"])
    library.labels.create_collection("Mill story")
    with pytest.raises(UnknownLabelError) as caught:
        library.labels.tag_named("harbuor")
    assert caught.value.hint == "Did you mean “harbour”?"
    with pytest.raises(UnknownLabelError) as caught:
        library.labels.collect([FIRE.id], "Mil stories")
    assert caught.value.hint == "Did you mean “Mill story”?"
    with pytest.raises(UnknownLabelError) as caught:
        library.labels.collection_named("zebra")
    assert caught.value.hint == "See: dateline collection list"


# Articles that change


def label_all(library: EmbeddedLibrary) -> None:
    library.labels.tag([FIRE.id], ["fire", "mill"])
    library.labels.untag([FIRE.id], ["mill"])
    library.labels.create_collection("Mill story")
    library.labels.collect([FIRE.id], "Mill story")


def assert_labelled(library: EmbeddedLibrary, each: Article) -> None:
    assert tags_of(library, each) == ("fire",)
    assert library.labels.collections_by_article().get(each.id) == ("Mill story",)


def test_an_edited_file_keeps_its_labels(library: EmbeddedLibrary) -> None:
    label_all(library)
    edited = article("A fire closed the old mill.", "/news/fire.txt")
    put(library, edited)
    assert_labelled(library, edited)
    assert library.labels.tags() == [Label("fire", 1)]
    library.labels.untag([edited.id], ["fire"])
    again = article("A fire closed the old mill for good.", "/news/fire.txt")
    put(library, again)
    assert tags_of(library, again) == (), "a tag that was removed doesn't come back from an earlier text"


def test_a_file_that_returns_with_another_text_gets_its_labels_back(library: EmbeddedLibrary) -> None:
    label_all(library)
    library.store.release(Path("/news/fire.txt"))
    assert library.labels.tags() == []
    assert library.labels.collections() == [Label("Mill story", 0)]
    edited = article("A fire closed the old mill.", "/news/fire.txt")
    put(library, edited)
    assert_labelled(library, edited)


def test_a_removed_article_that_returns_under_another_path_gets_its_labels_back(
    library: EmbeddedLibrary,
) -> None:
    label_all(library)
    library.removed.remove([FIRE.id])
    moved = article(FIRE.text, "/archive/fire.txt")
    put(library, moved)
    assert_labelled(library, moved)
    library.store.release(Path("/archive/fire.txt"))
    put(library, article("Somebody else's report.", "/news/fire.txt"))
    assert tags_of(library, article("Somebody else's report.")) == (), "the labels moved with the article"


def test_two_files_with_one_text_both_have_them(library: EmbeddedLibrary) -> None:
    label_all(library)
    library.store.put_twin(Path("/copy/fire.txt"), FIRE.id, "1:y")
    edited = article("A fire closed the old mill.", "/news/fire.txt")
    put(library, edited)
    assert_labelled(library, edited)
    assert_labelled(library, FIRE)


def test_a_file_that_becomes_a_copy_passes_them_on(library: EmbeddedLibrary) -> None:
    label_all(library)
    library.store.put_twin(Path("/news/fire.txt"), TALKS.id, "1:y")
    assert_labelled(library, TALKS)


def test_other_articles_get_none(library: EmbeddedLibrary) -> None:
    label_all(library)
    put(library, article("A new report.", "/news/new.txt"))
    assert [each.id for each in library.articles(Filters(tags=("fire",)))] == [FIRE.id]


def test_a_restored_article_has_its_labels(library: EmbeddedLibrary) -> None:
    label_all(library)
    library.removed.remove([FIRE.id])
    assert library.labels.tags() == []
    library.removed.restore([FIRE.id])
    assert_labelled(library, FIRE)


# Tags that files state


def test_stated_keywords_are_tags(library: EmbeddedLibrary) -> None:
    put(library, stating(FERRY, "Ferries", "safety"))
    assert tags_of(library, FERRY) == ("Ferries", "safety")
    assert ids(library, tags=("ferries",)) == [FERRY.id]
    put(library, stating(FERRY, "safety"))
    assert tags_of(library, FERRY) == ("safety",), "the file doesn't state the other one any more"


def test_a_stated_tag_can_be_taken_away_for_good_and_given_again(library: EmbeddedLibrary) -> None:
    put(library, stating(FERRY, "Ferries"))
    library.labels.untag([FERRY.id], ["ferries"])
    assert tags_of(library, FERRY) == ()
    put(library, stating(FERRY, "Ferries", "safety"))
    assert tags_of(library, FERRY) == ("safety",)
    library.labels.tag([FERRY.id], ["Ferries"])
    assert tags_of(library, FERRY) == ("Ferries", "safety")


def test_summaries_have_both(library: EmbeddedLibrary) -> None:
    label_all(library)
    (fire,) = (each for each in library.articles() if each.id == FIRE.id)
    assert (fire.tags, fire.collections) == (("fire",), ("Mill story",))
