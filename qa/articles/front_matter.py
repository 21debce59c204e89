"""YAML front matter: the block between two lines `---` at the start of a file."""

import re
from dataclasses import dataclass, field

from qa.articles.documents import FIELDS
from qa.articles.metadata import fields_of

_BLOCK = re.compile(r"\A\s*---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_OPENED = re.compile(
    r"\A\s*---[ \t]*\n(?:title|headline|date|published|pubdate|author|byline|source|url|link):", re.IGNORECASE
)
_LONGEST_BLOCK = 20_000


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields (named as in qa.articles.documents), the text after the block, and what is wrong with the block."""

    fields: dict[str, str] = field(default_factory=dict)
    body: str = ""
    problem: str | None = None


def split_front_matter(text: str) -> FrontMatter:
    """Split the front matter off a text; a text without it is returned unchanged.

    Values stay as they are written: YAML would read the title `No` as false and `012` as ten.
    """
    match = _BLOCK.match(text[:_LONGEST_BLOCK])
    if match is None:
        opened = _OPENED.match(text)
        return FrontMatter(body=text, problem="its front matter is not closed with ---" if opened else None)
    body = text[match.end() :]
    import yaml

    try:
        # BaseLoader resolves no tags and no merges; with those, a few lines could use up all memory.
        loaded = yaml.load(match[1], yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        place = getattr(error, "problem_mark", None)
        line = f" in line {place.line + 2}" if place else ""
        return FrontMatter(body=body, problem=f"its front matter is not valid YAML{line} and was ignored")
    if not isinstance(loaded, dict):
        return FrontMatter(body=text if loaded else body)
    return FrontMatter(fields_of(loaded, names=(*FIELDS, "keywords")), body)
