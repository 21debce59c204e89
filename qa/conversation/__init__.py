"""A conversation: what a question leans on, what is no question, and what asks several things at once."""

from qa.conversation.leaning import Lean, leaning
from qa.conversation.parts import MOST_PARTS, parts_of
from qa.conversation.reactions import NO_ARTICLE_YET, reaction_to, since_start
from qa.conversation.rewriting import Standalone, last_question, standalone, worked_out
from qa.conversation.speaking import speaker_and_topic, topic_of_statements
from qa.conversation.topic import goes_on, names_only

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
