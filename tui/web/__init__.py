"""The same app in a browser of this machine: bound to it, and no other host asked for anything."""

from tui.web.server import serve

__all__ = ["serve"]
