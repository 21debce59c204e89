"""Whether a question asks what happened on some days."""

import re

_ASKS = re.compile(
    r"^\W*what (?:else )?(?:happened|has happened|took place|occurred|happens|was going on|is planned|will happen)"
    r"(?: (?:there|then|next))?\W*$",
    re.IGNORECASE,
)


def is_event_question(question: str) -> bool:
    """Return whether a question, with its days removed, asks only what happened."""
    return _ASKS.match(question) is not None
