"""Answers as text for `dateline ask`: what is claimed and how sure it is, its date, its sentences, its sources."""

import re
from collections.abc import Sequence
from itertools import groupby

from rich.console import Console
from rich.text import Text

from qa.answering.answer_entries import (
    AnswerEntry,
    AnswerSection,
    Quote,
    answer_sections,
    disagreement,
)
from qa.answering.version_names import version_lines
from qa.cli.output import day_words, out
from qa.dates import in_words
from qa.english.confidence import confidence_words
from qa.records import Answer, Article, Citation, ResolvedDate
from qa.utils.text import printable

_BLANK = re.compile(r"\s")  # replaced one by one, so that positions stay true


def print_answer(answer: Answer) -> None:
    """Print an answer or one part of it, then the other answers."""
    for section in answer_sections(answer):
        _print_section(section)
        if section.others:
            out().print(Text("\nOther answers", style="dim"))
        for other in section.others:
            out().print()
            _print_entry(other)


def _print_section(section: AnswerSection) -> None:
    if section.is_choice:
        out().print(Text(disagreement(section.answer)))
    for number, entry in enumerate(section.entries, start=1):
        if number > 1 or section.is_choice:
            out().print()
        label = f"{number}  " if section.is_choice else "• " if entry.confidence is None else ""
        _print_entry(entry, label)


def _print_entry(entry: AnswerEntry, label: str = "") -> None:
    _print_claim(entry, label)
    if entry.resolved_date:
        _print_date(entry.resolved_date)
    for quote in entry.quotes:
        _print_quote(quote, is_numbered=len(entry.quotes) > 1)
    print_sources(entry.citations, {quote.citation.article_span for quote in entry.quotes})


def _print_claim(entry: AnswerEntry, label: str) -> None:
    """Print the verdict, the speaker or the short answers, with the confidence as a word before the number."""
    if entry.caveat:
        out().print(Text(entry.caveat))
    sure = "" if entry.confidence is None else confidence_words(entry.confidence)
    claims = entry.heading
    for claim in claims[:-1]:
        out().print(Text(label + printable(claim), style="bold"))
    if claims:
        last = Text.assemble((label + printable(claims[-1]), "bold"), f" · {sure}" if sure else "")
        out().print(last)
    elif sure:
        out().print(Text(label + sure))


def _print_date(when: ResolvedDate) -> None:
    console = out()
    console.print(Text(f"= {when.text}", style="bold"))
    if when.value is None:
        return
    other = f"; or {in_words(when.alternative)}" if when.alternative else ""
    console.print(Text(f"  “{when.expression}”: {when.rule} ({when.certainty}{other})"))


def _print_quote(quote: Quote, *, is_numbered: bool) -> None:
    """Print a sentence with the answers in bold; positions are counted before anything is escaped."""
    cited = quote.citation
    if quote.context is not None:
        out().print(Text(_BLANK.sub(" ", quote.context.of(cited.article.text)), style="dim"))
    shown = Text(cited.quote)
    for span in quote.answers:
        shown.stylize("bold", span.start - cited.article_span.start, span.end - cited.article_span.start)
    out().print(Text.assemble(f"[{cited.number}] " if is_numbered else "", "“", shown, "”"))


def print_sources(citations: Sequence[Citation], shown: set[object]) -> None:
    """Print each article with its citations; a quote whose span is not among those `shown` is printed below it."""
    in_order = sorted(citations, key=lambda cited: cited.number)
    articles = dict.fromkeys(cited.article for cited in in_order)
    for article in articles:
        cited = [each for each in in_order if each.article == article]
        _print_article(article, cited)
        for each in cited:
            if each.article_span not in shown:
                out().print(Text(f"    “{each.quote}”"))
            for line in version_lines(each.versions, article):
                out().print(Text(f"    {line}", style="dim"))


def _print_article(article: Article, cited: Sequence[Citation]) -> None:
    numbers = " ".join(f"[{number}]" for number in dict.fromkeys(each.number for each in cited))
    origin = " · ".join(filter(None, (day_words(article.published), article.source)))
    console = out()
    console.print(Text.assemble((f"{numbers} ", "bold"), article.title))
    console.print(Text(f"    {origin} · {article.id[:8]}, {_places(cited)}"))
    console.print(Text(f"    {printable(article.path or '')}", style="dim"))


def _places(cited: Sequence[Citation]) -> str:
    """Return the pages or chapters and the positions of quotes in one article."""
    sections = dict.fromkeys(printable(each.place) for each in cited if each.place)
    spans = dict.fromkeys(each.article_span for each in cited)
    positions = ", ".join(f"{span.start}–{span.end}" for span in spans)
    return ", ".join([*sections, f"characters {positions}"])


def print_quotes(citations: Sequence[Citation]) -> None:
    """Print the sentences of a summary, those of an article above their source."""
    for _, group in groupby(citations, key=lambda cited: cited.article.id):
        cited = list(group)
        for each in cited:
            _print_quote(Quote(each, ()), is_numbered=True)
        print_sources(cited, {each.article_span for each in cited})


def print_matches(matches: Sequence[Citation], console: Console) -> None:
    """Print the passages of a keyword query with its words in bold."""
    for match in matches:
        article, start = match.article, match.article_span.start
        snippet = Text(_BLANK.sub(" ", match.quote))
        for span in match.highlights:
            snippet.stylize("bold", span.start - start, span.end - start)
        before, after = ("…" if is_cut else "" for is_cut in match.is_cut)
        console.print(Text(f"  {article.title} ({day_words(article.published)}) · {article.id[:8]}"))
        console.print(Text.assemble("    ", before, snippet, after))
        for line in version_lines(match.versions, article):
            console.print(Text(f"    {line}", style="dim"))
