"""A conversation: what a question leans on, what is no question, and what asks several things at once."""

from qa.conversation.leaning import Lean, leaning
from qa.conversation.parts import parts_of
from qa.conversation.reactions import NO_ARTICLE_YET, reaction_to, since_start
from qa.conversation.rewriting import Standalone, last_question, standalone, worked_out
from qa.conversation.topic import goes_on, names_only

__all__ = [
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
    "standalone",
    "worked_out",
]
