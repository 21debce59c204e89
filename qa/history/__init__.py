"""Saved conversations and the notebook, and their export."""

from qa.history.export import conversation_json, conversation_markdown
from qa.history.notebook_export import notebook_csl, notebook_html, notebook_markdown
from qa.history.records import (
    ConversationSummary,
    DeletedConversation,
    Note,
    SavedConversation,
    SavedTurn,
)
from qa.history.store import ConversationStore

__all__ = [
    "ConversationStore",
    "ConversationSummary",
    "DeletedConversation",
    "Note",
    "SavedConversation",
    "SavedTurn",
    "conversation_json",
    "conversation_markdown",
    "notebook_csl",
    "notebook_html",
    "notebook_markdown",
]
