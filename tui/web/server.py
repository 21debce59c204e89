"""textual-serve with its own page, closed to pages from other sites."""

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web
from textual_serve.server import Server

from qa import DatelineError

HOST = "127.0.0.1"
_TEMPLATES = Path(__file__).with_name("templates")
_NAMES = (HOST, "localhost")
# The page contains everything it needs; nothing else may be loaded.
_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';"
    " font-src 'self' data:; img-src 'self' data:; connect-src 'self' ws://{host}; frame-ancestors 'none'"
)


class LocalServer(Server):
    """Serves the app only to pages of this server, so that no web site can read the user's articles."""

    async def _make_app(self) -> web.Application:
        made = await super()._make_app()
        made.middlewares.append(_only_from_here)
        return made

    def initialize_logging(self) -> None:
        """Don't log each request."""

    async def on_startup(self, app: web.Application) -> None:
        """Print the address of the app."""
        del app
        self.console.print(
            f"Dateline is running at {self.public_url} (Ctrl+C to stop).", highlight=False, markup=False
        )


def serve(command: str, port: int) -> None:
    """Serve until Ctrl+C; `command` runs the app, once per page."""
    _check_free(port)
    os.environ.setdefault("TEXTUAL_COLOR_SYSTEM", "truecolor")
    asyncio.set_event_loop(asyncio.new_event_loop())
    server = LocalServer(command, host=HOST, port=port, title="Dateline", templates_path=_TEMPLATES)
    server.serve()


@web.middleware
async def _only_from_here(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse other host names (DNS rebinding) and pages of other sites."""
    host = request.headers.get("Host", "")
    origin = request.headers.get("Origin")
    is_ours = urlsplit(f"//{host}").hostname in _NAMES
    if not is_ours or (origin is not None and origin != f"http://{host}"):
        raise web.HTTPForbidden(text="Only pages from this server can open Dateline.")
    response = await handler(request)
    if not response.prepared:
        response.headers["Content-Security-Policy"] = _POLICY.format(host=host)
        response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _check_free(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise DatelineError(
                f"Port {port} can't be used ({error.strerror}).",
                "Choose another port with --port.",
            ) from error
