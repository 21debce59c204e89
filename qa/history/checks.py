"""A check of the saved conversations: the file, and every turn and article in it."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from qa.articles.loading import article_id
from qa.errors import DatelineError
from qa.history.answers import unpacked_article
from qa.history.database import ConversationDatabase
from qa.history.store import ConversationStore
from qa.library.checks import PartReport
from qa.progress import CheckAdvanced, Event

_PART = "conversations"
_N_LINES = 3


def check_conversations(folder: Path, watch: Callable[[Event], None]) -> PartReport:
    """Check the conversations in a folder. What cannot be read is a problem; nothing is raised for it."""
    with closing(ConversationDatabase(folder)) as database, closing(ConversationStore(folder)) as store:
        if not database.path.exists():
            return PartReport(_PART, "none yet")
        if not database.path.stat().st_size:
            return PartReport(_PART, "", ("the file is empty: 0 bytes",))
        try:
            problems = _structure_problems(database) or _article_problems(database)
            summaries, notes = store.conversations(), store.notebook.notes()
        except DatelineError as error:
            return PartReport(_PART, "", (error.message.rstrip("."),))
        n_unreadable = 0
        for n_done, summary in enumerate(summaries):
            watch(CheckAdvanced(_PART, n_done, len(summaries)))
            n_unreadable += not _is_readable(store, summary.id)
    if n_unreadable:
        problems.append(f"conversations that cannot be read: {n_unreadable} of {len(summaries)}")
    n_turns = sum(summary.n_turns for summary in summaries)
    return PartReport(
        _PART,
        f"conversations: {len(summaries)}, turns: {n_turns}, notes: {len(notes)}, all readable",
        tuple(problems),
    )


def _structure_problems(database: ConversationDatabase) -> list[str]:
    lines = [str(line).strip() for (line,) in database.rows("PRAGMA integrity_check(100)")]
    if lines != ["ok"]:
        more = [f"and {len(lines) - _N_LINES} more errors"] if len(lines) > _N_LINES else []
        return [line[:200] for line in lines[:_N_LINES]] + more
    orphans = len(database.rows("PRAGMA foreign_key_check"))
    return [f"rows of missing turns or articles: {orphans}"] if orphans else []


def _article_problems(database: ConversationDatabase) -> list[str]:
    rows = database.rows("SELECT id, article FROM articles")
    n_altered = sum(not is_saved_article(key, packed) for key, packed in rows)
    return [f"cited articles that were altered after they were saved: {n_altered}"] if n_altered else []


def is_saved_article(key: str, packed: str) -> bool:
    """Whether a saved article can be read and its text is the one that its id was made of."""
    try:
        article = unpacked_article(packed)
    except (ValueError, TypeError):
        return False
    return article.id == key == article_id(article.text)


def _is_readable(store: ConversationStore, conversation_id: str) -> bool:
    try:
        store.conversation(conversation_id)
    except DatelineError:
        return False
    return True
