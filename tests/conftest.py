"""Fixtures that many tests share: real models and files, opened once."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from qa.embedding import DEFAULT_MODEL, Encoder, ModelFolder, find_model, open_encoder
from qa.engine import Engine
from qa.indexing.passages import PassageSplitter
from qa.settings.settings import load_settings
from qa.utils import onnx_sessions

SEEDS = Path(__file__).parent.parent / "seeds"
settings.register_profile(
    "dateline",
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("dateline")

# Tests that measure time run one after the other, in one process.
_TIMED = ("test_growth.py", "test_never_blocked.py", "test_near_duplicates.py")

# Few tests that take long; the number of tests tells about the other files.
_LONG = ("test_nothing_leaves.py", "test_evaluate_command.py", "test_encoding.py")

# Importing torch takes seconds: these tests share the process that has imported it.
WITH_TORCH = "embedding"

WriteArticle = Callable[[str, str | bytes], Path]
EngineWith = Callable[[Mapping[str, str]], Engine]


def pytest_configure() -> None:
    """With pytest-xdist, give each process its own processor: the models then run in one thread, undisturbed."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
    if worker and hasattr(os, "sched_setaffinity"):
        processors = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {processors[int(worker) % len(processors)]})


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests of a file together with `--dist loadgroup`, and start with what takes long.

    Tests that share what they open run in one process, and no process is left alone with a long file at the end.
    """
    if not config.pluginmanager.hasplugin("xdist"):
        return
    groups = {item: _group_of(item) for item in items}
    n_tests = Counter(groups.values())
    for item, group in groups.items():
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: (item.path.name not in _LONG, -n_tests[groups[item]]))


def _group_of(item: pytest.Item) -> str:
    if (marker := item.get_closest_marker("xdist_group")) is not None:
        return str(marker.args[0])
    if item.path.name in _TIMED:
        return "timed"
    return WITH_TORCH if item.path.parent.name == WITH_TORCH else str(item.path)


@pytest.fixture(scope="session", autouse=True)
def _defaults(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Ignore the user's own settings; only the cache of converted models is shared."""
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name.startswith("DATELINE_") and name != "DATELINE_CACHE":
                patch.delenv(name)
        # The large reader takes several times as long; the tests that are about it set the reader themselves.
        patch.setenv("DATELINE_READER", "fast")
        patch.setenv("DATELINE_CONFIG", str(tmp_path_factory.mktemp("config") / "config.toml"))
        patch.setenv("DATELINE_STATE", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _models_opened_once() -> Iterator[None]:
    """Open each model file once per process: a session keeps nothing between two runs. `models_opened` undoes it."""
    opened = onnx_sessions._opened

    @lru_cache(maxsize=4)
    def kept(path: Path, _changed: int, _inode: int) -> Any:
        return opened(path)

    @wraps(opened)
    def shared(path: Path) -> Any:
        if not path.exists():
            return opened(path)
        found = path.stat()
        return kept(path.resolve(), found.st_mtime_ns, found.st_ino)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(onnx_sessions, "_opened", shared)
        yield


@pytest.fixture
def models_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Open models as outside tests, each time from its file."""
    monkeypatch.setattr(onnx_sessions, "_opened", onnx_sessions._opened.__wrapped__)


@pytest.fixture(scope="session")
def cache(_defaults: None) -> Path:
    return load_settings().cache


@pytest.fixture(scope="session")
def model() -> ModelFolder:
    return find_model(DEFAULT_MODEL)


@pytest.fixture(scope="session")
def encoder(model: ModelFolder, cache: Path) -> Encoder:
    return open_encoder(model, "int8", cache)


@pytest.fixture(scope="session")
def splitter(model: ModelFolder) -> PassageSplitter:
    return PassageSplitter(model.tokenizer())


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory, _defaults: None) -> Iterator[Engine]:
    """An engine on a library of the sample articles, with one thread per model run; read-only."""
    engine = Engine(load_settings(library=tmp_path_factory.mktemp("samples") / "library"), n_threads=1)
    engine.index([SEEDS])
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def engine_with(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineWith]:
    """Open an engine on articles, given as file names with their texts; it is closed after the module's last test."""
    opened: list[Engine] = []

    def _open(articles: Mapping[str, str]) -> Engine:
        folder = tmp_path_factory.mktemp("articles")
        for name, text in articles.items():
            (folder / name).write_text(text, encoding="utf-8")
        settings = load_settings(library=tmp_path_factory.mktemp("library") / "library")
        opened.append(Engine(settings, n_threads=1))
        opened[-1].index([folder])
        return opened[-1]

    yield _open
    for engine in opened:
        engine.close()


@pytest.fixture
def write(tmp_path: Path) -> WriteArticle:
    """Write an article into the test's folder `articles`, and return its path."""

    def _write(name: str, content: str | bytes) -> Path:
        path = tmp_path / "articles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return _write
