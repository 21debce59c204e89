"""Whether a question asks what happened on some days, and where or to whom."""

import re

_ASKS = re.compile(
    r"^\W*(?:(?:please |can you |could you )?tell me )?"
    r"what (?:else )?(?:happened|has happened|had happened|took place|occurred|happens|was happening|was going on"
    r"|is planned|was planned|is scheduled|will happen|events (?:happened|took place|occurred))"
    r"(?: (?:there|then|next))?(?: (?:in|at|near|around|to|with|between) (?P<topic>[^?]{1,80}?))?\W*$",
    re.IGNORECASE,
)

_OPENING = re.compile(
    r"^\W*(?:(?:please|can you|could you)\s+)?(?:tell me\s+)?(?:about\s+)?what (?:else\s+|all\s+)?"
    r"(?:happened|has happened|had happened|took place|occurred|happens|was happening|was going on|went on)\b"
    r"(?:\s+(?:during|before|after|at|in|on|to|with|about))?",
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
    """Return what to search events for: the question without "what happened", "" if it asks nothing else."""
    if is_event_question(question):
        return topic_of_events(question) or ""
    asked = _OPENING.sub("", question, count=1)
    return asked.strip(" ?!.") if asked != question else question
