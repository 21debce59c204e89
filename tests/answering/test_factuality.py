"""Events that are reported, announced, possible, doubted or denied, and the dates of their own clauses."""

from dataclasses import replace
from datetime import date

import pytest

from qa.answering.answer_entries import answer_sections
from qa.answering.event_mentions import past_event_of
from qa.answering.factuality import factuality_in
from qa.answering.span_answers import SpanAnswerer
from qa.dates import time_expressions
from qa.questions.answer_type import typed
from qa.reading import Reading
from qa.records import Alternative, Answer, AnswerSpan, Article, Factuality, Hit, Passage, Scores, Span

ANNOUNCED, POSSIBLE = Factuality.ANNOUNCED, Factuality.POSSIBLE
DOUBTED, DENIED = Factuality.DOUBTED, Factuality.DENIED


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Varga resigned on Friday.", None),
        ("The council said on Friday that Varga had resigned.", None),
        ("Varga was forced to resign on Friday.", None),
        ("Varga announced his resignation on Friday.", None),
        ("Varga will resign on Friday.", ANNOUNCED),
        ("Varga is expected to resign on Friday.", ANNOUNCED),
        ("Varga threatened to resign.", ANNOUNCED),
        ("The union demanded his resignation.", ANNOUNCED),
        ("His resignation will take effect on Friday.", ANNOUNCED),
        ("Varga is considering resigning.", ANNOUNCED),
        ("Varga may have resigned.", POSSIBLE),
        ("The party will split if Varga resigns.", POSSIBLE),
        ("There were rumours that Varga had resigned.", DOUBTED),
        ("Varga allegedly resigned on Friday.", DOUBTED),
        ("Varga did not resign.", DENIED),
        ("Varga has not yet formally resigned.", DENIED),
        ("Varga refused to resign.", DENIED),
        ("The mayor denied that Varga had resigned.", DENIED),
        ("The mayor denied he had resigned.", DENIED),
        ("Varga won't resign.", DENIED),
        ("Varga stayed away on Friday.", None),
        ("His resignation was similar to those of others.", None),
        ("His resignation is to take effect on Friday.", ANNOUNCED),
        ("Varga had said he would resign, and resigned on Friday.", None),
    ],
)
def test_what_a_sentence_says_about_a_resignation(sentence: str, wanted: Factuality | None) -> None:
    """The words before the mention decide; a mention that states a fact outweighs the others."""
    event = past_event_of("When did Varga resign?")
    assert event is not None
    assert factuality_in(sentence, event, 0) is wanted


@pytest.mark.parametrize(
    "question",
    [
        "When will Varga resign?",
        "When does the fair open?",
        "When was the work supposed to start?",
        "Who is the mayor of Corr?",
        "When was the bridge to be opened?",
    ],
)
def test_questions_about_other_times_have_no_past_event(question: str) -> None:
    """An announcement answers them."""
    assert past_event_of(question) is None


def _article(key: str, text: str, day: int) -> Article:
    return Article(key * 32, f"Article {key}", text, published=date(2031, 5, day))


PLAN = _article("a", "The smuggler Orso will be hanged in Corr on Friday, the judges said.", 12)
REPORT = _article("b", "Orso was hanged on Friday in the yard of the prison.", 17)
TWO_DATES = _article("c", "Orso was hanged on Thursday after the court rejected a plea on Monday.", 16)
DENIAL = _article("d", "Orso was not hanged on Friday, his lawyer said.", 17)
AHEAD = _article("e", "Orso and his men leave the prison and are hanged in the yard on Sunday.", 16)
ARTICLES = {each.id: each for each in (PLAN, REPORT, TWO_DATES, DENIAL, AHEAD)}
TIMES = {each.id: time_expressions(each.text, each.published) for each in ARTICLES.values()}


class Trusting:
    """A reader whose scores are probabilities already."""

    def read(self, question: str, hits: object, article: object) -> Reading:
        raise AssertionError(question, hits, article)

    def confidence(self, score: float) -> float:
        return score


def _span(article: Article, words: str, score: float) -> AnswerSpan:
    start = article.text.index(words)
    whole = Span(0, len(article.text))
    hit = Hit(Passage(article.id, 0, whole, article.text), 1.0, 1, Scores())
    return AnswerSpan(hit, Span(start, start + len(words)), score)


