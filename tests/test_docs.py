"""The documentation names what is there."""

import re
from dataclasses import MISSING, fields
from pathlib import Path

import pytest
from typer.main import get_command

from qa.cli.app import app
from qa.settings.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_every_command_is_in_the_readme() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert [name for name in commands if f"dateline {name}" not in README and f"`{name}`" not in README] == []


def test_every_setting_is_in_the_readme_with_its_default() -> None:
    for field in fields(Settings):
        row = re.search(rf"^\| `{field.name}` \| ([^|]*) \|", README, re.MULTILINE)
        assert row, f"{field.name} is not in the table of settings"
        if field.default is not MISSING:
            default = field.default
            assert row[1].strip("` ") == (default if isinstance(default, str) else f"{default:g}")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_files_and_modules_that_are_named_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (document.parent / target).exists(), target
    for module in re.findall(r"python -m ((?:benchmarks|training)\.\w+)", text):
        assert (ROOT / f"{module.replace('.', '/')}.py").exists(), module
    for named in re.findall(r"`((?:docs|tests|seeds|qa|tui|benchmarks|training)/[\w./-]+)`", text):
        assert (ROOT / named).exists(), named


def test_every_target_that_is_named_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"`?make (\w+)", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
