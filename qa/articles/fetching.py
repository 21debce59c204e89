"""A web address → a page's bytes. Nothing calls this unless the user's settings allow it.

The name is resolved once, its addresses are checked, and the connection goes to the checked address, so that a name
can't point to a machine on the local network after the check. Proxies, cookies and credentials are not used.
"""

import codecs
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from qa.articles.content import suffix_of_data
from qa.errors import FetchError

_MOST_REDIRECTS = 5
_MOST_SECONDS = 30.0
_CONNECT_SECONDS = 10.0
_CHUNK = 65_536
_SUFFIXES = {"text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf"}
SINGLE = (".html", ".pdf", ".txt", ".md", ".docx")  # formats with one article in a file
_REDIRECTS = (301, 302, 303, 307, 308)
_OK = 200
_HEADERS = {
    "User-Agent": "Dateline (reads articles that its user asks for)",
    "Accept": "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.5",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
_SAFE = "/%:@!$&'()*+,;=-._~?[]"  # what an address may contain as it is


@dataclass(frozen=True, slots=True)
class Page:
    """What a server sent; `url` is the address after all redirects, `media_type` is like "text/html"."""

    data: bytes
    url: str
    media_type: str


def suffix_of_page(page: Page) -> str:
    """Return the suffix of a page's format (".html"), or raise FetchError if it is unknown."""
    suffix = _SUFFIXES.get(page.media_type) or suffix_of_data(page.data)
    if suffix is None:
        raise _failed(page.url, f"it is not a text or a document ({page.media_type})")
    return suffix


def fetch(url: str, *, most_bytes: int, allow_private: bool = False) -> Page:
    """Return the page at an http or https address, or raise FetchError saying why not.

    At most 5 redirects are followed, for at most 30 seconds in all. Addresses that are not public are refused unless
    `allow_private`.
    """
    ends_at = time.monotonic() + _MOST_SECONDS
    for _ in range(_MOST_REDIRECTS + 1):
        parts = _checked(url)
        try:
            connection = _connected(parts, url, ends_at, allow_private=allow_private)
            try:
                line: socket.socket = connection.sock
                response = _response(connection, parts)
                if response.status not in _REDIRECTS:
                    return _page(response, line, url, most_bytes, ends_at)
                url = urljoin(url, response.headers.get("Location", ""))
            finally:
                connection.close()
        except (OSError, HTTPException) as error:
            raise _failed(url, _why(error)) from error
    raise _failed(url, f"it redirects more than {_MOST_REDIRECTS} times")


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError as error:
        raise FetchError(
            f"“{url}” is not a web address.", "Use an address like https://news.example/a."
        ) from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise FetchError(
            f"“{url}” can't be fetched.",
            "Use an address that begins with http:// or https://, without a password.",
        )
    return parts


def _connected(parts: SplitResult, url: str, ends_at: float, *, allow_private: bool) -> HTTPConnection:
    host = parts.hostname or ""
    is_secure = parts.scheme == "https"
    port = parts.port or (443 if is_secure else 80)
    address = _address(host, port, url, allow_private=allow_private)
    plain = socket.create_connection((address, port), timeout=min(_CONNECT_SECONDS, _left(ends_at)))
    if not is_secure:
        connection = HTTPConnection(host, port)
        connection.sock = plain
        return connection
    secure = HTTPSConnection(host, port)
    secure.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    return secure


def _address(host: str, port: int, url: str, *, allow_private: bool) -> str:
    """Return an address of a host, all of whose addresses may be used."""
    found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not allow_private and not all(_is_public(each) for each in found):
        raise FetchError(
            f"{url} is not on the public internet.", "Set allow_private_addresses = true to fetch it anyway."
        )
    return found[0]


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    inside = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return all(each.is_global and not each.is_multicast for each in (found, inside) if each)


def _response(connection: HTTPConnection, parts: SplitResult) -> HTTPResponse:
    target = quote(parts.path or "/", safe=_SAFE) + (
        f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    )
    connection.request("GET", target, headers=_HEADERS)
    return connection.getresponse()


def _page(response: HTTPResponse, line: socket.socket, url: str, most_bytes: int, ends_at: float) -> Page:
    if response.status != _OK:
        raise _failed(url, f"the server answered {response.status} {response.reason}".strip())
    data = bytearray()
    line.settimeout(_left(ends_at))
    while chunk := response.read1(_CHUNK):  # what has arrived, so that a slow server can't exceed the time
        data += chunk
        if len(data) > most_bytes:
            raise FetchError(
                f"{url} is larger than {most_bytes / 1e6:g} MB.", "Raise max_file_megabytes to fetch it."
            )
        line.settimeout(_left(ends_at))
    media_type = response.headers.get_content_type()
    charset = response.headers.get_content_charset() if media_type.startswith("text/") else None
    return Page(_in_utf8(bytes(data), charset), url, media_type)


def _in_utf8(data: bytes, charset: str | None) -> bytes:
    """Return a text in the stated encoding as UTF-8 with a mark that says so; other data as they are."""
    if charset in (None, "utf-8", "utf8", "us-ascii"):
        return data
    try:
        return codecs.BOM_UTF8 + data.decode(charset).encode()
    except (LookupError, UnicodeError):
        return data


def _left(ends_at: float) -> float:
    """Return the seconds that are left; TimeoutError if there are none."""
    left = ends_at - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "it took too long"
    if isinstance(error, ssl.SSLCertVerificationError):
        return "its certificate is not valid"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _failed(url: str, why: str) -> FetchError:
    return FetchError(f"{url} can't be fetched: {why}.", "Check the address and your connection.")
