"""A sentence → its attributions: `"…," said NAME`, `NAME said that …`, `…, NAME said`, `according to NAME, …`.

Statements attributed only to a pronoun are skipped, because its antecedent would be a guess. So are statements
reported inside another speaker's statement.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa.attribution.asides import Attribution, without_asides
from qa.attribution.phrases import is_clause, is_role, speaker_from
from qa.attribution.reported_speech import Manner, past_circumstances, past_hearer, reported_after
from qa.attribution.subjects import subject_before, with_name
from qa.attribution.tokens import FURTHEST, PAUSES, Kind, Range, Token, clause_end, inside, span_of, tokens_of
from qa.attribution.words import (
    ACTING,
    ASKING,
    BETWEEN,
    DETERMINERS,
    FINITE,
    NO_ADVERBS,
    NO_SOURCES,
    OPENING,
    PREPOSITIONS,
    RELATIVE,
    SELDOM,
    SPOILING,
    SUBORDINATE,
    TELLING,
    TOLD,
)
from qa.english.question_words import PAST_FORMS
from qa.records import Span

_LONGEST_SENTENCE = 2000  # characters; longer text is a table or an attack, not a sentence of news
_MOST = 12  # maximum attributions per sentence, for the same reason
_AGAINST = ("against", "of", "about", "over")
_DATELINE = 8  # tokens before the dash of "PARIS, May 3 (AFP) -"


def attributions_in(sentence: str) -> list[Attribution]:
    """Return the attributions in a sentence, in the order of the speakers."""
    if len(sentence) > _LONGEST_SENTENCE:
        return []
    tokens = tokens_of(sentence)
    found: list[Attribution] = []
    for number, token in enumerate(tokens):
        if token.is_word and (made := _at(tokens, number)) is not None and len(made.statement):
            found.append(made)
        if len(found) > _MOST:
            return []
    whole = _kept(sentence, found)
    return list(dict.fromkeys(each for kept in whole for each in without_asides(sentence, kept)))


def _at(tokens: Sequence[Token], number: int) -> Attribution | None:
    word = tokens[number].plain
    if tokens[number].is_capital and number > 0:  # "Say" is a name there
        return None
    if word == "according":
        return _sourced(tokens, number)
    if word not in TELLING | ACTING | ASKING or _is_noun(tokens, number):
        return None
    last = number - 1
    while last >= 0 and tokens[last].is_word and _stands_between(tokens[last]):
        last -= 1
    if last < 0 or tokens[last].plain in DETERMINERS | PREPOSITIONS | SPOILING | SUBORDINATE | SELDOM:
        return None
    if tokens[last].kind in (Kind.QUOTE, *PAUSES) and (made := _inverted(tokens, last, number)) is not None:
        return made
    return _straight(tokens, last, number)


def _is_noun(tokens: Sequence[Token], number: int) -> bool:
    """Return whether "claims" is a noun: "handles claims that …" after a verb, "insurance claims that were late"."""
    if tokens[number].plain != "claims" or number == 0:
        return False
    before = tokens[number - 1]
    is_object = before.text.islower() and before.plain.endswith("s") and not _stands_between(before)
    after = [token.plain for token in tokens[number + 1 : number + 3]]
    return is_object or (after[:1] == ["that"] and not FINITE.isdisjoint(after))


def _stands_between(token: Token) -> bool:
    word = token.plain
    adverb = word.endswith("ly") and not token.is_capital and word not in SELDOM | NO_ADVERBS
    return word in BETWEEN or adverb


def _inverted(tokens: Sequence[Token], last: int, verb: int) -> Attribution | None:
    """Parse `…, said NAME`."""
    quoted = _quote_at(tokens, last) is not None
    if tokens[verb].plain in TOLD or not (quoted or tokens[verb].plain in TELLING):
        return None
    if tokens[verb - 1].plain in ("has", "have", "had"):
        return None
    found = speaker_from(tokens, verb + 1)
    if found is None or not (quoted or tokens[verb].plain in _INTRANSITIVE or _tells(tokens[verb + 1])):
        return None
    speaker, end = found
    speaker = with_name(tokens, speaker, end)
    end = max(end, speaker[1])
    behind = tokens[end : clause_end(tokens, end)]
    if not quoted and _holds_a_verb(behind):
        return None
    return _told_before(tokens, last, speaker, _quote_behind(tokens, end))


def _tells(first: Token) -> bool:
    """Return whether a word can start a speaker after "announced" and "reported": not "his", "a" or "250"."""
    return first.plain not in DETERMINERS - {"the"} and not first.text[0].isdigit()


_INTRANSITIVE = ("said", "says", "say", "added", "adds")


def _holds_a_verb(behind: Sequence[Token]) -> bool:
    for token in behind:
        if token.plain in RELATIVE | SUBORDINATE:
            return False
        if token.is_word and (token.plain in FINITE or (token.plain in PAST_FORMS and not token.is_capital)):
            return True
    return False


def _straight(tokens: Sequence[Token], last: int, verb: int) -> Attribution | None:
    """Parse `NAME said that …` and `…, NAME said`."""
    found = subject_before(tokens, last)
    if found is None:
        return None
    speaker, edge = found
    behind = reported_after(tokens, verb)
    if edge < 0:
        return Attribution(span_of(tokens, speaker), behind.statement, behind.manner) if behind else None
    quoted = _quote_at(tokens, edge) is not None
    if behind is not None and not quoted:
        return Attribution(span_of(tokens, speaker), behind.statement, behind.manner)
    if tokens[edge].kind in (Kind.QUOTE, *PAUSES) and (quoted or _ends_there(tokens, verb)):
        later = behind.statement if behind and behind.manner is Manner.QUOTED else None
        return _told_before(tokens, edge, speaker, later)
    return None


def _ends_there(tokens: Sequence[Token], verb: int) -> bool:
    """Return whether only time, place or audience follows the verb, so that the statement precedes it."""
    following = tokens[verb + 1].plain if verb + 1 < len(tokens) else ""
    if tokens[verb].plain not in TELLING or (tokens[verb].plain == "warned" and following in _AGAINST):
        return False
    number = past_hearer(tokens, verb + 1) if tokens[verb].plain in TOLD else verb + 1
    number = past_circumstances(tokens, number)
    if _is_broken(tokens, number):
        return False
    return number >= len(tokens) or not tokens[number].is_word or tokens[number].plain in SUBORDINATE


def _is_broken(tokens: Sequence[Token], number: int) -> bool:
    """Return whether a statement continues after its source: "They agreed, Smith said, to meet"."""
    comma = number + 1 < len(tokens) and tokens[number].kind is Kind.COMMA
    return comma and tokens[number + 1].plain in {"that", "to"} | FINITE


def _told_before(
    tokens: Sequence[Token], last: int, speaker: Range, later: Span | None
) -> Attribution | None:
    """Return the statement that ends at tokens[last]; of a quotation in two parts, the longer one."""
    quote = _quote_at(tokens, last)
    first = _clause_start(tokens, last)
    if quote is not None and (quote <= first or not tokens[quote - 1].is_word):
        said = inside(tokens[quote])
        longer = later if later is not None and len(later) > len(said) else said
        return Attribution(span_of(tokens, speaker), longer, Manner.QUOTED)
    end = quote if quote is not None else last - 1
    words = tokens[first : end + 1]
    if (
        not words
        or not (quote is not None or _is_told(words))
        or words[0].plain in ("as", "asked", "given", "speaking")
        or (quote is None and _is_only_before(words))
    ):
        return None
    return Attribution(span_of(tokens, speaker), span_of(tokens, (first, end + 1)), Manner.TAGGED)


_CONCEDING = ("while", "although", "though", "whereas")


def _is_only_before(words: Sequence[Token]) -> bool:
    """Return whether words are a subordinate clause: "But while aides hoped,"."""
    first = 1 if words[0].plain in OPENING and len(words) > 1 else 0
    return words[first].plain in _CONCEDING and not any(token.kind is Kind.COMMA for token in words)


def _is_told(words: Sequence[Token]) -> bool:
    return is_clause(words) or any(token.kind is Kind.QUOTE for token in words)


def _quote_at(tokens: Sequence[Token], last: int) -> int | None:
    """Return the quotation that ends at tokens[last], with or without a comma."""
    if tokens[last].kind is Kind.QUOTE:
        return last
    before = last > 0 and tokens[last].kind in PAUSES and tokens[last - 1].kind is Kind.QUOTE
    return last - 1 if before else None


def _quote_behind(tokens: Sequence[Token], end: int) -> Span | None:
    """Return the second part of `"…," said NAME, "…"`."""
    if end < len(tokens) and tokens[end].kind is Kind.COMMA:
        end += 1
    return inside(tokens[end]) if end < len(tokens) and tokens[end].kind is Kind.QUOTE else None


def _clause_start(tokens: Sequence[Token], last: int) -> int:
    """Return the start of the statement before `NAME said`: the sentence, a semicolon, or a dateline's dash."""
    first = 0
    n_dashes = sum(token.kind is Kind.DASH for token in tokens[:last])
    for number in range(max(0, last - FURTHEST), last):
        if tokens[number].text == ";":
            first = number + 1
        if n_dashes > 1 and tokens[0].plain in DETERMINERS | PREPOSITIONS:
            continue  # "The bloc -- two parties -- would win": not a dateline
        dateline = number <= _DATELINE and tokens[number].kind is Kind.DASH
        if dateline and not is_clause(tokens[:number]) and tokens[0].is_capital:
            first = number + 1
    return first


