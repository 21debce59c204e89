"""Wordings that a follow-up may stand for, each with the features that the prior weighs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qa.english.question_words import PREPOSITIONS, TIME_WORDS, plain, tokens
from qa.questions.antecedents import Mention, PastTurn, features_of, mentions_for
from qa.questions.clauses import split_clauses
from qa.questions.mentions import content_words, names_in
from qa.questions.phrases import noun_phrases
from qa.questions.quotation_questions import speaker_and_topic, topic_of_statements
from qa.questions.references import (
    Reference,
    ReferenceKind,
    bare_question_words,
    fragment_of,
    has_opener,
    is_inside,
    references_in,
    without_opener,
)
from qa.records import Span

_OWNER = re.compile(r"\b(?:the\s+)?(?:[A-Z][\w’'-]{0,40}\s+){0,6}[\w-]{1,40}['’]s?(?=\s|$)")
_OWNS = re.compile(r"['’]s?$")
_ANNOUNCED = re.compile(
    r"^(?:and |but |so )?(?:what|how) (?:about|of)\s+([^?]+)\?\s+(\S.*\?)$", re.IGNORECASE
)
_COUNTED_BARE = re.compile(r"^(?:the|all|both|some)\s+")
_ADJOINING = PREPOSITIONS | {"according"}
_MOST_WORDS = 8  # content words that count as a feature
_N_BACK = 2  # turns whose questions a phrase can be put into


class InterpretationKind(StrEnum):
    """How the wording of an interpretation was made."""

    AS_TYPED = "as typed"
    RESOLVED = "resolved"
    ASKED_AGAIN = "asked again"
    NEW_SUBJECT = "new subject"

    @property
    def words(self) -> str:
        """A description for the inspector."""
        return _WORDS[self]


_WORDS = {
    InterpretationKind.AS_TYPED: "as typed",
    InterpretationKind.RESOLVED: "references replaced by names",
    InterpretationKind.ASKED_AGAIN: "the last question with these question words",
    InterpretationKind.NEW_SUBJECT: "the last question with this phrase",
}


@dataclass(frozen=True, slots=True)
class Variant:
    """A wording with its features by name; see qa.questions.interpretation_prior."""

    text: str
    kind: InterpretationKind
    features: dict[str, float]


def variants_of(question: str, past: Sequence[PastTurn]) -> list[Variant]:
    """Return all wordings after `past` turns, latest first: as typed, then others; one reference is resolved."""
    found = [Variant(question, InterpretationKind.AS_TYPED, question_features(question, past))]
    announced = _ANNOUNCED.match(question.strip())
    if past and announced:
        subject = PastTurn(f"What about {announced[1]}?", announced[1])
        found += _others(announced[2], [subject, *past])
    elif past:
        found += _others(without_opener(question), past)
    unique: dict[str, Variant] = {}
    for variant in found:
        unique.setdefault(variant.text.casefold().rstrip(" ?"), variant)
    return list(unique.values())


def question_features(question: str, past: Sequence[PastTurn]) -> dict[str, float]:
    """Return the features of a question as typed, by name."""
    said = {word for turn in past for text in (turn.question, turn.answer) for word in content_words(text)}
    words = content_words(question)
    named = [set(content_words(name.text)) for name in names_in(question)]
    features = {
        "as typed": 1.0,
        "bare": float(bare_question_words(question) is not None),
        "fragment": float(fragment_of(question) is not None),
        "opener": float(has_opener(question)),
        "name said before": float(any(each <= said for each in named)),
        "new name": float(any(not each <= said for each in named)),
        "day": float(TIME_WORDS.search(question) is not None),
        "content words": min(len(words), _MOST_WORDS) / _MOST_WORDS,
        "overlap": sum(word in said for word in words) / max(1, len(words)),
    }
    for reference in references_in(question)[:1]:
        features[f"typed {reference.kind}"] = 1.0
        features["inside"] = float(is_inside(reference, question))
    return features


def put(text: str, reference: Reference, mention: Mention) -> str:
    """Return a text in which a mention replaces a reference."""
    words, before = mention.text, text[: reference.span.start]
    if reference.is_possessive:
        words = f"{words}'" if words.endswith("s") else f"{words}'s"
    elif reference.kind is ReferenceKind.PLACE:
        last = plain(before.split()[-1]) if before.split() else ""
        words = words if last in PREPOSITIONS else f"in {words}"
    elif reference.kind is ReferenceKind.COUNTED:
        words = f" {_COUNTED_BARE.sub('', words)}"
    return as_question(before + words + text[reference.span.end :])


def as_question(text: str) -> str:
    """Return a text with a capital letter and one question mark."""
    bare = text.strip(" ?!.")
    return f"{bare[:1].upper()}{bare[1:]}?"


def _others(text: str, past: Sequence[PastTurn]) -> Iterator[Variant]:
    if (asking := bare_question_words(text)) is not None:
        clause = split_clauses(past[0].question)
        if clause is not None and topic_of_statements(past[0].question) is None:
            again = clause.asked_with(asking, past[0].answer or None)
            yield Variant(again, InterpretationKind.ASKED_AGAIN, {"asked again": 1.0})
    elif (phrase := fragment_of(text)) is not None:
        for n_back, turn in enumerate(past[:_N_BACK]):
            yield from _with_phrase(phrase, turn.question, n_back)
    references = references_in(text)
    own = set(content_words(text))
    for mention in mentions_for(references[0], past, text) if references else ():
        if set(content_words(mention.text)) <= own:
            continue
        features = {"resolved": 1.0, **features_of(mention, references[0], text)}
        yield Variant(put(text, references[0], mention), InterpretationKind.RESOLVED, features)


def _with_phrase(phrase: str, question: str, n_back: int) -> Iterator[Variant]:
    """Replace each part of a question with a phrase; append a time or a place such as "in Bergen" as well."""
    always = {"new subject": 1.0, "turns back": float(n_back)}
    for span, features in _parts(phrase, question):
        text = as_question(question[: span.start] + phrase + question[span.end :])
        yield Variant(text, InterpretationKind.NEW_SUBJECT, always | features)
    if _first(phrase) in _ADJOINING or TIME_WORDS.fullmatch(phrase):
        added = as_question(f"{question.rstrip(' ?!.')} {phrase}")
        yield Variant(added, InterpretationKind.NEW_SUBJECT, always | {"added": 1.0})


def _parts(phrase: str, question: str) -> Iterator[tuple[Span, dict[str, float]]]:
    """Yield the parts of a question that a phrase can replace, with the features of both."""
    is_time = TIME_WORDS.fullmatch(phrase) is not None
    for time in TIME_WORDS.finditer(question):
        yield Span(*time.span()), {"same type": float(is_time), "part is time": 1.0}
    if _OWNS.search(phrase):
        yield from _owners(question)
    elif _first(phrase) in _ADJOINING:
        yield from _adjuncts(_first(phrase), question)
    else:
        yield from _phrases(phrase, question)


def _owners(question: str) -> Iterator[tuple[Span, dict[str, float]]]:
    """Yield the owners in a question, and what comes before the last word of other phrases."""
    for owner in _OWNER.finditer(question):
        yield Span(*owner.span()), {"same type": 1.0, "part is owner": 1.0}
    for each in noun_phrases(question):
        before = each.text.rpartition(" ")[0].rstrip()
        if before and not re.search(r"['’]", each.text):
            yield Span(each.span.start, each.span.start + len(before)), {"part is modifier": 1.0}


def _adjuncts(preposition: str, question: str) -> Iterator[tuple[Span, dict[str, float]]]:
    """Yield the phrases of a question that follow this preposition, with it."""
    phrases = noun_phrases(question)
    for word in tokens(question):
        after = (each for each in phrases if question[word.end() : each.span.start].strip() in ("", "to"))
        following = next((each for each in after if each.span.start > word.end()), None)
        if plain(word.group()) == preposition and following is not None:
            yield Span(word.start(), following.span.end), {"same type": 1.0, "part is adjunct": 1.0}


def _phrases(phrase: str, question: str) -> Iterator[tuple[Span, dict[str, float]]]:
    clause = split_clauses(question)
    n_asking = len(clause.asking) if clause else 0
    own = content_words(phrase)
    stems = {word.rstrip("s") for word in own}
    is_name = bool(names_in(phrase, sentence=False))
    n_seen = 0
    said = speaker_and_topic(question) if is_name else None
    for owner in _OWNER.finditer(question) if is_name else ():
        bare = _OWNS.sub("", owner.group())
        yield Span(owner.start(), owner.start() + len(bare)), {"part is owner": 1.0, "name for owner": 1.0}
    for each in noun_phrases(question):
        words = content_words(each.text)
        has_name = bool(names_in(each.text, sentence=False))
        n_seen += each.span.start >= n_asking
        features = {
            "part is phrase": 1.0,
            "shares a word": float(bool(stems & {word.rstrip("s") for word in words})),
            "same last word": float(words[-1:] == own[-1:]),
            "name for name": float(is_name and has_name),
            "name for other": float(is_name != has_name),
            "first part": float(n_seen == 1),
            "asked part": float(each.span.end <= n_asking),
            "same type": float(said is not None and each.text.removeprefix("the ") == said[0]),
        }
        yield each.span, features


def _first(phrase: str) -> str:
    return plain(phrase.split(maxsplit=1)[0]) if phrase.split() else ""
