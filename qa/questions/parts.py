"""Splitting a question with several parts into single questions."""

import re

from qa.english.question_words import AUXILIARIES, PAST_FORMS, VERBS, plain, tokens
from qa.questions.quotation_questions import topic_of_statements

_ASKING = (
    r"(?:(?:(?:on|in|at|by|for|from|since|until|with|to)\s+)?(?:(?:what|which)\s+(?:day|date|time|hour|year|month|place|city|town|"
    r"country)|what|which|who|whom|whose|when|where|why|how(?:\s+(?:many|much|long|often|far|old))?))"
)
_LIST = re.compile(rf"^({_ASKING}(?:\s*,\s*{_ASKING})*)\s*,?\s+and\s+({_ASKING})\s+(\S.*)$", re.IGNORECASE)
_TAIL = re.compile(
    rf"^(.+?)(?:\s*,\s*|\s+)and\s+(?:also\s+)?({_ASKING}(?:\s*,?\s+and\s+{_ASKING}){{0,8}})$", re.IGNORECASE
)
_OPENS_A_CLAUSE = re.compile(
    r"^(?:when|where|why|how)\s+(?!(?:many|much|long|often|far|old)\b)([\w'’]+)", re.IGNORECASE
)
_EXCEPT = re.compile(r"\b(?:other than|besides|aside from|except|apart from)\b", re.IGNORECASE)
_SECOND = re.compile(
    rf"^(.+?)(?:\s*[,;]\s*(?:and\s+)?|\s+and\s+)(?:also\s+)?({_ASKING}\s+\S.*)$", re.IGNORECASE
)
_SENTENCES = re.compile(r"(?<=\?)\s+(?=\S)")
_ABOUT = re.compile(r"\b(?:what|how)\s+(?:about|of)\b", re.IGNORECASE)
MAX_PARTS = 4


def parts_of(question: str) -> list[str]:
    """Return the parts of a question in order; a single question is returned unchanged.

    Later parts may depend on earlier ones ("Where was it held, and when?" → "… held?", "When?"): ask them in order,
    as turns of one conversation.
    """
    text = question.strip()
    sentences = _SENTENCES.split(text)
    announced = _ABOUT.search(sentences[0]) and topic_of_statements(sentences[0]) is None
    if len(sentences) > 1 and not announced and all(_is_asked(one) for one in sentences):
        return [part for sentence in sentences for part in parts_of(sentence)][:MAX_PARTS]
    if topic_of_statements(text) is not None:  # the parts are one per speaker, known only from the articles
        return [question]
    bare = text.rstrip(" ?!.")
    parts = _listed(bare) or _tailed(bare) or _joined(bare)
    return parts[:MAX_PARTS] if parts else [question]


def _listed(text: str) -> list[str] | None:
    """Split "When and where was it held?" into "When was it held?" and "Where was it held?"."""
    found = _LIST.match(text)
    if not found or not _has_verb(found[3]):
        return None
    asking = [*re.split(r"\s*,\s*", found[1]), found[2]]
    return [_sentence(f"{each} {found[3]}") for each in asking]


def _tailed(text: str) -> list[str] | None:
    """Split "Who signed it, and when?" into "Who signed it?" and "When?"."""
    found = _TAIL.match(text)
    if not found or not _is_asked(found[1]) or not _has_verb(found[1]):
        return None
    return [_sentence(found[1]), *(_sentence(each) for each in re.split(r"\s*,?\s+and\s+", found[2]))]


def _joined(text: str) -> list[str] | None:
    """Split "Who led the talks and where were they held?" in two."""
    found = _SECOND.match(text)
    if not found or not (_is_asked(found[1]) and _has_verb(found[1]) and _has_verb(found[2])):
        return None
    if _EXCEPT.search(found[1]) or not (_is_inverted(found[1]) and _is_inverted(found[2])):
        return None
    if not re.search(r"\band\b|;", text[found.end(1) : found.start(2)]) and not _helped(found[2]):
        return None  # "Manchester City, who beat Everton": a relative clause
    asking = plain(tokens(found[2])[0].group())
    clauses = {plain(token.group()) for token in tokens(found[1])[1:]}
    if asking in clauses or "whether" in clauses:  # "the man who fled and who …": a relative clause continues
        return None
    return [_sentence(found[1]), *parts_of(_sentence(found[2]))]


def _is_inverted(text: str) -> bool:
    """Return whether "when", "where", "why" or "how" with an auxiliary asks: "when did", not "when the talks"."""
    found = _OPENS_A_CLAUSE.match(text)
    return found is None or plain(found[1]) in AUXILIARIES


def _helped(text: str) -> bool:
    words = [plain(token.group()) for token in tokens(text)]
    return words[0] in ("what", "why", "how") and any(word in AUXILIARIES for word in words[1:3])


def _is_asked(text: str) -> bool:
    return (
        re.match(rf"(?:(?:and|but|so)\s+)?(?:{_ASKING}|{'|'.join(AUXILIARIES)})\b", text, re.IGNORECASE)
        is not None
    )


def _has_verb(text: str) -> bool:
    words = [plain(token.group()) for token in tokens(text)]
    if words[:1] in (["who"], ["what"]) and words[1:2] and words[1].endswith("s"):
        return True
    return any(
        word in AUXILIARIES
        or word in PAST_FORMS
        or word in VERBS
        or word.rstrip("s") in VERBS
        or word.endswith("ed")
        for word in words
    )


def _sentence(text: str) -> str:
    bare = text.strip(" ,;?")
    return f"{bare[:1].upper()}{bare[1:]}?"
