"""Questions: analysis, follow-ups, small talk, and questions with several parts."""

from qa.questions.context_dependence import ContextDependence, context_dependence_of
from qa.questions.parts import MAX_PARTS, parts_of
from qa.questions.quotation_questions import speaker_and_topic, topic_of_statements
from qa.questions.rewriting import Standalone, last_question, standalone, worked_out
from qa.questions.small_talk import NO_ARTICLE_YET, reaction_of, since_start, small_talk_reply
from qa.questions.topic import goes_on, names_only

__all__ = [
    "MAX_PARTS",
    "NO_ARTICLE_YET",
    "ContextDependence",
    "Standalone",
    "context_dependence_of",
    "goes_on",
    "last_question",
    "names_only",
    "parts_of",
    "reaction_of",
    "since_start",
    "small_talk_reply",
    "speaker_and_topic",
    "standalone",
    "topic_of_statements",
    "worked_out",
]
