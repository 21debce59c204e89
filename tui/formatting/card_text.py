"""A turn of the conversation → its card. All kinds of answers have the same parts, each made by one function."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from textual.content import Content
from textual.style import Style

import qa
from qa import (
    Answer,
    AnswerEntry,
    AnswerSection,
    Certainty,
    Citation,
    Quote,
    Reaction,
    Reason,
    ResolvedDate,
    Span,
    Status,
    answer_sections,
    confidence_words,
    disagreement,
    is_likely,
)
from tui.formatting.answer_text import (
    ACCENT,
    BLANK,
    HIGHLIGHT,
    HOW_TO_ADD,
    MUTED,
    QUOTE,
    Piece,
    counted,
    day,
    duration,
    filter_words,
    line,
    short_date,
    shortened,
    snippet,
    trouble,
    visible,
)
from tui.formatting.fitted import one_line, shown_part
from tui.formatting.line_wrapping import wrap
from tui.state import LibraryState, Stage, Turn, Work

_REASONS = {
    Reason.EMPTY_LIBRARY: "There are no articles in the library yet.",
    Reason.FILTERED_OUT: "No article matches the filters.",
    Reason.NOTHING_RETRIEVED: "No passage matches the question.",
    Reason.NO_ANSWER: "No clear answer found.",
}
WIDTH = 76  # cells, of a card on a terminal of 80
_LONG, _MIDDLE, _SHORT = 6, 3, 2  # lines of a folded quote: of one answer, of a few, of several speakers
_FEW = 3
_N_NEAREST_NAMED = 3
_N_LISTED = 5  # articles of a keyword query on a folded card
_N_SOURCES = 3  # of an answer on a folded card
_N_OTHERS_NAMED = 2
_CONTEXT_LINES = 2
_LABEL_WIDTH = 17  # cells before the steps by which a date was worked out
_WARNING = "bold $text-warning"
_CLAIM = f"bold {ACCENT}"
_ALL_DATES_HINT = " · F6: all dates"
_DATED_HINT = " · Ctrl+Y: ask this"
_AS_TYPED_HINT = "Ctrl+R: ask as typed"
CHOICE = "choice"  # style metadata of an answer that can be picked: its number, from 0


def card(turn: Turn, state: LibraryState, *, unfolded: bool = False, width: int = WIDTH) -> Content:
    """Return a turn as a card of `width` cells; `unfolded` shows whole quotes, other answers and whole lists."""
    asked: list[Piece] = [(line(turn.question), f"{MUTED} italic")]
    if words := filter_words(turn.filters):
        asked.append((f"  {' · '.join(each for _, each in words)}", MUTED))
    if turn.answer is not None:
        asked += [*_corrected(turn.answer, turn), *_understood(turn.answer, turn)]
    return Content.assemble(*asked, "\n\n", *_outcome(turn, state, unfolded=unfolded, width=width))


def has_more(answer: Answer, width: int = WIDTH) -> bool:
    """Return whether unfolding a card shows more of an answer."""
    if answer.status is Status.NOT_FOUND:
        return False
    sections = answer_sections(answer)
    is_cut = len(answer.matches) > _N_LISTED or _n_folded(sections, width) > 0
    is_dated = any(entry.resolved_date is not None for section in sections for entry in section.entries)
    return is_cut or is_dated or any(section.others for section in sections)


# The question


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
    return parts + _newest_day(answer, turn)


def _newest_day(answer: Answer, turn: Turn | None) -> list[Piece]:
    """Return that the dates asked for are after the newest article, and the question from its day, to be clicked."""
    if answer.newest_day is None:
        return []
    pieces: list[Piece] = [(f"\nThe newest article searched is from {day(answer.newest_day)}.", MUTED)]
    if answer.dated_question is None:
        return pieces
    pieces.append((" Counted from that day: ", MUTED))
    question = Content.styled(f"“{line(answer.dated_question)}”", ACCENT)
    if turn is not None and not turn.is_apart:
        click = Style.from_meta({"@click": f"screen.as_dated({turn.number})"})
        return [*pieces, question.stylize(click), (_DATED_HINT, MUTED)]
    return [*pieces, question]


# What came of it


def _outcome(turn: Turn, state: LibraryState, *, unfolded: bool, width: int) -> list[Piece]:
    answer = turn.answer
    if turn.error is not None and turn.stage is Stage.FAILED:
        return [trouble(turn.error)]
    if answer is None:
        return [(progress(turn, state), MUTED if turn.stage is Stage.STOPPED else ACCENT)]
    if answer.text is not None:
        return _answered(turn, answer, unfolded=unfolded, width=width)
    if answer.status is Status.LISTED:
        return _passages(turn, answer, unfolded=unfolded, width=width) + _foot(turn, [])
    if answer.reaction is not None:
        return _reacted(answer, answer.reaction, width)
    return _refused(turn, answer, width)


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


def _answered(turn: Turn, answer: Answer, *, unfolded: bool, width: int) -> list[Piece]:
    sections = answer_sections(answer)
    n_entries = sum(len(section.entries) for section in sections)
    pieces: list[Piece] = []
    for section in sections:
        is_compact = section.question is None and not unfolded
        pieces += ["\n" if is_compact else "\n\n"] if pieces else []
        pieces += _section(section, turn, None if unfolded else n_entries, width)
    others = [other for section in sections for other in section.others]
    if unfolded:
        pieces += _others(others, width)
    if answer.matches:
        pieces += ["\n\n", *_passages(turn, answer, unfolded=unfolded, width=width)]
    return pieces + _foot(turn, [] if unfolded else _folded(sections, others, width))


def _section(section: AnswerSection, turn: Turn, n_entries: int | None, width: int) -> list[Piece]:
    """Return the entries of an answer or of one of its parts, below the part's question.

    `n_entries` is how many a folded card has in all sections, None if it is unfolded.
    """
    pieces: list[Piece] = []
    if section.question is not None:
        pieces += [(line(section.question), f"{MUTED} italic"), *_understood(section.answer), "\n"]
    if section.is_choice:
        pieces += [*_to_choose(section.answer, is_apart=turn.is_apart), "\n\n"]
    if not section.entries:
        return [*pieces, ("Not in these articles", _WARNING)]
    for number, entry in enumerate(section.entries):
        n_lines = None if n_entries is None else _n_lines(entry, n_entries)
        gap = "\n\n" if n_lines is None or n_lines > _SHORT else "\n"
        pieces += [gap] if number else []
        label = f"{number + 1}  " if section.is_choice else "• " if entry.confidence is None else ""
        shown = Content.assemble(*entry_pieces(entry, label=label, n_lines=n_lines, width=width))
        pieces.append(shown.stylize(Style.from_meta({CHOICE: number})) if section.is_choice else shown)
    return pieces


def _n_lines(entry: AnswerEntry, n_entries: int) -> int:
    """Return the number of lines of a folded quote; a list of short answers shows none."""
    if n_entries == 1 or not (entry.headlines or entry.speaker):
        return _LONG
    if entry.speaker:
        return _SHORT
    return _MIDDLE if n_entries <= _FEW else 0


def _to_choose(answer: Answer, *, is_apart: bool) -> list[Piece]:
    """Return what is above conflicting answers; `is_apart` hides the instructions."""
    head = disagreement(answer)
    if is_apart:
        return [(head, _WARNING)]
    numbers = "/".join(str(number) for number, _ in enumerate(answer.choices, start=1))
    return [
        (f"{head} ", _WARNING),
        (f"Pick one to follow up on it (click, or Tab then {numbers}).", MUTED),
    ]


# The parts of an entry


def entry_pieces(
    entry: AnswerEntry, *, label: str = "", n_lines: int | None = None, width: int = WIDTH
) -> list[Piece]:
    """Return an entry: what is claimed and how sure it is, its date, its sentences, its sources.

    Each sentence is cut to `n_lines` lines, unless it is None.
    """
    parts: list[list[Piece]] = [
        _claim(entry, label),
        _date(entry.resolved_date, width, in_full=n_lines is None) if entry.resolved_date is not None else [],
        *(
            _quote(quote, n_lines, width, is_numbered=len(entry.quotes) > 1)
            for quote in entry.quotes
            if n_lines != 0
        ),
        _sources(entry.citations, None if n_lines is None else _N_SOURCES, width),
    ]
    return [piece for part in parts if part for piece in ("\n", *part)][1:]


def _claim(entry: AnswerEntry, label: str) -> list[Piece]:
    """Return the verdict, the speaker or the short answers, with the confidence as a word before the number."""
    claims = entry.heading
    pieces: list[Piece] = []
    if entry.caveat:
        pieces += [(entry.caveat, _WARNING), "\n"]
    for number, claim in enumerate(claims):
        pieces += ["\n"] if number else []
        pieces.append((label + line(claim), _CLAIM))
    if entry.confidence is not None:
        pieces += [(" · " if claims else label, MUTED), *confidence(entry.confidence)]
    return pieces


def confidence(value: float) -> list[Piece]:
    """Return a confidence as a coloured word with its percentage."""
    word, number = confidence_words(value).rsplit(" ", 1)
    return [(word, "$text-success" if is_likely(value) else "$text-warning"), (f" {number}", MUTED)]


def _date(found: ResolvedDate, width: int, *, in_full: bool) -> list[Piece]:
    """Return a resolved date in one line or, in full, with each step by which it was worked out."""
    if not in_full or found.value is None:
        return [resolved(found)]
    pieces: list[Piece] = [(f"= {line(found.text)}", "bold")]
    for label, words in qa.explanation_rows(found.expression, found):
        shown = line(words)
        lines = wrap(shown, width - _LABEL_WIDTH)
        indented = f"\n{' ' * _LABEL_WIDTH}".join(lines.span(y).of(shown) for y in range(len(lines)))
        pieces += ["\n", (f"  {label}".ljust(_LABEL_WIDTH), ACCENT), (indented, MUTED)]
    return pieces


def resolved(found: ResolvedDate) -> Content:
    """Return a resolved date with the article's words and the day it was counted from."""
    origin = f" · from “{line(found.expression)}”"
    if found.reference is not None:
        origin += f", counted from {day(found.reference)}"
    if found.certainty is Certainty.LIKELY:
        origin += " · likely"
    if found.certainty is Certainty.AMBIGUOUS:
        other = f", or {line(qa.in_words(found.alternative))}" if found.alternative else ""
        origin += f" · ambiguous{other}"
    return Content.assemble((f"= {line(found.text)}", "bold"), (origin, MUTED))


