"""Answer cards: the claim and how sure it is, the date, the sentence once, its sources, and what is folded."""

from dataclasses import replace
from datetime import date

import pytest

from qa import (
    Alternative,
    Answer,
    Article,
    Certainty,
    Citation,
    DateFilter,
    Passage,
    Reason,
    ResolvedDate,
    Scores,
    Settings,
    Span,
    Status,
)
from tests.tui.app_driving import driven
from tui.citation_places import places_of
from tui.formatting import answer_text, card_text
from tui.state import LibraryState, Stage, Turn

TEXT = "The [b]ferry[/b] was cancelled on Wednesday, and nobody said why. On Friday it sailed."
ARTICLE = Article("a" * 64, "Ferry", TEXT, date(2031, 5, 8), "Gazette")
PASSAGE = Passage(ARTICLE.id, 0, Span(0, len(TEXT)), TEXT)


def citation(number: int, words: str) -> Citation:
    start = TEXT.index(words)
    span = Span(start, start + len(words))
    end = TEXT.index(".", start) + 1
    quoted = Span(TEXT.rfind(".", 0, start) + 1 if "." in TEXT[:start] else 0, end)
    return Citation(number, ARTICLE, quoted, span, quoted.of(TEXT), PASSAGE, Scores(2, 0.5, 1, 7.25, 0.231))


def resolved(certainty: Certainty, alternative: str | None = None) -> ResolvedDate:
    span = citation(1, "on Wednesday").answer_span
    words = ("2031-05-07", "Wednesday 7 May 2031", "on Wednesday", span, date(2031, 5, 8))
    return ResolvedDate(*words, "the last Wednesday", certainty, alternative)


def turn(found: ResolvedDate | None = None) -> Turn:
    others = tuple(Alternative(f"On [b]Friday {n}", 0.2, (citation(n, "On Friday"),)) for n in (2, 3))
    answer = Answer(
        "When?",
        Status.ANSWERED,
        None,
        "on Wednesday",
        0.43,
        (citation(1, "on Wednesday"),),
        others,
        resolved_date=found,
        timings={"total_seconds": 0.34},
    )
    places = places_of(answer, lambda _: ARTICLE)
    return Turn(1, "When?", Stage.ANSWERED, answer=answer, places=places)


def shown(what: Turn, *, unfolded: bool = False) -> str:
    return card_text.card(what, LibraryState("g"), unfolded=unfolded).plain


def test_the_date_is_shown_with_its_origin() -> None:
    assert "= Wednesday 7 May 2031 · from “on Wednesday”, counted from 8 May 2031\n" in shown(
        turn(resolved(Certainty.CERTAIN))
    )
    assert "ambiguous, or Wednesday 14 May 2031" in shown(turn(resolved(Certainty.AMBIGUOUS, "2031-05-14")))
    assert "counted from 8 May 2031 · likely" in shown(turn(resolved(Certainty.LIKELY)))
    assert "counted from" not in shown(turn())


def test_an_unfolded_card_shows_each_step_by_which_the_date_was_worked_out() -> None:
    dated = turn(resolved(Certainty.AMBIGUOUS, "2031-05-14"))
    assert dated.answer is not None
    alone = replace(dated.answer, alternatives=())
    assert card_text.has_more(alone)
    assert not card_text.has_more(replace(alone, resolved_date=None))
    assert shown(dated, unfolded=True).splitlines()[3:10] == [
        "= Wednesday 7 May 2031",
        "  words          “on Wednesday”",
        "  counted from   Thursday 8 May 2031",
        "  rule           the last Wednesday",
        "  date           Wednesday 7 May 2031",
        "  other reading  Wednesday 14 May 2031",
        "  certainty      ambiguous",
    ]


@pytest.mark.parametrize("width", [40, 60])
def test_steps_of_a_date_are_indented_on_every_line(width: int) -> None:
    rule = "the Wednesday before Thursday 8 May 2031, because the verb of the sentence is in the past tense"
    dated = turn(replace(resolved(Certainty.CERTAIN), rule=rule))
    card = card_text.card(dated, LibraryState("g"), unfolded=True, width=width).plain.splitlines()
    first = next(number for number, each in enumerate(card) if each.startswith("  rule  "))
    last = next(number for number, each in enumerate(card) if each.startswith("  date  "))
    steps = card[first:last]
    assert len(steps) > 1
    assert all(each.startswith(" " * 17) for each in steps[1:])
    assert max(map(len, steps)) <= width
    assert " ".join(each[17:] for each in steps) == rule


