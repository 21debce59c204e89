"""The engine: opens a library, adds articles, answers questions. Models are loaded on first use."""

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from qa.answering.matches import all_matches
from qa.answering.models import Models
from qa.answering.other_versions import OtherVersions
from qa.answering.pipeline import AnswerPipeline, Scope
from qa.answering.span_answers import SpanAnswerer
from qa.articles.documents import ArticleFields
from qa.articles.files import file_on_disk
from qa.articles.limits import columns_of, limits_of
from qa.articles.loading import with_given, without_given
from qa.articles.page_pictures import PagePainter, PagePicture, pages_of
from qa.articles.reader import ArticleReader
from qa.articles.settling import FolderChanges
from qa.articles.watching import is_empty
from qa.composing.chat_model import ChatModel, LanguageModelError, chat_model
from qa.composing.composer import Composition
from qa.embedding import Identity
from qa.errors import (
    CancelledError,
    DeletionPendingError,
    LibraryBrokenError,
    LibraryMissingError,
    QuestionError,
    SettingsError,
    UnknownArticleError,
)
from qa.indexing.adding import Addition, AddReport, ArticleAdder, remove_kept_files
from qa.indexing.correcting import Correction, correct, put_back
from qa.indexing.indexer import Indexer, IndexReport, nothing_there
from qa.indexing.preparation import WorkerSetup
from qa.indexing.repair import LibraryRepairer, RepairReport
from qa.inspection.inspector import Inspection, Inspector, SentenceTrace
from qa.library import ArticleSummary, RemovedArticle, Upgrade
from qa.library.checks import PartReport
from qa.library.interface import LabelStore
from qa.library.name_suggestions import names_in
from qa.library.opening import embedded, open_library
from qa.library.vectors import Vectors
from qa.progress import Event, Retrieved, TimelineAdvanced
from qa.questions.answer_type import typed
from qa.reading import Reading
from qa.records import (
    Answer,
    AnswerSpan,
    Article,
    Citation,
    Filters,
    Hit,
    Passage,
    Reason,
    Span,
    Status,
    Summary,
    TimeExpression,
    Turn,
)
from qa.retrieval.word_overlap import words_first
from qa.settings.settings import Settings
from qa.timeline.events import DatedEvent, events_of, in_order, spans_by_article
from qa.timeline.same_events import SameEvents
from qa.timeline.topic import on_topic
from qa.utils.text import clean, printable
from qa.workers import Workers

_NO_FILTERS = Filters()
_N_END_MARKS = 2
_TIMELINE_PASSAGES = 100
_READ_AHEAD = 100  # articles
_N_TEXTS_WITH_NAMES = 1000
_MOST_RETRIES = 5
_NAMING_BYTES = 200  # from the start of a text, to name its file
_WAIT_SECONDS = 10.0  # for another process that is writing
_NO_FIELDS = ArticleFields()
_NO_REPAIR = "Index the articles again with: dateline index FOLDER"
_PICTURE_WIDTH = 1240  # an A4 page at 150 dots per inch
_Result = TypeVar("_Result")


def _ignore(event: Event) -> None:
    """Do nothing."""


def _ignore_upgrade(upgrade: Upgrade) -> None:
    """Do nothing."""


def _never() -> bool:
    return False


def _end_if(stopped: Callable[[], bool]) -> None:
    if stopped():
        raise CancelledError


