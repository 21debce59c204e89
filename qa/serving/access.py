"""Who may use the HTTP server, and how much: host names, other sites' pages, the token, size and rate."""

import secrets
import socket
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

from qa.utils.escaping import json_text

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MAX_BODY_BYTES: Final = 1_000_000
REQUESTS_PER_SECOND: Final = 20.0
BURST: Final = 60
_MAX_CLIENTS: Final = 1_000
_LOOPBACK_NAMES: Final = ("localhost", "127.0.0.1", "::1")
_OPEN_PATHS: Final = ("/health", "/docs", "/openapi.json")  # they tell nothing about the articles
_OPEN_FOLDER: Final = "/static-offline-docs/"
_HEADERS: Final = (
    (b"cache-control", b"no-store"),
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';"
        b" img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
)


@dataclass(frozen=True, slots=True)
class Access:
    """The rules of one server.

    `host` is the address it listens on, `names` are further names by which clients may call it. Without a
    `token` everybody on this machine may ask.
    """

    host: str
    token: str | None = None
    names: tuple[str, ...] = ()

    def is_called_by_own_name(self, host: str) -> bool:
        """Return whether a Host header names this server.

        A page whose own name was pointed at this machine (DNS rebinding) calls it by that name, never by an
        address, so other addresses of this machine are fine where it listens on them.
        """
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if is_loopback(self.host):
            return name in _LOOPBACK_NAMES
        return _is_address(name) or name in {self.host, socket.gethostname(), *_LOOPBACK_NAMES, *self.names}

    def has_token(self, authorization: str) -> bool:
        """Return whether an Authorization header carries the token, if one is required."""
        if self.token is None:
            return True
        scheme, _, given = authorization.partition(" ")
        sent = given.strip().encode("utf-8", "replace")
        return scheme.lower() == "bearer" and secrets.compare_digest(sent, self.token.encode())


@dataclass(slots=True)
class RateLimit:
    """A token bucket for each client address; the clock counts seconds."""

    per_second: float = REQUESTS_PER_SECOND
    burst: float = BURST
    clock: Callable[[], float] = time.monotonic
    _clients: "OrderedDict[str, tuple[float, float]]" = field(default_factory=OrderedDict)

    def allows(self, client: str) -> bool:
        """Count a request, and return whether it is within the limit."""
        now = self.clock()
        left, then = self._clients.pop(client, (self.burst, now))
        left = min(self.burst, left + (now - then) * self.per_second)
        allowed = left >= 1
        self._clients[client] = (left - 1 if allowed else left, now)
        if len(self._clients) > _MAX_CLIENTS:
            self._clients.popitem(last=False)
        return allowed


class Guard:
    """ASGI middleware that refuses requests before anything reads them."""

    def __init__(self, app: App, access: Access, rate: RateLimit | None = None) -> None:
        self._app = app
        self._access = access
        self._rate = rate or RateLimit()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer with 4xx and the reason."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await _refuse(send, *refusal)
            return
        await self._app(scope, _limited(receive), _with_headers(send))

    def _refusal(self, scope: Scope) -> tuple[int, str, str] | None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get("host", "")
        if not self._access.is_called_by_own_name(host):
            return 421, "The server has another name.", "Use the address that dateline serve printed."
        if not _is_own_page(headers, host):
            return 403, "Pages of other sites can't use this server.", ""
        client = scope.get("client")
        if not self._rate.allows(client[0] if client else ""):
            return 429, "Too many requests.", f"At most {REQUESTS_PER_SECOND:g} a second are answered."
        if not (_is_open(scope["path"]) or self._access.has_token(headers.get("authorization", ""))):
            return 401, "The token is missing or wrong.", "Send the header: Authorization: Bearer TOKEN"
        if _announced(headers) > MAX_BODY_BYTES:
            return 413, f"A request may have {MAX_BODY_BYTES:,} bytes.", "Send fewer questions at a time."
        return None


def _is_open(path: str) -> bool:
    return path in _OPEN_PATHS or (path.startswith(_OPEN_FOLDER) and ".." not in path)


class BodyTooLongError(Exception):
    """A request went on after the limit without saying so before."""


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach an address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _is_own_page(headers: MutableMapping[str, str], host: str) -> bool:
    """Return whether no page of another site sent this; programs send neither of the two headers."""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
    return origin in (None, f"http://{host}", f"https://{host}") and site in ("none", "same-origin")


def _announced(headers: MutableMapping[str, str]) -> int:
    length = headers.get("content-length", "0")
    return int(length) if length.isascii() and length.isdigit() else MAX_BODY_BYTES + 1


def _limited(receive: Receive) -> Receive:
    """Return a `receive` that raises BodyTooLongError past the limit, for bodies sent in chunks."""
    n_received = 0

    async def counted() -> Message:
        nonlocal n_received
        message = await receive()
        n_received += len(message.get("body", b""))
        if n_received > MAX_BODY_BYTES:
            raise BodyTooLongError
        return message

    return counted


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": _joined(message.get("headers", ()))}
        await send(message)

    return sending


def _joined(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    given = list(headers)
    names = {name.lower() for name, _ in given}
    return [*given, *(each for each in _HEADERS if each[0] not in names)]


async def _refuse(send: Send, status: int, message: str, hint: str) -> None:
    body = json_text({"error": {"message": message, "hint": hint}}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    if status == 429:  # noqa: PLR2004 - Too Many Requests
        headers.append((b"retry-after", b"1"))
    if status == 401:  # noqa: PLR2004 - Unauthorized
        headers.append((b"www-authenticate", b"Bearer"))
    await send({"type": "http.response.start", "status": status, "headers": _joined(headers)})
    await send({"type": "http.response.body", "body": body})
