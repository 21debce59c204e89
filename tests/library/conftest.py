from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.library import EmbeddedLibrary


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def library(folder: Path) -> Iterator[EmbeddedLibrary]:
    opened = EmbeddedLibrary(folder)
    yield opened
    opened.close()
