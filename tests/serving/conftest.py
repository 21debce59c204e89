"""One real server process over the sample articles."""

import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from qa import Engine

DATELINE = [sys.executable, "-m", "qa.cli"]
TOKEN = "a-token-of-some-length"  # noqa: S105 - it protects nothing


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Client:
    """Speaks to a running server with nothing but the standard library."""

    address: str

    def send(
        self,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        *,
        method: str | None = None,
    ) -> Reply:
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        given = {"Content-Type": "application/json", **(headers or {})}
        request = urllib.request.Request(self.address + path, data, given, method=method)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=120) as response:  # noqa: S310
                return Reply(response.status, dict(response.headers), response.read())
        except urllib.error.HTTPError as error:
            return Reply(error.code, dict(error.headers), error.read())


def started(*arguments: str) -> tuple[subprocess.Popen[str], Client]:
    """Start a server on a free port, and wait until it says where it answers."""
    process = subprocess.Popen(
        [*DATELINE, "serve", "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.search(r"http://\S+", line)
    assert found, (line, process.stderr.read() if process.stderr else "")
    return process, Client(found[0])


@pytest.fixture(scope="package")
def server(samples: Engine) -> Iterator[Client]:
    process, client = started("--library", str(samples.settings.library))
    yield client
    process.terminate()
    assert process.wait(30) in (0, -15)


@pytest.fixture(scope="package")
def guarded(samples: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server that requires a token."""
    token = tmp_path_factory.mktemp("token") / "token"
    token.write_text(TOKEN)
    process, client = started("--library", str(samples.settings.library), "--token-file", str(token))
    yield client
    process.terminate()
    process.wait(30)


@pytest.fixture(scope="session")
def empty_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("empty") / "library"
