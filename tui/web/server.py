"""The server: a page, its files, and a web socket for each page's app."""

import asyncio
import errno
import secrets
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Final

from aiohttp import web
from aiohttp.helpers import content_disposition_header
from jinja2 import Environment, PackageLoader, StrictUndefined
from textual_serve.download_manager import DownloadManager

from qa import DatelineError, printable
from tui.web.access import Access, Handler
from tui.web.sessions import Session, size_in

HOST: Final = "127.0.0.1"
MAX_SESSIONS: Final = 8
_SLOT_SECONDS = 10.0  # a page that was just closed may take so long to give its place back
_MAX_MESSAGE_BYTES = 1_000_000
_HEARTBEAT_SECONDS = 15.0
_END_SECONDS = 10.0
_POLL_SECONDS = 0.05
_TOO_MANY = 4001  # the page shows the reason of this close code
_TEMPLATES = Environment(loader=PackageLoader("tui.web"), autoescape=True, undefined=StrictUndefined)
# The page may load only files of this server.
_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline';"
    " font-src 'self' data:; img-src 'self' data:; connect-src 'self' ws://{host}; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class LocalServer:
    """Runs `command` once for each open page. Only browsers that know the printed address get in."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.access = Access()
        self._command = command
        self._environment = environment
        self._downloads = DownloadManager()
        self._slots = asyncio.Semaphore(MAX_SESSIONS)
        self._sockets: set[web.WebSocketResponse] = set()

    def address(self, port: int) -> str:
        """The address to open, with the token."""
        return f"http://{HOST}:{port}/?token={self.access.token}"

    def application(self) -> web.Application:
        """Return the aiohttp application."""
        made = web.Application(middlewares=[_with_headers, self.access.middleware])
        root = self.access.root
        made.router.add_get("/", self._login)
        made.router.add_get(f"{root}/", self._page)
        made.router.add_get(f"{root}/ws", self._web_socket)
        made.router.add_get(f"{root}/download/{{key}}", self._download)
        made.router.add_static(f"{root}/static/", str(files("textual_serve") / "static"), show_index=False)
        made.on_shutdown.append(self._close_pages)
        return made

    async def _login(self, _: web.Request) -> web.Response:
        """Exchange the token for the cookie.

        The page moves on by itself, not by a redirect: after a redirect from another site's link, browsers
        leave a strict cookie out.
        """
        response = _page("login.html", root=self.access.root)
        self.access.grant(response)
        return response

    async def _page(self, request: web.Request) -> web.Response:
        nonce = secrets.token_urlsafe(16)
        response = _page(
            "app_index.html",
            nonce=nonce,
            static=f"{self.access.root}/static/",
            web_socket=f"ws://{request.host}{self.access.root}/ws",
        )
        response.headers["Content-Security-Policy"] = _POLICY.format(host=request.host, nonce=nonce)
        return response

    async def _web_socket(self, request: web.Request) -> web.StreamResponse:
        page = web.WebSocketResponse(heartbeat=_HEARTBEAT_SECONDS, max_msg_size=_MAX_MESSAGE_BYTES)
        if not page.can_prepare(request).ok:
            raise web.HTTPBadRequest(text="This address is for web sockets.\n")
        await page.prepare(request)
        try:
            await asyncio.wait_for(self._slots.acquire(), _SLOT_SECONDS)
        except TimeoutError:
            reason = f"Dateline is open in {MAX_SESSIONS} tabs. Close one of them first."
            await page.close(code=_TOO_MANY, message=reason.encode())
            return page
        self._sockets.add(page)
        try:
            session = Session(page, self._downloads, f"{self.access.root}/download")
            for line in await session.run(self._command, self._environment, size_in(request.query)):
                sys.stderr.write(f"{printable(line)}\n")
        finally:
            self._sockets.discard(page)
            self._slots.release()
        return page

    async def _download(self, request: web.Request) -> web.StreamResponse:
        """Send a file that an app hands out, such as a screenshot; always to be saved, never to be shown."""
        key = request.match_info["key"]
        try:
            download = await self._downloads.get_download_metadata(key)
        except KeyError as error:
            raise web.HTTPNotFound(text="There is no such download.\n") from error
        response = web.StreamResponse()
        response.content_type = "application/octet-stream"
        response.headers["Content-Disposition"] = content_disposition_header(
            "attachment", filename=download.file_name
        )
        await response.prepare(request)
        async for chunk in self._downloads.download(key):
            await response.write(chunk)
        await response.write_eof()
        return response

    async def _close_pages(self, _: web.Application) -> None:
        """Close all pages when the server ends, and wait until their apps have ended."""
        await asyncio.gather(*(page.close() for page in set(self._sockets)))
        while self._sockets:
            await asyncio.sleep(_POLL_SECONDS)


def _page(template: str, **values: str) -> web.Response:
    return web.Response(text=_TEMPLATES.get_template(template).render(values), content_type="text/html")


def serve(command: Sequence[str], environment: Mapping[str, str], port: int) -> None:
    """Serve until Ctrl+C; `command` opens the app and runs once for each page.

    Raises DatelineError when the port cannot be used.
    """
    asyncio.run(_serve(LocalServer(command, environment), _listening(port)))


async def _serve(server: LocalServer, sockets: Sequence[socket.socket]) -> None:
    # The command line ends quietly when its reader has enough; a server must outlive the pages it writes to.
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    runner = web.AppRunner(server.application(), access_log=None, shutdown_timeout=_END_SECONDS)
    await runner.setup()
    try:
        for each in sockets:
            await web.SockSite(runner, each).start()
        address = server.address(sockets[0].getsockname()[1])
        sys.stdout.write(
            f"Dateline is running at {address}\nKeep this address to yourself. Press Ctrl+C to stop Dateline.\n"
        )
        sys.stdout.flush()
        await stopped.wait()
    finally:
        await runner.cleanup()


@web.middleware
async def _with_headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        response = await handler(request)
    except web.HTTPException as error:
        error.headers.update(_HEADERS)
        raise
    if not response.prepared:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
    return response


def _listening(port: int) -> list[socket.socket]:
    """Return sockets that listen on this machine's own addresses only.

    `localhost` may mean ::1. It is taken too where there is one, so that no other user can answer there.
    """
    try:
        first = _bound(socket.AF_INET, HOST, port)
    except OSError as error:
        raise _port_error(port, error) from error
    try:
        return [first, _bound(socket.AF_INET6, "::1", first.getsockname()[1])]
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            first.close()
            raise _port_error(port, error) from error
        return [first]  # this machine has no IPv6


def _bound(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(128)
    except OSError:
        made.close()
        raise
    return made


def _port_error(port: int, error: OSError) -> DatelineError:
    return DatelineError(f"Port {port} can't be used ({error.strerror}).", "Choose another port with --port.")
