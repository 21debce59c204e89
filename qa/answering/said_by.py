"""Whether a speaker can have said what the reader found, if no statement of theirs was recognised."""

from collections.abc import Sequence
from dataclasses import replace

from qa.answering.event_order import sentences_around
from qa.answering.quote_answers import naming
from qa.attribution import attributions_in
from qa.attribution.words import ACTING, TELLING
from qa.english.question_words import PAST_FORMS, plain, tokens
from qa.indexing.passages import sentence_spans
from qa.questions.mentions import names_in
from qa.reading import ArticleSource, Reading
from qa.records import AnswerSpan, Span

_PRONOUNS = frozenset("he she his her him they their".split())
_N_AROUND = 5  # words between a name and its verb
_N_BEFORE = 2  # sentences before one with "he said" in which the speaker is named


def said_by(speaker: str, reading: Reading, article: ArticleSource) -> Reading:
    """Return a reading without the spans that a speaker can't have said.

    Those are in headlines, in another named speaker's statement, or far from the speaker's name.
    """
    kept = [span for span in reading.spans if _can_be_said(speaker, span, article)]
    return replace(reading, spans=tuple(kept))


def _can_be_said(speaker: str, span: AnswerSpan, article: ArticleSource) -> bool:
    text = span.hit.passage.text
    sentence = sentences_around(text, span.passage_span)
    quote = sentence.of(text)
    if quote == article(span.hit.passage.article_id).headline:
        return False
    wanted = naming(speaker)
    if not wanted:
        return True
    place = span.passage_span.shifted(-sentence.start)
    for made in attributions_in(quote):
        if made.statement.overlaps(place) and names_in(made.speaker.of(quote), sentence=False):
            return wanted[-1] in naming(made.speaker.of(quote))
    return not names_in(speaker, sentence=False) or _is_near(wanted, text, sentence)


def _speaks(name: str, sentence: str) -> bool:
    """Return whether a verb in the past follows a name, or "said" comes before it: not so "accused Lind of it"."""
    words = [plain(word.group()) for word in tokens(sentence)]
    for place in (number for number, word in enumerate(words) if word == name):
        after = words[place + 1 : place + 1 + _N_AROUND]
        if any(word in TELLING | ACTING | PAST_FORMS or word.endswith("ed") for word in after):
            return True
        if not TELLING.isdisjoint(words[max(0, place - _N_AROUND) : place]):
            return True
    return False


def _is_near(wanted: Sequence[str], text: str, sentence: Span) -> bool:
    """Return whether a sentence names a speaker, or the ones before it do if it only has a pronoun or a quotation."""
    quote = sentence.of(text)
    if _speaks(wanted[-1], quote):
        return True
    if _PRONOUNS.isdisjoint(naming(quote)) and not any(mark in quote for mark in '"“”'):
        return False
    before = [one for one in sentence_spans(text) if one.end <= sentence.start][-_N_BEFORE:]
    return any(wanted[-1] in naming(one.of(text)) for one in before)
