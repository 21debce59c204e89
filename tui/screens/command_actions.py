"""The actions of commands, for keys, the palette and what is typed; their wordings are in qa.english.commands."""

from collections.abc import Mapping

from qa import Command, ReactionKind, command_of

_SCREENS = (
    ReactionKind.SEARCH,
    ReactionKind.LIBRARY,
    ReactionKind.CONVERSATIONS,
    ReactionKind.NOTEBOOK,
    ReactionKind.INSPECTOR,
    ReactionKind.TIMELINE,
    ReactionKind.SETTINGS,
    ReactionKind.BATCH,
)
# The commands that the app does at once; the engine replies to the others, in a card.
ACTIONS: Mapping[ReactionKind, str] = {
    **{kind: f"app.open({kind.value!r})" for kind in _SCREENS},
    ReactionKind.HELP: "app.help",
    ReactionKind.FAILURES: "app.failures",
    ReactionKind.THEME: "app.toggle_theme",
    ReactionKind.QUIT: "app.quit",
    ReactionKind.START_OVER: "screen.new_conversation",
    ReactionKind.STOP: "screen.stop",
    ReactionKind.FILTERS: "screen.filters",
    ReactionKind.ALL_DATES: "screen.all_days",
    ReactionKind.AS_TYPED: "screen.as_typed",
    ReactionKind.EXPORT: "screen.export",
    ReactionKind.COMPOSE: "screen.compose_answer",
    ReactionKind.PIN: "screen.pin",
    ReactionKind.COPY: "screen.copy_quote",
    ReactionKind.EDIT: "screen.edit_file",
    ReactionKind.ADDRESS: "screen.open_address",
    ReactionKind.MORE: "screen.more",
    ReactionKind.NEWEST_FIRST: "screen.reorder",
}


def title_of(kind: ReactionKind) -> str:
    """Return the title of a command."""
    return _command(kind).title


def description_of(kind: ReactionKind) -> str:
    """Return what a command does."""
    return _command(kind).description


def _command(kind: ReactionKind) -> Command:
    command = command_of(kind)
    assert command is not None  # noqa: S101 - only small talk has none
    return command
