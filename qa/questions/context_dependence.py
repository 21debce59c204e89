"""Whether a question can be understood alone, judged by its words."""

import re
from enum import StrEnum

from qa.english.question_words import ASKING, AUXILIARIES, PAST_FORMS, PREPOSITIONS, VERBS, plain, tokens
from qa.questions.mentions import content_words, names_in
from qa.questions.quotation_questions import topic_of_statements

_OPENER = re.compile(
    r"^(?:and|but|so|or|also|then|ok(?:ay)?|what about|how about|what of)\b(?!\s*,?\s*(?:thanks|thank you))",
    re.IGNORECASE,
)
_BACKWARD = re.compile(
    r"\b(?:he|she|him|her|hers|his|they|them|their|theirs|it|its|himself|herself|itself|themselves)\b(?!\s*[-’']s\s)",
    re.IGNORECASE,
)
_OBJECT = re.compile(
    r"\b(?:him|them|it|her)\s*(?:[?.!]|$)|\b(?:about|to|from|with|by|for|against|of|on|after)\s+(?:him|them|it|her)\b",
    re.IGNORECASE,
)
# "How much does it cost to post a card?", "Is it true that …?": "it" refers forward.
_EMPTY_IT = re.compile(
    r"\bit\s+(?:take|takes|took|cost|costs)\b.{0,200}\bto\b|\b(?:is|was)\s+it\s+\w+\s+(?:to|that|for)\b|\bit\s+(?:rain|snow)\w*\b"
    r"|\b(?:is|was)\s+it\s+that\b",
    re.IGNORECASE,
)
_DEMONSTRATIVE = re.compile(
    r"\b(?:this|these|those)\b(?!\s+(?:year|month|week|morning|evening|afternoon|season|summer|winter|spring|autumn|time|who|which|that)\b)"
    r"|\b(?:was|is|were|are|did|does|about|after|before|for|of|by|with|from|since|like|said|say|says|do|doing|done|mean)\s+that\s*(?:[?.!,]|$)"
    r"|\b(?:was|is|did|does|will|would|has|had|can|could)\s+that\s+(?:happen|be|come|take|mean|cost|last|start|end|begin|go|work|from|far|in|on|at|the|a|an|decided|held|done|made|said)\b"
    r"|\b(?:so|the same)\s*(?:[?.!]|$)",
    re.IGNORECASE,
)
_THERE = re.compile(
    r"(?<!\bare )(?<!\bis )(?<!\bwas )(?<!\bwere )(?<!\bbe )(?<!\bbeen )\bthere\b(?!\s+(?:is|are|was|were|will|be|has|have|to be)\b)",
    re.IGNORECASE,
)
_SINCE_THEN = re.compile(
    r"\b(?:since|until|before|after|by|back|and) then\b|^then\b|\bat (?:the|that) time\b|\bafterwards?\b",
    re.IGNORECASE,
)
# "… did the dollar fall, when it rose …": the pronoun refers to something in the question.
_SUBORDINATE = re.compile(
    r"\b(?:when|because|that|after|before|while|as|if|since|although|once)\s+$", re.IGNORECASE
)
# "Which party withdrew its support …?" likewise
_OWNING = re.compile(r"(?:his|her|its|their)\s+\w", re.IGNORECASE)
_OWN_THING = re.compile(
    rf"\b(?:the|a|an|(?:which|what)(?!\s+(?:{'|'.join(AUXILIARIES)})\b))\s+\w+", re.IGNORECASE
)
_LONGEST_BARE = 3  # content words of a question without a verb: "at which palace?"


class ContextDependence(StrEnum):
    """Whether a question depends on the conversation.

    PERHAPS: it has no reference and no name, so the articles decide.
    """

    NO = "no"
    PERHAPS = "perhaps"
    YES = "yes"


def context_dependence_of(question: str) -> ContextDependence:
    """Return whether a question depends on an earlier one: pronouns, ellipsis, "and …", "what about …"."""
    text = question.strip()
    topic = topic_of_statements(text)
    if topic is not None and not has_back_reference(topic) and not _OPENER.match(text):
        return ContextDependence.NO  # "Who said what about the march?" names its topic
    if _OPENER.match(text) or is_bare_question(text) or has_back_reference(text):
        return ContextDependence.YES
    return ContextDependence.NO if names_in(text) else ContextDependence.PERHAPS


def has_back_reference(question: str) -> bool:
    """Return whether a question refers to something outside it."""
    if _DEMONSTRATIVE.search(question) or _THERE.search(question) or _SINCE_THEN.search(question):
        return True
    pronoun = _BACKWARD.search(question)
    if pronoun is None or _EMPTY_IT.search(question):
        return False
    if _OBJECT.search(question):
        return True
    before = question[: pronoun.start()]
    if _OWN_THING.search(before) and (
        _SUBORDINATE.search(before) or _OWNING.match(question, pronoun.start())
    ):
        return False
    return not any(name.span.end <= pronoun.start() for name in names_in(question))


def is_bare_question(question: str) -> bool:
    """Return whether a question has no verb: "Why?", "By whom?", "At which palace?"."""
    words = [plain(token.group()) for token in tokens(question)]
    if not words or names_in(question) or len(content_words(question)) > _LONGEST_BARE:
        return False
    start = 1 if words[0] in PREPOSITIONS and len(words) > 1 else 0
    rest = words[start + 1 :]
    if words[start] not in ASKING or (words[start] in ("who", "whom", "what") and not start and rest):
        return words[start:] in (["who", "else"], ["what", "else"])
    return not any(
        word in AUXILIARIES or word in VERBS or word in PAST_FORMS or word.endswith("ed") for word in rest
    )
