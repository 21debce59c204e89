"""Commands: what can be typed with a slash or in words. The app's palette and the command line's help list them."""

import re
from dataclasses import dataclass
from functools import cache

from qa.records import Reaction, ReactionKind

_LONGEST = 300  # characters; the patterns below may need the square of it
_POLITE = (
    r"(?:(?:please|ok(?:ay)?|great|good|perfect|well|now|then|and|so|hey|dateline|just|kindly)[\s,.!]{1,9}){0,6}"
    r"(?:(?:can|could|would|will) you (?:please )?|i(?:'d| would) like (?:you )?to |i want (?:you )?to |"
    r"let(?:'s| me) )?"
)
_AFTER = r"(?:[\s,]+(?:please|now|again|dateline|for me|then))*"
_SHOW = r"(?:(?:show|open|display|read|see|view|print|give|list|go to)(?: me| us)? )"
_THE = r"(?:(?:the|this|that|my|your|our|all|all the|whole|full|entire|current|last)\s+)*"
_ARTICLE = (
    r"(?:article|source|story|report|text|document|page|news item|piece|original|quote|passage|citation)s?"
)
_WHICH = (
    r"(?:(?:the|that|this|its|your|whole|full|entire|complete|original|cited|"
    r"first|second|third|fourth|fifth|last|top)\s+)*"
)
_ABOUT = r"(?:\s+(?:about|on|of|for|from)\s+(?P<about>\S.*?))?"
_NUMBER = r"(?:\s+(?:no\.?|number|#)?\s*\d{1,2})?"
_THIS = r"(?:this|that|it|everything|all(?: of (?:this|that|it))?|the above)"
_TALK = r"(?:conversation|chat|talk|session|answers?|questions?|results?|cards?|history)"
_FORMS = r"(?:\s+(?:to|as|in|into)\s+(?:a\s+)?[\w.]+(?:\s+file)?)?"
_STORED = r"(?:articles?|stories|documents?|texts?|reports?|files?|passages?)"
_HERE = (
    r"(?: (?:are there|do you (?:have|know)|are (?:in|here|indexed|stored|loaded)|have you (?:read|got))"
    r"(?: (?:in|here|there))?)?(?: (?:in )?(?:the |this |my |your )?(?:library|index|collection|archive))?"
)
_FRESH = r"(?:newest|latest|most recent)"


@dataclass(frozen=True, slots=True)
class Command:
    """A command: `names` can follow a slash, `pattern` are the wordings that mean it, both in lower case.

    A name in `words` means it without a slash, too. `shell` is what does the same on the command line, "" if only
    the app can do it.
    """

    kind: ReactionKind
    title: str
    description: str
    names: tuple[str, ...]
    words: tuple[str, ...] = ()
    pattern: str = r"(?!)"
    shell: str = ""


