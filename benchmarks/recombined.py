"""Libraries of any size, made by recombining the sentences of real articles.

An article that is made has two thirds of its sentences from one article and one third from another, in a random
order. It has the title, date and source of the first. Passages are packed from the sentences by the splitter's rule.

Each distinct sentence is encoded once. The vector of a passage is estimated: the mean of its sentences' vectors,
weighted by their word pieces, plus the difference between such a mean and the encoder's own vector that was measured
on one of N_COMPARED passages, drawn at random. So the vectors are spread like real ones, but they aren't the
encoder's. Speed, memory and the recall of approximate search can be measured with them, the quality of answers can't.
The dates in a sentence are those that were resolved in its own article.
"""

import hashlib
import random
from bisect import bisect, bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np

from qa import articles
from qa.articles.documents import Limits
from qa.articles.loading import article_id
from qa.articles.reader import ArticleReader
from qa.dates import time_expressions
from qa.embedding import Encoder, find_model
from qa.embedding.encoder import Vectors
from qa.errors import ArticleError
from qa.indexing.passages import DEFAULT_BUDGET, PassageSplitter, Unit, sentence_spans
from qa.library import EmbeddedLibrary
from qa.library.rows import ARTICLE_COLUMNS, article_row, time_row
from qa.records import Article, Passage, Span, TimeExpression

N_COMPARED = 400
_TOGETHER = 20_000  # passages in one transaction
_FEWEST, _MOST = 8, 24  # sentences of an article


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a real article; the spans of `dates` count in it, `row` is that of its vector."""

    text: str
    n_pieces: int
    row: int
    dates: tuple[TimeExpression, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """Real articles with their sentences, and what the vectors of passages are estimated from.

    `vectors` has shape (n sentences, dimensions), `differences` (N_COMPARED, dimensions). `cosine` is the mean cosine
    of the weighted means to the encoder's own vectors.
    """

    articles: Sequence[Article]
    sentences: Sequence[Sequence[Sentence]]
    vectors: Vectors
    differences: Vectors
    cosine: float


@dataclass(frozen=True, slots=True)
class Recombined:
    """An article that was made, its sentences with their starts, and its passages with their sentences' numbers."""

    article: Article
    sentences: Sequence[Sentence]
    starts: Sequence[int]
    passages: Sequence[tuple[Passage, range]]


def read_articles(folder: Path) -> list[Article]:
    """Return the articles in a folder."""
    found: dict[str, Article] = {}
    with ArticleReader(Limits()) as reader:
        for item in articles.find([folder]):
            if isinstance(item, ArticleError):
                continue
            for each in reader.articles(item, reader.bytes_of(item), lambda _: None):
                if not isinstance(each, ArticleError):
                    found[each.article.id] = each.article
    return list(found.values())


def material_from(folder: Path, encoder: Encoder, cache: Path) -> Material:
    """Read the articles of a folder and encode each distinct sentence once; `cache` keeps the vectors."""
    tokenizer = find_model("all-MiniLM-L6-v2").tokenizer()
    found = [each for each in read_articles(folder) if len(sentence_spans(each.text)) >= _FEWEST]
    rows: dict[str, int] = {}
    sentences = [_sentences(each, rows, tokenizer) for each in found]
    vectors = _cached_vectors(list(rows), encoder, cache)
    splitter = PassageSplitter(tokenizer)
    means, own = _compared(found, sentences, vectors, splitter, encoder)
    cosine = float(np.mean(np.sum(means * own, axis=1)))
    return Material(found, sentences, vectors, own - means, cosine)


def _cached_vectors(texts: Sequence[str], encoder: Encoder, cache: Path) -> Vectors:
    digest = hashlib.sha256("\n".join((str(encoder.identity), *texts)).encode()).hexdigest()
    path = cache / f"sentences-{digest[:16]}.npy"
    if not path.exists():
        np.save(path, encoder.encode(texts, "passage"))
    vectors: Vectors = np.load(path)
    return vectors


def _sentences(article: Article, rows: dict[str, int], tokenizer: object) -> list[Sentence]:
    dates = time_expressions(article.text, article.published)
    spans = sentence_spans(article.text)
    encodings = tokenizer.encode_batch([span.of(article.text) for span in spans], add_special_tokens=False)  # type: ignore[attr-defined]
    return [
        Sentence(
            (text := span.of(article.text)),
            len(encoding.ids),
            rows.setdefault(text, len(rows)),
            tuple(_shifted(each, -span.start) for each in dates if span.contains(each.article_span)),
        )
        for span, encoding in zip(spans, encodings, strict=True)
        if len(encoding.ids) <= DEFAULT_BUDGET
    ]


def _shifted(each: TimeExpression, by: int) -> TimeExpression:
    return replace(each, article_span=each.article_span.shifted(by))


def _compared(
    found: Sequence[Article],
    sentences: Sequence[Sequence[Sentence]],
    vectors: Vectors,
    splitter: PassageSplitter,
    encoder: Encoder,
) -> tuple[Vectors, Vectors]:
    """Return the means and the encoder's own vectors of some passages, shape (N_COMPARED, dimensions) each."""
    chance = random.Random(2)
    means: list[Vectors] = []
    texts: list[str] = []
    while len(texts) < N_COMPARED:
        made = _recombined(found, sentences, splitter, chance)
        passage, members = chance.choice(made.passages)
        means.append(_mean([made.sentences[number] for number in members], vectors))
        texts.append(passage.text)
    return np.array(means), encoder.encode(texts, "passage")


