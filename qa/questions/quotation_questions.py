"""Recognising quotation questions: "Who said what about the strike?", "What did Blair say?"."""

import re
from collections.abc import Iterable, Iterator

from qa.questions.mentions import content_words, is_body, is_person, names_in, people_in

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
_ANYTHING = re.compile(
    r"^(?:and |but |so )?what (?:did|does|do|has|have|had) (\S.{0,80}?) (?:say|said)$", re.IGNORECASE
)
_NOBODY = re.compile(
    r"(?:I|you|he|she|it|we|they|this|that|these|those|people|everyone|everybody|(?:the|this|that) (?:article|articles|story|text|report))",
    re.IGNORECASE,
)
_ANOTHER = re.compile(r"\b(?:and|;) (?:also )?(?:what|which|who|when|where|why|how)\b", re.IGNORECASE)
_LONGEST = 300  # characters


def topic_of_statements(question: str) -> str | None:
    """Return the topic of "who said what about …"; None for other questions."""
    text = " ".join(question[: _LONGEST + 1].split()).rstrip(" ?!.")
    if len(text) > _LONGEST:
        return None
    for form in _FORMS:
        if (found := form.match(text)) is not None:
            topic = found[1]
            return topic if content_words(topic) and not _ANOTHER.search(topic) else None
    return None


def speaker_and_topic(question: str) -> tuple[str, str] | None:
    """Return the speaker and topic of "What did Blair say about Iraq?"; None for other questions.

    The topic of "What did Blair say?" is empty.
    """
    text = " ".join(question[: _LONGEST + 1].split()).rstrip(" ?!.")
    if len(text) > _LONGEST or topic_of_statements(text) is not None:
        return None
    if found := _ONE.match(text):
        is_about = names_in(found[1]) and content_words(found[2]) and not _ANOTHER.search(found[2])
        return (found[1], found[2]) if is_about else None
    alone = _ANYTHING.match(text)
    if alone is None or _NOBODY.fullmatch(alone[1]) or not content_words(alone[1]):
        return None
    return alone[1], ""


def spoken_of(question: str) -> str | None:
    """Return the topic of a quotation question, None for other questions and those about anything."""
    one = speaker_and_topic(question)
    return topic_of_statements(question) or (one[1] if one else None) or None


def speakers_of(parts: Iterable[str]) -> tuple[str, ...]:
    """Return the speakers of an answer's parts, from their questions."""
    found = (_PART.match(part) for part in parts)
    return tuple(each[1] for each in found if each)


def people_among(speakers: Iterable[str]) -> Iterator[str]:
    """Yield the speakers that "he" or "she" can refer to, the last one first."""
    for speaker in reversed(list(speakers)):
        named = [
            name for name in names_in(speaker, sentence=False) if not _OWNS.match(speaker, name.span.end)
        ]
        people = [name.text for name in named if is_person(name.text, speaker)]
        if people:
            yield people[-1]
        elif not is_body(speaker) and not is_plural(speaker) and not any(map(str.isupper, speaker)):
            yield _A.sub("the ", speaker)
        else:
            yield from people_in(speaker)


def is_plural(phrase: str) -> bool:
    """Return whether a phrase is plural: "the talks", "the prices of fish"."""
    head = _HEAD.split(phrase, maxsplit=1)[0].casefold()
    return " and " in head or (
        head.endswith("s") and not head.endswith(("ss", "us", "is", "news", "'s", "’s"))
    )


_PART = re.compile(r"^What did (.+?),? say about .+$", re.DOTALL)
_A = re.compile(r"^(?:an?|one|the) ", re.IGNORECASE)
_OWNS = re.compile(r"[’'](?:s\b)?\s")
_HEAD = re.compile(
    r"\s+(?:of|in|on|at|for|from|with|between|against|to|by|over|about|near|who|which|that)\b", re.IGNORECASE
)
