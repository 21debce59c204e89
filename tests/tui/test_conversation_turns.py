"""Follow-up questions, replies and days on the ask screen."""

from dataclasses import replace

from qa import Settings
from tests.tui.app_driving import KEEPER, driven


async def test_a_follow_up_shows_its_interpretation(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ask(KEEPER)
        turn = await app.ask("When did she start?")
        assert turn.answer is not None
        assert turn.answer.standalone_question
        assert f"Understood as: {turn.answer.standalone_question} · Ctrl+R: ask as typed" in app.card_text()


async def test_a_follow_up_can_be_asked_as_typed(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ask(KEEPER)
        await app.ask("When did she start?")
        await app.press("ctrl+r")
        await app.until(lambda: len(app.turns) == 3 and not app.turns[2].is_pending)
        again = app.turns[2]
        assert again.question == "When did she start?"
        assert again.answer is not None
        assert again.answer.standalone_question is None
        assert app.card_text().count("Understood as") == 1
        await app.press("ctrl+r")  # the follow-up before it, again
        await app.until(lambda: len(app.turns) == 4 and not app.turns[3].is_pending)
        assert app.turns[3].as_typed


async def test_thanks_get_a_reply(settings: Settings) -> None:
    async with driven(settings) as app:
        turn = await app.ask("thanks!")
        assert turn.answer is not None
        assert turn.answer.reaction is not None
        assert turn.answer.reaction.reply in app.card_text()
        assert "Not in these articles" not in app.card_text()


async def test_the_date_filter_of_a_question_is_shown(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ask("What happened in January 1987?")
        assert "Searched passages about Jan 1987 · F6: all dates" in app.card_text()


async def test_an_impossible_date_is_reported_and_can_be_ignored(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ask("Who is the new lighthouse keeper of Port Ember on 31 April 2031?")
        assert "There is no 31 April 2031: April 2031 has 30 days." in app.card_text()
        await app.press("f6")
        await app.until(lambda: len(app.turns) == 2 and not app.turns[1].is_pending)
        assert app.turns[1].answer is not None


async def test_a_suggested_question_with_other_dates_can_be_asked_by_key(settings: Settings) -> None:
    async with driven(settings) as app:
        turn = await app.ask("Who resigned a hundred years from now?")
        assert turn.answer is not None
        dated = "Who is the new lighthouse keeper of Port Ember?"
        app.asking.turns[0] = replace(turn, answer=replace(turn.answer, dated_question=dated))
        await app.press("ctrl+y")
        await app.until(lambda: len(app.turns) == 2 and not app.turns[1].is_pending)
        assert app.turns[1].question == dated


async def test_the_days_can_be_dropped(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ask("Who is the new lighthouse keeper of Port Ember in January 1987?")
        assert "Not in these articles" in app.card_text()
        await app.press("f6")
        await app.until(lambda: len(app.turns) == 2 and not app.turns[1].is_pending)
        assert app.turns[1].answer is not None
        assert app.turns[1].answer.date_filter is None
        assert app.turns[1].answer.text is not None
