"""Answer → sections of entries: the one form in which cards and the command line show answers of every kind."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from qa.english.question_words import POINTING
from qa.records import Alternative, Answer, Citation, Factuality, ResolvedDate, Span

_LONGEST_HEADLINE = 60  # characters; longer answers are only highlighted in their sentence
_MOST_OF_A_QUOTE = 2 / 3  # an answer that is more of its sentence than this needs no headline
_MOST_CONTEXT = 240  # characters
_WORD = re.compile(r"[^\W_]+")
_UNNAMED = "The article says"  # above an answer that is only highlighted in its sentence
_CAVEATS = {
    Factuality.ANNOUNCED: "Announced: the sentence doesn't say that it has happened.",
    Factuality.POSSIBLE: "Possible: the sentence doesn't say that it happened.",
    Factuality.DOUBTED: "Alleged: the sentence doesn't state it as a fact.",
    Factuality.DENIED: "Denied: the sentence says that it didn't happen.",
}


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence to show once, with the answers in it.

    `answers` and `context` count in the article's text. `context` is the text before a sentence that starts with a
    word such as “he” or “this”; None if the sentence needs none.
    """

    citation: Citation
    answers: tuple[Span, ...]
    context: Span | None = None


@dataclass(frozen=True, slots=True)
class AnswerEntry:
    """One answer with everything that supports it.

    `text` is the answer in the article's words. `headlines` are the short answers to show above the `quotes`, which
    are the sentences to read; without headlines, the quotes are the answer.
    `citations` are all sources, those of the quotes included. `speaker` is who said it. `confidence` is None if the
    entry makes no claim, as in a summary.
    """

    text: str
    headlines: tuple[str, ...]
    quotes: tuple[Quote, ...]
    citations: tuple[Citation, ...]
    confidence: float | None
    resolved_date: ResolvedDate | None = None
    speaker: str | None = None
    verdict: bool | None = None
    is_inferred: bool = False
    factuality: Factuality | None = None

    @property
    def heading(self) -> tuple[str, ...]:
        """What is shown above the quotes: the verdict, who said it, or the short answers; empty without a claim."""
        speaker = self.speaker[:1].upper() + self.speaker[1:] if self.speaker else None
        if self.verdict is not None:
            return (*([speaker] if speaker else []), "Yes" if self.verdict else "No", *self.headlines)
        if speaker:
            return (f"{speaker} said", *self.headlines)
        return self.headlines or (() if self.confidence is None else (_UNNAMED,))

    @property
    def caveat(self) -> str | None:
        """A sentence to show before the answer if its own sentence doesn't quite say what was asked, else None."""
        if self.factuality is not None:
            return _CAVEATS[self.factuality]
        return "Inferred: the sentence gives this date to something else." if self.is_inferred else None


@dataclass(frozen=True, slots=True)
class AnswerSection:
    """The entries of an answer or of one of its parts; a part that was not answered has none.

    `question` is the question of the part, None if there is only one or if the entries name their speakers.
    `is_choice` marks conflicting entries, numbered in the order of `answer.choices`. `others` are the other answers.
    """

    answer: Answer
    entries: tuple[AnswerEntry, ...]
    others: tuple[AnswerEntry, ...] = ()
    question: str | None = None
    is_choice: bool = False


def answer_sections(answer: Answer) -> tuple[AnswerSection, ...]:
    """Return an answer as sections of entries."""
    if not answer.parts:
        return (_section(answer),)
    return tuple(_section(part, None if part.speaker else part.question) for part in answer.parts)


def disagreement(answer: Answer) -> str:
    """Return a sentence that says what the choices of an answer disagree about."""
    if answer.is_one_article:
        return "The article gives several values."
    return "Versions of this story disagree." if answer.is_one_story else "The articles disagree."


def _section(answer: Answer, question: str | None = None) -> AnswerSection:
    others = tuple(_other(each, answer.speaker) for each in _new_sentences(answer))
    if answer.choices:
        entries: Iterable[AnswerEntry] = map(_claim, answer.choices)
    elif answer.entries:
        entries = _listed(answer.entries)
    else:
        entries = [_single(answer)] if answer.citations else []
    return AnswerSection(answer, tuple(entries), others, question, is_choice=bool(answer.choices))


