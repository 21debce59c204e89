"""The cited articles of the notebook as BibTeX."""

import re
from collections.abc import Sequence
from urllib.parse import quote, urlsplit

from qa.history.notebook_export import by_article, reference_id
from qa.history.records import Note
from qa.records import Citation
from qa.utils.text import printable

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
# BibTeX counts braces even after a backslash, so they are named; so is what would print as something else.
_COMMANDS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "`": r"\textasciigrave{}",
    **{char: f"\\{char}" for char in "$&#%_"},
}
_ACTIVE = re.compile(r"[\\{}^~<>|`$&#%_]")
_LIGATURE = re.compile(r"([-',])(?=\1)")  # two hyphens would print as a dash
_SAFE_IN_ADDRESSES = ":/?#[]@!$&'()*+,;=%-._"


def notebook_bibtex(notes: Sequence[Note]) -> str:
    """Return the cited articles as BibTeX in UTF-8, each once, with its quotes as a note."""
    return "\n".join(map(_entry, by_article(notes)))


def latex_text(text: str) -> str:
    """Return a text in one line that LaTeX prints as it is."""
    escaped = _ACTIVE.sub(lambda found: _COMMANDS[found[0]], printable(text))
    return _LIGATURE.sub(r"\1{}", escaped)


def _entry(citations: Sequence[Citation]) -> str:
    article = citations[0].article
    kind = "article" if article.source else "misc"
    quotes = dict.fromkeys(f"“{each.quote}”" for each in citations)
    fields = {
        "title": f"{{{latex_text(article.title)}}}",
        "author": f"{{{latex_text(article.author)}}}" if article.author else "",
        "journal": latex_text(article.source or ""),
        "url": _address(article.url or ""),
        "note": latex_text(" ".join(quotes)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if day := article.published:
        lines += [f"  year = {day.year},", f"  month = {_MONTHS[day.month - 1]},", f"  day = {day.day},"]
    return "\n".join([f"@{kind}{{{reference_id(article)},", *lines, "}", ""])


def _address(url: str) -> str:
    """Return a web address without characters that end a field; "" for anything else."""
    try:
        is_web = urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return ""
    return quote(url, safe=_SAFE_IN_ADDRESSES) if is_web else ""