COMMANDS = (
    Command(
        ReactionKind.HELP,
        "Help",
        "Show the keys of this screen",
        ("help", "commands", "keys", "?"),
        ("help", "commands"),
        r"help me|what can you do|what can i (?:ask|do)(?: here| you)?|how does this(?: program| app)? work|"
        rf"how do i use (?:this|it|you)|(?:who|what) are you|what do you know|are you (?:a )?(?:bot|robot|human|ai)|"
        rf"{_SHOW}(?:the |a list of )?(?:the )?(?:commands|keys|help)|(?:which|what) (?:commands|keys) are there",
        "dateline --help",
    ),
    Command(
        ReactionKind.COUNT,
        "Count",
        "Count the articles in the library",
        ("count", "size"),
        ("count",),
        rf"how many {_STORED}{_HERE}|(?:the )?number of {_STORED}(?: in the library)?|count (?:the |all )?{_STORED}|"
        r"how (?:big|large) is the library|(?:the )?size of the library|how much is in the library",
    ),
    Command(
        ReactionKind.NEWEST_ARTICLE,
        "Newest article",
        "Open the newest article of the library",
        ("newest", "newest-article", "latest"),
        (),
        rf"(?:{_SHOW}|what(?:'s| is) |which (?:article |one )?is )?(?:the )?{_FRESH} "
        rf"(?:article|story|report|document|text|news item)(?: (?:in|of) (?:the |my )?library)?|"
        rf"which (?:article|story|report) is (?:the )?{_FRESH}",
    ),
    Command(
        ReactionKind.SUMMARIZE,
        "Summary",
        "Sum up the cited article",
        ("summary", "summarize", "summarise"),
        (),
        r"(?:summari[sz]e|sum up|recap|(?:(?:give|show|write|make) (?:me |us )?)?"
        r"(?:a |the )?(?:short |brief |quick )?summary(?: of)?|tl;?\s?dr|in short)"
        rf"(?:\s+(?:{_THIS}|(?:{_WHICH}{_ARTICLE}{_NUMBER})))?{_ABOUT}"
        rf"|what (?:is|was) (?:{_THIS}|{_WHICH}{_ARTICLE}{_NUMBER}) (?:all )?about|"
        rf"what does {_WHICH}{_ARTICLE}{_NUMBER} say",
        "dateline summarize ARTICLE",
    ),
    Command(
        ReactionKind.SHOW_ARTICLE,
        "Article",
        "Open the cited article",
        ("open", "article", "show", "read", "source"),
        (),
        rf"{_SHOW}{_WHICH}(?:{_ARTICLE}|it|one){_NUMBER}{_ABOUT}|{_SHOW}(?:no\.? ?|number |#)?\d{{1,2}}|"
        r"(?:where (?:does|did) (?:this|that|it) come from|what(?:'s| is) (?:the|your) source|(?:the )?sources?|"
        rf"article{_NUMBER})",
        "dateline show ARTICLE",
    ),
    Command(
        ReactionKind.MORE,
        "More",
        "Show the other answers, or the rest of a list",
        ("more", "others", "rest"),
        ("more",),
        rf"(?:{_SHOW}|see )?(?:some |the )?(?:more|other|rest of the)(?: (?:answers|results|candidates|passages|"
        rf"articles))?|{_SHOW}the rest|what else did you find|expand(?: it| this)?",
    ),
    Command(
        ReactionKind.NEWEST_FIRST,
        "Newest first",
        "List passages by date, or the best first",
        ("newest-first", "best-first", "sort"),
        ("newest first", "best first", "latest first"),
        r"(?:sort|order) (?:it |them |(?:the )?(?:results|passages|articles|list) )?by (?:date|day|time|age)|"
        rf"(?:{_SHOW})?(?:the )?(?:newest|latest|most recent) (?:ones? )?(?:first|on top)",
        "dateline ask KEYWORDS --newest-first",
    ),
    Command(
        ReactionKind.COMPOSE,
        "Compose",
        "Let your language model word an answer from the quotes",
        ("compose",),
        (),
        r"(?:compose|word|phrase|write) (?:me )?(?:an|the) answer(?: from (?:the|these) quotes)?",
        "dateline ask QUESTION --compose",
    ),
    Command(
        ReactionKind.AS_TYPED,
        "Ask as typed",
        "Ask the last question word for word: not rewritten, not corrected",
        ("as-typed", "exact", "verbatim"),
        ("as typed",),
        r"(?:(?:ask|search)(?: (?:it|this|that|my question|for it))?|no,?)? ?(?:exactly )?as (?:i )?"
        r"(?:have )?(?:typed|wrote|written)(?: it)?|(?:ask|search)(?: for)? what i (?:typed|wrote)|"
        r"(?:use|take) my (?:wording|words)|don't (?:change|correct|rewrite) (?:it|my question)",
        "dateline ask QUESTION --as-typed",
    ),
    Command(
        ReactionKind.ALL_DATES,
        "All dates",
        "Ask again without the question's date filter",
        ("all-dates", "any-date"),
        ("all dates", "any date"),
        r"(?:search|ask) (?:in |for )?(?:all|any) dates?|(?:ask )?(?:again )?without the dates?|"
        r"ignore the dates?|remove the date filter",
        "dateline ask QUESTION --any-date",
    ),
    Command(
        ReactionKind.START_OVER,
        "New conversation",
        "Start a new conversation; this one is saved",
        ("new", "clear", "reset"),
        ("clear", "reset"),
        rf"start (?:over|again|afresh|anew)|begin again|(?:start |begin )?(?:a )?new (?:{_TALK}|topic)|"
        rf"clear (?:the )?(?:screen|{_TALK})|forget (?:{_THIS}|what i said)|different topic|"
        r"change (?:the )?(?:topic|subject)",
    ),
    Command(ReactionKind.STOP, "Stop", "Cancel the current question", ("stop", "cancel"), ("stop", "cancel")),
    Command(
        ReactionKind.EXPORT,
        "Export",
        "Export this conversation to Markdown or JSON",
        ("export", "save"),
        ("export", "save"),
        rf"(?:export|save|download|keep)(?:\s+(?:{_THIS}|(?:(?:the|this|that|my|our|whole|last)\s+)*{_TALK}))?{_FORMS}",
        "dateline batch QUESTIONS --out FILE",
    ),
    Command(
        ReactionKind.COPY,
        "Copy",
        "Copy the quote with its source and date",
        ("copy",),
        ("copy",),
        rf"copy (?:{_THIS}|{_THE}(?:quote|answer|citation|sentence))(?: to (?:the )?clipboard)?",
    ),
    Command(
        ReactionKind.EDIT,
        "Edit",
        "Open the article's file in $EDITOR",
        ("edit", "editor"),
        (),
        rf"(?:open|edit) {_THE}file(?: in (?:my |the |an )?editor)?",
    ),
    Command(
        ReactionKind.ADDRESS,
        "Address",
        "Open the article's web address in the browser",
        ("address", "url", "browser", "web"),
        (),
        rf"open {_THE}(?:web ?page|web ?site|link|url|address)|open (?:it |this )?in (?:the |my |a )?browser",
    ),
    Command(
        ReactionKind.SEARCH,
        "Search",
        "Find passages as you type",
        ("search", "find"),
        ("search",),
        r"(?:open|go to) (?:the )?search",
        "dateline search QUERY",
    ),
    Command(
        ReactionKind.LIBRARY,
        "Library",
        "Add, watch, sort and remove articles",
        ("library", "articles", "add"),
        ("library",),
        rf"{_SHOW}{_THE}(?:library|list of (?:all )?articles|(?<=all )articles)|"
        rf"(?:show|list)(?: me)? all (?:the |my )?(?:articles|documents)|"
        r"(?:which|what) articles (?:are there|do you have)|"
        r"(?:add|import|index|remove|delete) (?:an? |some |the |new |more )*(?:articles?|files?|folders?)",
        "dateline articles",
    ),
    Command(
        ReactionKind.CONVERSATIONS,
        "History",
        "Open, search, rename and export conversations",
        ("history", "conversations"),
        ("history",),
        rf"{_SHOW}(?:the |my )?(?:history|(?:(?:earlier|old|previous|saved|past) )?(?:conversations|chats))|"
        r"(?:my )?(?:earlier|old|previous|saved|past) (?:conversations|chats)",
    ),
    Command(
        ReactionKind.NOTEBOOK,
        "Notebook",
        "Show, order and export pinned answers",
        ("notebook", "notes", "pins"),
        ("notebook",),
        rf"{_SHOW}(?:the |my )?(?:notebook|notes|pinned answers)",
    ),
    Command(
        ReactionKind.PIN,
        "Pin",
        "Pin the selected answer to the notebook",
        ("pin",),
        ("pin",),
        rf"pin (?:{_THIS}|{_THE}answer)(?: to (?:the |my )?notebook)?",
    ),
    Command(
        ReactionKind.INSPECTOR,
        "Why?",
        "Explain how an answer was found",
        ("why", "inspect", "explain"),
        (),
        rf"explain {_THE}answer|why (?:this|that) answer|"
        r"how did you (?:find|get) (?:this|that|the answer|that answer|it)|"
        r"how do you know(?: (?:this|that))?|why did you (?:answer|say) (?:this|that)",
        "dateline inspect QUESTION",
    ),
    Command(
        ReactionKind.TIMELINE,
        "Timeline",
        "Show dated events in order",
        ("timeline", "chronology"),
        ("timeline", "chronology"),
        rf"{_SHOW}(?:the |a )?(?:timeline|chronology)",
        "dateline timeline",
    ),
    Command(
        ReactionKind.SETTINGS,
        "Settings",
        "Change the settings",
        ("settings", "preferences", "options"),
        ("settings", "preferences"),
        rf"(?:{_SHOW}|change )(?:the |my )?(?:settings|preferences)",
    ),
    Command(
        ReactionKind.BATCH,
        "Batch",
        "Ask a file of questions and export the answers",
        ("batch", "questions"),
        (),
        r"(?:ask|run|load|open) (?:a |the |my )?(?:file of questions|questions? file)",
        "dateline batch QUESTIONS",
    ),
    Command(
        ReactionKind.FILTERS,
        "Filters",
        "Filter articles by date or source",
        ("filter", "filters"),
        ("filter", "filters"),
        r"(?:set |change |open |show )(?:the |a )?filters?|filter (?:the )?articles|filter by (?:date|source)",
        "dateline ask QUESTION --since DATE --source GLOB",
    ),
    Command(
        ReactionKind.FAILURES,
        "Failed files",
        "Show the files that could not be read",
        ("failed", "errors"),
        (),
        rf"failed files|{_SHOW}(?:the )?(?:failed files|files that failed)|"
        r"which files (?:failed|could not be read)",
        "dateline index FOLDER",
    ),
    Command(
        ReactionKind.THEME,
        "Change theme",
        "Switch between dark, light and high contrast",
        ("theme", "dark", "light", "contrast"),
        (),
        r"(?:change|switch) (?:the )?(?:theme|colou?rs)|(?:switch to )?(?:dark|light) (?:mode|theme)",
    ),
    Command(
        ReactionKind.QUIT,
        "Quit",
        "Quit Dateline",
        ("quit", "exit", "q"),
        ("quit", "exit"),
        r"(?:quit|exit|close|leave) (?:the (?:app|program)|dateline)",
    ),
)
_BY_KIND = {command.kind: command for command in COMMANDS}
_BY_NAME = {name: command for command in COMMANDS for name in command.names}
_BY_WORDS = {words: command for command in COMMANDS for words in command.words}
_SLASH = re.compile(r"/\s*([^\W\d_][\w-]*(?: (?:first|article|typed|dates?))?|\?)\s*(.*)")
_ORDINALS = (("first", 1), ("top", 1), ("second", 2), ("third", 3), ("fourth", 4), ("fifth", 5))
_NUMBERED = re.compile(
    rf"(?:\b{_ARTICLE}|\bopen|\bshow|\bread|\bgo to)(?: me)?\s{{0,4}}(?:no\.?|number|#)?\s{{0,4}}(\d{{1,2}})\b",
    re.IGNORECASE,
)


