"""Small articles in two versions, made for these checks."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

VERSIONS = (1, 2)
_PLACES = (
    "Almere Brockton Cresswick Dunmore Eastfell Farrowby Grinton Harrowgate Inverlee Jorvale Kestrel Larkham"
    " Mossley Nettleby Orrinton Penhallow Quenby Rosmere Stanwick Thornley Ulverby Varndon Wexcombe Yarmley"
).split()
_THINGS = "bridge library harbour station museum school".split()
_PEOPLE = (
    "Lena Ortiz",
    "Tomas Brandt",
    "Ines Duarte",
    "Karel Novak",
    "Mira Soltan",
    "Piet Haan",
    "Vera Lind",
)
_TEXT = """\
---
title: {place} {thing} opens again
date: 2024-09-{day:02}
source: Valley Post
---
The {thing} in {place} was opened again by {person} on Monday after {months} months of repairs.

“We had hoped to be done by the summer,” {person} said, adding that the work had cost {cost} million crowns. The
council of {place} voted for the repairs in May 2023 and chose a firm from the coast.

The repairs in {place} began in January with the roof and the walls. Workers then found that the pipes below the
{thing} had to be replaced, which took until last week. Neighbours had complained of noise at night, and the council
promised that no work would be done after 8 pm.

{second} said that the {thing} would stay open every day until the end of the year. A second part of the work, on
the road that leads to it, is planned for next spring. It will cost {cost_of_road} million crowns, according to the
council, and {second} expects that traffic in {place} will be slow for about three weeks.
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """One article; `number` counts from 0."""

    number: int

    @property
    def place(self) -> str:
        """The name that only this article holds."""
        return _PLACES[self.number]

    @property
    def file_name(self) -> str:
        """The name of its file."""
        return f"{self.number:02}-{self.place.lower()}.md"

    @property
    def question(self) -> str:
        """A question that it answers."""
        return f"Who opened the {self._thing} in {self.place}?"

    def text(self, version: int) -> str:
        """Return the file's content; the versions differ in people and figures."""
        of = self.number + 3 * version
        return _TEXT.format(
            place=self.place,
            thing=self._thing,
            day=1 + self.number + version,
            person=_PEOPLE[of % len(_PEOPLE)],
            second=_PEOPLE[(of + 2) % len(_PEOPLE)],
            months=3 + of,
            cost=2 + of,
            cost_of_road=1 + version,
        )

    @property
    def _thing(self) -> str:
        return _THINGS[self.number % len(_THINGS)]


SAMPLES = tuple(Sample(number) for number in range(len(_PLACES)))


def write_samples(folder: Path, version: int, samples: Iterable[Sample] = SAMPLES) -> list[Path]:
    """Write articles in one version, and return their paths in order."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for sample in samples:
        path = folder / sample.file_name
        path.write_text(sample.text(version), encoding="utf-8")
        paths.append(path)
    return paths