class Engine:
    """Everything that the command line and the app do; thread-safe.

    `watch` callables receive events in the calling thread. `stopped` callables are called between steps, and when one
    returns True the call raises CancelledError. `n_threads` is the number of parallel model runs per call, None for
    as many as there are processors; with 1, calls from several threads run best in parallel. It doesn't change
    answers. `on_upgrade` is called once if the library has an older format.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        n_threads: int | None = None,
        on_upgrade: Callable[[Upgrade], None] = _ignore_upgrade,
    ) -> None:
        self.settings = settings
        self.library = open_library(settings.library, on_upgrade)
        self._models = Models(settings, self.library, n_threads)
        self._painter = PagePainter(limits_of(settings))

    def close(self) -> None:
        """Close the library's files, the models, and the process that draws pages."""
        self._painter.close()
        self.library.close()
        self._models.close()

    def warm_up(self, watch: Callable[[Event], None] = _ignore) -> None:
        """Load what the first question needs."""
        self._models.reader(watch)
        self._models.encoder(watch).encode(["warm"], "query")
        if self.library.exists:
            self.library.open_vectors()

    def index(
        self,
        paths: Sequence[Path],
        *,
        prune: bool = False,
        wait: Callable[[], bool] | None = None,
        workers: Workers | None = None,
        watch: Callable[[Event], None] = _ignore,
        stopped: Callable[[], bool] = _never,
    ) -> IndexReport:
        """Store the articles at and below `paths`; see qa.indexing.indexer.Indexer.run.

        With `workers`, they read and encode the articles, see qa.workers; the library becomes the same. While another
        process is writing, `wait` is called a few times a second, and indexing begins when it has finished; when
        `wait` returns False, and without it, LibraryBusyError is raised.
        """
        self._refuse_long_passages()
        if not self.library.exists and (missing := nothing_there(paths, watch)) is not None:
            return missing
        with self._indexer(watch, wait=wait) as indexer:
            if workers is not None:
                indexer.use_workers(workers, self._worker_setup(workers, watch), stopped)
            return indexer.run(paths, watch, stopped, prune=prune)

    def index_changes(
        self,
        changes: FolderChanges,
        *,
        wait: Callable[[], bool] | None = None,
        watch: Callable[[Event], None] = _ignore,
        stopped: Callable[[], bool] = _never,
    ) -> list[IndexReport]:
        """Store what is new or changed in watched folders, and remove what is gone.

        An empty folder is passed over, because a disk may not be mounted there. `wait` is that of `index`.
        """

        def index(paths: Sequence[Path]) -> IndexReport:
            return self.index(paths, prune=True, wait=wait, watch=watch, stopped=stopped)

        reports = []
        if there := [path for path in changes.there if not (path.is_dir() and is_empty(path))]:
            reports.append(index(there))  # first, so that a file that was moved keeps its article
        if self.library.exists and (
            gone := [file for each in changes.gone for file in self.files_below(each)]
        ):
            reports.append(index(gone))
        return reports

    def add_text(
        self,
        text: str,
        *,
        fields: ArticleFields = _NO_FIELDS,
        watch: Callable[[Event], None] = _ignore,
        stopped: Callable[[], bool] = _never,
    ) -> Addition:
        """Store a text, such as a pasted one, as an article, and return it with what became of it.

        The text may begin with front matter or a line with its date, like a text file; `fields` come before what it
        states. If another article has the same text, that one is returned (Outcome.DUPLICATE). `fields` that are not
        empty replace its own (Outcome.UPDATED). Raises ArticleError if the text has no words.
        """
        report = self.add_data(clean(text).encode(), ".txt", fields=fields, watch=watch, stopped=stopped)
        if report.failed:
            raise report.failed[0]
        return report.additions[0]

    def add_data(
        self,
        data: bytes,
        suffix: str,
        *,
        fields: ArticleFields = _NO_FIELDS,
        watch: Callable[[Event], None] = _ignore,
        stopped: Callable[[], bool] = _never,
    ) -> AddReport:
        """Store the articles of a file's bytes, such as a downloaded page; `suffix` tells the format (".html").

        They are kept as a private file in the library's folder, which is the path of the article.
        """
        self._refuse_long_passages()
        words = fields.title or (data[:_NAMING_BYTES].decode(errors="ignore") if suffix == ".txt" else "")
        with self._indexer(watch, fields, self._waiting(stopped)) as indexer:
            adder = ArticleAdder(self.library, indexer, fields)
            return adder.add_data(data, words, suffix, watch, stopped)

    def add_url(
        self,
        url: str,
        *,
        fields: ArticleFields = _NO_FIELDS,
        watch: Callable[[Event], None] = _ignore,
        stopped: Callable[[], bool] = _never,
    ) -> AddReport:
        """Fetch the page at a web address and store its articles; see qa.articles.fetching.

        Raises SettingsError unless the setting `allow_network` is on, and FetchError if the page can't be fetched.
        """
        if not self.settings.allow_network:
            raise SettingsError(
                "Dateline doesn't fetch web pages unless you allow it.",
                "Set allow_network = true in the settings (F8 in the app).",
            )
        from qa.articles.fetching import SINGLE, fetch, suffix_of_page

        most_bytes = limits_of(self.settings).file_bytes
        page = fetch(url, most_bytes=most_bytes, allow_private=self.settings.allow_private_addresses)
        _end_if(stopped)
        suffix = suffix_of_page(page)
        stated = fields.over(ArticleFields(url=page.url)) if suffix in SINGLE else fields
        return self.add_data(page.data, suffix, fields=stated, watch=watch, stopped=stopped)

    def add_files(
        self,
        paths: Sequence[Path],
        *,
        fields: ArticleFields = _NO_FIELDS,
        watch: Callable[[Event], None] = _ignore,
        stopped: Callable[[], bool] = _never,
    ) -> AddReport:
        """Store the articles of files like `index`, with `fields` before what they state, and return them."""
        self._refuse_long_passages()
        with self._indexer(watch, fields, self._waiting(stopped)) as indexer:
            return ArticleAdder(self.library, indexer, fields).add_files(paths, watch, stopped)

    def search(
        self,
        query: str,
        *,
        filters: Filters = _NO_FILTERS,
        top_k: int | None = None,
        watch: Callable[[Event], None] = _ignore,
    ) -> list[Hit]:
        """Return the passages that match a query best, those that contain its words first."""
        query = _worded(query)
        if not self.library.exists:
            raise LibraryMissingError(self.settings.library)
        with self.library.answering():
            found = self._models.retriever(watch).retrieve(query, filters, top_k or self.settings.top_k)
        hits = words_first(query, found)
        watch(Retrieved(tuple(hits)))
        return hits

    def matches(
        self,
        query: str,
        *,
        filters: Filters = _NO_FILTERS,
        top_k: int | None = None,
        watch: Callable[[Event], None] = _ignore,
    ) -> tuple[Citation, ...]:
        """Return the passages that match a query best, each with a snippet and the query's words highlighted."""

        def found() -> tuple[Citation, ...]:
            hits = self.search(query, filters=filters, top_k=top_k, watch=watch)
            return OtherVersions(self.library).matches(all_matches(query, hits, self.library.article))

        return self._retried(found)

    def ask(  # noqa: PLR0913 - all but the question are keyword-only
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = _NO_FILTERS,
        as_of: date | None = None,
        any_date: bool = False,
        as_typed: bool = False,
        top_k: int | None = None,
        watch: Callable[[Event], None] = _ignore,
        stopped: Callable[[], bool] = _never,
    ) -> Answer:
        """Answer a question from the library, or refuse with a reason.

        `history` are the earlier turns of the conversation, oldest first; without them a question is asked as typed.
        The likely interpretations of a follow-up are read, and the wording of the one that is answered is its
        `standalone_question` if it differs. A question with several parts is answered part by part; small talk gets
        a reply.

        Dates in the question ("last Monday", counted from `as_of` or today) restrict the search to passages about
        them, unless `any_date` or `filters` say otherwise. With `as_typed`, the question is not rewritten as a
        follow-up and its spelling is not corrected.
        """
        question = _worded(question)
        scope = Scope(filters, as_of or _today(), any_date, top_k or self.settings.top_k, as_typed)

        def answered(wording: str, turns: Sequence[Turn]) -> Answer:
            pipeline = AnswerPipeline(self.library, self._models, watch, stopped)
            return self._retried(lambda: pipeline.answer(wording, turns, scope))

        answer = answered(question, history)
        if history and not as_typed and self.language_model and answer.reason is Reason.NO_ANSWER:
            return self._asked_again(answer, history, answered)
        return answer

    @property
    def language_model(self) -> str | None:
        """The address of the language model that the user configured, None if there is none."""
        configured = self.settings.llm_endpoint and self.settings.llm_model
        return self.settings.llm_endpoint if configured else None

    def compose(
        self,
        answer: Answer,
        *,
        watch: Callable[[str], None] = lambda _: None,
        stopped: Callable[[], bool] = _never,
    ) -> Composition | None:
        """Let the configured language model word a short answer from an answer's quotes; see qa.composing.

        Only sentences that the quotes support may be shown. Raises SettingsError if no model is configured and
        LanguageModelError if it can't be used.
        """
        from qa.composing.composer import compose

        return compose(answer, self._chat_model(), watch=watch, stopped=stopped)

    def _asked_again(
        self, answer: Answer, history: Sequence[Turn], ask: Callable[[str, Sequence[Turn]], Answer]
    ) -> Answer:
        """Ask a refused follow-up again as the language model words it; its failures change nothing."""
        from qa.composing.rewriting import rewritten

        with suppress(LanguageModelError, SettingsError):
            wording = rewritten(answer.question, history, self._chat_model())
            if wording and wording != answer.standalone_question:
                again = ask(wording, ())
                if again.status is Status.ANSWERED:
                    return replace(again, question=answer.question, standalone_question=wording)
        return answer

    def _chat_model(self) -> ChatModel:
        return chat_model(self.settings.llm_endpoint, self.settings.llm_model)

    def time_expressions(self, article_id: str) -> tuple[TimeExpression, ...]:
        """Return an article's temporal expressions in order, as resolved when it was stored."""
        return self.library.time_expressions(article_id)

    def timeline(
        self,
        query: str | None = None,
        *,
        since: date | None = None,
        until: date | None = None,
        filters: Filters = _NO_FILTERS,
        watch: Callable[[Event], None] = _ignore,
        stopped: Callable[[], bool] = _never,
    ) -> list[DatedEvent]:
        """Return dated events in order; with a query, those of the passages that match it best.

        With a query, sentences that report one event in different words are one event with several versions.
        `since` and `until` are inclusive; an event that overlaps the period counts. `filters` restrict the articles.
        """
        if not self.library.exists:
            raise LibraryMissingError(self.settings.library)
        expressions = self.library.store.time_expressions()
        within = None
        if query is not None:
            hits = self.search(query, filters=filters, top_k=_TIMELINE_PASSAGES, watch=watch)
            within = spans_by_article(
                (hit.passage.article_id, hit.passage.article_span) for hit in on_topic(query, hits)
            )
        elif filters.narrowing:
            within = spans_by_article(self.library.store.passage_spans(filters))
        found: list[DatedEvent] = []
        article_ids = list(expressions if within is None else within)
        for n_done, article_id in enumerate(article_ids, start=1):
            _end_if(stopped)
            if n_done % _READ_AHEAD == 1:
                self.library.store.read_ahead(article_ids[n_done - 1 : n_done - 1 + _READ_AHEAD])
            article = self.library.article(article_id)
            spans = None if within is None else within[article_id]
            found += events_of(article, expressions.get(article_id, ()), spans, lambda: _end_if(stopped))
            watch(TimelineAdvanced(n_done, len(article_ids)))
        first, last = since or date.min, until or date.max
        selected = [event for event in found if event.last >= first and event.first <= last]
        if query is None:
            return in_order(selected, between=lambda: _end_if(stopped))
        encoder = self._models.encoder(watch)
        same = SameEvents(selected, lambda quotes: encoder.encode(quotes, "passage"))
        return in_order(selected, between=lambda: _end_if(stopped), grouped=same.grouped)

    def summarize(self, name: str, *, watch: Callable[[Event], None] = _ignore) -> Summary:
        """Return the summary of the article that matches a name; see `article`."""
        article = self.article(name)
        return Summary(article, self._models.summarizer(watch).article(article))

    def inspect(  # noqa: PLR0913 - all but the question are keyword-only
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = _NO_FILTERS,
        as_of: date | None = None,
        any_date: bool = False,
        as_typed: bool = False,
        top_k: int | None = None,
        watch: Callable[[Event], None] = _ignore,
        stopped: Callable[[], bool] = _never,
    ) -> Inspection:
        """Answer a question as `ask` does, and return every step with ranks, scores and statuses."""
        question = _worded(question)
        inspector = self._inspector(watch)
        scope = Scope(filters, as_of or _today(), any_date, top_k or self.settings.top_k, as_typed)

        def inspected() -> Inspection:
            asking = AnswerPipeline(self.library, self._models, watch, stopped)
            return inspector.inspect(asking.answer(question, history, scope), asking.answer_traces)

        return self._retried(inspected)

    def trace(self, inspection: Inspection, sentence: str) -> SentenceTrace:
        """Return at which step a sentence that should have answered was lost."""
        return self._inspector().trace(inspection, printable(sentence))

    def names(self, limit: int = 500) -> list[str]:
        """Return names of people and places in the newest articles, the most frequent first."""
        if not self.library.exists:
            return []
        return names_in(self.library.store.texts(_N_TEXTS_WITH_NAMES), limit)

    def articles(self, filters: Filters = _NO_FILTERS) -> list[ArticleSummary]:
        """Return the articles that match the filters without their text, newest first."""
        if not self.library.exists:
            raise LibraryMissingError(self.settings.library)
        return self.library.articles(filters)

    def articles_named(self, names: Sequence[str]) -> list[ArticleSummary]:
        """Return the articles that match any of these names, each once; a name with wildcards matches several."""
        if not self.library.exists:
            raise LibraryMissingError(self.settings.library)
        found = (article for name in names for article in self.library.all_named(name))
        return list({article.id: article for article in found}.values())

    @property
    def labels(self) -> LabelStore:
        """The tags and collections of the library, to be read and changed."""
        if not self.library.exists:
            raise LibraryMissingError(self.settings.library)
        return self.library.labels

    def checked(self, filters: Filters) -> Filters:
        """Return filters with tags and collection as they are written; UnknownLabelError if there is no such one."""
        if not (filters.tags or filters.collection):
            return filters
        tags = tuple(map(self.labels.tag_named, filters.tags))
        collection = self.labels.collection_named(filters.collection) if filters.collection else None
        return replace(filters, tags=tags, collection=collection)

    def article(self, name: str) -> Article:
        """Return the one article that matches an id or its start, a path, a file name or a title."""
        if not self.library.exists:
            raise LibraryMissingError(self.settings.library)
        return self.library.article(self.library.named(name).id)

    def versions(self, article_id: str) -> list[Article]:
        """Return the other versions of an article's story: copies, edited copies and updates, the oldest first."""
        found = [self.library.article(key) for key in self.library.store.versions.of(article_id)]
        return sorted(found, key=lambda each: (each.published or date.max, each.source or "", each.title))

    def page_picture(
        self,
        article: Article,
        page: int | None = None,
        span: Span | None = None,
        *,
        width: int = _PICTURE_WIDTH,
    ) -> PagePicture:
        """Draw a page of a PDF article with a span of its text highlighted; ArticleError if it can't be drawn.

        The page (from 1) is by default the one on which the span starts. `width` is in pixels. The article's file
        must be there and unchanged.
        """
        if page is None:
            page = next(iter(pages_of(article, span or Span(0, 0))), 1)
        return self._painter.draw(article, page, span, width, lambda data: self._is_known(article, data))

    def _is_known(self, article: Article, data: bytes) -> bool:
        """Return whether a file still has the bytes that its article was made from."""
        stored = self.library.store.file(Path(article.path or "")) if self.library.exists else None
        return stored is not None and stored[0] == article.id and f":{self._digest(data)}" in stored[1]

    def _digest(self, data: bytes) -> str:
        with self._reader() as reader:
            return reader.digest(data)

    def article_by_id(self, article_id: str) -> Article:
        """Return the article with an id, as in answers and hits."""
        return self.library.article(article_id)

    @property
    def has_articles(self) -> bool:
        """Whether there is a library with at least one article."""
        return self.library.exists and self.library.store.counts()[0] > 0

    def files_below(self, path: Path) -> list[Path]:
        """Return the indexed files at and below a path."""
        return self.library.store.files_below(path)

    def answer_from(
        self, question: str, hits: Sequence[Hit], spans: Sequence[AnswerSpan], threshold: float
    ) -> Answer:
        """Return the answer that previously read spans give at a threshold; nothing is read again."""
        answerer = SpanAnswerer(
            self._models.reader_alone(), self.library.article, self.library.time_expressions
        )
        return answerer.answer(typed(question), hits, Reading(tuple(spans), threshold))

    def remove(self, names: Sequence[str]) -> list[ArticleSummary]:
        """Remove articles from the library, all or none; their files are kept.

        They can be restored, and indexing leaves them out until then. A name with wildcards matches several articles.
        """
        with self._changing():
            found = self.articles_named(names)
            self.library.removed.remove([summary.id for summary in found])
            self.library.save_vectors()
        return found

    def delete_permanently(self, names: Sequence[str]) -> list[ArticleSummary | RemovedArticle]:
        """Delete articles, stored or removed, so that they can't be restored, all or none; their files are kept.

        Only their ids are kept, so that indexing leaves them out. Files in the library's folder are deleted, too.
        """
        with self._changing():
            found = self.named_anywhere(names)
            try:
                self.library.delete_permanently([each.id for each in found])
            except DeletionPendingError:
                remove_kept_files(self.library, [each.path for each in found])
                raise
            remove_kept_files(self.library, [each.path for each in found])
        return found

    def restore(self, names: Sequence[str]) -> list[RemovedArticle]:
        """Bring removed articles back, all or none; a name with wildcards matches several.

        One that was permanently deleted can then be indexed again.
        """
        with self._changing():
            named = (each for name in names for each in self.library.all_named_removed(name))
            found = list({each.id: each for each in named}.values())
            self.library.removed.restore([each.id for each in found])
            self.library.save_vectors()
        return found

    def correct(
        self, names: Sequence[str], fields: ArticleFields, *, reset: Collection[str] = ()
    ) -> list[Correction]:
        """Set fields of articles, all or none, and return the articles that changed; dates are worked out again.

        The fields named in `reset` get back what the documents state. The others stay when files are indexed again.
        A name with wildcards matches several articles.
        """
        with self._changing():
            keys = [each.id for each in self.articles_named(names)]
            return correct(self.library, keys, lambda each: with_given(without_given(each, reset), fields))

    def undo_corrections(self, corrections: Sequence[Correction]) -> list[Article]:
        """Give articles the fields that they had before, and return those that the library still has."""
        with self._changing():
            return put_back(self.library, [each.before for each in corrections])

    def split_and_encoded(
        self, article: Article, watch: Callable[[Event], None] = _ignore
    ) -> tuple[list[Passage], Vectors]:
        """Return an article's passages and their vectors, shape (n, dimensions), by the present settings."""
        passages = self._models.splitter.split(article)
        return passages, self._models.encoder(watch).encode([each.text for each in passages], "passage")

    def vector_identity(self, watch: Callable[[Event], None] = _ignore) -> tuple[Identity, int]:
        """Return the identity of the vectors that the settings ask for, and the passage budget; opens the model."""
        self._refuse_long_passages()
        return self._models.encoder(watch).identity, self.settings.passage_pieces

    def removed(self) -> list[RemovedArticle]:
        """Return the articles that were removed, the last removed first."""
        if not self.library.exists:
            raise LibraryMissingError(self.settings.library)
        return self.library.removed.listed()

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Hold the lock of an intact library."""
        if not self.library.exists:
            raise LibraryMissingError(self.settings.library)
        with self.library.writing():
            self.library.refuse_damaged()
            yield

    def named_anywhere(self, names: Sequence[str]) -> list[ArticleSummary | RemovedArticle]:
        """Return the articles that match any of these names, stored or else removed, each once."""
        if not self.library.exists:
            raise LibraryMissingError(self.settings.library)
        named = (each for name in names for each in self._stored_or_removed(name))
        return list({each.id: each for each in named}.values())

    def _stored_or_removed(self, name: str) -> Sequence[ArticleSummary | RemovedArticle]:
        try:
            return self.library.all_named(name)
        except UnknownArticleError:
            with suppress(UnknownArticleError):
                return self.library.all_named_removed(name)
            raise

    def check_library(self, watch: Callable[[Event], None] = _ignore) -> Iterator[PartReport]:
        """Check everything in the library and yield the findings, part by part."""
        if not self.library.exists:
            raise LibraryMissingError(self.settings.library)
        yield from self.library.check_parts(watch)

    def maintain(self) -> Iterator[str]:
        """Keep the library fast and small, and yield what was done, step by step, in a sentence each."""
        if not self.library.exists:
            raise LibraryMissingError(self.settings.library)
        with self.library.writing():
            self.library.refuse_damaged()
            yield from self.library.maintain()

    def repair(
        self, *, watch: Callable[[Event], None] = _ignore, stopped: Callable[[], bool] = _never
    ) -> RepairReport:
        """Rebuild damaged parts of the library from its articles; see qa.indexing.repair."""
        if not self.library.exists:
            raise LibraryMissingError(self.settings.library)
        library = embedded(self.library, "repairs", _NO_REPAIR)
        with library.writing():
            parts = self._damaged_parts(watch)
            if not parts:
                return RepairReport()
            if parts == ("snapshot",):
                library.rewrite_vectors()
                return RepairReport(parts, library.store.counts()[0])
            encoder = self._models.encoder(watch)
            repairer = LibraryRepairer(library, self._models.splitter, encoder, self.settings.passage_pieces)
            report = repairer.run(watch, stopped)
            report.parts = parts
            if there := sorted({file for path in report.lost if (file := file_on_disk(path)).is_file()}):
                with self._reader() as reader:
                    indexer = Indexer(library, self._models.splitter, encoder, reader)
                    report.indexed = indexer.run(there, watch, stopped)
            return report

    @contextmanager
    def _indexer(
        self,
        watch: Callable[[Event], None],
        fields: ArticleFields = _NO_FIELDS,
        wait: Callable[[], bool] | None = None,
    ) -> Iterator[Indexer]:
        """Yield an indexer of this library while holding the writer's lock."""
        with self.library.writing(wait):
            self.library.refuse_damaged()
            encoder = self._models.encoder(watch)
            self.library.adopt(encoder.identity, self.settings.passage_pieces)
            with self._reader() as reader:
                n_threads = self._models.n_threads
                yield Indexer(
                    self.library, self._models.splitter, encoder, reader, fields, n_threads=n_threads
                )

    def _worker_setup(self, workers: Workers, watch: Callable[[Event], None]) -> WorkerSetup:
        identity, budget = self.vector_identity(watch)
        cache = self.settings.cache if workers.shares_settings else None
        limits, columns = limits_of(self.settings), columns_of(self.settings)
        return WorkerSetup(
            self.settings.model, self.settings.precision, cache, budget, identity, limits, columns
        )

    def _refuse_long_passages(self) -> None:
        budget, room = self.settings.passage_pieces, self._models.folder.max_pieces - _N_END_MARKS
        if budget > room:
            raise SettingsError(
                f"passage_pieces is {budget}, but {self.settings.model} reads at most {room} tokens.",
                f"Set it to {room} or less.",
            )

    def _waiting(self, stopped: Callable[[], bool]) -> Callable[[], bool]:
        """Return a function that says whether to go on waiting for another process that is writing."""
        until = time.monotonic() + _WAIT_SECONDS
        return lambda: time.monotonic() < until and not stopped()

    def _damaged_parts(self, watch: Callable[[Event], None]) -> tuple[str, ...]:
        try:
            reports = self.library.check_parts(watch)
            return tuple(each.part for each in reports if each.problems and not each.remedy)
        except LibraryBrokenError:
            return ("structure",)

    def _reader(self) -> ArticleReader:
        return ArticleReader(limits_of(self.settings), columns_of(self.settings))

    def library_state(self) -> str:
        """Return a text that changes whenever articles do, also when another process changes them."""
        return self.library.state()

    def size(self) -> tuple[int, int]:
        """Return the number of articles and of passages."""
        return self.library.store.counts() if self.library.exists else (0, 0)

    def state(self) -> tuple[str, ...]:
        """Return everything besides the question that an answer depends on, as comparable texts."""
        threshold, reader = self.threshold(), self._models.reader_alone().identity
        return self.library.state(), reader, repr(threshold), repr(self.settings.top_k)

    def threshold(self) -> float | None:
        """Return the threshold fitted for this library and reader, None if the reader's own is used."""
        if not self.library.exists:
            return None
        return self.library.threshold(self._models.reader_alone().identity)

    def set_threshold(self, threshold: float | None) -> None:
        """Store the score below which answers are refused; None restores the reader's own."""
        if not self.library.exists:
            raise LibraryMissingError(self.settings.library)
        with self.library.writing():
            self.library.set_threshold(self._models.reader_alone().identity, threshold)

    def _retried(self, answer: Callable[[], _Result]) -> _Result:
        """Answer again if an article that was found was removed or replaced before it was read."""
        for _ in range(_MOST_RETRIES):
            before = None
            try:
                with self.library.answering():
                    before = self.library.state()
                    return answer()
            except UnknownArticleError:
                if self.library.state() == before:
                    raise
        with self.library.answering():
            return answer()

    def _inspector(self, watch: Callable[[Event], None] = _ignore) -> Inspector:
        if not self.library.exists:
            raise LibraryMissingError(self.settings.library)
        reader = self._models.reader(watch)
        return Inspector(self.library, self._models.retriever(watch), reader)


def _today() -> date:
    return datetime.now().astimezone().date()


def _worded(text: str) -> str:
    """Return a question cleaned like the articles; raises QuestionError if it has no words."""
    cleaned = printable(text)
    if not any(char.isalnum() for char in cleaned):
        raise QuestionError
    return cleaned
