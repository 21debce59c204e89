"""Saved conversations and the notebook, and their export."""

from qa.history.bibtex import notebook_bibtex
from qa.history.export import conversation_json, conversation_markdown
from qa.history.notebook_export import footnote, notebook_csl, notebook_html, notebook_markdown
from qa.history.records import (
    ConversationSummary,
    DeletedConversation,
    Note,
    SavedConversation,
    SavedTurn,
)
from qa.history.store import ConversationStore
from qa.history.word_document import notebook_docx

__all__ = [
    "ConversationStore",
    "ConversationSummary",
    "DeletedConversation",
    "Note",
    "SavedConversation",
    "SavedTurn",
    "conversation_json",
    "conversation_markdown",
    "footnote",
    "notebook_bibtex",
    "notebook_csl",
    "notebook_docx",
    "notebook_html",
    "notebook_markdown",
]
