"""A library → another one, which may be stored by another engine."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace

from qa.engine import Engine
from qa.errors import CancelledError, LibraryMissingError, SettingsError
from qa.library import Library
from qa.library.rows import article_row, time_row
from qa.library.stored_articles import StoredArticle
from qa.progress import CopyAdvanced
from qa.transfer.container import StopSign, Watcher

_TOGETHER = 64  # articles that are stored in one transaction
_THRESHOLD = ("threshold_reader", "threshold")


@dataclass(slots=True)
class CopyReport:
    """What a copy did; `known` articles were in the target before, `left_out` had been removed there and stay so.

    `different` are the ids of articles that the target has with other fields or passages. `n_encoded` passages got
    new vectors, because the target has another model or precision.
    """

    copied: int = 0
    known: int = 0
    left_out: int = 0
    n_passages: int = 0
    n_encoded: int = 0
    n_removed: int = 0
    different: list[str] = field(default_factory=list)


class LibraryCopier:
    """Copies the articles of one library to that of an engine."""

    def __init__(self, source: Library, target: Engine, watch: Watcher, stopped: StopSign) -> None:
        self._source, self._engine, self._target = source, target, target.library
        self._watch, self._stopped = watch, stopped

    def run(self) -> CopyReport:
        """Copy what the target doesn't have, and compare each article with its copy.

        A copy that was stopped or killed is continued by the next one: articles that are there are only compared.
        Articles get the source's vectors if the target has the same model and precision, or is empty. Raises
        LibraryError and CancelledError.
        """
        if not self._source.exists:
            raise LibraryMissingError(self._source.folder)
        if self._target.exists and self._source.state() == self._target.state():
            raise SettingsError("Both libraries are the same.", "Copy to another folder.")
        self._source.refuse_damaged()
        report = CopyReport()
        with self._target.writing(), self._source.reading():
            self._target.refuse_damaged()
            may_take = self._adopt()
            article_ids = self._source.store.article_ids()
            self._copy(article_ids, report, may_take=may_take)
            self._copy_labels(article_ids)
            self._copy_settings()
            report.n_removed = self._leave_out()
            self._target.save_vectors()
            self._compare(article_ids, report, with_vectors=may_take)
        return report

    def _adopt(self) -> bool:
        """Store whose vectors the target has if it has none; return whether the source's may be stored."""
        stored, wanted = self._source.identity(), self._target.identity()
        if wanted is None:
            if stored is not None:
                self._target.adopt(*stored)
            return True
        if stored is None or (stored[0].digest, stored[0].precision, stored[1]) == (
            wanted[0].digest,
            wanted[0].precision,
            wanted[1],
        ):
            return True
        self._target.check(*self._engine.vector_identity(self._watch))
        return False

    def _copy(self, article_ids: Sequence[str], report: CopyReport, *, may_take: bool) -> None:
        known = set(self._target.store.article_ids())
        removed = {each.id for each in self._target.removed.listed()}
        n_done = 0
        for group in _groups(article_ids):
            new = [key for key in group if key not in known and key not in removed]
            report.known += sum(key in known for key in group)
            report.left_out += sum(key in removed and key not in known for key in group)
            with self._target.together() if new else nullcontext():
                for stored in self._source.store.several_stored(new).values():
                    self._copy_one(stored, report, taken=may_take)
                    report.copied += 1
            n_done += len(group)
            self._advance("Copying", n_done, len(article_ids))

    def _copy_one(self, stored: StoredArticle, report: CopyReport, *, taken: bool) -> None:
        if not taken:
            passages, vectors = self._engine.split_and_encoded(stored.article, self._watch)
            report.n_encoded += len(passages)
            stored = StoredArticle(stored.article, passages, vectors, stored.digests, stored.expressions)
        self._target.add(stored)

    def _copy_labels(self, article_ids: Sequence[str]) -> None:
        wanted = set(article_ids)
        with self._target.together():
            for article_id, tags in self._source.labels.changed_tags().items():
                if article_id in wanted:
                    self._target.labels.take_over_tags(article_id, tags)
            for name, members in self._source.labels.members().items():
                self._target.labels.take_over_collection(name, members)

    def _copy_settings(self) -> None:
        """Copy the fitted threshold, unless the target has one of its own."""
        if self._target.store.setting(_THRESHOLD[0]) is None:
            values = {name: self._source.store.setting(name) for name in _THRESHOLD}
            self._target.store.remember({name: value for name, value in values.items() if value is not None})

    def _leave_out(self) -> int:
        """Note which articles were removed from the source; return how many notes are new."""
        listed = self._source.removed.listed()
        removed = {each.id: each.removed.isoformat(timespec="microseconds") for each in listed}
        return self._target.removed.leave_out(removed) if removed else 0

    def _compare(self, article_ids: Sequence[str], report: CopyReport, *, with_vectors: bool) -> None:
        """Count the passages of the copies, and note the articles that are not the same."""
        n_done = 0
        for group in _groups(article_ids):
            sources, copies = (each.store.several_stored(group) for each in (self._source, self._target))
            for key in (key for key in group if key in sources and key in copies):
                report.n_passages += len(copies[key].passages)
                source, copy = (digest(each[key], with_vectors=with_vectors) for each in (sources, copies))
                if source != copy:
                    report.different.append(key)
            n_done += len(group)
            self._advance("Comparing", n_done, len(article_ids))

    def _advance(self, what: str, n_done: int, n_total: int) -> None:
        if self._stopped():
            raise CancelledError
        self._watch(CopyAdvanced(what, n_done, n_total))


def digest(stored: StoredArticle, *, with_vectors: bool) -> str:
    """Return a digest of an article and its dates, and of its passages and vectors to the bit.

    Paths are left out, because an article whose file has another article in the target gets another path.
    """
    row = article_row(replace(stored.article, path=""))
    summed = hashlib.sha256(repr(row).encode())
    for each in stored.expressions or ():
        summed.update(repr(time_row(stored.article.id, each)).encode())
    if with_vectors:
        for passage in stored.passages:
            summed.update(repr(passage.article_span).encode())
        summed.update(stored.vectors.astype("<f4").tobytes())
    return summed.hexdigest()


def _groups(article_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(article_ids), _TOGETHER):
        yield article_ids[start : start + _TOGETHER]
