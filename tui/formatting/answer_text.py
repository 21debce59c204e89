"""State → text to show. Pure functions; no text is interpreted as markup.

Titles, questions, file names and articles are untrusted, so they pass through `line` or `visible` before they are
shown.
"""

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

from textual.content import Content
from textual.style import Style

import qa
from qa import (
    Alternative,
    Answer,
    ArticleError,
    Certainty,
    Citation,
    DatelineError,
    Filters,
    Reaction,
    Reason,
    ResolvedDate,
    Scores,
    Span,
    Status,
    TimeExpression,
    confidence_words,
    is_likely,
    printable,
    version_lines,
)
from qa import (
    shortened as first_words,
)
from tui.state import LibraryState, Place, Stage, Turn, Work

_REASONS = {
    Reason.EMPTY_LIBRARY: "There are no articles in the library yet.",
    Reason.FILTERED_OUT: "No article matches the filters.",
    Reason.NOTHING_RETRIEVED: "No passage matches the question.",
    Reason.NO_ANSWER: "No clear answer found.",
}
HOW_TO_ADD = "Press F2 to open the library, then A to add files or folders."
_LONG_NAMES = re.compile(
    rf"\b(?:{'|'.join(map(re.escape, [*calendar.day_name, *calendar.month_name[1:]]))})\b"
)
_BLANK = re.compile(r"\s")  # replaced one by one, so that positions stay true
_BAR_CELLS = 10
_HEADLINE_IN_LISTS = 50  # characters, so that date and headline fit on a line of 80
_N_NEAREST_NAMED = 3
_N_LISTED = 5  # articles of a keyword query on a folded card

MUTED = "$foreground-muted"
QUOTE = "bold $text on $accent 35%"
ACCENT = "$text-accent"
QUOTED_ALONE = "$text"
HIGHLIGHT = f"bold {ACCENT}"
_ALL_DATES_HINT = " · F6: all dates"
_AS_TYPED_HINT = "Ctrl+R: ask as typed"
CHOICE = "choice"  # style metadata of an answer that can be picked: its number, from 0

Piece: TypeAlias = str | Content | tuple[str, str]


def visible(text: str) -> str:
    """Return a text of the same length without terminal control characters, with spaces for tabs."""
    return qa.visible(text).replace("\t", " ")


def line(text: str) -> str:
    """Return a text as one line without terminal control characters."""
    return visible(printable(text))


def shortened(text: str, n_characters: int = 90) -> str:
    """Return the beginning of a text as one line, cut at a word."""
    return visible(first_words(text, n_characters))


def no_day(written: str) -> str:
    """Return the error for text that is not a date, with the reason if the calendar has one."""
    from qa import why_no_day  # loads the whole date grammar

    why = why_no_day(written)
    return f"“{written}” is not a date{f': {why}.' if why else '. Use the form 2024-09-18.'}"


