"""Questions asked of a whole library, and of the same library without their own article."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.squad import Question
from qa.embedding import Encoder
from qa.evaluation import f1
from qa.library import Library
from qa.reading.extractive_reader import Candidate, candidates
from qa.reading.reader_model import ReaderModel
from qa.records import Filters, Hit
from qa.retrieval.retriever import Retriever

TOP_K = 10
RIGHT_FROM = 0.5  # the F1 from which a span counts as right


@dataclass(frozen=True, slots=True)
class Asked:
    """What was found for a question; `own` says whether its article was in the library."""

    question: Question
    own: bool
    hits: tuple[Hit, ...]
    candidates: tuple[Candidate, ...]

    @property
    def golds(self) -> list[str]:
        """The gold answers' words; none when the question's article was taken out."""
        return [span.of(self.question.article.text) for span in self.question.answers] if self.own else []

    def f1_of(self, answer: str) -> float:
        """Return the F1 of an answer; without the article silence alone is right."""
        return f1(answer, self.golds)


def ask_twice(
    questions: Sequence[Question], library: Library, encoder: Encoder, model: ReaderModel
) -> Iterator[Asked]:
    """Ask each question with and without its own article, ten passages read each time."""
    retriever = Retriever(library, encoder)
    for question in questions:
        hits = retriever.retrieve(question.text, Filters(), 5 * TOP_K)
        others = [hit for hit in hits if hit.passage.article_id != question.article.id]
        for own, read in ((True, hits[:TOP_K]), (False, others[:TOP_K])):
            yield Asked(
                question, own, tuple(read), tuple(candidates(model, question.text, read, library.article))
            )


def halves(questions: Sequence[Question]) -> tuple[list[Question], list[Question]]:
    """Split questions by their article, so that no article is in both halves."""
    first = [question for question in questions if int(question.article.id, 16) % 2 == 0]
    second = [question for question in questions if int(question.article.id, 16) % 2 == 1]
    return first, second
