"""Suggestions for misspelt names."""

from collections.abc import Iterable

from qa.utils.text import folded

_MOST_SUGGESTIONS = 3
_LEAST_SIMILAR = 0.6


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Return “Did you mean …?” with similar names and those that begin with it; empty if there are none."""
    from difflib import get_close_matches  # only needed after a mistake

    known = {folded(each): each for each in names}
    wanted = folded(name)
    near = get_close_matches(wanted, known, _MOST_SUGGESTIONS, _LEAST_SIMILAR)
    near += [each for each in known if wanted and each.startswith(wanted) and each not in near]
    near = near[:_MOST_SUGGESTIONS]
    return f"Did you mean {' or '.join(f'“{known[each]}”' for each in near)}?" if near else ""
