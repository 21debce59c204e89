"""A conversation: what a question leans on, what is no question, and what asks several things at once."""

from qa.conversation.leaning import Lean, leaning
from qa.conversation.parts import parts_of
from qa.conversation.reactions import NO_ARTICLE_YET, reaction_to
from qa.conversation.rewriting import Standalone, standalone, worked_out
from qa.conversation.topic import goes_on, names_only

__all__ = [
    "NO_ARTICLE_YET",
    "Lean",
    "Standalone",
    "goes_on",
    "leaning",
    "names_only",
    "parts_of",
    "reaction_to",
    "standalone",
    "worked_out",
]
