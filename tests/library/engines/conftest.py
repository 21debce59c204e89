"""The same libraries on each engine: embedded, LanceDB in a folder, and LanceDB in a bucket of a real S3 server."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qa.library import Library
from qa.library.opening import open_library
from qa.settings.library_location import LanceAddress, LibraryLocation, lance_address
from tests.library.engines import samples

_PATIENCE_SECONDS = 60


@pytest.fixture(scope="session")
def bucket() -> Iterator[str]:
    """The name of a bucket on moto's server, which runs in its own process and listens on loopback only."""
    pytest.importorskip("moto")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    environment = {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        try:
            _create_bucket(port, time.monotonic() + _PATIENCE_SECONDS)
            yield "dateline-tests"
        finally:
            server.terminate()
            server.wait()


def _client(endpoint: str) -> Any:
    import boto3

    return boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1")


def _create_bucket(port: int, until: float) -> None:
    from botocore.exceptions import EndpointConnectionError

    client = _client(f"http://127.0.0.1:{port}")
    while True:
        try:
            client.create_bucket(Bucket="dateline-tests")
        except EndpointConnectionError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return


@pytest.fixture(scope="module", autouse=True)
def _local_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the local files of libraries elsewhere out of the user's folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="module", params=["embedded", "lance-folder", "lance-bucket"])
def engine(request: pytest.FixtureRequest) -> str:
    """The engine that a test is about."""
    if request.param != "embedded":
        pytest.importorskip("lancedb", reason="needs dateline-qa[scale]")
    return str(request.param)


def new_location(engine: str, folder: Path, request: pytest.FixtureRequest) -> LibraryLocation:
    """Return where a library of an engine doesn't exist yet."""
    if engine == "embedded":
        return folder / "library"
    if engine == "lance-folder":
        return lance_address(f"lance://{folder}/archive")
    bucket: str = request.getfixturevalue("bucket")
    return lance_address(f"lance+s3://{bucket}/{folder.name}-{os.getpid()}")


@pytest.fixture
def location(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> LibraryLocation:
    """Where a new library is to be."""
    return new_location(engine, tmp_path, request)


def files_in(location: LibraryLocation) -> dict[str, bytes]:
    """Return the contents of the files or objects in which a library is stored, by their paths."""
    if isinstance(location, LanceAddress) and location.is_bucket:
        bucket, _, prefix = location.place.partition("/")
        client = _client(os.environ["AWS_ENDPOINT_URL"])
        pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"{prefix}/")
        keys = [each["Key"] for page in pages for each in page.get("Contents", ())]
        return {key: client.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys}
    folder = Path(location.place) if isinstance(location, LanceAddress) else location
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def library(location: LibraryLocation) -> Iterator[Library]:
    """A new library, which a test may change."""
    opened = open_library(location)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def stocked(
    engine: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Library]:
    """A library with the articles of `samples`, which no test changes."""
    opened = open_library(new_location(engine, tmp_path_factory.mktemp("stocked"), request))
    yield samples.stored(opened)
    opened.close()
