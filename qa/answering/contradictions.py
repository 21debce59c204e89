"""Whether two answers of different articles contradict each other, and aren't only two things that are both true."""

from qa.answering.same_answer import has_numbers, is_name
from qa.dates.tense import tense_around
from qa.dates.verbs import Tense
from qa.english.question_words import PREPOSITIONS, plain
from qa.english.stemming import stems_of
from qa.questions.answer_type import AnswerType, TypedQuestion, holds
from qa.questions.mentions import content_words, names_in
from qa.records import Alternative, Article

_SHARE = 0.75  # of the question's words in the own sentence that the other one must have
# "How many people may come?" is not about those who came.
_AHEAD = frozenset("may can could will would should shall must".split())
_OPENING = 5  # words of a question in which its auxiliary is
_FEW = 4  # content words of a figure with its unit: "36 dead miners"


def contradicts(question: TypedQuestion, own: Alternative, other: Alternative) -> bool:
    """Return whether another article's answer can't be true together with one's own.

    Both must have the requested form, and the other article must name what the question names. Its sentence must have
    nearly as many of the question's words as one's own. Figures and dates differ. A name contradicts another if
    neither article has both. Descriptions in other words contradict nothing, and neither does what happened before if
    the question looks ahead.
    """
    if not all(holds(question.answer_type, each.text) for each in (own, other)):
        return False
    if _looks_ahead(question.text) and _is_past(other) and not _is_past(own):
        return False
    articles = (own.citations[0].article, other.citations[0].article)
    asked = stems_of(set(content_words(question.text)))
    mine, theirs = (asked & _stems(each.citations[0].quote) for each in (own, other))
    if not _names_the_same(question.text, *articles) or not theirs or len(theirs) < _SHARE * len(mine):
        return False
    if question.answer_type is AnswerType.TIME:
        return True
    if question.answer_type in (AnswerType.NUMBER, AnswerType.LENGTH) or _are_figures(own.text, other.text):
        return has_numbers(own.text) and has_numbers(other.text)
    are_names = is_name(own.text) and is_name(other.text)
    return are_names and not (_has(articles[0], other.text) or _has(articles[1], own.text))


def _looks_ahead(question: str) -> bool:
    opening = question.split()[: _OPENING + 1]
    return any(
        plain(word) in _AHEAD and not (plain(word) == "may" and _is_month(before, word, after))
        for before, word, after in zip(["", *opening], opening[:_OPENING], [*opening[1:], ""], strict=False)
    )


def _is_month(before: str, word: str, after: str) -> bool:
    """Return whether "may" is the month: "in May", "may 2031"."""
    return not word.islower() or plain(before) in PREPOSITIONS or after[:1].isdigit()


def _is_past(answer: Alternative) -> bool:
    """Return whether the words around an answer report something that happened."""
    cited = answer.citations[0]
    place = cited.answer_span.shifted(-cited.article_span.start)
    return tense_around(cited.quote, place.start, place.end) is Tense.PAST


def _are_figures(one: str, other: str) -> bool:
    return all(has_numbers(text) and len(content_words(text)) <= _FEW for text in (one, other))


def _names_the_same(question: str, own: Article, other: Article) -> bool:
    """Return whether the other article has the names of the question that the own one has."""
    words = {word for name in names_in(question) for word in content_words(name.text)}
    mine, theirs = (set(content_words(f"{each.title} {each.text}")) for each in (own, other))
    return words & mine <= theirs


def _stems(text: str) -> set[str]:
    return stems_of(set(content_words(text)))


def _has(article: Article, name: str) -> bool:
    """Return whether an article has the last word of a name."""
    words = content_words(name)
    return bool(words) and words[-1] in content_words(article.text)
