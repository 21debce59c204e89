"""The kinds of questions, one for each handler."""

from enum import StrEnum


class QuestionKind(StrEnum):
    """Which handler answers a question first; UNSEARCHED if there was nothing to search."""

    SPAN = "reading"
    QUOTATIONS = "statements"
    SPEAKER_QUOTATIONS = "statements_of_one"
    EVENTS = "happenings"
    DEFINITION = "definition"
    LATEST = "latest"
    SUMMARY = "summary"
    COMPARISON = "comparison"
    KEYWORDS = "keywords"
    LIST = "list"
    YES_NO = "yes_no"
    SMALL_TALK = "reaction"
    UNSEARCHED = "nothing"

    @property
    def words(self) -> str:
        """A description for the inspector."""
        return _WORDS[self]


_WORDS = {
    QuestionKind.SPAN: "a question with one answer",
    QuestionKind.QUOTATIONS: "a question about who said what",
    QuestionKind.SPEAKER_QUOTATIONS: "a question about what one speaker said",
    QuestionKind.EVENTS: "a question about events on certain dates",
    QuestionKind.DEFINITION: "a question about who or what something is",
    QuestionKind.LATEST: "a question about the latest news on a topic",
    QuestionKind.SUMMARY: "a request for a summary of a topic",
    QuestionKind.COMPARISON: "a request to compare two subjects",
    QuestionKind.KEYWORDS: "keywords, which list passages",
    QuestionKind.LIST: "a question for a list",
    QuestionKind.YES_NO: "a yes/no question",
    QuestionKind.SMALL_TALK: "small talk or a command",
    QuestionKind.UNSEARCHED: "not analysed, because there was nothing to search",
}
