"""Saved conversations: resumed, listed, searched, renamed, deleted and exported."""

import json
from contextlib import closing
from pathlib import Path

import pytest
from textual.widgets import Input

from qa import ConversationStore, Filters, Settings
from tests.tui.app_driving import BRIDGE, KEEPER, NARROW, WIDE, Driver, driven, one_line
from tui.messages import ConversationCopied
from tui.screens.dialogs import PromptScreen
from tui.screens.history import HistoryScreen
from tui.state import Stage
from tui.widgets.table import Table


async def listed(app: Driver, words: str) -> Table:
    """Open the list and wait until it contains some words."""
    await app.press("f4")
    await app.until(lambda: isinstance(app.app.screen, HistoryScreen))
    await app.until(lambda: words in app.text())
    return app.app.screen.query_one(Table)


async def test_the_next_session_resumes_the_conversation(settings: Settings) -> None:
    async with driven(settings) as app:
        first = await app.ask(KEEPER)
        await app.ask(BRIDGE)
    assert first.answer is not None
    async with driven(settings) as app:
        await app.until(lambda: len(app.turns) == 2)
        assert app.turns[0].answer == first.answer
        assert app.turns[0].places == first.places
        await app.until(lambda: "river Sorrel was closed on Friday" in app.listed_text())
        assert KEEPER in app.card_text()
        await app.ask("What will the repairs of the bridge cost?")
        assert [turn.number for turn in app.turns] == [1, 2, 3]
        await app.press("up", "up", "up")
        assert app.line.value == KEEPER
    async with driven(settings) as app:
        await app.until(lambda: len(app.turns) == 3)


async def test_a_conversation_continued_in_another_window_becomes_a_copy(settings: Settings) -> None:
    with closing(ConversationStore(settings.library)) as other:
        async with driven(settings) as app:
            first = await app.ask(KEEPER)
            await app.until(other.conversations)
            shared = app.asking.conversation.id
            other.keep_question(shared, "other", "And who else?", Filters(), after=[first.id])
            await app.ask(BRIDGE)
            await app.until(lambda: "This conversation was continued in another window." in app.text())
            copy = app.asking.conversation.id
            await app.ask("What will the repairs of the bridge cost?")
            assert len({id(each) for each in app.heard if isinstance(each, ConversationCopied)}) == 1
            shown = [turn.question for turn in app.turns]
        assert [turn.question for turn in other.conversation(shared).turns] == [KEEPER, "And who else?"]
        copied = other.conversation(copy).turns
        assert [turn.question for turn in copied] == shown
        assert len(shown) == len([turn for turn in copied if turn.answer]) == 3


