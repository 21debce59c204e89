"""Answers to "Who is X?" and "What is X?": how the articles describe X, newest first."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from qa.answering.candidate_status import CandidateStatus
from qa.answering.evidence import Evidence, EvidenceFound, age, found_evidence, listing, sentences_of
from qa.answering.same_answer import same_answer
from qa.attribution.descriptions import Form, descriptions_of, mentions_of
from qa.attribution.tokens import Token, tokens_of
from qa.attribution.words import OFFICES
from qa.english.titles import ROLES
from qa.records import Answer, Article, Hit

_N_SHOWN, _N_OTHERS = 3, 8
# How likely a description says who or what the name is. Set by hand: explicit forms first. On 13 names in agency
# reports, all first descriptions were right.
_SURE = {
    Form.COPULA: 0.9,
    Form.APPOSITION: 0.9,
    Form.TITLE: 0.9,
    Form.PARENTHESIS: 0.8,
    Form.REVERSED: 0.8,
    Form.RELATIVE: 0.7,
}
_SURE_OF_MENTION = 0.5  # a sentence about the name that doesn't describe it

Described: TypeAlias = tuple[Evidence, float]


def described(
    name: str, hits: Sequence[Hit], article: Callable[[str], Article]
) -> tuple[EvidenceFound, list[Described]]:
    """Return the descriptions of a name, one per distinct description and newest first, each with its confidence.

    A family name alone counts in articles that give the full name. Without any description, the newest sentence that
    starts with the name is returned.
    """
    articles = {hit.passage.article_id: article(hit.passage.article_id) for hit in hits}
    found = sorted(_descriptions(name, hits, articles), key=lambda each: age(each[0].article))
    if not found:
        found = sorted(_subjects(name, hits, articles), key=lambda each: age(each[0].article))[:1]
    kept: list[Described] = []
    statuses: dict[Evidence, CandidateStatus] = {}
    for each, sure in found:
        twin = next((n for n, (other, _) in enumerate(kept) if same_answer(other.text, each.text)), None)
        if twin is None:
            kept.append((each, sure))
            statuses[each] = _placed(len(kept))
            continue
        statuses[each] = CandidateStatus.REPEATED
    return found_evidence(name, statuses), kept[: _N_SHOWN + _N_OTHERS]


def definition_answer(question: str, found: Sequence[Described], hits: Sequence[Hit]) -> Answer | None:
    """Return the descriptions as one answer; None if there are none."""
    if not found:
        return None
    shown, others = found[:_N_SHOWN], found[_N_SHOWN:]
    evidence, confidences = zip(*shown, strict=True)
    return listing(question, evidence, confidences, hits, others)


def _placed(number: int) -> CandidateStatus:
    if number <= _N_SHOWN:
        return CandidateStatus.KEPT
    return CandidateStatus.BELOW if number <= _N_SHOWN + _N_OTHERS else CandidateStatus.SURPLUS


def _descriptions(name: str, hits: Sequence[Hit], articles: dict[str, Article]) -> list[Described]:
    """Return one description per article and form of the name, in the order of the hits."""
    best: dict[str, Described] = {}
    for hit in hits:
        source = articles[hit.passage.article_id]
        for each in sentences_of(hit, source):
            for form, evidence in _in_sentence(name, each):
                known = best.get(source.id)
                if known is None or _SURE[form] > known[1]:
                    best[source.id] = (evidence, _SURE[form])
    return list(best.values())


def _in_sentence(name: str, each: Evidence) -> list[tuple[Form, Evidence]]:
    made = descriptions_of(name, each.quote)
    if not made and (family := _family_name(name)) and _contains(name, each.article.text):
        made = [one for one in descriptions_of(family, each.quote) if _is_of(name, one.name.of(each.quote))]
    return [
        (one.form, Evidence(each.article, each.hit, each.sentence, one.span.shifted(each.sentence.start)))
        for one in made
    ]


def _family_name(name: str) -> str | None:
    words = name.split()
    return words[-1] if len(words) > 1 else None


def _is_of(name: str, found: str) -> bool:
    """Return whether a name in a sentence has no other given name: "Amin Lind" is not "Mara Lind"."""
    return {word.casefold() for word in found.split()} <= {word.casefold() for word in name.split()}


def _contains(name: str, text: str) -> bool:
    return name.casefold() in text.casefold()


def _goes_on(tokens: Sequence[Token], end: int) -> bool:
    """Return whether a name is only part of a longer phrase: "SNB chairman", "Lind's car"."""
    owns = tokens[end - 1].plain.endswith(("'s", "s'"))
    return owns or (end < len(tokens) and (tokens[end].is_capital or tokens[end].plain in ROLES | OFFICES))


def _subjects(name: str, hits: Sequence[Hit], articles: dict[str, Article]) -> list[Described]:
    """Return the complete sentences that start with a name in capitals."""
    found: list[Described] = []
    for hit in hits:
        for each in sentences_of(hit, articles[hit.passage.article_id]):
            tokens = tokens_of(each.quote)
            starts = any(
                first == 0 and tokens[0].is_capital and not _goes_on(tokens, end)
                for first, end in mentions_of(name, tokens)
            )
            if starts and each.quote != each.article.headline and each.quote.endswith((".", "!", '"', "”")):
                found.append((each, _SURE_OF_MENTION))
    return found
