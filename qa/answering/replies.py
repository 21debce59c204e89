"""Replies to small talk and commands: an article that was asked for, or its summary."""

from collections.abc import Sequence
from dataclasses import replace

from qa.answering.models import Models, Watcher
from qa.answering.trace import AnswerTrace
from qa.library import Library
from qa.questions import NO_ARTICLE_YET
from qa.records import Answer, Citation, Filters, Hit, Reaction, ReactionKind, Status, Turn

_N_ABOUT = 3
_ANYWHERE = Filters()


class ReplyHandler:
    """Replies to small talk and commands."""

    def __init__(self, library: Library, models: Models, watch: Watcher) -> None:
        self._library = library
        self._models = models
        self._watch = watch

    def reply(self, question: str, reaction: Reaction, history: Sequence[Turn]) -> AnswerTrace:
        """Return the reply, with the requested article and its summary if needed."""
        wanted = reaction.kind in (ReactionKind.SHOW_ARTICLE, ReactionKind.SUMMARIZE)
        about = (wanted and self._library.exists and reaction.about) or ""
        hits = self._models.retriever(self._watch).retrieve(about, _ANYWHERE, _N_ABOUT) if about else []
        articles = self._meant(reaction, hits, history) if wanted and self._library.exists else ()
        if wanted and not articles:
            reaction = replace(reaction, reply=NO_ARTICLE_YET)
        citations: tuple[Citation, ...] = ()
        if articles and reaction.kind is ReactionKind.SUMMARIZE:
            citations = self._models.summarizer(self._watch).article(self._library.article(articles[0]))
        reaction = replace(reaction, article_ids=articles)
        answer = Answer(question, Status.NO_QUESTION, None, None, 0.0, citations, reaction=reaction)
        return AnswerTrace(answer, _ANYWHERE, _N_ABOUT, searched=about, hits=tuple(hits))

    def _meant(self, reaction: Reaction, hits: Sequence[Hit], history: Sequence[Turn]) -> tuple[str, ...]:
        """Return the ids of the requested articles: those of the hits on the topic, or those just cited."""
        if reaction.about:
            return tuple(dict.fromkeys(hit.passage.article_id for hit in hits))
        cited = next((turn.article_ids for turn in reversed(history) if turn.article_ids), ())
        if reaction.number is not None:
            cited = cited[reaction.number - 1 : reaction.number]
        return tuple(key for key in cited if self._library.store.article(key) is not None)
