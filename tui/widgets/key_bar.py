"""The bar of keys at the bottom: each with its label, as many as fit. Help says when some are left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Any

from rich.cells import cell_len
from textual.app import App
from textual.binding import ActiveBinding
from textual.content import Content
from textual.events import Click, Leave, MouseMove
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

_HELP = "help"
_SCREEN = "open("
_COMMANDS = "command_palette"
_ALL_KEYS = "All keys"  # the label of Help when some are left out
_FEWEST_FOLDED = 2
_KEY = "bold $footer-key-foreground"
_WORDS = "$footer-description-foreground"
_HOVER = "on $block-hover-background"


@dataclass(frozen=True, slots=True)
class KeyHint:
    """One or more keys with their label; `shown` is how each of the `keys` is written.

    `is_everywhere` marks the keys of the app, which work on all screens.
    """

    keys: tuple[str, ...]
    shown: tuple[str, ...]
    words: str
    tooltip: str = ""
    enabled: bool = True
    stays: bool = False
    is_screen: bool = False
    is_commands: bool = False
    is_everywhere: bool = False

    @property
    def n_cells(self) -> int:
        """The width in cells, with a space on each side."""
        return cell_len("".join(self.shown)) + cell_len(self.words) + 3

    def key_at(self, x: int) -> str:
        """Return the key at the cell `x`; on the label, the first key."""
        end = 1
        for key, shown in zip(self.keys, self.shown, strict=True):
            end += cell_len(shown)
            if x < end:
                return key
        return self.keys[0]


class KeyBar(Widget):
    """Shows the keys of the focused widget; Help has all of them.

    It is a single widget instead of one per key, so that a change of focus is cheap.
    """

    ALLOW_SELECT = False

    hints: reactive[tuple[KeyHint, ...]] = reactive((), init=False)
    hovered: reactive[KeyHint | None] = reactive(None, init=False)

    def on_mount(self) -> None:
        """Follow the keys of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._take)

    def on_unmount(self) -> None:
        """Stop following them."""
        self.screen.bindings_updated_signal.unsubscribe(self)

    def _take(self, screen: Screen[Any]) -> None:
        if screen is self.screen and self.app.app_focus:
            self.hints = hints_of(self.app, screen.active_bindings.values())

    def render(self) -> Content:
        """Draw the hints that fit."""
        parts = [self._drawn(hint) for hint in self.shown]
        return Content.assemble(*parts)

    @property
    def shown(self) -> list[KeyHint]:
        """The hints that fit."""
        return _fitting(self.hints, self.content_size.width)

    def _drawn(self, hint: KeyHint) -> Content:
        drawn = Content.assemble(" ", ("".join(hint.shown), _KEY), " ", (hint.words, _WORDS), " ")
        if not hint.enabled:
            return drawn.stylize("dim")
        return drawn.stylize(_HOVER) if hint == self.hovered else drawn

    def on_click(self, event: Click) -> None:
        """Do what the key does."""
        event.stop()
        found = self._at(event)
        if found is not None and found[0].enabled:
            hint, x = found
            self.app.simulate_key(hint.key_at(x))

    def on_mouse_move(self, event: MouseMove) -> None:
        """Show the tooltip of the key under the pointer."""
        found = self._at(event)
        self.hovered = found[0] if found else None
        self.tooltip = Content(self.hovered.tooltip) if self.hovered and self.hovered.tooltip else None

    def on_leave(self, _event: Leave) -> None:
        """Hide the tooltip."""
        self.hovered = None

    def _at(self, event: Click | MouseMove) -> tuple[KeyHint, int] | None:
        """Return the hint under the pointer, and the cell within it."""
        place = event.get_content_offset(self)
        if place is None:
            return None
        start = 0
        for hint in self.shown:
            if start <= place.x < start + hint.n_cells:
                return hint, place.x - start
            start += hint.n_cells
        return None