def counted(number: int, noun: str) -> str:
    """Return “1 article”, “2 articles”."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def day(published: date | None) -> str:
    """Return a date in words, or “undated”."""
    return f"{published.day} {published:%B %Y}" if published else "undated"


def short_date(text: str) -> str:
    """Return a date in words with day and month names cut to three letters."""
    return _LONG_NAMES.sub(lambda found: found[0][:3], text)


def duration(seconds: float) -> str:
    """Return a duration with sensible precision."""
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds:.2f} s"


def bar(value: float, n_cells: int = _BAR_CELLS) -> str:
    """Return a share (0–1) as a bar."""
    n_full = min(n_cells, max(0, round(value * n_cells)))
    return "━" * n_full + "╌" * (n_cells - n_full)


def filter_words(filters: Filters, titles: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """Return the name and the description of each active filter; `titles` are known titles of articles by id."""
    words = []
    if filters.article_ids:
        words.append(("articles", f"only {_articles(filters.article_ids, titles or {})}"))
    if filters.since:
        words.append(("since", f"from {day(filters.since)}"))
    if filters.until:
        words.append(("until", f"until {day(filters.until)}"))
    if filters.source:
        words.append(("source", f"in {line(filters.source)}"))
    if filters.collection:
        words.append(("collection", f"in “{line(filters.collection)}”"))
    words += ((f"tag-{number}", f"tagged “{line(tag)}”") for number, tag in enumerate(filters.tags))
    return words


def _articles(ids: Sequence[str], titles: Mapping[str, str]) -> str:
    """Return the title of a single article if it is known, or else how many there are."""
    title = titles.get(ids[0]) if len(ids) == 1 else None
    return f"“{shortened(title, 32)}”" if title else counted(len(ids), "article")


def file_path(path: str | None) -> str:
    """Return a path relative to the working directory or home if possible."""
    if path is None:
        return "no file"
    for base, prefix in ((Path.cwd(), ""), (Path.home(), "~/")):
        if Path(path).is_relative_to(base):
            return line(prefix + str(Path(path).relative_to(base)))
    return line(path)


def source_line(published: date | None, source: str | None) -> str:
    """Return the date and source of an article."""
    return " · ".join([day(published), line(source)] if source else [day(published)])


# The status bar


def library_line(state: LibraryState) -> Content:
    """Return the name and size of the library."""
    parts: list[Piece] = [("Dateline", f"bold {ACCENT}"), ("  ", ""), line(state.name)]
    if state.work is not Work.OPENING:
        held = (counted(state.n_articles, "article"), counted(state.n_passages, "passage"))
        parts.append((" · " + " · ".join(held), MUTED))
    return Content.assemble(*parts)


def activity(state: LibraryState) -> Content:
    """Return what the app is doing."""
    if state.work is Work.INDEXING:
        progress = f" {state.n_done}/{state.n_files} " if state.n_files else "…"
        return Content.assemble(("indexing" + progress, ACCENT), (line(state.file_name), MUTED))
    if state.work is Work.RESTING:
        return Content.styled("error", "$text-error") if state.trouble else Content.styled("ready", MUTED)
    doing = {
        Work.OPENING: "opening the library…",
        Work.LOADING_MODEL: "loading the model…",
        Work.BUILDING_MODEL: "preparing the model (first run only)…",
    }
    return Content.styled(doing[state.work], ACCENT)


def failures_hint(state: LibraryState) -> Content:
    """Return how many files failed; empty if none."""
    if not state.failed:
        return Content("")
    return Content.styled(f"{counted(len(state.failed), 'file')} failed", "$text-warning")


# The conversation


def welcome(state: LibraryState) -> Content:
    """Return the text for an empty conversation."""
    parts: list[Piece] = [
        ("Ask your articles.", f"bold {ACCENT}"),
        ("\n\nEvery answer is an exact quote with its source, position and date.", ""),
    ]
    if state.work is Work.RESTING and state.n_articles == 0 and state.trouble is None:
        parts.append((f"\n\nThere are no articles in the library yet.\n{HOW_TO_ADD}", MUTED))
    elif not state.takes_questions:
        parts.append(("\n\nYou can start typing. Questions are answered when loading has finished.", MUTED))
    return Content.assemble(*parts)


def trouble(error: DatelineError) -> Content:
    """Return an error and its hint."""
    return Content.assemble(
        (sentence(error.message), "bold $text-error"), "\n", (sentence(error.hint), MUTED)
    )


def failures_notice(failed: Sequence[ArticleError]) -> Content:
    """Return a summary of the files that could not be read."""
    return Content.assemble(
        (f"{counted(len(failed), 'file')} could not be read. ", "bold $text-warning"),
        ("Press F3 for details. All other files were added.", MUTED),
    )


def failures(failed: Sequence[ArticleError], n_shown: int = 500) -> Content:
    """Return a list of failed files with the reason for each."""
    blocks = [
        Content.assemble(
            (file_path(str(error.path)), "bold"),
            f"\n{sentence(error.message)} ",
            (sentence(error.hint), MUTED),
        )
        for error in failed[:n_shown]
    ]
    if len(failed) > n_shown:
        blocks.append(Content(f"… and {len(failed) - n_shown:,} more."))
    return Content("\n\n").join(blocks)


def sentence(text: str) -> str:
    """Return an error's text as one line; it may contain a file name."""
    return line(text)


