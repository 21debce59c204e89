"""Question files → examples: a question, and passages among which the answer must be found."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import apsw
from tokenizers import Tokenizer

from qa.articles.decoding import clean
from qa.passages import PassageSplitter
from qa.records import Span
from qa.retrieval import word_query
from training.recipe import SOURCES, Recipe, Source

_N_RETRIEVED = 12
_N_HOLDING = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that is read for a question; `answers` count in it, and are none when it does not answer."""

    passage: str
    answers: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A question with all that is read for it together; none of the candidates may answer."""

    question: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    question: str
    context: int
    answers: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Context:
    text: str
    document: int


@dataclass(frozen=True, slots=True)
class _Place:
    """A passage of a file: which context's, and which of its characters."""

    context: int
    span: Span


class _Passages:
    """The passages of one file, with a word search over them."""

    def __init__(self, contexts: Sequence[_Context], splitter: PassageSplitter) -> None:
        self._contexts = contexts
        self.places = [
            _Place(number, span)
            for number, context in enumerate(contexts)
            for span in splitter.spans(context.text)
        ]
        self._by_context: dict[int, list[_Place]] = {number: [] for number in range(len(contexts))}
        self._by_document: dict[int, list[_Place]] = {context.document: [] for context in contexts}
        for place in self.places:
            self._by_context[place.context].append(place)
            self._by_document[contexts[place.context].document].append(place)
        self._search = apsw.Connection(":memory:")
        self._search.execute(
            "CREATE VIRTUAL TABLE words USING fts5 (text, document UNINDEXED, tokenize = 'porter unicode61')"
        )
        self._search.executemany(
            "INSERT INTO words (rowid, text, document) VALUES (?, ?, ?)",
            (
                (row, self.text(place), contexts[place.context].document)
                for row, place in enumerate(self.places)
            ),
        )

    def text(self, place: _Place) -> str:
        """Return a passage's text."""
        return place.span.of(self._contexts[place.context].text)

    def of_context(self, context: int) -> list[_Place]:
        """Return the passages of one context."""
        return list(self._by_context[context])

    def of_document(self, document: int) -> list[_Place]:
        """Return the passages of one document; none of a file whose one document is only a heap."""
        return list(self._by_document[document]) if len(self._by_document) > 1 else []

    def found(self, question: str, document: int | None = None) -> list[_Place]:
        """Return the passages, of one document or of all, that fit a question best by its words."""
        rows = self._search.execute(
            "SELECT rowid FROM words WHERE words MATCH ?1 AND (?2 IS NULL OR document = ?2)"
            " ORDER BY rank LIMIT ?3",
            (word_query(question), document, _N_RETRIEVED),
        )
        return [self.places[row] for (row,) in rows]


def all_examples(folder: Path, tokenizer: Tokenizer, recipe: Recipe) -> list[Example]:
    """Return the examples of every source, in an order that depends on the recipe's seed alone."""
    splitter = PassageSplitter(tokenizer, recipe.passage_pieces)
    examples = []
    for source in SOURCES:
        chance = random.Random(f"{recipe.seed} {source.file}")
        made = list(_of_source(folder / source.file, source, splitter, recipe, chance))
        n_null = sum(not any(each.answers for each in example.candidates) for example in made)
        print(f"{source.file}: {len(made)} questions, {n_null} without an answer", flush=True)
        examples += made
    random.Random(recipe.seed).shuffle(examples)
    return examples


def _of_source(
    path: Path, source: Source, splitter: PassageSplitter, recipe: Recipe, chance: random.Random
) -> Iterator[Example]:
    contexts, asked = _read(path)
    chosen = [each for each in asked for _ in range(int(source.share + chance.random()))]
    passages = None if source.n_joined else _Passages(contexts, splitter)
    for each in chosen:
        if passages is None:
            candidates = _joined(contexts, each, source.n_joined, chance)
        else:
            candidates = _apart(contexts, passages, each, recipe, chance)
        if chance.random() < recipe.null_share:
            candidates = [candidate for candidate in candidates if not candidate.answers]
        if candidates:
            chance.shuffle(candidates)
            yield Example(each.question, tuple(candidates))


def _apart(
    contexts: Sequence[_Context],
    passages: _Passages,
    asked: _Asked,
    recipe: Recipe,
    chance: random.Random,
) -> list[Candidate]:
    """Return the passages of a question's context, and wrong ones: near by, of its document, of the file."""
    context = contexts[asked.context]
    texts = {answer.of(context.text).casefold() for answer in asked.answers}
    own = []
    for place in passages.of_context(asked.context):
        inside = [answer for answer in asked.answers if place.span.contains(answer)]
        shifted = (Span(a.start - place.span.start, a.end - place.span.start) for a in inside)
        own.append(Candidate(passages.text(place), tuple(shifted)))
    holding = [candidate for candidate in own if candidate.answers]
    if bool(holding) != bool(asked.answers):
        return []  # the answer is cut by a passage's edge
    wrong = [each for each in own if not each.answers and not _any_in(texts, each.passage)]
    pools = [
        passages.found(asked.question, context.document)[: recipe.n_hard],
        passages.found(asked.question)[: recipe.n_hard],
        passages.of_document(context.document),
    ]
    for pool in pools:
        chance.shuffle(pool)
    wrong = wrong[: recipe.n_wrong]
    taken = {each.passage for each in own}
    while len(wrong) < recipe.n_wrong and any(pools):
        for pool in pools:
            text = passages.text(pool.pop()) if pool and len(wrong) < recipe.n_wrong else None
            if text is not None and text not in taken and not _any_in(texts, text):
                taken.add(text)
                wrong.append(Candidate(text))
    return [*(holding or own)[:_N_HOLDING], *wrong]


def _joined(
    contexts: Sequence[_Context], asked: _Asked, n_joined: int, chance: random.Random
) -> list[Candidate]:
    """Hide a short context among others of its file, and bring one passage of others."""
    own = contexts[asked.context].text
    texts = {answer.of(own).casefold() for answer in asked.answers}
    before, after, apart = ([chance.choice(contexts).text for _ in range(n_joined)] for _ in range(3))
    before, after, apart = (
        [text for text in texts_of[: chance.randint(0, n_joined)] if not _any_in(texts, text)]
        for texts_of in (before, after, apart)
    )
    start = sum(len(text) + 1 for text in before)
    answers = tuple(Span(answer.start + start, answer.end + start) for answer in asked.answers[:1])
    candidates = [Candidate(" ".join([*before, own, *after]), answers)]
    return [*candidates, Candidate(" ".join(apart))] if apart else candidates


def _read(path: Path) -> tuple[list[_Context], list[_Asked]]:
    contexts: list[_Context] = []
    asked = []
    for number, document in enumerate(json.loads(path.read_text(encoding="utf-8"))["data"]):
        for paragraph in document["paragraphs"]:
            context = paragraph["context"]
            # Cleaning must not move the answers: texts that it would shorten or lengthen stay as they are.
            cleaned = clean(context)
            contexts.append(_Context(cleaned if len(cleaned) == len(context) else context, number))
            for question in paragraph["qas"]:
                answers = () if question.get("is_impossible") else question["answers"]
                spans = (Span(a["answer_start"], a["answer_start"] + len(a["text"])) for a in answers)
                asked.append(
                    _Asked(question["question"].strip(), len(contexts) - 1, tuple(dict.fromkeys(spans)))
                )
    return contexts, asked


def _any_in(texts: set[str], passage: str) -> bool:
    folded = passage.casefold()
    return any(text in folded for text in texts)
