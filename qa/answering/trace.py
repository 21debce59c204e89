"""The trace of an answer: what each stage did with one question."""

from dataclasses import dataclass

from qa.answering.event_answers import EventsFound
from qa.answering.evidence import EvidenceFound
from qa.answering.interpreting import Tried
from qa.answering.quote_answers import QuotationsFound
from qa.questions.analysis import QuestionAnalysis
from qa.questions.kinds import QuestionKind
from qa.reading import Reading
from qa.records import Answer, Filters, Hit
from qa.retrieval.retriever import NO_CONTEXT, SearchContext


@dataclass(frozen=True, slots=True)
class AnswerTrace:
    """How one question, or one part of a question, was answered; each stage writes its own part.

    `analysis` is None if the question wasn't analysed. `filters` include the days that the question names. `searched`
    is the search query, "" if nothing was searched for. `hits` are the passages that were examined. `events`,
    `quotations`, `evidence` and `reading` are what the handlers found in them, None if a handler was not used; if
    more than one is set, the earlier ones had no answer. `interpretations` are those that were read, empty if there
    was only one.
    """

    answer: Answer
    filters: Filters
    top_k: int
    analysis: QuestionAnalysis | None = None
    searched: str = ""
    hits: tuple[Hit, ...] = ()
    events: EventsFound | None = None
    quotations: QuotationsFound | None = None
    evidence: EvidenceFound | None = None
    reading: Reading | None = None
    interpretations: tuple[Tried, ...] = ()

    @property
    def kind(self) -> QuestionKind:
        """The kind of question, by which its handler was chosen."""
        if self.answer.reaction is not None:
            return QuestionKind.SMALL_TALK
        return self.analysis.kind if self.analysis and self.searched else QuestionKind.UNSEARCHED

    @property
    def context(self) -> SearchContext:
        """What the conversation added to the search."""
        return self.analysis.context if self.analysis and self.searched else NO_CONTEXT

    @property
    def context_article_ids(self) -> tuple[str, ...]:
        """The articles whose passages were ranked ahead of others that match about as well."""
        return self.context.article_ids

    @property
    def read_text(self) -> str:
        """The wording that the reader looked for."""
        return self.analysis.to_read.text if self.analysis else ""
