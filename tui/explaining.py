"""An inspection → words: what a question went through, and where a sentence was lost."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from qa import Passage
from tui.rendering import (
    ACCENT,
    MUTED,
    Piece,
    confidence,
    counted,
    day,
    filter_words,
    line,
    shortened,
)

if TYPE_CHECKING:
    from qa import Inspection, SideHit, Trace

_N_SIDE = 8
_N_SPANS = 12
_LOST = {
    "not_in_library": "It is not in the library.",
    "filtered_out": "It is in the library, but the filters leave its article out.",
    "not_retrieved": "It is in the library, but its passage was not among those that were read.",
    "not_read": "Its passage was read, but the reader saw no answer in it.",
    "below_threshold": "The reader saw an answer in it, but too weak a one to be said.",
    "outranked": "The reader saw an answer in it, but another came before it.",
    "answered": "It is what the answer cites.",
}


def steps(found: "Inspection") -> Content:
    """Return all steps of a question, one below the other."""
    sections = [
        _searched(found),
        _side("By meaning", "cosine", found.by_meaning, found),
        _side("By words", "BM25", found.by_words, found),
        _read(found),
        _spans(found),
    ]
    return Content("\n\n").join(sections)


def trace(lost: "Trace", found: "Inspection") -> Content:
    """Say where a sentence was lost, with the figures of that step."""
    parts: list[Piece] = [(_LOST[str(lost.end)], f"bold {ACCENT}")]
    if lost.article is not None:
        says = "It stands in" if lost.article_span is not None else "The nearest passage is in"
        parts.append(f"\n{says} “{shortened(lost.article.title, 60)}”, {day(lost.article.published)}.")
    if lost.article_span is None and lost.passage is not None:
        parts.append((f"\n“{shortened(lost.passage.text, 160)}”", MUTED))
    if lost.article_span is not None and lost.passage is not None:
        parts.append((f"\n{_ranks(lost, found)}", MUTED))
    if lost.span is not None and lost.confidence is not None:
        parts.append(
            f"\nRead as “{shortened(lost.span.text, 60)}”: {lost.span.score:.2f}, {confidence(lost.confidence)};"
            f" said from {found.threshold:.2f} on."
        )
    return Content.assemble(*parts)


def _ranks(lost: "Trace", found: "Inspection") -> str:
    why = lost.why
    meaning = (
        f"no. {why.dense_rank:,} of {found.n_allowed:,} by meaning" if why.dense_rank else "not by meaning"
    )
    words = f"no. {why.sparse_rank:,} by words" if why.sparse_rank else "none of the question's words"
    together = f"no. {lost.fused_rank} together" if lost.fused_rank else "not among the candidates of either"
    return f"{meaning} · {words} · {together} · the first {found.top_k} are read"


def _searched(found: "Inspection") -> Content:
    narrowed = " · ".join(words for _, words in filter_words(found.filters)) or "none"
    return Content.assemble(
        _title("Searched for"),
        f"\nmeaning  {line(found.question)}",
        f"\nwords    {line(' '.join(found.words))}",
        f"\nfilters  {narrowed}",
        (f"  {found.n_allowed:,} of {counted(found.n_passages, 'passage')} pass", MUTED),
    )


def _side(title: str, unit: str, hits: "Sequence[SideHit]", found: "Inspection") -> Content:
    parts: list[Piece] = [_title(title), (f"  {counted(len(hits), 'candidate')}, {unit}", MUTED)]
    for hit in hits[:_N_SIDE]:
        parts.append((f"\n{hit.rank:>3}  {hit.score:6.3f}  ", ACCENT))
        parts += _named(hit.passage, found)
    return Content.assemble(*parts)


def _read(found: "Inspection") -> Content:
    parts: list[Piece] = [
        _title("Read"),
        (f"  {counted(len(found.hits), 'passage')}, both sides together", MUTED),
    ]
    for hit in found.hits:
        why = hit.why
        ranks = f"{why.dense_rank or '–'}/{why.sparse_rank or '–'}"
        parts.append((f"\n{hit.rank:>3}  {hit.score:6.4f}  {ranks:>7}  ", ACCENT))
        parts += _named(hit.passage, found)
    return Content.assemble(*parts)


def _spans(found: "Inspection") -> Content:
    parts: list[Piece] = [
        _title("Answers seen"),
        (f"  said from {found.threshold:.2f} on", MUTED),
    ]
    for span, sure in list(zip(found.spans, found.confidences, strict=True))[:_N_SPANS]:
        is_said = span.score >= found.threshold
        parts.append(
            (
                f"\n{'said  ' if is_said else 'unsaid'} {span.score:6.2f}  {sure:4.0%}  ",
                ACCENT if is_said else MUTED,
            )
        )
        parts.append((shortened(span.text, 60), "bold" if is_said else ""))
        parts.append((f"  passage {span.hit.rank}", MUTED))
    if not found.spans:
        parts.append("\nThe reader saw none.")
    return Content.assemble(*parts)


def _named(passage: Passage, found: "Inspection") -> list[Piece]:
    article = found.articles.get(passage.article_id)
    title = shortened(article.title, 40) if article else passage.article_id[:8]
    return [title, (f"  {shortened(passage.text, 60)}", MUTED)]


def _title(words: str) -> tuple[str, str]:
    return (words, f"bold {ACCENT}")
