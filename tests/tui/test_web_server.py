"""The web server, on a real port with a small app: access and refusals."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st
from yarl import URL

from qa import DatelineError
from tui.web import app_process, server
from tui.web.browser_messages import MAX_COLUMNS, MAX_ROWS, Resized, read_message, read_size
from tui.web.server import LocalServer

PATIENCE_SECONDS = 60.0
EVIL = "https://evil.example"


class Visitor:
    """A browser: it keeps cookies and sends its page's origin."""

    def __init__(self, client: aiohttp.ClientSession, served: LocalServer, port: int) -> None:
        self.client = client
        self.served = served
        self.base = f"http://127.0.0.1:{port}"
        self.root = f"{self.base}{served.access.root}"

    async def status(self, url: str, **headers: str) -> int:
        async with self.client.get(url, headers=headers, allow_redirects=False) as response:
            return response.status

    async def log_in(self) -> None:
        assert await self.status(self.served.address(int(self.base.rsplit(":", 1)[1]))) == 200

    def connect(self, query: str = "", **headers: str) -> Any:
        headers = {"Origin": self.base, **headers}
        return self.client.ws_connect(
            f"{self.root}/ws{query}", headers={k: v for k, v in headers.items() if v}
        )


@asynccontextmanager
async def visited(log: Path, *options: str) -> AsyncIterator[Visitor]:
    """Serve the small app, and visit."""
    command = [sys.executable, "-m", "tests.tui.small_app", str(log), *options]
    served = LocalServer(command, {**os.environ, "PYTHONPATH": str(Path.cwd())})
    runner = web.AppRunner(served.application(), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    [listening, *others] = server._listening(0)
    for other in others:
        other.close()
    await web.SockSite(runner, listening).start()
    try:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
            yield Visitor(client, served, listening.getsockname()[1])
    finally:
        await runner.cleanup()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log"
    path.touch()
    return path


async def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        await asyncio.sleep(0.02)


def is_running(log: Path) -> bool:
    [pid] = [line.split()[1] for line in log.read_text().splitlines() if line.startswith("pid")]
    return Path(f"/proc/{pid}").exists()


async def test_only_the_printed_address_opens_the_page(log: Path) -> None:
    async with visited(log) as visitor:
        page, script = f"{visitor.root}/", f"{visitor.root}/static/js/textual.js"
        shut = [
            visitor.base,
            f"{visitor.base}/?token=",
            f"{visitor.base}/?token=%ff",
            f"{visitor.base}/static/",
        ]
        for url in [*shut, page, script, f"{visitor.root}/download/x", f"{visitor.base}/nowhere"]:
            assert await visitor.status(url) == 403, url
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await visitor.connect()
        await visitor.log_in()
        assert await visitor.status(page) == 200
        assert await visitor.status(script) == 200
        assert await visitor.status(f"{visitor.root}/download/x") == 404
        assert await visitor.status(f"{visitor.root}/ws") == 400
    assert log.read_text() == "", "an app was started for a visitor who did not get in"


async def test_the_cookie_is_strict_and_sent_below_a_secret_path_only(log: Path) -> None:
    async with visited(log) as visitor:
        address = visitor.served.address(int(visitor.base.rsplit(":", 1)[1]))
        async with visitor.client.get(address) as response:
            [cookie] = response.cookies.values()
            assert (cookie["samesite"], cookie["httponly"]) == ("Strict", True)
            assert cookie["path"] == visitor.served.access.root
            assert visitor.served.access.token not in cookie.value
            assert response.headers["Cache-Control"] == "no-store"
        assert {*visitor.client.cookie_jar.filter_cookies(URL(visitor.base))} == set()
    assert LocalServer([], {}).access.token != LocalServer([], {}).access.token


async def test_other_hosts_and_other_pages_are_refused_with_the_cookie_too(log: Path) -> None:
    async with visited(log) as visitor:
        await visitor.log_in()
        page = f"{visitor.root}/"
        port = visitor.base.rsplit(":", 1)[1]
        rows = [
            ({"Host": f"localhost:{port}"}, 200),
            ({"Host": f"localhost:{port}", "Origin": f"http://localhost:{port}"}, 200),
            ({"Host": f"evil.example:{port}"}, 403),
            ({"Host": f"evil.example:{port}", "Origin": f"http://evil.example:{port}"}, 403),
            ({"Host": "[broken"}, 403),
            ({"Origin": EVIL}, 403),
            ({"Origin": "null"}, 403),
            ({"Origin": f"http://127.0.0.1:{int(port) - 1}"}, 403),  # another server on this machine
        ]
        for headers, wanted in rows:
            assert await visitor.status(page, **headers) == wanted, headers
        for origin in (EVIL, ""):
            with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
                await visitor.connect(Origin=origin)
    assert log.read_text() == ""


async def test_the_page_names_the_host_that_was_asked(log: Path) -> None:
    async with visited(log) as visitor:
        await visitor.log_in()
        host = visitor.base.replace("http://127.0.0.1", "localhost")
        async with visitor.client.get(f"{visitor.root}/", headers={"Host": host}) as response:
            text = await response.text()
            assert f"ws://{host}{visitor.served.access.root}/ws" in text
            assert f"ws://{host};" in response.headers["Content-Security-Policy"]
            assert "127.0.0.1" not in text


async def test_static_files_are_not_listed(log: Path) -> None:
    async with visited(log) as visitor:
        await visitor.log_in()
        for path in (
            "/static/",
            "/static/js/",
            "/static",
            "/static/../server.py",
            "/static/%2e%2e/server.py",
        ):
            assert await visitor.status(f"{visitor.root}{path}") in (403, 404), path


async def test_sizes_are_limited_and_unknown_messages_are_ignored(
    log: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    async with visited(log) as visitor:
        await visitor.log_in()
        async with visitor.connect("?width=1000000000&height=-5") as page:
            await until(lambda: "size" in log.read_text())
            assert log.read_text().splitlines()[1] == f"size {MAX_COLUMNS}x4"
            for text in (
                "",
                "nonsense",
                "[",
                "[" * 100_000,
                "{}",
                "[]",
                "[1]",
                "null",
                '["stdin"]',
                '["stdin", 1]',
            ):
                await page.send_str(text)
            for size in ({"width": 1e9, "height": 1e9}, {"width": "9", "height": 9}, {}, [80, 24], None):
                await page.send_json(["resize", size])
            await page.send_str('["stdin", "\\ud800"]')
            await page.send_bytes(b"\x00\xff")
            await page.send_json(["resize", {"width": 10**9, "height": 10**9}])
            await page.send_json(["stdin", "a"])
            await page.send_json(["ping", "7"])
            await until(lambda: "key a" in log.read_text())
            pongs = [json.loads(each.data) async for each in texts(page, 1)]
            assert pongs == [["pong", "7"]]
        await until(lambda: "ended" in log.read_text())
    sizes = [line for line in log.read_text().splitlines() if line.startswith("size")]
    assert set(sizes) == {f"size {MAX_COLUMNS}x4", f"size {MAX_COLUMNS}x{MAX_ROWS}"}
    assert "Traceback" not in capfd.readouterr().err + caplog.text


async def texts(page: aiohttp.ClientWebSocketResponse, n_wanted: int) -> AsyncIterator[aiohttp.WSMessage]:
    """Return the next messages that are not drawing."""
    while n_wanted:
        message = await page.receive(PATIENCE_SECONDS)
        assert message.type in (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY), message
        if message.type is aiohttp.WSMsgType.TEXT:
            n_wanted -= 1
            yield message


async def test_a_message_that_is_too_long_closes_the_page_only(log: Path) -> None:
    async with visited(log) as visitor:
        await visitor.log_in()
        async with visitor.connect() as page:
            await page.send_str("x" * 1_100_000)
            await asyncio.wait_for(drain(page), PATIENCE_SECONDS)
        await until(lambda: not any(visitor.served._sockets))
        assert await visitor.status(f"{visitor.root}/") == 200


async def test_a_page_that_opens_in_the_foreground_gets_the_keyboard(log: Path) -> None:
    """Textual blurs the app when it starts; the page's report comes later."""
    async with visited(log) as visitor:
        await visitor.log_in()
        async with visitor.connect() as page:
            await page.send_json(["focus"])
            await until(lambda: "focus" in log.read_text() and "blur" in log.read_text())
            reported = [line for line in log.read_text().splitlines() if line in ("focus", "blur")]
            assert reported == ["blur", "focus"]
    assert log.read_text().endswith("ended\n"), "the server ended before its app"


async def test_a_file_is_handed_out_to_be_saved_and_addresses_are_opened(log: Path) -> None:
    async with visited(log) as visitor:
        await visitor.log_in()
        async with visitor.connect() as page:
            await until(lambda: "size" in log.read_text())
            await page.send_json(["stdin", "u"])
            await page.send_json(["stdin", "s"])
            opened, download = [json.loads(each.data) async for each in texts(page, 2)]
            assert opened == ["open_url", {"url": "https://x.example/", "new_tab": True}]
            url = visitor.base + download[1]["url"]
            async with aiohttp.ClientSession() as stranger, stranger.get(url) as refused:
                assert refused.status == 403
            reading = asyncio.create_task(drain(page))
            async with visitor.client.get(url) as response:
                assert response.headers["Content-Disposition"].startswith("attachment;")
                assert ".." not in response.headers["Content-Disposition"]
                assert response.content_type == "application/octet-stream"
                assert (await response.text()).startswith("<svg")
            await page.send_json(["stdin", "q"])
            await asyncio.wait_for(reading, PATIENCE_SECONDS)  # the app that ends closes its page
    assert log.read_text().endswith("ended\n")


async def drain(page: aiohttp.ClientWebSocketResponse) -> None:
    async for _ in page:
        pass


@pytest.mark.parametrize("is_stubborn", [False, True])
async def test_a_closed_tab_ends_its_app(
    log: Path, monkeypatch: pytest.MonkeyPatch, is_stubborn: bool
) -> None:
    monkeypatch.setattr(app_process, "_QUIT_SECONDS", 0.5 if is_stubborn else PATIENCE_SECONDS)
    monkeypatch.setattr(app_process, "_TERMINATE_SECONDS", 0.2)
    async with visited(log, *(["stubborn"] if is_stubborn else [])) as visitor:
        await visitor.log_in()
        async with visitor.connect() as page:
            await until(lambda: "size" in log.read_text())
            await page.send_json(["resize", {"width": "wide", "height": None}])
            assert page._response.connection is not None
            page._response.connection.transport.abort()  # as when the browser is killed
        await until(lambda: not is_running(log))
        assert log.read_text().endswith("ended\n") is not is_stubborn


async def test_sessions_are_limited_and_a_closed_tab_gives_its_place_back(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "MAX_SESSIONS", 1)
    monkeypatch.setattr(server, "_SLOT_SECONDS", 0.1)
    async with visited(log) as visitor:
        await visitor.log_in()
        async with visitor.connect():
            await until(lambda: "size" in log.read_text())
            async with visitor.connect() as second:
                refused = await second.receive(PATIENCE_SECONDS)
                assert refused.data == server._TOO_MANY
                assert "open in 1 tab" in str(refused.extra)
        monkeypatch.setattr(server, "_SLOT_SECONDS", PATIENCE_SECONDS)
        async with visitor.connect():
            await until(lambda: log.read_text().count("pid") == 2)


async def test_the_app_ends_in_order_when_the_server_is_killed(log: Path) -> None:
    """The pipe to the app closes, and its output is not read."""
    command = [sys.executable, "-m", "tests.tui.small_app", str(log)]
    environment = {**os.environ, "TEXTUAL_DRIVER": "tui.web.driver:PageDriver"}
    running = await asyncio.create_subprocess_exec(
        *command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    )
    await until(lambda: "size" in log.read_text())
    assert running.stdin is not None
    running._transport.get_pipe_transport(1).close()  # type: ignore[attr-defined]
    running.stdin.close()
    assert await asyncio.wait_for(running.wait(), PATIENCE_SECONDS) == 0
    assert log.read_text().endswith("ended\n")


def test_a_port_in_use_is_refused_on_both_addresses() -> None:
    with socket.socket(socket.AF_INET6 if socket.has_ipv6 else socket.AF_INET) as other:
        other.bind(("::1" if other.family is socket.AF_INET6 else "127.0.0.1", 0))
        other.listen()
        with pytest.raises(DatelineError, match="can't be used"):
            server._listening(other.getsockname()[1])


@settings(max_examples=30)
@given(
    st.text()
    | st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(), st.lists).map(
        json.dumps
    )
)
def test_any_text_is_a_message_or_none(text: str) -> None:
    message = read_message(text)
    assert not isinstance(message, Resized) or message == read_size(message.columns, message.rows)


@given(st.integers(), st.integers())
def test_any_size_is_brought_into_the_limits(width: int, height: int) -> None:
    size = read_size(width, height)
    assert size is not None
    assert 10 <= size.columns <= MAX_COLUMNS
    assert 4 <= size.rows <= MAX_ROWS
