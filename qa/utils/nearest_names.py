"""Suggestions for misspelt names."""

from collections.abc import Iterable

from qa.utils.text import folded

_MOST_SUGGESTIONS = 3
_LEAST_SIMILAR = 0.6


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Return “Did you mean …?” with the most similar names, or an empty text if none is similar."""
    from difflib import get_close_matches  # only needed after a mistake

    known = {folded(each): each for each in names}
    near = get_close_matches(folded(name), known, _MOST_SUGGESTIONS, _LEAST_SIMILAR)
    return f"Did you mean {' or '.join(f'“{known[each]}”' for each in near)}?" if near else ""
