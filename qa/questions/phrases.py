"""Noun phrases of a question or an answer, found by word lists."""

import re

from qa.english.question_words import (
    ASKING,
    AUXILIARIES,
    DETERMINERS,
    DO_OR_MODAL,
    PAST_FORMS,
    PREPOSITIONS,
    SMALL,
    VERBS,
    plain,
    tokens,
)
from qa.questions.mentions import Phrase, is_body, is_capital, names_in
from qa.records import Span

_INSIDE_NAMES = frozenset("de del do dos da van von bin al el of".split())
_COMPLEMENT = re.compile(r"\s+(?:of|between|for)\s+|\s+and\s+")
_LOCATED = re.compile(r"\s+(?:in|on|at|against|with|from|near)\s+")
_ADVERBS = frozenset(
    "again ago already currently earlier ever far first later now still together yet".split()
)
_PARTICIPLE = re.compile(
    r"\w{2}(?:ed|en|ing)\Z|(?:born|worn|torn|sworn|drawn|blown|flown|known|shown|thrown)\Z"
)
_POSSESSIVE = re.compile(r"['’]s?\Z")
_SHORTEST_ED = 4
_MOST_JOINED = 4

Words = list[re.Match[str]]


def noun_phrases(text: str) -> list[Phrase]:
    """Return the noun phrases in order; a phrase with complements ("the round of talks") follows its first part."""
    words, found = tokens(text), []
    subject = _start_of_subject(words)
    number = 0
    while number < len(words):
        end = _end_of_phrase(text, words, number)
        following = end
        if number == subject:
            end = _without_verb(words, number, end)
            following = min(following, end + 1)
        if end > number:
            found.append(Span(words[number].start(), words[end - 1].end()))
        number = max(following, number + 1)
    return [_phrase(text, span) for place in range(len(found)) for span in _widths(text, found, place)]


def is_verb(word: str) -> bool:
    """Return whether a word in lower case is probably a verb."""
    return word in VERBS or word in PAST_FORMS or (word.endswith("ed") and len(word) >= _SHORTEST_ED)


def _end_of_phrase(text: str, words: Words, start: int) -> int:
    """Return the number of the word after the phrase that starts with words[start], `start` if none does."""
    end, has_noun = start, False
    while end < len(words):
        word, bare = words[end].group(), plain(words[end].group())
        if end > start and text[words[end - 1].end() : words[end].start()].strip():
            break
        following = words[end + 1].group() if end + 1 < len(words) else ""
        if bare in DETERMINERS and end == start:
            end += 1
            continue
        if (
            has_noun
            and bare in _INSIDE_NAMES
            and is_capital(words[end - 1].group())
            and is_capital(following)
        ):
            end += 1
            continue
        if (
            bare in SMALL
            or bare in _ADVERBS
            or (not is_capital(word) and _ends_phrase(words, start, end, following))
        ):
            break
        end, has_noun = end + 1, True
    return end if has_noun else start


def _ends_phrase(words: Words, start: int, number: int, following: str) -> bool:
    """Return whether a word in lower case is a verb here, and not a noun like "vote" or "strike"."""
    bare = plain(words[number].group())
    before = plain(words[number - 1].group()) if number else ""
    if number == start and before in ("who", "what"):
        return True
    if not is_verb(bare):
        return False
    if number == start or (bare in VERBS and before.endswith("s") and number > start + 1):
        return True
    after_determiner = number == start + 1 and plain(words[start].group()) in DETERMINERS
    if after_determiner:
        return False
    open_ended = not following or is_capital(following) or plain(following) in SMALL
    return bare not in VERBS or open_ended or is_capital(words[number - 1].group())


def _start_of_subject(words: Words) -> int | None:
    """Return the number of the word after the auxiliary of a question, None for other texts."""
    first = plain(words[0].group()) if words else ""
    if first not in (ASKING | AUXILIARIES | PREPOSITIONS):
        return None
    return next((n + 1 for n, word in enumerate(words) if plain(word.group()) in AUXILIARIES), None)


def _without_verb(words: Words, start: int, end: int) -> int:
    """Return the end of a named subject without the verb or adjective after it: "was Bo Lind | born".

    After "did" a verb must follow the subject, so it is the phrase's last word if none does.
    """
    if end < len(words) and is_verb(plain(words[end].group())):
        return end
    shown = [word.group() for word in words[start:end]]
    name = next((n for n, word in enumerate(shown) if is_capital(word)), len(shown))
    common = [n for n in range(name, len(shown)) if not _is_in_name(shown, n)]
    if not common:
        return end
    is_bare = name == 0 and not any(_POSSESSIVE.search(word) for word in shown[: common[0]])
    number = common[0] if is_bare else common[-1]
    helper = plain(words[start - 1].group())
    follows = number == len(shown) - 1 or is_bare or helper in DO_OR_MODAL
    return start + number if follows and _is_predicate(shown[number], helper, is_bare=is_bare) else end


def _is_in_name(shown: list[str], number: int) -> bool:
    following = shown[number + 1] if number + 1 < len(shown) else ""
    return is_capital(shown[number]) or (shown[number] in _INSIDE_NAMES and is_capital(following))


def _is_predicate(word: str, helper: str, *, is_bare: bool) -> bool:
    """Return whether a word after a name is no part of the subject: "born", but not "airport" or "shares"."""
    if helper in DO_OR_MODAL:
        return True
    if not is_bare:
        return _PARTICIPLE.search(word) is not None and not word.endswith("ing")
    return not is_body(word) and not word.endswith("s")


def _widths(text: str, spans: list[Span], place: int) -> list[Span]:
    """Return a phrase alone, and with the phrases that complete it."""
    wide = spans[place]
    found = [wide]
    for following in spans[place + 1 : place + 1 + _MOST_JOINED]:
        between = text[wide.end : following.start]
        named = bool(names_in(following.of(text), sentence=False))
        joined = _COMPLEMENT.fullmatch(between) is not None or (
            named and _LOCATED.fullmatch(between) is not None
        )
        if not joined or (between.strip() == "and" and " between " not in wide.of(text)):
            break
        wide = Span(wide.start, following.end)
        found.append(wide)
    return [found[0], found[-1]] if len(found) > 1 else found


def _phrase(text: str, span: Span) -> Phrase:
    bare = re.sub(r"['’]s?$", "", span.of(text))
    return Phrase(Span(span.start, span.start + len(bare)), bare)
