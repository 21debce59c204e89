"""Words for the same thing and their opposites, for the verbs that yes/no questions ask about most."""

from dataclasses import dataclass
from functools import cache

from qa.english.stemming import stem_of

# Each pair: words for one thing, and words for its opposite.
_PAIRS = (
    (
        "succeed succeeded success successful successfully agree agreed agreement breakthrough",
        "fail failed failure collapse collapsed deadlock stalemate impasse fruitless",
    ),
    (
        "die died dead death deaths killed kill kills killing casualty casualties deceased fatal fatality fatalities",
        "survive survived alive",
    ),
    ("injure injured injures wound wounded hurt injuries critical", "unhurt unharmed uninjured"),
    ("missing disappeared", ""),
    ("win won wins victory beat", "lose lost loses defeat defeated"),
    (
        "accept accepted accepts approve approved endorse endorsed",
        "reject rejected rejects refuse refused decline declined",
    ),
    ("begin began begun start started open opened", ""),  # what has begun may have ended, too
    ("end ended finish finished stop stopped halt halted", ""),
    (
        "rise rose risen increase increased grow grew climbed climb jump soar surge",
        "fall fell fallen decrease decreased drop dropped decline plunge slide slump tumble",
    ),
    (
        "allow allowed permit permitted authorise authorize",
        "ban banned bar barred prohibit prohibited forbid",
    ),
    ("arrest arrested detain detained jailed imprisoned custody", ""),
    ("release released free freed frees", ""),
    ("guilty convicted", "innocent acquitted"),
    ("resign resigned quit resignation", "stay stayed remain remained"),
    ("execute executed execution executions hanged hanging hangings", ""),
    ("bury buried burial funeral", ""),
    ("talk talks negotiate negotiations negotiated", ""),
    ("suspend suspended suspension", "reinstate reinstated"),
)


@dataclass(frozen=True, slots=True)
class Sense:
    """What a word means: its group, and whether it is on the opposite side of it.

    A word of no pair is a group of its own, by its stem; `is_known` is False.
    """

    group: str
    is_opposite: bool = False
    is_known: bool = False


def sense_of(word: str) -> Sense:
    """Return the sense of a word."""
    return _senses().get(word.casefold()) or Sense(stem_of(word))


@cache
def _senses() -> dict[str, Sense]:
    senses: dict[str, Sense] = {}
    for number, sides in enumerate(_PAIRS):
        for is_opposite, words in enumerate(sides):
            senses |= {word: Sense(str(number), bool(is_opposite), is_known=True) for word in words.split()}
    return senses
