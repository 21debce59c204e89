"""Small talk and commands: thanks, greetings, “show me the article”."""

import re
from collections.abc import Sequence

from qa.records import Reaction, ReactionKind, Turn

_POLITE = (
    r"(?:(?:please|ok(?:ay)?|great|good|perfect|well|now|then|and|so|hey|dateline|just|kindly)[\s,.!]{1,9}){0,6}"
    r"(?:(?:can|could|would|will) you (?:please )?|i(?:'d| would) like (?:you )?to |i want (?:you )?to |let(?:'s| me) )?"
)
_LONGEST = 300  # characters; the patterns below may need the square of it
_AFTER = r"(?:[\s,]+(?:please|now|again|dateline|for me|then))*"
_ARTICLE = r"(?:article|source|story|report|text|document|page|news item|piece|original|quote|passage)s?"
_WHICH = r"(?:(?:the|that|this|its|your|whole|full|entire|complete|original|cited|first|second|third|last|top)\s+)*"
_ABOUT = r"(?:\s+(?:about|on|of|for|from)\s+(?P<about>\S.*?))?"
_NUMBER = r"(?:\s+(?:no\.?|number|#)?\s*\d{1,2})?"
_THIS = r"(?:this|that|it|everything|all(?: of (?:this|that|it))?|the above)"
_TALK = r"(?:conversation|chat|talk|session|answers?|questions?|results?|cards?|history)"
_FORMS = r"(?:\s+(?:to|as|in|into)\s+(?:a\s+)?[\w.]+(?:\s+file)?)?"

