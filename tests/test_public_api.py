"""The public names of `qa`, which are all that the app uses of the engine."""

import ast
import importlib
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import qa

ROOT = Path(__file__).parents[1]


def from_the_engine(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (module, name) for everything that a file imports from the engine."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] == "qa":
            yield from ((str(node.module), alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names if alias.name.split(".")[0] == "qa")


@pytest.mark.parametrize("name", qa.__all__)
def test_every_public_name_is_there_and_says_what_it_is(name: str) -> None:
    assert getattr(qa, name) is not None
    if isinstance(getattr(qa, name), type):
        assert getattr(qa, name).__doc__


def test_no_name_is_public_twice_and_all_are_sorted() -> None:
    assert list(qa.__all__) == sorted(set(qa.__all__))


def test_the_names_that_type_checkers_see_are_the_same() -> None:
    seen = {name for _, name in from_the_engine(ROOT / "qa" / "__init__.py")}
    assert seen == set(qa.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        qa.nonsense  # noqa: B018


def test_the_app_uses_public_names_only() -> None:
    used = {pair for path in (ROOT / "tui").rglob("*.py") for pair in from_the_engine(path)}
    assert {pair for pair in used if pair[0] != "qa" or pair[1] not in (*qa.__all__, "")} == set()


def test_one_thread_imports_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = (
        "import time, loading_log\nloading_log.note(+1)\ntime.sleep(0.05)\nloading_log.note(-1)\nNAME = 1\n"
    )
    log = "MOST = NOW = 0\ndef note(n):\n    global MOST, NOW\n    NOW += n\n    MOST = max(MOST, NOW)\n"
    (tmp_path / "loading_log.py").write_text(log, encoding="utf-8")
    names = [f"slow_{number}" for number in range(4)]
    for name in names:
        (tmp_path / f"{name}.py").write_text(body.replace("NAME", name), encoding="utf-8")
        monkeypatch.setitem(qa._HOME_OF, name, name)
    monkeypatch.syspath_prepend(tmp_path)
    with ThreadPoolExecutor(len(names)) as pool:
        assert list(pool.map(lambda name: getattr(qa, name), names)) == [1] * len(names)
    assert importlib.import_module("loading_log").MOST == 1
    for name in (*names, "loading_log"):
        sys.modules.pop(name)
