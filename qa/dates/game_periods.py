"""Tells the quarters and halves of a game from those of a year, by the words and scores around them."""

import re

from qa.records import Span

_AROUND = 160  # characters on each side, within the paragraph
_GAME = re.compile(
    r"\b(?:points?|goals?|touchdowns?|yards?|baskets?|rebounds?|scored?|scoring|halftime|half-time|overtime|game|match|"
    r"final|lead|led|trail(?:ed|ing)|victory|win|won|loss to|lost to|coach|team|side|players?|ankle|knee|referee|"
    r"foul|NBA|NFL)\b|\b\d{1,3}-\d{1,3}\b|(?:\b\d{1,2}:\d\d|\b(?:minutes|seconds)) (?:left|remaining|to play)\b"
)
_BUSINESS = re.compile(
    r"\b(?:percent|per cent|pct|sales|earnings|profits?|revenues?|turnover|losses|growth|gr[eo]w|economy|economic|"
    r"GDP|million|billion|dollars?|euros?|yen|yuan|pounds|shares?|deficit|surplus|exports?|imports?|prices?|output|"
    r"forecasts?|fiscal|year|figures|results|inflation|rates?|orders|budget)\b|[$€£%]",
    re.IGNORECASE,
)


def is_of_a_game(text: str, span: Span) -> bool:
    """Return whether a quarter or half in a text is part of a game: "led 17-14 after the first quarter"."""
    before = text[max(0, span.start - _AROUND) : span.start].rpartition("\n\n")[2]
    after = text[span.end : span.end + _AROUND].partition("\n\n")[0]
    around = f"{before} {after}"
    return len(_GAME.findall(around)) > len(_BUSINESS.findall(around))
