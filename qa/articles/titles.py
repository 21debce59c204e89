"""The title that an article is listed under: the one that its document gives, or its first sentence.

Agencies write notes to editors where a headline belongs ("ATTENTION - ADDS quotes ///"), headlines are cut at the end
of a line, and programs leave file names in documents. Such a title says nothing about the article.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.articles.dateline import is_headline

FIRST_SENTENCE = "first sentence"  # the origin of a title that was made
DATE_LINE, FRONT_MATTER = "date line", "front matter"
_MOST_CHARACTERS = 90  # of a title that is made
_LONGEST_TITLE = 160  # longer ones are paragraphs
_FEWEST_WORDS = 4  # in a line of text from which a title is made
_READ = 4_000  # characters of a text
_N_LINES = 12
_MOST_HYPHENATED = 2  # words in one: "UK-EU"
_FEWEST_OF_A_CUT = 2  # words of a line that may be the end of a longer headline

_NOTE = re.compile(
    r"^\W*(?:ATTENTION|EMBARGO(?:ED)?|EDS|EDITORS|ATTN|ADVISORY)\b"
    r"|^\W*(?:ADDS|UPDATES?|RECASTS|CORRECTS|RELEADS|FIXES|CLARIFIES)\b"
    r"|(?i:\bcorrected repetition\b)|/{3}"
)
_PICTURE = re.compile(r"^\W*(?:(?:pictures?|photos?|graphics?|video|map|file)\W*)+$", re.IGNORECASE)
_CONTACT = re.compile(r"^(?:tel|phone|fax|contact|e-?mail|editor)s?\s*[:(]", re.IGNORECASE)
_BYLINE = re.compile(r"^[Bb][Yy]\s+[A-Z][\w.’'-]+(?:\s+[A-Z][\w.’'-]+){0,3}\W*$")
_FILE_NAME = re.compile(
    r"^(?:microsoft (?:word|powerpoint) - .*|untitled.*|document\s?\d*"
    r"|.*\.(?:docx?|pdf|rtf|odt|txt|indd|html?|pages|md))$",
    re.IGNORECASE,
)
_LEAD_NUMBER = re.compile(
    r"^(?:\(?(?:\d(?:st|nd|rd|th)|first|second|third)\s+(?:lead|ld|add|writethru)\)?"
    r"|urgent|flash|bulletin|newsalert|alert)\s*[:–—-]\s*",
    re.IGNORECASE,
)
_MARKS = " \t\n=/|*#~_-"  # around a title
_AGENCY = re.compile(
    r"^\([^()\n]{2,40}\)\s+"  # (Harbour News)
    r"|^[A-Z][A-Z .,'’/-]{2,40}?(?:,\s+[A-Z][a-z]{2,8}\.?\s+\d{1,2})?(?:\s+\([^()\n]{2,30}\))?\s+[-–—]{1,2}\s+"
)
_ABBREVIATION = re.compile(r"(?:\.\w|\.)\.$")
_LOOSE_ENDS = frozenset(
    "a an the of in on at to for from by with and or but as that which who whose its his her their after before into"
    " over is are was were has have had be been will would than".split()
)


@dataclass(frozen=True, slots=True)
class Title:
    """A title to show; `raw` is the one that the document gives, None if it is the same."""

    shown: str
    raw: str | None
    is_made: bool = False


def titled(given: str | None, origin: str | None, text: str, name: str) -> Title:
    """Return the title of an article with a text and a file's name, from the title that its document gives.

    If it gives none, the first line of the text is taken for it if that looks like a headline.
    """
    if given is None and (line := _headline_in(text)):
        given, origin = line, DATE_LINE
    bare = (given or "").strip(_MARKS)
    cleaned = _LEAD_NUMBER.sub("", bare, count=1)
    is_numbered = cleaned != bare  # "1st lead: …" is the start of a headline, and the rest of it follows
    if is_numbered:
        cleaned = cleaned[:1].upper() + cleaned[1:]
    is_cut = origin == DATE_LINE and not is_numbered
    is_name = cleaned.casefold() == name.casefold() and origin != FRONT_MATTER
    if cleaned and not is_name and not _says_nothing(cleaned, given or "", is_cut=is_cut):
        return Title(cleaned, given if cleaned != given else None)
    is_paragraph = len(cleaned) > _LONGEST_TITLE  # its first sentence is that of the article
    made = first_sentence(text, "" if is_paragraph else given or "")
    return Title(made or given or name, given or "", is_made=True)


def _headline_in(text: str) -> str:
    """Return the first line of a text if it looks like a headline and the article follows, else ""."""
    first, _, rest = text.lstrip()[:_READ].partition("\n")
    return first.strip() if rest.strip() and is_headline(first.strip()) else ""


def first_sentence(text: str, raw_title: str = "") -> str:
    """Return a short title made from the first sentence of a text, after its raw title, bylines and notes."""
    lines = list(_lines(text))
    told = [line for line in lines if line != raw_title and not _is_noise(line)]
    line = next((each for each in told if len(each.split()) >= _FEWEST_WORDS), (told or lines or [""])[0])
    return _cut(_first_of(_AGENCY.sub("", line, count=1) or line))


def _first_of(line: str) -> str:
    """Return the first sentence of a line, without its full stop."""
    import sentencex

    start = " ".join(line.split())[: 4 * _MOST_CHARACTERS]
    try:
        sentence = next(iter(sentencex.segment("en", start)), start).strip()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as panic:
        if type(panic).__name__ != "PanicException":
            raise
        return start
    return sentence if _ABBREVIATION.search(sentence) else sentence.removesuffix(".")


def _lines(text: str) -> Iterator[str]:
    lines = (line.strip() for line in text[:_READ].splitlines())
    for number, line in enumerate(filter(None, lines)):
        if number == _N_LINES:
            return
        yield line


def _says_nothing(title: str, given: str, *, is_cut: bool) -> bool:
    """Return whether a title is not a headline; `is_cut` if it may be the end of a longer one."""
    words = title.split()
    letters = [char for char in title if char.isalpha()]
    is_empty = not any(char.isalnum() for char in title)
    if is_empty or len(title) > _LONGEST_TITLE or any(map(_is_noise, (given, title))) or _is_slug(title):
        return True
    if len(words) > 1 and len(letters) > len(words) and all(map(str.isupper, letters)):
        return True
    return is_cut and (len(words) < _FEWEST_OF_A_CUT or _is_fragment(title))


def _is_slug(title: str) -> bool:
    """Return whether a title is made for an address or a file: "ferry-strike-2031", "ferry_strike"."""
    words = title.replace("-", "_").split("_")
    is_joined = "_" in title or len(words) > _MOST_HYPHENATED
    return is_joined and all(word.replace(".", "").isalnum() for word in words)


def _is_fragment(title: str) -> bool:
    """Return whether a title starts in lower case, unlike a name such as "iPhone"."""
    first = title.split(maxsplit=1)[0]
    return first[0].islower() and first == first.lower()


def _is_noise(line: str) -> bool:
    return any(each.search(line) for each in (_NOTE, _PICTURE, _CONTACT, _BYLINE, _FILE_NAME))


def _cut(sentence: str) -> str:
    """Return a sentence of at most 90 characters, cut between words and without loose ends."""
    if len(sentence) <= _MOST_CHARACTERS:
        return sentence
    start = sentence[: _MOST_CHARACTERS + 1]
    words = (start.rsplit(None, 1)[0] if " " in start else start[:_MOST_CHARACTERS]).split(" ")
    while len(words) > 1 and words[-1].casefold() in _LOOSE_ENDS:
        words.pop()
    return " ".join(words).rstrip(' ,;:—–-(“"') + " …"
