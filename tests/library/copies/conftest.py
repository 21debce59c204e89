"""Libraries with a test module's ARTICLES, opened by its function `opened`."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.library import EmbeddedLibrary
from tests.library.toy import fill


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """The folder of a library that no test changes."""
    folder = tmp_path_factory.mktemp("sound") / "library"
    library = request.module.opened(folder)
    fill(library, request.module.ARTICLES)
    library.close()
    return folder


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    """The folder of a copy."""
    return Path(shutil.copytree(sound, tmp_path / "library"))


@pytest.fixture
def library(folder: Path, request: pytest.FixtureRequest) -> Iterator[EmbeddedLibrary]:
    """A copy."""
    library: EmbeddedLibrary = request.module.opened(folder)
    yield library
    library.close()
