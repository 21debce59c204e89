"""The status of each candidate for an answer, and why it was used or rejected."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

Found = TypeVar("Found")


class CandidateStatus(StrEnum):
    """Whether a candidate is used (the first two) or why it is rejected."""

    KEPT = "kept"
    BELOW = "below"
    REPEATED = "repeated"
    SURPLUS = "surplus"
    ONLY_NEAR = "only_near"
    OF_ANOTHER = "of_another"
    NAMELESS = "nameless"
    CUT = "cut"
    OTHER_DAYS = "other_days"
    OFF_TOPIC = "off_topic"

    @property
    def is_shown(self) -> bool:
        """Whether the candidate is part of the answer."""
        return self in (CandidateStatus.KEPT, CandidateStatus.BELOW)

    @property
    def words(self) -> str:
        """The reason in words, for the inspector."""
        return _WORDS[self]


_WORDS = {
    CandidateStatus.KEPT: "in the answer",
    CandidateStatus.BELOW: "listed below the answer",
    CandidateStatus.REPEATED: "repeats another candidate",
    CandidateStatus.SURPLUS: "over the limit for one answer",
    CandidateStatus.ONLY_NEAR: "topic mentioned only nearby",
    CandidateStatus.OF_ANOTHER: "different speaker",
    CandidateStatus.NAMELESS: "the speaker has no name, only a title",
    CandidateStatus.CUT: "the sentence is cut off by the passage",
    CandidateStatus.OTHER_DAYS: "about other dates",
    CandidateStatus.OFF_TOPIC: "doesn't mention the topic",
}


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Found]):
    """A candidate with its status."""

    found: Found
    status: CandidateStatus
