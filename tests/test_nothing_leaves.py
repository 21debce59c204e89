"""Nothing leaves the machine: strace watches every process, because native code can open sockets."""

import asyncio
import os
import pty
import re
import shutil
import signal
import socket
import subprocess
import sys
import termios
import threading
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from qa import ConversationStore

SEEDS = Path(__file__).parent.parent / "seeds"
QUESTION = "When was the second round of talks?"
ANSWER = "Wednesday night"
PATIENCE_SECONDS = 240.0
# ONNX Runtime's first event went out 9 s after the first use of a model.
WATCHED_SECONDS, AFTER_ANSWER_SECONDS = 21.0, 12.0
# libuuid asks the kernel for a hardware address with this socket, and sends nothing; torch's exporter makes a UUID.
ASKS_KERNEL = "socket(AF_INET, SOCK_DGRAM, IPPROTO_IP)"
STRACE = ["strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=network", "-o"]
Running = subprocess.Popen[bytes]
DATELINE = [sys.executable, "-m", "qa.cli"]


def can_trace() -> bool:
    command = [*STRACE, os.devnull, "true"]
    return shutil.which("strace") is not None and subprocess.run(command, check=False).returncode == 0


pytestmark = pytest.mark.skipif(not can_trace(), reason="strace is not installed or not permitted")


def foreign_calls(log: Path, *, may_use_loopback: bool = False) -> list[str]:
    """Return the traced calls that use anything but local sockets or, where it is allowed, 127.0.0.1."""
    lines = log.read_text(errors="replace").splitlines()
    calls = [call for call in lines if "getsockname(" not in call and ASKS_KERNEL not in call]
    families = {"AF_UNIX", "AF_INET", "AF_INET6"} if may_use_loopback else {"AF_UNIX"}
    foreign = []
    for call in calls:
        opened = re.search(r"\bsocket(?:pair)?\((\w+)", call)
        family = re.search(r"sa_family=(\w+)", call)
        address = re.search(r'inet_(?:addr\(|pton\(AF_INET6, )"([^"]*)"', call)
        named = [each[1] for each in (opened, family) if each]
        if not families.issuperset(named) or (address and address[1] not in ("127.0.0.1", "::1")):
            foreign.append(call)
    return foreign


@pytest.fixture
def environment(tmp_path: Path, cache: Path) -> dict[str, str]:
    """The environment of a user without settings or caches, whose machine allows telemetry."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "HF_", "ORT_"))}
    kept.pop("DO_NOT_TRACK", None)
    home = tmp_path / "home"
    home.mkdir()
    return {
        **kept,
        "HOME": str(home),
        "DATELINE_CACHE": str(cache),
        "ORT_DISABLE_TELEMETRY": "0",
        "TERM": "xterm-256color",
    }


def test_the_trace_shows_a_socket_of_another_family(tmp_path: Path) -> None:
    log = tmp_path / "log"
    code = (
        "import socket; socket.socket(); socket.socketpair(); socket.socket(type=2).connect(('192.0.2.1', 9))"
    )
    subprocess.run([*STRACE, log, sys.executable, "-c", code], check=True)
    assert {"socket", "connect"} <= {re.split(r"[ (]+", call)[1] for call in foreign_calls(log)}
    allowed = foreign_calls(log, may_use_loopback=True)
    assert allowed
    assert all("192.0.2.1" in call for call in allowed), allowed


@pytest.mark.usefixtures("encoder")
async def test_nothing_is_sent_and_no_usage_data_is_kept(tmp_path: Path, environment: dict[str, str]) -> None:
    """All in one test, so that it waits for late events only once."""
    began = time.monotonic()
    logs = {name: tmp_path / f"{name}.log" for name in ("commands", "app", "web", "serve")}
    with (
        commands(tmp_path / "commands", logs["commands"], environment) as finished,
        app_in_terminal(tmp_path / "app", logs["app"], environment),
    ):
        async with (
            app_in_browser(tmp_path / "web", logs["web"], environment),
            server_for_programs(tmp_path / "serve", logs["serve"], environment),
        ):
            for library in (tmp_path / "app", tmp_path / "web"):
                assert ANSWER in await kept_answer(library)
            await asyncio.sleep(max(began + WATCHED_SECONDS - time.monotonic(), AFTER_ANSWER_SECONDS))
            done = await asyncio.to_thread(finished.wait, PATIENCE_SECONDS)
            assert done == 0, logs["commands"].with_suffix(".out").read_text()
    for name, log in logs.items():
        assert "AF_UNIX" in log.read_text(), f"{name}: nothing was traced"
        assert foreign_calls(log, may_use_loopback=name in ("web", "serve")) == [], name
    home = Path(environment["HOME"])
    written = [path for path in home.rglob("*") if path.is_file() and "dateline" not in path.parts]
    assert written == []


async def kept_answer(library: Path) -> str:
    """Wait until the app has saved the answer, so that its models have been used."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        await asyncio.sleep(0.3)
        if library.exists():
            store = ConversationStore(library)
            latest = store.latest()
            store.close()
            answers = [turn.answer.text for turn in latest.turns if turn.answer] if latest else []
            if any(answers):
                return answers[-1] or ""
    pytest.fail(f"no answer in {library}")


