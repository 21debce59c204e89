from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from qa.errors import SettingsError
from qa.settings.locations import cache_folder, config_file
from qa.settings.settings import Settings, load_settings


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "config.toml"
    monkeypatch.setenv("DATELINE_CONFIG", str(path))
    return path


def test_defaults_need_no_file(config: Path) -> None:
    settings = load_settings()
    assert not config.exists()
    assert (settings.model, settings.precision, settings.top_k) == ("all-MiniLM-L6-v2", "int8", 10)
    assert Settings().reader == "best"
    assert settings.passage_pieces == 128
    assert settings.library.is_absolute()


def test_flags_go_before_the_environment_and_that_before_the_file(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write_text('top_k = 5\nprecision = "fp32"\npassage_pieces = 64\n', encoding="utf-8")
    monkeypatch.setenv("DATELINE_TOP_K", "6")
    monkeypatch.setenv("DATELINE_PASSAGE_PIECES", "32")
    settings = load_settings(passage_pieces=100, top_k=None)
    assert (settings.precision, settings.top_k, settings.passage_pieces) == ("fp32", 6, 100)


def test_the_config_variable_is_not_a_setting(config: Path) -> None:
    assert config_file() == config
    load_settings()


@pytest.mark.usefixtures("config")
def test_the_cache_has_a_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path / "c"))
    assert load_settings().cache == cache_folder() == tmp_path / "c"


def test_a_tilde_is_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, config: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("DATELINE_CACHE", raising=False)
    config.write_text('library = "~/news"\ncache = "~/c"\n', encoding="utf-8")
    settings = load_settings()
    assert (settings.library, settings.cache) == (tmp_path / "news", tmp_path / "c")


@pytest.mark.usefixtures("config")
def test_settings_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        load_settings().top_k = 3  # type: ignore[misc]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"colour = 1\n", "Unknown setting “colour”", id="an unknown key"),
        pytest.param(b"top_k = 0\n", "“top_k” must be at least 1, not 0", id="too few"),
        pytest.param(b"top_k = 201\n", "“top_k” must be at most 200, not 201", id="too many"),
        pytest.param(b'top_k = "many"\n', "“top_k” must be a whole number, not “many”", id="no number"),
        pytest.param(b"top_k = true\n", "“top_k” must be a whole number, not true", id="yes"),
        pytest.param(b"top_k = 2.5\n", "“top_k” must be a whole number, not 2.5", id="a half"),
        pytest.param(b"top_k = [1]\n", r"“top_k” must be a whole number, not \[1\]", id="several"),
        pytest.param(b"model = 1\n", "“model” must be text in quotation marks, not 1", id="no text"),
        pytest.param(b"library = 2024-09-19\n", '“library” must be a path, not "2024-09-19"', id="no path"),
        pytest.param(b"passage_pieces = 15\n", "passage_pieces", id="no room for a sentence"),
        pytest.param(b"passage_pieces = 511\n", "passage_pieces", id="more than a model reads"),
        pytest.param(
            b'precision = "int4"\n',
            "“precision” must be 'int8' or 'fp32', not “int4”",
            id="an unknown precision",
        ),
        pytest.param(b"max_article_megabytes = inf\n", "max_article_megabytes", id="endless"),
        pytest.param(b"max_article_megabytes = nan\n", "max_article_megabytes", id="not a number"),
        pytest.param(b"top_k = \n", "not valid TOML", id="broken TOML"),
        pytest.param(b"model = " + b"[" * 9_000, "nested too deeply", id="deeper than the parser can go"),
        pytest.param(b'model = "caf\xe9"\n', "not UTF-8", id="not UTF-8"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_its_file(
    config: Path, content: bytes, says: str
) -> None:
    config.write_bytes(content)
    with pytest.raises(SettingsError, match=says) as caught:
        load_settings()
    assert str(config) in caught.value.message + caught.value.hint


@pytest.mark.parametrize(
    ("name", "reported"),
    [
        ("topk", "Did you mean “top_k”?"),
        ('"TOP-K"', "Did you mean “top_k”?"),
        ("modell", "Did you mean “model”?"),
        ("pieces", "Did you mean “passage_pieces”?"),
        ("colour", "The settings are: library, cache, model, "),
    ],
)
def test_an_unknown_key_gets_a_suggestion(config: Path, name: str, reported: str) -> None:
    config.write_text(f"{name} = 5\n")
    with pytest.raises(SettingsError, match="Unknown setting") as caught:
        load_settings()
    assert caught.value.hint.startswith(f"Remove it from {config}. {reported}")
    assert "DATELINE_" not in caught.value.hint


@pytest.mark.usefixtures("config")
def test_a_flag_that_cannot_be_used_is_named() -> None:
    with pytest.raises(SettingsError, match="top_k"):
        load_settings(top_k=-1)
