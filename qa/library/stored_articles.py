"""What is stored of an article, and what lists show of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from qa.records import GIVEN, Article, Passage, TimeExpression


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """An article without its text.

    In a list, `version_of` is the id of the newest version of its story in the list, None if it is the newest itself;
    that one counts them in `n_versions`. `given` names the fields that the user set, such as "published".
    """

    id: str
    title: str
    published: date | None
    source: str | None
    url: str | None
    path: str
    n_passages: int
    n_characters: int
    n_dates: int = 0
    tags: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    version_of: str | None = None
    n_versions: int = 1
    given: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article with all that is stored of it: passages, vectors, shape (n, dimensions), and its files' digests.

    Its dates are worked out again if `expressions` is None.
    """

    article: Article
    passages: Sequence[Passage]
    vectors: NDArray[np.float32]
    digests: Mapping[str, str]
    expressions: Sequence[TimeExpression] | None = None


def given_in(origins: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the names of the fields that the user set."""
    return tuple(name for name, origin in origins if origin == GIVEN)


def with_versions(found: Sequence[ArticleSummary], stories: Iterable[Sequence[str]]) -> list[ArticleSummary]:
    """Return articles, newest first, with the versions of each story told apart from the newest."""
    story_of = {key: story for story in stories for key in story}
    newest: dict[Sequence[str], str] = {}
    counts: Counter[str] = Counter()
    for each in found:
        if (story := story_of.get(each.id)) is not None:
            counts[newest.setdefault(story, each.id)] += 1
    leads = {each.id: newest[story_of[each.id]] for each in found if each.id in story_of}
    return [
        replace(each, n_versions=counts[each.id])
        if leads.get(each.id) == each.id
        else replace(each, version_of=leads.get(each.id))
        for each in found
    ]
