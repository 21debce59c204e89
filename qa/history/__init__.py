"""Saved conversations and the notebook, and their export."""

from qa.history.bibtex import notebook_bibtex
from qa.history.current_articles import with_current_articles
from qa.history.export import conversation_json, conversation_markdown
from qa.history.notebook_export import (
    day_line,
    footnote,
    notebook_csl,
    notebook_csv,
    notebook_html,
    notebook_markdown,
)
from qa.history.quoted import dated_by, quoted_event, quoted_match
from qa.history.records import (
    ConversationSummary,
    DeletedConversation,
    Note,
    PinResult,
    SavedConversation,
    SavedTurn,
    in_day_order,
)
from qa.history.store import ConversationStore
from qa.history.timeline_export import timeline_document, timeline_format
from qa.history.word_document import notebook_docx

__all__ = [
    "ConversationStore",
    "ConversationSummary",
    "DeletedConversation",
    "Note",
    "PinResult",
    "SavedConversation",
    "SavedTurn",
    "conversation_json",
    "conversation_markdown",
    "dated_by",
    "day_line",
    "footnote",
    "in_day_order",
    "notebook_bibtex",
    "notebook_csl",
    "notebook_csv",
    "notebook_docx",
    "notebook_html",
    "notebook_markdown",
    "quoted_event",
    "quoted_match",
    "timeline_document",
    "timeline_format",
    "with_current_articles",
]
