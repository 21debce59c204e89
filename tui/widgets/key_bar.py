"""The line of keys at the bottom."""

from textual.widgets import Footer


class KeyBar(Footer):
    """Shows the keys of the part that has the focus; the help has them all."""
