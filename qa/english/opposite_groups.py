"""Groups of people that don't overlap, such as soldiers and civilians."""

from collections.abc import Iterator

# Only plurals: "prison", "guard" and "civilian" also describe other nouns. Groups that can overlap, such as
# civilians and children, don't belong here.
_PAIRS = (
    (frozenset("soldiers troops servicemen paratroopers".split()), frozenset({"civilians"})),
    (frozenset("women girls".split()), frozenset("men boys".split())),
    (frozenset("guards warders jailers".split()), frozenset("prisoners inmates detainees".split())),
    (frozenset({"players"}), frozenset("referees umpires".split())),
)


def opposite_groups(word: str) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Yield the words for the group of a word in lower case, and those for the group that excludes it."""
    for one, other in _PAIRS:
        if word in one:
            yield one, other
        elif word in other:
            yield other, one
