"""The interpretations of a question in its conversation, with their prior probabilities."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.english.question_words import PREPOSITIONS, plain
from qa.questions.antecedents import PastTurn, features_of, mentions_for
from qa.questions.interpretation_prior import InterpretationPrior
from qa.questions.mentions import content_words
from qa.questions.references import Reference, is_inside, references_in, without_opener
from qa.questions.variants import InterpretationKind, Variant, as_question, put, variants_of

_MOST = 2  # interpretations besides the question as typed
_LEAST = -3.5  # log-odds to the likeliest wording below which one is dropped
_MOST_REFERENCES = 3
_SAYS = re.compile(r"\b(?:say|said)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A wording that may be meant; `prior` is the log of its probability before anything is searched."""

    text: str
    kind: InterpretationKind
    prior: float


def interpretations(
    question: str, past: Sequence[PastTurn], prior: InterpretationPrior
) -> list[Interpretation]:
    """Return the question as typed and its likely other wordings after `past` turns, latest turn first.

    The likeliest comes first. Wordings that name the same thing more or less fully are one interpretation.
    """
    ranked = _ranked(variants_of(question, past), prior)
    as_typed = next(each for each in ranked if each.kind is InterpretationKind.AS_TYPED)
    distinct: list[Interpretation] = []
    for each in ranked:
        if each is as_typed or each.prior < ranked[0].prior + _LEAST:
            continue
        number = next((n for n, other in enumerate(distinct) if _is_same(each.text, other.text)), None)
        if number is None:
            distinct.append(each)
        else:
            distinct[number] = _merged(distinct[number], each)
    distinct.sort(key=lambda each: -each.prior)
    kept = [as_typed, *(_completed(each, question, past, prior) for each in distinct[:_MOST])]
    return sorted(kept, key=lambda each: -each.prior)


def _ranked(variants: Sequence[Variant], prior: InterpretationPrior) -> list[Interpretation]:
    utilities = [prior.utility(each.features) for each in variants]
    highest = max(utilities)
    total = highest + math.log(math.fsum(math.exp(each - highest) for each in utilities))
    pairs = zip(variants, utilities, strict=True)
    found = [Interpretation(each.text, each.kind, utility - total) for each, utility in pairs]
    return sorted(found, key=lambda each: -each.prior)


def _merged(one: Interpretation, other: Interpretation) -> Interpretation:
    """Return one of two wordings for the same, with both probabilities: "Holm", but "the round of talks"."""
    shorter, fuller = sorted((one, other), key=lambda each: len(each.text))
    shown = fuller if _is_completed(shorter.text, fuller.text) else shorter
    return replace(shown, prior=math.log(math.exp(one.prior) + math.exp(other.prior)))


def _is_same(one: str, other: str) -> bool:
    """Return whether one text names the same more fully: "the mayor Holm" for "Holm"."""
    shorter, longer = sorted((one, other), key=len)
    extra = _inserted(shorter, longer)
    crosses = any(plain(word) in PREPOSITIONS | {"and"} for word in extra)
    return bool(extra) and (_is_completed(shorter, longer) or not crosses)


def _is_completed(shorter: str, longer: str) -> bool:
    """Return whether the longer text inserts a complement: "of talks"."""
    extra = _inserted(shorter, longer)
    return bool(extra) and plain(extra[0]) in PREPOSITIONS


def _inserted(shorter: str, longer: str) -> list[str]:
    """Return the words that one text inserts into the other at one place; none if it differs in another way."""
    few, many = shorter.split(), longer.split()
    n_extra = len(many) - len(few)
    start = next((n for n, (a, b) in enumerate(zip(few, many, strict=False)) if a != b), len(few))
    return many[start : start + n_extra] if n_extra > 0 and few[start:] == many[start + n_extra :] else []


def _completed(
    meant: Interpretation, question: str, past: Sequence[PastTurn], prior: InterpretationPrior
) -> Interpretation:
    """Resolve the other references too, and name the topic of "What did she say?"."""
    if meant.kind is not InterpretationKind.RESOLVED:
        return meant
    text = meant.text
    known = {each.kind for each in references_in(without_opener(question))[:1]}
    for _ in range(_MOST_REFERENCES):
        references = [each for each in references_in(text) if each.kind not in known]
        if not references:
            break
        known.add(references[0].kind)
        text = _resolved(text, references[0], past, prior)
    topic = next((turn.topic for turn in past if turn.topic), None)
    if topic and _SAYS.search(text.rstrip(" ?!.")):
        text = f"{text.rstrip(' ?!.')} about {topic}"
    return replace(meant, text=as_question(text))


def _resolved(text: str, reference: Reference, past: Sequence[PastTurn], prior: InterpretationPrior) -> str:
    """Resolve a reference by its likeliest mention, without those that the text contains already."""
    own = set(content_words(text))
    fresh = [each for each in mentions_for(reference, past) if not set(content_words(each.text)) & own]
    if not fresh or (reference.is_possessive and is_inside(reference, text)):
        return text
    return put(
        text, reference, max(fresh, key=lambda each: prior.utility(features_of(each, reference, text)))
    )