@contextmanager
def commands(library: Path, log: Path, environment: dict[str, str]) -> Iterator[Running]:
    """Build the fast model with torch, index, ask, and ask a file of questions, one after the other."""
    library.with_name("questions.txt").write_text(f"{QUESTION}\n")
    steps = (
        f"index {SEEDS} --library {library}",
        f"ask '{QUESTION}' --library {library}",
        f"batch {library.with_name('questions.txt')} --library {library} --out {library.with_name('a.jsonl')}",
        f"mcp --library {library} < {os.devnull}",
    )
    script = " && ".join(f"{' '.join(DATELINE)} {step}" for step in steps)
    fresh = {**environment, "DATELINE_CACHE": str(library.with_name("new-cache"))}
    with (
        log.with_suffix(".out").open("wb") as out,
        traced(["sh", "-c", script], log, fresh, stdout=out, stderr=out) as running,
    ):
        yield running


@contextmanager
def app_in_terminal(library: Path, log: Path, environment: dict[str, str]) -> Iterator[None]:
    """Open the app in a terminal, index and ask."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (36, 120))
    reader = threading.Thread(target=drain, args=(ours,))
    command = [*DATELINE, "chat", str(SEEDS), "--library", str(library)]
    with traced(command, log, environment, stdin=theirs, stdout=theirs, stderr=theirs) as running:
        os.close(theirs)
        reader.start()
        os.write(ours, f"{QUESTION}\r".encode())
        yield
        assert running.poll() is None, "the app ended early"
    reader.join(PATIENCE_SECONDS)
    os.close(ours)


def drain(terminal: int) -> None:
    """Read what the app draws until it ends."""
    try:
        while os.read(terminal, 65536):
            pass
    except OSError:  # Linux answers so when the other side is closed
        pass


@asynccontextmanager
async def app_in_browser(library: Path, log: Path, environment: dict[str, str]) -> AsyncIterator[None]:
    """Serve the app and ask in it, as the page does."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [*DATELINE, "chat", "--web", "--port", str(port), str(SEEDS), "--library", str(library)]
    with traced(command, log, environment, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        printed = await asyncio.to_thread(running.stdout.readline)
        [address] = re.findall(r"http://\S+", printed.decode())
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
            async with client.get(address) as response:
                [path] = re.findall(r"url=(/[^\"]+)", await response.text())
            origin = address.split("/?")[0]
            async with client.ws_connect(f"{origin}{path}ws", headers={"Origin": origin}) as page:
                await page.send_json(["focus"])
                await page.send_json(["stdin", f"{QUESTION}\r"])
                reading = asyncio.create_task(read_all(page))
                yield
                assert not reading.done(), "the page was closed early"
            await reading


@asynccontextmanager
async def server_for_programs(library: Path, log: Path, environment: dict[str, str]) -> AsyncIterator[None]:
    """Index, serve over HTTP, and ask."""
    steps = (f"index {SEEDS} --library {library} > {os.devnull}", f"serve --port 0 --library {library}")
    script = " && ".join(f"{' '.join(DATELINE)} {step}" for step in steps)
    unbuffered = {**environment, "PYTHONUNBUFFERED": "1"}
    with traced(["sh", "-c", script], log, unbuffered, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        printed = await asyncio.to_thread(running.stdout.readline)
        address = re.findall(r"http://[\d.:]+", printed.decode())[0]
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(PATIENCE_SECONDS)) as client,
            client.post(f"{address}/ask", json={"question": QUESTION}) as response,
        ):
            assert ANSWER in await response.text()
        yield


async def read_all(page: aiohttp.ClientWebSocketResponse) -> None:
    async for _ in page:
        pass


@contextmanager
def traced(
    command: Sequence[str], log: Path, environment: dict[str, str], **streams: Any
) -> Iterator[Running]:
    """Run a command under strace, and end it and its children with the block."""
    full = [*STRACE, str(log), *command]
    with subprocess.Popen(full, env=environment, start_new_session=True, **streams) as running:
        try:
            yield running
        finally:
            # strace itself takes no notice, and ends when all that it follows has ended.
            with suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGTERM)
            try:
                running.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, signal.SIGKILL)
                raise