def hints_of(app: App[Any], active: Iterable[ActiveBinding]) -> tuple[KeyHint, ...]:
    """Return the keys to show: the focused widget's, the screen's, the app's, then the command palette."""
    by_action: dict[str, ActiveBinding] = {}
    for each in active:
        if each.binding.show or each.binding.action == _COMMANDS:
            by_action.setdefault(each.binding.action, each)
    commands = by_action.pop(_COMMANDS, None)
    hints: list[KeyHint] = []
    for group, members in groupby(by_action.values(), lambda each: each.binding.group):
        together = list(members)
        if group is not None and len(together) > 1:
            hints.append(_hint(app, together))
        else:
            hints += [_hint(app, [each]) for each in together]
    return (*hints, _hint(app, [commands])) if commands is not None else tuple(hints)


def fitting(hints: Sequence[KeyHint], n_cells: int) -> list[KeyHint]:
    """Return the hints that fit; left-out hints are always indicated.

    First, as few of the last screens as necessary are folded into one hint, then labels are cut to their first word.
    The command palette, which lists the screens too, may be dropped. If that is not enough, the screens and the last
    keys are left out, and Help is labelled “All keys”.
    """
    short = _shortened(hints)
    n_screens = sum(hint.is_screen for hint in hints)
    tried = [_folded(hints, n_folded) for n_folded in range(n_screens + 1)] + [_folded(short, n_screens)]
    for folded in tried:
        for shown in (folded, [hint for hint in folded if not hint.is_commands]):
            if _n_cells(shown) <= n_cells:
                return shown
    return _without_screens(short, n_cells)


def _shortened(hints: Sequence[KeyHint]) -> list[KeyHint]:
    """Return the hints with labels of one word, where these differ."""
    first_words = [hint.words.split(" ")[0] for hint in hints]
    return [
        replace(hint, words=word) if first_words.count(word) == 1 else hint
        for hint, word in zip(hints, first_words, strict=True)
    ]


def _without_screens(hints: Sequence[KeyHint], n_cells: int) -> list[KeyHint]:
    """Return the first hints that fit, and Help, which lists the others."""
    local = [
        hint for hint in hints if not (hint.is_everywhere or hint.is_screen or hint.is_commands or hint.stays)
    ]
    help_hints = [replace(hint, words=_ALL_KEYS) for hint in hints if hint.stays]
    shown: list[KeyHint] = []
    for hint in local:
        if _n_cells([*shown, hint, *help_hints]) > n_cells:
            break
        shown.append(hint)
    return [*shown, *help_hints]


_fitting = lru_cache(maxsize=32)(fitting)  # called at each move of the pointer


def _n_cells(hints: Iterable[KeyHint]) -> int:
    return sum(hint.n_cells for hint in hints)


def _folded(hints: Sequence[KeyHint], n_folded: int) -> list[KeyHint]:
    """Return the hints with the last screens folded into one, which opens the palette, or else the first of them."""
    screens = [hint for hint in hints if hint.is_screen]
    away = screens[len(screens) - n_folded :]
    if len(away) < _FEWEST_FOLDED:
        return list(hints)
    leads_to = next((hint.keys for hint in hints if hint.is_commands), away[0].keys)
    fold = KeyHint(
        keys=leads_to,
        shown=(f"{away[0].shown[0]}–{away[-1].shown[-1]}",),
        words="More" if len(away) < len(screens) else "Screens",
        tooltip=" · ".join(f"{hint.shown[0]} {hint.words}" for hint in away),
    )
    shown = []
    for hint in hints:
        if hint is away[0]:
            shown.append(fold)
        if hint not in away:
            shown.append(hint)
    return shown


def _hint(app: App[Any], together: Sequence[ActiveBinding]) -> KeyHint:
    first = together[0].binding
    words = first.group.description if first.group and len(together) > 1 else first.description
    is_commands = first.action == _COMMANDS
    return KeyHint(
        keys=tuple(each.binding.key for each in together),
        shown=tuple(app.get_key_display(each.binding) for each in together),
        words="Commands" if is_commands else words,
        tooltip="Find a command by name" if is_commands else first.tooltip or words,
        enabled=all(each.enabled for each in together),
        stays=first.action == _HELP,
        is_screen=first.action.startswith(_SCREEN) and first.key.startswith("f"),  # a fold is a range of keys
        is_commands=is_commands,
        is_everywhere=together[0].node is app,
    )
