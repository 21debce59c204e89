"""An S3 server in its own process on the loopback address (moto's), for libraries in a bucket."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class ObjectStore:
    """A running server with one bucket; `environment` says how to reach it, `log` has a line for each request."""

    bucket: str
    environment: dict[str, str]
    log: Path


@contextmanager
def running_object_store(bucket: str = "dateline") -> Iterator[ObjectStore]:
    """Start a server with an empty bucket, and end it with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
    }
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "requests.log")
        with log.open("wb") as file:
            server = subprocess.Popen(
                [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
                stdout=subprocess.DEVNULL,
                stderr=file,
            )
        try:
            _create(bucket, environment)
            yield ObjectStore(bucket, environment, log)
        finally:
            server.terminate()
            server.wait()


@contextmanager
def in_environment(store: ObjectStore) -> Iterator[str]:
    """Let this process and those it starts use the server; yield the address of its bucket."""
    before = {name: os.environ.get(name) for name in store.environment}
    os.environ.update(store.environment)
    try:
        yield f"lance+s3://{store.bucket}"
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def upload(folder: Path, store: ObjectStore, prefix: str) -> None:
    """Copy all files below a folder to the bucket."""
    client = client_of(store.environment)
    for file in folder.rglob("*"):
        if file.is_file():
            client.upload_file(str(file), store.bucket, f"{prefix}/{file.relative_to(folder)}")


def _create(bucket: str, environment: dict[str, str]) -> None:
    """Create a bucket as soon as the server answers."""
    from botocore.exceptions import EndpointConnectionError

    client, until = client_of(environment), time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            client.create_bucket(Bucket=bucket)
        except EndpointConnectionError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return


def client_of(environment: Mapping[str, str]) -> Any:
    """Return boto3's client of a server."""
    import boto3

    return boto3.client(
        "s3",
        endpoint_url=environment["AWS_ENDPOINT_URL"],
        region_name=environment["AWS_REGION"],
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
    )
