"""Scores the answer to one turn of a conversation against what was expected.

`expected` has some of these fields: `answers` (acceptable strings), `articles` (file names), `date` (the day, month
or year that the answer's date must resolve to), `refuse`, `action` (acceptable names), `must_contain` and `sides`
(lists of groups; any string of a group counts).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from qa.evaluation import f1
from qa.records import Alternative, Answer, Status

Expected = dict[str, Any]
_RIGHT_F1 = 0.6
_LONGEST = 3  # times the gold's words
_MOST = 2 / 3
_SOME = 1 / 3
_N_FIRST = 3


class Outcome(StrEnum):
    """How a turn went."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    WRONGLY_REFUSED = "wrongly refused"
    RIGHTLY_REFUSED = "rightly refused"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a turn was answered with, in the form that is scored.

    `texts` are the answer and the values shown beside it; `quotes` are (file name, sentence) pairs, best first.
    `files` are the articles as shown, without repetitions. `date` is the first resolved date, `day` the day that the
    search was restricted to, both "YYYY-MM-DD" or shorter.
    """

    refused: bool = False
    texts: tuple[str, ...] = ()
    quotes: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()
    date: str | None = None
    day: str | None = None
    action: str | None = None

    @property
    def text(self) -> str:
        """The answer's own words."""
        return self.texts[0] if self.texts else ""

    @property
    def everything(self) -> str:
        """All words shown."""
        return _folded(" ".join((*self.texts, *(quote for _, quote in self.quotes))))


def reply_of(answer: Answer, file_of: Callable[[str], str]) -> Reply:
    """Return the reply for an answer; `file_of` returns the file name of an article id."""
    others: tuple[Alternative | Answer, ...] = (*answer.choices, *answer.entries, *answer.parts)
    refused = answer.status is Status.NOT_FOUND
    citations = answer.citations + tuple(citation for each in others for citation in each.citations)
    quoted = citations if refused else citations + answer.matches
    texts = [answer.text or "", *(each.text or "" for each in others)]
    shown = [citation.article.id for citation in citations + answer.matches]
    shown += [hit.passage.article_id for hit in answer.nearest]
    window = answer.date_filter
    resolved = answer.resolved_date
    return Reply(
        refused=refused,
        texts=tuple(texts),
        quotes=tuple((file_of(c.article.id), c.quote) for c in quoted),
        files=tuple(dict.fromkeys(map(file_of, shown))),
        date=resolved.value if resolved else None,
        day=window.since.isoformat() if window and window.since == window.until else None,
        action=answer.reaction.kind.value if answer.reaction else None,
    )


def score(kind: str, expected: Expected, reply: Reply) -> Outcome:
    """Return how a turn of a kind went."""
    if expected.get("refuse"):
        return _refusal(expected, reply)
    if kind in ("small_talk", "command"):
        return _action(expected, reply)
    if reply.refused:
        return Outcome.WRONGLY_REFUSED
    return _RULES.get(kind, _fact)(expected, reply)


def as_asked(typed: str, asked: str) -> bool:
    """Whether a question was asked as it was typed, apart from capitals, spaces and the last mark."""
    return _folded(typed).rstrip(" ?.!") == _folded(asked).rstrip(" ?.!")


def _refusal(expected: Expected, reply: Reply) -> Outcome:
    """A refusal, passages without an answer, or a sentence that says that it isn't known."""
    if reply.refused or not (reply.text or reply.action):
        return Outcome.RIGHTLY_REFUSED
    return Outcome.RIGHT if _answered(expected.get("answers", ()), reply.texts[:1]) else Outcome.WRONG


def _action(expected: Expected, reply: Reply) -> Outcome:
    if reply.refused:
        return Outcome.WRONGLY_REFUSED
    wanted = expected.get("action")
    fits = reply.action is not None and (not wanted or reply.action in wanted)
    return Outcome.RIGHT if fits else Outcome.WRONG


def _fact(expected: Expected, reply: Reply) -> Outcome:
    """An acceptable answer with the right date; partly if it is shown beside another one, or quoted."""
    golds = expected.get("answers", ())
    date = expected.get("date")
    if _answered(golds, reply.texts[:1]):
        dated = date is None or reply.date is None or reply.date.startswith(date)
        return Outcome.RIGHT if dated else Outcome.PARTLY
    if date and reply.date and reply.date.startswith(date):
        return Outcome.RIGHT
    quotes = _quotes_of(expected, reply)
    beside = _answered(golds, reply.texts[1:]) or any(
        _folded(gold) in quote for gold in golds for quote in quotes
    )
    return Outcome.PARTLY if beside else Outcome.WRONG


