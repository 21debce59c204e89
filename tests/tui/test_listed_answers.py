"""Answers with several entries, verdicts and inferred dates, as cards show them."""

from dataclasses import replace
from datetime import date

import pytest

from qa import Alternative, Answer, Article, Citation, Passage, Scores, Span, Status
from tui.formatting import card_text
from tui.state import LibraryState, Stage, Turn

TEXT = "Oddby, Kelso and Brim vote. The [b]port[/b] opens\x1b[31m in May."
FIRST = Span(0, 27)
SECOND = Span(28, len(TEXT))


def _article(title: str = "Three towns [red]vote[/red]") -> Article:
    return Article(title, title, TEXT, date(2031, 7, 2))


def _cited(number: int, sentence: Span, answer: Span, article: Article) -> Citation:
    passage = Passage(article.id, 0, Span(0, len(TEXT)), TEXT)
    return Citation(number, article, sentence, answer, sentence.of(TEXT), passage, Scores())


def _entry(number: int, sentence: Span, answer: Span, article: Article) -> Alternative:
    return Alternative(answer.of(TEXT), 0.8, (_cited(number, sentence, answer, article),))


def _shown(answer: Answer) -> str:
    turn = Turn(1, answer.question, Stage.ANSWERED, answer=answer)
    return card_text.card(turn, LibraryState("library"), unfolded=False).plain


def _answer(*entries: Alternative) -> Answer:
    cited = tuple(dict.fromkeys(each.citations[0] for each in entries))
    text = "; ".join(each.text for each in entries)
    shown = entries if len(entries) > 1 else ()
    return Answer("What?", Status.ANSWERED, None, text, 0.8, cited, entries=shown)


def test_members_of_one_sentence_share_a_source() -> None:
    article = _article()
    shown = _shown(_answer(_entry(1, FIRST, Span(0, 5), article), _entry(1, FIRST, Span(7, 12), article)))
    assert f"• Oddby\n• Kelso\n{FIRST.of(TEXT)}\n[1] 2 July 2031 · Three towns [red]vote[/red]" in shown


def test_a_long_list_shows_its_members_with_their_sources_only() -> None:
    entries = [_entry(n, FIRST, Span(0, 5), _article(f"Paper {n}")) for n in range(1, 5)]
    shown = _shown(_answer(*entries))
    assert "• Oddby\n[1] 2 July 2031 · Paper 1\n• Oddby\n[2] 2 July 2031 · Paper 2\n" in shown
    assert FIRST.of(TEXT) not in shown


def test_sentences_of_one_article_share_a_headline() -> None:
    article = _article()
    shown = _shown(_answer(_entry(1, FIRST, FIRST, article), _entry(2, SECOND, SECOND, article)))
    assert shown.count("Three towns") == 1
    assert f"[1] {FIRST.of(TEXT)}\n[2] The [b]port[/b] opens" in shown
    assert "\x1b" not in shown


def test_a_long_headline_stays_on_one_line() -> None:
    article = _article("A headline that is much longer than any line of a narrow terminal can hold at once")
    shown = _shown(_answer(_entry(1, FIRST, FIRST, article), _entry(2, SECOND, SECOND, article)))
    assert all(len(row) < 76 for row in shown.splitlines() if "headline" in row)


@pytest.mark.parametrize(
    ("verdict", "word"),
    [
        (True, "Yes · likely (80%)\nOddby"),
        (False, "No · likely (80%)\nOddby"),
        (None, "The article says · likely (80%)\nOddby"),
    ],
)
def test_a_verdict_is_shown_above_its_sentence(verdict: bool | None, word: str) -> None:
    answer = replace(_answer(_entry(1, FIRST, FIRST, _article())), verdict=verdict)
    assert _shown(answer).removeprefix("What?").strip().startswith(word)


def test_an_inferred_date_is_marked() -> None:
    answer = replace(_answer(_entry(1, FIRST, Span(0, 5), _article())), is_inferred=True)
    assert "Inferred: the sentence gives this date to something else." in _shown(answer)


def test_several_values_of_one_article_are_named_so() -> None:
    one, other = (
        _entry(number, FIRST, span, _article()) for number, span in ((1, Span(0, 5)), (2, Span(7, 12)))
    )
    answer = replace(_answer(one), choices=(one, other))
    assert "The article gives several values." in _shown(answer)
    elsewhere = _entry(2, FIRST, Span(7, 12), _article("Another"))
    assert "The articles disagree." in _shown(replace(answer, choices=(one, elsewhere)))
