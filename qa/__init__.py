"""Dateline's engine: exact, cited answers from your own news articles."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa.batch import BatchResult, KeptBatch
    from qa.config import Settings, load_settings
    from qa.conversations import (
        ConversationStore,
        ConversationSummary,
        KeptConversation,
        KeptTurn,
        conversation_json,
        conversation_markdown,
    )
    from qa.dates import in_words, why_no_day
    from qa.engine import Engine
    from qa.errors import (
        AnswerFileError,
        ArticleError,
        CancelledError,
        CitationError,
        ConversationsError,
        DatelineError,
        LibraryMissingError,
        NoSuchDayError,
        QuestionFileError,
        UnknownArticleError,
    )
    from qa.events import (
        EncoderLoading,
        Event,
        FileEncoding,
        FileFailed,
        FileRemoved,
        FileStored,
        FileUnchanged,
        Retrieved,
        TimelineAdvanced,
    )
    from qa.explaining import Row, Section, explained, traced
    from qa.indexing import IndexReport
    from qa.inspection import (
        Inspection,
        SideHit,
        Steps,
        Trace,
        TraceEnd,
    )
    from qa.library import ArticleSummary
    from qa.locations import config_file
    from qa.plain import printable
    from qa.questions import QuestionFile, QuestionRow, is_question_file, read_questions
    from qa.records import (
        Alternative,
        Answer,
        AnswerSpan,
        Article,
        Certainty,
        Citation,
        DateFilter,
        Filters,
        Hit,
        Passage,
        Reaction,
        ReactionKind,
        Reason,
        ResolvedDate,
        Scores,
        Span,
        Status,
        Summary,
        TimeExpression,
        TimeKind,
        Turn,
    )
    from qa.settings_file import write_settings
    from qa.timeline import DatedEvent
    from qa.ways import Way

__all__ = [
    "Alternative",
    "Answer",
    "AnswerFileError",
    "AnswerSpan",
    "Article",
    "ArticleError",
    "ArticleSummary",
    "BatchResult",
    "CancelledError",
    "Certainty",
    "Citation",
    "CitationError",
    "ConversationStore",
    "ConversationSummary",
    "ConversationsError",
    "DateFilter",
    "DatedEvent",
    "DatelineError",
    "EncoderLoading",
    "Engine",
    "Event",
    "FileEncoding",
    "FileFailed",
    "FileRemoved",
    "FileStored",
    "FileUnchanged",
    "Filters",
    "Hit",
    "IndexReport",
    "Inspection",
    "KeptBatch",
    "KeptConversation",
    "KeptTurn",
    "LibraryMissingError",
    "NoSuchDayError",
    "Passage",
    "QuestionFile",
    "QuestionFileError",
    "QuestionRow",
    "Reaction",
    "ReactionKind",
    "Reason",
    "ResolvedDate",
    "Retrieved",
    "Row",
    "Scores",
    "Section",
    "Settings",
    "SideHit",
    "Span",
    "Status",
    "Steps",
    "Summary",
    "TimeExpression",
    "TimeKind",
    "TimelineAdvanced",
    "Trace",
    "TraceEnd",
    "Turn",
    "UnknownArticleError",
    "Way",
    "config_file",
    "conversation_json",
    "conversation_markdown",
    "explained",
    "in_words",
    "is_question_file",
    "load_settings",
    "printable",
    "read_questions",
    "traced",
    "why_no_day",
    "write_settings",
]

_HOMES = {
    "qa.batch": ("BatchResult", "KeptBatch"),
    "qa.config": (
        "Settings",
        "load_settings",
    ),
    "qa.conversations": (
        "ConversationStore",
        "ConversationSummary",
        "KeptConversation",
        "KeptTurn",
        "conversation_json",
        "conversation_markdown",
    ),
    "qa.dates": ("in_words", "why_no_day"),
    "qa.engine": ("Engine",),
    "qa.errors": (
        "AnswerFileError",
        "ArticleError",
        "CancelledError",
        "CitationError",
        "ConversationsError",
        "DatelineError",
        "LibraryMissingError",
        "NoSuchDayError",
        "QuestionFileError",
        "UnknownArticleError",
    ),
    "qa.events": (
        "EncoderLoading",
        "Event",
        "FileEncoding",
        "FileFailed",
        "FileRemoved",
        "FileStored",
        "FileUnchanged",
        "Retrieved",
        "TimelineAdvanced",
    ),
    "qa.explaining": ("Row", "Section", "explained", "traced"),
    "qa.indexing": ("IndexReport",),
    "qa.inspection": (
        "Inspection",
        "SideHit",
        "Steps",
        "Trace",
        "TraceEnd",
    ),
    "qa.library": ("ArticleSummary",),
    "qa.locations": ("config_file",),
    "qa.plain": ("printable",),
    "qa.questions": ("QuestionFile", "QuestionRow", "is_question_file", "read_questions"),
    "qa.records": (
        "Alternative",
        "Answer",
        "AnswerSpan",
        "Article",
        "Certainty",
        "Citation",
        "DateFilter",
        "Filters",
        "Hit",
        "Passage",
        "Reaction",
        "ReactionKind",
        "Reason",
        "ResolvedDate",
        "Scores",
        "Span",
        "Status",
        "Summary",
        "TimeExpression",
        "TimeKind",
        "Turn",
    ),
    "qa.settings_file": ("write_settings",),
    "qa.timeline": ("DatedEvent",),
    "qa.ways": ("Way",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `import qa` costs nothing."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'qa' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME_OF[name]), name)
