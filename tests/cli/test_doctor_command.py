"""`dateline doctor` finds damage in readable files and repairs it; until then `index` refuses to write."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import typer

from qa.cli import health
from qa.cli.doctor_command import run
from qa.engine import Engine
from qa.errors import LibraryDamagedError
from qa.history import ConversationStore
from qa.records import Filters
from qa.settings.settings import Settings
from tests.library import damage
from tests.library.damage import Harm

Doctor = Callable[..., tuple[int, dict[str, Any]]]


FORGOTTEN = damage.sql(
    "UPDATE files SET path = '/gone/talks.txt' WHERE path LIKE '%talks.txt'",
    "UPDATE articles SET path = '/gone/talks.txt', text = text || '!' WHERE path LIKE '%talks.txt'",
)


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "talks.txt").write_text("The talks ended on Wednesday. Nobody signed.", encoding="utf-8")
    (folder / "ferry.txt").write_text("The ferry sails again from Friday.", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def sound(articles: Path, tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    engine = Engine(Settings(library=folder, cache=cache), n_threads=1)
    engine.index([articles])
    engine.close()
    return folder


@pytest.fixture
def settings(tmp_path: Path, sound: Path, cache: Path) -> Settings:
    return Settings(library=shutil.copytree(sound, tmp_path / "library"), cache=cache)


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    opened = Engine(settings, n_threads=1)
    yield opened
    opened.close()


@pytest.fixture
def doctor(settings: Settings, capsys: pytest.CaptureFixture[str]) -> Doctor:
    """Run the command and return its exit code and its findings that are not healthy, by name."""

    def examined(*, repair: bool = False) -> tuple[int, dict[str, Any]]:
        with pytest.raises(typer.Exit) as ended:
            run(settings, repair=repair, as_json=True)
        checks = json.loads(capsys.readouterr().out)["checks"]
        return ended.value.exit_code, {each["name"]: each for each in checks if not each["healthy"]}

    return examined


def damaged_parts(engine: Engine) -> list[str]:
    return [report.part for report in engine.check_library() if report.problems]


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(damage.ALTERED_TEXT, id="an altered text"),
        pytest.param(damage.sql("DELETE FROM passage_words"), id="no full-text rows"),
        pytest.param(damage.vector(float("nan"), 384), id="NaN"),
        pytest.param(damage.FULL_TEXT_PAGE, id="full-text pages"),
    ],
)
def test_a_repaired_library_is_as_it_was(
    engine: Engine, settings: Settings, articles: Path, harm: Harm
) -> None:
    harm(settings.library)
    assert engine.repair().parts
    assert damaged_parts(engine) == []
    assert engine.index([articles]).unchanged == 2
    assert engine.article("talks.txt").text == "The talks ended on Wednesday. Nobody signed."
    assert len(engine.search("Nobody signed")) == 2


def test_an_interrupted_deletion_is_reported_until_it_is_completed(
    engine: Engine, doctor: Doctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine.library, "_finish_deletion", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        engine.delete_permanently(["talks.txt"])
    code, wrong = doctor()
    assert (code, set(wrong)) == (2, {"deletion"})
    assert "dateline maintain" in wrong["deletion"]["remedy"]
    assert doctor(repair=True) == (0, {})  # as every writer completes it


def test_damage_is_named_with_what_to_do_and_is_gone_after_the_repair(
    settings: Settings, doctor: Doctor
) -> None:
    with closing(ConversationStore(settings.library)) as store:
        store.keep_question("talk", "turn", "When did the talks end?", Filters())
    damage.ALTERED_TEXT(settings.library)
    damage.sql("DELETE FROM conversations", file="conversations.sqlite3")(settings.library)
    code, wrong = doctor()
    assert (code, set(wrong)) == (2, {"articles", "full text", "conversations"})
    assert "texts altered after they were stored: 1" in wrong["articles"]["finding"]
    assert "--repair" in wrong["articles"]["remedy"]
    assert doctor(repair=True) == (0, {})
    with closing(ConversationStore(settings.library)) as store:
        assert [turn.question for turn in store.conversation("talk").turns] == ["When did the talks end?"]


def test_every_part_is_checked_when_pages_of_the_articles_are_damaged(
    settings: Settings, doctor: Doctor
) -> None:
    damage.table_page("articles")(settings.library)
    code, wrong = doctor()
    assert code == 2
    assert {"library", "structure", "articles"} <= set(wrong)
    assert "vectors" not in wrong
    assert all("Run the same command with --repair." in each["remedy"] for each in wrong.values())


def test_a_damaged_library_takes_no_articles_and_gives_none_up(
    engine: Engine, settings: Settings, articles: Path
) -> None:
    damage.sql("DELETE FROM passage_words WHERE rowid = 1")(settings.library)
    with pytest.raises(LibraryDamagedError) as caught:
        engine.index([articles])
    assert f"dateline doctor --repair --library {settings.library}" in caught.value.hint
    with pytest.raises(LibraryDamagedError):
        engine.remove(["ferry.txt"])
    assert len(engine.articles()) == 2


def test_a_repair_says_what_was_lost_and_what_was_kept(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    FORGOTTEN(settings.library)
    with pytest.raises(typer.Exit):
        run(settings, repair=True, as_json=False)
    output = capsys.readouterr()
    assert "Repaired articles, passages. Articles recovered: 1." in output.err
    assert "lost /gone/talks.txt" in output.err
    backup = min(settings.library.glob("library.sqlite.damaged-*"))  # the other is its log
    assert f"The damaged database is kept as {backup}." in output.err
    assert "ok     full text:" in output.out


def test_every_damaged_file_of_weights_is_named(
    doctor: Doctor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = tmp_path / "weights"
    weights.mkdir()
    for path in health.WEIGHTS.iterdir():
        (weights / path.name).symlink_to(path)
    (weights / "calibration.json").unlink()
    (weights / "calibration.json").write_text("{}", encoding="utf-8")
    (weights / "reader.int8.onnx").unlink()
    monkeypatch.setattr(health, "WEIGHTS", weights)
    code, wrong = doctor()
    assert code == 2
    assert "calibration.json is damaged" in wrong["reader"]["finding"]
    assert "reader.int8.onnx is missing" in wrong["reader"]["finding"]
    assert wrong["reader"]["remedy"] == "Install Dateline again."


def test_a_check_changes_nothing_and_a_sound_library_needs_no_repair(
    engine: Engine, settings: Settings
) -> None:
    damage.byte_of_snapshot(settings.library)
    state, snapshot = engine.library.state(), (settings.library / "vectors.snapshot").read_bytes()
    assert damaged_parts(engine) == ["snapshot"]
    assert engine.library.state() == state
    assert (settings.library / "vectors.snapshot").read_bytes() == snapshot
    assert engine.repair().parts == ("snapshot",)
    assert damaged_parts(engine) == []
    assert engine.repair().parts == ()