def card(turn: Turn, state: LibraryState, *, unfolded: bool = False) -> Content:
    """Return a turn of the conversation; `unfolded` shows the other answers in full."""
    asked: list[Piece] = [(line(turn.question), f"{MUTED} italic")]
    if words := filter_words(turn.filters):
        asked.append((f"  {' · '.join(each for _, each in words)}", MUTED))
    if turn.answer is not None:
        asked += [*_corrected(turn.answer, turn), *_understood(turn.answer, turn)]
    return Content.assemble(*asked, "\n\n", _outcome(turn, state, unfolded=unfolded))


def _corrected(answer: Answer, turn: Turn) -> list[Piece]:
    """Return the question with its spelling corrected, if it was."""
    if answer.corrected_question is None:
        return []
    shown = f"\nShowing results for “{line(answer.corrected_question)}”"
    return [(shown, MUTED), *_as_typed_hint(turn)]


def _as_typed_hint(turn: Turn) -> list[Piece]:
    """Return how to ask a question word for word, which can be clicked; nothing for questions of a file."""
    if turn.is_apart:
        return []
    click = Style.from_meta({"@click": f"screen.as_typed({turn.number})"})
    return [(" · ", MUTED), Content.styled(_AS_TYPED_HINT, MUTED).stylize(click)]


def _understood(answer: Answer, turn: Turn | None = None) -> list[Piece]:
    """Return the wording that was understood and the date filter, if any; with a turn, how to ask without them."""
    parts: list[Piece] = []
    if answer.standalone_question:
        parts.append((f"\nUnderstood as: {line(answer.standalone_question)}", MUTED))
        parts += _as_typed_hint(turn) if turn is not None else []
    if answer.date_filter is not None:
        days = answer.date_filter
        more = _ALL_DATES_HINT if turn is not None and not turn.is_apart else ""
        parts.append((f"\nSearched passages about {short_date(line(days.text))}{more}", MUTED))
    return parts


def _outcome(turn: Turn, state: LibraryState, *, unfolded: bool) -> Content:
    if turn.error is not None and turn.stage is Stage.FAILED:
        return trouble(turn.error)
    if turn.answer is not None and (turn.answer.text is not None or turn.answer.status is Status.LISTED):
        return _answered(turn, turn.answer, unfolded=unfolded)
    if turn.answer is not None and turn.answer.reaction is not None:
        return _reacted(turn.answer, turn.answer.reaction)
    if turn.answer is not None:
        return _refused(turn, turn.answer)
    return Content.styled(progress(turn, state), MUTED if turn.stage is Stage.STOPPED else ACCENT)


def progress(turn: Turn, state: LibraryState) -> str:
    """Return the progress of a question."""
    match turn.stage:
        case Stage.WAITING if state.takes_questions:
            return "queued…"
        case Stage.WAITING if state.work is Work.INDEXING:
            return "waiting until the articles are indexed…"
        case Stage.WAITING:
            return "waiting for the model…"
        case Stage.SEARCHING:
            return "searching…"
        case Stage.READING:
            return f"retrieved {counted(turn.n_retrieved, 'passage')} · reading…"
        case _:
            return "Stopped."


