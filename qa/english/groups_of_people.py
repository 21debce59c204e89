"""Groups of people that reports count separately: soldiers and civilians, guards and prisoners."""

from functools import cache

from qa.english.stemming import stem_of

# Each line: words for one group. Groups of different lines can overlap; those of one block can't.
_BLOCKS = """
soldier troop serviceman servicemen marine paratrooper peacekeeper
civilian
police policeman policemen policewoman policewomen cop constable gendarme
militant rebel insurgent guerrilla gunman gunmen terrorist bomber
doctor surgeon physician nurse medic paramedic
journalist reporter photographer cameraman cameramen
prisoner inmate detainee convict
guard bodyguard warder jailer
protester demonstrator rioter marcher
child children boy girl schoolchild schoolchildren schoolboy schoolgirl pupil toddler
bystander

woman women girl lady wife wives
man men boy husband

athlete player sportsman sportsmen sportswoman footballer cricketer runner swimmer
coach trainer
referee umpire
fan spectator supporter
cook chef
mechanic engineer

minister
lawmaker mp senator legislator congressman congressmen
candidate
mayor
voter elector
ambassador diplomat

teacher professor lecturer
pupil student
parent
"""
# Whether people belong to these depends on what they do at the time, so a report may just call them people.
_BY_SITUATION = frozenset(
    map(
        stem_of,
        "protester demonstrator rioter marcher bystander fan spectator supporter voter elector".split(),
    )
)


@cache
def _lines() -> dict[str, frozenset[tuple[int, int]]]:
    """Return the block and line of each word's stem; a word can be in several blocks."""
    found: dict[str, set[tuple[int, int]]] = {}
    for block, lines in enumerate(_BLOCKS.strip().split("\n\n")):
        for number, line in enumerate(lines.splitlines()):
            for word in line.split():
                found.setdefault(stem_of(word), set()).add((block, number))
    return {stem: frozenset(places) for stem, places in found.items()}


def are_exclusive(one: str, other: str) -> bool:
    """Return whether two words are for groups that nobody belongs to at once."""
    mine, theirs = (dict(_lines().get(stem_of(word), ())) for word in (one, other))
    shared = mine.keys() & theirs.keys()
    return bool(shared) and all(mine[block] != theirs[block] for block in shared)


def is_same_group(one: str, other: str) -> bool:
    """Return whether two words are for the same group: "police" and "constables"."""
    mine, theirs = (_lines().get(stem_of(word), frozenset()) for word in (one, other))
    return bool(mine & theirs)


def is_particular(word: str) -> bool:
    """Return whether a word is for a group that a report names when it counts its members: "children"."""
    stem = stem_of(word)
    return stem in _lines() and stem not in _BY_SITUATION
