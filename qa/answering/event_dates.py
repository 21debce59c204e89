"""Whether the date in a sentence is the day on which something was said."""

from qa.attribution.saying_days import is_verb, verb_of_saying
from qa.attribution.tokens import tokens_of
from qa.english.stemming import stem_of
from qa.questions.mentions import content_words
from qa.records import Span


def belongs_to_saying(question: str, sentence: str, date: Span) -> bool:
    """Return whether a date in a sentence is the day on which something was said, and the question doesn't ask that.

    "The mayor said on Saturday that the men had been hanged" doesn't say when they were hanged.
    """
    if any(is_verb(token) for token in tokens_of(question)):
        return False
    asked = {stem_of(word) for word in content_words(question)}
    verb = verb_of_saying(sentence, date)
    return verb is not None and stem_of(verb) not in asked