def _answered(turn: Turn, answer: Answer, *, unfolded: bool) -> Content:
    if answer.status is Status.LISTED:
        return Content.assemble(*_passages(turn, answer, unfolded=unfolded))
    if answer.parts:
        pieces = _in_parts(answer)
    elif answer.choices:
        pieces = _to_choose(answer, is_apart=turn.is_apart)
    elif answer.entries:
        pieces = _listed(answer)
    else:
        pieces = [*_verdict(answer), *_answer_pieces(answer)]
    if facts := _facts(turn, []):
        is_several = answer.parts or answer.choices or answer.entries
        pieces.append((f"\n\n{facts}" if is_several else f" · {facts}", MUTED))
    if others := others_of(answer):
        pieces += _unfolded(others) if unfolded else [("\n" + _folded(others), MUTED)]
    if answer.matches:
        pieces += ["\n\n", *_passages(turn, answer, unfolded=unfolded)]
    return Content.assemble(*pieces)


def _passages(turn: Turn, answer: Answer, *, unfolded: bool) -> list[Piece]:
    """Return the passages for a keyword query in the order of the turn; without `unfolded`, only the first ones."""
    in_order = answer.newest_matches if turn.newest_first else answer.matches
    order, key = ("newest first", "best first") if turn.newest_first else ("best first", "newest first")
    pieces: list[Piece] = [(counted(len(in_order), "article"), "bold"), (f" · {order}", MUTED)]
    pieces += [(f" · n: {key}", MUTED)] if not turn.is_apart and len(in_order) > 1 else []
    shown = in_order if unfolded else in_order[:_N_LISTED]
    for match in shown:
        pieces += ["\n", *_match(match)]
    if len(shown) < len(in_order):
        pieces.append((f"\n▸ {counted(len(in_order) - len(shown), 'more article')}", MUTED))
    if answer.status is Status.LISTED and (facts := _facts(turn, [])):
        pieces.append((f"\n\n{facts}", MUTED))
    return pieces


def has_more(answer: Answer) -> bool:
    """Whether unfolding a card shows more of an answer."""
    return bool(others_of(answer)) or (
        answer.status is not Status.NOT_FOUND and len(answer.matches) > _N_LISTED
    )


def _verdict(answer: Answer) -> list[Piece]:
    """Return the verdict on a yes/no question, and the warning above an inferred date."""
    if answer.verdict is not None:
        return [("Yes" if answer.verdict else "No", f"bold {ACCENT}"), "\n\n"]
    if answer.is_inferred:
        return [("Inferred: the sentence gives this date to something else. ", "bold $text-warning"), "\n"]
    return []


def others_of(answer: Answer) -> list[Alternative]:
    """Return the other answers of an answer and its parts, which are shown on demand."""
    others = [other for part in (answer, *answer.parts) for other in part.alternatives]
    return [other for other in others if other not in answer.choices]


def _answer_pieces(answer: Answer | Alternative) -> list[Piece]:
    """Return an answer with its date, its sentence, its source and its confidence."""
    first = answer.citations[0]
    is_sentence = answer.text == first.quote  # shown as a quote, not as a headline
    style = QUOTED_ALONE if is_sentence else f"bold {ACCENT}"
    pieces: list[Piece] = [(visible(answer.text or "").strip(), style), "\n"]
    if answer.resolved_date is not None:
        pieces += [*resolved(answer.resolved_date), "\n"]
    return [
        *pieces,
        "\n",
        *_sentence(first, answer.text),
        (day(first.article.published), "bold"),
        (f" · {_headline(first)}", MUTED),
        "\n",
        (bar(answer.confidence), _confidence_style(answer.confidence)),
        (f" {confidence_words(answer.confidence)} · {_numbers(answer.citations)}", MUTED),
    ]


