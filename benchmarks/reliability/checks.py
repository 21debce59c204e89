"""What is compared after each round: the library, the answers and the conversations."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeAlias

import numpy as np

from benchmarks.reliability.samples import SAMPLES, VERSIONS, Sample, write_samples
from qa.engine import Engine
from qa.errors import DatelineError
from qa.history import ConversationStore
from qa.library import EmbeddedLibrary
from qa.progress import Event
from qa.records import Answer, Filters, Span
from qa.settings.settings import load_settings

Allowed: TypeAlias = Mapping[
    str, frozenset[int | None]
]  # path → versions; None is an article that is not there
_ALL_IDS = 2**62
_SAME_VECTOR = 0.999
_N_ASKED = 2
_N_KEPT_EACH = 2
N_KEPT = 2 * _N_KEPT_EACH  # articles whose questions are in the conversations saved before the rounds


def _ignore(event: Event) -> None:
    """Watch nothing."""


@dataclass(slots=True)
class Outcome:
    """What the rounds of one kind came to; `losses` are acknowledged things that were gone."""

    name: str
    rounds: int = 0
    losses: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    remark: str = ""

    def add(self, losses: Iterable[str] = (), findings: Iterable[str] = ()) -> None:
        """Note what a round came to."""
        self.losses += [f"round {self.rounds}: {each}" for each in losses]
        self.findings += [f"round {self.rounds}: {each}" for each in findings]


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """Everything that the library holds of one article."""

    id: str
    text: str
    spans: tuple[Span, ...]
    vectors: bytes
    times: str
    n_found_by_words: int


def stored_articles(library: EmbeddedLibrary, n_dimensions: int = 384) -> dict[str, StoredArticle]:
    """Read a library, article by article, by the paths of their files."""
    found: dict[str, StoredArticle] = {}
    for summary in library.articles():
        article = library.article(summary.id)
        ids = library.store.passage_ids_of(summary.id)
        passages = library.store.passages(ids)
        vectors = [library.store.vectors(each, each, n_dimensions)[1].tobytes() for each in ids]
        place = next((sample.place for sample in SAMPLES if summary.path.endswith(sample.file_name)), "x")
        by_words = {key for key, _ in library.search_words(f'title: "{place}"', Filters(), 100)}
        found[summary.path] = StoredArticle(
            summary.id,
            article.text,
            tuple(passages[each].article_span for each in ids),
            b"".join(vectors),
            repr(library.time_expressions(summary.id)),
            len(by_words) if by_words == set(ids) else -1,
        )
    return found


def engine_on(library: Path) -> Engine:
    """Return a new engine that reuses the models opened first."""
    engine, opened = Engine(load_settings(library=library)), _first_engine()
    engine._models._encoder = opened._models._encoder
    engine._models._reader = opened._models._reader
    return engine


@cache
def _first_engine() -> Engine:
    engine = Engine(load_settings())
    engine.warm_up()
    return engine


class World:
    """The articles of a run, and what a sound library holds of each in each version."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.articles = folder / "articles"
        self.paths: list[str] = []
        self.known: dict[str, dict[int, StoredArticle]] = {}
        for version in VERSIONS:
            self.paths = [str(path) for path in write_samples(self.articles, version)]
            library = folder / f"reference-{version}"
            self.index(library)
            for path, stored in stored_articles(EmbeddedLibrary(library)).items():
                self.known.setdefault(path, {})[version] = stored
        if {len(self.known[path]) for path in self.paths} != {len(VERSIONS)}:
            raise RuntimeError("the reference libraries are not whole")

    def write(self, version: int, samples: Sequence[Sample] = SAMPLES) -> None:
        """Write the articles' files in one version."""
        write_samples(self.articles, version, samples)

    def index(self, library: Path, *, prune: bool = False) -> None:
        """Bring a library up to date, in this process."""
        engine = engine_on(library)
        engine.index([self.articles], prune=prune)
        engine.close()

    def path(self, sample: Sample) -> str:
        """Return where an article's file lies."""
        return str(self.articles / sample.file_name)

    def texts(self, path: str) -> set[str]:
        """Return what the article of a file may read."""
        return {stored.text for stored in self.known.get(path, {}).values()}


def library_problems(world: World, folder: Path, allowed: Allowed) -> list[str]:
    """Return what differs between a library and what is allowed for each of the files."""
    library = EmbeddedLibrary(folder)
    try:
        if not library.exists:
            return [
                f"no library, but {path} was stored" for path, each in allowed.items() if None not in each
            ]
        problems = [each for report in library.check_parts(_ignore) for each in report.problems]
        problems += _article_problems(world, stored_articles(library), allowed)
        problems += _vector_problems(library)
    except DatelineError as error:
        problems = [f"the library cannot be read: {error.message}"]
    finally:
        library.close()
    return problems


