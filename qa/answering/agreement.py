"""Agreement between answers: same answers, near-duplicate reports, and corrections."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from qa.answering.same_answer import same_answer
from qa.questions.answer_type import AnswerType, holds
from qa.records import AnswerSpan, Article
from qa.utils.near_duplicates import NearCopyIndex

_CORRECTS = re.compile(
    r"\bcorrect(?:s|ed|ion|ing)\b|\brevis(?:ed|es|ion)\b"
    r"|\b(?:earlier|first|initial|previous) (?:count|figure|number|total|report|estimate)s?\b"
    r"|\b(?:wrong|wrongly|mistaken|misstated|in error)\b",
    re.IGNORECASE,
)
_TRUST_IN_MORE = 0.5  # weight of a second report with the same answer, compared with an independent one


@dataclass(frozen=True, slots=True)
class Group:
    """Spans with the same answer, best first, one per article; near-copies count as one report."""

    spans: tuple[AnswerSpan, ...]
    n_reports: int
    confidence: float

    @property
    def best(self) -> AnswerSpan:
        """The best span of the group."""
        return self.spans[0]

    def led_by(self, span: AnswerSpan) -> "Group":
        """Return the group with one of its spans first."""
        return replace(self, spans=(span, *(each for each in self.spans if each is not span)))


def _is_same(one: AnswerSpan, other: AnswerSpan) -> bool:
    return same_answer(one.text, other.text)


def grouped(
    spans: Sequence[AnswerSpan],
    probabilities: Sequence[float],
    is_same: Callable[[AnswerSpan, AnswerSpan], bool] = _is_same,
) -> list[Group]:
    """Group spans, given best first, by their answer; answers with more independent reports come first.

    `probabilities` (0–1) are the spans' own. A group's confidence is the probability that not all of its reports are
    wrong, where each report after the first counts half.
    """
    members: list[list[tuple[AnswerSpan, float]]] = []
    for span, probability in zip(spans, probabilities, strict=True):
        home = next((group for group in members if is_same(group[0][0], span)), None)
        if home is None:
            members.append([(span, probability)])
        elif all(other.hit.passage.article_id != span.hit.passage.article_id for other, _ in home):
            home.append((span, probability))
    groups = [_as_group(each) for each in members]
    return sorted(groups, key=lambda group: -group.confidence)


def corrections_first(
    groups: Sequence[Group], articles: Mapping[str, Article], kind: AnswerType
) -> list[Group]:
    """Move an answer before that of an earlier article if its article corrects a figure.

    Only answers of the requested type are moved, so that an incidental "correct" has no effect.
    """
    ordered = list(groups)
    first = ordered[0]
    correcting = (
        group
        for group in ordered[1:]
        if kind is AnswerType.NUMBER
        and holds(kind, group.best.text)
        and _CORRECTS.search(group.best.hit.passage.text)
        and _published(group, articles) > _published(first, articles)
    )
    if (best := next(correcting, None)) is not None:
        ordered.remove(best)
        ordered.insert(0, best)
    return ordered


def _as_group(members: Sequence[tuple[AnswerSpan, float]]) -> Group:
    reports: list[float] = []  # their probabilities
    index = NearCopyIndex()
    for span, probability in members:
        text = span.hit.passage.text
        if index.find(text) is None:
            index.add(text)
            reports.append(probability)
    doubt = 1 - reports[0]
    for probability in reports[1:]:
        doubt *= 1 - _TRUST_IN_MORE * probability
    return Group(tuple(span for span, _ in members), len(reports), 1 - doubt)


def _published(group: Group, articles: Mapping[str, Article]) -> date:
    days = [articles[span.hit.passage.article_id].published for span in group.spans]
    return max((day for day in days if day is not None), default=date.min)