def _to_choose(answer: Answer, *, is_apart: bool) -> list[Piece]:
    """Return conflicting answers to pick from; `is_apart` hides the instructions."""
    numbers = "/".join(str(number) for number, _ in enumerate(answer.choices, start=1))
    head = (
        "The article gives several values. "
        if answer.is_one_article
        else "Versions of this story disagree. "
        if answer.is_one_story
        else "The articles disagree. "
    )
    pieces: list[Piece] = [(head, "bold $text-warning")]
    if not is_apart:
        how = f"Pick one to follow up on it (click, or Tab then {numbers})."
        pieces.append((how, MUTED))
    for number, choice in enumerate(answer.choices):
        shown = Content.assemble((f"{number + 1}  ", f"bold {ACCENT}"), *_answer_pieces(choice))
        pieces += ["\n\n", shown.stylize(Style.from_meta({CHOICE: number}))]
    return pieces


def _listed(answer: Answer) -> list[Piece]:
    """Return the members of a list with their source, or the passages of a summary below the article's headline."""
    pieces: list[Piece] = []
    before: Citation | None = None
    asked = answer.date_filter
    is_dated = asked is not None and asked.since != asked.until
    for _, group in groupby(answer.entries, key=lambda entry: entry.citations[0].number):
        entries = list(group)
        first = entries[0].citations[0]
        pieces += _group(first, entries, before)
        if is_dated and (when := entries[0].resolved_date) is not None:
            pieces.append((f" = {short_date(line(when.text))}", MUTED))
        before = first
    return pieces


def _group(cited: Citation, entries: Sequence[Alternative], before: Citation | None) -> list[Piece]:
    """Return the entries that share a citation; `before` is the citation above, None for the first."""
    gap: list[Piece] = ["\n\n"] if before is not None else []
    title = shortened(cited.article.title, _HEADLINE_IN_LISTS)
    source: list[Piece] = [(day(cited.article.published), "bold"), (f" · {title}", MUTED)]
    if all(entry.text == cited.quote for entry in entries):
        is_new = before is None or before.article != cited.article
        head = [*gap, *source, "\n"] if is_new else ["\n"]
        return [*head, (f"[{cited.number}] ", ACCENT), visible(cited.quote)]
    lines = [piece for entry in entries for piece in ((f"• {line(entry.text)}", f"bold {ACCENT}"), "\n")]
    return [*(["\n"] if gap else []), *lines, (f"  [{cited.number}] ", ACCENT), *source]


def _in_parts(answer: Answer) -> list[Piece]:
    """Return the answer to each part of the question."""
    pieces: list[Piece] = []
    for part in answer.parts:
        pieces += ["\n\n"] if pieces else []
        pieces += [(line(part.question), f"{MUTED} italic"), *_understood(part), "\n"]
        pieces += (
            _listed(part)
            if part.entries
            else [*_verdict(part), *_answer_pieces(part)]
            if part.citations
            else [("Not in these articles", "bold $text-warning")]
        )
    return pieces


def resolved(found: ResolvedDate) -> list[Piece]:
    """Return a resolved date with the article's words and how it was worked out."""
    parts: list[Piece] = [(line(found.text), "bold")]
    origin = f" · from “{line(found.expression)}”"
    if found.reference is not None:
        origin += f", counted from {day(found.reference)}"
    if found.certainty is Certainty.LIKELY:
        origin += " · likely"
    if found.certainty is Certainty.AMBIGUOUS:
        other = f", or {line(qa.in_words(found.alternative))}" if found.alternative else ""
        origin += f" · ambiguous{other}"
    return [*parts, (origin, MUTED)]


def _confidence_style(value: float) -> str:
    """Return a colour; the word beside it says the same."""
    return "$text-success" if is_likely(value) else "$text-warning"


def _folded(others: Sequence[Alternative]) -> str:
    words = ", ".join(f"“{shortened(other.text, 30)}”" for other in others)
    return f"▸ {counted(len(others), 'other answer')}: {words}"


def _unfolded(others: Sequence[Alternative]) -> list[Piece]:
    parts: list[Piece] = [("\n▾ Other answers", MUTED)]
    for other in others:
        parts += [
            (f"\n  {_numbers(other.citations)} ", ACCENT),
            shortened(other.text),
            (f"  {confidence_words(other.confidence)}", MUTED),
        ]
        if other.resolved_date is not None:
            parts += ["\n      ", *resolved(other.resolved_date)]
    return parts


