"""Replies to small talk and commands: an article that was asked for, its summary, the size of the library."""

from collections.abc import Sequence
from dataclasses import replace

from qa.answering.models import Models, Watcher
from qa.answering.trace import AnswerTrace
from qa.english.commands import COMMANDS, command_of
from qa.indexing.passages import sentence_spans
from qa.library import Library
from qa.questions import NO_ARTICLE_YET
from qa.records import Answer, Citation, Filters, Hit, Reaction, ReactionKind, Scores, Status, Turn

_N_ABOUT = 3
_ANYWHERE = Filters()
_NO_ARTICLES = "The library has no articles yet."
_ARTICLE_KINDS = (ReactionKind.SHOW_ARTICLE, ReactionKind.SUMMARIZE)
_HELP = (
    "Ask a question about your articles, or type keywords. An answer is a quote with its source. "
    "You can ask follow-ups (“And where?”), and “summarize …”, “list …” or “compare … and …”.\nCommands: "
)
_REPLIES = {
    ReactionKind.SUMMARIZE: "The article in a few of its own sentences:",
    ReactionKind.SHOW_ARTICLE: "The article:",
    ReactionKind.NEWEST_ARTICLE: "The newest article:",
    ReactionKind.START_OVER: "Earlier questions are ignored from here on.",
}


class ReplyHandler:
    """Replies to small talk and commands."""

    def __init__(self, library: Library, models: Models, watch: Watcher) -> None:
        self._library = library
        self._models = models
        self._watch = watch

    def reply(self, question: str, reaction: Reaction, history: Sequence[Turn]) -> AnswerTrace:
        """Return the reply, with the requested article and its summary if needed."""
        if reaction.kind in _ARTICLE_KINDS and self._library.exists:
            return self._about_article(question, reaction, history)
        reaction = replace(reaction, reply=reaction.reply or self._words(reaction.kind))
        if reaction.kind is ReactionKind.NEWEST_ARTICLE:
            newest = self._library.store.newest() if self._library.exists else None
            reaction = replace(
                reaction,
                article_ids=(newest,) if newest else (),
                reply=reaction.reply if newest else _NO_ARTICLES,
            )
            return _trace(question, reaction, self._beginning(reaction.article_ids))
        return _trace(question, reaction)

    def _beginning(self, article_ids: Sequence[str]) -> tuple[Citation, ...]:
        """Return a citation of the first sentence of the first article; none if there is no article."""
        keys = self._library.store.passage_ids_of(article_ids[0])[:1] if article_ids else []
        for passage in self._library.store.passages(keys).values():
            if sentences := sentence_spans(passage.text):
                span = sentences[0].shifted(passage.article_span.start)
                article, quote = self._library.article(article_ids[0]), sentences[0].of(passage.text)
                return (Citation(1, article, span, span, quote, passage, Scores()),)
        return ()

    def _words(self, kind: ReactionKind) -> str:
        """Return the reply to a command: what it found, or where it works."""
        if kind is ReactionKind.HELP:
            return _HELP + ", ".join(f"/{command.names[0]}" for command in COMMANDS) + "."
        if kind is ReactionKind.COUNT:
            n_articles, n_passages = self._library.store.counts() if self._library.exists else (0, 0)
            return f"The library has {_counted(n_articles, 'article')} and {_counted(n_passages, 'passage')}."
        if kind in _ARTICLE_KINDS:
            return _NO_ARTICLES
        return _REPLIES.get(kind) or where_it_works(kind)

    def _about_article(self, question: str, reaction: Reaction, history: Sequence[Turn]) -> AnswerTrace:
        about = reaction.about or ""
        hits = self._models.retriever(self._watch).retrieve(about, _ANYWHERE, _N_ABOUT) if about else []
        articles = self._meant(reaction, hits, history)
        citations: tuple[Citation, ...] = ()
        if articles and reaction.kind is ReactionKind.SUMMARIZE:
            citations = self._models.summarizer(self._watch).article(self._library.article(articles[0]))
        reply = _REPLIES[reaction.kind] if articles else NO_ARTICLE_YET
        reaction = replace(reaction, reply=reply, article_ids=articles)
        return _trace(question, reaction, citations, about, hits)

    def _meant(self, reaction: Reaction, hits: Sequence[Hit], history: Sequence[Turn]) -> tuple[str, ...]:
        """Return the ids of the requested articles: those of the hits on the topic, or those just cited."""
        if reaction.about:
            return tuple(dict.fromkeys(hit.passage.article_id for hit in hits))
        cited = next((turn.article_ids for turn in reversed(history) if turn.article_ids), ())
        if reaction.number is not None:
            cited = cited[reaction.number - 1 : reaction.number]
        return tuple(key for key in cited if self._library.store.article(key) is not None)


def where_it_works(kind: ReactionKind) -> str:
    """Return where a command of the app works, and what does the same on the command line."""
    command = command_of(kind)
    if command is None:
        return ""
    shell = f" On the command line: {command.shell}" if command.shell else ""
    return f"“{command.title}” works in the app (dateline chat).{shell}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _trace(
    question: str,
    reaction: Reaction,
    citations: tuple[Citation, ...] = (),
    about: str = "",
    hits: Sequence[Hit] = (),
) -> AnswerTrace:
    answer = Answer(question, Status.NO_QUESTION, None, None, 0.0, citations, reaction=reaction)
    return AnswerTrace(answer, _ANYWHERE, _N_ABOUT, searched=about, hits=tuple(hits))
