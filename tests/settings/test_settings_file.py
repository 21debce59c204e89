"""The settings file is changed key by key, and always stays readable."""

from pathlib import Path

import pytest

from qa import DatelineError, load_settings, write_settings
from tests.full_disks import no_room


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "new" / "config.toml"
    monkeypatch.setenv("DATELINE_CONFIG", str(path))
    return path


def test_a_new_file_is_made(config: Path) -> None:
    assert write_settings({"theme": "light", "top_k": 12, "library": Path('/a "b" ü')}) == config
    assert config.read_text(encoding="utf-8") == 'theme = "light"\ntop_k = 12\nlibrary = "/a \\"b\\" ü"\n'
    settings = load_settings()
    assert (settings.theme, settings.top_k, settings.library) == ("light", 12, Path('/a "b" ü'))


def test_everything_around_a_key_is_kept(config: Path) -> None:
    config.parent.mkdir()
    config.write_text("# mine\n\ntop_k = 5 # few\ntheme = 'dark'\n# end\n")
    write_settings({"top_k": 20, "theme": None, "precision": "fp32"})
    assert config.read_text() == '# mine\n\ntop_k = 20 # few\n# end\nprecision = "fp32"\n'


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"colour": "red"}, "Unknown setting “colour”"),
        ({"top_k": 0}, "“top_k” must be at least 1, not 0"),
        ({"top_k": 5, "theme": "pink"}, "“theme” must be 'dark', 'light' or 'contrast', not “pink”"),
    ],
)
def test_invalid_changes_are_refused_and_nothing_is_written(
    config: Path, changes: dict[str, object], wanted: str
) -> None:
    config.parent.mkdir()
    config.write_text("top_k = 7\n")
    with pytest.raises(DatelineError, match=wanted):
        write_settings(changes)
    assert config.read_text() == "top_k = 7\n"


def test_an_unknown_key_in_the_file_gets_a_suggestion(config: Path) -> None:
    config.parent.mkdir()
    config.write_text("topk = 7\n")
    with pytest.raises(DatelineError, match="Unknown setting “topk”") as caught:
        write_settings({"theme": "light"})
    assert caught.value.hint.endswith("Did you mean “top_k”? Nothing was saved.")
    with pytest.raises(DatelineError, match="Unknown setting “themes”") as caught:
        write_settings({"themes": "light"})
    assert caught.value.hint == "Did you mean “theme”?"


def test_a_value_of_several_lines_is_replaced_whole(config: Path) -> None:
    config.parent.mkdir()
    config.write_text('theme = """\nlight"""\ntop_k = 3\n')
    write_settings({"theme": "contrast"})
    assert config.read_text() == 'theme = "contrast"\ntop_k = 3\n'


def test_a_file_with_an_unknown_table_is_refused(config: Path) -> None:
    config.parent.mkdir()
    config.write_text("top_k = 3\n\n[other]\nkey = 1\n")
    with pytest.raises(DatelineError, match="other"):
        write_settings({"theme": "light"})
    assert "theme" not in config.read_text()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("top_k = \n", id="broken TOML"),
        pytest.param("top_k = " + "[" * 9_000, id="deeper than the parser can go"),
    ],
)
def test_a_file_that_cannot_be_changed_key_by_key_is_left_alone(config: Path, text: str) -> None:
    config.parent.mkdir()
    config.write_text(text)
    with pytest.raises(DatelineError):
        write_settings({"theme": "light"})
    assert config.read_text() == text


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o640])
def test_the_file_keeps_its_mode(config: Path, mode: int) -> None:
    config.parent.mkdir()
    config.write_text("top_k = 5\n")
    config.chmod(mode)
    write_settings({"top_k": 6})
    assert config.stat().st_mode & 0o777 == mode
    assert list(config.parent.iterdir()) == [config]


@pytest.mark.parametrize("is_there", [True, False])
def test_a_link_stays_and_the_file_that_it_points_to_changes(
    config: Path, tmp_path: Path, *, is_there: bool
) -> None:
    target = tmp_path / "dotfiles" / "dateline.toml"
    if is_there:
        target.parent.mkdir()
        target.write_text("top_k = 5\n")
    config.parent.mkdir()
    config.symlink_to(target)
    write_settings({"theme": "light"})
    assert config.readlink() == target
    assert target.read_text() == ("top_k = 5\n" if is_there else "") + 'theme = "light"\n'


def test_a_link_to_itself_is_reported(config: Path) -> None:
    config.parent.mkdir()
    config.symlink_to(config)
    with pytest.raises(DatelineError, match=r"Too many levels of symbolic links"):
        write_settings({"theme": "light"})


def test_without_room_the_old_settings_stay(config: Path) -> None:
    config.parent.mkdir()
    config.write_text("top_k = 5\n")
    with (
        no_room(),
        pytest.raises(DatelineError, match=r"Can.t write the settings file .* \(File too large\)"),
    ):
        write_settings({"theme": "light"})
    assert list(config.parent.iterdir()) == [config]
    assert config.read_text() == "top_k = 5\n"
