"""Other libraries' pipelines, run by an interpreter that has them; they are not needed by Dateline.

    PYTHON benchmarks/rivals.py NAME MODEL_FOLDER [READER_FOLDER]

NAME is haystack or txtai. It reads one JSON object a line from standard input: {"index": [passages]} stores passages
in a new index in memory, {"load": folder} those of passages.json with their vectors.npy, and {"ask": question}
answers a question from the last index (haystack only, like "load"). For each, it prints {"seconds": …}, for
passages with the processor time, and for a question with what each component took, in both, and the answer.
benchmarks.indexing_speed and benchmarks.asking_speed start it when they are given such an interpreter. It imports
nothing of Dateline.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_TOP = 10


def main() -> None:
    name, model, *reader = sys.argv[1:]
    rival: Any = Haystack(model, *reader) if name == "haystack" else Txtai(model)
    print(json.dumps({"ready": name}), flush=True)
    for line in sys.stdin:
        ((what, given),) = json.loads(line).items()
        done = {
            "index": rival.index,
            "load": getattr(rival, "load", None),
            "ask": getattr(rival, "ask", None),
        }
        print(json.dumps(done[what](given)), flush=True)


class Haystack:
    """Haystack's indexing pipeline, and its extractive pipeline on BM25 and embedding retrieval."""

    def __init__(self, model: str, reader: str | None = None) -> None:
        from haystack.components.embedders import (
            SentenceTransformersDocumentEmbedder,
            SentenceTransformersTextEmbedder,
        )

        self._documents = SentenceTransformersDocumentEmbedder(model=model, progress_bar=False)
        self._documents.warm_up()
        self._reader_folder = reader
        self._query = SentenceTransformersTextEmbedder(model=model, progress_bar=False)
        if reader:
            self._query.warm_up()

    def index(self, passages: list[str]) -> dict[str, Any]:
        """Embed passages and write them to a new store."""
        from haystack import Document, Pipeline
        from haystack.components.writers import DocumentWriter
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        self._store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        pipeline = Pipeline()
        pipeline.add_component("embedder", _fresh(self._documents))
        pipeline.add_component("writer", DocumentWriter(self._store))
        pipeline.connect("embedder", "writer")
        documents = [Document(content=passage, meta={"number": n}) for n, passage in enumerate(passages)]
        cost = _cost(lambda: pipeline.run({"embedder": {"documents": documents}}))
        if self._reader_folder:
            self._open_asking()
        return cost

    def load(self, folder: str) -> dict[str, Any]:
        """Write passages to a new store with vectors that the same model has made before."""
        import numpy as np
        from haystack import Document
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        passages = json.loads(Path(folder, "passages.json").read_text(encoding="utf-8"))
        vectors = np.load(Path(folder, "vectors.npy")).tolist()
        self._store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        documents = [
            Document(content=passage, embedding=vector, meta={"number": number})
            for number, (passage, vector) in enumerate(zip(passages, vectors, strict=True))
        ]
        cost = _cost(lambda: self._store.write_documents(documents))
        self._open_asking()
        return cost

    def _open_asking(self) -> None:
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.readers import ExtractiveReader
        from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever

        self._by_words = InMemoryBM25Retriever(self._store, top_k=50)
        self._by_meaning = InMemoryEmbeddingRetriever(self._store, top_k=50)
        self._join = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=_TOP)
        self._reader = ExtractiveReader(model=self._reader_folder, top_k=1, no_answer=True)
        self._reader.warm_up()

    def ask(self, question: str) -> dict[str, Any]:
        """Run the components in the pipeline's order, so that each can be timed."""
        began, processor = time.perf_counter(), time.process_time()
        embedding = self._query.run(text=question)["embedding"]
        encoded = time.perf_counter()
        by_words = self._by_words.run(query=question)["documents"]
        by_meaning = self._by_meaning.run(query_embedding=embedding)["documents"]
        found = self._join.run(documents=[by_words, by_meaning])["documents"]
        retrieved = time.perf_counter()
        answers = self._reader.run(query=question, documents=found)["answers"]
        read = time.perf_counter()
        return {
            "seconds": read - began,
            "processor": time.process_time() - processor,
            "encode": encoded - began,
            "retrieve": retrieved - encoded,
            "read": read - retrieved,
            "answer": answers[0].data if answers else None,
        }


class Txtai:
    """txtai's embeddings database with its contents."""

    def __init__(self, model: str) -> None:
        from txtai import Embeddings

        self._model = model
        self._embeddings = Embeddings({"path": model, "content": True})
        self._embeddings.index(["warm"])

    def index(self, passages: list[str]) -> dict[str, Any]:
        """Embed passages and write them, with their text, to a new index."""
        return _cost(lambda: self._embeddings.index(passages))


def _fresh(component: Any) -> Any:
    """Return a component without the pipeline that it was in; a pipeline refuses one of another pipeline."""
    vars(component).pop("__haystack_added_to_pipeline__", None)
    return component


def _cost(call: Callable[[], object]) -> dict[str, Any]:
    began, before = time.perf_counter(), time.process_time()
    call()
    return {"seconds": time.perf_counter() - began, "processor_seconds": time.process_time() - before}


if __name__ == "__main__":
    main()
