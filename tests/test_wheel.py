"""The wheel holds everything, and works where only it and its dependencies are installed."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
_SITE_PACKAGES = next(
    Path(path) for path in sys.path if path.endswith("site-packages") and (Path(path) / "apsw").exists()
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of a copy of the tree, so that nothing is built in the tree itself."""
    copy, out = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "README.md", "LICENSE", "qa", "tui"):
        (copy / name).symlink_to(ROOT / name)
    build = [
        sys.executable,
        "-c",
        "import setuptools.build_meta as b, sys; print(b.build_wheel(sys.argv[1]))",
    ]
    subprocess.run([*build, str(out)], cwd=copy, check=True, capture_output=True)
    return next(out.glob("*.whl"))


def test_it_holds_weights_templates_and_styles(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    kinds = (".py", ".onnx", ".bin", ".json", ".html", ".tcss", ".sql", ".typed")
    for package in ("qa", "tui"):
        here = {
            str(path.relative_to(ROOT))
            for path in (ROOT / package).rglob("*")
            if path.suffix in kinds or path.name in ("SHA256SUMS", "py.typed")
        }
        assert here - held == set()
    assert not any(name.startswith(("tests/", "benchmarks/", "training/")) for name in held)


def test_it_answers_where_it_alone_is_installed(wheel: Path, tmp_path: Path, cache: Path) -> None:
    """A folder with the wheel's files, and the dependencies without this tree's own link."""
    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(installed), str(_SITE_PACKAGES))),
        "DATELINE_CACHE": str(cache),
        "DATELINE_READER": "best",
    }

    def dateline(*arguments: str) -> str:
        # -S: no link in site-packages may lead back to the tree; -P: nor may the current folder.
        command = [
            sys.executable,
            "-S",
            "-P",
            "-m",
            "qa.cli",
            *arguments,
            "--library",
            str(tmp_path / "library"),
        ]
        done = subprocess.run(
            command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert json.loads(dateline("index", str(ROOT / "seeds"), "--json"))["failed"] == []
    answer = json.loads(dateline("ask", "--json", "when was the second round of talks?"))
    assert answer["resolved_date"]["text"] == "Wednesday 18 September 2024, night"
    shown = subprocess.run(
        [sys.executable, "-S", "-P", "-c", "import qa; print(qa.__file__)"],
        env=environment, cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert str(installed) in shown.stdout
