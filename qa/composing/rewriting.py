"""Rewriting a follow-up that the rules could not resolve into a question that stands alone."""

from collections.abc import Sequence

from qa.composing.chat_model import ChatModel
from qa.english.question_words import SMALL, TOKEN, plain
from qa.english.stemming import stems_of
from qa.records import Turn

_MAX_TOKENS = 60
_MAX_CHARACTERS = 300
_N_TURNS = 4
_INSTRUCTIONS = (
    "Rewrite the last question so that it can be understood without the conversation. Replace pronouns and add what"
    " is left out, with words from the conversation only. Reply with the question alone."
)


def rewritten(question: str, history: Sequence[Turn], chat: ChatModel) -> str | None:
    """Return a follow-up as a complete question, None if the reply isn't one.

    Every word of it besides function words must occur in the conversation, so that nothing is asked that the user
    didn't say or read.
    """
    turns = [f"Q: {turn.question}\nA: {turn.answer or '(no answer)'}" for turn in history[-_N_TURNS:]]
    message = "\n".join([*turns, f"Last question: {question}"])
    reply = chat.reply(_INSTRUCTIONS, message, max_tokens=_MAX_TOKENS)
    wording = " ".join(reply.split()).strip(" \"“”'")
    if not wording or len(wording) > _MAX_CHARACTERS or not wording.endswith("?") or wording == question:
        return None
    said = " ".join(
        [question, *(part for turn in history for part in (turn.question, turn.answer or "", *turn.quotes))]
    )
    return wording if _stems(wording) <= _stems(said) else None


def _stems(text: str) -> set[str]:
    return stems_of({plain(each.group()) for each in TOKEN.finditer(text)} - SMALL)
