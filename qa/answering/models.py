"""The models that answering needs, opened when they are first used."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property

from qa.answering.summarizer import Summarizer
from qa.embedding import Encoder, ModelFolder, find_model, open_encoder
from qa.indexing.passages import PassageSplitter
from qa.library import Library
from qa.progress import EncoderLoading, Event
from qa.questions.spelling import known_words
from qa.reading import Reader, open_reader
from qa.retrieval.retriever import Retriever
from qa.settings.settings import Settings

Watcher = Callable[[Event], None]


class Models:
    """Opens encoder and reader once each; safe to call from several threads.

    Watchers receive the loading events. `n_threads` is the number of model runs at a time, None for as many as there
    are processors.
    """

    def __init__(self, settings: Settings, library: Library, n_threads: int | None = None) -> None:
        self._settings = settings
        self._library = library
        self.n_threads = n_threads
        self._opening_encoder = threading.Lock()
        self._opening_reader = threading.Lock()
        self._encoder: Encoder | None = None
        self._reader: Reader | None = None

    def close(self) -> None:
        """Release the models."""
        self._encoder = self._reader = None

    @property
    def folder(self) -> ModelFolder:
        """The encoder's model."""
        return find_model(self._settings.model)

    @cached_property
    def splitter(self) -> PassageSplitter:
        """The splitter, made once: reading a tokenizer blocks all other threads."""
        return PassageSplitter(self.folder.tokenizer(), self._settings.passage_pieces)

    @cached_property
    def known_words(self) -> frozenset[str]:
        """The stems of the ordinary words that the encoder's model knows."""
        return known_words(self.folder.tokenizer().get_vocab())

    def encoder(self, watch: Watcher) -> Encoder:
        """Return the encoder."""
        with self._opening_encoder:
            if self._encoder is None:
                model = self.folder
                watch(EncoderLoading(model.name, building=False))
                self._encoder = open_encoder(
                    model,
                    self._settings.precision,
                    self._settings.cache,
                    on_build=lambda: watch(EncoderLoading(model.name, building=True)),
                    n_threads=self.n_threads,
                )
            return self._encoder

    def reader(self, watch: Watcher) -> Reader:
        """Return the reader; the first call opens encoder and reader in parallel, each on one core."""
        if self._encoder is not None and self._reader is not None:
            return self._reader
        with ThreadPoolExecutor(max_workers=1) as pool:
            reader = pool.submit(self.reader_alone)
            self.encoder(watch)
            return reader.result()

    def reader_alone(self) -> Reader:
        """Return the reader without opening the encoder."""
        with self._opening_reader:
            if self._reader is None:
                self._reader = open_reader(self._settings.reader, n_threads=self.n_threads)
            return self._reader

    def retriever(self, watch: Watcher) -> Retriever:
        """Return a retriever; raises LibraryMismatchError if the library was made with another model."""
        encoder = self.encoder(watch)
        self._library.check(encoder.identity, self._settings.passage_pieces)
        return Retriever(self._library, encoder)

    def summarizer(self, watch: Watcher) -> Summarizer:
        """Return a summarizer."""
        return Summarizer(self.encoder(watch), self.splitter)
