"""The state of a batch → text."""

import re

from textual.content import Content

from qa import DatelineError, QuestionFileError, confidence_words
from tui.batch_state import BatchEntry, BatchStage, BatchState, RowState
from tui.formatting.answer_text import ACCENT, MUTED, Piece, counted, line, sentence, shortened

_MINUTE, _HOUR = 60, 3600
_DOING = {
    BatchStage.WAITING: " · waiting for the library…",
    BatchStage.STOPPING: " · finishing the current question…",
}
_CALENDAR_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}|")
_N_SHOWN = 300  # characters of a question or an answer


def welcome() -> Content:
    """Return the text for an empty screen."""
    return Content.assemble(
        ("Ask a file of questions.", f"bold {ACCENT}"),
        "\n\nPress A or click “Ask file…”, then choose a file:\n",
        "\n  .txt              one question per line",
        "\n  .csv .tsv .xlsx   a table with a “question” column",
        '\n  .jsonl            one {"question": "…"} per line',
        "\n\nEach answer appears here with its source as soon as it is found. You can stop, leave this screen or"
        " quit, and resume later: no question is asked twice. E exports the answers.",
    )


def progress(state: BatchState) -> Content:
    """Return the progress and what the user can do next."""
    if state.stage is BatchStage.READING:
        rows = f" {counted(state.n_read, 'row')}" if state.n_read else ""
        return Content.styled(f"reading the file…{rows}", ACCENT)
    done = f"{state.n_done:,} of {state.n_rows:,}"
    return Content.assemble(done, *_doing(state))


def short_progress(state: BatchState) -> Content:
    """Return the progress for the status bar."""
    return Content.styled(f"batch {state.n_done:,}/{state.n_rows:,}", ACCENT)


def short_error(error: DatelineError) -> str:
    """Return what is wrong with a row, without the file name."""
    if isinstance(error, QuestionFileError) and error.line is not None:
        return f"line {error.line:,}: {error.what}"
    return error.message


def ended(state: BatchState) -> str:
    """Return how a run ended."""
    name = state.path.name if state.path else "The file"
    if state.error is not None:
        return f"{name}: {state.error.message}"
    done = f"{state.n_done:,} of {counted(state.n_rows, 'question')} done"
    counts = [
        (state.n_answered, "answered"),
        (state.n_refused, "not in these articles"),
        (state.n_failed, "failed"),
    ]
    return f"{name}: {done} · {' · '.join(f'{number:,} {word}' for number, word in counts if number)}"


def time_left(seconds: float) -> str:
    """Return a duration in its largest useful unit."""
    if seconds < _MINUTE:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / _MINUTE)
    if seconds < _HOUR:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"


def short_date(entry: BatchEntry) -> str:
    """Return the date as "2024-09-18", "2024-09" or "2024", other periods in words; empty if there is none."""
    day = entry.value.partition("T")[0]
    return day if _CALENDAR_DATE.fullmatch(day) else entry.when


def described(entry: BatchEntry) -> Content:
    """Return a question in full with its result."""
    parts: list[Piece] = [(f"{entry.number:,}  ", ACCENT), shortened(entry.question, _N_SHOWN)]
    if not entry.question:
        parts[1:] = [f"line {entry.line} of the file"]
    if entry.error is not None:
        parts += ["\n", (sentence(entry.error.message), "$text-error"), f" {sentence(entry.error.hint)}"]
    elif entry.state is RowState.NOT_FOUND:
        parts.append(("\nNot in these articles", "$text-warning"))
    elif entry.answer:
        parts += ["\n", (shortened(entry.answer, _N_SHOWN), "bold")]
        facts = [line(entry.when)] if entry.when else []
        facts += [confidence_words(entry.confidence)] if entry.confidence is not None else []
        parts.append((f"  {' · '.join(facts)}", ""))
    return Content.assemble(*parts)


def _pace(state: BatchState) -> str:
    if not state.rate:
        return " · asking…"
    left = (state.n_rows - state.n_done) / state.rate
    return f" · {state.rate:.1f} per second · {time_left(left)} left"


def _doing(state: BatchState) -> list[Piece]:
    if state.stage in _DOING:
        return [(_DOING[state.stage], ACCENT)]
    if state.stage is BatchStage.ASKING:
        return [(_pace(state), MUTED)]
    if not state.is_current:
        return [(" · the articles have changed · R: ask all again", "$text-warning")]
    if state.can_go_on:
        left = counted(state.n_rows - state.n_done, "question")
        return [(" · stopped", "$text-warning"), (f" · G: resume ({left} left)", MUTED)]
    return [(" · done", "$text-success"), (" · E: export", MUTED)]
