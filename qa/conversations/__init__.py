"""What was asked and answered, kept beside the library and given out whole."""

from qa.conversations.export import conversation_json, conversation_markdown
from qa.conversations.records import ConversationSummary, KeptConversation, KeptTurn
from qa.conversations.store import ConversationStore

__all__ = [
    "ConversationStore",
    "ConversationSummary",
    "KeptConversation",
    "KeptTurn",
    "conversation_json",
    "conversation_markdown",
]
