"""The last conversation, continued by `dateline ask --continue`."""

from pathlib import Path
from uuid import uuid4

from qa.engine import Engine
from qa.history import ConversationStore
from qa.records import Answer, Filters, Turn

_N_REMEMBERED = 6  # turns that a follow-up can refer to, as in the app
_N_NEAREST = 5


class ContinuedConversation:
    """The conversation in a folder that was last added to, or a new one if there is none."""

    def __init__(self, folder: Path) -> None:
        self._store = ConversationStore(folder)
        latest = self._store.latest()
        self._id = latest.summary.id if latest else uuid4().hex
        self._turns = latest.turns if latest else ()

    @property
    def history(self) -> list[Turn]:
        """The turns that a question can refer to, oldest first."""
        answered = [Turn.of(turn.answer) for turn in self._turns if turn.answer is not None]
        return answered[-_N_REMEMBERED:]

    def keep(self, engine: Engine, answer: Answer, filters: Filters) -> None:
        """Save a question with its answer; if another process added a turn meanwhile, in a copy."""
        turn_id = uuid4().hex
        known = [turn.id for turn in self._turns]
        saved_in = self._store.keep_question(self._id, turn_id, answer.question, filters, after=known)
        nearest = [engine.article_by_id(hit.passage.article_id) for hit in answer.nearest[:_N_NEAREST]]
        self._store.keep_answer(saved_in, turn_id, answer, nearest)
        self._store.close()
