"""What was asked and answered, kept beside the library and given out whole."""

from qa.history.export import conversation_json, conversation_markdown
from qa.history.records import ConversationSummary, SavedConversation, SavedTurn
from qa.history.store import ConversationStore

__all__ = [
    "ConversationStore",
    "ConversationSummary",
    "SavedConversation",
    "SavedTurn",
    "conversation_json",
    "conversation_markdown",
]
