"""An inspection as text: the steps of a question, and where a sentence was lost.

Text from questions and articles is put on one line and may be shortened; it is never markup.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.answering.candidate_status import Candidate, CandidateStatus
from qa.answering.evidence import Evidence
from qa.answering.quote_answers import Nearness, Statement
from qa.answering.trace import AnswerTrace
from qa.dates import day_in_words, explanation_rows
from qa.inspection.inspector import Inspection, SentenceOutcome, SentenceTrace, SideHit, Steps
from qa.questions.kinds import QuestionKind
from qa.reading import Reading
from qa.records import Answer, AnswerSpan, Article, Filters, Passage, Reason
from qa.timeline.events import DatedEvent
from qa.utils.text import printable, shortened

_QUESTION = "How the question was understood"
_LEAD_CELLS = 13
_N_SIDE = 8
_N_SPANS = 12
_N_CANDIDATES = 24
_N_EXAMINED = 60
_REASONS = {
    Reason.EMPTY_LIBRARY: "there are no articles in the library",
    Reason.FILTERED_OUT: "no passage matches the filters",
}
_NEARNESS = {
    Nearness.SHARED: "names most of the topic; the rest is nearby",
    Nearness.AROUND: "the topic is named nearby",
}
_UNUSED = {
    QuestionKind.EVENTS: "the answer lists events",
    QuestionKind.QUOTATIONS: "only attributed statements count",
    QuestionKind.SPEAKER_QUOTATIONS: "the answer quotes statements",
    QuestionKind.DEFINITION: "the answer quotes descriptions",
    QuestionKind.LATEST: "the answer quotes the newest articles",
    QuestionKind.SUMMARY: "the answer quotes articles on the topic",
    QuestionKind.COMPARISON: "the answer quotes articles on both sides",
    QuestionKind.YES_NO: "the answer quotes the sentence that decides",
    QuestionKind.SMALL_TALK: "this is not a question about the articles",
    QuestionKind.UNSEARCHED: "there was nothing to read",
}
_LOST = {
    SentenceOutcome.NOT_IN_LIBRARY: "This sentence is not in the library.",
    SentenceOutcome.FILTERED_OUT: "In the library, but excluded by the filters.",
    SentenceOutcome.NOT_SEARCHED: "In the library, but nothing was searched for.",
    SentenceOutcome.NOT_RETRIEVED: "In the library, but its passage was not among those read.",
    SentenceOutcome.FOLDED: "Another version of the story was read in place of this one.",
    SentenceOutcome.NOT_READ: "Its passage was read, but no answer was found in it.",
    SentenceOutcome.BELOW_THRESHOLD: "An answer was found in it, but its confidence is below the threshold.",
    SentenceOutcome.OUTRANKED: "An answer was found in it, but another one is better.",
    SentenceOutcome.ANSWERED: "The answer cites this sentence.",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line: figures or a name that `leads`, its text, and a note.

    `is_used` tells whether the answer uses it, None if not applicable.
    """

    leads: str
    words: str
    note: str = ""
    is_used: bool | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a title; with `is_spread`, each row's note is on a line of its own."""

    title: str
    note: str = ""
    rows: tuple[Row, ...] = ()
    is_spread: bool = False


def inspection_sections(inspection: Inspection) -> tuple[Section, ...]:
    """Return all steps of a question, in order."""
    sections: list[Section] = []
    several = len(inspection.steps)
    if several > 1:
        whole = f"{several} questions, answered separately"
        sections.append(
            Section(_QUESTION, rows=(_named("asked", inspection.question), _named("kind", whole)))
        )
    for number, steps in enumerate(inspection.steps, start=1):
        sections += _explained(steps, inspection, f"Part {number} of {several}" if several > 1 else _QUESTION)
    return tuple(sections)


def trace_sections(trace: SentenceTrace) -> Section:
    """Return where a sentence was lost, with the figures of that step."""
    return Section(_end(trace), rows=tuple(_facts(trace)))


def _end(trace: SentenceTrace) -> str:
    if trace.steps is None or trace.steps.answer_trace.reading is not None:
        return _LOST[trace.end]
    if trace.end is SentenceOutcome.NOT_READ:
        return "Its passage was read, but it has no matching event or statement."
    if trace.end is SentenceOutcome.OUTRANKED and trace.status is not None:
        outcome = "used" if trace.status.is_shown else "left out"
        return f"Considered and {outcome}: {trace.status.words}."
    return _LOST[trace.end]


