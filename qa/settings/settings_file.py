"""Changing the settings file key by key, keeping everything else in it."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qa.errors import SettingsError
from qa.settings.locations import config_file
from qa.settings.settings import SETTING_NAMES, meant_by, parsed_settings, settings_of


def write_settings(changes: Mapping[str, Any]) -> Path:
    """Set keys in the settings file, all or none; None removes a key. Return its path.

    If a key is unknown or a value invalid, nothing is written.
    """
    path = config_file()
    unknown = sorted(set(changes) - set(SETTING_NAMES))
    if unknown:
        raise SettingsError(f"Unknown setting “{unknown[0]}”.", meant_by(unknown[0]))
    before = _read(path)
    wanted = {**parsed_settings(path, before), **changes}
    wanted = {name: _plain(value) for name, value in wanted.items() if value is not None}
    _validate(wanted)
    _write(path, _edited(before, changes))
    return path


def _edited(text: str, changes: Mapping[str, Any]) -> str:
    """Return the file's text with the changes made; comments and other keys are kept."""
    import tomlkit  # only needed for a change

    document = tomlkit.parse(text)
    for name, value in changes.items():
        if value is None:
            document.pop(name, None)
        else:
            document[name] = _plain(value)
    return tomlkit.dumps(document)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Path) else value


def _validate(values: Mapping[str, Any]) -> None:
    try:
        settings_of(values)
    except SettingsError as error:
        in_the_file = f"{error.hint} " if set(values) - set(SETTING_NAMES) else ""
        raise SettingsError(error.message, f"{in_the_file}Nothing was saved.") from error


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"Can't read the settings file {path} ({error}).", "Check its permissions."
        ) from error


def _write(path: Path, text: str) -> None:
    """Replace the file atomically, keeping its mode and a link to it."""
    from qa.utils.atomic_write import replacing  # only needed for a change

    try:
        Path(os.path.realpath(path)).parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as file:
            file.write(text)
    except OSError as error:
        raise SettingsError(
            f"Can't write the settings file {path} ({error.strerror}).",
            "Check its permissions, or free some space.",
        ) from error