def _article_problems(world: World, found: Mapping[str, StoredArticle], allowed: Allowed) -> list[str]:
    problems = [f"{path} should not be in the library" for path in found if path not in allowed]
    for path, versions in allowed.items():
        stored = found.get(path)
        if stored is None:
            if None not in versions:
                problems.append(f"{path} is missing")
        elif all(version is None or stored != world.known[path][version] for version in versions):
            is_other = any(stored == known for known in world.known[path].values())
            problems.append(f"{path} is {'in the wrong version' if is_other else 'not whole'}")
    return problems


def _vector_problems(library: EmbeddedLibrary) -> list[str]:
    stored = np.sort(library.store.passage_ids())
    if not np.array_equal(np.sort(library.vector_ids()), stored):
        return ["FAISS and SQLite hold different passages"]
    identity = library.identity()
    if identity is None or not len(stored):
        return []
    ids, vectors = library.store.vectors(0, _ALL_IDS, identity[0].dimensions)
    problems = []
    for key, vector in zip(ids, vectors, strict=True):
        best = library.search_vectors(vector, Filters(), 1)
        if not best or best[0][1] < _SAME_VECTOR:
            problems.append(f"passage {key} is not found by its own vector")
    return problems


def answer_problems(world: World, folder: Path, samples: Sequence[Sample]) -> list[str]:
    """Ask some questions, and return what is wrong with the citations of the answers."""
    engine = engine_on(folder)
    problems: list[str] = []
    try:
        if engine.library.exists and engine.library.articles():
            for sample in samples[:_N_ASKED]:
                problems += citation_problems(world, engine.ask(sample.question))
    except DatelineError as error:
        problems.append(f"a question could not be asked: {error.message}")
    finally:
        engine.close()
    return problems


def citation_problems(world: World, answer: Answer) -> list[str]:
    """Return the citations whose quote is not in their article, or whose article is not one that was written."""
    others = [cited for other in answer.alternatives for cited in other.citations]
    problems = []
    for each in (*answer.citations, *others):
        span, text = each.article_span, each.article.text
        if text[span.start : span.end] != each.quote:
            problems.append(f"a quote of {each.article.path} is not in its article")
        if text not in world.texts(str(each.article.path)):
            problems.append(f"an answer cites a text of {each.article.path} that was never written")
    return problems


class KeptConversations:
    """Conversations that were saved before the rounds, and must be there after each."""

    def __init__(self, world: World, folder: Path, n_conversations: int = 2) -> None:
        self._world = world
        self.turns: dict[str, list[tuple[str, str | None]]] = {}
        if not n_conversations:
            return
        engine = engine_on(world.folder / "reference-1")
        store = ConversationStore(folder)
        for number in range(n_conversations):
            for sample in SAMPLES[_N_KEPT_EACH * number : _N_KEPT_EACH * (number + 1)]:
                answer = engine.ask(sample.question)
                self.save(store, f"kept-{number}", sample.question, answer)
        store.close()
        engine.close()

    def save(self, store: ConversationStore, conversation: str, question: str, answer: Answer) -> None:
        """Save one turn, and expect it from then on."""
        known = self.turns.get(conversation, [])
        turn = f"turn-{len(known) + 1}"
        store.keep_question(conversation, turn, question, Filters())
        store.keep_answer(conversation, turn, answer, [])
        self.turns[conversation] = [*known, (question, answer.text)]

    def problems(self, folder: Path) -> list[str]:
        """Return what is missing of the conversations, or differs."""
        store = ConversationStore(folder)
        problems: list[str] = []
        try:
            for conversation, expected in self.turns.items():
                turns = store.conversation(conversation).turns
                found = [(turn.question, turn.answer.text if turn.answer else None) for turn in turns]
                if found[: len(expected)] != expected:  # the app resumes the last conversation
                    problems.append(f"{conversation} holds {len(found)} turns of {len(expected)}, or others")
                for turn in turns:
                    problems += citation_problems(self._world, turn.answer) if turn.answer else []
        except DatelineError as error:
            problems.append(f"conversations: {error.message}")
        finally:
            store.close()
        return problems


def every(paths: Iterable[str], *versions: int | None) -> dict[str, frozenset[int | None]]:
    """Return the same versions as allowed for each path."""
    return dict.fromkeys(paths, frozenset(versions))
