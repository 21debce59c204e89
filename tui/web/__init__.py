"""The app in a browser on this machine; no other host is contacted."""

from tui.web.server import serve

__all__ = ["serve"]
