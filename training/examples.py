"""Question files → examples: a question, a passage, and where in it the answer stands, if it does."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from benchmarks.near_miss_questions import Lexicon, altered, is_in, without_answer
from qa.indexing.passages import PassageSplitter
from qa.records import Span
from training.hard_negatives import HardNegative
from training.question_files import AskedQuestion, FilePassages, QuestionFile, any_in, read_question_file
from training.recipe import SOURCES, Recipe, Source

_NEAR_MISS_WEIGHTS = (0.3, 0.35, 0.35)  # altered question, answer cut out, neighbouring passage


@dataclass(frozen=True, slots=True)
class Example:
    """`answer` counts in `passage`; None when the passage does not answer."""

    question: str
    passage: str
    answer: Span | None


def all_examples(
    folder: Path,
    tokenizer: Tokenizer,
    recipe: Recipe,
    hard: Sequence[HardNegative] = (),
    sources: Sequence[Source] = SOURCES,
) -> list[Example]:
    """Return the examples of every source, in an order that depends on the recipe's seed alone.

    With hard negatives, only the questions that they were looked for are asked of `mined` files, each once, and the
    same share of all other questions.
    """
    splitter = PassageSplitter(tokenizer, recipe.passage_pieces)
    files = {source.file: read_question_file(folder / source.file) for source in sources}
    mined = [files[source.file] for source in sources if source.mined]
    share = _share_searched(mined, hard)
    examples = []
    for source in sources:
        chance = random.Random(f"{recipe.seed} {source.file}")
        found = {each.number: each for each in hard if each.file == source.file}
        file = _File(files[source.file], splitter, recipe, chance, found)
        made = list(file.examples(_chosen(file.questions, source, found, share, chance)))
        n_null = sum(example.answer is None for example in made)
        print(f"{source.file}: {len(made)} examples, {n_null} without an answer", flush=True)
        examples += made
    random.Random(recipe.seed).shuffle(examples)
    return examples


def _share_searched(mined: Sequence[QuestionFile], hard: Sequence[HardNegative]) -> float:
    """Return the share of the answered questions that hard negatives were looked for; 1 if for none."""
    return len(hard) / sum(bool(each.answers) for file in mined for each in file.asked) if hard else 1.0


def _chosen(
    file: QuestionFile,
    source: Source,
    found: Mapping[int, HardNegative],
    share: float,
    chance: random.Random,
) -> Iterator[int]:
    """Yield the numbers of the questions that are asked, some more than once."""
    for number, each in enumerate(file.asked):
        if found and each.answers:
            n_times = int(number in found)
        else:
            n_times = int(share * (source.share if each.answers else source.null_share) + chance.random())
        yield from [number] * n_times


class _File:
    """One file of questions, from which examples are made; `found` are the hard negatives by question."""

    def __init__(
        self,
        questions: QuestionFile,
        splitter: PassageSplitter,
        recipe: Recipe,
        chance: random.Random,
        found: Mapping[int, HardNegative],
    ) -> None:
        self.questions = questions
        self._passages = FilePassages(questions, splitter)
        self._lexicon = Lexicon(questions.contexts)
        self._recipe, self._chance, self._found = recipe, chance, found

    def examples(self, numbers: Iterator[int]) -> Iterator[Example]:
        """Yield the examples of the questions with these numbers."""
        for number in numbers:
            asked = self.questions.asked[number]
            context, spans = self.questions.contexts[asked.context], self._passages.spans[asked.context]
            holding = [span for span in spans if any(span.contains(answer) for answer in asked.answers)]
            if holding:
                span = self._chance.choice(holding)
                answer = next(answer for answer in asked.answers if span.contains(answer))
                yield Example(asked.question, span.of(context), answer.shifted(-span.start))
                yield from self._near_miss(asked, context, span)
                yield from self._same_article(asked, context)
                yield from self._hard(asked, number) if self._found else self._retrieved(asked, context)
            elif not asked.answers and spans:
                yield Example(asked.question, self._chance.choice(spans).of(context), None)

    def _near_miss(self, asked: AskedQuestion, context: str, span: Span) -> Iterator[Example]:
        """Yield at most one: the question altered, the answer's sentences cut out, or a neighbouring passage."""
        if self._chance.random() >= self._recipe.near_miss_share:
            return
        passage = span.of(context)
        kind = self._chance.choices(("altered", "cut", "neighbour"), _NEAR_MISS_WEIGHTS)[0]
        if kind == "altered":
            changed = altered(asked.question, passage, self._lexicon, self._chance)
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
                for text in self._passages.next_to(asked.context, span)
                if not any(is_in(answer, text) for answer in answers)
            ]
            if near:
                yield Example(asked.question, self._chance.choice(near), None)

    def _same_article(self, asked: AskedQuestion, context: str) -> Iterator[Example]:
        """Yield the question with another passage of the same context, for a share of the questions."""
        texts = {answer.of(context).casefold() for answer in asked.answers}
        own = (span.of(context) for span in self._passages.spans[asked.context])
        wrong = [text for text in own if not any_in(texts, text)]
        if wrong and self._chance.random() < self._recipe.same_article_share:
            yield Example(asked.question, self._chance.choice(wrong), None)

    def _retrieved(self, asked: AskedQuestion, context: str) -> Iterator[Example]:
        """Yield the question with a passage that a word search finds, for a share of the questions."""
        if self._chance.random() >= self._recipe.retrieved_share:
            return
        texts = {answer.of(context).casefold() for answer in asked.answers}
        others = (text for number, text in self._passages.found(asked.question) if number != asked.context)
        found = [text for text in others if not any_in(texts, text)]
        if found:
            yield Example(asked.question, self._chance.choice(found), None)

    def _hard(self, asked: AskedQuestion, number: int) -> Iterator[Example]:
        """Yield the question with the passage that a reader takes for an answer, or nearly does."""
        hard = self._found[number]
        if hard.passage is not None and hard.margin >= self._recipe.least_hard_margin:
            yield Example(asked.question, hard.passage, None)