def _facts(trace: SentenceTrace) -> Iterator[Row]:
    if trace.article is not None:
        where = "Found in" if trace.article_span is not None else "The closest passage is in"
        yield Row("", f"{where} “{shortened(trace.article.title, 60)}”, {_day(trace.article)}.")
    if trace.article_span is None and trace.passage is not None:
        yield Row("", "", f"“{shortened(trace.passage.text, 160)}”")
    steps = trace.steps
    if steps is None:
        return
    if steps.answer_trace.searched:
        yield Row("", "", _ranks(trace, steps))
    reading = steps.answer_trace.reading
    if reading is not None and trace.span is not None and trace.confidence is not None:
        verdict = "above" if trace.span.score >= reading.null_score else "below"
        found = f"Candidate: “{shortened(trace.span.text, 60)}”"
        sure = f"confidence {trace.confidence:.0%} ({verdict} the threshold)"
        yield Row("", f"{found}, {sure}{_doubtful(trace.span)}")


def _ranks(trace: SentenceTrace, steps: Steps) -> str:
    why = trace.why
    place = f"place {why.dense_rank:,} of {steps.n_allowed:,}" if why.dense_rank else "not found"
    words = f"place {why.sparse_rank:,}" if why.sparse_rank else "not found"
    both = f"place {trace.fused_rank}" if trace.fused_rank else "not among the best"
    n_read = steps.answer_trace.top_k
    return f"By meaning: {place} · by words: {words} · both together: {both} · the first {n_read} are read"


def _explained(steps: Steps, inspection: Inspection, title: str) -> Iterator[Section]:
    answer_trace = steps.answer_trace
    yield Section(title, rows=tuple(_asked(answer_trace, inspection)))
    if answer_trace.interpretations:
        yield _interpretations(answer_trace)
    if answer_trace.searched:
        yield Section("Searched for", rows=tuple(_searched(steps, inspection)))
        yield _side("Found by meaning", "the closest first, 1.000 is the same", steps.by_meaning, inspection)
        yield _side("Found by words", "the best first, rare words count more", steps.by_words, inspection)
        yield _examined(answer_trace, inspection)
    if answer_trace.events is not None:
        yield _candidate_section(
            "Events", [(_event(each), each.status) for each in answer_trace.events.candidates]
        )
    if answer_trace.quotations is not None:
        yield _candidate_section(
            "Statements", [(_statement(each), each.status) for each in answer_trace.quotations.candidates]
        )
    if answer_trace.evidence is not None:
        yield _candidate_section(
            "Sentences", [(_evidence(each), each.status) for each in answer_trace.evidence.candidates]
        )
    if answer_trace.answer.citations and answer_trace.answer.reaction is not None:
        yield _summary(answer_trace)
    yield from _dates(answer_trace.answer)
    if answer_trace.reading is not None:
        yield _spans(answer_trace.reading, steps.confidences)


def _asked(answer_trace: AnswerTrace, inspection: Inspection) -> Iterator[Row]:
    answer = answer_trace.answer
    yield _named("asked", answer.question)
    if answer.corrected_question:
        yield _named("corrected to", answer.corrected_question)
    if answer.standalone_question:
        yield _named("understood as", answer.standalone_question)
    if answer.date_filter is not None:
        days = answer.date_filter
        yield _named("dates", f"only passages about {days.text} (“{days.expression}”)")
    yield _named("kind", answer_trace.kind.words)
    if answer_trace.quotations is not None:
        yield _named("speaker", answer_trace.quotations.speaker or "anyone")
        yield _named("topic", answer_trace.quotations.topic)
    if answer_trace.evidence is not None:
        yield _named("about", answer_trace.evidence.subject)
    if answer.reaction is not None:
        yield _named("request", str(answer.reaction.kind).replace("_", " "))
        for key in answer.reaction.article_ids[:1]:
            meant = "the best match" if answer_trace.searched else "the last cited article"
            yield Row(_lead("article"), shortened(inspection.articles[key].title, 60), meant)
    if result := ", then ".join(_results(answer_trace)):
        yield _named("result", result)
    if answer_trace.reading is None:
        because = _REASONS.get(answer.reason, "") if answer.reason else ""
        yield _named("one answer", f"not looked for: {because or _UNUSED[answer_trace.kind]}")


