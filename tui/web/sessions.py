"""A page and its app: what the page sends goes to the app, what the app draws goes to the page."""

import asyncio
import json
import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, cast

from aiohttp import WSMsgType, web
from textual_serve._binary_encode import load
from textual_serve.download_manager import DownloadManager

from tui.web.app_process import AppProcess
from tui.web.browser_messages import Focused, Pinged, Resized, Typed, read_message, read_size

if TYPE_CHECKING:
    from textual_serve.app_service import AppService

_DEFAULT_SIZE = Resized(80, 24)


class Session:
    """Connects one page's web socket to its own app; both end together."""

    def __init__(self, page: web.WebSocketResponse, downloads: DownloadManager, download_path: str) -> None:
        self.app_service_id = uuid.uuid4().hex  # DownloadManager knows a session by this name
        self._page = page
        self._downloads = downloads
        self._download_path = download_path
        self._app: AppProcess | None = None

    async def run(
        self, command: Sequence[str], environment: Mapping[str, str], size: Resized | None
    ) -> list[str]:
        """Run the app until it or the page ends; return what it wrote to standard error."""
        async with AppProcess(command, environment, size or _DEFAULT_SIZE) as app:
            self._app = app
            both = {
                asyncio.create_task(app.forward(self._receive)),
                asyncio.create_task(self._read_page(app)),
            }
            try:
                done, _ = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in both:
                    task.cancel()
                await asyncio.gather(*both, return_exceptions=True)
                await self._downloads.cancel_app_downloads(self.app_service_id)
        for task in done:
            if (error := task.exception()) is not None and not isinstance(error, ConnectionError):
                raise error
        await self._page.close()
        return app.errors

    async def send_meta(self, meta: Mapping[str, Any]) -> bool:
        """Send the app a message; DownloadManager asks for a file's chunks with it."""
        return self._app is not None and await self._app.send_meta(meta)

    async def _read_page(self, app: AppProcess) -> None:
        """Hand the page's messages to the app; what the page would not send is ignored."""
        async for message in self._page:
            if message.type is not WSMsgType.TEXT:
                continue
            match read_message(message.data):
                case Typed(data):
                    await app.send_data(data)
                case Resized(columns, rows):
                    await app.send_meta({"type": "resize", "width": columns, "height": rows})
                case Focused(has_focus):
                    await app.send_meta({"type": "focus" if has_focus else "blur"})
                case Pinged(data):
                    await self._page.send_json(["pong", data])

    async def _receive(self, letter: bytes, payload: bytes) -> None:
        """Act on a packet of the app."""
        if letter == b"D":
            await self._page.send_bytes(payload)
        elif letter == b"M":
            await self._receive_meta(json.loads(payload))
        elif letter == b"P":
            unpacked: Any = load(payload)
            if unpacked[0] == "deliver_chunk":
                await self._downloads.chunk_received(unpacked[1], unpacked[2])

    async def _receive_meta(self, meta: Mapping[str, Any]) -> None:
        if meta["type"] == "exit":
            await self._page.close()
        elif meta["type"] == "open_url":
            await self._open(meta["url"], in_new_tab=bool(meta["new_tab"]))
        elif meta["type"] == "deliver_file_start":
            await self._downloads.create_download(
                app_service=cast("AppService", self),  # it has all that is used of one
                delivery_key=meta["key"],
                file_name=PurePath(meta["path"]).name,
                open_method="download",
                mime_type=meta["mime_type"],
                encoding=meta["encoding"],
                name=meta.get("name"),
            )
            # The page's script would look for it at another path, which the cookie is not sent to.
            await self._open(f"{self._download_path}/{meta['key']}", in_new_tab=True)

    async def _open(self, url: str, *, in_new_tab: bool) -> None:
        await self._page.send_str(json.dumps(["open_url", {"url": url, "new_tab": in_new_tab}]))


def size_in(query: Mapping[str, str]) -> Resized | None:
    """Return the size in cells that a page names in its address, or None."""
    with suppress(KeyError, ValueError):
        return read_size(int(query["width"]), int(query["height"]))
    return None