def _quote(quote: Quote, n_lines: int | None, width: int, *, is_numbered: bool) -> list[Piece]:
    """Return a sentence with the answers highlighted, after the text that it refers to."""
    number = f"[{quote.citation.number}] " if is_numbered else ""
    text, answers = _text(quote)
    part = _shown(quote, n_lines, width - len(number))
    shown = Content(text)
    for span in answers:
        shown = shown.stylize(QUOTE, span.start, span.end)
    before, after = "…" if part.start else "", "…" if part.end < len(text) else ""
    pieces: list[Piece] = [(number, ACCENT)] if number else []
    return [*pieces, *_context(quote, n_lines, width), before, shown[part.start : part.end], after]


def _context(quote: Quote, n_lines: int | None, width: int) -> list[Piece]:
    """Return what a sentence that starts with “he” or “this” refers to, cut at its start on a folded card."""
    if quote.context is None or n_lines in (0, _SHORT):
        return []
    text = BLANK.sub(" ", visible(quote.context.of(quote.citation.article.text)))
    end = Span(len(text) - 1, len(text))
    part = Span(0, len(text)) if n_lines is None else shown_part(text, end, width, _CONTEXT_LINES)
    return [(f"{'…' if part.start else ''}{text[part.start :].lstrip()} ", MUTED)]


