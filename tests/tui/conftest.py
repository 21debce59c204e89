"""A small real library for the tests of the app, indexed once with the real encoder."""

import shutil
from pathlib import Path

import pytest

from qa import Engine, Settings, load_settings

ARTICLES = {
    "keeper.md": (
        "---\ntitle: Lighthouse of Port Ember gets a new keeper\ndate: 2031-03-04\n"
        "source: Ember Gazette\n---\n\n"
        "The new lighthouse keeper of Port Ember is Orla Finch, the harbour office said.\n\n"
        "She takes over the lamp from her uncle in April."
    ),
    "bridge.txt": (
        " date 2031-05-12 Bridge over the Sorrel closes\n\n"
        "The old stone bridge over the river Sorrel was closed on Friday "
        "because its piers are cracked.\n\n"
        "Repairs will cost 4 million crowns and last until the autumn."
    ),
    "undated.txt": (
        "Marzipan fair\n\nBakers from nine valleys sold marzipan pears at the fair of Quillmoor."
    ),
}


@pytest.fixture(scope="session")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with three articles."""
    folder = tmp_path_factory.mktemp("articles")
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def indexed(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a library with the three articles; copying it is cheap."""
    library = tmp_path_factory.mktemp("indexed") / "library"
    engine = Engine(load_settings(library=library))
    engine.index([articles])
    engine.close()
    return library


@pytest.fixture(autouse=True)
def _config_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test change the colours without changing them for the next."""
    monkeypatch.setenv("DATELINE_CONFIG", str(tmp_path / "config" / "config.toml"))


@pytest.fixture
def settings(indexed: Path, tmp_path: Path) -> Settings:
    """Return settings for a separate copy of the library with three articles."""
    library = tmp_path / "gazettes"
    shutil.copytree(indexed, library)
    return load_settings(library=library)


@pytest.fixture
def empty(tmp_path: Path) -> Settings:
    """Return settings for a library that does not exist yet."""
    return load_settings(library=tmp_path / "empty")
