"""The engine: open a library, bring articles in, ask. Models are loaded when they are first needed."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from qa.answering import Answerer, combined, refusal
from qa.config import Settings
from qa.conversation import NO_ARTICLE_YET, parts_of, reaction_to, since_start
from qa.encoder import Encoder, ModelFolder, find_model, open_encoder
from qa.errors import CancelledError, LibraryMissingError, QuestionError, SettingsError
from qa.events import EncoderLoading, Event, Retrieved
from qa.indexing import Indexer, IndexReport
from qa.library import ArticleSummary, Library
from qa.passages import PassageSplitter
from qa.plain import printable
from qa.reading import ExtractiveReader, Reader
from qa.records import (
    Answer,
    Article,
    Citation,
    Filters,
    Hit,
    Reaction,
    ReactionKind,
    Reason,
    Status,
    Summary,
    Turn,
)
from qa.retrieval import Retriever
from qa.summary import Summarizer
from qa.understanding import Understanding

_NO_FILTERS = Filters()
_N_END_MARKS = 2
_N_ABOUT = 3


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
        history: Sequence[Turn] = (),
        filters: Filters = _NO_FILTERS,
        top_k: int | None = None,
        watch: Callable[[Event], None] = _ignore,
        stopped: Callable[[], bool] = _never,
    ) -> Answer:
        """Answer a question from the library, or say why not.

        `history` are the turns of the conversation before it, oldest first. A question that leans on them is
        searched and read for as its `standalone_question`, and the articles just cited come first among equals. A
        question that asks several things is answered part by part; what is no question is reacted to.
        """
        question, history = _worded(question), since_start(history)
        if (reaction := reaction_to(question)) is not None:
            return self._reacted(question, reaction, history, watch)
        parts = parts_of(question)
        if len(parts) == 1:
            return self._ask_one(question, history, filters, top_k, watch, stopped)
        answers: list[Answer] = []
        for part in parts:
            turns = (*history, *map(Turn.of, answers))
            answers.append(self._ask_one(part, turns, filters, top_k, watch, stopped))
        return combined(question, answers)

    def _ask_one(
        self,
        question: str,
        history: Sequence[Turn],
        filters: Filters,
        top_k: int | None,
        watch: Callable[[Event], None],
        stopped: Callable[[], bool],
    ) -> Answer:
        began = time.perf_counter()
        empty = self._why_empty(filters)
        if empty is not None:
            return replace(refusal(question, empty), timings={"total_seconds": time.perf_counter() - began})
        reader = self._loaded(watch)
        if stopped():
            raise CancelledError
        loaded = time.perf_counter()
        retriever = self._retriever(watch)
        meant = Understanding(self.library, retriever).of(question, history, filters)
        hits = retriever.retrieve(meant.question, filters, top_k or self.settings.top_k, meant.article_ids)
        watch(Retrieved(tuple(hits)))
        if stopped():
            raise CancelledError
        retrieved = time.perf_counter()
        reading = meant.favoured(reader.read(meant.read_for, hits))
        if stopped():
            raise CancelledError
        answer = Answerer(reader, self.library.article).answer(meant.read_for, hits, reading)
        done = time.perf_counter()
        timings = {
            "loading_seconds": loaded - began,
            "retrieval_seconds": retrieved - loaded,
            "reading_seconds": done - retrieved,
            "total_seconds": done - began,
        }
        restated = meant.question if meant.question != question else None
        return replace(answer, question=question, standalone_question=restated, timings=timings)

    def summarize(self, name: str, *, watch: Callable[[Event], None] = _ignore) -> Summary:
        """Return the sentences that stand for the one article that answers to a name; see `article`."""
        article = self.article(name)
        return Summary(article, self._summarizer(watch).article(article))

    def summarize_cited(
        self, citations: Sequence[Citation], *, watch: Callable[[Event], None] = _ignore
    ) -> tuple[Citation, ...]:
        """Return the sentences that stand for the passages that an answer cites."""
        passages = [(citation.article, citation.passage) for citation in citations]
        return self._summarizer(watch).passages(passages)

    def _summarizer(self, watch: Callable[[Event], None]) -> Summarizer:
        splitter = PassageSplitter(self._model().tokenizer(), self.settings.passage_pieces)
        return Summarizer(self.encoder(watch), splitter)

    def _reacted(
        self, question: str, reaction: Reaction, history: Sequence[Turn], watch: Callable[[Event], None]
    ) -> Answer:
        """React to what is no question: find the article that is meant, and its summary where one is wanted."""
        wanted = reaction.kind in (ReactionKind.SHOW_ARTICLE, ReactionKind.SUMMARIZE)
        articles = self._meant(reaction, history, watch) if wanted and self.library.exists else ()
        if wanted and not articles:
            reaction = replace(reaction, reply=NO_ARTICLE_YET)
        citations: tuple[Citation, ...] = ()
        if articles and reaction.kind is ReactionKind.SUMMARIZE:
            citations = self._summarizer(watch).article(self.library.article(articles[0]))
        reaction = replace(reaction, article_ids=articles)
        return Answer(question, Status.NO_QUESTION, None, None, 0.0, citations, reaction=reaction)

    def _meant(
        self, reaction: Reaction, history: Sequence[Turn], watch: Callable[[Event], None]
    ) -> tuple[str, ...]:
        """Return the ids of the articles that a reaction speaks of: by their topic, or those just cited."""
        if reaction.about:
            hits = self._retriever(watch).retrieve(reaction.about, _NO_FILTERS, _N_ABOUT)
            return tuple(dict.fromkeys(hit.passage.article_id for hit in hits))
        cited = next((turn.article_ids for turn in reversed(history) if turn.article_ids), ())
        if reaction.number is not None:
            cited = cited[reaction.number - 1 : reaction.number]
        return tuple(key for key in cited if self.library.store.article(key) is not None)

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