def _interpretations(answer_trace: AnswerTrace) -> Section:
    """Return the interpretations that were tried: the confidence in the answer, the wording, and what was found."""
    rows = []
    for each in answer_trace.interpretations:
        analysis, is_chosen = each.analysis, each.analysis is answer_trace.analysis
        searched = "with the conversation" if analysis.context.query else "alone"
        found = f"{searched} · {shortened(printable(each.text), 40) or 'nothing found'}"
        lead = _lead(f"{'chosen' if is_chosen else ''} {each.confidence:>4.0%}".rjust(_LEAD_CELLS - 1))
        wording = f"{shortened(analysis.standalone, 60)} ({analysis.made.words})"
        rows.append(Row(lead, wording, found, is_used=is_chosen))
    why = "with the confidence of each one's answer"
    return Section("What the question can mean", why, tuple(rows))


def _results(answer_trace: AnswerTrace) -> Iterator[str]:
    """Yield how many candidates of each sort were used."""
    if answer_trace.events is not None:
        yield _share([each.status.is_shown for each in answer_trace.events.candidates], "event") + " used"
    if answer_trace.quotations is not None:
        yield (
            _share([each.status.is_shown for each in answer_trace.quotations.candidates], "statement")
            + " used"
        )
    if answer_trace.evidence is not None:
        yield (
            _share([each.status.is_shown for each in answer_trace.evidence.candidates], "sentence") + " used"
        )
    if answer_trace.reading is not None:
        passed = [span.score >= answer_trace.reading.null_score for span in answer_trace.reading.spans]
        yield f"{_share(passed, 'candidate')} passed the threshold"


def _share(shown: Sequence[bool], noun: str) -> str:
    return f"{f'{sum(shown):,}' if any(shown) else 'None'} of {_counted(len(shown), noun)}"


def _searched(steps: Steps, inspection: Inspection) -> Iterator[Row]:
    answer_trace = steps.answer_trace
    yield _named("text", answer_trace.searched)
    yield _named("main words", " ".join(steps.words))
    passing = f"{steps.n_allowed:,} of {_counted(inspection.n_passages, 'passage')} searched"
    yield Row(_lead("filters"), " · ".join(_narrowed(answer_trace.filters)) or "none", passing)
    favoured = [
        inspection.articles[key].title
        for key in answer_trace.context_article_ids
        if key in inspection.articles
    ]
    if favoured:
        yield Row(
            _lead("cited before"),
            " · ".join(shortened(title, 40) for title in favoured),
            "come first if equal",
        )
    if answer_trace.reading is not None and answer_trace.read_text != answer_trace.searched:
        yield _named("answer to", answer_trace.read_text)


def _narrowed(filters: Filters) -> Iterator[str]:
    if filters.since:
        yield f"from {day_in_words((filters.since, filters.since))}"
    if filters.until:
        yield f"until {day_in_words((filters.until, filters.until))}"
    if filters.source:
        yield f"in {printable(filters.source)}"
    if filters.speaks_of:
        yield f"about {day_in_words(filters.speaks_of)}"
    for tag in filters.tags:
        yield f"tagged “{printable(tag)}”"
    if filters.collection:
        yield f"in the collection “{printable(filters.collection)}”"
    if filters.article_ids:
        yield f"in {_counted(len(filters.article_ids), 'article')}"


def _side(title: str, order: str, hits: Sequence[SideHit], inspection: Inspection) -> Section:
    rows = (
        Row(f"{hit.rank:>3}  {hit.score:6.3f}", *_place(hit.passage, inspection)) for hit in hits[:_N_SIDE]
    )
    return Section(title, f"{_counted(len(hits), 'passage')}, {order}" if hits else "none", tuple(rows))


def _examined(answer_trace: AnswerTrace, inspection: Inspection) -> Section:
    rows = []
    for hit in answer_trace.hits[:_N_EXAMINED]:
        ranks = f"{hit.why.dense_rank or '–'} / {hit.why.sparse_rank or '–'}"
        rows.append(Row(f"{hit.rank:>3} {ranks:>9}", *_place(hit.passage, inspection)))
    if len(answer_trace.hits) > _N_EXAMINED:
        rows.append(Row("", f"and {len(answer_trace.hits) - _N_EXAMINED:,} more"))
    n_found, reading = _counted(len(answer_trace.hits), "passage"), answer_trace.reading
    if reading is not None and reading.n_read is not None:
        note = f"the first {reading.n_read} of {n_found} were enough"
    else:
        note = n_found
    return Section("Passages read", f"{note}, each with its place by meaning / by words", tuple(rows))


