"""Question files → examples: a question, a passage, and where in it the answer stands, if it does."""

import json
import random
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import apsw
from tokenizers import Tokenizer

from benchmarks.near_miss_questions import Lexicon, altered, is_in, without_answer
from qa.indexing.passages import PassageSplitter
from qa.records import Span
from qa.retrieval.word_query import word_query
from qa.utils.text import clean
from training.recipe import SOURCES, Recipe, Source

_N_RETRIEVED = 8
_NEAR_MISS_WEIGHTS = (0.3, 0.35, 0.35)  # altered question, answer cut out, neighbouring passage


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


@dataclass(frozen=True, slots=True)
class _Questions:
    """One file: its contexts, the document of each, and what is asked of them."""

    contexts: list[str]
    documents: list[int]
    asked: list[_Asked]


class _Passages:
    """The passages of one file, with a word search over them."""

    def __init__(self, file: _Questions, splitter: PassageSplitter) -> None:
        self.spans = [splitter.spans(context) for context in file.contexts]
        self._file = file
        self._search = apsw.Connection(":memory:")
        self._search.execute("CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'porter unicode61')")
        self._places = [(number, span) for number, spans in enumerate(self.spans) for span in spans]
        self._search.executemany(
            "INSERT INTO words (rowid, text) VALUES (?, ?)",
            ((row, self._text(row)) for row in range(len(self._places))),
        )

    def found(self, question: str) -> list[tuple[int, str]]:
        """Return context number and text of the passages that fit a question best by its words."""
        rows = self._search.execute(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?",
            (word_query(question), _N_RETRIEVED),
        )
        return [(self._places[row][0], self._text(row)) for (row,) in rows]

    def next_to(self, context: int, span: Span) -> list[str]:
        """Return the passages of the same document just before and after one."""
        place = bisect_left(self._places, (context, span))
        document = self._file.documents[context]
        return [
            self._text(row)
            for row in (place - 1, place + 1)
            if 0 <= row < len(self._places) and self._file.documents[self._places[row][0]] == document
        ]

    def _text(self, row: int) -> str:
        number, span = self._places[row]
        return span.of(self._file.contexts[number])


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
    file = _read(path)
    shares = ((each, source.share if each.answers else source.null_share) for each in file.asked)
    chosen = [each for each, share in shares for _ in range(int(share + chance.random()))]
    if source.n_joined:
        yield from _joined(file.contexts, chosen, source.n_joined, recipe, chance)
        return
    passages, lexicon = _Passages(file, splitter), Lexicon(file.contexts)
    for each in chosen:
        context, spans = file.contexts[each.context], passages.spans[each.context]
        holding = [span for span in spans if any(span.contains(answer) for answer in each.answers)]
        if holding:
            span = chance.choice(holding)
            answer = next(answer for answer in each.answers if span.contains(answer))
            yield Example(each.question, span.of(context), answer.shifted(-span.start))
            yield from _near_miss(each, context, span, (passages, lexicon), recipe, chance)
            yield from _wrong(each, context, passages, recipe, chance)
        elif not each.answers and spans:
            yield Example(each.question, chance.choice(spans).of(context), None)


def _near_miss(
    asked: _Asked,
    context: str,
    span: Span,
    of_file: tuple[_Passages, Lexicon],
    recipe: Recipe,
    chance: random.Random,
) -> Iterator[Example]:
    """Yield at most one: the question altered, the answer's sentences cut out, or a neighbouring passage."""
    if chance.random() >= recipe.near_miss_share:
        return
    passages, lexicon = of_file
    passage = span.of(context)
    kind = chance.choices(("altered", "cut", "neighbour"), _NEAR_MISS_WEIGHTS)[0]
    if kind == "altered":
        changed = altered(asked.question, passage, lexicon, chance)
        if changed:
            yield Example(changed.question, passage, None)
    elif kind == "cut":
        inside = [answer.shifted(-span.start) for answer in asked.answers if span.contains(answer)]
        left = without_answer(passage, inside)
        if left:
            yield Example(asked.question, left, None)
    else:
        answers = {answer.of(context) for answer in asked.answers}
        near = [
            text
            for text in passages.next_to(asked.context, span)
            if not any(is_in(answer, text) for answer in answers)
        ]
        if near:
            yield Example(asked.question, chance.choice(near), None)


def _wrong(
    asked: _Asked, context: str, passages: _Passages, recipe: Recipe, chance: random.Random
) -> Iterator[Example]:
    """Yield the question with wrong passages: one of the same context, and one that a search finds."""
    texts = {answer.of(context).casefold() for answer in asked.answers}
    own = (span.of(context) for span in passages.spans[asked.context])
    wrong = [text for text in own if not _any_in(texts, text)]
    if wrong and chance.random() < recipe.same_article_share:
        yield Example(asked.question, chance.choice(wrong), None)
    if chance.random() < recipe.retrieved_share:
        others = (text for number, text in passages.found(asked.question) if number != asked.context)
        found = [text for text in others if not _any_in(texts, text)]
        if found:
            yield Example(asked.question, chance.choice(found), None)


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


def _read(path: Path) -> _Questions:
    file = _Questions([], [], [])
    for number, document in enumerate(json.loads(path.read_text(encoding="utf-8"))["data"]):
        for paragraph in document["paragraphs"]:
            context = paragraph["context"]
            # Cleaning must not move the answers: texts that it would shorten or lengthen stay as they are.
            cleaned = clean(context)
            file.contexts.append(cleaned if len(cleaned) == len(context) else context)
            file.documents.append(number)
            for question in paragraph["qas"]:
                answers = () if question.get("is_impossible") else question["answers"]
                spans = (Span(a["answer_start"], a["answer_start"] + len(a["text"])) for a in answers)
                file.asked.append(
                    _Asked(question["question"].strip(), len(file.contexts) - 1, tuple(dict.fromkeys(spans)))
                )
    return file


def _any_in(texts: set[str], passage: str) -> bool:
    folded = passage.casefold()
    return any(text in folded for text in texts)