def _answer(*spans: AnswerSpan, question: str = "When was Orso hanged?") -> Answer:
    answerer = SpanAnswerer(Trusting(), ARTICLES.__getitem__, TIMES.__getitem__)
    return answerer.answer(typed(question), [each.hit for each in spans], Reading(spans, 0.0))


def test_a_report_is_cited_before_an_announcement_of_the_same_day() -> None:
    """Both say Friday; the first citation is the article that says it happened."""
    found = _answer(_span(PLAN, "on Friday", 0.9), _span(REPORT, "Friday", 0.6))
    assert (found.citations[0].article, found.factuality) == (REPORT, None)


def test_an_announcement_is_marked_if_there_is_no_report() -> None:
    """The answer stays, with a sentence that says what it is worth."""
    found = _answer(_span(PLAN, "on Friday", 0.9))
    assert (found.text, found.factuality) == ("on Friday", ANNOUNCED)
    entry = answer_sections(found)[0].entries[0]
    assert entry.caveat == "Announced: the sentence doesn't say that it has happened."


def test_other_answers_are_named_and_repeat_no_sentence() -> None:
    """A long other answer has its own words above its sentence; one that is the cited sentence is left out."""
    named = "the smuggler Orso will be hanged in Corr on Friday after a long trial"
    other = _article(
        "m", f"{named}, two judges said in a letter that was read in the square of the town.", 12
    )
    whole = _article("n", f"Report: {named}.", 12)
    ARTICLES.update({other.id: other, whole.id: whole})
    TIMES.update({other.id: (), whole.id: ()})
    found = _answer(_span(PLAN, "smuggler Orso", 0.9), question="Who is Orso?")
    spans = [_span(other, named, 0.6), _span(PLAN, PLAN.text[:-1], 0.5), _span(whole, named, 0.4)]
    others = [_answer(each, question="Who is Orso?") for each in spans]
    told = tuple(Alternative(each.text or "", each.confidence, each.citations) for each in others)
    (section,) = answer_sections(replace(found, alternatives=told))
    assert [(each.text, each.headlines) for each in section.others] == [(named, (named,)), (named, ())]


def test_a_denial_comes_after_a_report() -> None:
    """The denial is much likelier to the reader, but the other article reports the event."""
    found = _answer(_span(DENIAL, "Friday", 0.9), _span(TWO_DATES, "Thursday", 0.5))
    assert (found.text, found.factuality, found.choices) == ("Thursday", None, ())


def test_a_noun_before_a_preposition_is_the_event() -> None:
    """The verdict is only possible, though the trial is a fact."""
    event = past_event_of("When was the verdict in the Corr trial?")
    assert event is not None
    sentence = "Shops closed over a possible verdict on Thursday in the trial of Orso."
    assert factuality_in(sentence, event, 0) is POSSIBLE


def test_a_date_of_a_later_clause_is_marked_as_inferred() -> None:
    """Only the robbery was in May."""
    past = _article("h", "Orso was hanged after a robbery of a bank in Corr in May.", 14)
    ARTICLES[past.id] = past
    TIMES[past.id] = time_expressions(past.text, past.published)
    assert _answer(_span(past, "May", 0.9)).is_inferred
    assert not _answer(_span(TWO_DATES, "Thursday", 0.9)).is_inferred


def test_points_in_time_are_the_same_answer_if_one_lies_within_the_other() -> None:
    """Both mean the same Friday; the same word in an article of another week doesn't."""
    week_later = _article("f", "Orso was hanged on Friday, a newspaper said.", 20)
    ARTICLES[week_later.id] = week_later
    TIMES[week_later.id] = time_expressions(week_later.text, week_later.published)
    found = _answer(_span(REPORT, "Friday", 0.6), _span(DENIAL, "on Friday", 0.5))
    assert len(found.citations) == 1 + 1
    apart = _answer(_span(TWO_DATES, "Thursday", 0.6), _span(week_later, "Friday", 0.5))
    assert len(apart.citations) == 1


def test_a_day_after_the_article_was_published_is_announced() -> None:
    """The verb is in the present, but the article is of Friday and the day Sunday."""
    assert _answer(_span(AHEAD, "Sunday", 0.9)).factuality is ANNOUNCED
