"""`dateline inspect`."""

from datetime import date

import typer
from rich.text import Text

from qa.cli.output import building_notice, out, print_json
from qa.engine import Engine
from qa.inspection.report import Row, Section, inspection_sections, trace_sections
from qa.json_output import inspection_json, trace_json
from qa.records import Filters, Status

_INDENT = " " * 15


def run(
    engine: Engine,
    question: str,
    sentence: str | None,
    filters: Filters,
    days: tuple[date | None, bool],
    top_k: int | None,
    *,
    as_json: bool,
) -> None:
    """Print the steps of a question, and where a sentence was lost if one is given; exit like `ask`.

    `days` are as in `ask`.
    """
    as_of, any_date = days
    inspection = engine.inspect(
        question, filters=filters, as_of=as_of, any_date=any_date, top_k=top_k, watch=building_notice()
    )
    trace = engine.trace(inspection, sentence) if sentence is not None else None
    if as_json:
        print_json({**inspection_json(inspection), "trace": trace_json(trace) if trace else None})
    else:
        sections = [*inspection_sections(inspection), *([trace_sections(trace)] if trace else [])]
        out().print(Text("\n\n").join(map(_shown, sections)))
    raise typer.Exit(1 if inspection.answer.status is Status.NOT_FOUND else 0)


def _shown(section: Section) -> Text:
    head = Text.assemble((section.title, "bold"), (f"  {section.note}" if section.note else "", "dim"))
    return Text("\n").join([head, *(_row(row, section) for row in section.rows)])


def _row(row: Row, section: Section) -> Text:
    parts = [f"{row.leads}  " if row.leads else "", row.words]
    apart = f"\n{_INDENT}" if section.is_spread else "  " if row.words else ""
    return Text.assemble(*parts, (f"{apart}{row.note}" if row.note else "", "dim"))
