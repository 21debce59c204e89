"""A question split into question words, auxiliary and rest, and reassembled in other forms."""

import re
from dataclasses import dataclass

from qa.english.question_words import (
    ASKING,
    AUXILIARIES,
    DETERMINERS,
    PAST_FORMS,
    PREPOSITIONS,
    SMALL,
    VERBS,
    plain,
    tokens,
)

_ENDS = " \t\n?!.…"
_PARTICIPLE = re.compile(r"(?:ed|ing|en)$")


@dataclass(frozen=True, slots=True)
class Clause:
    """A question as `asking` (its question words), `helper` (an auxiliary or "") and `rest`.

    `inverted` means that the auxiliary precedes the subject, so that other question words fit in front: "whom | did |
    Rubin meet in Hanoi". Otherwise the question words are the subject.
    """

    asking: str
    helper: str
    rest: str
    inverted: bool

    def asked_with(self, asking: str, answer: str | None) -> str:
        """Return the question with other question words; if they were the subject, the answer takes its place."""
        opening = asking[:1].upper() + asking[1:]
        if self.inverted:
            return f"{opening} {self.helper} {self.rest}?"
        subject = self.answered(answer)
        return f"{opening} was it that {subject} {self.helper} {self.rest}?".replace("  ", " ")

    def answered(self, answer: str | None) -> str:
        """Return the subject of the question: the answer, with the noun that it counts."""
        words = self.asking.split()
        noun = " ".join(words[2:]) if plain(words[0]) == "how" else ""
        if not answer:
            return noun or {"who": "somebody", "what": "something"}.get(
                plain(words[0]), " ".join(words[1:]) or "it"
            )
        return answer if not noun or noun.split()[-1].lower() in answer.lower() else f"{answer} {noun}"


def split_clauses(question: str) -> Clause | None:
    """Split a question, or return None if its question words can't be separated from the rest."""
    text = question.strip().strip(_ENDS)
    words = tokens(text)
    if not words:
        return None
    start = 1 if plain(words[0].group()) in PREPOSITIONS and len(words) > 1 else 0
    asking = plain(words[start].group())
    if asking not in ASKING:
        return None
    for number in range(start + 1, min(len(words), start + _FURTHEST_HELPER)):
        word, before = words[number], text[: words[number].start()].strip()
        if plain(word.group()) in AUXILIARIES:
            rest = text[word.end() :].strip()
            inverted = _inverted(asking, number - start, plain(word.group()), rest)
            return Clause(before, word.group(), rest, inverted)
        following = words[number + 1].group() if number + 1 < len(words) else ""
        if _is_verb_of(asking, number - start, plain(word.group()), plain(following)):
            return Clause(before, "", text[word.start() :], inverted=False)
    return None


def _is_verb_of(asking: str, distance: int, word: str, following: str) -> bool:
    """Return whether a word, `distance` words after the question word, is the main verb."""
    if word in PAST_FORMS or (distance > 1 and word.endswith("ed") and len(word) > _SHORTEST_ED):
        return True
    if asking in ("who", "what") and distance == 1:
        return _PARTICIPLE.search(word) is not None or word.endswith("s")
    return asking in _BEFORE_A_SUBJECT and distance > 1 and following in _BEHIND_A_VERB


_BEFORE_A_SUBJECT = frozenset(("which", "what", "how", "whose"))
_BEHIND_A_VERB = DETERMINERS | (PREPOSITIONS - {"of"})


_FURTHEST_HELPER = 7
_SHORTEST_ED = 4


def _inverted(asking: str, distance: int, helper: str, rest: str) -> bool:
    """Return whether a subject follows the auxiliary."""
    if asking in ("when", "where", "why") or (asking == "how" and distance == 1):
        return True
    if helper in ("did", "do", "does"):
        return True
    first = tokens(rest)
    if not first:
        return False
    word = first[0].group()
    if asking == "who" and helper in ("is", "was", "are", "were"):
        return False
    return (
        plain(word) in DETERMINERS
        or any(char.isupper() for char in word)
        or not (plain(word) in SMALL or plain(word) in VERBS or _PARTICIPLE.search(plain(word)))
    )
