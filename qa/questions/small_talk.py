"""Small talk and commands: thanks, greetings, “show me the article”."""

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.english.commands import command_typed, normalised
from qa.records import Reaction, ReactionKind, Turn

_LONGEST = 300  # characters; the patterns below may need the square of it

# Whole sentences only, so that "Thanks to whom was it signed?" stays a question.
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
        r"(?:good ?)?bye(?:[\s-]?bye)?(?: now)?|see you(?: \w+)?|good night|farewell|that(?:'s| is| will be) all(?: for (?:now|today))?",
    ),
    (
        ReactionKind.ASSENT,
        r"(?:ok(?:ay)?|k|yes|yeah|yep|no|nope|sure|right|fine|great|good|nice|perfect|cool|wow|interesting|awesome|excellent|"
        r"i see|got it|understood|makes sense|never ?mind|all right|alright|very good|well done|good (?:job|answer)|hm+|aha|oh|lol)"
        r"(?:[\s,.!]+(?:ok(?:ay)?|then|good|great|nice|i see|got it|interesting|that(?:'s| is) (?:right|good|great|fine|correct|interesting)))*"
        r"|that(?:'s| is) (?:very )?(?:right|good|great|fine|correct|wrong|not (?:right|true|correct)|interesting|nonsense|all right)"
        r"|you(?:'re| are) (?:right|wrong|welcome|great|funny|stupid)",
    ),
)
_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS)
_NOTHING = Reaction(ReactionKind.ASSENT, "")
NO_ARTICLE_YET = "No article has been cited yet. Ask a question first, or say what the article is about."
_REPLIES = {
    ReactionKind.THANKS: "You're welcome.",
    ReactionKind.GREETING: "Hello. Ask a question about your articles.",
    ReactionKind.FAREWELL: "Goodbye.",
    ReactionKind.ASSENT: "OK. What would you like to know next?",
}


def small_talk_reply(text: str) -> Reaction | None:
    """Return the reaction to small talk or a command, or None for a question about the articles.

    The reply to a command is empty: it depends on what the command does, see qa.answering.replies.
    """
    said = normalised(text)
    if len(said) > _LONGEST:
        return None
    for kind, pattern in _COMPILED:
        if pattern.fullmatch(said):
            return reaction_of(kind)
    return command_typed(text)


def reaction_of(kind: ReactionKind) -> Reaction:
    """Return the reaction to small talk of a kind, with its reply; a command has none yet."""
    return replace(_NOTHING, kind=kind, reply=_REPLIES.get(kind, ""))


def since_start(history: Sequence[Turn]) -> list[Turn]:
    """Return the turns after the last request to start over."""
    kinds = [(small_talk_reply(turn.question) or _NOTHING).kind for turn in history]
    begun = len(kinds) - kinds[::-1].index(ReactionKind.START_OVER) if ReactionKind.START_OVER in kinds else 0
    return list(history[begun:])
