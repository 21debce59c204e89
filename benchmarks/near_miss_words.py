"""Words that are swapped for others of their kind to make a question unanswerable."""

ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth last".split()
NUMBERS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty thirty forty fifty "
    "sixty seventy eighty ninety hundred"
).split()
MONTHS = (
    "January February March April June July August September October November December"  # "may" is a verb too
).split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
PLACES = frozenset(
    """
    Afghanistan Albania Algeria Angola Argentina Australia Austria Bangladesh Belgium Bolivia Bosnia Brazil
    Britain Bulgaria Burma Cambodia Cameroon Canada Chad Chile China Colombia Congo Croatia Cuba Cyprus Denmark
    Ecuador Egypt England Ethiopia Finland France Gaza Georgia Germany Ghana Greece Haiti Honduras Hungary
    Iceland India Indonesia Iran Iraq Ireland Israel Italy Jamaica Japan Jordan Kenya Kosovo Kuwait Laos Latvia
    Lebanon Liberia Libya Lithuania Malaysia Mali Mexico Morocco Mozambique Nepal Netherlands Nicaragua Nigeria
    Norway Pakistan Panama Peru Philippines Poland Portugal Romania Russia Rwanda Scotland Senegal Serbia
    Singapore Slovakia Slovenia Somalia Spain Sudan Sweden Switzerland Syria Taiwan Tanzania Thailand Tibet
    Tunisia Turkey Uganda Ukraine Venezuela Vietnam Wales Yemen Zambia Zimbabwe Africa Asia Europe America
    Alabama Alaska Arizona Arkansas California Colorado Connecticut Florida Hawaii Idaho Illinois Indiana Iowa
    Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota Mississippi Missouri Montana
    Nebraska Nevada Ohio Oklahoma Oregon Pennsylvania Tennessee Texas Utah Vermont Virginia Wisconsin Amsterdam
    Athens Atlanta Baghdad Bangkok Barcelona Beijing Beirut Belfast Berlin Boston Brussels Budapest Cairo
    Chicago Copenhagen Dallas Delhi Denver Detroit Dubai Dublin Edinburgh Geneva Glasgow Hamburg Havana Helsinki
    Houston Istanbul Jerusalem Johannesburg Kabul Karachi Lagos Lisbon Liverpool London Madrid Manchester
    Melbourne Miami Milan Montreal Moscow Mumbai Munich Nairobi Oslo Paris Philadelphia Prague Rome Seattle
    Seoul Shanghai Stockholm Sydney Tehran Tokyo Toronto Vancouver Venice Vienna Warsaw Washington Zurich
    """.split()
)
DEMONYMS = frozenset(
    """
    Afghan African Algerian American Argentine Asian Australian Austrian Belgian Brazilian British Bulgarian
    Canadian Chilean Chinese Colombian Croatian Cuban Danish Dutch Egyptian English Ethiopian European Finnish
    French German Greek Hungarian Indian Indonesian Iranian Iraqi Irish Israeli Italian Japanese Jordanian
    Kenyan Korean Lebanese Libyan Malaysian Mexican Moroccan Nigerian Norwegian Pakistani Palestinian Peruvian
    Polish Portuguese Romanian Russian Saudi Scottish Serbian Somali Spanish Sudanese Swedish Swiss Syrian Thai
    Turkish Ukrainian Vietnamese Welsh
    """.split()
)
ROLE_GROUPS = (
    "president chancellor premier governor mayor senator ambassador king queen emperor".split(),
    "minister spokesman spokeswoman commissioner secretary treasurer adviser".split(),
    "director producer writer author composer singer drummer guitarist actor actress editor painter".split(),
    "coach captain goalkeeper manager referee striker quarterback".split(),
    "doctor nurse surgeon lawyer judge prosecutor teacher professor student soldier pilot engineer".split(),
    "founder chairman owner investor".split(),
    "mother father sister brother wife husband son daughter uncle aunt cousin grandmother grandfather".split(),
    "victim suspect witness attacker".split(),
)
ANTONYMS = (
    "won lost",
    "win lose",
    "winner loser",
    "before after",
    "highest lowest",
    "largest smallest",
    "biggest smallest",
    "longest shortest",
    "oldest youngest",
    "earliest latest",
    "best worst",
    "born buried",
    "increase decrease",
    "increased decreased",
    "rise fall",
    "rose fell",
    "north south",
    "northern southern",
    "east west",
    "eastern western",
    "began ended",
    "started ended",
    "opened closed",
    "arrive leave",
    "arrived left",
    "bought sold",
    "buy sell",
    "import export",
    "imports exports",
    "accept reject",
    "accepted rejected",
    "supported opposed",
    "allowed banned",
    "legal illegal",
    "male female",
    "men women",
    "boys girls",
    "more less",
    "love hate",
    "married divorced",
    "hired fired",
    "arrested released",
    "attacked defended",
    "rich poor",
    "strong weak",
    "strength weakness",
    "advantage disadvantage",
    "success failure",
    "friend enemy",
    "public private",
    "urban rural",
    "modern ancient",
    "add remove",
    "added removed",
    "built destroyed",
    "created destroyed",
    "caused prevented",
    "praised criticised",
    "denied confirmed",
)
NEGATED = {
    "did": "didn't",
    "does": "doesn't",
    "do": "don't",
    "can": "can't",
    "could": "couldn't",
    "will": "won't",
    "would": "wouldn't",
    "has": "hasn't",
    "have": "haven't",
    "had": "hadn't",
    "should": "shouldn't",
}
ORGANISATION_WORDS = frozenset(
    """
    Academy Act Agency Air Airlines Airport Army Association Award Awards Bank Battle Bay Board Bridge Building
    Bureau Castle Center Central Centre Championship Championships Church City Club College Commission Committee
    Company Conference Congress Convention Corporation Council County Court Cup Day Department District Empire
    Federation Festival Force Forces Forest Games Government Group Hall High Hotel House Inc Institute
    International Island Islands Journal Kingdom Lake League Magazine Medal Ministry Mountain Mountains Museum
    National Navy Network News North Ocean Office Organization Palace Park Parliament Party Post Prize Records
    Republic River Road School Sea Senate Series Service Show Society South Square Stadium State States Station
    Street Studios Supreme Team Times Tower Treaty Union United University Valley War West East World
    """.split()
)
