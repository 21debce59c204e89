"""A day's work in a real terminal: from an empty library to an exported notebook, and everything there again."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tmux_terminal import Terminal, needs_tmux

TITLE = "Salt works of Pellinor close"
ARTICLE = f"""\
{TITLE}
12 June 2031

The salt works of Pellinor closed on Tuesday after two hundred years of work on the shore.

The owner of the salt works, Ines Varga, said that the pans had run dry after three winters without storms. "We
boiled our last salt," said Varga. The works employed 41 people in the spring.

The mayor of Pellinor, Tomas Brill, said that the town would buy the sheds for a museum. He expects it to open
in 2033. The council will vote about the price on Friday. Fishermen asked for new berths in the old salt harbour,
which has been silted up for a decade, and the harbour office promised to look at its depth before the winter.
"""
OWNER, OWNED_BY = "Who owns the salt works of Pellinor?", "Ines Varga"
WORKERS, N_WORKERS = "How many people did the salt works employ?", "41"

pytestmark = needs_tmux


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    opened = Terminal((80, 24))
    yield opened
    opened.close()


def test_paste_search_ask_pin_export_and_find_everything_again(
    terminal: Terminal, tmp_path: Path, cache: Path
) -> None:
    exported = tmp_path / "notes.md"
    open_app(terminal, tmp_path, cache)
    paste_article(terminal)
    restrict_to_found_passage(terminal)
    pin_answer(terminal, OWNER, OWNED_BY)
    pin_answer(terminal, WORKERS, N_WORKERS)
    export_notebook(terminal, exported)
    quit_app(terminal)
    written = exported.read_text(encoding="utf-8")
    assert all(words in written for words in (OWNER, OWNED_BY, WORKERS, N_WORKERS, TITLE, "12 June 2031"))

    open_app(terminal, tmp_path, cache)
    terminal.shows("1 article ·", WORKERS)
    terminal.press("C-o")
    terminal.shows("Notebook", OWNED_BY, N_WORKERS)
    quit_app(terminal)


def open_app(terminal: Terminal, folder: Path, cache: Path) -> None:
    terminal.type(
        f"clear; DATELINE_CONFIG={folder}/config.toml DATELINE_CACHE={cache} {sys.executable} -m qa.cli chat"
        f" --library {folder / 'library'}; echo left-$?"
    )
    terminal.press("Enter")
    terminal.shows("article", "ready")


def paste_article(terminal: Terminal) -> None:
    terminal.shows("There are no articles in the library yet.")
    terminal.paste(ARTICLE)
    terminal.shows("Paste an article", f"Title {TITLE}", "Date 2031-06-12")
    terminal.press("C-s")
    shown = terminal.shows("1 article ·", "ready", "Try one of these", "Added")
    assert shown.count("Added") == 1


def restrict_to_found_passage(terminal: Terminal) -> None:
    terminal.press("C-f")
    terminal.shows("Search all passages")
    terminal.type("museum sheds")
    terminal.shows("in 1 article", "for a museum")
    terminal.press("Enter")
    terminal.shows("Ask only")
    terminal.press("f")
    terminal.shows("only “Salt works")


def pin_answer(terminal: Terminal, question: str, answer: str) -> None:
    terminal.type(question)
    terminal.press("Enter")
    terminal.shows(f"{question} only", answer)
    terminal.until(lambda shown: "Added" not in shown)
    terminal.press("Tab")
    terminal.shows("p Pin")
    terminal.press("p")
    terminal.shows("Pinned.")
    terminal.press("Escape")
    terminal.shows("⏎ Ask")


def export_notebook(terminal: Terminal, path: Path) -> None:
    terminal.press("C-o")
    terminal.shows("Notebook", OWNED_BY, N_WORKERS)
    terminal.press("e")
    terminal.shows("Enter: OK")
    terminal.press("C-u")
    terminal.type(str(path))
    terminal.press("Enter")
    terminal.until(lambda _: path.exists() and path.read_text(encoding="utf-8"))
    terminal.shows("Notebook", OWNED_BY)


def quit_app(terminal: Terminal) -> None:
    terminal.press("C-q")
    terminal.shows("left-0")