def test_confidence_is_a_word_before_a_number_beside_the_answer() -> None:
    assert shown(turn()).splitlines()[2:] == [
        "on Wednesday · uncertain (43%)",
        "The [b]ferry[/b] was cancelled on Wednesday, and nobody said why.",
        "[1] 8 May 2031 · Gazette · Ferry",
        "▸ 2 other answers: “On [b]Friday 2”, “On [b]Friday 3” · 0.34 s",
    ]


def test_a_bar_shows_a_share() -> None:
    assert [answer_text.bar(value) for value in (0.0, 1.0, 2.0)] == ["╌" * 10, "━" * 10, "━" * 10]


def test_other_answers_are_folded_until_they_are_asked_for() -> None:
    assert "▸ 2 other answers: “On [b]Friday 2”, “On [b]Friday 3”" in shown(turn())
    unfolded = shown(turn(), unfolded=True)
    assert "▸" not in unfolded
    for number in (2, 3):
        claim = f"On [b]Friday {number} · doubtful (20%)\n On Friday it sailed."
        assert f"{claim}\n[{number}] 8 May 2031 · Gazette · Ferry" in unfolded


LONG = f"{'The council met again. ' * 3}{'word ' * 60}it chose the north bank {'and so on ' * 40}at last."


def long_turn(words: str) -> Turn:
    article = Article("e" * 64, "Council", LONG, date(2031, 5, 8))
    start = LONG.index(words)
    quoted = Span(LONG.index("word"), len(LONG))
    passage = Passage(article.id, 0, Span(0, len(LONG)), LONG)
    answer_span = Span(start, start + len(words))
    cited = Citation(1, article, quoted, answer_span, quoted.of(LONG), passage, Scores())
    answer = Answer("Where?", Status.ANSWERED, None, words, 0.7, (cited,))
    return Turn(1, "Where?", Stage.ANSWERED, answer=answer)


@pytest.mark.parametrize("words", ["word word", "the north bank", "at last"])
def test_a_long_quote_folds_around_its_answer(words: str) -> None:
    long = long_turn(words)
    folded = shown(long).splitlines()
    sentence = "\n".join(folded[3:-2])
    assert words in sentence.replace("\n", " ")
    assert len(sentence) < 7 * card_text.WIDTH < len(LONG)
    assert folded[-1] == "▸ full quote"
    assert long.answer is not None
    assert card_text.has_more(long.answer)
    whole = shown(long, unfolded=True)
    assert "".join(LONG[LONG.index("word") :].split()) in "".join(whole.split())
    assert "full quote" not in whole


def test_a_card_is_as_wide_as_its_widget() -> None:
    long = long_turn("the north bank")
    wide = card_text.card(long, LibraryState("g"), width=300)
    assert "full quote" not in wide.plain
    narrow = card_text.card(long, LibraryState("g"), width=30)
    assert all(len(row) <= 30 for row in narrow.plain.splitlines() if row.startswith("[1]"))


def test_a_sentence_that_starts_with_a_pronoun_follows_the_text_that_it_refers_to() -> None:
    text = "The pilot left the boat at noon. She was unhurt."
    article = Article("f" * 64, "Pilot", text, date(2031, 5, 8))
    span = Span(text.index("She"), len(text))
    passage = Passage(article.id, 0, Span(0, len(text)), text)
    cited = Citation(1, article, span, span, span.of(text), passage, Scores())
    answer = Answer("What happened to the pilot?", Status.ANSWERED, None, cited.quote, 0.7, (cited,))
    assert text in shown(Turn(1, answer.question, Stage.ANSWERED, answer=answer))


