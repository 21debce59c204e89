"""The way that a question went, from its words to its answer."""

from dataclasses import dataclass
from enum import StrEnum

from qa.answering.event_answers import EventsFound
from qa.answering.quote_answers import QuotationsFound
from qa.reading import Reading
from qa.records import Answer, Filters, Hit


class QuestionKind(StrEnum):
    """What a question was taken for; NOTHING where there was nothing to search, whatever it asks."""

    READING = "reading"
    STATEMENTS = "statements"
    STATEMENTS_OF_ONE = "statements_of_one"
    HAPPENINGS = "happenings"
    REACTION = "reaction"
    NOTHING = "nothing"

    @property
    def words(self) -> str:
        """The same, in words."""
        return _WORDS[self]


_WORDS = {
    QuestionKind.READING: "a question for one answer, which the reader looks for",
    QuestionKind.STATEMENTS: "a question for who said what",
    QuestionKind.STATEMENTS_OF_ONE: "a question for what one speaker said",
    QuestionKind.HAPPENINGS: "a question for what happened on some days",
    QuestionKind.REACTION: "no question to the articles",
    QuestionKind.NOTHING: "not gone into, as there was nothing to search",
}


@dataclass(frozen=True, slots=True)
class AnswerTrace:
    """What one question, or one part of a question, was answered by.

    `searched` are the words that were searched for, "" where nothing was. `filters` take in the days that the
    question names; passages of the articles `favoured`, by id, came ahead of others that fit about as well. `hits`
    are the passages that were looked at. `happened`, `heard` and `reading` are what was looked for in them, None
    where it was not; where more than one is given, the earlier had no answer. `read_for` is what the reader read for.
    """

    answer: Answer
    filters: Filters
    top_k: int
    searched: str = ""
    favoured: tuple[str, ...] = ()
    hits: tuple[Hit, ...] = ()
    happened: EventsFound | None = None
    heard: QuotationsFound | None = None
    reading: Reading | None = None
    read_for: str = ""

    @property
    def kind(self) -> QuestionKind:
        """What the question was taken for."""
        if self.answer.reaction is not None:
            return QuestionKind.REACTION
        if self.happened is not None:
            return QuestionKind.HAPPENINGS
        if self.heard is not None:
            return QuestionKind.STATEMENTS if self.heard.speaker is None else QuestionKind.STATEMENTS_OF_ONE
        return QuestionKind.READING if self.searched else QuestionKind.NOTHING
