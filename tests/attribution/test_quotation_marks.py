"""The quotations of a text, also over several paragraphs."""

import pytest

from qa.attribution.quotation_marks import (
    quotations_of,
    to_closing_mark,
    whole_quotation,
    with_whole_quotations,
)
from qa.indexing.passages import sentence_spans
from qa.records import Span


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param('Lind said "yes" and "no".', ['"yes"', '"no"'], id="two in a line"),
        pytest.param("“We lost. We go,” she said.", ["“We lost. We go,”"], id="curly marks"),
        pytest.param('"One.\n\n"Two."\n\nThree.', ['"One.\n\n"Two."'], id="opened again"),
        pytest.param(
            '"One.\n\n"Two.\n\n"Three." End.', ['"One.\n\n"Two.\n\n"Three."'], id="three paragraphs"
        ),
        pytest.param('"One.\n\nTwo "three".', ['"three"'], id="not opened again"),
        pytest.param('A 12" pipe burst.', [], id="a mark that opens nothing"),
        pytest.param('"' + "x" * 2000 + '"', [], id="too long"),
    ],
)
def test_quotations(text: str, wanted: list[str]) -> None:
    """Marks are paired within paragraphs."""
    assert [each.of(text) for each in quotations_of(text)] == wanted


def test_spans_are_completed() -> None:
    """Spans across a mark take in the quotation; those within one stay."""
    text = 'He "warmly welcomed" the plan.'
    quotations = quotations_of(text)
    across = Span(text.index("welcomed"), len(text) - 1)
    assert with_whole_quotations(across, quotations).of(text) == '"warmly welcomed" the plan'
    within = Span(text.index("welcomed"), text.index("welcomed") + 8)
    assert with_whole_quotations(within, quotations) == within


def test_a_statement_continues_in_the_next_paragraph() -> None:
    """The first sentence ends, but its quotation doesn't."""
    text = 'Lind said: "We tried.\n\n"Nobody came."'
    first = Span(0, text.index("\n"))
    statement = Span(text.index("We"), text.index("."))
    assert whole_quotation(statement, quotations_of(text), first).of(text) == 'We tried.\n\n"Nobody came.'
    assert whole_quotation(statement, quotations_of(text), Span(0, len(text))) == statement


@pytest.mark.parametrize(
    ("text", "answer", "wanted"),
    [
        (
            'Lind wrote: "We tried. Nobody came. Now we go." He left.',
            "We tried",
            '"We tried. Nobody came. Now we go."',
        ),
        ('Lind wrote: "We tried. Nobody came.\n\nHe left.', "We tried", '"We tried. Nobody came.'),
        ('Lind wrote: "We tried. Nobody came.\n\nHe left.', "Lind", '"We tried.'),
        ('Lind wrote: "We tried." He left.', "We tried", '"We tried."'),
    ],
    ids=["closed", "left open", "outside", "one sentence"],
)
def test_a_citation_runs_to_the_closing_mark(text: str, answer: str, wanted: str) -> None:
    """The sentence of the answer ends within its quotation."""
    start = text.index(answer)
    sentence = next(each for each in sentence_spans(text) if each.contains(Span(start, start + len(answer))))
    found = to_closing_mark(text, sentence, Span(start, start + len(answer)))
    assert found.of(text) == f"Lind wrote: {wanted}"
