"""A question file that is being asked → words."""

from textual.content import Content

from qa import DatelineError, QuestionFileError, confidence_words
from tui.batch_state import BatchEntry, BatchStage, BatchState, RowState
from tui.formatting.answer_text import ACCENT, MUTED, Piece, counted, line, sentence, shortened

_MINUTE, _HOUR = 60, 3600
_DOING = {
    BatchStage.WAITING: " · waiting until the library is ready…",
    BatchStage.STOPPING: " · finishing the question under way…",
}
_N_SHOWN = 300  # characters of a question or an answer


def welcome() -> Content:
    """Return what stands where the questions will be."""
    return Content.assemble(
        ("Ask a whole file of questions.", f"bold {ACCENT}"),
        "\n\nPress A, or click “Ask file…”, and choose one:\n",
        "\n  .txt              a question on each line",
        "\n  .csv .tsv .xlsx   a table with a column “question”",
        '\n  .jsonl            {"question": "…"} on each line',
        "\n\nThe answers appear here as they come, each with its source. You can stop, leave this screen or the"
        " app, and go on later: nothing is asked twice. E writes the answers to a file.",
    )


def progress(state: BatchState) -> Content:
    """Say how far the file is, and what can be done."""
    if state.stage is BatchStage.READING:
        rows = f" {counted(state.n_read, 'row')}" if state.n_read else ""
        return Content.styled(f"reading the file…{rows}", ACCENT)
    done = f"{state.n_done:,} of {state.n_rows:,}"
    return Content.assemble(done, *_doing(state))


def short_progress(state: BatchState) -> Content:
    """Return the same for a line that has other things to say."""
    return Content.styled(f"batch {state.n_done:,}/{state.n_rows:,}", ACCENT)


def short_error(error: DatelineError) -> str:
    """Return what is wrong with a row, without the file's name."""
    if isinstance(error, QuestionFileError) and error.line is not None:
        return f"line {error.line:,}: {error.what}"
    return error.message


def ended(state: BatchState) -> str:
    """Say how a run ended."""
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
    """Return a duration in the coarsest words that still help."""
    if seconds < _MINUTE:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / _MINUTE)
    if seconds < _HOUR:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"


def described(entry: BatchEntry) -> Content:
    """Return a question whole, with what it came to."""
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
    return f" · {state.rate:.1f} a second · {time_left(left)} left"


def _doing(state: BatchState) -> list[Piece]:
    if state.stage in _DOING:
        return [(_DOING[state.stage], ACCENT)]
    if state.stage is BatchStage.ASKING:
        return [(_pace(state), MUTED)]
    if not state.is_current:
        return [(" · the articles have changed since; R asks anew", "$text-warning")]
    if state.can_go_on:
        left = counted(state.n_rows - state.n_done, "question")
        return [(" · stopped", "$text-warning"), (f" · G asks the other {left}", MUTED)]
    return [(" · all done", "$text-success"), (" · E writes them to a file", MUTED)]
