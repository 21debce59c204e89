"""A composed answer → text to show: the quotes first, then the sentences that they support."""

from textual.content import Content

from qa import Answer, Composition
from tui.formatting.answer_text import MUTED, Piece, day, line, visible


def quotes(answer: Answer, composition: Composition | None = None) -> Content:
    """Return the quotes of an answer with their numbers and sources."""
    cited = composition.citations if composition else answer.citations
    pieces: list[Piece] = []
    for number, citation in enumerate(cited, start=1):
        source = f"    {line(citation.article.title)} · {day(citation.article.published)}\n"
        pieces += [f"[{number}] “{visible(citation.quote)}”\n", (source, MUTED)]
    return Content.assemble(*pieces)


def waiting(endpoint: str, n_words: int) -> Content:
    """Return where the quotes were sent, and how much has come back."""
    came = f" {n_words} words received." if n_words else ""
    return Content.assemble((f"Sent the question and the quotes to {line(endpoint)}.{came}", MUTED))


def composed(composition: Composition | None) -> Content:
    """Return the supported sentences with their sources, and how many were dropped."""
    if composition is None:
        return Content("There are no quotes to compose an answer from.")
    who = f"Composed by {line(composition.model)} at {line(composition.endpoint)}:\n"
    pieces: list[Piece] = [(who, MUTED)]
    for sentence in composition.supported:
        marks = "".join(f"[{number}]" for number in sentence.cited)
        pieces.append(f"{line(sentence.text)} {marks}\n")
    if not composition.supported:
        pieces.append("No sentence is supported by the quotes.\n")
    if n := composition.n_dropped:
        what = "1 sentence was dropped" if n == 1 else f"{n} sentences were dropped"
        pieces.append((f"{what}: the quotes don't support {'it' if n == 1 else 'them'}.", MUTED))
    return Content.assemble(*pieces)
