"""The same app in a browser of this machine, for whoever has its secret address."""

from tui.web.server import serve

__all__ = ["serve"]
