"""`dateline ask`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import typer
from rich.text import Text

from qa.cli.answer_output import print_answer, print_matches, print_quotes
from qa.cli.output import building_notice, day_words, err, out, print_json
from qa.engine import Engine
from qa.records import Answer, DateFilter, Filters, ReactionKind, Reason, Status
from qa.utils.text import shortened

if TYPE_CHECKING:
    from qa.cli.continued import ContinuedConversation
    from qa.composing.composer import Composition

_N_NEAREST = 3
_REASONS = {
    Reason.EMPTY_LIBRARY: "The library has no articles yet. Add some with: dateline index FOLDER",
    Reason.NOTHING_RETRIEVED: "No passage matches the question.",
    Reason.NO_ANSWER: "No clear answer found.",
    Reason.FILTERED_OUT: "No article matches the filters. Undated articles are left out.",
}
_NONE_ON_DATES = "No article that matches the filters mentions these dates."


def run(  # noqa: PLR0913 - all but the first are flags
    engine: Engine,
    question: str,
    filters: Filters,
    days: tuple[date | None, bool],
    top_k: int | None,
    *,
    as_typed: bool,
    newest_first: bool,
    is_continued: bool,
    composes: bool,
    as_json: bool,
) -> None:
    """Ask, print the answer, and set the exit code like grep.

    `days` are the day that relative dates are counted from (None for today), and whether to ignore the question's
    dates. `newest_first` orders the passages of a keyword query by their day. With `is_continued`, the
    question may refer to the last conversation, and is saved in it. With `composes`, the configured language model
    words an answer from the quotes.
    """
    as_of, any_date = days
    continued = _last_conversation(engine) if is_continued else None
    if continued and not continued.history:
        err().print(
            Text("This question starts a conversation. Follow up on it with: dateline ask -c", style="dim")
        )
    answer = engine.ask(
        question,
        history=continued.history if continued else (),
        filters=filters,
        as_of=as_of,
        any_date=any_date,
        as_typed=as_typed,
        top_k=top_k,
        watch=building_notice(),
    )
    if continued:
        continued.keep(engine, answer, filters)
    if newest_first:
        answer = replace(answer, matches=answer.newest_matches)
    if not as_json:
        _print_notices(answer, is_continued=is_continued)
    composition = _composed(engine, answer) if composes else None
    if as_json:
        from qa.json_output import answer_json, composition_json

        composed = {"composition": composition_json(composition)} if composes else {}
        print_json({**answer_json(answer), **composed})
    elif answer.parts:
        _print_parts(engine, answer.parts)
    else:
        _print(engine, answer)
    if composes and not as_json:
        from qa.cli.composed import print_composition

        print_composition(composition)
    raise typer.Exit(1 if answer.status is Status.NOT_FOUND else 0)


def _last_conversation(engine: Engine) -> "ContinuedConversation":
    from qa.cli.continued import ContinuedConversation

    return ContinuedConversation(engine.settings.folder)


def _composed(engine: Engine, answer: Answer) -> "Composition | None":
    from qa.cli.composed import composition_of

    return composition_of(engine, answer)


def _print_notices(answer: Answer, *, is_continued: bool) -> None:
    """Print how the question was understood."""
    if answer.corrected_question:
        notice = f"Showing results for “{answer.corrected_question}” · --as-typed: as typed"
        err().print(Text(notice, style="dim"))
    if is_continued and answer.standalone_question:
        err().print(Text(f"Understood as: {answer.standalone_question}", style="dim"))
    if answer.date_filter:
        _print_date_filter(answer.date_filter)
    if answer.newest_day:
        _print_newest_day(answer, answer.newest_day)


def _print_parts(engine: Engine, parts: Sequence[Answer]) -> None:
    for number, part in enumerate(parts):
        if number:
            out().print()
        if part.speaker is None:
            out().print(Text(part.question, style="bold italic"))
        if part.standalone_question:
            out().print(Text(f"Understood as: {part.standalone_question}", style="dim"))
        _print(engine, part)


def _print(engine: Engine, answer: Answer) -> None:
    if answer.status is Status.ANSWERED:
        print_answer(answer)
        if answer.matches:
            out().print(Text("\nPassages:", style="dim"))
            print_matches(answer.matches, out())
    elif answer.status is Status.LISTED:
        print_matches(answer.matches, out())
    elif answer.status is Status.NO_QUESTION:
        _print_reaction(engine, answer)
    else:
        _print_refusal(answer)


def _print_reaction(engine: Engine, answer: Answer) -> None:
    console = out()
    if answer.reaction:
        console.print(Text(answer.reaction.reply))
        if answer.reaction.kind in (ReactionKind.SHOW_ARTICLE, ReactionKind.NEWEST_ARTICLE):
            for key in answer.reaction.article_ids[:1]:
                article = engine.article_by_id(key)
                console.print(
                    Text(f"{article.title} ({day_words(article.published)}): dateline show {key[:8]}")
                )
    print_quotes(answer.citations)


def _print_date_filter(days: DateFilter) -> None:
    notice = f"Searched passages about {days.text} · --any-date: all dates"
    err().print(Text(notice, style="dim"))


def _print_newest_day(answer: Answer, newest: date) -> None:
    """Print that the dates asked for are after the newest article, and how to ask from its day."""
    notice = f"The newest article searched is from {day_words(newest)}."
    if answer.dated_question:
        notice += f" Counted from that day: “{answer.dated_question}”"
    err().print(Text(notice, style="dim"))


def _print_refusal(answer: Answer) -> None:
    out().print(Text("Not in these articles.", style="bold"))
    console = err()
    closest = " Closest passages:" if answer.matches else ""
    reason = answer.reason or Reason.NO_ANSWER
    why = _NONE_ON_DATES if reason is Reason.FILTERED_OUT and answer.date_filter else _REASONS[reason]
    console.print(f"{why}{closest}")
    print_matches(answer.matches[:_N_NEAREST], console)
    if answer.best_candidate is not None:
        best = f"Best candidate: “{shortened(answer.best_candidate, 60)}” ({answer.confidence:.0%})"
        console.print(Text(best, style="dim"))
