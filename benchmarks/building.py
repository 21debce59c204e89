"""A library of benchmark articles."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from qa.articles import load
from qa.embedding import Encoder, find_model, open_encoder
from qa.embedding.encoder import Precision
from qa.indexing.passages import PassageSplitter
from qa.library import EmbeddedLibrary
from qa.records import Article
from qa.settings.settings import load_settings


def encoder_at(precision: Precision) -> Encoder:
    """Open the default model at a precision."""
    return open_encoder(find_model("all-MiniLM-L6-v2"), precision, load_settings().cache)


def build(folder: Path, articles: Iterable[Article], encoder: Encoder) -> EmbeddedLibrary:
    """Store articles in a new library, each at a path made from its id."""
    library = EmbeddedLibrary(folder)
    splitter = PassageSplitter(find_model("all-MiniLM-L6-v2").tokenizer())
    with library.writing():
        library.adopt(encoder.identity, 128)
        for article in {article.id: article for article in articles}.values():
            passages = splitter.split(article)
            vectors = encoder.encode([passage.text for passage in passages], "passage")
            library.put(replace(article, path=f"/{article.id}"), "", passages, vectors)
        library.save_vectors()
    return library


def articles_in(folder: Path | None) -> Iterator[Article]:
    """Yield the articles of a folder's text files, by name; none without a folder."""
    for path in sorted(folder.glob("*.txt")) if folder else ():
        yield load(path, path.read_bytes()).article
