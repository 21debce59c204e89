"""Articles in the user's pager."""

import os
import stat
from pathlib import Path

import pytest

from qa import Settings, Span
from tests.tui.app_driving import KEEPER, driven
from tui import external_pager
from tui.external_editor import NoEditorError
from tui.formatting.answer_text import pager_text
from tui.screens.article import ArticleScreen
from tui.state import Place

HOSTILE = "$(touch pwned) `id` ; | !sh\n+v --help\n\x1b]0;x\x07 “é”"
_RECORDING = '#!/bin/sh\nfor each in "$@"; do echo "$each"; done > arguments\nenv > environment\ncat > text\n'


@pytest.fixture
def pager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pager that records how it was started."""
    path = tmp_path / "less"
    path.write_text(_RECORDING, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAGER", f"{path} -S")
    return path


def test_a_pager_gets_text_and_nothing_else(pager: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LESSOPEN", "|touch pwned %s")
    found = external_pager.pager()
    assert found == [str(pager), "-S"]
    assert external_pager.show(external_pager.command(found, 7), HOSTILE) is None
    assert Path("text").read_text("utf-8") == HOSTILE
    assert Path("arguments").read_text("utf-8").split() == ["-S", "+7"]
    environment = Path("environment").read_text("utf-8").splitlines()
    assert "LESSSECURE=1" in environment
    assert "LESSOPEN=" in environment
    assert not Path("pwned").exists()


def test_other_pagers_get_no_line() -> None:
    assert external_pager.command(["bat", "-p"], 7) == ["bat", "-p"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("less 'x", "Can't parse $PAGER: less 'x. Check its quotation marks."),
        ("no-such-pager -R", "Can't run the pager no-such-pager. Check $PAGER."),
    ],
)
def test_a_pager_that_cannot_be_run_is_reported(
    monkeypatch: pytest.MonkeyPatch, value: str, said: str
) -> None:
    monkeypatch.setenv("PAGER", value)
    with pytest.raises(NoEditorError, match="PAGER") as caught:
        external_pager.pager()
    assert str(caught.value) == said


def test_a_pager_that_quits_early_is_no_error(pager: Path) -> None:
    pager.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    assert external_pager.show([str(pager)], "long " * 200_000) is None


def test_a_pager_that_does_not_start_is_returned_as_an_error(pager: Path) -> None:
    pager.write_bytes(b"\x00no program")
    assert isinstance(external_pager.show([str(pager)], "text"), OSError)


async def test_without_a_pager_the_article_opens_in_the_app(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PAGER", raising=False)
    async with driven(settings) as app:
        await app.ready()
        turn = await app.ask(KEEPER)
        await app.until(lambda: app.entries)
        app.asking.query_one("#citations").focus()
        await app.press("o")
        await app.until(lambda: isinstance(app.app.screen, ArticleScreen))
        assert isinstance(app.app.screen, ArticleScreen)
        assert app.app.screen.place == turn.places[0]
        text, at_line = pager_text(turn.places[0], 60)
        _starts_at(text, at_line, turn.places[0])
        assert os.environ.get("PAGER") is None


def _starts_at(text: str, at_line: int, place: Place) -> None:
    """Check that the first words of the quote are in its line."""
    words = Span(place.mark.start, place.mark.start + 8).of(place.article.text)
    assert words in text.splitlines()[at_line - 1]
