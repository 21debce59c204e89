"""Whether a question asks what happened on some days, and where or to whom."""

import re

_ASKS = re.compile(
    r"^\W*(?:(?:please |can you |could you )?tell me )?"
    r"what (?:else )?(?:happened|has happened|had happened|took place|occurred|happens|was happening|was going on"
    r"|is planned|was planned|is scheduled|will happen|events (?:happened|took place|occurred))"
    r"(?: (?:there|then|next))?(?: (?:in|at|near|around|to|with|between) (?P<topic>[^?]{1,80}?))?\W*$",
    re.IGNORECASE,
)


def is_event_question(question: str) -> bool:
    """Return whether a question, with its days removed, asks only what happened, if need be at a place."""
    return _ASKS.match(question) is not None


def topic_of_events(question: str) -> str | None:
    """Return the place or topic of "what happened in Port Ember", None without one."""
    found = _ASKS.match(question)
    return found["topic"] if found else None


def events_query(question: str) -> str:
    """Return what to search events for: the place of an events question, "" without one, else the question."""
    return (topic_of_events(question) or "") if is_event_question(question) else question
