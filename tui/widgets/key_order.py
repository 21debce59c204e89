"""Keys in the order in which they were typed, also when one of them moves the focus or opens a dialog.

The app hands each key to the widget that has the focus when the key arrives, and looks up bindings only after the key
has come back from there. Keys that follow at once then reach the old widget, where letters are commands.
"""

from textual.events import Key
from textual.widget import Widget
from textual.widgets import Input, TextArea


async def keep_order(widget: Widget, event: Key) -> None:
    """Run the action of a key at once, or pass on a key that was typed after the focus moved."""
    top = widget.app.screen
    if top is not widget.screen:
        _end(event)
        top.call_after_refresh(lambda: (top.focused or top).post_message(Key(event.key, event.character)))
    elif top.focused is not widget and isinstance(top.focused, Input | TextArea):
        _end(event)
        top.focused.post_message(Key(event.key, event.character))
    elif (active := top.active_bindings.get(event.key)) is not None and active.enabled:
        _end(event)
        await widget.app.run_action(active.binding.action, active.node)


def _end(event: Key) -> None:
    event.stop()
    event.prevent_default()
