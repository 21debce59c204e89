"""Question files in SQuAD's format: what is asked of which context, and a word search over their passages."""

import json
from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path

import apsw

from qa.indexing.passages import PassageSplitter
from qa.records import Span
from qa.retrieval.word_query import word_query
from qa.utils.text import clean

_N_RETRIEVED = 8


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question, the number of its context, and where its answers stand there; none if it can't be answered."""

    question: str
    context: int
    answers: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """One file: its contexts, the document of each, and what is asked of them."""

    contexts: list[str]
    documents: list[int]
    asked: list[AskedQuestion]


class FilePassages:
    """The passages of one file, with a word search over them."""

    def __init__(self, file: QuestionFile, splitter: PassageSplitter) -> None:
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


def read_question_file(path: Path) -> QuestionFile:
    """Read a file in SQuAD's format; texts are cleaned where that moves no answer."""
    file = QuestionFile([], [], [])
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
                    AskedQuestion(
                        question["question"].strip(), len(file.contexts) - 1, tuple(dict.fromkeys(spans))
                    )
                )
    return file


def any_in(texts: set[str], passage: str) -> bool:
    """Say whether a passage contains one of the texts, which are folded."""
    folded = passage.casefold()
    return any(text in folded for text in texts)
