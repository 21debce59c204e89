"""Pinned answers with their articles' titles, sources and dates as the library has them now."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from qa.answering.answer_dates import date_given_by
from qa.history.answers import cited_articles, packed_answer, unpacked_answer
from qa.history.quoted import dated_by
from qa.history.records import Note
from qa.records import Answer, Article, ResolvedDate, TimeExpression

ArticleOf = Callable[[str], Article | None]
TimesOf = Callable[[str], Sequence[TimeExpression]]


def with_current_articles(note: Note, article_of: ArticleOf, times_of: TimesOf) -> Note:
    """Return a note whose articles are those of the library now; quotes and answers stay as they were pinned.

    If an article's date was changed, the days that were counted from it are counted again. `article_of` returns None
    for an article that is no longer there: it stays as it was pinned.
    """
    pinned = cited_articles(note.answer)
    current = {each.id: _current(each, article_of(each.id)) for each in pinned.values()}
    if current == pinned:
        return note
    answer = unpacked_answer(packed_answer(note.answer), current)
    moved = {name for name, each in current.items() if each.published != pinned[name].published}
    first = note.answer.citations[0].article
    if note.is_quote and answer.question == first.title:
        answer = replace(answer, question=current[first.id].title)
    return replace(note, answer=_dated_again(answer, moved, times_of))


def _current(pinned: Article, stored: Article | None) -> Article:
    return stored if stored is not None and stored.text == pinned.text else pinned


def _dated_again(answer: Answer, moved: set[str], times_of: TimesOf) -> Answer:
    """Return an answer with its dates counted again if they are from an article whose date was changed."""
    answer = replace(answer, parts=tuple(_dated_again(each, moved, times_of) for each in answer.parts))
    if not answer.citations or answer.citations[0].article.id not in moved:
        return answer
    times = times_of(answer.citations[0].article.id)
    if answer.resolved_date is None:
        return answer if answer.parts else dated_by(answer, times)
    return replace(answer, resolved_date=_counted_again(answer, answer.resolved_date, times))


def _counted_again(answer: Answer, dated: ResolvedDate, times: Sequence[TimeExpression]) -> ResolvedDate:
    same = [each for each in times if each.article_span == dated.article_span]
    if same:
        return date_given_by(answer.citations[0], same[0])
    return replace(dated, rule=f"{dated.rule}; the article's date was changed since".removeprefix("; "))
