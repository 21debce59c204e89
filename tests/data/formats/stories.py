"""The invented stories that the documents in this folder hold."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Story:
    """An article as it should be read."""

    title: str
    published: date
    author: str
    paragraphs: tuple[str, ...]


FERRIES = Story(
    "Ferry crews stop work for three days",
    date(2031, 5, 6),
    "Ann Bell",
    (
        "The crews of the Ulvarre ferries voted on Tuesday to stop work for three days. No boat will sail from "
        "Thursday morning to Saturday night.",
        "Tove Lind, who leads the ferry union, said that 214 of 230 members had voted for the strike. “We asked for a "
        "timetable that lets people sleep,” she said.",
        "The company called the vote “a heavy blow in the first warm week of the year”. It will run buses over the "
        "bridge at Brannock, a detour of 61 kilometres.",
        "Talks failed last week, after both sides had met four times. The mediator, Rolf Quist, has invited them again "
        "for next Monday.",
    ),
)
LIBRARY = Story(
    "Selmouth library lends tools and tents",
    date(2031, 3, 14),
    "Bram Aske",
    (
        "Since this week the library of Selmouth lends more than books. On a shelf beside the newspapers lie drills, "
        "tents, a telescope and eleven pairs of skates.",
        "“People ask why a library needs a drill,” said the librarian Mina Vale. “We ask why forty houses in one street "
        "need forty drills.”",
        "A tool can be kept for seven days. Whoever returns it late pays nothing, but has to wait a month for the next.",
    ),
)
STORM = Story(
    "Storm cuts power to 9,000 homes",
    date(2031, 11, 22),
    "Iris Holm",
    (
        "A storm has cut the power to about 9,000 homes on the coast between Hollin and Kelsund. Two people were hurt "
        "when a tree fell on their car near Hollin on Friday evening.",
        "The gusts reached 138 kilometres an hour at the lighthouse, the weather service said. It was the strongest "
        "wind measured there since 1987.",
        "By noon on Saturday the power was back in half of the homes. The rest must wait until Sunday, because the road "
        "to the substation is under water.",
        "Schools in Kelsund stay closed on Monday. The town hall offers hot meals and sockets for chargers.",
    ),
)
MUSEUM = Story(
    "Museum returns a bell after a century",
    date(2031, 8, 30),
    "Orla Finch",
    (
        "The museum of Ostervik will return a ship’s bell to the village of Tarnholm, where it was bought in 1927 for "
        "two crates of oranges.",
        "The bell comes from the schooner Marit, which sank in 1891. Divers brought it up, and for 36 years it called "
        "the children of Tarnholm to school.",
        "“We have cared for it, but it was never ours to keep,” said the director, Jon Marsh. The village will hang it "
        "in the school again on 12 October.",
    ),
)
BUDGET = Story(
    "Council keeps the tram and closes the pool",
    date(2031, 12, 4),
    "Jon Marsh",
    (
        "The council of Dunmarrow passed its budget on Wednesday night with 17 votes to 14. The tram keeps its night "
        "service, and the open-air pool closes for two years.",
        "The repair of the pool would have cost 3.4 million crowns. The opposition wanted to borrow the money, which "
        "the mayor, Sela Brandt, called “a bill for our children”.",
        "The fee for parking rises from 2 to 3 crowns an hour. Residents of the old town pay 90 crowns a year instead "
        "of 60.",
    ),
)
WHALE = Story(
    "Whale follows a ferry for an hour",
    date(2031, 6, 19),
    "Ann Bell",
    (
        "A humpback whale followed the ferry from Ulvarre to Port Ember for an hour on Wednesday. The captain slowed "
        "the ship, and 180 passengers stood at the rail.",
        "“It looked at us as if we were the ones on show,” said a pupil of the Ulvarre school, whose class was on its "
        "way to the aquarium.",
        "Researchers believe that it is the whale that was seen off Kelsund in April. It has a scar on its tail in the "
        "shape of a seven.",
    ),
)
BRIDGE = Story(
    "Engineers find cracks in Brannock bridge",
    date(2031, 9, 11),
    "Rolf Quist",
    (
        "Engineers have found cracks in two bearings of the bridge at Brannock. Lorries of more than 12 tonnes may not "
        "cross it until further notice.",
        "The cracks are between 4 and 9 centimetres long and were found on Tuesday during an inspection that was due in "
        "2029. The road office says that cars can use the bridge safely.",
        "New bearings have to be cast and will take five months. A pontoon bridge of the army could open on 1 October.",
    ),
)
BAKERY = Story(
    "Night bakery feeds the early shift",
    date(2031, 2, 3),
    "Mina Vale",
    (
        "At three in the morning the only light in Harbour Street comes from the bakery of the Okoro family. They sell "
        "rolls to nurses, fishermen and the drivers of the first trams.",
        "“We began because we could not sleep,” said Ada Okoro. Now the bakery sells 600 rolls before sunrise, and the "
        "hospital has ordered 80 more for each Sunday.",
    ),
)
SCHOOL = Story(
    "Pupils build a weather station from scrap",
    date(2031, 4, 28),
    "Iris Holm",
    (
        "Eleven pupils of the school in Hollin have built a weather station from old bicycles and a washing machine. It "
        "has sent its readings to the national service since Friday.",
        "The anemometer turns on the hub of a child’s bicycle. “It is more exact than the one on our roof,” said Per "
        "Ulland of the weather service, who has compared both for a month.",
    ),
)
STORIES = (FERRIES, LIBRARY, STORM, MUSEUM, BUDGET, WHALE, BRIDGE, BAKERY, SCHOOL)
