"""Dateline's engine: exact, cited answers from your own news articles."""

import os
from threading import RLock
from typing import TYPE_CHECKING, Any

# Native libraries read these when they are first used, and child processes inherit them. They are overwritten, not
# only set when missing: ONNX Runtime would otherwise send usage events and keep a device id in ~/.cache/Microsoft.
os.environ.update(
    ORT_DISABLE_TELEMETRY="1", HF_HUB_DISABLE_TELEMETRY="1", HF_HUB_OFFLINE="1", DO_NOT_TRACK="1"
)

if TYPE_CHECKING:
    from qa.answering.answer_entries import AnswerEntry, AnswerSection, Quote, answer_sections, disagreement
    from qa.answering.trace import AnswerTrace
    from qa.answering.version_names import also_in, version_lines
    from qa.articles.documents import ArticleFields
    from qa.articles.files import file_on_disk
    from qa.articles.formats import is_article
    from qa.articles.page_pictures import PagePicture, has_pages, pages_of
    from qa.articles.settling import FolderChanges
    from qa.articles.stated_fields import stated_fields
    from qa.articles.watching import FolderWatcher
    from qa.batch import BatchResult, RecordedBatch
    from qa.batch.question_files import QuestionFile, QuestionRow, is_question_file, read_questions
    from qa.composing.composer import Composition
    from qa.dates import days_of, explanation, explanation_rows, in_words, why_no_day
    from qa.engine import Engine
    from qa.english.commands import Command, command_of, command_typed
    from qa.english.confidence import confidence_words, is_likely
    from qa.errors import (
        AnswerFileError,
        ArticleError,
        CancelledError,
        CitationError,
        ConversationsError,
        DatelineError,
        ExportError,
        LabelError,
        LibraryMissingError,
        NoSuchDayError,
        QuestionFileError,
        UnknownArticleError,
    )
    from qa.evaluation.example_questions import example_questions
    from qa.history import (
        ConversationStore,
        ConversationSummary,
        DeletedConversation,
        Note,
        PinResult,
        SavedConversation,
        SavedTurn,
        conversation_json,
        conversation_markdown,
        dated_by,
        day_line,
        footnote,
        in_day_order,
        notebook_bibtex,
        notebook_csl,
        notebook_csv,
        notebook_docx,
        notebook_html,
        notebook_markdown,
        quoted_event,
        quoted_match,
        timeline_document,
        timeline_format,
        with_current_articles,
    )
    from qa.indexing.adding import Addition, AddReport, Outcome
    from qa.indexing.correcting import Correction
    from qa.indexing.indexer import IndexReport
    from qa.indexing.repair import RepairReport
    from qa.inspection.inspector import (
        Inspection,
        SentenceOutcome,
        SentenceTrace,
        SideHit,
        Steps,
    )
    from qa.inspection.report import Row, Section, inspection_sections, trace_sections
    from qa.library import ArticleSummary, RemovedArticle, Upgrade
    from qa.library.checks import PartReport
    from qa.library.known_libraries import KnownLibrary, known_libraries
    from qa.library.labels import Label
    from qa.progress import (
        CheckAdvanced,
        EncoderLoading,
        Event,
        FileEncoding,
        FileFailed,
        FileLeftOut,
        FileRemoved,
        FileStored,
        FileUnchanged,
        Retrieved,
        TimelineAdvanced,
    )
    from qa.questions.event_questions import events_query
    from qa.questions.typed_days import typed_day, typed_days, typed_limit
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
        OtherVersion,
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
    from qa.settings.library_location import LibraryLocation, folder_of, is_lance_address
    from qa.settings.library_names import library_in, new_library_path
    from qa.settings.locations import config_file, sample_articles
    from qa.settings.recent_libraries import forget_library, library_name, note_library
    from qa.settings.settings import Settings, load_settings
    from qa.settings.settings_file import write_settings
    from qa.timeline.events import DatedEvent
    from qa.utils.escaping import json_text, visible
    from qa.utils.nearest_names import did_you_mean
    from qa.utils.new_file import write_new_file
    from qa.utils.text import folded, printable, shortened

