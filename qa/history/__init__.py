"""What was asked and answered, kept beside the library and given out whole."""

from qa.history.export import conversation_json, conversation_markdown
from qa.history.records import ConversationSummary, KeptConversation, KeptTurn
from qa.history.store import ConversationStore

__all__ = [
    "ConversationStore",
    "ConversationSummary",
    "KeptConversation",
    "KeptTurn",
    "conversation_json",
    "conversation_markdown",
]
