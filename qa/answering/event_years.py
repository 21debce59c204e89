"""Whether a sentence is about the event of another year than the question: the 2008 cup, and not the 2004 one."""

import re
from collections.abc import Iterator

from qa.answering.event_order import sentence_of
from qa.answering.other_answers import first_noun_phrase
from qa.english.question_words import PREPOSITIONS, plain, tokens
from qa.english.stemming import stem_of
from qa.records import AnswerSpan

_ANY_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR = re.compile(r"(?<![\w.,/–-])(?:19|20)\d\d(?= [^\W\d_])")
# Another clause may be about the asked year: "Lind, who won the 2002 cup, won again".
_OTHER_CLAUSE = re.compile(
    r"[,;:()–—]| - |\b(?:and|but|or|while|who|which|that|after|before|since|as|when|where|to|than)\b",
    re.IGNORECASE,
)


def is_of_another_year(question: str, span: AnswerSpan) -> bool:
    """Return whether a span's sentence has a single clause, and in it the question's event with another year."""
    asked, years = set(_events(question)), _ANY_YEAR.findall(question)
    if not asked or len(years) != 1:
        return False
    sentence, _ = sentence_of(span)
    if years[0] in sentence or _OTHER_CLAUSE.search(sentence):
        return False
    return not asked.isdisjoint(_events(sentence))


def _events(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the stems of each noun phrase after a year, unless a preposition comes before them."""
    for year in _YEAR.finditer(text):
        before = [plain(word.group()) for word in tokens(text[: year.start()])]
        if before and before[-1] in ("the", "a", "an"):
            before.pop()
        noun_phrase = tuple(stem_of(plain(word)) for word in first_noun_phrase(text[year.end() :]))
        if noun_phrase and (not before or before[-1] not in PREPOSITIONS):
            yield noun_phrase
