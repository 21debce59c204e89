"""Asking: cards, citations, errors, the queue and the keys."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from textual.events import Key, Paste
from textual.widgets import Static

from qa import Answer, Reason, Settings, Status, load_settings
from qa.answering.matches import with_matches
from tests.tui.app_driving import BRIDGE, KEEPER, NARROW, WIDE, driven, one_line
from tui.formatting.fitted import Fitted
from tui.messages import PassagesRetrieved
from tui.screens.article import ArticleScreen
from tui.screens.help import HelpScreen
from tui.state import Stage
from tui.widgets.article_view import ArticleView
from tui.widgets.citation_list import CitationList
from tui.widgets.conversation import Conversation
from tui.workers.engine_worker import EngineWorker


def held_back(monkeypatch: pytest.MonkeyPatch, engine_worker: EngineWorker, method: str) -> threading.Event:
    """Hold a method of the engine back until the event is set."""
    gate = threading.Event()
    begin: Callable[..., object] = getattr(engine_worker.engine, method)

    def later(*args: object, **kwargs: object) -> object:
        assert gate.wait(30)
        return begin(*args, **kwargs)

    monkeypatch.setattr(engine_worker.engine, method, later)
    return gate


def refuse_all(monkeypatch: pytest.MonkeyPatch, engine_worker: EngineWorker) -> None:
    """Make the engine retrieve passages for every question, but find no answer."""
    engine = engine_worker.engine

    def refuse(question: str, **_: object) -> Answer:
        nearest = tuple(engine.search(question))
        refused = Answer(question, Status.NOT_FOUND, Reason.NO_ANSWER, None, 0.1, nearest=nearest)
        answer = replace(refused, best_candidate="the pears")
        return with_matches(answer, question, engine.article_by_id)

    monkeypatch.setattr(engine, "ask", refuse)


async def test_a_question_is_answered_with_its_source_and_every_quote_is_exact(
    settings: Settings,
) -> None:
    async with driven(settings) as app:
        turn = await app.ask(KEEPER)
        assert turn.stage is Stage.ANSWERED
        assert turn.answer is not None
        assert turn.answer.text is not None
        card, listed = app.card_text(), app.listed_text()
        assert KEEPER in card
        assert one_line(turn.answer.text) in card
        assert "4 March 2031 · Ember Gazette · Lighthouse of Port" in card
        assert "[1]" in card
        assert f"({turn.answer.confidence:.0%})" in card
        assert "[1] Lighthouse of Port Ember gets a new keeper 4 March 2031 · Ember Gazette" in listed
        first, cited = app.entries[0].place, turn.answer.citations[0]
        assert one_line(first.passage.text) in listed
        assert first.quote == cited.article_span
        for place in turn.places:
            assert place.quote is not None
            assert place.passage.article_span.contains(place.quote)
        assert isinstance(app.entries[0].visual, Fitted)
        drawn = app.entries[0].visual.drawn
        marked = [span for span in drawn.spans if "on $accent" in str(span.style)]
        shown = drawn.plain
        assert [shown[span.start : span.end] for span in marked] == [
            cited.article_span.of(cited.article.text)
        ]


async def test_enter_opens_the_article_at_the_quote_and_escape_leads_back(
    settings: Settings,
) -> None:
    async with driven(settings) as app:
        turn = await app.ask(KEEPER)
        assert turn.answer is not None
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, ArticleScreen))
        view = app.app.screen.query_one(ArticleView)
        await app.until(view.visible_text)
        assert one_line(turn.answer.citations[0].quote) in app.text(view)
        assert "Lighthouse of Port Ember gets a new keeper 4 March 2031 · Ember Gazette" in app.text()
        await app.press("escape")
        assert app.app.screen is app.asking
        assert app.app.focused is app.line


async def test_keys_choose_another_card_and_another_citation(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ask(KEEPER)
        await app.ask(BRIDGE)
        assert "river Sorrel was closed on Friday" in app.listed_text()
        await app.press("tab")
        cards = app.asking.query_one(Conversation)
        assert app.app.focused is cards
        while cards.chosen is not cards.choices[0]:
            await app.press("up")
        await app.until(lambda: "Orla Finch" in app.listed_text())


async def test_keys_choose_a_place_and_open_it(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    async with driven(settings) as app:
        await app.ready()
        refuse_all(monkeypatch, app.app.engine_worker)
        await app.ask(KEEPER)
        await app.press("tab", "tab")
        citations = app.asking.query_one(CitationList)
        assert app.app.focused is citations
        while citations.chosen is not app.entries[1]:
            await app.press("down")
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, ArticleScreen))
        assert isinstance(app.app.screen, ArticleScreen)
        assert app.app.screen.place is app.entries[1].place
        await app.press("escape", "escape")
        assert app.app.focused is app.line


async def test_a_click_chooses_a_card_and_opens_a_citation_without_taking_the_keys(
    settings: Settings,
) -> None:
    async with driven(settings) as app:
        await app.ask(KEEPER)
        await app.ask(BRIDGE)
        first = app.asking.query_one(Conversation).choices[0]
        first.scroll_visible(animate=False)
        await app.pilot.pause()
        await app.pilot.click(first, offset=(4, 1))
        await app.until(lambda: "Orla Finch" in app.listed_text())
        assert app.app.focused is app.line
        await app.pilot.click(app.entries[0], offset=(4, 1))
        await app.until(lambda: isinstance(app.app.screen, ArticleScreen))


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_citations_stand_beside_the_conversation_or_below_it(
    settings: Settings, size: tuple[int, int]
) -> None:
    async with driven(settings, size=size) as app:
        turn = await app.ask(KEEPER)
        assert turn.answer is not None
        cards, citations = (
            app.asking.query_one(Conversation).region,
            app.asking.query_one("#citations").region,
        )
        if size == WIDE:
            assert citations.x >= cards.right
        else:
            assert citations.y >= cards.bottom
        assert citations.bottom <= app.line.region.y
        assert one_line(turn.answer.citations[0].quote) in app.listed_text()


async def test_an_empty_library_says_how_to_add_articles(empty: Settings) -> None:
    async with driven(empty) as app:
        await app.ready()
        assert "There are no articles in the library yet." in app.text()
        turn = await app.ask(KEEPER)
        assert turn.answer is not None
        assert turn.answer.reason is Reason.EMPTY_LIBRARY
        assert "Not in these articles" in app.card_text()
        assert "Press F2 to open the library, then A to add" in app.card_text()


async def test_without_an_answer_the_nearest_passages_can_be_opened(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driven(settings) as app:
        await app.ready()
        refuse_all(monkeypatch, app.app.engine_worker)
        turn = await app.ask("What do the marzipan pears of Quillmoor cost?")
        assert turn.answer is not None
        assert "Not in these articles" in app.card_text()
        assert "No clear answer found. Best candidate" in app.card_text()
        assert one_line(turn.answer.matches[0].quote) in app.card_text()
        assert "Closest passages" in app.listed_text()
        assert "undated" in app.listed_text()
        assert one_line(turn.places[0].passage.text) in app.listed_text()
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, ArticleScreen))


def held_from_start(monkeypatch: pytest.MonkeyPatch, method: str) -> list[threading.Event]:
    """Hold a method of the engine back as soon as the app starts; its gate is added to the returned list."""
    gates = []
    start = EngineWorker.start

    def held_start(engine_worker: EngineWorker, paths: Sequence[Path]) -> None:
        gates.append(held_back(monkeypatch, engine_worker, method))
        start(engine_worker, paths)

    monkeypatch.setattr(EngineWorker, "start", held_start)
    return gates


async def test_a_question_typed_while_the_model_loads_waits_for_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    gates = held_from_start(monkeypatch, "warm_up")
    async with driven(settings) as app:
        await app.until(lambda: "loading the model…" in app.text())
        await app.submit(KEEPER)
        await app.submit(BRIDGE)
        assert app.card_text().count("waiting for the model…") == 2
        await app.type("and the next one")
        gates[0].set()
        await app.until(lambda: not any(turn.is_pending for turn in app.turns))
        assert [turn.stage for turn in app.turns] == [Stage.ANSWERED] * 2
        assert "Orla Finch" in app.turns[0].places[0].passage.text
        assert "Sorrel" in app.turns[1].places[0].passage.text
        assert app.line.value == "and the next one"


async def test_a_library_with_articles_answers_while_more_come_in(
    settings: Settings, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gates = held_from_start(monkeypatch, "index")
    async with driven(settings, [articles]) as app:
        turn = await app.ask(KEEPER)
        assert turn.stage is Stage.ANSWERED
        assert "asked while indexing" in app.card_text()
        assert "indexing…" in app.text()
        gates[0].set()
        await app.ready()


async def test_escape_stops_a_question_and_gives_it_back(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driven(settings) as app:
        await app.ready()
        gate = held_back(monkeypatch, app.app.engine_worker, "ask")
        await app.submit(KEEPER)
        assert "searching…" in app.card_text()
        await app.press("escape")
        assert app.turns[0].stage is Stage.STOPPED
        assert "Stopped." in app.card_text()
        assert app.line.value == KEEPER
        await app.submit(BRIDGE)
        assert app.turns[1].stage is Stage.WAITING, "the desk is still busy with the first"
        gate.set()
        await app.until(lambda: not app.turns[1].is_pending)
        assert app.turns[0].stage is Stage.STOPPED, "its answer came too late"
        assert app.turns[1].stage is Stage.ANSWERED


async def test_the_stages_are_shown_as_they_happen(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driven(settings) as app:
        await app.ready()
        gate = held_back(monkeypatch, app.app.engine_worker, "ask")
        turn = await app.submit(KEEPER)
        app.asking.post_message(PassagesRetrieved(turn.number, 10))
        await app.until(lambda: "retrieved 10 passages · reading…" in app.card_text())
        gate.set()
        await app.until(lambda: not app.turns[0].is_pending)
        assert "reading…" not in app.card_text()


async def test_errors_are_shown_in_place_with_what_to_do(settings: Settings) -> None:
    async with driven(settings) as app:
        turn = await app.ask("?!…")
        assert turn.stage is Stage.FAILED
        assert "There are no words to search for. Type a question" in app.card_text()
        assert (await app.ask(KEEPER)).stage is Stage.ANSWERED


async def test_a_library_of_other_settings_is_refused_in_place(settings: Settings) -> None:
    other = load_settings(library=settings.library, passage_pieces=64)
    async with driven(other) as app:
        turn = await app.ask(KEEPER)
        assert turn.stage is Stage.FAILED
        assert "was built with passages of 128 tokens" in app.card_text()


async def test_a_broken_library_is_reported_at_the_start(empty: Settings) -> None:
    empty.library.mkdir()
    (empty.library / "library.sqlite").write_bytes(b"no database " * 1000)
    async with driven(empty) as app:
        await app.ready()
        assert "error" in app.text()
        assert "Can't read" in app.card_text()
        assert "move library.sqlite out of that folder" in app.card_text()
        assert (await app.ask(KEEPER)).stage is Stage.FAILED


async def test_text_typed_while_an_answer_arrives_is_kept(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driven(settings) as app:
        await app.ready()
        gate = held_back(monkeypatch, app.app.engine_worker, "ask")
        await app.submit(KEEPER)
        await app.type("and why")
        gate.set()
        await app.until(lambda: not app.turns[0].is_pending)
        await app.type(" then?")
        assert app.line.value == "and why then?"
        await app.press("escape")
        assert app.line.value == "and why then?"


async def test_a_defect_does_not_take_the_conversation_with_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driven(settings) as app:
        await app.ready()

        def broken(*_: object, **__: object) -> Answer:
            raise RuntimeError("[bold]out of cheese[/]")

        monkeypatch.setattr(app.app.engine_worker.engine, "ask", broken)
        await app.ask(KEEPER)
        assert (
            "Dateline ran into an unexpected error (RuntimeError: [bold]out of cheese[/])." in app.card_text()
        )


async def test_history_keeps_what_was_being_typed(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ask(KEEPER)
        await app.ask(BRIDGE)
        await app.type("how much will")
        seen = []
        for key in ("up", "up", "up", "down", "down", "down"):
            await app.press(key)
            seen.append(app.line.value)
        assert seen == [BRIDGE, KEEPER, KEEPER, BRIDGE, "how much will", "how much will"]


async def test_pasted_lines_are_all_kept(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.type("Why ")
        app.line.post_message(Paste("was the bridge\r\nclosed\x1b[31m?\n"))
        await app.pilot.pause()
        assert one_line(app.line.value).startswith("Why was the bridge closed")
        assert "\x1b" not in app.line.value


async def test_help_themes_and_palette(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.press("question_mark")
        assert isinstance(app.app.screen, HelpScreen)
        assert "Go through earlier questions" in app.text()
        keys = app.app.screen.query_one(Static).content
        for words in ("Question", "Conversation", "Citations", "All screens", "Quit Dateline"):
            assert words in str(keys)
        await app.press("escape")
        assert app.line.value == ""
        await app.type("is it so")
        await app.press("question_mark")
        assert app.line.value == "is it so?"
        await app.press("ctrl+t")
        assert not app.app.current_theme.dark
        await app.press("ctrl+p")
        await app.until(lambda: "Change theme" in app.text())
        await app.press("escape", "f1")
        assert isinstance(app.app.screen, HelpScreen)


async def test_letters_typed_right_after_enter_belong_to_the_next_question(
    settings: Settings,
) -> None:
    async with driven(settings) as app:
        await app.until(lambda: app.asking.library.takes_questions)
        for key in ("w", "h", "o", "enter", "n", "e", "x", "t"):
            app.app.post_message(Key(key, key if len(key) == 1 else "\r"))
        await app.until(lambda: app.turns and app.line.value == "next")
        assert [turn.question for turn in app.turns] == ["who"]
