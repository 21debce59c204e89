"""A resumed conversation is scrolled to its last card, even if the cards get their height late."""

import pytest

from qa import Answer, ConversationStore, Filters, Reason, Settings, Status
from tests.tui.app_driving import NARROW, WIDE, driven
from tui.widgets.answer_card import AnswerCard
from tui.widgets.conversation import Conversation

N_TURNS = 11


@pytest.fixture
def long(settings: Settings) -> Settings:
    """Return settings with a conversation longer than the screen."""
    store = ConversationStore(settings.library)
    for number in range(1, N_TURNS + 1):
        question = f"Question {number}?"
        store.keep_question("long", f"t{number}", question, Filters())
        store.keep_answer(
            "long", f"t{number}", Answer(question, Status.NOT_FOUND, Reason.NO_ANSWER, None, 0.1), []
        )
    store.close()
    return settings


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_the_last_card_is_in_view_and_stays_so_in_another_size(
    long: Settings, size: tuple[int, int]
) -> None:
    async with driven(long, size=size) as app:
        await app.until(lambda: len(app.turns) == N_TURNS)
        conversation = app.asking.query_one(Conversation)

        def is_at_the_end() -> bool:
            cards = list(conversation.query_children(AnswerCard))
            view, card = conversation.window_region, cards[-1].virtual_region
            return len(cards) == N_TURNS and view.y <= card.y and card.bottom <= view.bottom

        await app.until(is_at_the_end)
        await app.ready()
        await app.pilot.resize_terminal(100, 30)
        await app.until(is_at_the_end)
