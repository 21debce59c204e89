"""Whether a question asks for what was said, by everybody or by one: "Who said what about the strike?"."""

import re

from qa.conversation.mentions import content_words, names_in

_SAID = r"(?:said|say|says|claimed|claims|announced|argued|told\s+(?:the\s+)?\w+)"
_ON = r"(?:about|on|of|regarding|concerning)"
_EVERYBODY = (
    r"(?:people|everyone|everybody|the\s+people\s+involved|those\s+involved|different\s+people|"
    r"(?:both|all|the\s+two|the\s+different|the\s+various)\s+(?:sides|parties|camps|speakers))"
)
_FORMS = [
    re.compile(rf"^(?:and |but |so )?{form}$", re.IGNORECASE)
    for form in (
        rf"who (?:all )?(?:has |have |had )?{_SAID} what {_ON} ([^\s?][^?]*)",
        rf"who (?:all )?(?:has |have |had )?{_SAID} what \(([^()]+)\)",
        rf"what (?:was|were|has been|have been|is being) (?:said|claimed) {_ON} ([^\s?][^?]*?),? and (?:by whom|who (?:has )?said (?:it|so|that|what))",
        rf"what (?:did|do|does|has|have) {_EVERYBODY} (?:say|said) {_ON} ([^\s?][^?]*)",
        rf"who (?:has |have )?(?:spoke|spoken|commented|talked) {_ON} ([^\s?][^?]*?),? and what did (?:they|each|each of them|he or she) say(?: {_ON} (?:it|them))?",
        rf"who (?:has |have )?said (?:something|anything) {_ON} ([^\s?][^?]*?),? and what(?: did they say| was it)?",
    )
]
_ONE = re.compile(
    r"^(?:and |but |so )?what (?:did|does|has|have|had) (?:the )?(\S.{0,80}?) (?:say|said) (?:about|on|regarding|concerning) "
    r"([^\s?][^?]*)$",
    re.IGNORECASE,
)
_ANOTHER = re.compile(r"\b(?:and|;) (?:also )?(?:what|which|who|when|where|why|how)\b", re.IGNORECASE)
_LONGEST = 300  # characters


def topic_of_statements(question: str) -> str | None:
    """Return what a question wants everybody's words about, as the question puts it; None where it asks otherwise."""
    text = " ".join(question[: _LONGEST + 1].split()).rstrip(" ?!.")
    if len(text) > _LONGEST:
        return None
    for form in _FORMS:
        if (found := form.match(text)) is not None:
            topic = found[1]
            return topic if content_words(topic) and not _ANOTHER.search(topic) else None
    return None


def speaker_and_topic(question: str) -> tuple[str, str] | None:
    """Return whose words a question wants and what about: "What did Blair say about Iraq?"; None where it does not."""
    text = " ".join(question[: _LONGEST + 1].split()).rstrip(" ?!.")
    found = _ONE.match(text) if len(text) <= _LONGEST and topic_of_statements(text) is None else None
    if found is None or not names_in(found[1]) or not content_words(found[2]) or _ANOTHER.search(found[2]):
        return None
    return found[1], found[2]
