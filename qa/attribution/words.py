"""Word lists for reported speech: reporting verbs, and words that can or can't name a speaker."""

# Their statement is independent: "said that the road was closed" reports "the road was closed".
TELLING = frozenset(
    """
    said says say told tells tell added adds claimed claims insisted insists announced announces warned warns argued
    argues argue alleged alleges allege stated asserted asserts admitted admits conceded concedes explained explains
    noted replied replies responded maintained maintains reported recalled recalls acknowledged acknowledges
    confirmed confirms declared declares predicted predicts stressed stresses emphasised emphasized emphasises emphasizes
    reiterated suggested suggests complained complains remarked commented concluded concludes revealed reveals disclosed
    cautioned contended contends affirmed testified wrote writes joked quipped
    """.split()
)
# Without the verb the statement would change or reverse its meaning: "denied that he had lied", "urged both to settle".
ACTING = frozenset(
    """
    denied denies demanded urged urges promised vowed pledged threatened threatens accused
    accuses criticised criticized criticises criticizes condemned condemns praised praises welcomed welcomes rejected
    rejects dismissed dismisses described describes blamed blames hailed hails called
    """.split()
)
# Only next to a quotation.
ASKING = frozenset("asked asks shouted shouts cried exclaimed answered continued".split())
# These also report a clause without "that".
BARE = frozenset(
    """
    said says say told tells tell added adds claimed insisted insists warned warns argued argues argue alleged
    alleges allege admitted admits conceded concedes complained complains stressed maintained confirmed announced
    """.split()
)
TOLD = frozenset("told tells tell".split())

PRONOUNS = frozenset(
    """
    i we you he she it they me us him her them who whom whose which what that this these those there one nobody none
    neither nothing everyone everybody someone somebody anyone anybody anything something others himself herself itself
    themselves
    """.split()
)
PERSONAL = frozenset("i we you he she it they there".split())
NEVER = frozenset("no not never nor hardly much little more less lot".split())
OPENING = frozenset(
    """
    but and so yet still however meanwhile also then later earlier separately instead moreover nevertheless nonetheless
    overall now again
    """.split()
)
BETWEEN = frozenset(
    "also later earlier then still again once already has have had now both first even all here long".split()
)
NO_ADVERBS = frozenset(
    "daily weekly monthly quarterly family ally assembly rally reply supply july italy police".split()
)
SELDOM = frozenset("rarely seldom hardly barely scarcely allegedly reportedly".split())
SPOILING = frozenset(
    """
    is are was were be been being am did does do not never n't to will would can could may might must should shall cannot
    who which that what whom let
    """.split()
)
SUBORDINATE = frozenset(
    """
    as when while after before because since if whether what how why although though until unless where than whose
    despite adding
    """.split()
)
RELATIVE = frozenset("who which whose whom that".split())
FINITE = frozenset(
    """
    is are was were am has have had will would can could may might must should shall does did do cannot isn't aren't wasn't
    weren't hasn't haven't hadn't won't wouldn't can't couldn't don't doesn't didn't it's he's she's they're we're there's
    that's i'm we've they've i've you're
    """.split()
)
DETERMINERS = frozenset(
    """
    a an the his her its their our my some several many most both all two three four five six seven eight nine ten few
    half one another other other's each every
    """.split()
)
PREPOSITIONS = frozenset(
    """
    about above after against along amid among around at before behind below besides between beyond by despite during
    following for from in including inside into near of off on onto out outside over per through to toward towards under until up
    upon via with within without
    """.split()
)
HEAD_PREPOSITIONS = frozenset("of for from with at in".split())
JOINED = frozenset("and & or".split())
PARTICLES = frozenset(
    "de del der den di do dos da du la le el al bin ibn ben van von y of the bint abu ter".split()
)
MONTHS = frozenset(
    """
    january february march april may june july august september october november december
    jan feb mar apr aug sept sep oct nov dec
    """.split()
)
DAYS = MONTHS | frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
TIMES = frozenset(
    """
    today yesterday tomorrow tonight late early earlier later last next this recently here there morning afternoon
    evening night week month year day time noon midnight
    """.split()
)
BARE_SPEAKERS = frozenset(
    """
    police media people staff management parliament government state prosecution defence defense police prosecutors
    """.split()
)
BODIES = frozenset(
    """
    ministry bank university college school institute office department board council court house party union commission
    committee agency federation association organization organisation company society army navy authority church
    republic kingdom league times front movement centre center service office group fund
    """.split()
)
# Words for a group without an article in headlines, and after a possessive: "Blair's office", "Fisheries agency".
OFFICES = frozenset(
    """
    agency ministry board police union company court council commission committee government office party army navy
    firm bank watchdog group team service team clinic hospital study report daily newspaper embassy
    """.split()
)
# "According to plan" names no speaker.
NO_SOURCES = frozenset(
    """
    plan plans schedule law laws rule rules custom tradition size age need needs taste order which whom him her them it
    us me this that these those what how whether whom rank merit agreement constitution
    """.split()
)
HEARERS = frozenset(
    """
    reporters journalists lawmakers parliament parliamentarians deputies supporters investors analysts delegates
    officials police voters colleagues members fans state national local television radio correspondents newsmen
    mps lawyers prosecutors jurors court
    """.split()
)
VENUES = frozenset(
    """
    statement interview report letter speech conference briefing press release message note article telephone phone email
    e-mail post tweet broadcast address radio television court parliament hearing remarks reporters journalists
    """.split()
)
