"""Answers to "Which officials …?" and "List the …": the members, gathered within and across articles."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from qa.answering.candidate_status import CandidateStatus
from qa.answering.evidence import Evidence, EvidenceFound, found_evidence, listing
from qa.answering.same_answer import same_answer
from qa.attribution.enumerations import enumeration_around
from qa.indexing.passages import sentence_spans
from qa.questions.mentions import is_thing
from qa.reading import Reading
from qa.records import Answer, AnswerSpan, Article, Hit

Member: TypeAlias = tuple[Evidence, float]

_N_SHOWN = 20
_FEWEST = 2
_MOST = 0.6  # share of members that are names, from which the others are dropped
_SHARE = 0.5  # of the best confidence, from which another span is a member, too


def members_of(
    subject: str,
    reading: Reading,
    confidence: Callable[[float], float],
    article: Callable[[str], Article],
) -> tuple[EvidenceFound, list[Member]]:
    """Return the distinct members that the reader's spans name, each with its confidence.

    A span inside an enumeration names all its members. Spans count from the threshold on, and from a share of the
    best one's confidence on.
    """
    passed = [span for span in reading.spans if span.score >= reading.null_score]
    statuses: dict[Evidence, CandidateStatus] = {}
    found: list[Member] = []
    for span in passed:
        sure = confidence(span.score)
        if sure < _SHARE * confidence(passed[0].score):
            break
        for each in _members(span, article(span.hit.passage.article_id)):
            if not is_thing(each.text) and " " not in each.text:  # "Three", "those"
                statuses.setdefault(each, CandidateStatus.OFF_TOPIC)
            elif any(same_answer(each.text, known.text) for known, _ in found):
                statuses.setdefault(each, CandidateStatus.REPEATED)
            else:
                statuses[each] = CandidateStatus.OFF_TOPIC
                found.append((each, sure))
    shown = _of_one_kind(found)[:_N_SHOWN]
    statuses.update((each, CandidateStatus.KEPT) for each, _ in shown)
    return found_evidence(subject, statuses), shown


def _of_one_kind(members: Sequence[Member]) -> list[Member]:
    """Return only the members that are names if most of them are, else all."""
    named = [each for each in members if any(map(str.isupper, each[0].text))]
    return named if len(named) >= _MOST * len(members) else list(members)


def list_answer(question: str, members: Sequence[Member], hits: Sequence[Hit]) -> Answer | None:
    """Return the members as one answer; None if there are fewer than two."""
    if len(members) < _FEWEST:
        return None
    evidence, confidences = zip(*members, strict=True)
    return listing(question, evidence, confidences, hits)


def _members(span: AnswerSpan, article: Article) -> list[Evidence]:
    passage = span.hit.passage
    touched = (each for each in sentence_spans(passage.text) if each.contains(span.passage_span))
    sentence = next(touched, None)
    if sentence is None:
        whole = passage.article_span
        return [Evidence(article, span.hit, whole, span.article_span)]
    home = sentence.shifted(passage.article_span.start)
    inside = span.passage_span.shifted(-sentence.start)
    members = enumeration_around(sentence.of(passage.text), inside)
    return [Evidence(article, span.hit, home, each.shifted(home.start)) for each in members]