def _sourced(tokens: Sequence[Token], number: int) -> Attribution | None:
    """Parse `according to NAME, …` and `…, according to NAME`."""
    if (
        number + 2 >= len(tokens)
        or tokens[number + 1].plain != "to"
        or tokens[number + 2].plain in NO_SOURCES
    ):
        return None
    found = speaker_from(tokens, number + 2)
    if found is None or any(token.plain in NO_SOURCES for token in tokens[found[0][0] : found[0][1]][:2]):
        return None
    speaker, end = found
    said: Range | None = None
    if number == 0 or (number == 1 and tokens[0].plain in ("but", "and")):
        comma = next((n for n in range(end, len(tokens)) if tokens[n].kind is Kind.COMMA), None)
        if comma is not None and (past := _past_apposition(tokens, speaker, comma)) != comma:
            speaker = with_name(tokens, speaker, comma)
            comma = past
        if comma is not None:
            said = (comma + 1, clause_end(tokens, comma + 1, commas=False))
    elif not _is_broken(tokens, end):
        speaker = with_name(tokens, speaker, end)
        last = number - 1 if tokens[number - 1].kind in PAUSES else number
        said = (_clause_start(tokens, last), last)
    if said is None or said[1] <= said[0] or not is_clause(tokens[said[0] : said[1]]):
        return None
    return Attribution(span_of(tokens, speaker), span_of(tokens, said), Manner.SOURCED)


