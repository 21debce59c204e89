"""Saved conversations, and their export."""

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
