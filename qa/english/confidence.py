"""Words for confidences."""

_LIKELY_FROM = 0.6
_WORDS = ((0.85, "very likely"), (_LIKELY_FROM, "likely"), (0.35, "uncertain"), (0.0, "doubtful"))


def confidence_words(value: float) -> str:
    """Return a confidence (0–1) as a word with its percentage: "likely (68%)"."""
    word = next(word for least, word in _WORDS if value >= least)
    return f"{word} ({value:.0%})"


def is_likely(value: float) -> bool:
    """Return whether a confidence (0–1) is called likely or very likely."""
    return value >= _LIKELY_FROM