def _statement(expected: Expected, reply: Reply) -> Outcome:
    """Words of a right statement in the answer or the first quote; partly in another quote."""
    golds = [_folded(gold) for gold in expected.get("answers", ())]
    quotes = _quotes_of(expected, reply)
    first = f"{_folded(reply.text)} {quotes[0] if quotes else ''}"
    if any(gold in first for gold in golds):
        return Outcome.RIGHT
    return Outcome.PARTLY if any(gold in quote for gold in golds for quote in quotes) else Outcome.WRONG


def _day(expected: Expected, reply: Reply) -> Outcome:
    """A right article among the first three and the right day; partly without the day."""
    cited = list(dict.fromkeys(file for file, _ in reply.quotes))[:_N_FIRST]
    if not set(cited) & set(expected["articles"]):
        return Outcome.WRONG
    return Outcome.RIGHT if reply.day == expected["date"] else Outcome.PARTLY


def _latest(expected: Expected, reply: Reply) -> Outcome:
    """A newest article first; partly if it is cited at all."""
    return _first_of([file for file, _ in reply.quotes], expected)


def _keywords(expected: Expected, reply: Reply) -> Outcome:
    """A right article first; partly if it is among the first three."""
    return _first_of(reply.files[:_N_FIRST], expected)


def _first_of(files: Sequence[str], expected: Expected) -> Outcome:
    wanted = set(expected["articles"])
    if files and files[0] in wanted:
        return Outcome.RIGHT
    return Outcome.PARTLY if wanted & set(files) else Outcome.WRONG


def _summary(expected: Expected, reply: Reply) -> Outcome:
    """The share of the groups that are shown, from a right article."""
    if not _quotes_of(expected, reply):
        return Outcome.WRONG
    return _by_share(_share(expected["must_contain"], reply.everything))


def _list(expected: Expected, reply: Reply) -> Outcome:
    """The share of the members that are in the answers; partly if they are only in a quote of a right article."""
    members = expected["must_contain"]
    outcome = _by_share(_share(members, _folded(" ".join(reply.texts))))
    quoted = _share(members, " ".join(_quotes_of(expected, reply)))
    return Outcome.PARTLY if outcome is Outcome.WRONG and quoted >= _MOST else outcome


def _comparison(expected: Expected, reply: Reply) -> Outcome:
    """Both sides shown; partly one."""
    share = _share(expected["sides"], reply.everything)
    return Outcome.RIGHT if share == 1 else Outcome.PARTLY if share else Outcome.WRONG


_RULES: dict[str, Callable[[Expected, Reply], Outcome]] = {
    "statement": _statement,
    "yes_no": _statement,
    "day": _day,
    "latest": _latest,
    "keywords": _keywords,
    "summary": _summary,
    "list": _list,
    "comparison": _comparison,
}


def _by_share(share: float) -> Outcome:
    return Outcome.RIGHT if share >= _MOST else Outcome.PARTLY if share >= _SOME else Outcome.WRONG


def _share(groups: Sequence[Sequence[str]], text: str) -> float:
    return sum(any(_folded(word) in text for word in group) for group in groups) / len(groups)


def _quotes_of(expected: Expected, reply: Reply) -> list[str]:
    """Return the quotes from right articles, best first."""
    return [_folded(quote) for file, quote in reply.quotes if file in expected.get("articles", ())]


def _answered(golds: Sequence[str], texts: Sequence[str]) -> bool:
    return any(_fits(gold, text) for gold in golds for text in texts)


def _fits(gold: str, text: str) -> bool:
    """Whether an answer is close to a gold answer, or holds it without being much longer."""
    words, wanted = _words(text), _words(gold)
    n = len(wanted)
    holds = any(words[start : start + n] == wanted for start in range(len(words) - n + 1))
    return f1(text, [gold]) >= _RIGHT_F1 or (holds and len(words) <= _LONGEST * n)


def _words(text: str) -> list[str]:
    return [word for raw in _folded(text).split() if (word := raw.strip(".,;:!?\"'()“”"))]


def _folded(text: str) -> str:
    return " ".join(text.replace("’", "'").split()).casefold()
