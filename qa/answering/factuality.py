"""Whether a sentence states that an event happened, or only announces, supposes, doubts or denies it.

The words before a mention decide: modals, negation, what governs "to", "if", "denied that", and for nouns what calls
for them, as in "demanded his resignation". The classes follow FactBank, with announcements apart.
"""

from collections.abc import Sequence

from qa.answering.event_mentions import AskedEvent, mentions_in
from qa.english.question_words import PAST_FORMS, plain, tokens
from qa.records import Factuality, Span

_MARKS = ';:.!?“”"'
_NEAR = 4  # words between a noun or "to" and what governs it: "called for early elections"
_DENIED_WITHIN = 6  # words between "denied" and the event if "that" is missing
_NOT = frozenset(
    "not never neither nor didn't don't doesn't wasn't weren't isn't hasn't hadn't haven't".split()
)
_WILL = frozenset("will shall we'll he'll she'll they'll it'll".split())
_WILL_NOT = frozenset("won't wouldn't can't cannot couldn't shouldn't".split())
_MODALS = frozenset("would may might could can should must".split())
_BE = frozenset("be been being have has had is are was were am get got".split())
_ADVERBS = frozenset("also still now then later soon ever already again once even formally just yet".split())
_CONDITIONS = frozenset("if unless whether lest".split())
_DENY = frozenset("deny denied denies denying".split())
_CONTRADICT = frozenset(
    "reject rejected rejects dismiss dismissed dismisses refuted false untrue unfounded".split()
)
_RUMOURS = frozenset(
    "rumours rumors rumour rumor speculation claim claims allegation allegations suspicion".split()
)
_DOUBT = frozenset(
    "allegedly reportedly supposedly apparently purportedly alleged alleges claimed claims accused suspected".split()
)
_REFUSE = frozenset(
    """
    refuse refused refuses refusing decline declined declines fail failed fails failing unable neglected unwilling
    reluctant refusal failure inability
    """.split()
)
# After these, what follows "to" happened: "managed to land", "was forced to resign", "the first to leave".
_MANAGED = frozenset(
    """
    managed had forced compelled obliged began started continued went came got used helped rushed proceeded happened
    appeared seemed proved chose stopped returned travelled flew first last second third only
    """.split()
)
_PLANNED = frozenset(
    """
    planned expected upcoming forthcoming imminent looming proposed scheduled pending coming future anticipated
    impending intended
    """.split()
)
_POSSIBLE = frozenset("possible potential likely threatened eventual hypothetical".split())
# What governs a noun whose event hasn't happened: "demanded his resignation", "ahead of the vote".
_AHEAD = frozenset(
    """
    call calls called calling demand demands demanded demanding urge urged urging seek seeks sought seeking plan plans
    planning prepare prepares preparing ahead pending awaiting awaits await until threat threats threaten threatened
    threatening prospect prevent prevented avert averted avoid avoided avoiding propose proposes proposed promise
    promised promises faces facing risk oppose opposes opposed want wants expects expect considered consider considers
    considering discuss discussing postpone postponed delay delayed delaying schedule
    """.split()
)
_CALLED_OFF = frozenset("postponed cancelled canceled averted".split())
_ARRANGED = frozenset("expected due scheduled set planned".split())
_BEGINS_CLAUSE = frozenset(
    "who whom which whose where when while because although though after before since that as and but".split()
)


def factuality_in(sentence: str, event: AskedEvent, near: int) -> Factuality | None:
    """Return how far a sentence states an event as a fact; None if it does, or if it doesn't mention it.

    If one of several mentions is stated as a fact, it decides; otherwise the one nearest to the position `near`.
    """
    told = [(abs(each.start - near), factuality_of(sentence, each)) for each in mentions_in(sentence, event)]
    if not told or any(found is None for _, found in told):
        return None
    return min(told, key=lambda each: each[0])[1]


def factuality_of(sentence: str, mention: Span) -> Factuality | None:
    """Return how far a sentence states the event of one word as a fact, None if it does."""
    word = plain(mention.of(sentence))
    before = _words(sentence[: mention.start].translate(_CUT).rsplit("\0", 1)[-1])
    after = _words(sentence[mention.end :].translate(_CUT).split("\0", 1)[0])[:_NEAR]
    starts = [number for number, each in enumerate(before) if each in _BEGINS_CLAUSE]
    own = before[starts[-1] + 1 :] if starts else before
    governors = before[: starts[-1]] if starts and before[starts[-1]] == "that" else []
    found = _by_governor(own, governors) or _by_helpers(own, word)
    return found if found or _is_finite(word) else _as_noun(own, after)


_CUT = str.maketrans(dict.fromkeys(_MARKS, "\0"))


def _words(text: str) -> list[str]:
    return [each.group().casefold().replace("’", "'").rstrip(".") for each in tokens(text)]


def _is_finite(word: str) -> bool:
    return word in PAST_FORMS or word.endswith("ed")


def _by_governor(own: Sequence[str], governors: Sequence[str]) -> Factuality | None:
    """Return what the clause around an event's clause says about it: "denied that", "if"."""
    near = set(governors[-_NEAR:])
    if near & (_DENY | _CONTRADICT) or _DENY & set(own[-_DENIED_WITHIN:]):
        return Factuality.DENIED
    if near & (_RUMOURS | _DOUBT):
        return Factuality.DOUBTED
    return Factuality.POSSIBLE if _CONDITIONS & set(own) else None


def _by_helpers(own: Sequence[str], word: str) -> Factuality | None:
    """Return what the auxiliaries, adverbs and "to" before a verb say about it."""
    is_negated = has_helper = False
    for number in range(len(own) - 1, -1, -1):
        each = own[number]
        if each in _WILL_NOT or each == "without":
            return Factuality.DENIED
        if each in _WILL or each in _MODALS:
            sure = Factuality.ANNOUNCED if each in _WILL else Factuality.POSSIBLE
            return Factuality.DENIED if is_negated else sure
        if each == "to":
            is_infinitive = has_helper or not (_is_finite(word) or word.endswith(("s", "ion", "ment")))
            return _governed_infinitive(own[:number]) if is_infinitive else None
        if each in _DOUBT and (each.endswith("ly") or has_helper):
            return Factuality.DOUBTED
        is_negated = is_negated or each in _NOT
        has_helper = has_helper or each in _BE or each in _NOT
        if not (each in _NOT | _BE | _ADVERBS or each.endswith("ly")):
            break
    return Factuality.DENIED if is_negated else None


def _governed_infinitive(before: Sequence[str]) -> Factuality | None:
    """Return what the words before "to" say about the verb after it."""
    for each in reversed(before[-_NEAR:]):
        if each in _MANAGED:
            return None
        if each in _REFUSE:
            return Factuality.DENIED
        if each in _BE:
            break
    return Factuality.ANNOUNCED


def _as_noun(own: Sequence[str], after: Sequence[str]) -> Factuality | None:
    """Return what the words around a noun, or a verb in -ing, say about its event."""
    near = set(own[-_NEAR:])
    helper, following = ({*after[:2]}, {*after[1:3]})
    if "no" in own[-2:] or (helper & _BE and following & _CALLED_OFF):
        return Factuality.DENIED
    if near & _DOUBT:
        return Factuality.DOUBTED
    is_arranged = after[:1] and after[0] in _BE and (following & _ARRANGED or after[1:2] == ["to"])
    if near & (_PLANNED | _AHEAD) or helper & _WILL or is_arranged or {*after[:1]} & {"scheduled", "planned"}:
        return Factuality.ANNOUNCED
    return Factuality.POSSIBLE if near & _POSSIBLE or helper & _MODALS else None
