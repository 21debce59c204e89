"""Find passages that the large reader takes for an answer although they contain none.

    python -m training.hard_negatives DATA_FOLDER OUT.jsonl [--part K/N] [--until HH:MM]

The questions of the files that training/recipe.py marks as `mined` are asked of other passages of their file: those
that a word search finds and that contain no gold answer. The small reader reads them all, the large one the most
promising of them. OUT receives a line for each question, in random order; the same command goes on where it stopped.
`--part 2/3` takes the second of three parts, each of which needs its own OUT. `training.train --hard OUT …` trains on
these questions.
"""

import argparse
import json
import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.near_miss_questions import is_in
from qa.evaluation import f1
from qa.indexing.passages import PassageSplitter
from qa.reading.decoding import ScoredSpan, best_spans
from qa.reading.reader_model import ReaderModel, best_model, fast_model
from training.bases import find_base
from training.clock import time_today
from training.question_files import FilePassages, QuestionFile, read_question_file
from training.recipe import RECIPES, SOURCES, Source

_ORDER = "hard negatives"
_QUESTIONS_BETWEEN_REPORTS = 100


@dataclass(frozen=True, slots=True)
class HardNegative:
    """The most promising passage without an answer for question `number` of a file; None if none was found.

    `answer` is what the large reader says there, `margin` by how many logits above no answer.
    """

    file: str
    number: int
    passage: str | None = None
    answer: str = ""
    margin: float = 0.0


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--part", default="1/1", metavar="K/N")
    parser.add_argument("--until", type=time_today, metavar="HH:MM")
    arguments = parser.parse_args()
    number, n_parts = map(int, arguments.part.split("/"))
    miner = Miner(arguments.data)
    done = {(each.file, each.number) for each in read_hard_negatives([arguments.out])}
    chosen = [each for each in miner.questions()[number - 1 :: n_parts] if each not in done]
    with arguments.out.open("a", encoding="utf-8") as out:
        for n_done, key in enumerate(chosen):
            if arguments.until and time.time() > arguments.until:
                break
            out.write(json.dumps(asdict(miner.hardest(*key))) + "\n")
            if n_done % _QUESTIONS_BETWEEN_REPORTS == 0:
                out.flush()
                print(f"{time.strftime('%H:%M:%S')} {n_done} of {len(chosen)}", flush=True)


def read_hard_negatives(paths: Iterable[Path]) -> list[HardNegative]:
    """Read what this command wrote; files that don't exist are empty."""
    lines = (
        line for path in paths if path.exists() for line in path.read_text(encoding="utf-8").splitlines()
    )
    return [HardNegative(**json.loads(line)) for line in lines]


class Miner:
    """The `mined` files of a folder, and both readers."""

    def __init__(self, folder: Path, sources: Sequence[Source] = SOURCES) -> None:
        splitter = PassageSplitter(find_base("mpnet").tokenizer(), RECIPES["mpnet"].passage_pieces)
        self._files: dict[str, tuple[QuestionFile, FilePassages]] = {}
        for source in sources:
            if source.mined:
                file = read_question_file(folder / source.file)
                self._files[source.file] = file, FilePassages(file, splitter)
        self._small, self._large = fast_model(n_threads=1), best_model(n_threads=1)

    def questions(self) -> list[tuple[str, int]]:
        """Return file and number of every question with an answer, in an order that is always the same."""
        keys = [
            (name, number)
            for name, (file, _) in self._files.items()
            for number, each in enumerate(file.asked)
            if each.answers
        ]
        random.Random(_ORDER).shuffle(keys)
        return keys

    def hardest(self, name: str, number: int) -> HardNegative:
        """Return the passage without an answer that the small reader finds most promising, as the large one reads it.

        A passage where the large reader's answer shares words with a gold one is left out.
        """
        file, passages = self._files[name]
        asked = file.asked[number]
        golds = sorted({answer.of(file.contexts[asked.context]) for answer in asked.answers})
        found = [text for _, text in passages.found(asked.question)]
        wrong = [text for text in dict.fromkeys(found) if not any(is_in(gold, text) for gold in golds)]
        first = _best(self._small, asked.question, wrong)
        if first is None:
            return HardNegative(name, number)
        passage = wrong[first.passage]
        said = _best(self._large, asked.question, [passage])
        answer = said.span.of(passage) if said else ""
        if said is None or f1(answer, golds) > 0:
            return HardNegative(name, number)
        return HardNegative(name, number, passage, answer, round(said.score, 2))


def _best(model: ReaderModel, question: str, passages: Sequence[str]) -> ScoredSpan | None:
    found = best_spans(model.logits(question, passages), passages, limit=1) if passages else []
    return found[0] if found else None


if __name__ == "__main__":
    main()
