"""Example questions about a library, each answered when it was tried, for people who don't know yet what to ask."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice, zip_longest

from qa.attribution import attributions_in
from qa.attribution.words import BODIES, DETERMINERS, OFFICES
from qa.dates import in_words
from qa.engine import Engine
from qa.english.confidence import is_likely
from qa.english.titles import ROLES
from qa.errors import CancelledError, LibraryMissingError
from qa.evaluation.drafting import draft_questions
from qa.indexing.passages import sentence_spans
from qa.library import ArticleSummary
from qa.records import Answer, Article, Filters, Status

_N_ARTICLES = 40  # the newest ones
_N_CHARACTERS = 6_000  # of an article: what matters comes first
_MOST_ASKED = 16
_MOST_WORDS = 12
_PART_OF_NAME = re.compile(r"[A-Z][\w’'-]*")
_PARTICLES = frozenset("de van von al bin".split())
_N_PARTS = range(2, 5)  # words of a name that is asked about
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NO_PERSON = BODIES | OFFICES | DETERMINERS
_POINTS_BACK = re.compile(
    r"\b(?:he|she|it|they|his|her|its|their|him|them|this|that|these|those|there)\b", re.IGNORECASE
)


def _never() -> bool:
    return False


def example_questions(
    engine: Engine,
    limit: int,
    *,
    filters: Filters = Filters(),  # noqa: B008 - it can't be changed
    stopped: Callable[[], bool] = _never,
) -> Iterator[str]:
    """Yield at most `limit` questions of several kinds that the library answers, each as soon as it was answered.

    They are drawn from the newest articles that match the filters. Ends early when `stopped` returns True.
    """
    n_found = 0
    try:
        for question in islice(_candidates(engine, filters, stopped), _MOST_ASKED):
            if n_found == limit or stopped():
                return
            if _is_answered(engine.ask(question, filters=filters, stopped=stopped)):
                n_found += 1
                yield question
    except (CancelledError, LibraryMissingError):
        return


def _is_answered(answer: Answer) -> bool:
    return answer.status is Status.ANSWERED and is_likely(answer.confidence)


def _candidates(engine: Engine, filters: Filters, stopped: Callable[[], bool]) -> Iterator[str]:
    """Yield questions of each kind in turn, so that the first ones differ."""
    newest = list(islice((each for each in engine.articles() if _matches(each, filters)), _N_ARTICLES))
    articles = [_beginning(engine.article_by_id(each.id)) for each in newest if not stopped()]
    people = _speakers(articles, stopped)
    kinds: tuple[Iterable[str], ...] = (
        (f"What did {name} say?" for name in people[::2]),
        (f"Who is {name}?" for name in people[1::2]),
        (f"What happened on {in_words(day)}?" for day in _days(engine, articles)),
        (draft for article in articles for draft in _drafts(article)),
    )
    for questions in zip_longest(*kinds):
        yield from (question for question in questions if question)


def _days(engine: Engine, articles: Iterable[Article]) -> Iterator[str]:
    """Yield the first day (as 2031-05-09) that each article mentions, unless it is still to come there."""
    seen = set()
    for article in articles:
        latest = (article.published or date.max).isoformat()
        named = (each.value for each in engine.time_expressions(article.id) if each.value)
        day = next((value for value in named if _DAY.fullmatch(value) and value <= latest), None)
        if day is not None and day not in seen:
            seen.add(day)
            yield day


def _matches(article: ArticleSummary, filters: Filters) -> bool:
    """Return whether an article may match the filters; its source is only checked when a question is asked."""
    is_within = article.published is None or (
        (filters.since is None or filters.since <= article.published)
        and (filters.until is None or article.published <= filters.until)
    )
    return is_within and (not filters.article_ids or article.id in filters.article_ids)


def _beginning(article: Article) -> Article:
    return replace(article, text=article.text[:_N_CHARACTERS])


def _drafts(article: Article) -> Iterator[str]:
    """Yield the drafts about an article that can be understood without it."""
    for draft in draft_questions(article):
        question = draft.question
        is_short = len(question.split()) <= _MOST_WORDS and "…" not in question
        if is_short and draft.kind != "when" and not _POINTS_BACK.search(question):
            yield question


def _speakers(articles: Iterable[Article], stopped: Callable[[], bool]) -> list[str]:
    """Return the full names of people who are quoted, the most quoted first."""
    counts: Counter[str] = Counter()
    for article in articles:
        if stopped():
            break
        quoted = list(_quoted(article.text))
        last_words = Counter(speaker.split()[-1] for speaker in quoted)
        names = {name for speaker in quoted if (name := _name_at_end(_without_role(speaker)))}
        counts.update({name: last_words[name.split()[-1]] for name in names if _is_person(name)})
    return [name for name, _ in counts.most_common()]


def _quoted(text: str) -> Iterator[str]:
    """Yield the speaker of each statement."""
    for span in sentence_spans(text):
        sentence = span.of(text)
        for made in attributions_in(sentence):
            yield " ".join(made.speaker.of(sentence).split())


def _name_at_end(text: str) -> str | None:
    """Return the name that ends a text, None without a first name and a surname."""
    kept: list[str] = []
    for word in reversed(text.split()):
        if not (_PART_OF_NAME.fullmatch(word) or (kept and word in _PARTICLES)):
            break
        kept.insert(0, word)
    while kept and kept[0] in _PARTICLES:
        kept.pop(0)
    n_parts = sum(word not in _PARTICLES for word in kept)
    return " ".join(kept) if n_parts in _N_PARTS else None


def _without_role(speaker: str) -> str:
    """Return the words after a speaker's role: "Prime Minister Mara Holt" → "Mara Holt"."""
    words = speaker.split()
    roles = [number for number, word in enumerate(words) if word.casefold() in ROLES]
    return " ".join(words[roles[-1] + 1 :] if roles else words)


def _is_person(name: str) -> bool:
    """Return whether a name has no word for an office, and no article: "the Islanders" are several people."""
    return not any(word.casefold() in _NO_PERSON for word in name.split())