def _new_sentences(answer: Answer) -> Iterator[Alternative]:
    """Yield the other answers, without those that are a sentence already cited."""
    shown = {_place(each) for each in answer.citations}
    for other in answer.alternatives:
        cited = other.citations[0]
        is_sentence = not other.text.strip() or not _is_part(other)
        if other not in answer.choices and not (is_sentence and _place(cited) in shown):
            yield other
        shown.add(_place(cited))


def _place(citation: Citation) -> tuple[str, Span]:
    return citation.article.id, citation.article_span


def _other(claim: Alternative, speaker: str | None) -> AnswerEntry:
    """Return another answer as an entry, named in full unless its whole sentence is the answer."""
    found = _claim(claim, speaker)
    named = (claim.text.strip(),) if speaker is None and _is_part(claim) and claim.text.strip() else ()
    return replace(found, headlines=named or found.headlines)


def _single(answer: Answer) -> AnswerEntry:
    claim = Alternative(answer.text or "", answer.confidence, answer.citations, answer.resolved_date)
    found = _claim(claim, answer.speaker)
    if answer.verdict is not None:
        return replace(found, headlines=(), verdict=answer.verdict)
    return replace(found, is_inferred=answer.is_inferred, factuality=answer.factuality)


def _claim(claim: Alternative, speaker: str | None = None) -> AnswerEntry:
    """Return one answer as an entry; a statement has its speaker above it, not its words."""
    headlines = [claim.text] if speaker is None and _is_short(claim) else []
    return replace(_entry([claim], headlines, claim.confidence), speaker=speaker)


def _listed(entries: Sequence[Alternative]) -> Iterator[AnswerEntry]:
    """Yield the members of a list, those of one sentence together, and the sentences of an article as one entry."""

    def belongs_to(entry: Alternative) -> tuple[bool, object, Factuality | None]:
        cited = entry.citations[0]
        is_read = entry.text == cited.quote
        return is_read, cited.article.id if is_read else cited.number, entry.factuality

    for (is_read, *_), group in groupby(entries, key=belongs_to):
        together = list(group)
        yield _entry(together, [] if is_read else [each.text for each in together], None)


def _entry(
    together: Sequence[Alternative], headlines: Sequence[str], confidence: float | None
) -> AnswerEntry:
    """Return answers that are shown together; each supports its first citation's sentence."""
    quotes = []
    for _, group in groupby((each.citations[0] for each in together), key=lambda cited: cited.article_span):
        cited = list(group)
        quotes.append(Quote(cited[0], _answers(cited)))
    if len(quotes) == 1:
        quotes = [replace(quotes[0], context=_context(quotes[0].citation))]
    return AnswerEntry(
        "; ".join(each.text for each in together),
        tuple(text.strip() for text in headlines),
        tuple(quotes),
        tuple(dict.fromkeys(cited for each in together for cited in each.citations)),
        confidence,
        next((each.resolved_date for each in together if each.resolved_date), None),
        factuality=together[0].factuality,
    )


def _answers(citations: Sequence[Citation]) -> tuple[Span, ...]:
    """Return the answers in a sentence, unless the whole sentence is the answer."""
    spans = dict.fromkeys(each.answer_span for each in citations)
    return tuple(span for span in spans if span.of(citations[0].article.text) != citations[0].quote)


def _is_short(each: Alternative) -> bool:
    """Return whether an answer is so short that it is shown above its sentence, too."""
    return len(each.text) <= _LONGEST_HEADLINE and _is_part(each)


def _is_part(each: Alternative) -> bool:
    """Return whether an answer is clearly less than its sentence."""
    return len(each.text) <= _MOST_OF_A_QUOTE * len(each.citations[0].quote)


def _context(citation: Citation) -> Span | None:
    """Return the text before a sentence that starts with a pronoun, in its paragraph or the one before."""
    first = _WORD.search(citation.quote)
    passage, start = citation.passage.article_span, citation.article_span.start
    if first is None or first[0].casefold() not in POINTING or start <= passage.start:
        return None
    text = citation.article.text
    end = passage.start + len(text[passage.start : start].rstrip())
    begin = max(text.rfind("\n", passage.start, end) + 1, passage.start)
    if end - begin > _MOST_CONTEXT:
        begin = text.find(" ", end - _MOST_CONTEXT, end) + 1 or end - _MOST_CONTEXT
    return Span(begin, end) if begin < end else None
