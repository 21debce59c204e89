"""The engine: open a library, bring articles in, ask. Models are loaded when they are first needed."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from qa.answering import Answerer, refusal
from qa.config import Settings
from qa.encoder import Encoder, ModelFolder, find_model, open_encoder
from qa.errors import CancelledError, LibraryMissingError, QuestionError, SettingsError
from qa.events import EncoderLoading, Event, Retrieved
from qa.indexing import Indexer, IndexReport
from qa.inspection import Inspection, Inspector, Trace
from qa.library import ArticleSummary, Library
from qa.names import names_in
from qa.passages import PassageSplitter
from qa.plain import printable
from qa.reading import ExtractiveReader, Reader
from qa.records import Answer, Article, Filters, Hit, Reason
from qa.retrieval import Retriever

_NO_FILTERS = Filters()
_N_END_MARKS = 2
_N_TEXTS_WITH_NAMES = 1000


def _ignore(event: Event) -> None:
    """Watch nothing."""


def _never() -> bool:
    return False


class Engine:
    """Everything that the command line and the app do; safe to call from several threads.

    `watch` callables receive events in the calling thread. `stopped` callables are asked between
    steps, and when one says True the call ends with CancelledError.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.library = Library(settings.library)
        self._loading = threading.Lock()
        self._loading_reader = threading.Lock()
        self._encoder: Encoder | None = None
        self._opened_reader: Reader | None = None

    def close(self) -> None:
        """Let go of the library's files."""
        self.library.close()

    def warm_up(self, watch: Callable[[Event], None] = _ignore) -> None:
        """Load what the first question needs, so that it does not wait."""
        self._loaded(watch)
        self.encoder(watch).encode(["warm"], "query")
        if self.library.exists:
            self.library.vector_ids()

    def index(
        self,
        paths: Sequence[Path],
        *,
        prune: bool = False,
        watch: Callable[[Event], None] = _ignore,
        stopped: Callable[[], bool] = _never,
    ) -> IndexReport:
        """Store the articles at and below `paths`; see qa.indexing.Indexer.run."""
        budget, room = self.settings.passage_pieces, self._model().max_pieces - _N_END_MARKS
        if budget > room:
            raise SettingsError(
                f"passage_pieces is {budget}, but {self.settings.model} reads {room} word pieces at most.",
                f"Set it to {room} or less, so that no part of a passage goes unread.",
            )
        with self.library.writing():
            encoder = self.encoder(watch)
            self.library.adopt(encoder.identity, budget)
            splitter = PassageSplitter(self._model().tokenizer(), budget)
            max_bytes = int(self.settings.max_article_megabytes * 1e6)
            indexer = Indexer(self.library, splitter, encoder, max_bytes)
            return indexer.run(paths, watch, stopped, prune=prune)

    def search(
        self,
        query: str,
        *,
        filters: Filters = _NO_FILTERS,
        top_k: int | None = None,
        watch: Callable[[Event], None] = _ignore,
    ) -> list[Hit]:
        """Return the passages that fit a query best, best first."""
        query = _worded(query)
        if not self.library.exists:
            raise LibraryMissingError(self.settings.library)
        hits = self._retriever(watch).retrieve(query, filters, top_k or self.settings.top_k)
        watch(Retrieved(tuple(hits)))
        return hits

    def ask(
        self,
        question: str,
        *,
        filters: Filters = _NO_FILTERS,
        top_k: int | None = None,
        watch: Callable[[Event], None] = _ignore,
        stopped: Callable[[], bool] = _never,
    ) -> Answer:
        """Answer a question from the library, or say why not."""
        question = _worded(question)
        began = time.perf_counter()
        empty = self._why_empty(filters)
        if empty is not None:
            return replace(refusal(question, empty), timings={"total_seconds": time.perf_counter() - began})
        reader = self._loaded(watch)
        if stopped():
            raise CancelledError
        loaded = time.perf_counter()
        hits = self.search(question, filters=filters, top_k=top_k, watch=watch)
        if stopped():
            raise CancelledError
        retrieved = time.perf_counter()
        reading = reader.read(question, hits)
        if stopped():
            raise CancelledError
        answer = Answerer(reader, self.library.article).answer(question, hits, reading)
        done = time.perf_counter()
        timings = {
            "loading_seconds": loaded - began,
            "retrieval_seconds": retrieved - loaded,
            "reading_seconds": done - retrieved,
            "total_seconds": done - began,
        }
        return replace(answer, timings=timings)

    def inspect(
        self, question: str, *, filters: Filters = _NO_FILTERS, top_k: int | None = None
    ) -> Inspection:
        """Return every step that a question goes through, with ranks, scores and the threshold."""
        question = _worded(question)
        return self._inspector().inspect(question, filters, top_k or self.settings.top_k)

    def trace(self, inspection: Inspection, sentence: str) -> Trace:
        """Say at which step a sentence was lost that should have answered."""
        return self._inspector().trace(inspection, printable(sentence))

    def names(self, limit: int = 500) -> list[str]:
        """Return names of people and places in the newest articles, the most frequent first."""
        if not self.library.exists:
            return []
        return names_in(self.library.store.texts(_N_TEXTS_WITH_NAMES), limit)

    def articles(self) -> list[ArticleSummary]:
        """Return all articles without their text, newest first."""
        if not self.library.exists:
            raise LibraryMissingError(self.settings.library)
        return self.library.articles()

    def article(self, name: str) -> Article:
        """Return the one article that answers to an id or its beginning, a path, a file name or a title."""
        if not self.library.exists:
            raise LibraryMissingError(self.settings.library)
        return self.library.article(self.library.named(name).id)

    def remove(self, names: Sequence[str]) -> list[ArticleSummary]:
        """Take articles out of the library, all or none; their files stay as they are."""
        if not self.library.exists:
            raise LibraryMissingError(self.settings.library)
        with self.library.writing():
            found = [self.library.named(name) for name in names]
            for summary in found:
                self.library.store.remove(summary.id)
            self.library.save_vectors()
        return found

    def encoder(self, watch: Callable[[Event], None] = _ignore) -> Encoder:
        """Open the encoder, once."""
        with self._loading:
            if self._encoder is None:
                model, settings = self._model(), self.settings
                watch(EncoderLoading(model.name, building=False))
                self._encoder = open_encoder(
                    model,
                    settings.precision,
                    settings.cache,
                    on_build=lambda: watch(EncoderLoading(model.name, building=True)),
                )
            return self._encoder

    def _inspector(self) -> Inspector:
        if not self.library.exists:
            raise LibraryMissingError(self.settings.library)
        reader = self._loaded(_ignore)
        return Inspector(self.library, self._retriever(_ignore), reader)

    def _model(self) -> ModelFolder:
        return find_model(self.settings.model)

    def _retriever(self, watch: Callable[[Event], None]) -> Retriever:
        encoder = self.encoder(watch)
        self.library.check(encoder.identity, self.settings.passage_pieces)
        return Retriever(self.library, encoder)

    def _loaded(self, watch: Callable[[Event], None]) -> Reader:
        """Open encoder and reader side by side, the first time; each takes a while on one core."""
        if self._encoder is not None and self._opened_reader is not None:
            return self._opened_reader
        with ThreadPoolExecutor(max_workers=1) as pool:
            reader = pool.submit(self._reader)
            self.encoder(watch)
            return reader.result()

    def _reader(self) -> Reader:
        """Open the reader, once."""
        with self._loading_reader:
            if self._opened_reader is None:
                self._opened_reader = ExtractiveReader()
            return self._opened_reader

    def _why_empty(self, filters: Filters) -> Reason | None:
        """Return why no passage can be found whatever the question, or None."""
        if not self.library.exists or self.library.store.counts()[1] == 0:
            return Reason.EMPTY_LIBRARY
        if filters.narrowing and self.library.n_allowed(filters) == 0:
            return Reason.FILTERED_OUT
        return None


def _worded(text: str) -> str:
    """Return a question as clean as the articles are, or raise QuestionError when no word is in it."""
    cleaned = printable(text)
    if not any(char.isalnum() for char in cleaned):
        raise QuestionError
    return cleaned
