"""Versions of a story: each article's row has its MinHash bands, and the earlier articles that are versions of it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from qa.library.lance import sql
from qa.library.lance.schema import IS_FIRST, PASSAGES
from qa.library.lance.tables import Tables, in_parts
from qa.library.versions import MOST_COMPARED, MOST_VERSIONS, components
from qa.records import Article
from qa.utils.minhash import bands_of
from qa.utils.story_versions import Sketch, are_versions, sketch_of

_LINKS = ("article_id", "versions")
_IS_LINKED = f"{IS_FIRST} AND array_length(versions) > 0"


class LanceVersions:
    """Finds which articles of one library are versions of each other."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._alone: tuple[int, set[str]] = (-1, set())

    def of(self, article_id: str) -> list[str]:
        """Return the ids of the other versions of an article's story."""
        if article_id in self._known_alone():
            return []
        story, frontier = {article_id}, [article_id]
        while frontier and len(story) < MOST_VERSIONS:
            frontier = sorted(self._existing(self._linked(frontier) - story))
            story.update(frontier)
        return sorted(story - {article_id})

    def stories_of(self, article_ids: Iterable[str]) -> dict[str, str]:
        """Return what identifies the story of each of these articles that has other versions."""
        wanted = sorted(set(article_ids))
        linked = self._pairs(wanted)
        touched = {key for pair in linked for key in pair}
        self._known_alone().update(set(wanted) - touched)
        found = {key: others for key in wanted if key in touched and (others := self.of(key))}
        return {key: min(key, *others) for key, others in found.items()}

    def _known_alone(self) -> set[str]:
        """Return articles that were found to have no other versions, of the table as it is now."""
        version = self._tables.version(PASSAGES)
        if self._alone[0] != version:
            self._alone = (version, set())
        return self._alone[1]

    def stories(self) -> list[tuple[str, ...]]:
        """Return the ids of the articles of each story that has several versions."""
        rows = self._tables.rows(PASSAGES, _IS_LINKED, _LINKS)
        there = self._existing({other for row in rows for other in row["versions"]})
        linked: dict[str, set[str]] = {}
        for row in rows:
            for other in there.intersection(row["versions"]):
                linked.setdefault(row["article_id"], set()).add(other)
                linked.setdefault(other, set()).add(row["article_id"])
        return components(linked)

    def missing(self) -> list[str]:
        """Return no ids: every article is compared when it is stored."""
        return []

    def compare(self, article_ids: Sequence[str]) -> None:
        """Do nothing; see `missing`."""

    def among(self, articles: Sequence[Article]) -> tuple[dict[str, list[int]], dict[str, list[str]]]:
        """Return the bands of new articles, and the ids of their versions among the stored ones and each other."""
        sketches = {each.id: sketch_of(each.text) for each in articles}
        bands = {key: bands_of(each.marks) for key, each in sketches.items() if each.is_comparable}
        others = self._with_bands({band for each in bands.values() for band in each}, set(sketches))
        known = dict(sketches)
        versions: dict[str, list[str]] = {}
        pool = dict(others)
        for key, own in bands.items():
            near = Counter({other: len(set(own) & set(theirs)) for other, theirs in pool.items()})
            likely = [other for other, n_shared in near.most_common(MOST_COMPARED) if n_shared]
            versions[key] = [each for each in likely if self._is_version(sketches[key], each, known)]
            pool[key] = own
        return bands, versions

    def _is_version(self, sketch: Sketch, other: str, known: dict[str, Sketch]) -> bool:
        if other not in known:
            condition = f"{IS_FIRST} AND {sql.one_of('article_id', [other])}"
            rows = self._tables.rows(PASSAGES, condition, ["content"], 1)
            known[other] = sketch_of(rows[0]["content"] if rows else "")
        return are_versions(sketch, known[other])

    def _with_bands(self, bands: Iterable[int], without: set[str]) -> dict[str, list[int]]:
        """Return the bands of the stored articles that have any of these."""
        found: dict[str, list[int]] = {}
        for part in in_parts(sorted(bands)):
            condition = f"{IS_FIRST} AND array_has_any(bands, [{', '.join(map(str, part))}])"
            for row in self._tables.rows(PASSAGES, condition, ["article_id", "bands"]):
                if row["article_id"] not in without:
                    found[row["article_id"]] = row["bands"]
        return found

    def _linked(self, article_ids: Sequence[str]) -> set[str]:
        """Return the articles that these are linked to, in either direction."""
        return {key for pair in self._pairs(article_ids) for key in pair}

    def _pairs(self, article_ids: Sequence[str]) -> list[tuple[str, str]]:
        """Return the pairs of versions that have one of these articles."""
        wanted, found = set(article_ids), []
        for part in in_parts(article_ids):
            either = sql.any_of([sql.one_of("article_id", part), sql.has_any("versions", part)])
            rows: list[dict[str, Any]] = self._tables.rows(PASSAGES, f"{_IS_LINKED} AND ({either})", _LINKS)
            pairs = [(row["article_id"], other) for row in rows for other in row["versions"]]
            found += [pair for pair in pairs if not wanted.isdisjoint(pair)]
        return found

    def _existing(self, article_ids: Iterable[str]) -> set[str]:
        found: set[str] = set()
        for part in in_parts(sorted(article_ids)):
            rows = self._tables.rows(
                PASSAGES, f"{IS_FIRST} AND {sql.one_of('article_id', part)}", ["article_id"]
            )
            found.update(row["article_id"] for row in rows)
        return found
