"""Who may use the server: browsers that were given its address, on pages that it served itself."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HOST_NAMES: Final = ("127.0.0.1", "localhost")
_COOKIE = "dateline"
_N_BYTES = 32


class Access:
    """The secrets of one server, made when it starts.

    `token` is part of the printed address and is exchanged for a cookie. The cookie is only sent below
    `root`, a path that is secret too: browsers send cookies to every port of a host, so a server of another
    user on this machine could otherwise collect it.
    """

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(_N_BYTES)
        self.root = f"/{secrets.token_urlsafe(_N_BYTES)}"
        self._cookie = secrets.token_urlsafe(_N_BYTES)

    def grant(self, response: web.StreamResponse) -> None:
        """Give the browser the cookie, until it is closed."""
        response.set_cookie(_COOKIE, self._cookie, path=self.root, httponly=True, samesite="Strict")

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse other host names (DNS rebinding), pages of other sites, and who has neither token nor cookie."""
        if not _is_own_page(request):
            raise web.HTTPForbidden(text="Only pages from this server can open Dateline.\n")
        is_login = request.path == "/" and self._is_token(request.query.get("token", ""))
        is_inside = request.path.startswith(f"{self.root}/") and self._has_cookie(request)
        if not (is_login or is_inside):
            raise web.HTTPForbidden(text="Open the address that dateline chat --web printed.\n")
        return await handler(request)

    def _is_token(self, given: str) -> bool:
        return secrets.compare_digest(given.encode("utf-8", "replace"), self.token.encode())

    def _has_cookie(self, request: web.Request) -> bool:
        given = request.cookies.get(_COOKIE, "")
        return secrets.compare_digest(given.encode("utf-8", "replace"), self._cookie.encode())


def _is_own_page(request: web.Request) -> bool:
    """Whether the request names this machine and comes from no other site's page.

    Browsers always send an Origin with a web socket, so there it may not be missing.
    """
    host = request.headers.get("Host", "")
    origin = request.headers.get("Origin")
    try:
        is_ours = urlsplit(f"//{host}").hostname in HOST_NAMES
    except ValueError:
        return False
    if origin is None:
        return is_ours and "Upgrade" not in request.headers
    return is_ours and origin == f"http://{host}"
