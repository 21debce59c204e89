"""What each rule that follows the reader changes: answers that get better or worse without it.

    python -m benchmarks.rules QUESTIONS LIBRARY

QUESTIONS is a file of labelled questions, as for `dateline evaluate`; LIBRARY contains the articles. Each question is
read once. Its spans are then turned into an answer with all rules, and again with each rule switched off.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.timing import print_table
from qa.answering import doubts, span_answers
from qa.answering.agreement import grouped
from qa.answering.event_order import EventOrder
from qa.answering.office_holders import OfficeHolders
from qa.batch.question_files.reading import read_questions
from qa.engine import Engine
from qa.evaluation.gold import LabelledQuestion, labelled_of
from qa.evaluation.trials import is_right
from qa.progress import Event, Read, Retrieved
from qa.questions.answer_type import typed
from qa.reading import ArticleSource, Reader, Reading
from qa.reading.open import open_reader
from qa.records import Answer, Hit, Status
from qa.settings.settings import load_settings

Replacement = tuple[Any, str, Callable[..., Any]]  # of an attribute of a module or class


def _as_it_is(_order: object, groups: Sequence[Any]) -> list[Any]:
    return list(groups)


# Each rule, and what stands for it when it is switched off.
RULES: Mapping[str, Sequence[Replacement]] = {
    "names of the question that the article lacks": [(doubts, "lacks_name_of", lambda *_: False)],
    "the number that is asked for": [(doubts, "_lacks_number", lambda *_: False)],
    "who does it and to whom it is done": [(doubts, "has_other_role", lambda *_: False)],
    "words that specify a role": [(doubts, "_has_role", lambda *_: True)],
    "offices in other countries": [(OfficeHolders, "is_other", lambda *_: False)],
    "holders of the office first": [(OfficeHolders, "ordered", _as_it_is)],
    "forms that can't answer": [(span_answers.SpanAnswerer, "_can_answer", lambda *_: True)],
    "distances from other events": [(EventOrder, "at_event", lambda _, span: span)],
    "announcements and denials last": [(EventOrder, "ordered", _as_it_is)],
    "several reports count more": [
        (span_answers, "grouped", lambda spans, shares, _: grouped(spans, shares, lambda *_: False))
    ],
    "corrections first": [(span_answers, "corrections_first", lambda groups, *_: list(groups))],
    "whole quotations": [(span_answers, "_with_whole_quotations", lambda span: span)],
}


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled question with what was retrieved and read for it."""

    labelled: LabelledQuestion
    hits: Sequence[Hit]
    read: Read


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("questions")
    parser.add_argument("library", type=Path)
    arguments = parser.parse_args()
    settings = load_settings(library=arguments.library)
    engine = Engine(settings)
    cases = list(read_once(engine, labelled_of(read_questions(arguments.questions))))
    print(f"{len(cases)} questions that the reader answers or refuses")
    print_table(list(rows(cases, engine, open_reader(settings.reader))))
    engine.close()


def read_once(engine: Engine, labelled: Sequence[LabelledQuestion]) -> Iterator[Case]:
    """Yield the questions that the reader alone answers, with what it read."""
    for each in labelled:
        events: list[Event] = []
        engine.ask(each.row.text, as_typed=True, watch=events.append)
        read = [event for event in events if isinstance(event, Read)]
        found = [event for event in events if isinstance(event, Retrieved)]
        if len(read) == 1 and found:
            yield Case(each, found[-1].hits, read[0])


def rows(cases: Sequence[Case], engine: Engine, reader: Reader) -> Iterator[dict[str, object]]:
    """Yield a row for each rule: the answers without it compared with those of all rules."""
    article, times = cache(engine.article), cache(engine.time_expressions)
    answerer = span_answers.SpanAnswerer(reader, article, times)
    complete = [_answer(answerer, case, article) for case in cases]
    for name, replacements in RULES.items():
        with switched_off(replacements):
            reduced = [_answer(answerer, case, article) for case in cases]
        changes = Counter(
            _change(case.labelled, before, after)
            for case, before, after in zip(cases, complete, reduced, strict=True)
        )
        yield {"without": name, **{kind: changes[kind] for kind in ("better", "worse", "other")}}


@contextmanager
def switched_off(replacements: Sequence[Replacement]) -> Iterator[None]:
    """Replace attributes within the block."""
    kept = [(owner, name, getattr(owner, name)) for owner, name, _ in replacements]
    try:
        for owner, name, replacement in replacements:
            setattr(owner, name, replacement)
        yield
    finally:
        for owner, name, original in kept:
            setattr(owner, name, original)


def _answer(answerer: span_answers.SpanAnswerer, case: Case, article: ArticleSource) -> Answer:
    """Return the answer to a question, whose doubts are looked for again."""
    question = typed(case.read.question)
    bare = (replace(span, score=span.score + doubts.WEIGHT * bool(span.doubt)) for span in case.read.spans)
    spans = doubts.with_doubts(bare, question, case.hits, article)
    return answerer.answer(question, case.hits, Reading(tuple(spans), case.read.null_score))


def _change(labelled: LabelledQuestion, before: Answer, after: Answer) -> str:
    was, now = _is_good(labelled, before), _is_good(labelled, after)
    if was != now:
        return "better" if now else "worse"
    return "same" if before.text == after.text else "other"


def _is_good(labelled: LabelledQuestion, answer: Answer) -> bool:
    """Return whether an answer is right, or a refusal is."""
    if not labelled.answers:
        return answer.status is Status.NOT_FOUND
    return answer.status is Status.ANSWERED and is_right(labelled, answer)


if __name__ == "__main__":
    main()