async def test_questions_asked_before_the_conversation_is_restored_follow_it(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ask(KEEPER)
    async with driven(settings) as app:
        app.line.value = BRIDGE
        await app.press("enter")
        await app.until(lambda: len(app.turns) == 2 and not app.turns[1].is_pending)
        assert [turn.question for turn in app.turns] == [KEEPER, BRIDGE]
        assert app.turns[1].stage is Stage.ANSWERED


async def test_a_citation_is_kept_when_its_article_was_removed(settings: Settings) -> None:
    async with driven(settings) as app:
        turn = await app.ask(KEEPER)
        app.app.engine_worker.engine.remove(["keeper.md"])
    async with driven(settings) as app:
        await app.until(lambda: app.entries)
        assert app.entries[0].place == turn.places[0]
        await app.press("enter")
        await app.until(lambda: "She takes over the lamp from her uncle in April." in app.text())


async def test_stopped_and_failed_questions_are_saved_as_such(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ask("?!…")
    async with driven(settings) as app:
        await app.until(lambda: app.turns)
        assert app.turns[0].stage is Stage.FAILED
        assert "There are no words to search for. Type a question" in app.card_text()


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_conversation_is_opened_from_the_list(settings: Settings, size: tuple[int, int]) -> None:
    async with driven(settings, size=size) as app:
        await app.ask(KEEPER)
        await app.press("ctrl+n")
        await app.until(lambda: not app.turns)
        await app.ask(BRIDGE)
        table = await listed(app, BRIDGE[:30])
        assert [row.cells[0] for row in table.rows] == [BRIDGE, KEEPER]
        await app.press("down", "enter")
        await app.until(lambda: [turn.question for turn in app.turns] == [KEEPER])
        await app.until(lambda: "Orla Finch" in app.listed_text())
        assert app.app.screen is app.asking


async def test_conversations_are_searched_renamed_and_deleted(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ask(KEEPER)
        await app.press("ctrl+n")
        await app.ask(BRIDGE)
        table = await listed(app, BRIDGE)
        await app.press("slash", *"orla")
        await app.until(lambda: [row.cells[0] for row in table.rows] == [KEEPER])
        await app.press("enter", "r")
        assert isinstance(app.app.screen, PromptScreen)
        app.app.screen.query_one(Input).value = "The [b]lamp[/b]"
        await app.press("enter")
        await app.until(lambda: "The [b]lamp[/b]" in app.text())
        await app.press("d")
        await app.until(lambda: "No conversations match." in app.text())
        await app.until(lambda: "Deleted “The [b]lamp[/b]”" in app.text())
        await app.press("escape")
        await app.until(lambda: [row.cells[0] for row in table.rows] == [BRIDGE])
        await app.press("Z")
        await app.until(lambda: [row.cells[0] for row in table.rows] == [BRIDGE, "The [b]lamp[/b]"])
        await app.press("down", "enter")
        await app.until(lambda: "Orla Finch" in app.listed_text())


async def test_the_open_conversation_may_be_deleted(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ask(KEEPER)
        await listed(app, KEEPER)
        await app.press("d")
        await app.until(lambda: "No conversations yet." in app.text())
        await app.press("escape")
        await app.until(lambda: not app.turns)
        await app.ask(BRIDGE)
    async with driven(settings) as app:
        await app.until(lambda: [turn.question for turn in app.turns] == [BRIDGE])


async def test_a_conversation_is_exported_with_every_quote(settings: Settings, tmp_path: Path) -> None:
    async with driven(settings) as app:
        turn = await app.ask(KEEPER)
        await listed(app, KEEPER)
        for name in ("talk.md", "talk.json"):
            await app.press("e")
            app.app.screen.query_one(Input).value = str(tmp_path / "out" / name)
            await app.press("enter")
            await app.until((tmp_path / "out" / name).exists)
        await app.press("e")
        app.app.screen.query_one(Input).value = str(tmp_path / "out" / "talk.md")
        await app.press("enter")
        await app.until(lambda: "already exists" in app.text())
    assert turn.answer is not None
    quotes = [one_line(place.quote.of(place.article.text)) for place in turn.places if place.quote]
    exported = json.loads((tmp_path / "out" / "talk.json").read_text())["turns"][0]["answer"]
    cited = [
        *exported["citations"],
        *(each for other in exported["alternatives"] for each in other["citations"]),
    ]
    assert [one_line(each["quote"]) for each in cited] == quotes
    written = one_line((tmp_path / "out" / "talk.md").read_text().replace("\\", "").replace("> ", ""))
    assert all(quote in written for quote in quotes)


async def test_asking_works_without_disk_space_for_conversations(settings: Settings) -> None:
    (settings.library / "conversations.sqlite3").write_bytes(b"no database " * 1000)
    async with driven(settings) as app:
        turn = await app.ask(KEEPER)
        assert turn.stage is Stage.ANSWERED
        assert app.text().count("Can't use") == 1


async def test_a_turn_that_could_not_be_saved_is_saved_later(settings: Settings) -> None:
    file = settings.library / "conversations.sqlite3"
    async with driven(settings) as app:
        app.app.history_worker._saves._first_wait_seconds = app.app.history_worker._saves._wait_seconds = 0.05
        file.touch()  # as a full disk left it
        await app.ask(KEEPER)
        await app.ask(BRIDGE)
        await app.until(lambda: "the file is empty: 0 bytes" in app.text())
        file.unlink()
        await app.until(lambda: "Saving conversations works again" in app.text())
        with closing(ConversationStore(settings.library)) as store:
            latest = store.latest()
    assert latest is not None
    assert [(turn.question, turn.answer is not None) for turn in latest.turns] == [
        (KEEPER, True),
        (BRIDGE, True),
    ]


async def test_unsaved_turns_are_reported_when_the_app_quits(settings: Settings) -> None:
    (settings.library / "conversations.sqlite3").touch()
    async with driven(settings) as app:
        await app.ask(KEEPER)
    unsaved = app.app.close()
    assert unsaved is not None
    assert unsaved.message.startswith("Some questions of this session were not saved.")


async def test_earlier_questions_and_names_are_suggested(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ask(KEEPER)
        await app.type("who is the n")
        await app.until(lambda: app.line._suggestion)
        await app.press("right")
        assert app.line.value == KEEPER.replace("W", "w", 1)
        app.line.value = ""
        await app.until(lambda: app.line._completion.names)
        await app.type("Where is port e")
        await app.until(lambda: app.line._suggestion == "Where is port ember")
