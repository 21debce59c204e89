"""`dateline ask`."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.text import Text

from qa.answering.version_names import version_lines
from qa.cli.output import building_notice, day_words, err, out, print_json
from qa.dates import in_words
from qa.engine import Engine
from qa.english.confidence import confidence_words
from qa.records import Answer, Citation, DateFilter, Filters, ReactionKind, Reason, ResolvedDate, Status
from qa.utils.text import printable, shortened

if TYPE_CHECKING:
    from qa.cli.continued import ContinuedConversation
    from qa.composing.composer import Composition

_N_NEAREST = 3
_BLANK = re.compile(r"\s")  # replaced one by one, so that positions stay true
_REASONS = {
    Reason.EMPTY_LIBRARY: "The library has no articles yet. Add some with: dateline index FOLDER",
    Reason.NOTHING_RETRIEVED: "No passage matches the question.",
    Reason.NO_ANSWER: "No clear answer found.",
    Reason.FILTERED_OUT: "No article matches the filters. Undated articles are left out.",
}


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
        for part in answer.parts:
            out().print(Text(part.question, style="bold italic"))
            if part.standalone_question:
                out().print(Text(f"Understood as: {part.standalone_question}", style="dim"))
            _print(engine, part)
            out().print()
    else:
        _print(engine, answer)
    if composes and not as_json:
        from qa.cli.composed import print_composition

        print_composition(composition)
    raise typer.Exit(1 if answer.status is Status.NOT_FOUND else 0)


def _last_conversation(engine: Engine) -> "ContinuedConversation":
    from qa.cli.continued import ContinuedConversation

    return ContinuedConversation(engine.settings.library)


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


def _print(engine: Engine, answer: Answer) -> None:
    if answer.status is Status.ANSWERED:
        _print_answer(answer)
        if answer.matches:
            out().print(Text("\nPassages:", style="dim"))
            _print_matches(answer.matches, out())
    elif answer.status is Status.LISTED:
        _print_matches(answer.matches, out())
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
    for citation in answer.citations:
        _print_citation(citation)


def _print_date_filter(days: DateFilter) -> None:
    notice = f"Searched passages about {days.text} · --any-date: all dates"
    err().print(Text(notice, style="dim"))


def _print_answer(answer: Answer) -> None:
    console = out()
    _print_text(answer)
    for citation in answer.citations:
        _print_citation(citation)
    if not _shows_only_quotes(answer):
        console.print(Text(f"Confidence: {confidence_words(answer.confidence)}", style="dim"))
    if answer.choices:
        differs = (
            "The article gives several values"
            if answer.is_one_article
            else "Versions of this story disagree"
            if answer.is_one_story
            else "The articles disagree"
        )
        console.print(Text(f"\n{differs}:"))
        for choice in answer.choices:
            titles = "; ".join(dict.fromkeys(citation.article.title for citation in choice.citations))
            console.print(Text(f"  {choice.text} ({titles})"))
    if answer.alternatives:
        console.print(Text("\nOther candidates:", style="dim"))
    for alternative in answer.alternatives:
        for citation in alternative.citations:
            _print_citation(citation)


def _shows_only_quotes(answer: Answer) -> bool:
    """Return whether an answer is several quotes, as a summary is."""
    return bool(answer.entries) and all(entry.text == entry.citations[0].quote for entry in answer.entries)


def _print_text(answer: Answer) -> None:
    """Print the answer above its citations; nothing for quotes alone, because the citations show them."""
    console = out()
    if _shows_only_quotes(answer):
        return
    for entry in answer.entries:
        console.print(Text(f"{entry.text} [{entry.citations[0].number}]", style="bold"))
    if answer.verdict is not None:
        console.print(Text("Yes." if answer.verdict else "No.", style="bold"))
    if not answer.entries:
        console.print(Text(answer.text or "", style="bold"))
    if answer.is_inferred:
        console.print(Text("Inferred: the sentence gives this date to something else."))
    if answer.resolved_date:
        _print_date(answer.resolved_date)
    console.print()


def _print_date(when: ResolvedDate) -> None:
    console = out()
    console.print(Text(f"= {when.text}", style="bold"))
    if when.value is None:
        return
    other = f"; or {in_words(when.alternative)}" if when.alternative else ""
    console.print(Text(f"  “{when.expression}”: {when.rule} ({when.certainty}{other})"))


def _print_citation(citation: Citation) -> None:
    article = citation.article
    place = f"characters {citation.article_span.start}–{citation.article_span.end}"
    place = f"{printable(citation.place)}, {place}" if citation.place else place
    origin = " · ".join(filter(None, (day_words(article.published), article.source)))
    console = out()
    console.print(Text.assemble((f"[{citation.number}] ", "bold"), article.title))
    console.print(Text(f"    {origin} · {article.id[:8]}, {place}"))
    console.print(Text(f"    {printable(article.path or '')}", style="dim"))
    console.print(Text(f"    “{citation.quote}”"))
    for line in version_lines(citation.versions, article):
        console.print(Text(f"    {line}", style="dim"))


def _print_matches(matches: Sequence[Citation], console: Console) -> None:
    for match in matches:
        _print_match(match, console)


def _print_match(match: Citation, console: Console) -> None:
    """Print a snippet with the query's words in bold; positions are counted before anything is escaped."""
    article, start = match.article, match.article_span.start
    snippet = Text(_BLANK.sub(" ", match.quote))
    for span in match.highlights:
        snippet.stylize("bold", span.start - start, span.end - start)
    before, after = ("…" if is_cut else "" for is_cut in match.is_cut)
    console.print(Text(f"  {article.title} ({day_words(article.published)}) · {article.id[:8]}"))
    console.print(Text.assemble("    ", before, snippet, after))
    for line in version_lines(match.versions, article):
        console.print(Text(f"    {line}", style="dim"))


def _print_refusal(answer: Answer) -> None:
    out().print(Text("Not in these articles.", style="bold"))
    console = err()
    closest = " Closest passages:" if answer.matches else ""
    console.print(f"{_REASONS[answer.reason or Reason.NO_ANSWER]}{closest}")
    _print_matches(answer.matches[:_N_NEAREST], console)
    if answer.best_candidate is not None:
        best = f"Best candidate: “{shortened(answer.best_candidate, 60)}” ({answer.confidence:.0%})"
        console.print(Text(best, style="dim"))
