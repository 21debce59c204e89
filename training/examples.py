"""Question files → examples: a question, a passage, and where in it the answer stands, if it does."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import apsw
from tokenizers import Tokenizer

from qa.indexing.passages import PassageSplitter
from qa.records import Span
from qa.retrieval.word_query import word_query
from qa.utils.text import clean
from training.recipe import SOURCES, Recipe, Source

_N_RETRIEVED = 8


@dataclass(frozen=True, slots=True)
class Example:
    """`answer` counts in `passage`; None when the passage does not answer."""

    question: str
    passage: str
    answer: Span | None


@dataclass(frozen=True, slots=True)
class _Asked:
    question: str
    context: int
    answers: tuple[Span, ...]


class _Passages:
    """The passages of one file, with a word search over them."""

    def __init__(self, contexts: Sequence[str], splitter: PassageSplitter) -> None:
        self.spans = [splitter.spans(context) for context in contexts]
        self._contexts = contexts
        self._search = apsw.Connection(":memory:")
        self._search.execute("CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'porter unicode61')")
        self._places = [(number, span) for number, spans in enumerate(self.spans) for span in spans]
        self._search.executemany(
            "INSERT INTO words (rowid, text) VALUES (?, ?)",
            ((row, span.of(contexts[number])) for row, (number, span) in enumerate(self._places)),
        )

    def found(self, question: str) -> list[tuple[int, str]]:
        """Return context number and text of the passages that fit a question best by its words."""
        rows = self._search.execute(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?",
            (word_query(question), _N_RETRIEVED),
        )
        places = [self._places[row] for (row,) in rows]
        return [(number, span.of(self._contexts[number])) for number, span in places]


def all_examples(folder: Path, tokenizer: Tokenizer, recipe: Recipe) -> list[Example]:
    """Return the examples of every source, in an order that depends on the recipe's seed alone."""
    splitter = PassageSplitter(tokenizer, recipe.passage_pieces)
    examples = []
    for source in SOURCES:
        chance = random.Random(f"{recipe.seed} {source.file}")
        made = list(_of_source(folder / source.file, source, splitter, recipe, chance))
        n_null = sum(example.answer is None for example in made)
        print(f"{source.file}: {len(made)} examples, {n_null} without an answer", flush=True)
        examples += made
    random.Random(recipe.seed).shuffle(examples)
    return examples


def _of_source(
    path: Path, source: Source, splitter: PassageSplitter, recipe: Recipe, chance: random.Random
) -> Iterator[Example]:
    contexts, asked = _read(path)
    chosen = [each for each in asked for _ in range(int(source.share + chance.random()))]
    if source.n_joined:
        yield from _joined(contexts, chosen, source.n_joined, recipe, chance)
        return
    passages = _Passages(contexts, splitter)
    for each in chosen:
        context, spans = contexts[each.context], passages.spans[each.context]
        texts = {answer.of(context).casefold() for answer in each.answers}
        holding = [span for span in spans if any(span.contains(answer) for answer in each.answers)]
        wrong = [span.of(context) for span in spans if not _any_in(texts, span.of(context))]
        if holding:
            span = chance.choice(holding)
            answer = next(answer for answer in each.answers if span.contains(answer))
            yield Example(
                each.question, span.of(context), Span(answer.start - span.start, answer.end - span.start)
            )
        elif not each.answers and spans:
            yield Example(each.question, chance.choice(spans).of(context), None)
        if holding and wrong and chance.random() < recipe.same_article_share:
            yield Example(each.question, chance.choice(wrong), None)
        if holding and chance.random() < recipe.retrieved_share:
            found = [text for number, text in passages.found(each.question) if number != each.context]
            found = [text for text in found if not _any_in(texts, text)]
            if found:
                yield Example(each.question, chance.choice(found), None)


def _joined(
    contexts: Sequence[str], asked: Sequence[_Asked], n_joined: int, recipe: Recipe, chance: random.Random
) -> Iterator[Example]:
    """Hide a short context among others of its file; as a null, leave it out."""
    for each in asked:
        own = contexts[each.context]
        texts = {answer.of(own).casefold() for answer in each.answers}
        others = [chance.choice(contexts) for _ in range(chance.randint(0, n_joined))]
        others = [other for other in others if not _any_in(texts, other)]
        before = chance.randint(0, len(others))
        if each.answers:
            start = sum(len(other) + 1 for other in others[:before])
            answer = each.answers[0]
            text = " ".join([*others[:before], own, *others[before:]])
            yield Example(each.question, text, Span(answer.start + start, answer.end + start))
        if others and chance.random() < recipe.same_article_share:
            yield Example(each.question, " ".join(others), None)


def _read(path: Path) -> tuple[list[str], list[_Asked]]:
    contexts: list[str] = []
    asked = []
    for document in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in document["paragraphs"]:
            context = paragraph["context"]
            # Cleaning must not move the answers: texts that it would shorten or lengthen stay as they are.
            cleaned = clean(context)
            contexts.append(cleaned if len(cleaned) == len(context) else context)
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
