"""`dateline show`: an article as it is stored, a part of it, or a page of its PDF as a picture."""

import re
from dataclasses import dataclass
from pathlib import Path

from rich.text import Text

from qa.articles.page_pictures import PagePicture, page_span, pages_of
from qa.cli.output import day_words, err, field_words, print_json, print_text
from qa.engine import Engine
from qa.errors import DatelineError
from qa.json_output import article_json
from qa.records import Article, Span
from qa.utils.atomic_write import write_bytes
from qa.utils.text import printable

_SPAN = re.compile(r"(\d{1,9})\s*[-–:]\s*(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Part:
    """What to show of an article: a page (from 1), a quote, both, or all of it; as a picture if `png` is a file."""

    page: int | None = None
    span: Span | None = None
    png: Path | None = None


def span_flag(value: str | None) -> Span | None:
    """Return the positions given to --span, as answers show them ("120–180"); DatelineError if they can't be read."""
    if value is None:
        return None
    found = _SPAN.fullmatch(value.strip())
    start, end = (int(found[1]), int(found[2])) if found else (0, 0)
    if start >= end:
        raise DatelineError(
            f"--span {value} can't be read.", "Give the positions of a citation, such as --span 120-180."
        )
    return Span(start, end)


def run(engine: Engine, name: str, part: Part, *, as_json: bool) -> None:
    """Print an article or a part of it, or draw a page."""
    article = engine.article(name)
    if part.span is not None and part.span.end > len(article.text):
        length = len(article.text)
        raise DatelineError(
            f"--span {part.span.start}-{part.span.end} is outside the article, which has {length:,} characters.",
            "Use the positions of a citation.",
        )
    if part.png is not None:
        _draw(engine, article, part, part.png, as_json=as_json)
    elif as_json:
        print_json(article_json(article))
    else:
        _print_head(engine, article)
        # With the stored length, so that offsets can be counted in it
        print_text(_shown(article, part).of(article.text))


def _shown(article: Article, part: Part) -> Span:
    """Return the part of the text to print."""
    if part.span is not None:
        return part.span
    if part.page is None:
        return Span(0, len(article.text))
    found = page_span(article, part.page)
    if found is None:
        what = f"has no text on page {part.page}" if article.sections else "has no pages"
        raise DatelineError(f"“{printable(article.title)}” {what}.", "Leave out --page to see all of it.")
    return found


def _print_head(engine: Engine, article: Article) -> None:
    console = err()
    console.print(Text(article.title, style="bold"))
    origin = (
        day_words(article.published),
        printable(article.author or ""),
        article.source,
        article.url,
        printable(article.path or ""),
        article.id,
    )
    console.print(Text(" · ".join(filter(None, origin)), style="dim"))
    if article.raw_title:
        console.print(Text(f"Title as given: {printable(article.raw_title)}", style="dim"))
    for each in article.own_fields:
        own = printable(each.value) or "nothing"
        console.print(Text(f"Set by you: {field_words(each.name)} (the file states: {own})", style="dim"))
    for other in engine.versions(article.id):
        named = (other.id[:8], day_words(other.published), other.source, other.title)
        console.print(Text(f"Other version: {' · '.join(filter(None, named))}", style="dim"))
    console.print()


def _draw(engine: Engine, article: Article, part: Part, png: Path, *, as_json: bool) -> None:
    """Write a page to a file and say so."""
    drawn = engine.page_picture(article, part.page, part.span)
    write_bytes(png, drawn.png)
    others = [page for page in pages_of(article, part.span) if page != drawn.page] if part.span else []
    if as_json:
        print_json(_picture_json(drawn, png, others))
        return
    console = err()
    console.print(Text(f"Page {drawn.page} of {drawn.n_pages} was written to {printable(str(png))}"))
    if others:
        console.print(Text(f"The quote is also on page {', '.join(map(str, others))}. See it with --page."))


def _picture_json(drawn: PagePicture, png: Path, others: list[int]) -> dict[str, object]:
    return {
        "file": str(png),
        "page": drawn.page,
        "pages": drawn.n_pages,
        "highlights": [[round(side, 4) for side in box] for box in drawn.boxes],
        "also_on_pages": others,
    }
