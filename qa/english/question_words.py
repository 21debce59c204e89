"""Word lists for questions: question words, auxiliaries, references, connectives."""

import re

TOKEN = re.compile(r"[^\W_]+(?:[.,:'’&/-][^\W_]+)*['’]?")
ASKING = frozenset("who whom whose what which when where why how".split())
AUXILIARIES = frozenset(
    """
    am are be been can could did do does had has have is may might must shall should was were will would
    """.split()
)
DO_OR_MODAL = AUXILIARIES - frozenset("am are be been is was were had has have".split())
DETERMINERS = frozenset("a an the any some no all both each every his her its their our your my".split())
PREPOSITIONS = frozenset(
    """
    about above after against along among around as at before behind below besides between beyond by despite during
    for from in inside into near of off on onto out outside over per since through to toward towards under until up
    upon versus via with within without worth
    """.split()
)
JOINING = frozenset("and but or nor so yet than that because if while whether although though".split())
POINTING = frozenset(
    """
    he him his she her hers it its they them their theirs this that these those there then here
    himself herself itself themselves
    """.split()
)
_OTHERS = frozenset("not i you we me many much".split())
SMALL = ASKING | AUXILIARIES | DETERMINERS | PREPOSITIONS | JOINING | POINTING | _OTHERS
# Verbs in the form used after "did" or "will": the most common ones, and those of the news.
VERBS = frozenset(
    """
    accept accuse achieve agree announce answer appear appoint approve arrest arrive ask attack attend ban beat become
    begin believe belong bid block blame board break bring build buy call cancel carry cause change charge claim close
    collapse come confirm consider contain continue control cost crash cross cut damage decide declare demand deny
    describe destroy die disappear discover discuss do draw drop earn elect end enter escape exist expect explain face fail fall
    feel fight find finish fire fly follow force found gain get give go grow hand happen have head help hire hit hold
    hope host hurt import include increase injure invest invite issue join keep kill know land last launch lead learn
    leave let lie like live look lose make manage mark mean mediate meet mention move name need note occur offer open order owe
    own pass pay place plan play promise propose protest prove publish pull put quote raise rally reach read receive refuse
    reject release remain remove replace report resign return reveal rise rule run save say score see seek seem sell send
    serve set share shoot show sign speak spend stand start stay stop strike sue suffer suggest support take talk tell
    think threaten travel try turn urge use visit vote wait want warn wear win withdraw work write
    """.split()
)
PAST_FORMS = frozenset(
    """
    beat became began bid bought broke brought built came caught cut drew fell felt flew fought found gave got grew had
    held hit hurt kept knew laid lay led left lent lost made meant met paid put ran read rose said sang sat saw sent set
    shot showed shut sold sought spent spoke spread stood struck sued swam told took thought threw won wore wrote went
    """.split()
)
MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
TIME_WORDS = re.compile(
    rf"\b(?:(?:in|on|by|since|until|during|for|before|after)\s+)?(?:(?:the\s+)?(?:last|next|this|previous|current|following)\s+"
    rf"(?:fiscal\s+)?(?:year|month|week|day|night|season)|(?:the\s+)?(?:year|month|week|day|one)\s+(?:before|after|earlier|later)"
    rf"|yesterday|today|tomorrow|now|currently|(?:{DAYS})(?:\s+night)?|(?:{MONTHS})(?:\s+\d{{1,2}})?(?:,?\s+\d{{4}})?|(?:1[5-9]|20)\d\d)\b",
    re.IGNORECASE,
)

_POSSESSIVE = re.compile(r"['’]s?$")


def tokens(text: str) -> list[re.Match[str]]:
    """Return the words of a text with their positions; "Cuba's", "2-2" and "U.S." are one word each."""
    return list(TOKEN.finditer(text))


def plain(word: str) -> str:
    """Return a word in lower case, without a possessive ending."""
    return _POSSESSIVE.sub("", word.casefold()).rstrip(".")
