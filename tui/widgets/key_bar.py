"""The line of keys at the bottom, without half a word at its end."""

from textual.widgets import Footer


class KeyBar(Footer):
    """Shows as many keys as there is room for; the help has them all."""

    async def recompose(self) -> None:
        """Show the keys of the part that has the focus now."""
        await super().recompose()
        self.call_after_refresh(self._leave_out)

    def on_resize(self) -> None:
        """Make use of the room that there is now."""
        self.call_after_refresh(self._leave_out)

    def _leave_out(self) -> None:
        keys = list(self.query("FooterKey"))
        docked = [key for key in keys if key.has_class("-command-palette")]
        room = self.region.right - sum(key.region.width for key in docked)
        for key in keys:
            key.visible = key in docked or key.region.right <= room