def _sentence(citation: Citation, answer: str | None) -> list[Piece]:
    """Return the sentence with the answer highlighted; nothing if the answer is the whole sentence."""
    if citation.quote == answer:
        return []
    return [marked(citation.quote, citation.article_span.start, citation.answer_span), "\n"]


def _headline(citation: Citation) -> str:
    title, source = shortened(citation.article.title, 64), citation.article.source
    n_same = sum(not each.differs for each in citation.versions)
    versions = f" · also in {counted(n_same, 'other version')}" if n_same else ""
    return f"{title}, {line(source)}{versions}" if source else f"{title}{versions}"


def _reacted(answer: Answer, reaction: Reaction) -> Content:
    """Return the reply to small talk, and the sentences of a summary."""
    parts: list[Piece] = [(visible(reaction.reply), "bold")]
    for citation in answer.citations:
        parts += ["\n\n", (f"[{citation.number}] ", ACCENT), visible(citation.quote)]
    return Content.assemble(*parts)


def _refused(turn: Turn, answer: Answer) -> Content:
    reason = _REASONS[answer.reason] if answer.reason else ""
    parts: list[Piece] = [("Not in these articles", "bold $text-warning"), "\n\n", reason]
    if answer.reason is Reason.EMPTY_LIBRARY:
        parts.append((f"\n{HOW_TO_ADD}", MUTED))
    if answer.reason is Reason.FILTERED_OUT and (turn.filters.since or turn.filters.until):
        parts.append((" Undated articles are left out.", MUTED))
    if answer.matches:
        parts.append(
            (" Closest passages:" if answer.reason is Reason.NO_ANSWER else "\n\nClosest passages:", "")
        )
    for match in answer.matches[:_N_NEAREST_NAMED]:
        parts += ["\n", *_match(match)]
    if facts := _facts(turn, _best_refused(answer)):
        parts.append((f"\n\n{facts}", MUTED))
    return Content.assemble(*parts)


def _match(match: Citation) -> list[Piece]:
    """Return a match: its number, its article, and the snippet with the query's words highlighted."""
    text, highlights = snippet(match)
    shown = Content(text)
    for span in highlights:
        shown = shown.stylize(HIGHLIGHT, span.start, span.end)
    return [
        (f"[{match.number}] ", ACCENT),
        (shortened(match.article.title, 60), "bold"),
        (f" · {day(match.article.published)}\n", MUTED),
        shown,
        *_in_other_versions(match),
    ]


def _in_other_versions(match: Citation) -> list[Piece]:
    """Return the other versions that have a snippet."""
    names = qa.also_in(match.versions, match.article)
    return [(f"\n{line(names)}", MUTED)] if names else []


def snippet(match: Citation) -> tuple[str, list[Span]]:
    """Return a match's snippet as one line, with “…” where a sentence is cut, and the highlights counted in it."""
    before, after = ("…" if is_cut else "" for is_cut in match.is_cut)
    start = match.article_span.start
    text = before + _BLANK.sub(" ", visible(match.quote)) + after
    shift = len(before) - start
    return text, [Span(span.start + shift, span.end + shift) for span in match.highlights]


def _best_refused(answer: Answer) -> list[str]:
    if answer.confidence <= 0:
        return []
    if answer.best_candidate is None:
        return [f"Best candidate: {answer.confidence:.0%}"]
    return [f"Best candidate: “{shortened(answer.best_candidate, 60)}” ({answer.confidence:.0%})"]


def _facts(turn: Turn, facts: Iterable[str]) -> str:
    seconds = turn.answer.timings.get("total_seconds") if turn.answer else None
    took = [duration(seconds)] if seconds is not None else []
    return " · ".join([*facts, *took, *([turn.note] if turn.note else [])])


