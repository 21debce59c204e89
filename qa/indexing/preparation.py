"""What workers and threads do for indexing: files → articles with passages, vectors and dates, to be stored."""

import platform
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import numpy as np

from qa.articles.documents import ArticleFields, Limits
from qa.articles.loading import Loaded
from qa.articles.reader import ArticleReader
from qa.dates import time_expressions
from qa.embedding import Encoder, Identity, find_model, open_encoder
from qa.embedding.encoder import Precision
from qa.errors import ArticleError, WorkersError
from qa.indexing.passages import PassageSplitter
from qa.library.vectors import Vectors
from qa.records import Passage, TimeExpression

_NO_FIELDS = ArticleFields()


@dataclass(frozen=True, slots=True)
class PreparedArticle:
    """An article with all that is stored of it.

    Passages are missing if it may be stored already, and vectors if it is too long to be encoded ahead.
    """

    loaded: Loaded
    passages: Sequence[Passage] | None = None
    vectors: Vectors | None = None
    expressions: Sequence[TimeExpression] = ()


@dataclass(frozen=True, slots=True)
class WorkerSetup:
    """What a worker needs to prepare articles exactly as the process that stores them would.

    Without `cache`, the converted model is where the worker's own settings say.
    """

    model: str
    precision: Precision
    cache: Path | None
    passage_pieces: int
    identity: Identity
    limits: Limits
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FileRequest:
    """A file to read. `known` are the ids of its articles that have been stored with their vectors.

    `given` are the fields that the user states, or stated when an article of the file (by path) was added.
    """

    path: Path
    given: ArticleFields = _NO_FIELDS
    given_by_path: Mapping[str, ArticleFields] = field(default_factory=dict)
    known: frozenset[str] = frozenset()

    def fields_of(self, path: Path) -> ArticleFields:
        """Return what the user states about the article with a path."""
        return self.given_by_path.get(str(path), self.given)


@dataclass(slots=True)
class FileContent:
    """The articles of a file, what can't be read in it, and the digest of its bytes."""

    digest: str
    found: list[PreparedArticle | ArticleError] = field(default_factory=list)
    passed_over: list[Path] = field(default_factory=list)


class ArticlePreparer:
    """Splits and encodes articles, and resolves their dates.

    Articles with more than `most_encoded` passages get no vectors.
    """

    def __init__(self, splitter: PassageSplitter, encoder: Encoder, most_encoded: int | None = None) -> None:
        self._splitter = splitter
        self._encoder = encoder
        self._most_encoded = most_encoded

    def prepared(self, loaded: Loaded) -> PreparedArticle:
        """Return an article with its passages, vectors and dates."""
        article = loaded.article
        passages = self._splitter.split(article)
        is_long = self._most_encoded is not None and len(passages) > self._most_encoded
        return PreparedArticle(
            loaded,
            passages,
            None if is_long else self._vectors(passages),
            time_expressions(article.text, article.published),
        )

    def _vectors(self, passages: Sequence[Passage]) -> Vectors:
        texts = list(dict.fromkeys(each.text for each in passages))
        vectors = dict(zip(texts, self._encoder.encode(texts, "passage"), strict=True))
        return np.stack([vectors[each.text] for each in passages])


Setup: TypeAlias = WorkerSetup | ArticlePreparer


def read_file(setup: WorkerSetup, request: FileRequest) -> FileContent | ArticleError:
    """Read a file and prepare its articles; return the error if the file can't be read."""
    tools = _tools(setup)
    try:
        data = tools.reader.bytes_of(request.path)
    except ArticleError as error:
        return error
    content = FileContent(tools.reader.digest(data))
    articles = tools.reader.articles(request.path, data, content.passed_over.append, request.fields_of)
    content.found.extend(_prepared(tools, articles, request.known.__contains__))
    return content


def prepare_articles(setup: Setup, articles: Sequence[Loaded]) -> list[PreparedArticle]:
    """Prepare articles that were read before."""
    preparer = setup if isinstance(setup, ArticlePreparer) else _tools(setup).preparer
    return [preparer.prepared(each) for each in articles]


def prepare_content(preparer: ArticlePreparer, content: FileContent) -> FileContent:
    """Prepare the articles of a file that was read before."""
    found = [
        each if isinstance(each, ArticleError) else preparer.prepared(each.loaded) for each in content.found
    ]
    return FileContent(content.digest, found, content.passed_over)


def _prepared(
    tools: "_Tools", articles: Iterable[Loaded | ArticleError], is_known: Callable[[str], bool]
) -> Iterator[PreparedArticle | ArticleError]:
    for each in articles:
        if isinstance(each, ArticleError):
            yield each
        elif is_known(each.article.id):
            yield PreparedArticle(each)
        else:
            yield tools.preparer.prepared(each)


@dataclass(frozen=True, slots=True)
class _Tools:
    reader: ArticleReader
    preparer: ArticlePreparer


@lru_cache(maxsize=1)
def _tools(setup: WorkerSetup) -> _Tools:
    """Open what this process needs, once; raises WorkersError if its model isn't the one that is asked for."""
    model = find_model(setup.model)
    encoder = open_encoder(model, setup.precision, setup.cache or _own_cache(), n_threads=1)
    if encoder.identity != setup.identity:
        raise WorkersError(
            f"The worker on {platform.node()} has the model {encoder.identity},"
            f" but the library needs {setup.identity}.",
            "Install the same model on all machines.",
        )
    splitter = PassageSplitter(model.tokenizer(), setup.passage_pieces)
    return _Tools(ArticleReader(setup.limits, setup.columns), ArticlePreparer(splitter, encoder))


def _own_cache() -> Path:
    from qa.settings.settings import load_settings

    return load_settings().cache
