"""The app in a browser on this machine, for users with its secret address."""

from tui.web.server import serve

__all__ = ["serve"]