def _numbers(citations: Iterable[Citation]) -> str:
    return " ".join(f"[{citation.number}]" for citation in citations)


# Places in articles


def place(shown: Place, *, scored: bool = False) -> Content:
    """Return a citation with its passage and the quote highlighted; `scored` adds how it was found."""
    passage = shown.passage
    start = passage.article_span.start
    text = marked(passage.text, start, shown.quote)
    for span in shown.highlights:
        text = text.stylize(HIGHLIGHT, span.start - start, span.end - start)
    return Content.assemble(_place_head(shown, scored=scored), text)


def scores(why: Scores) -> str:
    """Return the ranks and scores of a passage in both searches."""
    meaning = (
        f"meaning: rank {why.dense_rank} ({why.dense_score:.2f})" if why.dense_rank else "meaning: not found"
    )
    words = (
        f"words: rank {why.sparse_rank} ({why.sparse_score:.1f})" if why.sparse_rank else "words: not found"
    )
    return f"{meaning} · {words} · fused: {why.fused:.3f}"


def copied(shown: Place) -> str:
    """Return a quote with its source and date, for the clipboard."""
    article = shown.article
    quote = shown.quote.of(article.text) if shown.quote else shown.passage.text
    origin = [article.title, *([article.source] if article.source else []), day(article.published)]
    where = article.url or article.path
    return f"“{visible(quote)}”\n— {line(', '.join(origin))}" + (f"\n{line(where)}" if where else "")


def place_to_quote(shown: Place, *, scored: bool = False) -> Content:
    """Return the same text up to the first word of the quote, to measure its position."""
    start = shown.passage.article_span.start
    quote_start = shown.quote.start - start if shown.quote else 0
    return Content.assemble(_place_head(shown, scored=scored), visible(shown.passage.text[: quote_start + 1]))


def _place_head(shown: Place, *, scored: bool = False) -> Content:
    article = shown.article
    section = article.place(shown.mark.start)
    where = file_path(article.path) + (f" · {line(section)}" if section else "")
    origin = [source_line(article.published, article.source), where]
    if scored:
        origin.append(scores(shown.scores))
    origin += map(line, version_lines(shown.versions, article))
    return Content.assemble(
        (f"[{shown.number}] ", f"bold {ACCENT}"),
        (line(article.title), "bold"),
        "\n",
        ("\n".join(origin), MUTED),
        "\n\n",
    )


def marked(text: str, text_start: int, quote: Span | None) -> Content:
    """Return a text with the quote highlighted; `text_start` and `quote` count in the article."""
    shown = Content(visible(text))
    if quote is None:
        return shown
    return shown.stylize(QUOTE, quote.start - text_start, quote.end - text_start)


def article_head(shown: Place, number: int = 0, n_places: int = 0) -> Content:
    """Return the heading of an article; citation `number` of `n_places` is shown."""
    article = shown.article
    where = file_path(article.path) + (f" · {line(article.url)}" if article.url else "")
    parts: list[Piece] = [
        (line(article.title), f"bold {ACCENT}"),
        "\n",
        source_line(article.published, article.source),
        "\n",
        (where, MUTED),
    ]
    if n_places:
        parts.append(
            (
                f"\n{'citation' if shown.quote and not shown.highlights else 'passage'} {number} of {n_places}",
                MUTED,
            )
        )
    return Content.assemble(*parts)


def time_expression(found: TimeExpression, text: str) -> Content:
    """Return what a temporal expression of an article resolves to."""
    words = line(found.article_span.of(text))
    meant = (
        qa.in_words(found.value, found.kind)
        if found.value
        else "unknown: the article has no date to count from"
    )
    how = f" · counted from {day(found.reference)}" if found.reference else ""
    other = f" · or {line(qa.in_words(found.alternative))}" if found.alternative else ""
    return Content.assemble(
        (f"“{words}” ", "bold"), (line(meant), ACCENT), (f" · {line(found.rule)}{how}{other}", MUTED)
    )
