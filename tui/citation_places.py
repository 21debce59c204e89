"""Answers → places to show beside them; saved turns → turns of a conversation."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from qa import Answer, Article, Citation, DatelineError, Passage, Scores
from tui.state import Place, Stage, Turn

if TYPE_CHECKING:
    from qa import DatedEvent, SavedTurn

N_NEAREST = 5


def places_of(answer: Answer, article: Callable[[str], Article]) -> tuple[Place, ...]:
    """Return the places of an answer and its parts, then of the alternatives and of listed passages.

    For a refusal, they are the closest passages.
    """
    if answer.citations:
        others = [
            cited
            for part in (answer, *answer.parts)
            for other in part.alternatives
            for cited in other.citations
        ]
        return tuple(
            [_place(citation) for citation in answer.citations]
            + [_place(citation, is_other=True) for citation in others]
            + [replace(place_of_match(match), is_other=True) for match in answer.matches]
        )
    if answer.matches:
        return tuple(map(place_of_match, answer.matches))
    nearest = enumerate(answer.nearest[:N_NEAREST], start=1)
    return tuple(
        Place(number, article(hit.passage.article_id), hit.passage, hit.why) for number, hit in nearest
    )


def place_of(event: "DatedEvent", number: int) -> Place:
    """Return the place of a dated event."""
    passage = Passage(event.article.id, 0, event.article_span, event.quote)
    time = event.expression.article_span
    return Place(number, event.article, passage, Scores(), event.article_span, answer=time)


def place_of_match(match: Citation) -> Place:
    """Return the place of a passage that matches a query."""
    return replace(_place(match), answer=None, highlights=match.highlights)


def turn_of(kept: "SavedTurn") -> Turn:
    """Return a saved turn as it was shown."""
    turn = Turn(
        kept.number,
        kept.question,
        Stage.STOPPED,
        note=kept.note,
        filters=kept.filters,
        asked=kept.asked.astimezone().date(),
        id=kept.id,
    )
    if kept.answer is not None:
        places = places_of(kept.answer, kept.articles.__getitem__)
        any_date = not any(part.date_filter for part in (kept.answer, *kept.answer.parts))
        return replace(turn, stage=Stage.ANSWERED, answer=kept.answer, places=places, any_date=any_date)
    if kept.error is not None:
        return replace(turn, stage=Stage.FAILED, error=DatelineError(*kept.error), note="")
    return turn


def _place(citation: Citation, *, is_other: bool = False) -> Place:
    return Place(
        citation.number,
        citation.article,
        citation.passage,
        citation.scores,
        citation.article_span,
        is_other,
        citation.answer_span,
        versions=citation.versions,
    )
