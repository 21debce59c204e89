"""Questions: analysis, interpretations of follow-ups, small talk, and questions with several parts."""

from qa.questions.parts import MAX_PARTS, parts_of
from qa.questions.quotation_questions import speaker_and_topic, topic_of_statements
from qa.questions.small_talk import NO_ARTICLE_YET, reaction_of, since_start, small_talk_reply

__all__ = [
    "MAX_PARTS",
    "NO_ARTICLE_YET",
    "parts_of",
    "reaction_of",
    "since_start",
    "small_talk_reply",
    "speaker_and_topic",
    "topic_of_statements",
]