def command_of(kind: ReactionKind) -> Command | None:
    """Return the command of a kind; None for small talk."""
    return _BY_KIND.get(kind)


def command_typed(line: str) -> Reaction | None:
    """Return the reaction to a command in words or with a slash, None for anything else.

    The reply is empty, but for an unknown command after a slash: that is told, with a reference to the help.
    """
    said = normalised(line)
    if len(said) > _LONGEST:
        return None
    if said.startswith("/"):
        return _after_slash(said)
    if (command := _BY_WORDS.get(said.casefold())) is not None:
        return Reaction(command.kind, "")
    for command, pattern in _patterns():
        if found := pattern.fullmatch(said):
            about = found.groupdict().get("about")
            return Reaction(command.kind, "", about=about, number=_numbered(said))
    return None


@cache
def _patterns() -> tuple[tuple[Command, re.Pattern[str]], ...]:
    return tuple(
        (command, re.compile(rf"\A{_POLITE}(?:{command.pattern}){_AFTER}", re.IGNORECASE))
        for command in COMMANDS
    )


def normalised(line: str) -> str:
    """Return a line with plain apostrophes and single spaces, without marks at its end."""
    return " ".join(line.replace("’", "'").split()).rstrip(" .!?…:;,)(-") or line.strip()


def _after_slash(said: str) -> Reaction:
    found = _SLASH.fullmatch(said)
    name = found[1].casefold().replace(" ", "-").replace("_", "-") if found else said[1:]
    command = _BY_NAME.get(name)
    if found is None or command is None:
        return Reaction(
            ReactionKind.HELP, f"There is no command “/{name}”. Type /help for a list.", about=name
        )
    rest = found[2].strip()
    number = int(rest) if rest.isdecimal() and len(rest) <= 2 else None  # noqa: PLR2004 - digits
    return Reaction(command.kind, "", about=None if number else rest or None, number=number)


def _numbered(said: str) -> int | None:
    if given := _NUMBERED.search(said):
        return int(given[1])
    return next(
        (number for word, number in _ORDINALS if re.search(rf"\b{word}\b", said, re.IGNORECASE)), None
    )
