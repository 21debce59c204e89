import pytest

from qa.english.commands import command_of
from qa.questions import since_start, small_talk_reply
from qa.records import ReactionKind, Turn


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("thanks", ReactionKind.THANKS),
        ("OK, thank you very much!", ReactionKind.THANKS),
        ("Thanks, that helps.", ReactionKind.THANKS),
        ("hello", ReactionKind.GREETING),
        ("Good morning!", ReactionKind.GREETING),
        ("bye", ReactionKind.FAREWELL),
        ("ok", ReactionKind.ASSENT),
        ("That's wrong.", ReactionKind.ASSENT),
        ("help", ReactionKind.HELP),
        ("What can you do?", ReactionKind.HELP),
        ("Let's start over", ReactionKind.START_OVER),
        ("summarise this", ReactionKind.SUMMARIZE),
        ("Could you please summarize the article?", ReactionKind.SUMMARIZE),
        ("What is this article about?", ReactionKind.SUMMARIZE),
        ("tl;dr", ReactionKind.SUMMARIZE),
        ("show me the article", ReactionKind.SHOW_ARTICLE),
        ("Open the source, please", ReactionKind.SHOW_ARTICLE),
        ("Where does that come from?", ReactionKind.SHOW_ARTICLE),
        ("export", ReactionKind.EXPORT),
        ("Save this conversation as markdown", ReactionKind.EXPORT),
    ],
)
def test_small_talk_and_commands_are_distinguished(said: str, kind: ReactionKind) -> None:
    reaction = small_talk_reply(said)
    assert reaction is not None
    assert reaction.kind is kind
    assert bool(reaction.reply) is (command_of(kind) is None)


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Thanks to whom was the deal signed?", id="thanks at its head"),
        pytest.param("Who exported coal to India?", id="export in the middle"),
        pytest.param("When did the export ban end?", id="export as a noun"),
        pytest.param("Show trials in Moscow", id="show at its head"),
        pytest.param("What did the report say about Kenya?", id="a report's content"),
        pytest.param("Good Friday agreement?", id="good at its head"),
        pytest.param("Save the whales", id="save at its head"),
        pytest.param("Who signed the article on fishing?", id="an article of a treaty"),
        pytest.param("Where did the ship come from?", id="not where this comes from"),
        pytest.param("No deal?", id="no at its head"),
        pytest.param("Why?", id="a bare follow-up"),
        pytest.param("And who helped?", id="help in another form"),
    ],
)
def test_questions_stay_questions(question: str) -> None:
    assert small_talk_reply(question) is None


@pytest.mark.parametrize(
    ("said", "about", "number"),
    [
        ("Summarise the article about the ferry crews", "the ferry crews", None),
        ("show me article 2", None, 2),
        ("open the second source", None, 2),
        ("show me the article", None, None),
    ],
)
def test_which_article_is_meant(said: str, about: str | None, number: int | None) -> None:
    reaction = small_talk_reply(said)
    assert reaction is not None
    assert (reaction.about, reaction.number) == (about, number)


def test_starting_over_forgets_what_was_before_it() -> None:
    turns = [
        Turn("Who won?"),
        Turn("start over"),
        Turn("Who lost?"),
        Turn("reset"),
        Turn("Who left?"),
        Turn("ok"),
    ]
    assert [turn.question for turn in since_start(turns)] == ["Who left?", "ok"]
    assert since_start(turns[:1]) == turns[:1]
    assert since_start([]) == []