__all__ = [
    "AddReport",
    "Addition",
    "Alternative",
    "Answer",
    "AnswerEntry",
    "AnswerFileError",
    "AnswerSection",
    "AnswerSpan",
    "AnswerTrace",
    "Article",
    "ArticleError",
    "ArticleFields",
    "ArticleSummary",
    "BatchResult",
    "CancelledError",
    "Certainty",
    "CheckAdvanced",
    "Citation",
    "CitationError",
    "Command",
    "Composition",
    "ConversationStore",
    "ConversationSummary",
    "ConversationsError",
    "Correction",
    "DateFilter",
    "DatedEvent",
    "DatelineError",
    "DeletedConversation",
    "EncoderLoading",
    "Engine",
    "Event",
    "ExportError",
    "FileEncoding",
    "FileFailed",
    "FileLeftOut",
    "FileRemoved",
    "FileStored",
    "FileUnchanged",
    "Filters",
    "FolderChanges",
    "FolderWatcher",
    "Hit",
    "IndexReport",
    "Inspection",
    "KnownLibrary",
    "Label",
    "LabelError",
    "LibraryLocation",
    "LibraryMissingError",
    "NoSuchDayError",
    "Note",
    "OtherVersion",
    "Outcome",
    "PagePicture",
    "PartReport",
    "Passage",
    "PinResult",
    "QuestionFile",
    "QuestionFileError",
    "QuestionRow",
    "Quote",
    "Reaction",
    "ReactionKind",
    "Reason",
    "RecordedBatch",
    "RemovedArticle",
    "RepairReport",
    "ResolvedDate",
    "Retrieved",
    "Row",
    "SavedConversation",
    "SavedTurn",
    "Scores",
    "Section",
    "SentenceOutcome",
    "SentenceTrace",
    "Settings",
    "SideHit",
    "Span",
    "Status",
    "Steps",
    "Summary",
    "TimeExpression",
    "TimeKind",
    "TimelineAdvanced",
    "Turn",
    "UnknownArticleError",
    "Upgrade",
    "also_in",
    "answer_sections",
    "command_of",
    "command_typed",
    "confidence_words",
    "config_file",
    "conversation_json",
    "conversation_markdown",
    "dated_by",
    "day_line",
    "days_of",
    "did_you_mean",
    "disagreement",
    "events_query",
    "example_questions",
    "explanation",
    "explanation_rows",
    "file_on_disk",
    "folded",
    "folder_of",
    "footnote",
    "forget_library",
    "has_pages",
    "in_day_order",
    "in_words",
    "inspection_sections",
    "is_article",
    "is_lance_address",
    "is_likely",
    "is_question_file",
    "json_text",
    "known_libraries",
    "library_in",
    "library_name",
    "load_settings",
    "new_library_path",
    "note_library",
    "notebook_bibtex",
    "notebook_csl",
    "notebook_csv",
    "notebook_docx",
    "notebook_html",
    "notebook_markdown",
    "pages_of",
    "printable",
    "quoted_event",
    "quoted_match",
    "read_questions",
    "sample_articles",
    "shortened",
    "stated_fields",
    "timeline_document",
    "timeline_format",
    "trace_sections",
    "typed_day",
    "typed_days",
    "typed_limit",
    "version_lines",
    "visible",
    "why_no_day",
    "with_current_articles",
    "write_new_file",
    "write_settings",
]

_HOMES = {
    "qa.composing.composer": ("Composition",),
    "qa.batch": ("BatchResult", "RecordedBatch"),
    "qa.settings.settings": (
        "Settings",
        "load_settings",
    ),
    "qa.history": (
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
    ),
    "qa.dates": ("days_of", "explanation", "explanation_rows", "in_words", "why_no_day"),
    "qa.engine": ("Engine",),
    "qa.english.commands": ("Command", "command_of", "command_typed"),
    "qa.english.confidence": ("is_likely", "confidence_words"),
    "qa.errors": (
        "AnswerFileError",
        "ArticleError",
        "CancelledError",
        "CitationError",
        "ConversationsError",
        "DatelineError",
        "ExportError",
        "LabelError",
        "LibraryMissingError",
        "NoSuchDayError",
        "QuestionFileError",
        "UnknownArticleError",
    ),
    "qa.progress": (
        "CheckAdvanced",
        "EncoderLoading",
        "Event",
        "FileEncoding",
        "FileFailed",
        "FileLeftOut",
        "FileRemoved",
        "FileStored",
        "FileUnchanged",
        "Retrieved",
        "TimelineAdvanced",
    ),
    "qa.inspection.report": ("Row", "Section", "inspection_sections", "trace_sections"),
    "qa.indexing.adding": ("AddReport", "Addition", "Outcome"),
    "qa.indexing.correcting": ("Correction",),
    "qa.evaluation.example_questions": ("example_questions",),
    "qa.indexing.indexer": ("IndexReport",),
    "qa.indexing.repair": ("RepairReport",),
    "qa.articles.page_pictures": ("PagePicture", "has_pages", "pages_of"),
    "qa.library.checks": ("PartReport",),
    "qa.inspection.inspector": (
        "Inspection",
        "SideHit",
        "Steps",
        "SentenceTrace",
        "SentenceOutcome",
    ),
    "qa.library.known_libraries": ("KnownLibrary", "known_libraries"),
    "qa.settings.library_location": ("LibraryLocation", "folder_of", "is_lance_address"),
    "qa.settings.library_names": ("library_in", "new_library_path"),
    "qa.library.labels": ("Label",),
    "qa.settings.recent_libraries": ("forget_library", "library_name", "note_library"),
    "qa.library": ("ArticleSummary", "RemovedArticle", "Upgrade"),
    "qa.settings.locations": ("config_file", "sample_articles"),
    "qa.utils.escaping": ("json_text", "visible"),
    "qa.articles.formats": ("is_article",),
    "qa.articles.settling": ("FolderChanges",),
    "qa.articles.watching": ("FolderWatcher",),
    "qa.articles.documents": ("ArticleFields",),
    "qa.articles.files": ("file_on_disk",),
    "qa.answering.version_names": ("also_in", "version_lines"),
    "qa.utils.nearest_names": ("did_you_mean",),
    "qa.utils.new_file": ("write_new_file",),
    "qa.utils.text": ("folded", "printable", "shortened"),
    "qa.batch.question_files": ("QuestionFile", "QuestionRow", "is_question_file", "read_questions"),
    "qa.questions.event_questions": ("events_query",),
    "qa.questions.typed_days": ("typed_day", "typed_days", "typed_limit"),
    "qa.articles.stated_fields": ("stated_fields",),
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
        "OtherVersion",
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
    "qa.settings.settings_file": ("write_settings",),
    "qa.timeline.events": ("DatedEvent",),
    "qa.answering.answer_entries": (
        "AnswerEntry",
        "AnswerSection",
        "Quote",
        "answer_sections",
        "disagreement",
    ),
    "qa.answering.trace": ("AnswerTrace",),
}
_IMPORTING = RLock()
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import a public name on first use, so that `import qa` is cheap.

    One thread imports at a time: two that import a package and a module in it at once can wait for each other.
    """
    if name not in _HOME_OF:
        raise AttributeError(f"module 'qa' has no attribute {name!r}")
    from importlib import import_module

    with _IMPORTING:
        return getattr(import_module(_HOME_OF[name]), name)