def _text(quote: Quote) -> tuple[str, list[Span]]:
    """Return a sentence as one line of the same length, and the answers counted in it."""
    start = quote.citation.article_span.start
    text = BLANK.sub(" ", visible(quote.citation.quote))
    return text, [Span(each.start - start, each.end - start) for each in quote.answers]


def _shown(quote: Quote, n_lines: int | None, width: int) -> Span:
    text, answers = _text(quote)
    focus = answers[0] if answers else None
    return Span(0, len(text)) if n_lines is None else shown_part(text, focus, width, n_lines)


def _sources(citations: Sequence[Citation], most: int | None, width: int) -> list[Piece]:
    """Return a line for each article: its citations, its date, its source and its title."""
    in_order = sorted(citations, key=lambda cited: cited.number)
    articles = list(dict.fromkeys(cited.article for cited in in_order))
    pieces: list[Piece] = []
    for article in articles[:most]:
        pieces += ["\n"] if pieces else []
        pieces.append(source([cited for cited in in_order if cited.article == article], width))
    if most is not None and len(articles) > most:
        pieces.append((f"\n▸ {counted(len(articles) - most, 'more source')}", MUTED))
    return pieces


def source(citations: Sequence[Citation], width: int) -> Content:
    """Return the source of citations of one article, in one line of at most `width` cells."""
    article = citations[0].article
    numbers = " ".join(f"[{number}]" for number in dict.fromkeys(cited.number for cited in citations))
    when = day(article.published)
    title = f"{line(article.source)} · {line(article.title)}" if article.source else line(article.title)
    n_same = len({each.article_id for cited in citations for each in cited.versions if not each.differs})
    also = f" · also in {counted(n_same, 'other version')}" if n_same else ""
    shown = one_line(title, width - len(numbers) - len(when) - len(also) - 4)
    return Content.assemble((f"{numbers} ", ACCENT), (when, "bold"), (f" · {shown}{also}", MUTED))


# Below the entries


def _n_folded(sections: Sequence[AnswerSection], width: int) -> int:
    """Return how many sentences and sources a folded card cuts or leaves out."""
    entries = [entry for section in sections for entry in section.entries]
    n_folded = 0
    for entry in entries:
        n_lines = _n_lines(entry, len(entries))
        n_folded += len({cited.article.id for cited in entry.citations}) > _N_SOURCES
        for quote in entry.quotes:
            is_whole = n_lines > 0 and len(_shown(quote, n_lines, width - 4)) == len(quote.citation.quote)
            n_folded += not is_whole
    return n_folded


