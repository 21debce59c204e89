"""Pictures in the terminal: with Kitty's protocol, as Sixel, or as coloured half blocks.

textual-image asks the terminal what it can do when it is first imported, and reads the answer from the keyboard.
"""

import io
import sys
from typing import TYPE_CHECKING, Any

from textual.app import App, SuspendNotSupported

if TYPE_CHECKING:
    from textual.widget import Widget

_LIBRARY = "textual_image.widget"


def picture_widget(app: App[Any], png: bytes) -> "Widget":
    """Return a widget that shows a picture in the best way that the terminal knows."""
    from PIL import Image

    _import_library(app)
    from textual_image import widget

    picture = Image.open(io.BytesIO(png), formats=("PNG",)).convert("RGB")
    made: Widget = (widget.HalfcellImage if is_coarse() else widget.Image)(picture)
    return made


def is_coarse() -> bool:
    """Return whether pictures are drawn as half blocks; call it after `picture_widget`."""
    from textual_image import renderable

    return renderable.Image in (renderable.HalfcellImage, renderable.UnicodeImage)


def _import_library(app: App[Any]) -> None:
    """Import textual-image while the app doesn't read the keyboard: the app is suspended for an instant."""
    if _LIBRARY in sys.modules:
        return
    try:
        with app.suspend():
            import textual_image.widget
    except SuspendNotSupported:  # in a browser or a test: there is no terminal to ask
        import textual_image.widget  # noqa: F401
