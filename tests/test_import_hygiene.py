"""Importing is cheap: heavy libraries load when something is opened."""

import json
import subprocess
import sys

import pytest

PARSERS = {"trafilatura", "lxml", "selectolax", "pypdfium2", "feedparser", "striprtf", "docx"}
HEAVY = PARSERS | {"torch", "transformers", "sentence_transformers", "faiss", "onnxruntime", "openpyxl"}
HEAVY |= {"lancedb", "pyarrow", "pandas", "ray"}


def loaded_by(statement: str) -> set[str]:
    code = f"import sys, json\n{statement}\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=240, check=True
    )
    return set(json.loads(done.stdout))


def test_importing_loads_no_model_library() -> None:
    """One process imports them all: what one of them loads is loaded then."""
    modules = (
        "qa",
        "qa.engine",
        "qa.batch",
        "qa.evaluation.report",
        "qa.batch.question_files",
        "qa.cli",
        "qa.cli.app",
        "tui",
        "tui.app",
    )
    assert loaded_by(f"import {', '.join(modules)}") & HEAVY == set()


def test_the_app_opens_before_the_engine_is_there() -> None:
    loaded = loaded_by("import tui.app")
    assert (
        loaded & {"qa.engine", "qa.dates", "qa.library", "qa.reading", "numpy", "apsw", "pydantic"} == set()
    )


def test_the_settings_of_a_named_library_are_loaded_without_it() -> None:
    loaded = loaded_by("from qa.cli.opening import settings_for; settings_for('/nowhere'); settings_for('x')")
    assert loaded & {"qa.library", "numpy", "apsw", "pydantic"} == set()


def test_the_engine_does_not_import_the_app() -> None:
    assert loaded_by("import qa, qa.engine, qa.cli") & {"textual", "tui"} == set()


def test_importing_the_package_alone_loads_no_library() -> None:
    assert loaded_by("import qa") & {"numpy", "pydantic", "apsw", "tokenizers", "typer", "rich"} == set()


def test_every_public_name_can_be_imported_without_a_model_library() -> None:
    assert loaded_by("from qa import *") & HEAVY == set()


def test_a_library_in_a_folder_needs_no_other_engine() -> None:
    loaded = loaded_by(
        "from pathlib import Path; from qa.library.opening import open_library\n"
        "open_library(Path('/nowhere')).state()"
    )
    assert loaded & {"lancedb", "pyarrow", "pandas", "qa.library.lance"} == set()


@pytest.mark.parametrize("missing", ["lancedb", "pyarrow"])
def test_without_the_extra_an_address_says_what_to_install(missing: str) -> None:
    code = f"import sys; sys.modules[{missing!r}] = None\nfrom qa.cli.app import main\n"
    code += "sys.argv = ['dateline', 'articles', '--library', 'lance:///tmp']; main()"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert "pip install 'dateline-qa[scale]'" in done.stderr
    assert done.returncode != 0
