"""The same libraries on each engine: embedded, LanceDB in a folder, and LanceDB in a bucket of a real S3 server."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.object_store import client_of, in_environment, running_object_store
from qa.library import Library
from qa.library.opening import open_library
from qa.settings.library_location import LanceAddress, LibraryLocation, lance_address
from tests.library.engines import samples


@pytest.fixture(scope="session")
def bucket() -> Iterator[str]:
    """The name of a bucket on an S3 server in its own process."""
    pytest.importorskip("moto")
    with running_object_store("dateline-tests") as store, in_environment(store):
        yield store.bucket


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
        client = client_of(os.environ)
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
