"""Versions of a story are found when articles are stored, and stay in step with them."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from qa.library import EmbeddedLibrary
from qa.records import Article
from tests.library.toy import article, fill

LEAD = "Crews of the harbour ferries in Lorne went on strike on Monday after talks about shifts failed."
BODY = (
    "The ferry board said 26 crossings were cancelled by noon and 4,100 passengers had to wait on the quay.",
    "Mara Holt, who speaks for the crews, said the new roster left them 9 hours between two night shifts.",
    "The board offered to pay 15 percent more for nights, and said it would meet the crews again on Thursday.",
    "Lorne has had no strike of this kind since 1998, when the bridge across the Ardle was still being built.",
)
FIRST = "\n\n".join((LEAD, *BODY[:2]))
WHOLE = "\n\n".join((LEAD, *BODY))
COPY = f"LORNE (Harbour News) - {WHOLE}\n\nReporting by Ana Bell."
CORRECTED = WHOLE.replace("26 crossings", "31 crossings")
REORDERED = "\n\n".join((LEAD, *reversed(BODY)))
OTHER = (
    "A museum of clocks opened in Garrow on Sunday. Its oldest piece was made in 1611 for the town hall.\n\n"
    "Visitors can wind 12 of the clocks themselves, said Tom Reyes, who collected most of them in Fenwold."
)
# the daily report of an exchange: the same words, other numbers
CLOSING = (
    "The Lorne index of shipping shares {} {} points to close at {} on {}, {} shares traded and {} issues up."
)
MONDAY = CLOSING.format("gained", "14.2", "3,011.8", "Monday", "412,000", "37")
TUESDAY = CLOSING.format("gained", "20.9", "3,032.7", "Tuesday", "398,500", "41")


def made(*texts: str) -> list[Article]:
    return [article(text, f"/news/{number}.txt") for number, text in enumerate(texts)]


def stories(library: EmbeddedLibrary) -> list[tuple[str, ...]]:
    """Return the first word of each version's text, by story."""
    return library.store.versions.stories()


@pytest.mark.parametrize(
    "other", [COPY, CORRECTED, REORDERED, FIRST], ids=["copy", "corrected", "reordered", "first"]
)
def test_versions_of_a_story_are_found(library: EmbeddedLibrary, other: str) -> None:
    one, version, unrelated = made(WHOLE, other, OTHER)
    fill(library, [one, unrelated, version])
    assert library.store.versions.of(one.id) == [version.id]
    assert library.store.versions.of(version.id) == [one.id]
    assert library.store.versions.of(unrelated.id) == []


@pytest.mark.parametrize("texts", [(MONDAY, TUESDAY), (WHOLE, OTHER), ("One ferry.", "One ferry.!")])
def test_other_reports_of_one_form_are_no_versions(library: EmbeddedLibrary, texts: Sequence[str]) -> None:
    fill(library, made(*texts))
    assert stories(library) == []


def test_a_digest_is_not_a_version_of_its_reports(library: EmbeddedLibrary) -> None:
    others = [
        f"{OTHER} {word} " + " ".join(f"{word}{n}" for n in range(120)) for word in ("ash", "elm", "oak")
    ]
    digest = "\n\n".join((FIRST, *others))
    fill(library, made(FIRST, digest))
    assert stories(library) == []


def test_versions_are_linked_through_each_other(library: EmbeddedLibrary) -> None:
    more = "\n\n".join(" ".join(f"new{n}x{k}" for k in range(30)) for n in range(3))
    first, second, third = made(
        LEAD + BODY[0], f"{LEAD}{BODY[0]}\n\n{BODY[1]}\n\n{BODY[2]}", f"{WHOLE}\n\n{more}"
    )
    fill(library, [first, third])
    assert stories(library) == []
    fill(library, [second])
    assert stories(library) == [tuple(sorted((first.id, second.id, third.id)))]
    assert sorted(library.store.versions.of(first.id)) == sorted((second.id, third.id))


def test_a_removed_article_leaves_its_story(library: EmbeddedLibrary) -> None:
    one, copy, corrected = made(WHOLE, COPY, CORRECTED)
    fill(library, [one, copy, corrected])
    library.store.release(Path(copy.path or ""))
    assert stories(library) == [tuple(sorted((one.id, corrected.id)))]
    library.store.release(Path(corrected.path or ""))
    assert stories(library) == []
    assert library._database.rows("SELECT count(*) FROM sketch_bands") == [(64,)]


def test_the_order_in_which_articles_are_added_does_not_matter(library: EmbeddedLibrary) -> None:
    fill(library, reversed(made(WHOLE, COPY, CORRECTED, OTHER)))
    assert [len(story) for story in stories(library)] == [3]


def test_an_article_that_is_stored_again_is_compared_once(library: EmbeddedLibrary) -> None:
    one, copy = made(WHOLE, COPY)
    fill(library, [one, copy, one])
    assert stories(library) == [tuple(sorted((one.id, copy.id)))]


def test_articles_of_an_older_library_are_compared_later(library: EmbeddedLibrary) -> None:
    one, copy = made(WHOLE, COPY)
    fill(library, [one, copy])
    library._database.rows("DELETE FROM versions; DELETE FROM sketch_bands; DELETE FROM sketches")
    missing = library.store.versions.missing()
    assert sorted(missing) == sorted((one.id, copy.id))
    library.store.versions.compare(missing)
    assert stories(library) == [tuple(sorted((one.id, copy.id)))]
    assert library.store.versions.missing() == []


def test_bands_of_another_scheme_are_made_again(library: EmbeddedLibrary) -> None:
    one, copy = made(WHOLE, COPY)
    fill(library, [one, copy])
    library.store.remember({"sketch_scheme": "of an older Dateline"})
    missing = library.store.versions.missing()
    assert sorted(missing) == sorted((one.id, copy.id))
    assert stories(library) == []
    library.store.versions.compare(missing)
    assert stories(library) == [tuple(sorted((one.id, copy.id)))]
