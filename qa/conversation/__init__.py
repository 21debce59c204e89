"""A conversation: what a question leans on, what is no question, and what asks several things at once."""

from qa.conversation.leaning import Lean, leaning
from qa.conversation.rewriting import Standalone, standalone
from qa.conversation.topic import goes_on, names_only

__all__ = ["Lean", "Standalone", "goes_on", "leaning", "names_only", "standalone"]