def _folded(sections: Sequence[AnswerSection], others: Sequence[AnswerEntry], width: int) -> list[str]:
    """Return what unfolding a card shows."""
    n_folded = _n_folded(sections, width)
    hints = [f"▸ {'full quote' if n_folded == 1 else 'full quotes'}"] if n_folded else []
    if others:
        named = [f"“{shortened(other.text, 30)}”" for other in others[:_N_OTHERS_NAMED]]
        words = ", ".join([*named, *(["…"] if len(others) > _N_OTHERS_NAMED else [])])
        hints.append(f"{'' if hints else '▸ '}{counted(len(others), 'other answer')}: {words}")
    return hints


def _others(others: Sequence[AnswerEntry], width: int) -> list[Piece]:
    pieces: list[Piece] = [("\n\n▾ Other answers", MUTED)] if others else []
    for other in others:
        pieces += ["\n\n", *entry_pieces(other, width=width)]
    return pieces


def _foot(turn: Turn, hints: Iterable[str]) -> list[Piece]:
    """Return the last line: what can be unfolded, how long it took, and the note of the turn."""
    seconds = turn.answer.timings.get("total_seconds") if turn.answer else None
    took = [duration(seconds)] if seconds is not None else []
    words = " · ".join([*hints, *took, *([turn.note] if turn.note else [])])
    return [(f"\n{words}", MUTED)] if words else []


# Passages, refusals and replies


def _passages(turn: Turn, answer: Answer, *, unfolded: bool, width: int) -> list[Piece]:
    """Return the passages for a keyword query in the order of the turn; without `unfolded`, only the first ones."""
    in_order = answer.newest_matches if turn.newest_first else answer.matches
    order, key = ("newest first", "best first") if turn.newest_first else ("best first", "newest first")
    pieces: list[Piece] = [(counted(len(in_order), "article"), "bold"), (f" · {order}", MUTED)]
    pieces += [(f" · n: {key}", MUTED)] if not turn.is_apart and len(in_order) > 1 else []
    shown = in_order if unfolded else in_order[:_N_LISTED]
    for match in shown:
        pieces += ["\n", *_match(match, width)]
    if len(shown) < len(in_order):
        pieces.append((f"\n▸ {counted(len(in_order) - len(shown), 'more article')}", MUTED))
    return pieces


def _match(match: Citation, width: int) -> list[Piece]:
    """Return a match: its source, and the snippet with the query's words highlighted."""
    text, highlights = snippet(match)
    shown = Content(text)
    for span in highlights:
        shown = shown.stylize(HIGHLIGHT, span.start, span.end)
    return [source([match], width), "\n", shown]


def _refused(turn: Turn, answer: Answer, width: int) -> list[Piece]:
    pieces: list[Piece] = [
        ("Not in these articles", _WARNING),
        "\n",
        _why(answer),
    ]
    if answer.reason is Reason.EMPTY_LIBRARY:
        pieces.append((f"\n{HOW_TO_ADD}", MUTED))
    if answer.reason is Reason.FILTERED_OUT and (turn.filters.since or turn.filters.until):
        pieces.append((" Undated articles are left out.", MUTED))
    pieces += _best_candidate(answer)
    if answer.matches:
        pieces.append(("\n\nClosest passages", "bold"))
    for match in answer.matches[:_N_NEAREST_NAMED]:
        pieces += ["\n", *_match(match, width)]
    return pieces + _foot(turn, [])


def _why(answer: Answer) -> str:
    """Return the reason of a refusal."""
    if answer.reason is Reason.FILTERED_OUT and answer.date_filter is not None:
        return "No article that matches the filters mentions these dates."
    return _REASONS[answer.reason] if answer.reason else ""


def _best_candidate(answer: Answer) -> list[Piece]:
    named = shortened(answer.best_candidate or "", 60)
    if not named or answer.confidence <= 0:
        return []
    return [(f"\nBest candidate: “{named}” · ", MUTED), *confidence(answer.confidence)]


def _reacted(answer: Answer, reaction: Reaction, width: int) -> list[Piece]:
    """Return the reply to small talk, and the sentences of a summary with their source."""
    pieces: list[Piece] = [(visible(reaction.reply), "bold")]
    for article, group in groupby(answer.citations, key=lambda cited: cited.article):
        del article
        cited = list(group)
        for each in cited:
            pieces += ["\n", *_quote(Quote(each, ()), None, width, is_numbered=True)]
        pieces += ["\n", source(cited, width)]
    return pieces
