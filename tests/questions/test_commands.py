"""Commands in words and with a slash, and what they do without the app."""

import pytest

from qa.engine import Engine
from qa.english.commands import COMMANDS, command_of, command_typed
from qa.records import ReactionKind, Status, Turn


@pytest.mark.parametrize(
    ("typed", "kind", "number", "about"),
    [
        ("/help", ReactionKind.HELP, None, None),
        ("/quit", ReactionKind.QUIT, None, None),
        ("quit", ReactionKind.QUIT, None, None),
        ("Exit the program.", ReactionKind.QUIT, None, None),
        ("/open 3", ReactionKind.SHOW_ARTICLE, 3, None),
        ("open 2", ReactionKind.SHOW_ARTICLE, 2, None),
        ("open the second one", ReactionKind.SHOW_ARTICLE, 2, None),
        ("show me article 4 please", ReactionKind.SHOW_ARTICLE, 4, None),
        ("show me the article about the quarry", ReactionKind.SHOW_ARTICLE, None, "the quarry"),
        ("newest article", ReactionKind.NEWEST_ARTICLE, None, None),
        ("Show me the most recent story", ReactionKind.NEWEST_ARTICLE, None, None),
        ("how many articles are there?", ReactionKind.COUNT, None, None),
        ("How many documents do you have", ReactionKind.COUNT, None, None),
        ("more", ReactionKind.MORE, None, None),
        ("show me more", ReactionKind.MORE, None, None),
        ("clear", ReactionKind.START_OVER, None, None),
        ("start a new conversation", ReactionKind.START_OVER, None, None),
        ("/export notes.md", ReactionKind.EXPORT, None, "notes.md"),
        ("open the timeline", ReactionKind.TIMELINE, None, None),
        ("pin this answer", ReactionKind.PIN, None, None),
        ("show my notes", ReactionKind.NOTEBOOK, None, None),
        ("library", ReactionKind.LIBRARY, None, None),
        ("list all articles", ReactionKind.LIBRARY, None, None),
        ("ask as typed", ReactionKind.AS_TYPED, None, None),
        ("no, as I typed it", ReactionKind.AS_TYPED, None, None),
        ("/as typed", ReactionKind.AS_TYPED, None, None),
        ("/All-Dates", ReactionKind.ALL_DATES, None, None),
        ("sort by date", ReactionKind.NEWEST_FIRST, None, None),
        ("how did you find that?", ReactionKind.INSPECTOR, None, None),
        ("dark mode", ReactionKind.THEME, None, None),
    ],
)
def test_commands_are_recognised(
    typed: str, kind: ReactionKind, number: int | None, about: str | None
) -> None:
    reaction = command_typed(typed)
    assert reaction is not None
    assert (reaction.kind, reaction.number, reaction.about) == (kind, number, about)
    assert reaction.reply == ""


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("How many articles of the treaty were changed?", id="articles of a treaty"),
        pytest.param("How many documents were leaked?", id="documents of the news"),
        pytest.param("Which library was burnt down?", id="a library of the news"),
        pytest.param("Quarry library opens", id="keywords with library"),
        pytest.param("more than how many were hurt?", id="more at its head"),
        pytest.param("Who cancelled the concert?", id="cancel in another form"),
        pytest.param("What is the latest on the quarry?", id="the latest news, not article"),
        pytest.param("Open championship winner", id="open at its head"),
        pytest.param("timeline of the quarry dispute", id="a timeline of something"),
        pytest.param("Stop the war coalition", id="stop at its head"),
    ],
)
def test_other_lines_are_no_commands(typed: str) -> None:
    assert command_typed(typed) is None


def test_an_unknown_command_is_named() -> None:
    reaction = command_typed("/dance now")
    assert reaction is not None
    assert "“/dance”" in reaction.reply
    assert "/help" in reaction.reply


def test_no_name_or_wording_means_two_commands() -> None:
    for each in ("names", "words"):
        said = [name for command in COMMANDS for name in getattr(command, each)]
        assert len(said) == len(set(said))
    assert all(command_of(command.kind) is command for command in COMMANDS)
    assert all(command.names for command in COMMANDS)


def test_every_name_works_with_a_slash() -> None:
    for command in COMMANDS:
        for name in command.names:
            reaction = command_typed(f"/{name}")
            assert reaction is not None
            assert reaction.kind is command.kind, name


def test_the_articles_are_counted(samples: Engine) -> None:
    n_articles, n_passages = samples.library.store.counts()
    answer = samples.ask("how many articles are there")
    assert answer.status is Status.NO_QUESTION
    assert answer.reaction is not None
    assert answer.reaction.reply == f"The library has {n_articles} articles and {n_passages} passages."


def test_the_newest_article_is_found(samples: Engine) -> None:
    reaction = samples.ask("show me the newest article").reaction
    assert reaction is not None
    days = [article.published for article in samples.articles() if article.published]
    assert samples.article_by_id(reaction.article_ids[0]).published == max(days)


def test_a_command_in_other_words_is_understood(samples: Engine) -> None:
    reaction = samples.ask("switch to dark colours").reaction
    assert reaction is not None
    assert reaction.kind is ReactionKind.THEME


def test_outside_of_the_app_the_reply_says_where_a_command_works(samples: Engine) -> None:
    for typed, shell in (("/timeline", "dateline timeline"), ("/settings", ""), ("copy that", "")):
        reaction = samples.ask(typed).reaction
        assert reaction is not None
        assert "works in the app (dateline chat)" in reaction.reply
        assert reaction.reply.endswith(shell or "(dateline chat).")


def test_as_typed_leaves_the_conversation_out(samples: Engine) -> None:
    first = samples.ask("When was the second round of talks?")
    asked = samples.ask("And where?", history=[Turn.of(first)], as_typed=True)
    assert asked.standalone_question is None
