"""Folding: of the passages of several versions of a story, those that only repeat a better one are left out."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TypeAlias

from qa.indexing.passages import sentence_spans
from qa.library import Library
from qa.records import Passage, Scores, Span
from qa.retrieval.counterparts import is_told_in

Found: TypeAlias = tuple[Passage, Scores]


def without_repetitions(found: Sequence[Found], library: Library, limit: int) -> list[Found]:
    """Return the first `limit` passages, best first, that say more than better ones of the same stories.

    A passage is left out if a version of its story that has a better passage says the same with the same numbers,
    days and names. Versions that disagree are both kept.
    """
    stories = library.store.versions.stories_of({passage.article_id for passage, _ in found})
    if not stories:
        return list(found[:limit])

    @cache
    def told(article_id: str) -> tuple[str, list[Span]]:
        text = library.article(article_id).text
        return text, sentence_spans(text)

    def is_repeated(passage: Passage, better: Iterable[str]) -> bool:
        return any(is_told_in(passage.text, *told(article_id)) for article_id in better)

    kept: list[Found] = []
    by_story: dict[str, dict[str, None]] = {}  # the articles of a story that have a passage, in order
    for passage, why in found:
        if len(kept) == limit:
            break
        key = passage.article_id
        if (story := stories.get(key)) is not None:
            better = by_story.setdefault(story, {})
            if is_repeated(passage, (other for other in better if other != key)):
                continue
            better[key] = None
        kept.append((passage, why))
    return kept