_DESCRIBING = ("a", "an", "the", "one", "who", "whose", "which", "its", "his", "her")


def _past_apposition(tokens: Sequence[Token], speaker: Range, comma: int) -> int:
    """Return the comma after "the treasurer," if it is only an apposition to a name."""
    following = next((n for n in range(comma + 1, len(tokens)) if tokens[n].kind is Kind.COMMA), None)
    if following is None or is_clause(tokens[comma + 1 : following]):
        return comma
    named = with_name(tokens, speaker, comma) != speaker
    described = tokens[speaker[1] - 1].is_capital and tokens[comma + 1].plain in _DESCRIBING
    if not (named or described or is_role(tokens[comma + 1 : following])):
        return comma
    # "…, both parties, the main one too, made gains": this is the clause's subject
    return comma if _opens_with_a_verb(tokens, following) else following


def _opens_with_a_verb(tokens: Sequence[Token], comma: int) -> bool:
    """Return whether a verb follows a comma, or the next comma with no verb in between."""
    after = next((n for n in range(comma + 1, len(tokens)) if tokens[n].kind is Kind.COMMA), len(tokens))
    if _holds_a_verb(tokens[comma + 1 : comma + 2]):
        return True
    return not is_clause(tokens[comma + 1 : after]) and _holds_a_verb(tokens[after + 1 : after + 2])


def _kept(sentence: str, found: list[Attribution]) -> Iterator[Attribution]:
    """Drop statements reported inside another one, and end a statement before the next speaker."""
    for number, each in enumerate(found):
        others = found[:number] + found[number + 1 :]
        if not any(_holds(sentence, other, each) for other in others):
            ends = [end for other in others if (end := _joint(sentence, each, other)) is not None]
            yield replace(each, statement=Span(each.statement.start, min(ends, default=each.statement.end)))


def _holds(sentence: str, each: Attribution, other: Attribution) -> bool:
    """Return whether a statement contains another attribution: someone says that someone else said something."""
    return each.statement.contains(other.speaker) and _joint(sentence, each, other) is None


def _joint(sentence: str, each: Attribution, other: Attribution) -> int | None:
    """Return where a statement ends because another speaker starts or reports it."""
    statement = each.statement
    if not statement.start < other.speaker.start < statement.end:
        return None
    if other.manner in (Manner.TAGGED, Manner.SOURCED) and other.statement.contains(each.speaker):
        return min(statement.end, other.statement.end)
    before = sentence[statement.start : other.speaker.start].rstrip()
    for word in (", but", ", and", ", while", " while"):
        if before.endswith(word) and len(before) > len(word):
            return statement.start + len(before) - len(word)
    return None
