"""Answers to yes/no questions: the sentence that decides, with "yes" or "no" only if it says so."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise, takewhile

from qa.answering.candidate_status import CandidateStatus
from qa.answering.evidence import Evidence, EvidenceFound, cited, found_evidence, sentences_of
from qa.answering.question_names import lacks_name_of
from qa.answering.topic_articles import HALF, is_whole
from qa.embedding import Encoder
from qa.english.opposites import Sense, sense_of
from qa.english.question_words import DETERMINERS, PREPOSITIONS, SMALL, VERBS, plain, tokens
from qa.english.stemming import stem_of
from qa.questions.phrases import noun_phrases
from qa.records import Answer, Article, Hit, Status
from qa.retrieval.word_overlap import Coverage

_N_READ = 4  # passages, the best ones, whose sentences are compared
_N_CONSIDERED = 12  # sentences, besides the deciding one
_MOST_SENTENCES = 40
# How likely the sentence decides, with a verdict and without one. Set by hand: of seven questions about agency
# reports, the five with a verdict were right.
_SURE, _SURE_WITHOUT = 0.8, 0.6
_STATED, _HEDGED = 0.3, -0.2  # of a sum of a share and a cosine
_NEGATIONS = re.compile(
    r"\b(?:not|no|never|neither|nor|without|nobody|none|cannot|denied|denies|deny)\b"
    r"|n't\b",
    re.IGNORECASE,
)
_FAILED_TO = re.compile(
    r"\b(?P<failed>failed|fails|refused|refuses|declined|declines) to (?P<verb>\w+)", re.IGNORECASE
)
_HEDGES = re.compile(
    r"\b(?:may|might|could|would|should|if|whether|unless|plans?|planned|planning|expected|likely|hopes?|hoped|threatens?"
    r"|threatened|calls?|called|urged?|urges|seeks?|wants?|possible|possibly|unclear|alleged|allegedly|rumou?rs?)\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(r"^\W*(?:will|would|can|could|should|may|might)\b", re.IGNORECASE)
_BARE_VERB = re.compile(r"^\W*(?:did|does|do|will|would|can|could|should)\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r"[,;:()]|\s[-–—]+\s|\b(?:and|but|although|though|while|when|as|that|who|which|until|after|before|despite|because|since)\b"
)


def deciding_sentence(
    question: str, hits: Sequence[Hit], article: Callable[[str], Article], encoder: Encoder
) -> tuple[EvidenceFound, Evidence | None]:
    """Return the sentence that is closest to the question in words and meaning, None if none is about it.

    It must contain at least half of the question's words, weighted by rarity, and say one of those after the subject.
    Its article must have the names of the question.
    """
    coverage = Coverage(question, [hit.passage.text for hit in hits])
    found = list(dict.fromkeys(_sentences(hits[:_N_READ], article)))[:_MOST_SENTENCES]
    if not found:
        return found_evidence(question, {}), None
    vectors = encoder.encode([question, *(each.quote for each in found)], "passage")
    cosines = vectors[1:] @ vectors[0]
    shares = [
        coverage.of(f"{each.article.title} {each.quote} {_meant(question, each.quote)}") for each in found
    ]
    weights = [
        share + float(cosine) + _statedness(question, each.quote)
        for each, share, cosine in zip(found, shares, cosines, strict=True)
    ]
    order = sorted(range(len(found)), key=lambda number: -weights[number])
    asked = _asked_of_subject(question)
    lacks_name = cache(lambda article_id: lacks_name_of(question, article(article_id)))
    about = (
        found[number]
        for number in order
        if shares[number] >= HALF and not lacks_name(found[number].article.id)
    )
    best = next((each for each in about if not asked or not asked.isdisjoint(_senses(each.quote))), None)
    statuses = {found[number]: CandidateStatus.OFF_TOPIC for number in order[: _N_CONSIDERED + 1]}
    if best is not None:
        statuses[best] = CandidateStatus.KEPT
    return found_evidence(question, statuses), best


def _meant(question: str, sentence: str) -> str:
    """Return the words of a question that a sentence says in other words: "dead" for "died"."""
    said = _senses(sentence)
    senses = ((word, sense_of(word)) for word in _content(question))
    return " ".join(word for word, sense in senses if sense.is_known and sense.group in said)


def _senses(text: str) -> set[str]:
    """Return the groups of words with the same sense that a text has."""
    return {sense_of(word).group for word in _content(text)}


def _asked_of_subject(question: str) -> set[str]:
    """Return the senses that a question has after its subject: "married" of "Is Kucinich married?"."""
    subject = next(iter(noun_phrases(question)), None)
    return _senses(question[subject.span.end :] if subject else question)


def _statedness(question: str, sentence: str) -> float:
    """Return a bonus for a sentence that states or negates what was asked, and a malus for a hedged one."""
    if verdict_of(question, sentence) is not None:
        return _STATED
    return _HEDGED if _HEDGES.search(sentence) else 0.0


def yes_no_answer(question: str, each: Evidence, hits: Sequence[Hit]) -> Answer:
    """Return the sentence as an answer, with its verdict."""
    verdict = verdict_of(question, each.quote)
    return Answer(
        question=question,
        status=Status.ANSWERED,
        reason=None,
        text=each.quote,
        confidence=_SURE_WITHOUT if verdict is None else _SURE,
        citations=(cited(each, 1),),
        nearest=tuple(hits),
        verdict=verdict,
    )


def verdict_of(question: str, sentence: str) -> bool | None:
    """Return whether a sentence states (True) or negates (False) what a yes/no question asks; None if neither.

    The predicate of the question must be in a clause of the sentence, as the same word, a word for the same thing,
    or its opposite. A hedged clause says neither: "may", "if", "expected to".
    """
    predicate = _predicate_of(question)
    if predicate is None or not _has_subject(question, predicate, sentence):
        return None
    is_future = bool(_FUTURE.match(question))
    says = (_says(predicate, clause, is_future=is_future) for clause in _clauses(sentence))
    return next((each for each in says if each is not None), None)


def _has_subject(question: str, predicate: Sense, sentence: str) -> bool:
    """Return whether a sentence has at least half of the words before the predicate of a question."""
    before = takewhile(lambda word: sense_of(word) != predicate, _content(question))
    subject = {stem_of(plain(word)) for word in before}
    said = {stem_of(plain(word)) for word in _content(sentence)}
    return len(subject & said) >= len(subject) * HALF


def _predicate_of(question: str) -> Sense | None:
    """Return the sense of a question's verb or adjective, None if it is not known.

    Words after a determiner or preposition are objects: "the ban" in "Did they lift the ban?".
    """
    words = [each.group() for each in tokens(question)]
    free = [
        word
        for before, word in pairwise(words)
        if word.islower() and word not in SMALL and plain(before) not in DETERMINERS | PREPOSITIONS | {"the"}
    ]
    known = [sense for sense in map(sense_of, free) if sense.is_known]
    verbs = [word for word in free if word in VERBS or word.endswith("ed")]
    bare = free[:1] if _BARE_VERB.match(question) else []
    return next(iter((*known, *map(sense_of, (*verbs, *bare)))), None)


def _says(predicate: Sense, clause: str, *, is_future: bool) -> bool | None:
    """Return whether a clause states or negates a predicate; None if it does neither, or both."""
    if _HEDGES.search(clause) and not is_future:
        return None
    negates = False
    if (failed := _FAILED_TO.search(clause)) is not None:
        if sense_of(failed["verb"]).group == predicate.group:  # "failed to agree" negates "agree"
            negates, clause = True, clause.replace(failed["failed"], "")
        elif sense_of(failed["failed"]).group != predicate.group:
            return None
    said = [each for each in tokens(clause) if sense_of(each.group()).group == predicate.group]
    sides = {sense_of(each.group()).is_opposite for each in said}
    if len(sides) != 1:
        return None
    is_negated = negates != bool(_NEGATIONS.search(clause, 0, said[0].start()))
    return (sides.pop() == predicate.is_opposite) != is_negated


def _content(text: str) -> list[str]:
    return [each.group() for each in tokens(text) if plain(each.group()) not in SMALL]


def _clauses(sentence: str) -> list[str]:
    return [clause for clause in _CLAUSE.split(sentence) if clause.strip()]


def _sentences(hits: Sequence[Hit], article: Callable[[str], Article]) -> Iterator[Evidence]:
    for hit in hits:
        yield from (
            each for each in sentences_of(hit, article(hit.passage.article_id)) if is_whole(each.quote)
        )