def _mean(sentences: Sequence[Sentence], vectors: Vectors) -> Vectors:
    weights = np.array([each.n_pieces for each in sentences], dtype=np.float32)
    return _unit(weights @ vectors[[each.row for each in sentences]])


def _unit(vector: Vectors) -> Vectors:
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def _recombined(
    found: Sequence[Article],
    sentences: Sequence[Sequence[Sentence]],
    splitter: PassageSplitter,
    chance: random.Random,
) -> Recombined:
    first, second = chance.sample(range(len(found)), 2)
    n_sentences = chance.randint(_FEWEST, _MOST)
    own, other = sentences[first], sentences[second]
    made = chance.sample(own, min(len(own), n_sentences * 2 // 3))
    made += chance.sample(other, min(len(other), n_sentences // 3))
    chance.shuffle(made)
    starts = list(accumulate((len(each.text) + 1 for each in made), initial=0))
    text = " ".join(each.text for each in made)
    key = article_id(text)
    spans = [Span(at, at + len(each.text)) for at, each in zip(starts, made, strict=False)]
    units = (Unit(span, each.n_pieces) for span, each in zip(spans, made, strict=True))
    passages = [
        (
            Passage(key, ordinal, span, span.of(text)),
            range(bisect(starts, span.start) - 1, bisect_left(starts, span.end)),
        )
        for ordinal, span in enumerate(splitter.packed(units))
    ]
    article = replace(found[first], id=key, text=text, path=f"/{key}", sections=())
    return Recombined(article, made, starts[:-1], passages)


def fill(library: EmbeddedLibrary, material: Material, n_passages: int, encoder: Encoder) -> Iterator[int]:
    """Store recombined articles until there are `n_passages`; yield how many there are after each transaction.

    Articles that share sentences would be near-duplicates of each other, so they are stored as compared.
    """
    splitter = PassageSplitter(find_model("all-MiniLM-L6-v2").tokenizer())
    chance, drawn = random.Random(1), np.random.default_rng(1)
    n_stored = 0
    with library.writing():
        library.adopt(encoder.identity, DEFAULT_BUDGET)
        library.store.write_without_waiting()
        while n_stored < n_passages:
            n_wanted = min(n_passages - n_stored, _TOGETHER)
            made = _made(material, splitter, chance, n_wanted)
            with library.together() as connection:
                n_stored += _store(connection, [_rows(material, each, drawn) for each in made])
            yield n_stored
        library.save_vectors()


def _made(
    material: Material, splitter: PassageSplitter, chance: random.Random, n_passages: int
) -> list[Recombined]:
    """Return new articles with `n_passages` together or a few more."""
    made: list[Recombined] = []
    while sum(len(each.passages) for each in made) < n_passages:
        made.append(_recombined(material.articles, material.sentences, splitter, chance))
    return made


def _rows(
    material: Material, made: Recombined, drawn: np.random.Generator
) -> tuple[Recombined, Vectors, list[TimeExpression]]:
    noise = material.differences[drawn.integers(0, len(material.differences), len(made.passages))]
    members = ([made.sentences[number] for number in numbers] for _, numbers in made.passages)
    means = np.array([_mean(each, material.vectors) for each in members]) + noise
    vectors = (means / np.linalg.norm(means, axis=1, keepdims=True)).astype(np.float32)
    pairs = zip(made.starts, made.sentences, strict=True)
    return made, vectors, [_shifted(each, start) for start, sentence in pairs for each in sentence.dates]


def _store(connection: Any, rows: Sequence[tuple[Recombined, Vectors, list[TimeExpression]]]) -> int:
    """Store articles as the library does, but many at a time; return how many passages they have."""
    articles = [article_row(made.article) for made, _, _ in rows]
    keys = [(made.article.id,) for made, _, _ in rows]
    _insert(connection, f"articles ({ARTICLE_COLUMNS})", articles)
    _insert(connection, "files", [(made.article.path, made.article.id, "") for made, _, _ in rows])
    _insert(connection, "sketches (article_id)", keys)
    _insert(
        connection,
        "time_expressions",
        [time_row(made.article.id, each) for made, _, dates in rows for each in dates],
    )
    ((last,),) = connection.execute("SELECT coalesce(max(id), 0) FROM passages")
    first, passages, words, changes = last + 1, [], [], []
    for made, vectors, _ in rows:
        for (passage, _), vector in zip(made.passages, vectors, strict=True):
            last += 1
            span = passage.article_span
            passages.append(
                (
                    last,
                    passage.article_id,
                    passage.ordinal,
                    span.start,
                    span.end,
                    vector.astype("<f4").tobytes(),
                )
            )
            words.append((last, made.article.title, passage.text))
        changes.append((0, last - len(made.passages) + 1, last))
    _insert(connection, "passages (id, article_id, ordinal, article_start, article_end, vector)", passages)
    _insert(connection, "passage_words (rowid, title, text)", words)
    _insert(connection, "changes (removed, first_passage, last_passage)", changes)
    return int(last + 1 - first)


def _insert(connection: Any, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        connection.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(rows[0]))})", rows)