def _candidate_section(title: str, found: Sequence[tuple[Row, CandidateStatus]]) -> Section:
    n_kept = sum(status.is_shown for _, status in found)
    rows = [row for row, _ in found[:_N_CANDIDATES]]
    if len(found) > _N_CANDIDATES:
        rows.append(Row(_lead(""), f"and {len(found) - _N_CANDIDATES:,} more", "none of them used"))
    note = f"{len(found):,} considered, {n_kept:,} used" if found else "none found"
    return Section(title, note, tuple(rows), is_spread=True)


def _statement(candidate: Candidate[Statement]) -> Row:
    each = candidate.found
    words = f"{shortened(each.name, 40)}: “{shortened(each.span.of(each.article.text), 80)}”"
    near = _NEARNESS.get(each.nearness, "names the topic") if candidate.status.is_shown else ""
    return _row(candidate.status, words, near, f"passage {each.hit.rank}")


def _event(candidate: Candidate[DatedEvent]) -> Row:
    each = candidate.found
    days = day_in_words((each.first, each.last))
    dated = f"{days}: {each.explanation}"
    return _row(candidate.status, f"“{shortened(each.quote, 80)}”", dated, shortened(each.article.title, 40))


def _evidence(candidate: Candidate[Evidence]) -> Row:
    each = candidate.found
    words = f"“{shortened(each.text, 80)}”"
    return _row(candidate.status, words, _day(each.article), shortened(each.article.title, 40))


def _row(status: CandidateStatus, words: str, *notes: str) -> Row:
    lead = {CandidateStatus.KEPT: "used", CandidateStatus.BELOW: "below"}.get(status, "left out")
    return Row(_lead(lead), words, " · ".join(filter(None, (status.words, *notes))), status.is_shown)


def _dates(answer: Answer) -> Iterator[Section]:
    """Yield how the date of an answer was worked out, and those of its entries, each once."""
    given = (answer.resolved_date, *(each.resolved_date for each in (*answer.choices, *answer.entries)))
    for found in dict.fromkeys(filter(None, given)):
        rows = [
            Row(f"{label:<{_LEAD_CELLS}}", text) for label, text in explanation_rows(found.expression, found)
        ]
        if answer.is_inferred and found == answer.resolved_date:
            rows.append(Row(f"{'inferred':<{_LEAD_CELLS}}", "the sentence gives this date to something else"))
        yield Section("Date", printable(found.text), tuple(rows))


def _summary(answer_trace: AnswerTrace) -> Section:
    rows = tuple(
        Row(f"{each.number:>3}", shortened(each.quote, 90)) for each in answer_trace.answer.citations
    )
    return Section("Summary", "sentences that together cover the article", rows)


def _spans(reading: Reading, confidences: Sequence[float]) -> Section:
    rows = []
    for span, sure in list(zip(reading.spans, confidences, strict=True))[:_N_SPANS]:
        has_passed = span.score >= reading.null_score
        leads = f"{sure:>4.0%} {'passed' if has_passed else 'too low'}"
        note = f"passage {span.hit.rank}{_doubtful(span)}"
        rows.append(Row(f"{leads:<15}", shortened(span.text, 60), note, has_passed))
    if not reading.spans:
        rows.append(Row("", "No candidate was found in these passages."))
    return Section(
        "Candidates", "with their confidence; those below the threshold are not shown", tuple(rows)
    )


def _doubtful(span: AnswerSpan) -> str:
    """Return why a candidate's confidence was lowered, to be put after a note; "" if it wasn't."""
    return f" · lowered, because {span.doubt.words}" if span.doubt else ""


def _place(passage: Passage, inspection: Inspection) -> tuple[str, str]:
    article = inspection.articles.get(passage.article_id)
    return shortened(article.title, 40) if article else passage.article_id[:8], shortened(passage.text, 60)


def _named(name: str, words: str) -> Row:
    return Row(_lead(name), printable(words))


def _lead(name: str) -> str:
    return f"{name:<{_LEAD_CELLS}}"


def _day(article: Article) -> str:
    return day_in_words((article.published, article.published)) if article.published else "undated"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