# Whole sentences only, so that "Who exported coal?" and "Thanks to whom was it signed?" stay questions.
_PATTERNS: tuple[tuple[ReactionKind, str], ...] = (
    (
        ReactionKind.THANKS,
        r"(?:(?:ok(?:ay)?|great|good|perfect|wonderful|super|fine|well|nice|yes|no|alright)[\s,.!]+)*"
        r"(?:many |much )?(?:thanks|thank you|thank u|thx|ty|cheers|merci|much appreciated|appreciated)"
        r"(?:[\s,.!]+(?:a lot|a million|so much|very much|again|you|dear|dateline|everyone|indeed|"
        r"for (?:that|this|all|everything|the|your)(?: \w+){0,2}|that (?:was|is|helps|helped)(?: \w+){0,3}|great|bye))*",
    ),
    (
        ReactionKind.GREETING,
        r"(?:hi|hello|hey|hallo|hiya|greetings|good (?:morning|afternoon|evening|day))(?:[\s,]+(?:there|dateline|again|all|everyone))*"
        r"|how are you(?: doing)?(?: today)?|how(?:'s| is) it going|nice to meet you",
    ),
    (
        ReactionKind.FAREWELL,
        r"(?:good ?)?bye(?:[\s-]?bye)?(?: now)?|see you(?: \w+)?|good night|farewell|quit|exit|that(?:'s| is| will be) all(?: for (?:now|today))?",
    ),
    (
        ReactionKind.ASSENT,
        r"(?:ok(?:ay)?|k|yes|yeah|yep|no|nope|sure|right|fine|great|good|nice|perfect|cool|wow|interesting|awesome|excellent|"
        r"i see|got it|understood|makes sense|never ?mind|all right|alright|very good|well done|good (?:job|answer)|hm+|aha|oh|lol)"
        r"(?:[\s,.!]+(?:ok(?:ay)?|then|good|great|nice|i see|got it|interesting|that(?:'s| is) (?:right|good|great|fine|correct|interesting)))*"
        r"|that(?:'s| is) (?:very )?(?:right|good|great|fine|correct|wrong|not (?:right|true|correct)|interesting|nonsense|all right)"
        r"|you(?:'re| are) (?:right|wrong|welcome|great|funny|stupid)",
    ),
    (
        ReactionKind.HELP,
        r"(?:help(?: me)?|what can you do|what can i (?:ask|do)(?: here| you)?|how does this(?: program| app)? work|how do i use (?:this|it|you)|"
        r"(?:who|what) are you|commands|what do you know|are you (?:a )?(?:bot|robot|human|ai))",
    ),
    (
        ReactionKind.START_OVER,
        rf"(?:start (?:over|again|afresh|anew)|begin again|(?:start |begin )?(?:a )?new (?:{_TALK}|topic)|reset|clear(?: (?:the )?(?:screen|{_TALK}))?|"
        rf"forget (?:{_THIS}|what i said)|different topic|change (?:the )?(?:topic|subject))",
    ),
    (
        ReactionKind.SUMMARIZE,
        rf"(?:summari[sz]e|sum up|recap|(?:(?:give|show|write|make) (?:me |us )?)?(?:a |the )?(?:short |brief |quick )?summary(?: of)?|tl;?\s?dr|in short)"
        rf"(?:\s+(?:{_THIS}|(?:{_WHICH}{_ARTICLE}{_NUMBER})))?{_ABOUT}"
        rf"|what (?:is|was) (?:{_THIS}|{_WHICH}{_ARTICLE}{_NUMBER}) (?:all )?about|what does {_WHICH}{_ARTICLE}{_NUMBER} say",
    ),
    (
        ReactionKind.SHOW_ARTICLE,
        rf"(?:(?:show|open|display|read|see|view|print|give)(?: me| us)?)\s+{_WHICH}(?:{_ARTICLE}|it){_NUMBER}{_ABOUT}"
        rf"|(?:where (?:does|did) (?:this|that|it) come from|what(?:'s| is) (?:the|your) source|(?:the )?sources?|article{_NUMBER})",
    ),
    (
        ReactionKind.EXPORT,
        rf"(?:export|save|download|keep)(?:\s+(?:{_THIS}|(?:(?:the|this|that|my|our|whole|last)\s+)*{_TALK}))?{_FORMS}",
    ),
)
_COMPILED = tuple(
    (kind, re.compile(rf"\A{_POLITE}(?:{pattern}){_AFTER}", re.IGNORECASE)) for kind, pattern in _PATTERNS
)
_NOTHING = Reaction(ReactionKind.ASSENT, "")
_ORDINALS = (("first", 1), ("top", 1), ("second", 2), ("third", 3))
NO_ARTICLE_YET = "No article has been cited yet. Ask a question first, or say what the article is about."
_REPLIES = {
    ReactionKind.THANKS: "You're welcome.",
    ReactionKind.GREETING: "Hello. Ask a question about your articles.",
    ReactionKind.FAREWELL: "Goodbye.",
    ReactionKind.ASSENT: "OK. What would you like to know next?",
    ReactionKind.HELP: (
        "Ask a question about your articles. The answer is a quote with its source. You can ask follow-ups "
        "(“And where?”) and say “show me the article”, “summarise this” or “export”."
    ),
    ReactionKind.START_OVER: "Starting over. Earlier questions are ignored from here on.",
    ReactionKind.SUMMARIZE: "The article in a few of its own sentences:",
    ReactionKind.SHOW_ARTICLE: "The article:",
    ReactionKind.EXPORT: "You can export the conversation in the app (F4, then E).",
}


def small_talk_reply(text: str) -> Reaction | None:
    """Return the reaction to small talk or a command, or None for a question about the articles."""
    said = " ".join(text.replace("’", "'").split()).rstrip(" .!?…:;,)(-")
    if len(said) > _LONGEST:
        return None
    for kind, pattern in _COMPILED:
        if found := pattern.fullmatch(said):
            return Reaction(
                kind, _REPLIES[kind], about=found.groupdict().get("about"), number=_numbered(said)
            )
    return None


def since_start(history: Sequence[Turn]) -> list[Turn]:
    """Return the turns after the last request to start over."""
    kinds = [(small_talk_reply(turn.question) or _NOTHING).kind for turn in history]
    begun = len(kinds) - kinds[::-1].index(ReactionKind.START_OVER) if ReactionKind.START_OVER in kinds else 0
    return list(history[begun:])


def _numbered(said: str) -> int | None:
    if given := re.search(rf"\b{_ARTICLE}\s*(?:no\.?|number|#)?\s*(\d{{1,2}})", said, re.IGNORECASE):
        return int(given[1])
    return next(
        (number for word, number in _ORDINALS if re.search(rf"\b{word}\b", said, re.IGNORECASE)), None
    )
