"""What became of everything that an answer could be made of, and why."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

Found = TypeVar("Found")


class CandidateStatus(StrEnum):
    """What became of one finding: the first two are shown, the others are left out for what they are named after."""

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
        """Whether the answer has it, be it below."""
        return self in (CandidateStatus.KEPT, CandidateStatus.BELOW)

    @property
    def words(self) -> str:
        """Why, in words that go on after the finding."""
        return _WORDS[self]


_WORDS = {
    CandidateStatus.KEPT: "in the answer",
    CandidateStatus.BELOW: "below the answer, as more of it",
    CandidateStatus.REPEATED: "says again what another says",
    CandidateStatus.SURPLUS: "more than an answer shows",
    CandidateStatus.ONLY_NEAR: "the topic is only named around it",
    CandidateStatus.OF_ANOTHER: "said by somebody else",
    CandidateStatus.NAMELESS: "nobody is named, only a title",
    CandidateStatus.CUT: "its sentence goes beyond the passage",
    CandidateStatus.OTHER_DAYS: "speaks of other days",
    CandidateStatus.OFF_TOPIC: "does not name the topic",
}


@dataclass(frozen=True, slots=True)
class JudgedCandidate(Generic[Found]):
    """Something that an answer could be made of, and what became of it."""

    found: Found
    status: CandidateStatus
