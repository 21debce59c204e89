"""A conversation: what a question leans on, what is no question, and what asks several things at once."""

from qa.questions.context_dependence import Lean, leaning
from qa.questions.parts import MOST_PARTS, parts_of
from qa.questions.quotation_questions import speaker_and_topic, topic_of_statements
from qa.questions.rewriting import Standalone, last_question, standalone, worked_out
from qa.questions.small_talk import NO_ARTICLE_YET, reaction_to, since_start
from qa.questions.topic import goes_on, names_only

__all__ = [
    "MOST_PARTS",
    "NO_ARTICLE_YET",
    "Lean",
    "Standalone",
    "goes_on",
    "last_question",
    "leaning",
    "names_only",
    "parts_of",
    "reaction_to",
    "since_start",
    "speaker_and_topic",
    "standalone",
    "topic_of_statements",
    "worked_out",
]
