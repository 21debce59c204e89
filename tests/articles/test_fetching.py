"""Fetching a page from a small server on this machine, and what is refused."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from qa import ArticleFields, Engine, load_settings
from qa.articles.fetching import fetch
from qa.errors import FetchError, SettingsError

PAGE = (
    b"<html><head><title>Lock gates of Tarn</title><meta charset='utf-8'></head><body><article>"
    b"<h1>Lock gates of Tarn reopen</h1><p>The lock gates of Tarn reopened on Monday after a year of repairs. "
    b"The keeper, Odo Lind, said that forty barges had waited, and that the first of them carried salt.</p>"
    b"<p>The canal office promised that the gates would hold for fifty years and more.</p></article></body></html>"
)
MEGABYTE = 1_000_000


class Handler(BaseHTTPRequestHandler):
    asked: list[tuple[str, dict[str, str]]]

    def do_GET(self) -> None:
        type(self).asked.append((self.path, dict(self.headers)))
        if self.path.startswith("/redirect/"):
            n_left = int(self.path.rpartition("/")[2])
            self.send_response(302)
            self.send_header("Location", f"/redirect/{n_left - 1}" if n_left > 1 else "/page")
            self.send_header("Set-Cookie", "who=you")
            self.end_headers()
        elif self.path == "/file":
            self.send_response(302)
            self.send_header("Location", "file:///etc/hostname")
            self.end_headers()
        elif self.path.startswith("/page"):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(PAGE)
        elif self.path == "/endless":
            self.send_response(200)
            self.end_headers()
            for _ in range(100):
                self.wfile.write(b"x" * 100_000)
        else:
            self.send_error(404)

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""


@contextmanager
def serving() -> Iterator[tuple[str, list[tuple[str, dict[str, str]]]]]:
    Handler.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", Handler.asked
    finally:
        server.shutdown()
        server.server_close()


def test_a_page_is_fetched_with_its_final_address_and_without_cookies() -> None:
    with serving() as (site, asked):
        page = fetch(f"{site}/redirect/2", most_bytes=MEGABYTE, allow_private=True)
    assert (page.data, page.url, page.media_type) == (PAGE, f"{site}/page", "text/html")
    assert [path for path, _ in asked] == ["/redirect/2", "/redirect/1", "/page"]
    assert not any("Cookie" in headers or "Referer" in headers for _, headers in asked)


def test_addresses_on_this_machine_are_refused_before_anything_is_sent() -> None:
    with serving() as (site, asked), pytest.raises(FetchError, match="not on the public internet"):
        fetch(f"{site}/page", most_bytes=MEGABYTE)
    assert asked == []


@pytest.mark.parametrize(
    "address",
    ["http://10.0.0.1/", "http://192.168.1.1/", "http://169.254.1.1/", "http://[::1]/", "http://0.0.0.0/"],
)
def test_private_addresses_are_refused(address: str) -> None:
    with pytest.raises(FetchError, match="not on the public internet"):
        fetch(address, most_bytes=MEGABYTE)


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/redirect/9", "redirects more than 5 times"),
        ("/file", "can't be fetched"),
        ("/missing", "404"),
        ("/endless", "larger than 1 MB"),
    ],
)
def test_invalid_responses_of_a_server_are_refused(path: str, why: str) -> None:
    with serving() as (site, _), pytest.raises(FetchError, match=why):
        fetch(f"{site}{path}", most_bytes=MEGABYTE, allow_private=True)


@pytest.mark.parametrize(
    "address", ["ftp://a.example/", "file:///etc/passwd", "http://me:pw@a.example/", "http:///a", "x"]
)
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(FetchError):
        fetch(address, most_bytes=MEGABYTE, allow_private=True)


def test_nothing_is_fetched_without_the_setting(tmp_path: Path) -> None:
    engine = Engine(load_settings(library=tmp_path / "library"))
    with serving() as (site, asked), pytest.raises(SettingsError, match="unless you allow it"):
        engine.add_url(f"{site}/page")
    engine.close()
    assert asked == []


def test_a_fetched_page_becomes_an_article(tmp_path: Path) -> None:
    settings = load_settings(library=tmp_path / "library", allow_network=True, allow_private_addresses="true")
    engine = Engine(settings)
    with serving() as (site, _):
        report = engine.add_url(f"{site}/page?a=1", fields=ArticleFields(source="Tarn Courier"))
    [addition] = report.additions
    assert addition.article.url == f"{site}/page?a=1"
    assert addition.article.source == "Tarn Courier"
    assert "Odo Lind" in addition.article.text
    assert "<p>" not in addition.article.text
    engine.close()
