"""Text inputs that handle keys in the order in which they were typed."""

from textual.events import Key
from textual.widget import Widget
from textual.widgets import Input, TextArea


class LineInput(Input):
    """A line of text."""

    async def on_key(self, event: Key) -> None:
        """Handle an editing key at once."""
        await _run_own_binding(self, event)


class TextInput(TextArea):
    """A text of several lines."""

    async def on_key(self, event: Key) -> None:
        """Handle an editing key at once."""
        await _run_own_binding(self, event)


async def _run_own_binding(widget: Widget, event: Key) -> None:
    """Run the action that a widget binds to a key; if it skips the key, the key bubbles.

    The app would look up the binding only after the key has bubbled, and letters typed after it would overtake it.
    """
    for binding in widget._bindings.key_to_bindings.get(event.key, []):
        if await widget.app.run_action(binding.action, widget):
            event.stop()
            event.prevent_default()
            return
