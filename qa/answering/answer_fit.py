"""Whether a span has the form of an answer to its question."""

import re

from qa.dates import speaks_of_time
from qa.dates.numerals import CARDINALS
from qa.english.question_words import SMALL, plain, tokens
from qa.questions.answer_type import AnswerType, TypedQuestion

_ASKS_MANNER = re.compile(
    r"^\W*(?:and\s|but\s)?how\s(?:did|do|does|was|were|is|are|can|could|will|would|has|have|had)\b",
    re.IGNORECASE,
)


def can_answer(question: TypedQuestion, text: str) -> bool:
    """Return whether a text can answer: a number alone doesn't say why or how, nor a day at what time."""
    if question.answer_type is AnswerType.REASON or _ASKS_MANNER.match(question.text):
        return not _is_number(text)
    return question.granularity != "hour" or speaks_of_time(text, "hour")


def _is_number(text: str) -> bool:
    words = [plain(word.group()) for word in tokens(text)]
    return bool(words) and all(word in CARDINALS or word in SMALL or word[0].isdigit() for word in words)
