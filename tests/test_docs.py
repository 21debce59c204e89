"""The documentation is complete and names only what exists."""

import os
import re
import subprocess
import sys
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from qa.articles.formats import ARTICLE_SUFFIXES
from qa.cli.app import app
from qa.settings.settings import Settings
from tui.screens.registry import SCREENS, ScreenEntry

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
USAGE = (ROOT / "docs" / "usage.md").read_text(encoding="utf-8")
APP = (ROOT / "docs" / "app.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
N_README_LINES = 120
COMMANDS = get_command(app).commands  # type: ignore[attr-defined]


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= N_README_LINES


def test_the_readme_links_to_every_page() -> None:
    pages = [path.name for path in (ROOT / "docs").glob("*.md")]
    assert [name for name in pages if f"](docs/{name})" not in README] == []


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_usage_describes_every_command(name: str) -> None:
    assert re.search(rf"^\| `dateline {name}\b[^|]*\| \w[^|]+\|", USAGE, re.MULTILINE)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_documentation_names_every_option(name: str) -> None:
    documentation = USAGE + (ROOT / "docs" / "question-files.md").read_text(encoding="utf-8")
    options = [flag for option in COMMANDS[name].params for flag in option.opts if flag.startswith("--")]
    assert [flag for flag in options if not re.search(rf"{flag}\b", documentation)] == []


@pytest.mark.parametrize("entry", SCREENS, ids=lambda entry: entry.name)
def test_app_page_names_the_key_of_every_screen(entry: ScreenEntry) -> None:
    assert re.search(rf"^\| {re.escape(entry.key)} \| ", APP, re.MULTILINE | re.IGNORECASE)


def test_articles_page_names_every_format() -> None:
    page = (ROOT / "docs" / "articles.md").read_text(encoding="utf-8")
    assert [suffix for suffix in ARTICLE_SUFFIXES if f"`{suffix}`" not in page] == []


def _written(default: Any) -> str:
    """Return a default as it is written in the settings file, without quotation marks."""
    if isinstance(default, bool):
        return str(default).lower()
    return default if isinstance(default, str) else f"{default:g}"


def test_settings_page_names_every_setting_with_its_default() -> None:
    for field in fields(Settings):
        row = re.search(rf"^\| `{field.name}` \| ([^|]*) \|", SETTINGS, re.MULTILINE)
        assert row, f"{field.name} is not in the table of settings"
        if field.default is not MISSING:
            assert row[1].strip("` ") == _written(field.default)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_files_and_modules_that_are_named_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (document.parent / target).exists(), target
    for module in re.findall(r"python -m ((?:benchmarks|training)\.\w+)", text):
        place = ROOT / module.replace(".", "/")
        assert place.with_suffix(".py").exists() or (place / "__main__.py").exists(), module
    for named in re.findall(r"`((?:docs|tests|seeds|qa|tui|benchmarks|training)/[\w./-]+)`", text):
        assert (ROOT / named).exists(), named


def _anchors(document: Path) -> set[str]:
    """Return the anchors that GitHub gives the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_linked_headings_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for page, anchor in re.findall(r"\]\(([^)#:\s]*)#([^)]+)\)", text):
        assert anchor in _anchors(document.parent / page if page else document), f"{page}#{anchor}"


def test_every_target_that_is_named_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for target in set(re.findall(r"(?:`|^ {4})make (\w+)", README + contributing, re.MULTILINE)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_command_reference_is_up_to_date() -> None:
    written = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    made = subprocess.run(
        [sys.executable, "-c", "import commands; print(commands.reference(), end='')"],
        cwd=ROOT / "docs",
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert made.stdout == written, "Run: python docs/commands.py"