@pytest.mark.parametrize(
    ("width", "sentence"),
    [
        (38, "The [b]ferry[/b] was cancelled on Wednesday, and nobody said why."),
        (19, "…was cancelled on Wednesday, and…"),
    ],
    ids=["whole", "cut at both ends"],
)
def test_statements_of_several_speakers_show_their_sentence_and_each_cut(width: int, sentence: str) -> None:
    part = replace(turn().answer, question="What did the mate say?", speaker="the mate", alternatives=())  # type: ignore[type-var]
    whole = replace(part, parts=(part, replace(part, speaker="Ida Moor")), speaker=None)
    said = Turn(1, "Who said what?", Stage.ANSWERED, answer=whole)
    lines = card_text.card(said, LibraryState("g"), width=width).plain.splitlines()[2:-1]
    assert [lines[0], lines[1], lines[3], lines[4]] == [
        "The mate said · uncertain (43%)",
        sentence,
        "Ida Moor said · uncertain (43%)",
        sentence,
    ]


def test_dates_after_the_newest_article_come_with_a_question_to_click() -> None:
    answer = Answer(
        "Who resigned last year?",
        Status.NOT_FOUND,
        Reason.FILTERED_OUT,
        None,
        0.0,
        date_filter=DateFilter("last year", "2031", date(2031, 1, 1), date(2031, 12, 31), "Who resigned?"),
        newest_day=date(2006, 11, 30),
        dated_question="Who [b]resigned[/b] in 2005?",
    )
    card = card_text.card(Turn(3, answer.question, Stage.ANSWERED, answer=answer), LibraryState("g"))
    assert "The newest article searched is from 30 November 2006." in card.plain
    assert "No article that matches the filters mentions these dates." in card.plain
    clicked = [card.plain[span.start : span.end] for span in card.spans if "as_dated(3)" in repr(span.style)]
    assert clicked == ["“Who [b]resigned[/b] in 2005?”"]
    assert "“Who [b]resigned[/b] in 2005?” · Ctrl+Y: ask this" in card.plain


def test_a_refusal_has_a_reason_and_snippets_of_the_closest_passages() -> None:
    match = replace(
        citation(1, "On Friday"), highlights=(Span(TEXT.index("sailed"), TEXT.index("sailed") + 6),)
    )
    answer = Answer(
        "Who?", Status.NOT_FOUND, Reason.NO_ANSWER, None, 0.12, matches=(match,), best_candidate="at noon"
    )
    refused = Turn(1, "Who?", Stage.ANSWERED, answer=answer, places=places_of(answer, lambda _: ARTICLE))
    assert "Not in these articles" in shown(refused)
    assert "Closest passages\n[1] 8 May 2031 · Gazette · Ferry\n On Friday it sailed." in shown(refused)
    assert "No clear answer found.\nBest candidate: “at noon” · doubtful (12%)" in shown(refused)
    card = card_text.card(refused, LibraryState("g"), unfolded=False)
    styled = [card.plain[span.start : span.end] for span in card.spans if span.style == answer_text.HIGHLIGHT]
    assert "sailed" in styled


def test_scores_are_shown_on_demand() -> None:
    place = turn().places[0]
    words = "meaning: rank 2 (0.50) · words: rank 1 (7.2) · fused: 0.231"
    assert words in answer_text.place(place, scored=True).plain
    assert "rank 2" not in answer_text.place(place).plain
    assert answer_text.scores(Scores(fused=0.1)) == "meaning: not found · words: not found · fused: 0.100"


@pytest.mark.parametrize("how", ["key", "click"])
async def test_a_card_is_unfolded_by_key_and_mouse(settings: Settings, how: str) -> None:
    async with driven(settings) as app:
        await app.ready()
        app.asking.turns.append(turn(resolved(Certainty.CERTAIN)))
        await app.asking._put(app.turns[0])
        await app.until(lambda: "▸ 2 other answers" in app.card_text())
        assert "from “on Wednesday”, counted from 8 May 2031" in app.card_text()
        if how == "key":
            await app.press("tab", "a")
        else:
            await app.pilot.click("AnswerCard", offset=(4, 1))
        await app.until(lambda: "On [b]Friday 3 · doubtful (20%)" in app.card_text())
        assert "found no. 2 by meaning" not in app.listed_text()
        app.asking.query_one("#citations").focus()
        await app.press("s")
        await app.until(lambda: "meaning: rank 2 (0.50) · words: rank 1" in app.listed_text())
