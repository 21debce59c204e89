"""YAML front matter: the block between two lines `---` at the head of a file."""

import re
from dataclasses import dataclass, field

_BLOCK = re.compile(r"\s*---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_LONGEST_BLOCK = 20_000
_FIELDS = ("title", "date", "source", "url")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields that were given, the text after the block, and what was wrong with the block."""

    fields: dict[str, object] = field(default_factory=dict)
    body: str = ""
    problem: str | None = None


def split_front_matter(text: str) -> FrontMatter:
    """Take the front matter off a text; a text without any comes back whole."""
    match = _BLOCK.match(text[:_LONGEST_BLOCK])
    if match is None:
        return FrontMatter(body=text)
    body = text[match.end() :]
    import yaml

    try:
        loaded = yaml.safe_load(match[1])
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        place = getattr(error, "problem_mark", None)
        line = f" in line {place.line + 2}" if place else ""
        return FrontMatter(body=body, problem=f"its front matter is not valid YAML{line} and was left out")
    if not isinstance(loaded, dict):
        if loaded is None:
            return FrontMatter(body=body)
        return FrontMatter(body=text)
    known = {str(key).lower(): value for key, value in loaded.items()}
    given = {name: known[name] for name in _FIELDS if isinstance(known.get(name), _scalars())}
    return FrontMatter(given, body)


def _scalars() -> tuple[type, ...]:
    from datetime import date

    return (str, int, float, date)
