"""Articles → draft questions for labelling, from templates for names, numbers and times.

A template knows only the words next to the answer, so each draft must be checked: the question may be clumsy or the
answer too short, and the date is left empty.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.dates.numerals import CARDINALS
from qa.indexing.passages import sentence_spans
from qa.records import Article
from qa.utils.text import printable

_MOST_OF_AN_ARTICLE = 12
_MOST_WORDS = 30
_NAME = r"[A-Z][\w'’-]{1,40}(?: (?:[A-Z][\w'’-]{1,40}|of|de|van|al)){0,8} [A-Z][\w'’-]{1,40}"
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_COUNT = r"\d[\d,.]{0,20}\d|\d|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_WHO = re.compile(rf"^({_NAME}) ((?:said|told|asked|won|became|called|\w{{3,}}ed) .+)$")
_ROLE = re.compile(rf"\b({_NAME}), (the [a-z][\w'’ -]{{3,50}}?|who [a-z][\w'’ -]{{3,60}}?)[,.]")
_HOW_MANY_DID = re.compile(
    rf"^(?:About |Some |Nearly |At least )?({_COUNT}) ([a-z][\w -]*?s) ((?:were|have|had|\w+ed) .+)$",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(rf"\b({_COUNT}) ((?:[a-z-]+ )?[a-z]{{3,}}s)\b")
_WHEN = re.compile(
    rf"^(.+?),? ((?:on|last|next|since|by|until) (?:{_DAYS})(?: (?:morning|afternoon|evening|night))?"
    rf"|(?:on|in|since) (?:\d{{1,2}} )?(?:{_MONTHS})(?: \d{{1,2}})?(?:,? \d{{4}})?|yesterday)((?: |,).+)?$"
)
_LOWERED = re.compile(
    r"^(?:The|A|An|In|On|At|It|He|She|They|This|That|Their|His|Her|Its|Some|About|Of"
    r"|Also|Then|But|And|When|After|Before|By|From|For|With|As|While) "
)
_PLACE_LINE = re.compile(r"^.{0,60}? (?:--|–|—) ")  # LONDON, Jan. 7 (Agency) -- The …
_UNITS = ("hours", "minutes", "seconds", "days", "weeks", "months", "years")


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft question with a possible answer and its sentence."""

    question: str
    kind: str
    answer: str
    sentence: str
    article: Article

    def as_json(self, number: int) -> dict[str, Any]:
        """Return a row of a question file, marked as a draft."""
        path = self.article.path
        return {
            "id": f"draft-{number:04}",
            "question": printable(self.question),
            "kind": self.kind,
            "answers": [printable(self.answer)],
            "date": None,
            "article": printable(Path(path).name) if path else self.article.id,
            "sentence": printable(self.sentence),
            "draft": True,
        }


def draft_questions(article: Article) -> list[Draft]:
    """Return at most twelve different drafts for an article, spread over its sentences."""
    found: dict[str, Draft] = {}
    for span in sentence_spans(article.text):
        sentence = " ".join(span.of(article.text).split())
        for draft in _drafts(sentence, article):
            found.setdefault(draft.question, draft)
    drafts = list(found.values())
    step = max(1, -(-len(drafts) // _MOST_OF_AN_ARTICLE))
    return drafts[::step]


def _drafts(sentence: str, article: Article) -> Iterator[Draft]:
    bare = _PLACE_LINE.sub("", sentence).rstrip(".!")
    if len(bare.split()) > _MOST_WORDS or any(mark in bare for mark in '"“”?:;'):
        return
    for question, kind, answer in (*_who(bare), *_how_many(bare), *_when(bare)):
        yield Draft(question, kind, answer, sentence, article)


def _who(sentence: str) -> Iterator[tuple[str, str, str]]:
    if match := _WHO.match(sentence):
        yield f"Who {match[2]}?", "who", match[1]
    for role in _ROLE.finditer(sentence):
        if _LOWERED.match(role[1]):
            continue
        description = role[2].removeprefix("who ")
        verb = "" if role[2].startswith("who ") else "is "
        yield f"Who {verb}{description}?", "who", role[1]


def _how_many(sentence: str) -> Iterator[tuple[str, str, str]]:
    if did := _HOW_MANY_DID.match(sentence):
        yield f"How many {did[2]} {did[3]}?", "how_many", did[1]
        return
    for count in _HOW_MANY.finditer(sentence):
        if count[2].split()[-1] in _UNITS:
            continue
        gap = f"{sentence[: count.start(1)]}…{sentence[count.end(1) :]}"
        yield f"How many {count[2]}: “{gap}”?", "how_many", count[1]


def _when(sentence: str) -> Iterator[tuple[str, str, str]]:
    if when := _WHEN.match(sentence):
        clause = f"{when[1]}{when[3] or ''}"
        if _LOWERED.match(clause) or clause.split(maxsplit=1)[0].lower() in CARDINALS:
            clause = clause[0].lower() + clause[1:]
        yield f"When was it that {clause}?", "when", when[2]
